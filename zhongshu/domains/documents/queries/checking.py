"""审核: what the rules say of a document, what was recorded, what was let stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from zhongshu.domains.documents.checks import parsing
from zhongshu.domains.documents.checks.findings import Finding, Gate, Severity
from zhongshu.domains.documents.checks.manuscript import Facts, Manuscript
from zhongshu.domains.documents.choices import CheckDeed, Direction, Disclosure, DocumentType, RecipientRole, Urgency
from zhongshu.domains.documents.models import CheckEntry, OutgoingDocument
from zhongshu.domains.documents.queries import parties
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

# Who may let a finding stand (核准保留).
OVERRIDERS = (Duty.OFFICE_DIRECTOR, Duty.REVIEWER)


# What nobody lets stand: a draft with one of these is not sent on, whatever the reason.
NEVER_LET_STAND = frozenset({
    "DOC-TITLE-END", "DOC-TYPE-DOUBLE", "TXT-PLACEHOLDER", "RTE-REQUEST-ONE", "RTE-NO-PERSON", "RTE-CC-DUP",
    "RTE-REQUEST-NO-DOWN-CC", "RTE-SMUGGLE",
})  # fmt: skip
# What a person is asked to look at once more before a draft is sent on.
POINTED_OUT = frozenset({"STR-LENGTH", "DOC-TITLE-PARTS", "DOC-TYPE-TITLE", "TXT-CONTACT", "TXT-ENDING-MISSING"})
# The fields of a manuscript as the form of a draft calls them.
_FIELDS = {"principals": "principal_recipients", "copies_to": "copy_recipients", "table": "body"}


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate with its findings, for the page: (finding, key, override or None)."""

    gate: Gate
    rows: list[tuple[Finding, str, CheckEntry | None]]

    @property
    def blocking(self) -> int:
        return sum(finding.severity == Severity.MUST and override is None for finding, _, override in self.rows)


def key_of(finding: Finding) -> str:
    """Return what a finding is known by, wherever in the text it stands: its rule and the words."""
    about = finding.text or finding.context or finding.message
    return blake2b(f"{finding.rule}\0{about}".encode(), digest_size=16).hexdigest()


def type_word(document_type: str) -> str:
    """Return the word of a type that stands in titles."""
    return "令" if document_type == DocumentType.ORDER else DocumentType(document_type).label


def facts_of(document: OutgoingDocument, typed: Mapping[str, Any] | None = None) -> Facts:
    """Return what is known of a draft besides its text; ``typed`` are fields of the form as they stand on the screen."""
    typed = typed or {}
    urgency = typed.get("urgency") or document.urgency
    return Facts(
        document_type=type_word(typed.get("document_type") or document.document_type),
        issuer=document.organ.name,
        direction=document.direction,
        whole=True,
        draft=True,
        number=document.number,
        signed_date=document.signed_date,
        principals=tuple(typed["principals"]) if "principals" in typed else _names(document, RecipientRole.PRINCIPAL),
        organs=organizations.organ_names(),
        copies=tuple(typed["copies_to"]) if "copies_to" in typed else _names(document, RecipientRole.COPY),
        attachments=tuple(attachments.names(document.ref)),
        contact=typed.get("contact", document.contact),
        subordinates=_subordinates(document),
        urgency=Urgency(urgency).label if urgency != Urgency.NONE else "",
        public=(typed.get("disclosure") or document.disclosure) == Disclosure.PROACTIVE,
    )


def _subordinates(document: OutgoingDocument) -> frozenset[str]:
    if document.direction != Direction.UPWARD:
        return frozenset()
    return parties.subordinates(document.organ_id, parties.of(document, RecipientRole.COPY))


def _names(document: OutgoingDocument, role: str) -> tuple[str, ...]:
    return tuple(row.name for row in parties.of(document, role))


