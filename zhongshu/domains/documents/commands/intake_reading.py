"""What happens to a dropped file in the background: read, page by page if it is a scan, proposed, refused."""

import datetime as dt
import time
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhongshu.domains.documents.choices import IntakeState, Secrecy
from zhongshu.domains.documents.intake import likeness, numbers
from zhongshu.domains.documents.intake.extracting import extract
from zhongshu.domains.documents.intake.found import Proposal, places
from zhongshu.domains.documents.intake.lines import Line, Reading
from zhongshu.domains.documents.intake.ocr import recognising
from zhongshu.domains.documents.intake.ocr.pictures import Turn
from zhongshu.domains.documents.intake.paragraphs import paragraphs
from zhongshu.domains.documents.intake.reading.opening import Scan, open_file
from zhongshu.domains.documents.models import IntakeFile
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.secrecy import public as secrecy

READ = "documents.read_intake"
RECOGNISED = "recognised"  # in the proposal while a scan is read: what the pages say that were recognised so far
MOST_ATTEMPTS = 3
RECOGNISING = dt.timedelta(minutes=10)  # renewed with every page; longer than a page may take
TURN = dt.timedelta(seconds=4)
SLICE = 8.0  # seconds of recognition after which other jobs have their turn
LONGEST_TEXT = 200_000
SHOWN_LINES = 400
OPENING = 600  # characters at the top of the first page in which a mark of secrecy counts
HIDDEN_NAME = "（标有国家秘密标志的文件，名称不予保留）"
LEVELS = {"内部": Secrecy.INTERNAL, "工作秘密": Secrecy.WORK_SECRET}


def read(file_id: int) -> None:
    """Read a file and propose its fields. Safe to run twice; scans are recognised one at a time, in all workers together."""
    file = IntakeFile.objects.get(pk=file_id)
    if file.state not in (IntakeState.UPLOADED, IntakeState.READING):
        return
    if file.attempts >= MOST_ATTEMPTS:
        _propose_nothing(file, "识读没有成功，请对照原件手工登记")
        return
    IntakeFile.objects.filter(pk=file.pk).update(state=IntakeState.READING, attempts=file.attempts + 1, progress="正在识读")
    file.refresh_from_db()
    try:
        with attachments.opened(file.path) as handle:
            found = open_file(file.name, handle.read())
        if isinstance(found, Scan):
            if _take_recogniser(file):
                _recognise(file, found)
            else:
                _wait(file)
        else:
            propose(file, found, {})
    except RuleBroken as problem:
        if problem.code == "above_ceiling":
            refuse(file, problem)
        else:
            _propose_nothing(file, problem.message)


def _recognise(file: IntakeFile, scan: Scan) -> None:
    """Recognise a scan for some seconds; a long one goes on when other jobs had their turn, and after a crash where it was."""
    started = time.monotonic()
    try:
        reading, turns = recognising.recognise(
            scan,
            tell=lambda page, pages: _tell(file, page, pages),
            known={int(page): answer for page, answer in file.proposal.get(RECOGNISED, {}).items()},
            keep=lambda page, answer: _keep(file, page, answer),
            pause=lambda: time.monotonic() - started > SLICE,
        )
    except recognising.Paused:
        jobs.enqueue(READ, file_id=file.pk)
        return
    propose(file, reading, turns)


def _keep(file: IntakeFile, page: int, answer: recognising.Answer) -> None:
    """Keep a recognised page for the case that the process is killed.

    Raises:
        RuleBroken: it bears a mark of a state secret (``above_ceiling``): nothing of it is kept.
    """
    if page == 0:
        _ensure_storable(file, recognising.lines_of(answer, page))
    file.proposal = {RECOGNISED: {**file.proposal.get(RECOGNISED, {}), str(page): answer}}
    IntakeFile.objects.filter(pk=file.pk, state=IntakeState.READING).update(proposal=file.proposal, attempts=0)


def _ensure_storable(file: IntakeFile, lines: Iterable[Line]) -> None:
    first = "\n".join(line.text for line in lines if line.page == 0)[:OPENING]
    secrecy.ensure_storable(f"{first}\n", by=Actor.system(), about=bare(file))


def _take_recogniser(file: IntakeFile) -> bool:
    """Claim the one place for recognition; a claim that was not renewed for minutes belongs to a dead worker."""
    now = clock.now()
    with transaction.atomic():
        busy = IntakeFile.objects.filter(recognising_until__gt=now).exclude(pk=file.pk)
        if busy.exists():
            return False
        IntakeFile.objects.filter(pk=file.pk).update(recognising_until=now + RECOGNISING)
        # On PostgreSQL two may have claimed at one moment: the older one goes first.
        return not busy.filter(Q(pk__lt=file.pk)).exists()


