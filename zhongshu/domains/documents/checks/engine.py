"""Run the rules over a manuscript; what one paragraph showed is kept by its digest."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from threading import Lock

from zhongshu.domains.documents.checks.findings import Finding, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.registry import Rule
from zhongshu.domains.documents.checks.rules import RULES, spelling

MOST_KEPT = 20_000
CONTEXT = 14
_ORDER = {Severity.MUST: 0, Severity.SHOULD: 1, Severity.HINT: 2}

_kept: OrderedDict[bytes, tuple[tuple[str, Hit], ...]] = OrderedDict()
_lock = Lock()
_by_kind: dict[Kind, list[Rule]] = {
    kind: [rule for rule in RULES.values() if rule.of_paragraph is not None and kind in rule.kinds] for kind in Kind
}
_of_document = [rule for rule in RULES.values() if rule.of_document is not None]


def check(manuscript: Manuscript, *, typos: bool = True) -> list[Finding]:
    """Return everything that the rules found, in the order of the text; ``typos`` False leaves the slowest rule out."""
    found: list[Finding] = []
    for paragraph in manuscript.paragraphs:
        for rule_id, hit in _paragraph_hits(paragraph):
            found.append(_finding(RULES[rule_id], hit, paragraph))
    for rule in _of_document:
        if rule.id == spelling.RULE and not typos:
            continue
        assert rule.of_document is not None
        for hit in rule.of_document(manuscript):
            known = hit.paragraph is not None and 0 <= hit.paragraph < len(manuscript.paragraphs)
            found.append(
                _finding(rule, hit, manuscript.paragraphs[hit.paragraph] if known and hit.paragraph is not None else None)
            )
    return sorted(_once(found), key=lambda one: (one.paragraph, one.begin, _ORDER[one.severity], one.rule))


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that keep a draft from being sent on."""
    return [finding for finding in findings if finding.severity == Severity.MUST]


def corrected(text: str, findings: Iterable[Finding], *, field: str = "body") -> str:
    """Return the source with the safe corrections of one field put in; of overlapping ones the first."""
    out, at = [], 0
    for finding in sorted(findings, key=lambda one: (one.begin, -one.end)):
        if finding.replacement is None or finding.field != field or finding.begin < at:
            continue
        out += [text[at : finding.begin], finding.replacement]
        at = finding.end
    return "".join([*out, text[at:]])


def forget() -> None:
    """Drop what is kept of earlier paragraphs."""
    with _lock:
        _kept.clear()
    spelling.forget()


def _paragraph_hits(paragraph: Paragraph) -> tuple[tuple[str, Hit], ...]:
    digest = blake2b(f"{paragraph.kind}\0{paragraph.text}".encode(), digest_size=16).digest()
    with _lock:
        kept = _kept.get(digest)
        if kept is not None:
            _kept.move_to_end(digest)
            return kept
    made = tuple(
        (rule.id, hit)
        for rule in _by_kind[paragraph.kind]
        if rule.of_paragraph is not None
        for hit in rule.of_paragraph(paragraph)
    )
    with _lock:
        _kept[digest] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _finding(rule: Rule, hit: Hit, paragraph: Paragraph | None) -> Finding:
    text = paragraph.text if paragraph else ""
    begin, end = min(hit.begin, len(text)), min(hit.end, len(text))
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=hit.severity or rule.severity,
        gate=rule.gate,
        category=rule.category,
        message=hit.message or rule.explanation,
        clause=rule.clause,
        paragraph=paragraph.index if paragraph else -1,
        field=paragraph.field if paragraph else "",
        begin=paragraph.source(begin) if paragraph else 0,
        end=paragraph.source(end, end=True) if paragraph else 0,
        text=text[begin:end],
        context=text[max(0, begin - CONTEXT) : end + CONTEXT],
        replacement=hit.replacement,
    )


def _once(found: list[Finding]) -> Iterator[Finding]:
    """Leave out what several rules say of the same characters with the same correction."""
    seen: set[tuple[object, ...]] = set()
    for finding in sorted(found, key=lambda one: _ORDER[one.severity]):
        same = (finding.field, finding.begin, finding.end, finding.replacement or finding.rule)
        if same not in seen:
            seen.add(same)
            yield finding
