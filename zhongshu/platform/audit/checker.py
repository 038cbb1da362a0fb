"""Proves the audit log. Shares no code with the writer: rows are read by plain SQL, every link is computed again from the rule.

The rule: an entry's hash is the SM3 digest of a JSON object with the columns below, the previous entry's hash among them, keys
sorted, no spaces, UTF-8. Entries of one chain are numbered 1, 2, 3 ... without a gap; the first follows sixty-four zeros; the id
is seq * 64 + chain. The table of heads says how long each chain is, so that a cut-off tail shows. Anchors (the heads as they were
on some day, kept elsewhere) show a tail that was cut off together with its head.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

COLUMNS = (
    *("id", "chain", "seq", "at", "action", "ref_kind", "ref_id", "ref_title", "ref_number"),
    *("person_id", "person_name", "post_name", "unit_name", "organ_id", "organ_name", "administrator", "account_id"),
    *("address", "facts", "prev_hash"),
)
BEGINNING = "0" * 64
BATCH = 2000


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold: which row, and what differs."""

    chain: int
    seq: int
    row_id: int | None
    reason: str
    found: str = ""
    expected: str = ""

    def __str__(self) -> str:
        place = f"第{self.chain}链第{self.seq}条" + (f"（记录编号{self.row_id}）" if self.row_id is not None else "")
        difference = f"：应为 {self.expected}，实为 {self.found}" if self.expected or self.found else ""
        return f"{place}：{self.reason}{difference}"


@dataclass
class Verdict:
    """What the check found: how many entries were read, the head of each chain, the first break of each chain."""

    entries: int = 0
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)
    breaks: dict[int, Break] = field(default_factory=dict)
    unreadable: str = ""

    @property
    def sound(self) -> bool:
        return not self.breaks and not self.unreadable

    def broken(self, fault: Break) -> None:
        self.breaks.setdefault(fault.chain, fault)


def check(cursor: Any, *, anchors: dict[int, tuple[int, str]] | None = None, errors: tuple[type[Exception], ...] = ()) -> Verdict:
    """Read the whole log once and say whether every chain holds.

    Args:
        cursor: an open database cursor (PEP 249).
        anchors: heads noted earlier, ``{chain: (seq, hash)}``; each must still be in its chain.
        errors: what the database raises when a row cannot be read.
    """
    verdict = Verdict()
    anchors = anchors or {}
    suspects: dict[int, tuple[Break, str, str]] = {}
    last = -1
    try:
        for row, stored in _rows(cursor):
            verdict.entries += 1
            last = row["id"]
            _check_row(verdict, suspects, anchors, row, stored)
        heads = _heads(cursor)
    except errors as error:
        verdict.unreadable = _place_after(cursor, last, verdict.entries, error, errors)
        return verdict
    for chain, (fault, _, _) in suspects.items():
        verdict.breaks.setdefault(chain, fault)
    _check_ends(verdict, heads, anchors)
    return verdict


def _rows(cursor: Any) -> Iterator[tuple[dict[str, Any], str]]:
    # The moment is read as text: a driver that turned it into a date would stumble over a damaged one.
    selected = ", ".join("CAST(at AS TEXT)" if name == "at" else name for name in COLUMNS)
    last = -1
    while True:
        cursor.execute(f"SELECT {selected}, hash FROM audit_entry WHERE id > %s ORDER BY id LIMIT {BATCH}", [last])
        read = 0
        while (values := cursor.fetchone()) is not None:
            read += 1
            last = values[0]
            yield dict(zip(COLUMNS, values, strict=False)), values[-1]
        if read < BATCH:
            return


def _place_after(cursor: Any, last: int, count: int, error: Exception, errors: tuple[type[Exception], ...]) -> str:
    try:
        cursor.execute("SELECT min(id) FROM audit_entry WHERE id > %s", [last])
        (row_id,) = cursor.fetchone()
    except errors:
        row_id = None
    place = f"记录编号{row_id}（第{row_id % 64}链第{row_id // 64}条）" if isinstance(row_id, int) else f"第{count}条之后"
    return f"{place}无法读取：{error}"