def _wait(file: IntakeFile) -> None:
    attempt = file.attempts - 1
    IntakeFile.objects.filter(pk=file.pk).update(
        state=IntakeState.UPLOADED, attempts=attempt, recognising_until=None, progress="等待识别：前面还有扫描件"
    )
    jobs.enqueue(READ, file_id=file.pk, run_at=clock.now() + TURN)


def _tell(file: IntakeFile, page: int, pages: int) -> None:
    words = f"正在识别第{page + 1}页，共{pages}页" if pages > 1 else "正在识别"
    IntakeFile.objects.filter(pk=file.pk).update(progress=words, recognising_until=clock.now() + RECOGNISING)


@transaction.atomic
def propose(file: IntakeFile, reading: Reading, turns: dict[int, Turn]) -> None:
    """Write down what was read of a file.

    Raises:
        RuleBroken: the text bears a mark of a state secret (``above_ceiling``).
    """
    _ensure_storable(file, reading.lines)
    names = organizations.organs().values_list("name", flat=True) if reading.kind == "scan" else ()
    proposal = extract(reading, known_organs=names)
    text = paragraphs(reading.lines[proposal.body :])[:LONGEST_TEXT]
    fingerprint = likeness.fingerprint(reading.text)
    bands = likeness.bands(fingerprint) if fingerprint is not None else (None, None, None, None)
    states.move(
        file,
        to=IntakeState.PROPOSED,
        pages=reading.pages,
        notes=[*file.notes, *reading.notes],
        progress="",
        recognising_until=None,
        title=proposal["title"][:300],
        number_key=numbers.key(proposal["number"])[:80],
        secrecy=LEVELS.get(proposal["secrecy"], Secrecy.NONE),
        text=text,
        proposal=_kept(reading, proposal, turns),
        fingerprint=f"{fingerprint:016x}" if fingerprint is not None else "",
        band1=bands[0],
        band2=bands[1],
        band3=bands[2],
        band4=bands[3],
    )


def _kept(reading: Reading, proposal: Proposal, turns: dict[int, Turn]) -> dict[str, Any]:
    fields = {
        name: {
            "value": found.value,
            "sure": round(found.sure, 3),
            "places": [
                [page, *(round(edge, 4) for edge in (box.x0, box.y0, box.x1, box.y1))]
                for page, box in places(reading.lines, found.pieces)
            ],
            "spans": [[piece.line, piece.start, piece.end] for piece in found.pieces],
        }
        for name, found in proposal.fields.items()
    }
    shown = list(reading.lines[:SHOWN_LINES])
    return {
        "kind": reading.kind,
        "fields": fields,
        "body": proposal.body,
        "read": list(reading.read),
        "turns": {str(page): [turn.quarters, turn.skew] for page, turn in turns.items()},
        "sizes": {str(page): [round(edge, 1) for edge in size] for page, size in reading.sizes.items()},
        "lines": [[line.text, line.page, _edges(line)] for line in shown] if reading.kind in {"docx", "text", "ofd"} else [],
    }


def _edges(line: Any) -> list[float]:
    box = line.box
    return [round(edge, 4) for edge in (box.x0, box.y0, box.x1, box.y1)] if box else []


def _propose_nothing(file: IntakeFile, problem: str) -> None:
    """Let the clerk fill in by hand what could not be read; the file is attached all the same."""
    states.move(file, to=IntakeState.PROPOSED, problem=problem[:300], progress="", recognising_until=None, proposal={})


@transaction.atomic
def refuse(file: IntakeFile, refusal: RuleBroken) -> None:
    """Refuse a file in which a mark of a state secret was read (拒收): its content is destroyed."""
    path = file.path
    before = file.state
    forget(file, refusal)
    changed = IntakeFile.objects.filter(pk=file.pk, state=before).update(
        **{field.attname: getattr(file, field.attname) for field in IntakeFile._meta.concrete_fields if not field.primary_key}
    )
    if changed:
        audit.record("documents.intake_refused", bare(file), by=Actor.system(), code=refusal.code)
        transaction.on_commit(lambda: attachments.storage().delete(path))


def forget(file: IntakeFile, refusal: RuleBroken) -> None:
    """Leave of a refused file only that it was refused and why."""
    file.state, file.problem = IntakeState.REFUSED, refusal.message[:300]
    file.path = file.text = file.title = file.number_key = file.fingerprint = file.progress = ""
    file.proposal, file.notes = {}, []
    file.band1 = file.band2 = file.band3 = file.band4 = None
    file.recognising_until, file.decided_at = None, clock.now()
    if refusal.code == "above_ceiling":
        file.name, file.sm3, file.size = HIDDEN_NAME, "", 0


def bare(file: IntakeFile) -> ObjectRef:
    """Return a reference without words: of what was refused not even the name goes on record."""
    return ObjectRef("documents.intake", file.pk or 0)
