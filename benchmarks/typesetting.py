"""Typesetting against LibreOffice, WeasyPrint and pdf2ofd on one document in the same minutes: medians of five runs and more.

Times are processor time, so that a busy machine does not decide who wins.

    python benchmarks/typesetting.py [--peers-python PYTHON] [--samples DIR] [--runs 5]

``PYTHON`` has weasyprint and pdf2ofd (which needs an AGPL library, so neither is installed with the product); LibreOffice is
used when it is there. ``DIR/official_docs.jsonl`` holds real documents that are laid out and measured as well.
"""

import argparse
import gzip
import html
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from common import machine, median, table

from zhongshu.platform.typesetting import public

SENTENCES = (
    "各级防汛抗旱指挥机构要健全工作机制，主要负责同志亲自抓，分管负责同志具体抓，做到守土有责、守土负责、守土尽责。",
    "要坚持“人民至上、生命至上”，克服麻痹思想和侥幸心理，把防汛抗旱工作摆在更加突出的位置，层层压实责任。",
    "据气象部门预测，今年汛期（5月至9月）全市降水量较常年偏多10%—20%，防汛形势严峻，局部地区可能发生较重洪涝灾害。",
    "对一时难以整改到位的，要落实应急度汛措施，明确第{number}批责任单位、责任人和整改时限，确保安全度汛。",
)
STYLE = (
    "@page{size:A4;margin:37mm 26mm 35mm 28mm}body{font:16pt/29pt 'FandolFang R','Noto Serif CJK SC',serif}"
    "p{text-indent:2em;margin:0;text-align:justify}h1{font-size:22pt;text-align:center}"
)
ORGAN = "云州市人民政府办公室"


def draft(pages: int) -> str:
    """Return drafting text of about so many pages, every paragraph different."""
    lines = []
    for number in range(pages * 4):
        if number % 5 == 0:
            lines.append(f"{'一二三四五六七八九十'[number // 5 % 10]}、落实第{number}项工作责任")
        lines.append("".join(SENTENCES[(number + step) % 4].format(number=number * 4 + step) for step in range(3)))
    return "\n".join(lines)


def notice(pages: int, remark: str = "此件公开发布") -> public.OfficialDocument:
    return public.document_from_text(
        "云州市人民政府办公室关于做好2026年防汛抗旱工作的通知",
        draft(pages),
        masthead=(ORGAN,),
        masthead_suffix="文件",
        number="云政办发〔2026〕12号",
        recipients="各县（市、区）人民政府，市政府各部门、各直属机构",
        signature_organs=(ORGAN,),
        signed_date=date(2026, 3, 5),
        remark=remark,
        printing_organ=ORGAN,
        print_date=date(2026, 3, 6),
    )


def timed(run: Callable[[], object], runs: int, clock: Callable[[], float] = time.process_time) -> float:
    """Return the median of the seconds that a warm call takes: of the processor, unless another clock is given."""
    run()
    seconds = []
    for _ in range(runs):
        begun = clock()
        run()
        seconds.append(clock() - begun)
    return median(seconds)


def peer(python: str, name: str, source: Path, runs: int) -> tuple[float, int]:
    """Return the median seconds and the bytes of a peer's result."""
    command = [python, str(Path(__file__).with_name("typesetting_peers.py")), name, str(source), str(runs)]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    return median(answer["seconds"]), answer["bytes"]


def libreoffice(source: Path, runs: int) -> float:
    """Return the median seconds of one conversion of a DOCX to PDF; on the wall, as its work is done in a grandchild."""
    office = shutil.which("soffice") or ""
    command = [office, f"-env:UserInstallation=file://{source.parent}/profile", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(source.parent), str(source)]
    return timed(lambda: subprocess.run(command, check=True, capture_output=True), runs, time.perf_counter)


