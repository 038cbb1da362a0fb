"""What ``intake`` measures: fields right, characters right, time."""

import gc
import hashlib
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from common import median, percentile, table
from PIL import Image

from zhongshu.domains.documents.intake import answers
from zhongshu.domains.documents.intake.extracting import extract
from zhongshu.domains.documents.intake.lines import Line, Reading, cleaned
from zhongshu.domains.documents.intake.ocr.recognising import recognise
from zhongshu.domains.documents.intake.reading.opening import Scan, open_file
from zhongshu.domains.documents.intake.reading.rows import as_box, in_rows
from zhongshu.domains.documents.tests import paper
from zhongshu.platform.typesetting import public as typesetting

SEVEN = ("number", "title", "issuers", "recipients", "date", "urgency", "document_type")
SCANNERS = {
    "clean": paper.CLEAN,
    "office": paper.OFFICE,
    "worn": paper.WORN,
    "grey": paper.GREY,
    "upside down": paper.UPSIDE_DOWN,
}
FIRST = 1000  # seeds below were looked at while the rules were written
EMPTY = dict.fromkeys(("documents", "fields", "wrong letters", "letters", "wrong signs", "signs"), 0)
HANZI = re.compile(r"[^\u3400-\u9fff0-9]")


# ── samples ──────────────────────────────────────────────────────────────────


def half_of(case: dict[str, Any]) -> str:
    origin = case.get("source_doc", case["id"])
    return "test" if hashlib.sha256(origin.encode()).digest()[0] % 2 else "tuning"


def samples(folder: Path, half: str) -> None:
    """Score the half of the samples, by the rule of the samples' own scorer."""
    sys.path.insert(0, str(folder))
    import score

    rows = []
    for kind, answer in (("official_docs", answers.official_doc), ("registration_files", answers.registration_file)):
        cases = [json.loads(line) for line in (folder / f"{kind}.jsonl").read_text().splitlines()]
        cases = [case for case in cases if half_of(case) == half]
        groups = {kind: cases}
        if kind == "registration_files":
            groups = {name: [case for case in cases if case["id"].startswith(name)] for name in ("docx", "scan")}
        for name, chosen in groups.items():
            predictions = {case["id"]: answer(case, folder) for case in chosen}
            found = score.score_fields(kind, chosen, predictions, lambda case: case["gold"])
            shares = [found["fields"].get(field, {}).get("accuracy") for field in score.FIELDS[:6]]
            rows.append([name, len(chosen), *(f"{share:.2f}" for share in shares), f"{found['whole_head_right']:.2f}"])
    table(f"Samples, {half} half", ["kind", "cases", *score.FIELDS[:6], "whole head"], rows)


# ── documents made here ──────────────────────────────────────────────────────


def right(found: Any, wanted: dict[str, str], names: Iterable[str]) -> dict[str, bool]:
    return {name: norm(found[name]) == norm(wanted[name]) for name in names}


