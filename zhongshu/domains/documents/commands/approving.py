"""核稿、会签、签发: the draft climbs; whoever signs answers for it."""

from django.db import transaction

from zhongshu.domains.documents.choices import JointState, OutgoingState, ReviewLevel
from zhongshu.domains.documents.commands import checking, versions
from zhongshu.domains.documents.commands.versions import Place
from zhongshu.domains.documents.events import DocumentApprovedForIssue
from zhongshu.domains.documents.models import DocumentVersion, OutgoingDocument, Signing
from zhongshu.domains.documents.models.outgoing import AFTER_APPROVAL
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import checking as queries
from zhongshu.domains.documents.queries.outgoing import substance_digest
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow import public as workflow

S = OutgoingState
SIGNATURE = Place(ReviewLevel.SIGNATURE, "签发")
_BEFORE_APPROVAL = frozenset({S.IN_REVIEW, S.IN_COUNTERSIGN, S.AWAITING_APPROVAL})


@transaction.atomic
def review(document: OutgoingDocument, place: Place, *, by: Actor) -> None:
    """Check a draft before it goes to the signatory (核稿): the text is kept as it stands after this step.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: the document is not under review, or a must-rule is broken.
    """
    outgoing_policy.require(by, "handle", document)
    _require_state(document, _BEFORE_APPROVAL)
    version = _pass_on(document, place, by=by)
    audit.record("documents.reviewed", document, by=by, step=place.label, version=version.sequence)


@transaction.atomic
def countersign(document: OutgoingDocument, place: Place, *, agrees: bool, by: Actor) -> None:
    """Record the agreement of another leader, or of another organ of a joint document (会签).

    The signed date of a joint document is the day on which the last organ signed (art. 9).

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: the document is not at countersignature.
    """
    outgoing_policy.require(by, "handle", document)
    _require_state(document, _BEFORE_APPROVAL | AFTER_APPROVAL)
    organ_ids = by.organ_ids | _organs_of_principals(by)
    mine = document.joint_organs.filter(organ__in=organ_ids, state=JointState.PENDING, is_lead=False).order_by("position").first()
    if mine is not None:
        now = clock.now()
        document.joint_organs.filter(pk=mine.pk, state=JointState.PENDING).update(
            state=JointState.AGREED if agrees else JointState.REFUSED,
            signatory_id=by.person_id,
            signatory_name=by.name,
            signed_at=now,
        )
        if agrees:
            _sign(document, organ_id=mine.organ_id, words="", by=by)
            if document.signed_date and clock.today() > document.signed_date:
                OutgoingDocument.objects.filter(pk=document.pk, number="").update(signed_date=clock.today())
    if document.state in _BEFORE_APPROVAL:
        checking.record(document, queries.findings_of(document, typos=True), station=place.station, by=by)
    audit.record("documents.countersigned", document, by=by, agrees=agrees, organ_id=mine.organ_id if mine else None)


@transaction.atomic
def approve(document: OutgoingDocument, place: Place, *, by: Actor) -> None:
    """Agree that the draft goes up to the signatory (审批). The text may have been changed on the way.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: the document is not under review, or a must-rule is broken.
    """
    outgoing_policy.require(by, "handle", document)
    _require_state(document, _BEFORE_APPROVAL)
    version = _pass_on(document, place, by=by)
    audit.record("documents.approved", document, by=by, step=place.label, version=version.sequence)


def _pass_on(document: OutgoingDocument, place: Place, *, by: Actor) -> DocumentVersion:
    """Keep the text as it leaves a step of the review, and record what the rules find in it.

    Raises:
        RuleBroken: a must-rule is broken and nobody has let it stand.
    """
    found = checking.require_passed(document)
    version = versions.keep(document, place, by=by)
    checking.record(document, found, station=place.station, by=by)
    return version


@transaction.atomic
def approve_for_issue(
    document: OutgoingDocument, place: Place = SIGNATURE, *, words: str = "", step_id: int | None = None, by: Actor
) -> None:
    """Agree that the document is issued (签发). From here on its substance is fixed, and the signatory answers for it.

    ``step_id`` is the step of the process to which a changed document goes back.

    Raises:
        NotPermitted: the document did not pass through this person's hands, or the person drafted it.
        RuleBroken: not awaiting signature; an organ of a joint document has refused; a must-rule is broken.
        StaleState: somebody else signed first.
    """
    outgoing_policy.require(by, "handle", document)
    if by.person_id == document.drafter_id:
        raise NotPermitted("拟稿人不能签发自己起草的公文，请转请其他负责人签发", code="drafter_cannot_sign")
    if document.joint_organs.filter(state=JointState.REFUSED).exists():
        raise RuleBroken("有联合行文机关不同意会签，不能签发，请退回拟稿人协商", code="joint_organ_refused")
    _pass_on(document, place, by=by)
    digest = substance_digest(document)
    today = clock.today()
    signed_date = document.signed_date if document.number else today
    states.move(
        document,
        to=S.APPROVED_FOR_ISSUE,
        approved_at=clock.now(),
        approved_digest=digest,
        approved_step_id=step_id,
        signatory_id=by.person_id,
        signatory_name=by.name,
        signed_date=signed_date,
        updated_at=clock.now(),
    )
    document.signings.filter(organ_id=document.organ_id, superseded_at=None).update(superseded_at=clock.now())
    _sign(document, organ_id=document.organ_id, words=words, by=by, digest=digest)
    lead = document.joint_organs.filter(is_lead=True)
    lead.update(state=JointState.AGREED, signatory_id=by.person_id, signatory_name=by.name, signed_at=clock.now())
    audit.record("documents.approved_for_issue", document, by=by, digest=digest)
    publish(DocumentApprovedForIssue(document.pk, document.organ_id, by.person_id or 0))