def peak_memory(pages: int) -> float:
    """Return the peak memory in MB of a process of its own that writes PDF and OFD of so many pages."""
    program = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import typesetting as own; "
        f"model = own.public.lay_out(own.notice({pages}));"
        "own.public.to_pdf(model); own.public.to_ofd(model)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    subprocess.run([sys.executable, "-c", program], check=True)
    return max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def real_documents(folder: Path) -> tuple[int, int, int, int]:
    """Lay out and measure real documents; return (documents, pages, findings, characters without a font)."""
    documents = pages = findings = missing = 0
    for line in (folder / "official_docs.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        gold = case["gold"]
        organs = tuple(gold.get("issuer") or ["某机关"])
        made = public.document_from_text(
            (gold.get("title") or "无题").replace("\n", ""),
            case["raw_text"],
            masthead=organs,
            masthead_suffix="文件",
            number=gold.get("doc_number") or "",
            recipients=gold.get("recipients") or "",
            signature_organs=organs,
            signed_date=date.fromisoformat(gold["date"]) if gold.get("date") else None,
            printing_organ=organs[0],
            print_date=date(2026, 3, 6),
        )
        model = public.lay_out(made)
        documents, pages, missing = documents + 1, pages + len(model.pages), missing + len(model.missing)
        findings += len(public.faults(public.to_pdf(model)))
    return documents, pages, findings, missing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers-python", default="")
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="zhongshu-typesetting-"))
    document = notice(10)
    model = public.lay_out(document)
    pdf, ofd = public.to_pdf(model), public.to_ofd(model)
    (folder / "notice.pdf").write_bytes(pdf)
    (folder / "notice.docx").write_bytes(public.to_docx(document))
    body = "".join(f"<p>{html.escape(line)}</p>" for line in draft(10).split("\n"))
    (folder / "notice.html").write_text(
        f"<meta charset=utf-8><style>{STYLE}</style><h1>{document.title}</h1>{body}", encoding="utf-8"
    )

    remarks = iter(range(10_000))
    own_pdf = timed(lambda: public.to_pdf(document), options.runs * 3)
    own_ofd = timed(lambda: public.to_ofd(document), options.runs * 3)
    known = tuple(page.digest() for page in model.pages)
    keystroke = timed(lambda: public.preview(public.lay_out(notice(10, f"第{next(remarks)}稿")), known=known), options.runs * 3)
    payload = len(gzip.compress(json.dumps(public.preview(model), ensure_ascii=False).encode()))
    rows = [
        ["PDF", f"{len(model.pages)} pages", f"{own_pdf * 1000:.0f} ms", f"{len(pdf) // 1024} KB"],
        ["OFD", "", f"{own_ofd * 1000:.0f} ms", f"{len(ofd) // 1024} KB"],
        ["keystroke to new page model", "size: all pages", f"{keystroke * 1000:.0f} ms", f"{payload / 1024:.1f} KB gzipped"],
        ["memory, 30 pages, PDF and OFD", "", f"{peak_memory(30):.0f} MB", ""],
    ]
    if shutil.which("soffice"):
        office = libreoffice(folder / "notice.docx", options.runs)
        own_wall = timed(lambda: public.to_pdf(document), options.runs * 3, time.perf_counter)
        wall = f"{office / own_wall:.0f} times ours ({own_wall * 1000:.0f} ms), by the clock on the wall"
        rows.append(["LibreOffice, PDF of our DOCX", wall, f"{office * 1000:.0f} ms", ""])
    if options.peers_python:
        seconds, _ = peer(options.peers_python, "weasyprint", folder / "notice.html", options.runs)
        rows.append(
            [
                "WeasyPrint, PDF",
                f"{seconds / own_pdf:.0f} times ours; {seconds / keystroke:.0f} keystrokes",
                f"{seconds * 1000:.0f} ms",
                "",
            ]
        )
        seconds, size = peer(options.peers_python, "pdf2ofd", folder / "notice.pdf", options.runs)
        rows.append(
            [
                "pdf2ofd, OFD",
                f"{seconds / own_ofd:.0f} times ours, {size / len(ofd):.0f} times as large",
                f"{seconds * 1000:.0f} ms",
                f"{size // 1024} KB",
            ]
        )
    plain = re.sub(r"\s", "", public.read_ofd(ofd).text)
    same = sorted(plain) == sorted(re.sub(r"\s", "", public.read_pdf(pdf).text))
    rows.append(["text of OFD and PDF", "equal" if same else "DIFFERENT", f"{len(plain)} characters", ""])
    if options.samples:
        documents, pages, findings, missing = real_documents(options.samples)
        rows.append([f"{documents} real documents", f"{findings} findings, {missing} characters missing", f"{pages} pages", ""])
    print(machine())
    table("Typesetting", ["what", "", "median", "size"], rows)


if __name__ == "__main__":
    main()
