"""Values: entered, verified, revised; what was is kept."""

from decimal import Decimal

from django.db import transaction

from zhongshu.domains.figures import measures, periods
from zhongshu.domains.figures.choices import FigureState, RequestState, ValueStatus
from zhongshu.domains.figures.events import FigureValueRevised
from zhongshu.domains.figures.models import DataRequest, Figure, FigureValue
from zhongshu.domains.figures.policies import policy
from zhongshu.domains.figures.queries import registry, texts
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken, StaleState
from zhongshu.kernel.events import publish
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.secrecy import public as secrecy


@transaction.atomic
def record_value(
    figure: Figure, *, period: str, value: Decimal, source: str = "", document: ObjectRef | None = None, by: Actor
) -> FigureValue:
    """Enter what a figure was in a period (填报); whoever asked for it has the answer at once.

    Raises:
        NotPermitted: the actor does not keep the figure.
        RuleBroken: it is retired, the period is none of its kind or has not begun, or it has a value already.
    """
    policy.require(by, "keep", figure)
    _ensure_active(figure)
    secrecy.ensure_storable(source, by=by, field="source")
    wanted = read_period(figure, period)
    if figure.values.filter(period=wanted.key, superseded_at=None).exists():
        sentence = f"{wanted.label(cumulative=figure.cumulative)}已有数值，如有变化请修订并写明原因"
        raise RuleBroken(sentence, code="value_exists", field="period")
    row = _create(figure, wanted, value, source, document, by, status=ValueStatus.PRELIMINARY)
    audit.record("figures.value_recorded", figure, by=by, period=wanted.key, value=measures.written(value))
    _answer_requests(figure, row, by)
    return row


@transaction.atomic
def verify_value(row: FigureValue, *, by: Actor) -> None:
    """Say that a preliminary value may be relied on (核定).

    Raises:
        NotPermitted: the actor heads no section and no organ that holds the figure.
        RuleBroken: the value is not preliminary, or was replaced.
    """
    policy.require(by, "verify", row.figure)
    if row.superseded_at is not None:
        raise RuleBroken("该数值已被修改，请核定新的数值", code="superseded")
    states.move(row, to=ValueStatus.VERIFIED, field="status", verified_by_name=by.name, verified_at=clock.now())
    audit.record("figures.value_verified", row.figure, by=by, period=row.period, value=measures.written(row.value))


@transaction.atomic
def revise_value(
    row: FigureValue, *, value: Decimal, reason: str, source: str = "", document: ObjectRef | None = None, by: Actor
) -> FigureValue:
    """Replace a value by another (修订): the old one stays in the history, and those who quoted it are told.

    A preliminary value stays preliminary; a verified one becomes 修订.

    Raises:
        NotPermitted: the actor does not keep the figure.
        RuleBroken: no reason, the same number, or the figure is retired.
        StaleState: somebody else replaced it first.
    """
    figure = row.figure
    policy.require(by, "keep", figure)
    _ensure_active(figure)
    if not reason.strip():
        raise RuleBroken("请写明修改原因", code="no_reason", field="reason")
    if value == row.value:
        raise RuleBroken("新数值与原数值相同，不需要修订", code="same_value", field="value")
    for text, field in ((reason, "reason"), (source, "source")):
        secrecy.ensure_storable(text, by=by, field=field)
    changed = FigureValue.objects.filter(pk=row.pk, superseded_at=None).update(superseded_at=clock.now())
    if not changed:
        raise StaleState("该数值刚刚已被他人修改，请刷新后查看最新数值", code="stale_state")
    status = ValueStatus.PRELIMINARY if row.status == ValueStatus.PRELIMINARY else ValueStatus.REVISED
    period = read_period(figure, row.period)
    made = _create(figure, period, value, source or row.source, document, by, status=status, reason=reason, replaces=row)
    before, after = measures.written(row.value), measures.written(value)
    audit.record("figures.value_revised", figure, by=by, period=row.period, before=before, after=after, reason=reason)
    publish(FigureValueRevised(figure.pk, row.period, before, after))
    _tell_quoters(figure, row, made, by)
    return made


def read_period(figure: Figure, text: str) -> periods.Period:
    """Return the period that the text names for this figure.

    Raises:
        RuleBroken: it names none of the figure's frequency, or one that has not begun.
    """
    wanted = periods.parse(text, figure.frequency)
    if wanted is None:
        sample = {
            "year": "2026年",
            "half": "2026年上半年",
            "quarter": "2026年三季度",
            "month": "2026年9月",
            "moment": "2026年9月30日",
        }
        sentence = f"看不懂期间“{text}”，该数据项按{figure.get_frequency_display()}填报，例如“{sample[figure.frequency]}”"
        raise RuleBroken(sentence, code="bad_period", field="period")
    if wanted.start > clock.today():
        raise RuleBroken(f"{wanted.label(cumulative=figure.cumulative)}尚未开始，不能填报", code="future_period", field="period")
    return wanted


def _create(figure: Figure, period: periods.Period, value: Decimal, source: str, document: ObjectRef | None, by: Actor, **more):
    return FigureValue.objects.create(
        figure=figure,
        period=period.key,
        period_start_date=period.start,
        period_end_date=period.end,
        value=value,
        source=source or (str(document)[:200] if document else ""),
        source_kind=document.kind if document else "",
        source_id=document.id if document else None,
        entered_by_id=by.person_id,
        entered_by_name=by.name,
        entered_at=clock.now(),
        **more,
    )


def _ensure_active(figure: Figure) -> None:
    if figure.state != FigureState.ACTIVE:
        raise RuleBroken("该数据项已停用，不能再填报", code="wrong_state")


def _answer_requests(figure: Figure, row: FigureValue, by: Actor) -> None:
    waiting = list(DataRequest.objects.filter(figure=figure, period=row.period, state=RequestState.WAITING))
    for asked in waiting:
        states.move(asked, to=RequestState.ANSWERED, value=row, answered_at=clock.now())
    words = f"“{figure.name}”{registry.label_of(figure, row.period)}已报：{measures.written(row.value)}{figure.unit_of_measure}"
    notifications.notify(
        {asked.person_id for asked in waiting},
        kind="figures.request_answered",
        text=words,
        ref=figure.ref,
        by=by,
        secrecy=figure.secrecy,
    )


def _tell_quoters(figure: Figure, old: FigureValue, new: FigureValue, by: Actor) -> None:
    quoters = {row.person_id for row in texts.quoted_by(old) if row.person_id}
    words = (
        f"您引用过的“{figure.name}”{registry.label_of(figure, new.period)}由{measures.written(old.value)}改为"
        f"{measures.written(new.value)}{figure.unit_of_measure}，请核对相关文稿"
    )
    notifications.notify(quoters, kind="figures.value_revised", text=words, ref=figure.ref, by=by, secrecy=figure.secrecy)
