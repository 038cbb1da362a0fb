"""The register of classified paper: who holds which copy, since when, from whom."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations.public import Person
from zhongshu.platform.secrecy.choices import LONGEST_PERIOD, CopyState, HandOverKind, PaperLevel
from zhongshu.platform.secrecy.models import HandOver, PaperCopy
from zhongshu.platform.secrecy.policies import may_register, policy


@transaction.atomic
def register_copy(
    organ_id: int,
    *,
    handle: str,
    issuer: str,
    number: str,
    level: int,
    copy_number: str,
    holder: Person,
    period_years: int | None = None,
    received_date: dt.date | None = None,
    recall_due_date: dt.date | None = None,
    by: Actor,
) -> PaperCopy:
    """Take one copy of a classified paper document into the register (签收登记): where it is, not what it says.

    Raises:
        NotPermitted: the actor does not keep the organ's register.
        RuleBroken: the copy is registered already, or the period is longer than the law allows.
    """
    if not may_register(by, organ_id):
        raise NotPermitted("登记涉密文件限本机关机要员", code="not_permitted_register")
    longest = LONGEST_PERIOD[PaperLevel(level)]
    if period_years is not None and not 1 <= period_years <= longest:
        raise RuleBroken(f"{PaperLevel(level).label}级的保密期限不超过{longest}年", code="period_too_long", field="period_years")
    same = {"organ_id": organ_id, "issuer": issuer, "number": number, "copy_number": copy_number}
    if PaperCopy.objects.filter(**same).exists():
        raise RuleBroken("该文件的这一份号已经登记，请核对份号", code="copy_registered", field="copy_number")
    copy = PaperCopy.objects.create(
        **same,
        handle=handle,
        level=level,
        period=f"{period_years}年" if period_years else "",
        received_date=received_date or clock.today(),
        recall_due_date=recall_due_date,
        holder=holder,
        holder_name=holder.name,
        created_at=clock.now(),
    )
    _link(copy, HandOverKind.RECEIVE, from_name=issuer, to=holder, by=by)
    _audit("secrecy.copy_registered", copy, by)
    return copy


@transaction.atomic
def hand_over(copy: PaperCopy, to: Person, *, note: str = "", by: Actor) -> None:
    """Give the copy into other hands for good (移交).

    Raises:
        NotPermitted: the actor does not keep the register.
        RuleBroken: the copy is lent or no longer in the office, or that person holds it already.
        StaleState: the copy changed hands meanwhile.
    """
    policy.require(by, "move", copy)
    _require_in_use(copy)
    _pass_on(copy, to, HandOverKind.HAND_OVER, note=note, by=by)
    _audit("secrecy.copy_handed_over", copy, by)


@transaction.atomic
def lend(copy: PaperCopy, to: Person, *, note: str = "", by: Actor) -> None:
    """Lend the copy; it goes back to the register with ``give_back``."""
    policy.require(by, "move", copy)
    states.move(copy, to=CopyState.BORROWED)
    _pass_on(copy, to, HandOverKind.LEND, note=note, by=by)
    _audit("secrecy.copy_lent", copy, by)


@transaction.atomic
def give_back(copy: PaperCopy, to: Person, *, note: str = "", by: Actor) -> None:
    """Take a lent copy back."""
    policy.require(by, "move", copy)
    if copy.state != CopyState.BORROWED:
        raise RuleBroken("此件没有借出，不需要归还", code="wrong_state")
    states.move(copy, to=CopyState.HELD)
    _pass_on(copy, to, HandOverKind.GIVE_BACK, note=note, by=by)
    _audit("secrecy.copy_given_back", copy, by)


@transaction.atomic
def recall(copy: PaperCopy, *, note: str = "", by: Actor) -> None:
    """Send the copy back to its issuer (清退); from then on nobody in the office holds it."""
    _leave(copy, CopyState.RECALLED, HandOverKind.RECALL, to_name=copy.issuer, note=note, by=by)
    _audit("secrecy.copy_recalled", copy, by)


@transaction.atomic
def destroy(copy: PaperCopy, *, first_witness: str, second_witness: str, approval: str, by: Actor) -> None:
    """Note the destruction of the copy: approved, and watched by two people (监销).

    Raises:
        RuleBroken: the two witnesses are one person, or no approval is named.
    """
    names = {first_witness.strip(), second_witness.strip()} - {""}
    if len(names) < 2:
        raise RuleBroken("销毁须由两名以上人员监督，请填写两位监销人", code="two_witnesses", field="second_witness")
    if not approval.strip():
        raise RuleBroken("请填写批准销毁的依据", code="no_approval", field="approval")
    witnesses = "、".join((first_witness.strip(), second_witness.strip()))
    _leave(copy, CopyState.DESTROYED, HandOverKind.DESTROY, witness_name=witnesses, note=approval, by=by)
    _audit("secrecy.copy_destroyed", copy, by, witnesses=witnesses)


@transaction.atomic
def archive(copy: PaperCopy, *, note: str = "", by: Actor) -> None:
    """Pass the copy to the archive (归档)."""
    _leave(copy, CopyState.ARCHIVED, HandOverKind.ARCHIVE, note=note, by=by)
    _audit("secrecy.copy_archived", copy, by)


def _require_in_use(copy: PaperCopy) -> None:
    if copy.state != CopyState.HELD:
        raise RuleBroken(f"此件{CopyState(copy.state).label}，不能移交", code="wrong_state")


def _pass_on(copy: PaperCopy, to: Person, kind: HandOverKind, *, note: str, by: Actor) -> None:
    before_id, before_name = copy.holder_id, copy.holder_name
    if to.pk == before_id:
        raise RuleBroken("此件已在该人手中，请选择其他接收人", code="same_holder", field="to")
    changed = PaperCopy.objects.filter(pk=copy.pk, holder_id=before_id, state=copy.state).update(
        holder=to, holder_name=to.name, hand_overs=F("hand_overs") + 1
    )
    if not changed:
        raise StaleState("此件刚刚已转到他人手中，请刷新后核对", code="stale_state")
    copy.holder, copy.holder_name = to, to.name
    _link(copy, kind, from_id=before_id, from_name=before_name, to=to, note=note, by=by)


def _leave(
    copy: PaperCopy, state: CopyState, kind: HandOverKind, *, to_name: str = "", witness_name: str = "", note: str, by: Actor
) -> None:
    policy.require(by, "move", copy)
    before_id, before_name = copy.holder_id, copy.holder_name
    states.move(copy, to=state, holder=None, holder_name="", hand_overs=F("hand_overs") + 1)
    _link(copy, kind, from_id=before_id, from_name=before_name, to_name=to_name, witness_name=witness_name, note=note, by=by)
    copy.refresh_from_db(fields=["hand_overs"])


def _link(
    copy: PaperCopy,
    kind: HandOverKind,
    *,
    from_id: int | None = None,
    from_name: str = "",
    to: Person | None = None,
    to_name: str = "",
    witness_name: str = "",
    note: str = "",
    by: Actor,
) -> None:
    position = PaperCopy.objects.values_list("hand_overs", flat=True).get(pk=copy.pk)
    HandOver.objects.create(
        copy=copy,
        position=position,
        kind=kind,
        from_person_id=from_id,
        from_name=from_name,
        to_person_id=to.pk if to else None,
        to_name=to.name if to else to_name,
        witness_name=witness_name,
        note=note,
        entered_by_name=by.name,
        at=clock.now(),
    )


def _audit(action: str, copy: PaperCopy, by: Actor, **facts: object) -> None:
    # The number and the handle of a classified document do not go into the log.
    audit.record(action, ObjectRef("secrecy.paper_copy", copy.pk), by=by, holder=copy.holder_name, **facts)
