"""Taking a figure into a text: plain words in the text, a row here that knows where they came from."""

from django.db import transaction

from zhongshu.domains.figures.models import Figure, FigureValue, Quotation
from zhongshu.domains.figures.policies import policy
from zhongshu.domains.figures.queries import registry
from zhongshu.kernel import clock, kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.audit import public as audit


@transaction.atomic
def quote(figure: Figure, *, value_id: int, ref: ObjectRef, by: Actor) -> Quotation:
    """Take a value into the text of an object (引用); returns the row whose ``words`` go into the text.

    Raises:
        NotPermitted: the actor may not see the figure, or not the object.
        RuleBroken: the value was revised meanwhile.
    """
    policy.require(by, "view", figure)
    if not kinds.visible(ref, by):
        raise NotPermitted("您不能查看该文稿，不能向其中引用数据", code="not_permitted_view")
    row = FigureValue.objects.filter(figure=figure, pk=value_id).first()
    if row is None or row.superseded_at is not None:
        raise RuleBroken("该数值刚刚已修订，请刷新后引用新的数值", code="superseded")
    held = registry.as_held(figure, row)
    quotation = Quotation.objects.create(
        **ref_fields(ref),
        figure=figure,
        value=row,
        words=held.words,
        person_id=by.person_id,
        person_name=by.name,
        quoted_at=clock.now(),
    )
    audit.record("figures.quoted", figure, by=by, period=row.period, into=f"{ref.kind}:{ref.id}")
    return quotation