def manuscript_of(document: OutgoingDocument, typed: Mapping[str, Any] | None = None) -> Manuscript:
    """Return a draft as the rules see it, as it is stored or as it is being typed."""
    typed = typed or {}
    facts = facts_of(document, typed)
    return parsing.from_elements(
        title=typed.get("title", document.title),
        body=typed.get("body", document.body).replace("\r\n", "\n"),
        principals="、".join(facts.principals),
        copies="、".join(facts.copies),
        remark=typed.get("remark", document.remark),
        facts=facts,
    )


def findings_of(document: OutgoingDocument, typed: Mapping[str, Any] | None = None, *, typos: bool = False) -> list[Finding]:
    """Return what the rules find in a draft. ``typos`` asks the word model as well, which takes a while the first time."""
    from zhongshu.domains.documents.checks import engine  # its hundred and sixty rules are compiled when the first text is read

    return engine.check(manuscript_of(document, typed), typos=typos)


def refused(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Return what nobody lets stand, as (field of the form, sentence), each sentence once."""
    found = [one for one in findings if one.rule in NEVER_LET_STAND and one.severity == Severity.MUST]
    return list(dict.fromkeys((_FIELDS.get(one.field, one.field or "body"), one.message) for one in found))


def pointed_out(findings: Iterable[Finding]) -> list[str]:
    """Return the sentences of what a person should look at once more; nothing here keeps a draft back."""
    return list(dict.fromkeys(one.message for one in findings if one.rule in POINTED_OUT))


def overrides_of(document: OutgoingDocument) -> list[CheckEntry]:
    """Return what was let stand (核准保留), oldest first."""
    return [row for row in document.check_entries.all() if row.deed == CheckDeed.LET_STAND]


def blocking(document: OutgoingDocument, findings: Iterable[Finding]) -> list[Finding]:
    """Return the must-findings among them that nobody has let stand."""
    found = [finding for finding in findings if finding.severity == Severity.MUST]
    if not found:
        return []
    kept = set(document.check_entries.filter(deed=CheckDeed.LET_STAND).values_list("key", flat=True))
    return [finding for finding in found if key_of(finding) not in kept]


def last_entries(document: OutgoingDocument) -> dict[str, CheckEntry]:
    """Return the last entry of every finding ever recorded of a draft, by key; letting stand takes nothing away."""
    return {row.key: row for row in document.check_entries.exclude(deed=CheckDeed.LET_STAND)}


def by_gate(findings: Iterable[Finding], overrides: Iterable[CheckEntry] = ()) -> list[GateResult]:
    """Sort findings into the five gates, the weighty ones first."""
    kept = {row.key: row for row in overrides}
    order = [Severity.MUST, Severity.SHOULD, Severity.HINT]
    ranked = sorted(findings, key=lambda one: order.index(one.severity))
    rows = [(finding, key := key_of(finding), kept.get(key)) for finding in ranked]
    return [GateResult(gate, [row for row in rows if row[0].gate == gate]) for gate in Gate]


@dataclass(frozen=True, slots=True)
class Course:
    """What became of one finding: its entries in the order of time."""

    entries: list[CheckEntry]

    @property
    def first(self) -> CheckEntry:
        return self.entries[0]

    @property
    def stands(self) -> bool:
        return next((row.deed != CheckDeed.FIXED for row in reversed(self.entries) if row.deed != CheckDeed.LET_STAND), True)


def recorded(document: OutgoingDocument) -> list[Course]:
    """Return what was found as the draft was passed on, and what became of it; one query."""
    courses: dict[str, list[CheckEntry]] = {}
    for row in document.check_entries.all():
        courses.setdefault(row.key, []).append(row)
    return [Course(rows) for rows in courses.values()]


def whom_to_ask(document: OutgoingDocument) -> list[str]:
    """Return the names of those who may let a finding stand and see the drafts of the organ."""
    holders = organizations.holders_of_any([Duty.OFFICE_DIRECTOR], document.organ_id)
    return [person.name for person in holders if person.pk != document.drafter_id]
