"""Rules of document work that need values only (党政机关公文处理工作条例, GB/T 9704-2012)."""

import re
from collections.abc import Iterable, Sequence

from zhongshu.domains.documents.choices import Direction, DocumentType, Layout
from zhongshu.platform.organizations.public import Relation

D = Direction
T = DocumentType

_UPWARD = {Relation.SUPERIOR, Relation.DUAL_SUPERIOR}
_PUBLISHED = {T.COMMUNIQUE, T.ANNOUNCEMENT, T.PUBLIC_NOTICE}

# Which way each type may run (art. 8 and 13–17). Decisions, resolutions and orders may also be published.
FITTING = {
    T.RESOLUTION: {D.DOWNWARD, D.PUBLISHED},
    T.DECISION: {D.DOWNWARD, D.PUBLISHED},
    T.ORDER: {D.DOWNWARD, D.PUBLISHED},
    T.COMMUNIQUE: {D.PUBLISHED},
    T.ANNOUNCEMENT: {D.PUBLISHED},
    T.PUBLIC_NOTICE: {D.PUBLISHED},
    T.OPINION: {D.UPWARD, D.DOWNWARD, D.LATERAL},
    T.NOTICE: {D.DOWNWARD, D.LATERAL},
    T.CIRCULAR: {D.DOWNWARD, D.LATERAL},
    T.REPORT: {D.UPWARD},
    T.REQUEST: {D.UPWARD},
    T.REPLY: {D.DOWNWARD},
    T.MOTION: {D.UPWARD, D.LATERAL},
    T.LETTER: {D.LATERAL},
    T.MINUTES: {D.DOWNWARD, D.LATERAL, D.PUBLISHED},
}
COLLECTIVE = "collective:"
# Types that name nobody as principal recipient, or need not.
WITHOUT_PRINCIPAL = _PUBLISHED | {T.RESOLUTION, T.DECISION, T.ORDER, T.MINUTES}
DEFAULT_LAYOUT = {T.LETTER: Layout.LETTER, T.ORDER: Layout.ORDER, T.MINUTES: Layout.MINUTES}

_GOVERNMENT = re.compile(r"(政府|管委会|管理委员会|街道办事处)$")
_PARTY_COMMITTEE = re.compile(r"([省市县区旗州盟乡镇]委|^中(国)?共.*委员会|党工委)$")


def direction_of(document_type: str, relations: Iterable[str]) -> Direction:
    """Compute which way a document runs from what its principal recipients are to the issuer.

    Without recipients on the platform a document is published; any superior makes it upward, else any subordinate downward.
    """
    found = set(relations)
    if document_type in _PUBLISHED or not found:
        return D.PUBLISHED
    if found & _UPWARD:
        return D.UPWARD
    if Relation.SUBORDINATE in found:
        return D.DOWNWARD
    return D.LATERAL


def refusals(
    *, document_type: str, direction: str, title: str, body: str, principals: Sequence[str], all_known: bool = True
) -> list[tuple[str, str]]:
    """Return what is missing or runs the wrong way, as (field, Chinese sentence); what the text itself says wrong the checks tell.

    ``all_known`` is False when a principal recipient is written in free text, so that the direction cannot be computed.
    """
    found: list[tuple[str, str]] = []
    label = DocumentType(document_type).label
    if not title.strip():
        found.append(("title", "请填写标题"))
    if not body.strip():
        found.append(("body", "请填写正文"))
    if not principals and document_type not in WITHOUT_PRINCIPAL:
        found.append(("principal_recipients", f"{label}应当写明主送机关"))
    # A reply goes to the organ that asked; that is known here only, printed ones of joint requests name several.
    if document_type == T.REPLY and len(principals) > 1:
        found.append(("principal_recipients", f"{label}只能主送一个机关，其他机关请改为抄送"))
    is_addressed = bool(principals) or document_type in WITHOUT_PRINCIPAL
    if all_known and is_addressed and direction not in FITTING[T(document_type)]:
        found.append(("document_type", f"{label}不能用作{Direction(direction).label}，请更换文种或主送机关"))
    return found


def substance(*, title: str, body: str, document_type: str, secrecy: int, recipients: Iterable[tuple[str, str]]) -> str:
    """Return the text whose change after signature needs a new signature: title, text, type, level, recipients (§复核)."""
    parties = "\n".join(f"{role}:{name}" for role, name in sorted(recipients))
    return f"{document_type}\n{secrecy}\n{title.strip()}\n{body.strip()}\n{parties}"


def sentence_of(recipients: Iterable[tuple[str, str]]) -> str:
    """Write recipients, given as (kind, name), as a recipient line does: names of one kind joined by 、, kinds by ，.

    Collective names (kind ``COLLECTIVE``) come first, each a kind of its own; the others in the order of their first name.
    """
    groups: dict[str, list[str]] = {}
    for kind, name in recipients:
        groups.setdefault(f"{COLLECTIVE}{name}" if kind == COLLECTIVE else kind, []).append(name)
    ordered = sorted(groups, key=lambda kind: not kind.startswith(COLLECTIVE))
    return "，".join("、".join(groups[kind]) for kind in ordered)


def kind_of(name: str) -> str:
    """Return the kind of an organ by its name, for the recipient line: people's governments, Party committees, other organs."""
    if _GOVERNMENT.search(name):
        return "government"
    return "party_committee" if _PARTY_COMMITTEE.search(name) else "organ"


def quota_limit(last_year: int, percent: int) -> int:
    """Return this year's number of documents from last year's: a share, rounded down; the number generally only falls."""
    return last_year * percent // 100


def series_codes(code: str, layout: str) -> list[str]:
    """Return the codes (机关代字) under which an organ numbers a document of this layout, the usual one first.

    云政发 issues letters as 云政函 and minutes as 云政纪要; an organ whose code has no 发 adds the word.
    """
    stem = code.removesuffix("发") if len(code) > 1 else code
    letter, minutes = f"{stem}函", f"{stem}纪要"
    order = {Layout.LETTER: [letter, code], Layout.MINUTES: [minutes, code]}
    return list(dict.fromkeys(order.get(Layout(layout), [code, letter])))
