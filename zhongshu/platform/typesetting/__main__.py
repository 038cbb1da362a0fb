"""Typesetting as a program: lay out, check, verify, read.

    python -m zhongshu.platform.typesetting make draft.txt -o notice.pdf --masthead 云州市人民政府办公室 --number
    云政办发〔2026〕5号 python -m zhongshu.platform.typesetting check notice.pdf
    python -m zhongshu.platform.typesetting verify notice.ofd
    python -m zhongshu.platform.typesetting text notice.docx
    python -m zhongshu.platform.typesetting samples folder

The first line of the draft is the title, the rest the drafting text.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from zhongshu.kernel.errors import RuleBroken

from . import public
from .public import DocxFile, OfdFile, PdfText
from .samples import samples


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return 0 when all is well, 1 when faults were found, 2 when the file was refused."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except RuleBroken as refusal:
        print(refusal.message, file=sys.stderr)
        return 2
    except OSError as failure:
        print(f"不能读写文件：{failure.filename}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="typesetting", description="公文排版、检查、验证")
    actions = parser.add_subparsers(required=True)
    make = actions.add_parser("make", help="排版：纯文字稿 → PDF、OFD 或 DOCX")
    make.add_argument("draft", type=Path)
    make.add_argument("-o", "--output", type=Path, required=True)
    make.add_argument("--format", choices=("general", "letter", "command", "minutes"), default="general")
    make.add_argument("--masthead", action="append", default=[], help="发文机关，可重复")
    make.add_argument("--suffix", default="文件")
    for name in ("number", "recipients", "remark", "urgency", "copies-to", "printing-organ"):
        make.add_argument(f"--{name}", default="")
    make.add_argument("--date", type=date.fromisoformat)
    make.set_defaults(run=_make)
    gallery = actions.add_parser("samples", help="每种格式各做一份样张：PDF、OFD、DOCX 和图片")
    gallery.add_argument("folder", type=Path)
    gallery.set_defaults(run=_samples)
    for name, run, text in (
        ("check", _check, "按 GB/T 9704 测量 PDF 版面"),
        ("verify", _verify, "验证 OFD、PDF 的签章"),
        ("text", _text, "取出文字"),
    ):
        action = actions.add_parser(name, help=text)
        action.add_argument("file", type=Path)
        action.set_defaults(run=run)
    return parser


def _make(options: argparse.Namespace) -> int:
    title, _, body = options.draft.read_text(encoding="utf-8").lstrip("\ufeff\n").partition("\n")
    organs = tuple(options.masthead)
    document = public.document_from_text(
        title.strip(),
        body,
        format=options.format,
        masthead=organs,
        masthead_suffix=options.suffix if options.format == "general" else "",
        number=options.number,
        recipients=options.recipients,
        remark=options.remark,
        urgency=options.urgency,
        copy_recipients=options.copies_to,
        printing_organ=options.printing_organ,
        print_date=options.date if options.printing_organ else None,
        signature_organs=organs if options.format in ("general", "letter") else (),
        signed_date=options.date,
    )
    writers: dict[str, Callable[[public.OfficialDocument], bytes]] = {
        ".pdf": public.to_pdf,
        ".ofd": public.to_ofd,
        ".docx": public.to_docx,
    }
    writer = writers.get(options.output.suffix.lower())
    if writer is None:
        raise RuleBroken("输出文件的扩展名应为 .pdf、.ofd 或 .docx", code="unknown_format")
    model = public.lay_out(document)
    data = writer(document)
    scratch = options.output.with_name(options.output.name + ".part")
    scratch.write_bytes(data)
    scratch.replace(options.output)
    print(f"{options.output}：{len(model.pages)}页，{model.characters}字")
    for report in model.substitutes:
        where = f"（{report.characters}）" if report.characters else ""
        print(f"字体代替：{report.role}用{report.used}代替{report.wanted}{where}")
    for note in (*model.notes, *([f"没有字体可印的字：{model.missing}"] if model.missing else [])):
        print(note)
    return 0


def _samples(options: argparse.Namespace) -> int:
    options.folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for name, document in samples().items():
        model = public.lay_out(document)
        pdf = public.to_pdf(model)
        files = {
            "pdf": pdf,
            "ofd": public.to_ofd(model),
            "docx": public.to_docx(document),
            "png": public.page_picture(model, width=700),
        }
        for suffix, data in files.items():
            (options.folder / f"{name}.{suffix}").write_bytes(data)
        found = public.measure(pdf)
        broken = [measured for measured in found if not measured.ok]
        print(f"{name}：{len(model.pages)}页，量了{len(found)}处，{len(broken)}处不符合")
        for fault in broken:
            print(f"  {fault.rule}　{fault.sentence}")
        total += len(broken)
    return int(bool(total))


def _check(options: argparse.Namespace) -> int:
    found = public.faults(options.file.read_bytes())
    for fault in found:
        print(f"{fault.rule}　{fault.sentence}")
    print(f"共{len(found)}处不符合" if found else "未发现不符合之处")
    return int(bool(found))


def _verify(options: argparse.Namespace) -> int:
    data = options.file.read_bytes()
    reports = public.verify_pdf(data) if data.startswith(b"%PDF") else public.verify_ofd(data)
    for report in reports:
        state = "未被改动" if report.intact else "已被改动：" + "、".join((*report.changed, *report.problems))
        print(f"{report.seal or report.id}　{report.sealed_at or ''}　{state}{'（测试印章）' if report.is_test else ''}")
    if not reports:
        print("没有签章")
    return int(not all(report.intact for report in reports))


def _text(options: argparse.Namespace) -> int:
    data = options.file.read_bytes()
    readers: dict[str, Callable[[bytes], DocxFile | OfdFile | PdfText]] = {
        ".pdf": public.read_pdf,
        ".ofd": public.read_ofd,
        ".docx": public.read_docx,
    }
    suffix = options.file.suffix.lower()
    if suffix not in readers:
        data, suffix = public.to_docx_with_office(data, suffix), ".docx"
    found: DocxFile | OfdFile | PdfText = readers[suffix](data)
    print(found.text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
