"""Have a scan recognised: only the pages that a registration needs."""

import importlib.util
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from zhongshu.domains.documents.intake.extracting import extract
from zhongshu.domains.documents.intake.found import SURE, Proposal
from zhongshu.domains.documents.intake.lines import Line, Reading, cleaned
from zhongshu.domains.documents.intake.ocr import pictures
from zhongshu.domains.documents.intake.reading.opening import Scan, made
from zhongshu.domains.documents.intake.reading.rows import as_box, in_rows
from zhongshu.kernel.errors import RuleBroken

ROOT = Path(__file__).resolve().parents[5]
PAGE_SECONDS = 420  # a busy machine takes a minute a page; what takes longer is broken
MOST_PAGES = 6  # read for one registration: the head is on the first, the imprint on the last, the signature between
BOXED = 1.15  # the height of a line's box in heights of its characters, at least
NO_RECOGNISER = "这是扫描件，本机没有安装文字识别组件，请手工登记；需要识别时请管理员执行 ./zs prepare 安装依赖"
SLOW = "文字识别超时，请手工登记，或降低扫描分辨率后重新上传"
BROKEN = "文字识别没有成功，请手工登记，或重新扫描后上传"
UNREADABLE = "图片已损坏或尺寸过大，不能识别，请重新扫描后上传"

Told = Callable[[int, int], None]
Answer = dict[str, Any]  # what the recogniser says about a page
Kept = Callable[[int, Answer], None]


class Paused(Exception):
    """The time for now is over; what was recognised was handed to ``keep``, the rest is for another time."""


def is_installed() -> bool:
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