def _heads(cursor: Any) -> dict[int, tuple[int, str]]:
    cursor.execute("SELECT chain, seq, hash FROM audit_chainhead")
    return {chain: (seq, digest) for chain, seq, digest in cursor.fetchall()}


def _check_row(
    verdict: Verdict,
    suspects: dict[int, tuple[Break, str, str]],
    anchors: dict[int, tuple[int, str]],
    row: dict[str, Any],
    stored: str,
) -> None:
    chain, seq = row["chain"], row["seq"]
    before, previous = verdict.heads.get(chain, (0, BEGINNING))
    verdict.heads[chain] = (seq, stored)
    if chain in verdict.breaks:
        return
    if chain in suspects:
        verdict.broken(_diagnose(*suspects.pop(chain), row["prev_hash"]))
        return
    computed = _digest(row)
    if row["id"] != seq * 64 + chain:
        verdict.broken(Break(chain, seq, row["id"], "记录编号与链号、序号不符", str(row["id"]), str(seq * 64 + chain)))
    elif seq != before + 1:
        verdict.broken(Break(chain, before + 1, None, f"缺少记录，下一条是第{seq}条（记录编号{row['id']}）"))
    elif row["prev_hash"] != previous and computed == stored:
        verdict.broken(Break(chain, seq, row["id"], "与上一条不相接：本条或上一条被整条替换", row["prev_hash"], previous))
    elif row["prev_hash"] != previous:
        verdict.broken(Break(chain, seq, row["id"], "上条摘要一栏被改动", row["prev_hash"], previous))
    elif computed != stored:
        # Whether the content or the hash was changed shows in what the next entry remembers.
        suspects[chain] = (Break(chain, seq, row["id"], "内容或摘要被改动", computed, stored), computed, stored)
    elif chain in anchors and seq == anchors[chain][0] and stored != anchors[chain][1]:
        verdict.broken(Break(chain, seq, row["id"], "与留存的锚点不符：此前的记录被整体重写", stored, anchors[chain][1]))


def _diagnose(fault: Break, computed: str, stored: str, remembered: str) -> Break:
    if remembered == stored:
        return Break(fault.chain, fault.seq, fault.row_id, "内容被改动，按现有内容重新计算的摘要不符", computed, stored)
    if remembered == computed:
        return Break(fault.chain, fault.seq, fault.row_id, "摘要一栏被改动", stored, computed)
    return Break(fault.chain, fault.seq, fault.row_id, "内容和摘要都被改动", stored, remembered)


def _check_ends(verdict: Verdict, heads: dict[int, tuple[int, str]], anchors: dict[int, tuple[int, str]]) -> None:
    for chain in sorted({*verdict.heads, *heads, *anchors}):
        last, digest = verdict.heads.get(chain, (0, BEGINNING))
        if chain not in heads and last:
            verdict.broken(Break(chain, last, None, "链头登记缺失"))
        elif chain in heads and heads[chain][0] > last:
            verdict.broken(Break(chain, last + 1, None, f"末尾记录被删除，链头登记到第{heads[chain][0]}条"))
        elif chain in heads and heads[chain] != (last, digest):
            verdict.broken(Break(chain, last, None, "链头登记与末条记录不符", f"{heads[chain]}", f"{(last, digest)}"))
        elif chain in anchors and anchors[chain][0] > last:
            verdict.broken(Break(chain, last + 1, None, f"末尾记录被删除，锚点记到第{anchors[chain][0]}条"))


def _digest(row: dict[str, Any]) -> str:
    content = dict(row)
    try:
        at = datetime.fromisoformat(content["at"])
    except (ValueError, TypeError):
        return "时间无法识别"
    if at.tzinfo is None:  # SQLite keeps UTC without saying so
        at = at.replace(tzinfo=UTC)
    content["at"] = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    try:
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    except TypeError:
        return "列中有无法识别的数据"
    return _sm3(text.encode("utf-8", "surrogatepass"))


def _sm3(data: bytes) -> str:
    try:
        hasher = hashlib.new("sm3")
    except ValueError:
        import gmssl_pyx

        return gmssl_pyx.sm3_hash(data).hex()
    hasher.update(data)
    return hasher.hexdigest()
