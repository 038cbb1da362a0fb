"""台账导入: a ledger that an office kept as a spreadsheet, read, looked at, understood anew, and taken in whole or put away."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.decomposition.names import KnownUnit, Standing, UnitNames
from zhongshu.domains.supervision.decomposition.office import after_working_days, unit_names
from zhongshu.domains.supervision.import_choices import UndatedDone
from zhongshu.domains.supervision.import_policies import import_policy
from zhongshu.domains.supervision.importing import LABELS, LedgerSheet, settling, understand
from zhongshu.domains.supervision.importing.headers import LEDGER
from zhongshu.domains.supervision.models.importing import LedgerImport, LedgerImportRow
from zhongshu.domains.supervision.policies import supervised_organs
from zhongshu.domains.supervision.queries import importing as queries
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.bulk import insert_many
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.secrecy import public as secrecy
from zhongshu.platform.spreadsheets.public import ImportState, Sheet, importing, sheets

READ = "supervision.read_ledger"
# Up to so many rows the reader waits for the answer; more are read and written in the background.
AT_ONCE = 500
MOST_ROWS = 20_000
KEEP_PREVIEWS_DAYS = 30
_STEP = 1000


@transaction.atomic
def upload(*, file_name: str, content: bytes, by: Actor) -> LedgerImport:
    """Read a ledger and keep what was understood of it, so that somebody can look at it; nothing is on the ledger yet.

    The same file uploaded again while it is being looked at gives the import that is open already.

    Raises:
        NotPermitted: the actor keeps no ledger.
        RuleBroken: not a spreadsheet, too large, no sheet with a heading 事项, too many rows, or marked as a state secret.
    """
    person_id = frame.require_person(by)
    organ_id = _own_ledger(by)
    secrecy.ensure_storable(file_name, by=by, field="file")
    digest = importing.digest_of(content)
    waiting = LedgerImport.objects.filter(organ=organ_id, digest=digest, state__in=[ImportState.READING, ImportState.PREVIEWED])
    if twin := waiting.first():
        return twin
    found = _ledgers(sheets(content))
    if not found:
        sentence = "没有找到“事项”一列的表头，请确认表头在前 15 行内，并且表头下面有事项"
        raise RuleBroken(sentence, code="no_headings", field="file")
    for sheet in found:
        secrecy.ensure_storable(_all_words(sheet), by=by, field="file")
    chosen = max(found, key=lambda sheet: len(sheet.rows))
    shown = LedgerImport.objects.create(
        organ_id=organ_id, entered_by_id=person_id, file_name=file_name[-200:], digest=digest, created_at=clock.now(),
        file_path=attachments.storage().save(f"ledgers/{uuid.uuid4().hex}", ContentFile(content)),
        sheet_names=[sheet.name for sheet in found], sheet_name=chosen.name[:100], state=ImportState.READING, progress="正在读取",
    )  # fmt: skip
    audit.record("supervision.ledger_uploaded", shown, by=by, sha256=digest, rows=len(chosen.rows))
    _read_now_or_later(shown, chosen)
    return shown


@transaction.atomic
def understand_anew(
    shown: LedgerImport,
    *,
    mapping: Sequence[str] | None = None,
    sheet_name: str = "",
    default_deadline: dt.date | None = None,
    undated_done: str = UndatedDone.ASK,
    answers: Mapping[str, Mapping[str, int]] | None = None,
    by: Actor,
) -> None:
    """Understand the sheet anew, with what a person decided: what the columns are, whom the names mean, which days are meant.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: decided already, no column for 事项, or two columns for one field.
    """
    import_policy.require(by, "decide", shown)
    importing.ensure_waiting(shown, "该次导入已经办结，不能再改")
    if sheet_name and sheet_name not in shown.sheet_names:
        raise RuleBroken("文件中没有这个工作表，请重新选择", code="no_sheet", field="sheet_name")
    another = bool(sheet_name) and sheet_name != shown.sheet_name
    chosen: list[str] = []
    if mapping is not None and not another:
        chosen = importing.checked_mapping(shown, mapping, fields=LABELS, key="title", key_label="事项")
    kept = {kind: {**shown.answers.get(kind, {}), **(answers or {}).get(kind, {})} for kind in ("units", "people")}
    states.move(
        shown, to=ImportState.READING, mapping=chosen, sheet_name=sheet_name or shown.sheet_name, default_deadline=default_deadline,
        undated_done=undated_done, answers=kept, progress="正在重新核对", progress_done=0, failure="",
    )  # fmt: skip
    _read_now_or_later(shown, None)


@transaction.atomic
def discard(shown: LedgerImport, *, by: Actor) -> None:
    """Put a ledger away without taking it in (放弃导入); neither its rows nor the file are kept.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: it is decided already.
    """
    import_policy.require(by, "decide", shown)
    importing.settle(shown, to=ImportState.DISCARDED, questions=[], skipped=[], progress="")
    LedgerImportRow.objects.filter(ledger_import=shown).delete()
    audit.record("supervision.ledger_discarded", shown, by=by)
    path = shown.file_path
    transaction.on_commit(lambda: attachments.storage().delete(path))


def discard_stale(*, by: Actor) -> int:
    """Put away what nobody decided for a month; returns how many."""
    before = clock.now() - dt.timedelta(days=KEEP_PREVIEWS_DAYS)
    waiting = (ImportState.READING, ImportState.PREVIEWED)
    stale = list(LedgerImport.objects.filter(state__in=waiting, created_at__lt=before)[:100])
    for shown in stale:
        discard(shown, by=by)
    return len(stale)


def read(import_id: int, *, sheet: Sheet | None = None) -> None:
    """Understand the sheet and keep its rows. Safe to run twice."""
    shown = LedgerImport.objects.get(pk=import_id)
    if shown.state != ImportState.READING:
        return
    sheet = sheet or _sheet_of(shown)
    names = _names(shown.answers.get("units", {}))
    today = clock.today()
    ledger = understand(
        sheet, directory=names, today=today, mapping=shown.mapping or None,
        after_working_days=lambda start, count: after_working_days(start, count, shown.organ_id),
    )  # fmt: skip
    if ledger is None:
        _end_without_rows(shown, "没有找到“事项”一列的表头，请放弃后改正文件重新上传")
        return
    if len(ledger.rows) > MOST_ROWS:
        _end_without_rows(shown, f"事项超过{MOST_ROWS}行，请分成几个文件导入")
        return
    rows = _settled(shown, ledger, today)
    _keep(shown, ledger, rows, sheet)


def _settled(shown: LedgerImport, ledger: LedgerSheet, today: dt.date) -> list[settling.Settled]:
    ids = {unit_id for row in ledger.rows for unit in (*row.lead_units, *row.supporting_units) for unit_id in unit.unit_ids}
    staff = queries.staff(ids)
    decisions = settling.Decisions(today, shown.default_deadline, shown.undated_done, shown.answers.get("people", {}))
    rows = []
    for place, row in enumerate(ledger.rows, start=1):
        rows.append(settling.settle(row, staff, decisions))
        if place % _STEP == 0:
            _tell(shown, f"正在核对，共{len(ledger.rows)}行", place)
    present = queries.known_titles(shown.organ_id, {each.values["title"] for each in rows})
    for each in rows:
        if number := present.get((each.values["title"], each.values["lead"])):
            each.remarks.append(f"台账中已有同一牵头单位的同名事项（{number}），请确认是否重复")
    return rows


@transaction.atomic
def _keep(shown: LedgerImport, ledger: LedgerSheet, rows: list[settling.Settled], sheet: Sheet) -> None:
    LedgerImportRow.objects.filter(ledger_import=shown).delete()
    insert_many(
        LedgerImportRow,
        (
            LedgerImportRow(
                ledger_import=shown, number=row.number, bad=bool(row.problems), values=row.values, problems=row.problems,
                remarks=row.remarks, cells=[_shown(cell) for cell in sheet.rows[row.number - 1]] if row.problems else [],
            )
            for row in rows
        ),
    )  # fmt: skip
    states.move(
        shown, to=ImportState.PREVIEWED, headers=list(ledger.headers), mapping=list(ledger.mapping),
        skipped=[list(each) for each in ledger.skipped[:500]], merged_areas=len(sheet.merged),
        hidden_rows=sum(row.hidden for row in ledger.rows), rows_total=len(rows), rows_bad=sum(bool(row.problems) for row in rows),
        questions=settling.gathered(rows), progress="", progress_done=0,
    )  # fmt: skip


def _end_without_rows(shown: LedgerImport, sentence: str) -> None:
    states.move(shown, to=ImportState.PREVIEWED, failure=sentence, progress="", rows_total=0, rows_bad=0, questions=[])


def _tell(shown: LedgerImport, words: str, done: int) -> None:
    LedgerImport.objects.filter(pk=shown.pk).update(progress=words, progress_done=done)


def _read_now_or_later(shown: LedgerImport, sheet: Sheet | None) -> None:
    long = len(sheet.rows) > AT_ONCE if sheet else shown.rows_total > AT_ONCE
    if long:
        jobs.enqueue(READ, import_id=shown.pk)
        return
    read(shown.pk, sheet=sheet)
    shown.refresh_from_db()


def _own_ledger(by: Actor) -> int:
    kept = supervised_organs(by)
    if not kept:
        raise NotPermitted("导入台账由督查部门办理", code="not_permitted_import")
    return by.organ_id if by.organ_id in kept else min(kept)


def _ledgers(found: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets that have the headings of a ledger."""
    return [sheet for sheet in found if LEDGER.find([[_shown(cell) for cell in row] for row in sheet.rows[:20]])]


def _sheet_of(shown: LedgerImport) -> Sheet:
    with attachments.opened(shown.file_path) as file:
        found = sheets(file.read())
    return next(sheet for sheet in found if sheet.name[:100] == shown.sheet_name)


def _names(answered: Mapping[str, int]) -> UnitNames:
    """Return the directory, with the names that a person explained."""
    names = unit_names()
    if answered:
        names = names.with_units(KnownUnit(unit_id, (written,), Standing.OTHER) for written, unit_id in answered.items())
    return names


def _all_words(sheet: Sheet) -> str:
    return "\n".join(cell for row in sheet.rows for cell in row if isinstance(cell, str) and cell)


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