@transaction.atomic
def reopen_approval(document: OutgoingDocument, *, by: Actor) -> None:
    """Take a document whose substance was changed after signature back to the signatory (报原签批人复审, art. 25).

    A number already taken stays with the document. The process goes back to the signature and returns straight to where it was.

    Raises:
        RuleBroken: the document is not between signature and dispatch, or the process offers no way back.
    """
    _require_state(document, AFTER_APPROVAL)
    back = None
    for item in workflow.items_of_actor(document.ref, by):
        targets = workflow.returnable_steps(item.pk, by=by)
        back = next(((item.pk, target) for target in targets if target.step_id == document.approved_step_id), None)
        if back:
            break
    if back is None:
        raise RuleBroken("签发后不能在此环节修改实质内容，请先退回签发人", code="no_way_back_to_signatory")
    item_id, target = back
    unsign(document)
    states.move(document, to=S.AWAITING_APPROVAL, approved_digest="", updated_at=clock.now())
    place = Place(ReviewLevel.FINAL_CHECK, "签发后修改")
    versions.keep(document, place, by=by)
    checking.record(document, queries.findings_of(document, typos=True), station=place.station, by=by)
    audit.record("documents.approval_reopened", document, by=by)
    mode = "direct" if "direct" in target.modes else "walk"
    workflow.send_back(item_id, to_step_id=target.step_id, mode=mode, reason="签发后作了实质性修改，报原签批人复审", by=by)


def unsign(document: OutgoingDocument) -> None:
    """Let the signatures under an earlier text lapse; they stay on record."""
    document.signings.filter(superseded_at=None).update(superseded_at=clock.now())
    document.joint_organs.update(state=JointState.PENDING, signatory_id=None, signatory_name="", signed_at=None)


def require_signed_text(document: OutgoingDocument) -> None:
    """Refuse to go on with a text other than the one that was signed.

    Raises:
        RuleBroken: never signed, changed since, or a joint organ has not countersigned.
    """
    if document.approved_at is None or not document.approved_digest:
        raise RuleBroken("尚未签发，不能办理此项，请先报请签发", code="not_approved")
    if substance_digest(document) != document.approved_digest:
        raise RuleBroken("签发后内容有实质性修改，须先报原签批人复审", code="changed_after_approval")
    waiting = document.joint_organs.exclude(state=JointState.AGREED).select_related("organ").first()
    if waiting is not None:
        raise RuleBroken(f"{waiting.organ}尚未会签，联合行文须各机关全部会签", code="joint_organ_pending")


def _sign(document: OutgoingDocument, *, organ_id: int, words: str, by: Actor, digest: str = "") -> None:
    if by.person_id is None:
        raise NotPermitted("公文须由负责人签发", code="signatory_is_no_person")
    principals = [pk for pk in by.principals if pk == document.signatory_id]
    Signing.objects.create(
        document=document,
        organ_id=organ_id,
        person_id=by.person_id,
        person_name=by.name,
        post_id=by.post_id,
        post_name=f"{by.unit_name}{by.post_name}"[:120],
        for_principal_name=organizations.person(principals[0]).name if principals else "",
        words=words[:500],
        digest=digest or substance_digest(document),
        secrecy=document.secrecy,
        signed_at=clock.now(),
    )


def _organs_of_principals(by: Actor) -> set[int]:
    """Return the organs of those for whom the person acts: an agent countersigns for the principal's organ."""
    if not by.principals:
        return set()
    found = organizations.main_posts(by.principals).values()
    return {holding.post.unit.organ_id for holding in found if holding.post.unit.organ_id is not None}


def _require_state(document: OutgoingDocument, allowed: frozenset[str]) -> None:
    if document.state not in allowed:
        raise RuleBroken(
            f"当前状态为“{document.get_state_display()}”，不能办理此项操作，请刷新后核对",
            code="wrong_state",
            present=document.state,
        )