def norm(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def made(count: int) -> None:
    """Read PDF, DOCX and OFD files with text."""
    writers: dict[str, Callable[[Any], bytes]] = {
        "pdf": lambda one: one.pdf,
        "docx": lambda one: typesetting.to_docx(one.document),
        "ofd": lambda one: typesetting.to_ofd(one.document),
    }
    rows = []
    for extension, write in writers.items():
        marks: list[dict[str, bool]] = []
        times = []
        for seed in range(FIRST, FIRST + count):
            one = paper.paper(seed)
            data = write(one)
            started = time.perf_counter()
            reading = open_file(f"x.{extension}", data)
            assert isinstance(reading, Reading)
            proposal = extract(reading)
            times.append((time.perf_counter() - started) * 1000)
            marks.append(right(proposal, one.fields, one.fields))
        shares = [f"{sum(mark[name] for mark in marks) / count:.2f}" for name in (*SEVEN, "copies_to", "copy_number")]
        rows.append([extension, count, *shares, f"{median(times):.0f}", f"{percentile(times, 0.95):.0f}"])
    table("Files with text, made here", ["kind", "files", *SEVEN, "copies_to", "copy_number", "ms", "ms p95"], rows)


def scans(count: int) -> None:
    """Read scans at 150 dpi with our reader and with the peer; the same rules take the fields from the peer's words."""
    peer = Peer()
    rows = []
    whole: dict[str, dict[str, Any]] = {who: dict(EMPTY, times=[]) for who in ("ours", "peer")}
    for place, (name, scanner) in enumerate(SCANNERS.items()):
        share = count // len(SCANNERS) + (place < count % len(SCANNERS))
        tally = {who: dict(EMPTY, times=[]) for who in ("ours", "peer")}
        for seed in range(FIRST + 100 * place, FIRST + 100 * place + share):
            one = paper.paper(seed)
            pages = [scanner.scan(page, seed) for page in one.pages()]
            printed = open_file("x.pdf", one.pdf).lines
            data = paper.scanned_pdf(pages)
            for who, reader in (("ours", ours), ("peer", peer.read)):
                started = time.perf_counter()
                reading = reader(data, pages)
                tally[who]["times"].append((time.perf_counter() - started) / len(pages))
                tally[who]["fields"] += all(right(extract(reading), one.fields, SEVEN).values())
                tally[who]["documents"] += 1
                for what, of in (("letters", letters), ("signs", signs)):
                    tally[who][f"wrong {what}"] += distance(of(printed), of(reading.lines))
                    tally[who][what] += len(of(printed))
            gc.collect()
        for who, found in tally.items():
            rows.append([name, who, *_row(found)])
            whole[who] = {key: whole[who][key] + found[key] for key in found}
    rows += [["all", who, *_row(found)] for who, found in whole.items()]
    heads = ["scanner", "reader", "documents", "all seven fields", "CER %", "CER with marks %", "s a page"]
    table("Scans at 150 dpi, made here", heads, rows)


def _row(found: dict[str, Any]) -> list[Any]:
    shares = [f"{100 * found[f'wrong {what}'] / max(found[what], 1):.2f}" for what in ("letters", "signs")]
    return [found["documents"], f"{found['fields'] / max(found['documents'], 1):.2f}", *shares, f"{median(found['times']):.1f}"]


def ours(data: bytes, pages: list[bytes]) -> Reading:
    scan = open_file("x.pdf", data)
    assert isinstance(scan, Scan)
    return recognise(scan, most=len(pages))[0]


class Peer:
    """rapidocr-onnxruntime 1.4.4 as it comes."""

    def __init__(self) -> None:
        from rapidocr_onnxruntime import RapidOCR

        self.engine: Any = RapidOCR()

    def read(self, data: bytes, pages: list[bytes]) -> Reading:
        lines: list[Line] = []
        for number, page in enumerate(pages):
            width, height = Image.open(BytesIO(page)).size
            found, _ = self.engine(page)
            pieces = []
            for box, text, sure in found or []:
                xs, ys = [point[0] for point in box], [point[1] for point in box]
                edges = as_box(min(xs), min(ys), max(xs), max(ys), width, height)
                pieces.append(Line(text, number, edges, (max(ys) - min(ys)) / width, float(sure)))
            lines += cleaned(in_rows(pieces))
        return Reading(tuple(lines), "scan", len(pages), tuple(range(len(pages))))


def letters(lines: Iterable[Line]) -> str:
    """Return the Hanzi and digits of the lines in order of reading: what a registration is made of."""
    return HANZI.sub("", "".join(line.plain for line in lines))


def signs(lines: Iterable[Line]) -> str:
    """Return everything printed but the gaps, in one spelling of brackets and colons."""
    return re.sub(r"\s+", "", "".join(line.plain for line in lines))


def distance(first: str, second: str) -> int:
    """Return how many characters must be changed, put in or taken out."""
    row = list(range(len(second) + 1))
    for place, one in enumerate(first, start=1):
        before, row[0] = row[0], place
        for other, two in enumerate(second, start=1):
            before, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, before + (one != two))
    return row[-1]