class Recogniser:
    """The process that holds the models, for as long as one scan takes."""

    def __init__(self) -> None:
        if not is_installed():
            raise RuleBroken(NO_RECOGNISER, code="no_recogniser")
        command = [sys.executable, "-m", "zhongshu.domains.documents.intake.ocr"]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def page(self, file: Path, extension: str, number: int) -> Answer:
        """Return what stands on a page.

        Raises:
            RuleBroken: damaged, too slow, or the recogniser failed.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        clock = threading.Timer(PAGE_SECONDS, self._process.kill)
        clock.start()
        try:
            self._process.stdin.write(json.dumps({"file": str(file), "extension": extension, "page": number}) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            in_time = clock.is_alive()
            clock.cancel()
        if not answer:
            raise RuleBroken(BROKEN if in_time else SLOW, code="recognition_failed")
        found: Answer = json.loads(answer)
        if "error" in found:
            raise RuleBroken(UNREADABLE, code="picture_damaged")
        return found


def recognise(
    scan: Scan,
    *,
    tell: Told = lambda page, pages: None,
    most: int = MOST_PAGES,
    known: Mapping[int, Answer] | None = None,
    keep: Kept = lambda page, answer: None,
    pause: Callable[[], bool] = lambda: False,
) -> tuple[Reading, dict[int, pictures.Turn]]:
    """Return the reading of a scan and how each page read was turned.

    The first and the last page are read, then those between from both ends until the signature is found, at most ``most`` in all.

    Args:
        tell: hears which page of how many is about to be read.
        known: pages that were recognised before, as ``keep`` was given them.
        keep: is given each page as soon as it is recognised.
        pause: is asked after each page whether to stop for now.

    Raises:
        Paused: ``pause`` said so and pages are left.
        RuleBroken: nothing can be recognised; the sentence says what to do.
    """
    with tempfile.TemporaryDirectory(prefix="zhongshu-scan-") as folder, Recogniser() as recogniser:
        files = _unpacked(scan, Path(folder))
        reader = _Pages(scan, files, recogniser, tell, known or {}, keep)
        order = _order(reader.count, most)
        for number in order:
            is_new = reader.read(number)
            if {0, reader.count - 1} <= reader.answers.keys() and _is_enough(extract(reader.reading())):
                break
            if is_new and number != order[-1] and pause():
                raise Paused
        return reader.reading(final=True), reader.turns


class _Pages:
    def __init__(
        self,
        scan: Scan,
        files: list[tuple[Path, str]],
        recogniser: Recogniser,
        tell: Told,
        known: Mapping[int, Answer],
        keep: Kept,
    ) -> None:
        self.scan, self.files, self.recogniser = scan, files, recogniser
        self.tell, self.known, self.keep = tell, known, keep
        self.count = len(files) if len(files) > 1 else self._count()
        self.answers: dict[int, list[Line]] = {}
        self.sizes: dict[int, tuple[float, float]] = {}
        self.turns: dict[int, pictures.Turn] = {}

    def _count(self) -> int:
        if self.scan.extension == "pdf":
            return self.scan.pages
        file, extension = self.files[0]
        try:
            return pictures.page_count(extension, file.read_bytes())
        except pictures.UnreadablePicture as error:
            raise RuleBroken(UNREADABLE, code="picture_damaged") from error

    def read(self, number: int) -> bool:
        """Read a page and say whether that took time: not if it has text of its own or was recognised before."""
        if number in self.scan.lines:
            self.answers[number] = self.scan.lines[number]
            return False
        answer = self.known.get(number)
        if answer is not None:
            self._take(number, answer)
            return False
        self.tell(number, self.count)
        file, extension = self.files[number] if len(self.files) > 1 else self.files[0]
        answer = self.recogniser.page(file, extension, 0 if len(self.files) > 1 else number)
        self._take(number, answer)
        self.keep(number, answer)
        return True

    def _take(self, number: int, answer: Answer) -> None:
        self.answers[number] = lines_of(answer, number)
        self.sizes[number] = (answer["width"], answer["height"])
        self.turns[number] = pictures.Turn(answer["quarters"], answer["skew"])

    def reading(self, *, final: bool = False) -> Reading:
        lines = [line for number in sorted(self.answers) for line in self.answers[number]]
        read = tuple(sorted(self.answers))
        if not final:
            return Reading(tuple(lines), "scan", self.count, read, (), self.sizes)
        notes = list(self.scan.notes)
        if len(read) < self.count:
            notes.append(f"扫描件共{self.count}页，为登记识别了第{'、'.join(str(number + 1) for number in read)}页，原件完整保存")
        if any(turn.quarters for turn in self.turns.values()):
            notes.append("图像方向不正，已转正后识别")
        return made("scan", lines, pages=self.count, read=read, notes=notes, sizes=self.sizes)


def lines_of(answer: Answer, number: int) -> list[Line]:
    """Return the lines of a recognised page."""
    width, height = answer["width"], answer["height"]
    pieces = [
        Line(text, number, as_box(x0, y0, x1, y1, width, height), _size(text, x1 - x0, y1 - y0) / width, sure, is_red)
        for text, sure, (x0, y0, x1, y1), is_red in answer["pieces"]
    ]
    return cleaned(in_rows(pieces))


def _size(text: str, wide: float, high: float) -> float:
    """Return the height of the characters: their distance, which is sure to a few parts in a hundred; a box is drawn generously."""
    characters = sum(1.0 if character > "\u2e80" else 0.5 for character in text)
    return min(wide / max(characters, 1.0), high / BOXED)


def _unpacked(scan: Scan, folder: Path) -> list[tuple[Path, str]]:
    contents = scan.pictures or ((scan.extension, scan.data),)
    files = []
    for place, (extension, data) in enumerate(contents):
        file = folder / f"{place}.{extension}"
        file.write_bytes(data)
        files.append((file, extension))
    return files


def _order(count: int, most: int) -> list[int]:
    """Return the pages worth reading, in order: the first, the last, then 2, 3, last but one, 4, last but two …"""
    wanted = [0, count - 1, 1]
    for step in range(1, most):
        wanted += [step + 1, count - 1 - step]
    return [number for number in dict.fromkeys(wanted) if 0 <= number < count][:most]


def _is_enough(proposal: Proposal) -> bool:
    """Tell whether the signature has been reached: a date below the text and an organ that signed it."""
    return all(proposal.sure_of(name) >= SURE for name in ("title", "issuers", "date"))
