"""Asking for figures: the registry answers first, nobody is asked for what is held already."""

import datetime as dt

from django.db import transaction

from zhongshu.domains.figures.choices import RequestState
from zhongshu.domains.figures.commands.values import read_period
from zhongshu.domains.figures.models import DataRequest
from zhongshu.domains.figures.policies import policy, request_policy
from zhongshu.domains.figures.queries import registry
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.notifications import public as notifications


@transaction.atomic
def ask(
    *, name: str, period: str, purpose: str = "", due_date: dt.date | None = None, region: str = "", by: Actor
) -> DataRequest:
    """Ask for a figure (要数). What is held is given at once (免报); otherwise its owner is asked, once however many ask.

    Raises:
        NotPermitted: the actor holds no post.
        RuleBroken: nobody registered the figure, or the actor may not see it; the period is none of its kind; the day has passed.
    """
    if by.organ_id is None or by.person_id is None:
        raise NotPermitted("您现在没有任职，不能要数，请联系本单位办公室", code="no_post")
    figure = registry.named(name, region=region)
    if figure is None or not policy.can(by, "view", figure):
        alike = "、".join(f"“{each.name}”（{each.owner}）" for each in registry.similar(name, by, limit=3))
        hint = f"相近的有{alike}" if alike else "请先与掌握该数的单位联系，由其登记一次，以后都可引用"
        raise RuleBroken(f"库中没有“{name}”，{hint}", code="not_registered", field="name")
    wanted = read_period(figure, period)
    row = figure.values.filter(period=wanted.key, superseded_at=None).first()
    if row is None and due_date is not None and due_date < clock.today():
        raise RuleBroken("报送期限已过，请重新填写", code="past_due_date", field="due_date")
    asked = DataRequest.objects.create(
        figure=figure,
        period=wanted.key,
        purpose=purpose,
        organ_id=by.organ_id,
        person_id=by.person_id,
        due_date=due_date,
        state=RequestState.FROM_REGISTRY if row else RequestState.WAITING,
        value=row,
        created_at=clock.now(),
        answered_at=clock.now() if row else None,
    )
    audit.record("figures.asked", figure, by=by, period=wanted.key, held=bool(row))
    first = (
        row is None and not figure.requests.filter(period=wanted.key, state=RequestState.WAITING).exclude(pk=asked.pk).exists()
    )
    if first:
        label = wanted.label(cumulative=figure.cumulative)
        until = f"，{due_date.month}月{due_date.day}日前" if due_date else ""
        notifications.notify(
            [figure.contact_id],
            kind="figures.asked",
            text=f"{by.organ_name}需要“{figure.name}”{label}{until}请填报；填报一次，各单位都可使用",
            ref=figure.ref,
            by=by,
            secrecy=figure.secrecy,
        )
    return asked


@transaction.atomic
def decline(asked: DataRequest, *, answer: str, by: Actor) -> None:
    """Say why there is no such value, or when there will be (答复说明).

    Raises:
        NotPermitted: the actor does not keep the figure.
        RuleBroken: it is answered already, or nothing is said.
    """
    request_policy.require(by, "answer", asked)
    if not answer.strip():
        raise RuleBroken("请写明情况", code="no_answer", field="answer")
    states.move(asked, to=RequestState.DECLINED, answer=answer, answered_at=clock.now())
    audit.record("figures.declined", asked.figure, by=by, period=asked.period)
    notifications.notify(
        [asked.person_id],
        kind="figures.request_answered",
        text=f"“{asked.figure.name}”{registry.label_of(asked.figure, asked.period)}：{answer}",
        ref=asked.figure.ref,
        by=by,
        secrecy=asked.figure.secrecy,
    )
