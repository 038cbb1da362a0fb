"""拟稿、修改、送审: from the first line to the submitted draft."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from zhongshu.domains.documents import indexing, rules
from zhongshu.domains.documents.checks.findings import Finding
from zhongshu.domains.documents.choices import (
    Direction,
    Disclosure,
    DocumentType,
    JointState,
    OutgoingState,
    RecipientRole,
    ReviewLevel,
)
from zhongshu.domains.documents.commands import approving, checking, commenting, processes, revising, versions
from zhongshu.domains.documents.events import DocumentSubmitted
from zhongshu.domains.documents.models import JointOrgan, OutgoingDocument, Recipient
from zhongshu.domains.documents.models.outgoing import AFTER_APPROVAL, EDITABLE
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import checking as findings
from zhongshu.domains.documents.queries import parties, quotas
from zhongshu.domains.documents.queries.outgoing import substance_digest
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.events import publish
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty, Unit
from zhongshu.platform.secrecy import public as secrecy
from zhongshu.platform.workflow import public as workflow

# What a person may write on a draft; everything else is written by the steps.
FIELDS = frozenset({
    "document_type", "layout", "secrecy", "urgency", "disclosure", "disclosure_reason", "important", "title", "topic", "body",
    "remark",
    "contact", "masthead", "masthead_suffix", "attendance", "copies", "numbered_copies", "needs_seal", "signatory_id",
    "countersigners", "over_quota_reason", "answers_id",
})  # fmt: skip


@transaction.atomic
def draft(
    *,
    by: Actor,
    organ_id: int | None = None,
    principals: str = "",
    copies_to: str = "",
    joint_organ_ids: Iterable[int] = (),
    **fields: Any,
) -> OutgoingDocument:
    """Begin a document (拟稿) in the name of one of the drafter's organs, or of the organ whose office the drafter works in.

    ``principals`` and ``copies_to`` are recipient lines as written.

    Raises:
        NotPermitted: the drafter may not draft in that organ's name.
        RuleBroken: a mark above the ceiling of this installation.
    """
    organ = _issuing_organ(by, organ_id)
    if by.person_id is None or by.unit_id is None:
        raise NotPermitted("您目前没有任职岗位，不能拟稿，请联系本单位办公室", code="no_post")
    now = clock.now()
    document = OutgoingDocument(
        organ=organ,
        drafting_unit_id=by.unit_id,
        drafter_id=by.person_id,
        drafter_name=by.name,
        edited_by_name=by.name,
        created_at=now,
        updated_at=now,
        printing_organ_name=str(organ),
    )
    _write(document, fields, by=by)
    document.title = document.title or "（未命名文稿）"
    document.masthead = document.masthead or organ.name
    document.save()
    _write_parties(document, principals=principals, copies_to=copies_to, joint_organ_ids=joint_organ_ids)
    indexing.index_outgoing(document)
    audit.record("documents.drafted", document, by=by, document_type=document.document_type)
    return document


@transaction.atomic
def save_draft(
    document: OutgoingDocument,
    *,
    revision: int,
    by: Actor,
    principals: str | None = None,
    copies_to: str | None = None,
    joint_organ_ids: Iterable[int] | None = None,
    automatic: bool = False,
    token: str = "",
    reasons: Mapping[str, str] | None = None,
    **fields: Any,
) -> OutgoingDocument:
    """Keep what was written, if nobody else saved since ``revision``. An automatic save leaves no audit entry of its own.

    ``token`` names the open page that saves: a page never conflicts with its own automatic saves.

    What is written at a level of review makes, or goes on with, a version of its own. ``reasons`` says why, by the key of the passage
    (``documents.reasons``): from the third level on each passage that changes figures, names or policy statements needs its own. A
    change of substance after signature always needs one, and takes the document back to the signatory (报原签批人复审, art. 25).

    Raises:
        NotPermitted: neither the drafter of an open draft nor the holder of the present step.
        RuleBroken: the text is locked, a reason is missing, or a mark lies above the ceiling.
        StaleState: somebody else saved first.
    """
    outgoing_policy.require(by, "edit", document)
    if document.is_issued:
        raise RuleBroken("公文已经分发，不能再修改；确需更正的请另行发文", code="locked")
    old_body = document.body
    _write(document, fields, by=by)
    document.masthead = document.masthead or document.organ.name
    place = versions.place_of(document, by)
    passages = revising.require_reasons(document, place, reasons or {})
    written = {name: getattr(document, name) for name in sorted(FIELDS)}
    unchanged = Q(revision=revision) | Q(edit_token=token) if token else Q(revision=revision)
    changed = OutgoingDocument.objects.filter(unchanged, pk=document.pk, state=document.state).update(
        **written, revision=F("revision") + 1, updated_at=clock.now(), edited_by_name=by.name, edit_token=token[:40]
    )
    if not changed:
        current = OutgoingDocument.objects.get(pk=document.pk)
        raise StaleState(
            f"{current.edited_by_name}刚刚保存了这份文稿，您填写的内容尚未保存，请核对后再次保存",
            code="saved_by_another",
            present_revision=current.revision,
        )
    document.refresh_from_db(fields=["revision", "edited_by_name", "edit_token", "updated_at"])
    _write_parties(document, principals=principals, copies_to=copies_to, joint_organ_ids=joint_organ_ids)
    indexing.index_outgoing(document)
    commenting.carry(document, old_body)
    if place.level > ReviewLevel.DRAFTING:
        revising.keep_with_reasons(document, place, passages, reasons or {}, by=by)
    if document.state in AFTER_APPROVAL and substance_digest(document) != document.approved_digest:
        approving.reopen_approval(document, by=by)
    if not automatic:
        audit.record("documents.draft_saved", document, by=by, revision=document.revision)
    return document


@transaction.atomic
def submit(document: OutgoingDocument, *, by: Actor) -> OutgoingDocument:
    """Send the draft for review (送审): the process starts, or goes on where it was returned to the drafter.

    Raises:
        NotPermitted: not the drafter.
        RuleBroken: an element is missing or wrong, a must-rule is broken, the quota is used up without a reason, or the document
            is under way already.
        StaleState: somebody else submitted it first.
    """
    outgoing_policy.require(by, "submit", document)
    if not document.is_editable:
        raise RuleBroken(
            f"当前状态为“{document.get_state_display()}”，不能送审，请刷新后核对", code="wrong_state", present=document.state
        )
    require_complete(document)
    checking.require_passed(document)
    require_quota(document)
    if processes.running(document.ref) is None:
        flow, variables = processes.flow_for(document), processes.flow_variables(document)
        workflow.start(flow, ref=document.ref, organ_id=document.organ_id, by=by, variables=variables, secrecy=document.secrecy)
        document.refresh_from_db()
    # The first step of the process is the drafter's own: submitting completes it, and its command is ``send_for_review``.
    own = workflow.items_of_actor(document.ref, by).first()
    if own is not None and document.is_editable:
        workflow.complete(own.pk, outcome="", by=by)
        document.refresh_from_db()
    if document.is_editable:
        send_for_review(document, by=by)
    return document


@transaction.atomic
def send_for_review(document: OutgoingDocument, *, item_id: int | None = None, by: Actor) -> None:
    """Let the draft leave the drafter's hands: its text is kept as a version. The process's first step calls this.

    Raises:
        NotPermitted: not the drafter.
        RuleBroken: an element is missing or wrong, a must-rule is broken, or the quota is used up without a reason.
        StaleState: somebody else submitted it first.
    """
    outgoing_policy.require(by, "submit", document)
    require_complete(document)
    found = checking.require_passed(document)
    require_quota(document)
    place = versions.drafting(item_id=item_id)
    states.move(document, to=OutgoingState.IN_REVIEW, submitted_at=clock.now(), updated_at=clock.now())
    versions.keep(document, place, by=by)
    checking.record(document, found, station=place.station, by=by)
    indexing.index_outgoing(document)
    audit.record("documents.submitted", document, by=by, direction=document.direction)
    publish(DocumentSubmitted(document.pk, document.organ_id))


def _issuing_organ(by: Actor, organ_id: int | None) -> Unit:
    allowed = issuing_organ_ids(by)
    chosen = organ_id or by.organ_id
    if chosen not in allowed:
        raise NotPermitted("您不能以该机关名义拟稿，请选择本机关", code="not_your_organ", field="organ")
    return organizations.unit(chosen)


def issuing_organ_ids(by: Actor) -> list[int]:
    """Return the organs in whose names the person may draft: where a post is held, and for its organ an office (受权)."""
    own = sorted(by.organ_ids)
    parents = Unit.objects.filter(pk__in=own, is_office=True, parent__isnull=False).values_list("parent_id", flat=True)
    return list(dict.fromkeys([*([by.organ_id] if by.organ_id else []), *own, *parents]))


def _write(document: OutgoingDocument, fields: Mapping[str, Any], *, by: Actor) -> None:
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"a draft has no {sorted(unknown)}")
    if "secrecy" in fields:
        secrecy.ensure_storable(fields["secrecy"], by=by, about=document.title or str(fields.get("title", "")))
    for text in (fields.get("title"), fields.get("body"), fields.get("remark")):
        if text and secrecy.scan_marks(text):
            secrecy.ensure_storable(text, by=by, about=document.title or str(fields.get("title", "")))
    if fields.get("secrecy", document.secrecy) > by.clearance:
        raise RuleBroken(
            "所选等级高于您的知悉等级，不能起草，请由具备相应知悉等级的人员办理", code="above_clearance", field="secrecy"
        )
    if fields.get("signatory_id") and fields["signatory_id"] == document.drafter_id:
        raise RuleBroken("拟稿人不能签发自己起草的公文，请选择其他签发人", code="drafter_is_signatory", field="signatory")
    for name, value in fields.items():
        setattr(document, name, value)
    if document.document_type == DocumentType.MINUTES:
        document.needs_seal = False  # minutes carry no seal (GB/T 9704, 纪要格式)
    if "signatory_id" in fields:
        document.signatory_name = organizations.person(document.signatory_id).name if document.signatory_id else ""


def _write_parties(
    document: OutgoingDocument, *, principals: str | None, copies_to: str | None, joint_organ_ids: Iterable[int] | None
) -> None:
    resolved = {
        RecipientRole.PRINCIPAL: None if principals is None else parties.resolve(principals),
        RecipientRole.COPY: None if copies_to is None else parties.resolve(copies_to),
    }
    for role, found in resolved.items():
        if found is None:
            continue
        document.recipients.filter(role=role).delete()
        taken = set(document.recipients.values_list("name", flat=True))
        Recipient.objects.bulk_create(
            Recipient(
                document=document,
                role=role,
                name=party.name,
                unit_id=party.unit_id,
                collective_id=party.collective_id,
                position=place,
            )
            for place, party in enumerate(found, start=1)
            if party.name not in taken
        )
    if joint_organ_ids is not None:
        _write_joint_organs(document, list(dict.fromkeys(joint_organ_ids)))
    rows = list(document.recipients.all())
    principal_rows = [row for row in rows if row.role == RecipientRole.PRINCIPAL]
    values = {
        "direction": parties.direction(document.organ_id, document.document_type, principal_rows),
        "signatory_name": document.signatory_name,
        "principal_line": parties.line(principal_rows),
        "copies_line": parties.line(row for row in rows if row.role == RecipientRole.COPY),
        "is_joint": document.joint_organs.exists(),
    }
    OutgoingDocument.objects.filter(pk=document.pk).update(**values)
    for name, value in values.items():
        setattr(document, name, value)


def _write_joint_organs(document: OutgoingDocument, organ_ids: list[int]) -> None:
    others = [pk for pk in organ_ids if pk != document.organ_id]
    if document.state not in EDITABLE:
        present = set(document.joint_organs.filter(is_lead=False).values_list("organ_id", flat=True))
        if present != set(others):
            raise RuleBroken(
                "联合行文机关只能在起草时确定，如需变更请退回拟稿人", code="joint_organs_fixed", field="joint_organs"
            )
        return
    document.joint_organs.all().delete()
    if not others:
        return
    levels = {unit.pk: unit.level for unit in organizations.units([document.organ_id, *others]).values()}
    if len(set(levels.values())) > 1:
        raise RuleBroken("联合行文的机关应当是同级机关，请重新选择", code="joint_organs_not_peers", field="joint_organs")
    JointOrgan.objects.bulk_create(
        JointOrgan(document=document, organ_id=organ_id, is_lead=place == 0, position=place, state=JointState.PENDING)
        for place, organ_id in enumerate([document.organ_id, *others])
    )


def require_complete(document: OutgoingDocument) -> None:
    """Refuse a draft that lacks an element or breaks a rule of routing.

    Raises:
        RuleBroken: with the first refusal; ``facts`` lists all.
    """
    found = refusals_of(document)
    if found:
        field, sentence = found[0]
        raise RuleBroken(sentence, code="incomplete", field=field, refusals=[text for _, text in found])


def refusals_of(document: OutgoingDocument, checked: Iterable[Finding] | None = None) -> list[tuple[str, str]]:
    """Return everything that keeps the draft from being submitted, as (field, sentence); ``checked`` is what the checks found."""
    principals = parties.of(document, RecipientRole.PRINCIPAL)
    found = rules.refusals(
        document_type=document.document_type,
        direction=document.direction,
        title=document.title,
        body=document.body,
        principals=[row.name for row in principals],
        all_known=all(row.unit_id or row.collective_id for row in principals),
    )
    found += findings.refused(findings.findings_of(document) if checked is None else checked)
    if document.signatory_id is None:
        found.append(("signatory", "请选择签发人"))
    elif document.direction == Direction.UPWARD or document.important:
        heads = {person.pk for person in organizations.holders(Duty.PRINCIPAL_HEAD, document.organ_id)}
        if heads and document.signatory_id not in heads:
            found.append(("signatory", "上行文和重要公文应当由机关主要负责人签发，请改选主要负责人"))
    if document.disclosure == Disclosure.WITHHELD and not document.disclosure_reason:
        found.append(("disclosure_reason", "不予公开的公文应当说明理由"))
    return found


def require_quota(document: OutgoingDocument) -> None:
    """Refuse a document above the unit's quota for which no reason is given.

    Raises:
        RuleBroken: the quota is used up and ``over_quota_reason`` is empty.
    """
    balance = quotas.balance(document.drafting_unit_id, except_document=document.pk)
    if balance.is_exhausted and not document.over_quota_reason.strip():
        raise RuleBroken(
            f"{balance.unit_name}今年发文指标{balance.limit}件已用完，确需发文的请填写超指标理由",
            code="over_quota",
            field="over_quota_reason",
        )
