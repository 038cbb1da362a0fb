"""Writes: numbers taken, reserved, typed, voided. All inside the caller's transaction: what is rolled back is given back."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django.db.models import F

from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.bulk import insert_many
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.numbering.choices import NumberState
from zhongshu.platform.numbering.models import Counter, Number
from zhongshu.platform.numbering.patterns import tidy
from zhongshu.platform.numbering.policies import may_begin, policy
from zhongshu.platform.numbering.queries import find, year_of
from zhongshu.platform.numbering.series import get

MOST_AT_ONCE = 50
FURTHEST_AHEAD = 10_000


@transaction.atomic
def take(
    series_key: str, *, scope: str, year: int | None = None, for_ref: ObjectRef, by: Actor, organ_id: int | None = None
) -> Number:
    """Give the next number of a series to an object. The caller has checked that the object may have one.

    Numbers rise without a gap: reserved and typed ones are passed over, a rolled-back one is given again. ``scope`` is written
    as the pattern's ``{code}``; ``organ_id`` says whose series it is if this call opens it (default: the actor's organ).
    """
    counter = _lock(series_key, scope, year, organ_id or by.organ_id)
    value = _advance(counter)
    number = _write(counter, value, by=by, ref=for_ref)
    audit.record("numbering.taken", for_ref, by=by, number=number.text)
    return number


@transaction.atomic
def take_many(
    series_key: str,
    count: int,
    hand_out: Callable[[list[str]], Sequence[ObjectRef]],
    *,
    scope: str,
    year: int | None = None,
    by: Actor,
    organ_id: int | None = None,
) -> list[Number]:
    """Give the next numbers of a series to many objects for the price of a few, as when a ledger is taken in.

    ``hand_out`` is given the texts, makes the objects with them and returns their references in the same order.
    """
    if not count:
        return []
    counter = _lock(series_key, scope, year, organ_id or by.organ_id)
    present = set(counter.numbers.filter(value__gt=counter.last).values_list("value", flat=True))
    values: list[int] = []
    value = counter.last
    while len(values) < count:
        value += 1
        if value not in present:
            values.append(value)
    Counter.objects.filter(pk=counter.pk).update(last=value)
    numbers = [_number(counter, each, by=by) for each in values]
    refs = hand_out([number.text for number in numbers])
    for number, ref in zip(numbers, refs, strict=True):
        number.ref_kind, number.ref_id, number.ref_title = ref.kind, ref.id, ref.title[:300]
    insert_many(Number, numbers)
    audit.record("numbering.taken", refs[0], by=by, number=numbers[0].text, last=numbers[-1].text, count=count)
    return numbers


@transaction.atomic
def take_typed(
    series_key: str, text: str, *, scope: str, year: int | None = None, for_ref: ObjectRef, by: Actor, organ_id: int | None = None
) -> Number:
    """Give an object the number that a person typed, if it is free; a reserved one of that text is used up.

    Raises:
        RuleBroken: not written as the series writes (``bad_number``), already used (``number_taken``), or far beyond the count.
    """
    counter = _lock(series_key, scope, year, organ_id or by.organ_id)
    pattern = get(series_key).pattern
    value = pattern.read(text, code=scope, year=year)
    if value is None:
        example = pattern.write(code=scope, year=year, value=counter.last + 1)
        raise RuleBroken(f"编号“{tidy(text)}”的写法不对，请参照“{example}”填写", code="bad_number", field="number")
    if value > counter.last + FURTHEST_AHEAD:
        raise RuleBroken(f"编号比已编至的{counter.last}号大得太多，请核对", code="number_too_far", field="number")
    existing = counter.numbers.filter(value=value).first()
    if existing and existing.state == NumberState.RESERVED:
        number = _use(existing, for_ref, by=by)
    elif existing or counter.first > value or value <= counter.last:
        raise RuleBroken(f"编号“{tidy(text)}”已经使用，请更换", code="number_taken", field="number")
    else:
        number = _write(counter, value, by=by, ref=for_ref, typed=True)
        _catch_up(counter)
    audit.record("numbering.typed", for_ref, by=by, number=number.text)
    return number


@transaction.atomic
def take_reserved(number: Number, *, for_ref: ObjectRef, by: Actor) -> Number:
    """Give a reserved number to an object.

    Raises:
        RuleBroken: the number is not reserved (any more).
    """
    if number.state != NumberState.RESERVED:
        raise RuleBroken(f"编号“{number.text}”不是预留编号，不能取用", code="wrong_state")
    number = _use(number, for_ref, by=by)
    audit.record("numbering.taken", for_ref, by=by, number=number.text, reserved=True)
    return number


@transaction.atomic
def reserve(
    series_key: str,
    *,
    scope: str,
    year: int | None = None,
    count: int = 1,
    reason: str,
    by: Actor,
    organ_id: int | None = None,
) -> list[Number]:
    """Keep the next numbers of a series free on purpose; each must be used or voided later, it never disappears.

    Raises:
        NotPermitted: the actor does not keep the organ's series.
        RuleBroken: no reason is given, or more than fifty numbers are asked for at once.
    """
    organ_id = organ_id or by.organ_id
    if not may_begin(by, organ_id):
        raise NotPermitted("预留编号限本机关文书人员", code="not_permitted_keep")
    if not reason.strip():
        raise RuleBroken("请说明预留编号的原因", code="no_reason", field="reason")
    if not 1 <= count <= MOST_AT_ONCE:
        raise RuleBroken(f"每次可以预留1至{MOST_AT_ONCE}个编号", code="bad_count", field="count")
    counter = _lock(series_key, scope, year, organ_id)
    if counter.organ_id is not None:
        policy.require(by, "keep", counter)
    reserved = [
        _write(counter, _advance(counter), by=by, state=NumberState.RESERVED, reason=reason.strip()) for _ in range(count)
    ]
    audit.record("numbering.reserved", _ref(reserved[0]), by=by, numbers=[number.text for number in reserved], reason=reason)
    return reserved


@transaction.atomic
def void(number: Number | str, *, reason: str, by: Actor, for_ref: ObjectRef | None = None) -> Number:
    """Spoil a number visibly: it stays with its reason and is not given again. The caller has checked the permission.

    Args:
        number: the row, or its text within the actor's organs (or of ``for_ref``).

    Raises:
        RuleBroken: no reason is given, there is no such number, or it is void already.
    """
    if isinstance(number, str):
        found = find(number, organ_ids=None if by.is_system else by.organ_ids, for_ref=for_ref)
        if found is None:
            raise RuleBroken(f"没有找到在用的编号“{number}”，请核对", code="no_such_number")
        number = found
    if not reason.strip():
        raise RuleBroken("请说明编号作废的原因", code="no_reason", field="reason")
    states.move(number, to=NumberState.VOID, reason=reason.strip()[:200], changed_at=clock.now())
    audit.record("numbering.voided", _ref(number), by=by, number=number.text, reason=reason)
    return number


@transaction.atomic
def void_by_hand(number: Number, *, reason: str, by: Actor) -> Number:
    """Void a reserved number from the page of the series.

    Raises:
        NotPermitted: the actor does not keep the series.
        RuleBroken: the number belongs to an object, which must be withdrawn instead.
    """
    policy.require(by, "keep", number.counter)
    if number.state == NumberState.ISSUED:
        raise RuleBroken("该编号已用于具体事项，请在该事项中办理撤回，编号随之作废", code="wrong_state")
    return void(number, reason=reason, by=by)


@transaction.atomic
def begin_after(
    series_key: str, last: int, *, scope: str, year: int | None = None, by: Actor, organ_id: int | None = None
) -> None:
    """Let a series go on from a number that was reached on paper before the platform was used.

    Raises:
        NotPermitted: the actor does not keep the organ's series.
        RuleBroken: the series has given out numbers already.
    """
    organ_id = organ_id or by.organ_id
    if not may_begin(by, organ_id):
        raise NotPermitted("设置起始编号限本机关文书人员", code="not_permitted_keep")
    counter = _lock(series_key, scope, year, organ_id)
    if counter.numbers.exists():
        raise RuleBroken("该编号已经开始使用，不能再设置起始编号", code="already_begun")
    Counter.objects.filter(pk=counter.pk).update(first=last + 1, last=last)
    audit.record("numbering.begun", ObjectRef("numbering.counter", counter.pk, str(counter)), by=by, last=last)


def _lock(series_key: str, scope: str, year: int | None, organ_id: int | None) -> Counter:
    """Return the counter, which nobody else can move until this transaction ends."""
    key = {"series": series_key, "scope": scope, "year": year_of(series_key, year)}
    # The UPDATE takes the row's lock on PostgreSQL; on SQLite the transaction is the only writer already.
    if not Counter.objects.filter(**key).update(last=F("last")):
        Counter.objects.bulk_create([Counter(**key, organ_id=organ_id)], ignore_conflicts=True)
        Counter.objects.filter(**key).update(last=F("last"))
    return Counter.objects.get(**key)


def _advance(counter: Counter) -> int:
    """Move the counter to the next free value and return it; the caller writes the number."""
    _catch_up(counter)
    counter.last += 1
    Counter.objects.filter(pk=counter.pk).update(last=counter.last)
    return counter.last


def _catch_up(counter: Counter) -> None:
    """Move the counter over the values that follow it and have their number already."""
    reached = counter.last
    for value in counter.numbers.filter(value__gt=reached).order_by("value").values_list("value", flat=True)[:FURTHEST_AHEAD]:
        if value != reached + 1:
            break
        reached = value
    if reached != counter.last:
        counter.last = reached
        Counter.objects.filter(pk=counter.pk).update(last=reached)


def _write(
    counter: Counter,
    value: int,
    *,
    by: Actor,
    ref: ObjectRef | None = None,
    state: NumberState = NumberState.ISSUED,
    reason: str = "",
    typed: bool = False,
) -> Number:
    number = _number(counter, value, by=by, ref=ref, state=state, reason=reason, typed=typed)
    number.save()
    return number


def _number(
    counter: Counter,
    value: int,
    *,
    by: Actor,
    ref: ObjectRef | None = None,
    state: NumberState = NumberState.ISSUED,
    reason: str = "",
    typed: bool = False,
) -> Number:
    year = counter.year or None
    return Number(
        counter=counter,
        value=value,
        text=get(counter.series).pattern.write(code=counter.scope, year=year, value=value),
        state=state,
        reason=reason[:200],
        typed=typed,
        ref_kind=ref.kind if ref else "",
        ref_id=ref.id if ref else None,
        ref_title=ref.title[:300] if ref else "",
        taken_by_name=by.name,
        taken_at=clock.now(),
    )


def _use(number: Number, ref: ObjectRef, *, by: Actor) -> Number:
    states.move(
        number,
        to=NumberState.ISSUED,
        ref_kind=ref.kind,
        ref_id=ref.id,
        ref_title=ref.title[:300],
        taken_by_name=by.name,
        changed_at=clock.now(),
    )
    return number


def _ref(number: Number) -> ObjectRef:
    if number.ref_id is not None:
        return ObjectRef(number.ref_kind, number.ref_id, number.ref_title, number.text)
    return ObjectRef("numbering.number", number.pk, "", number.text)
