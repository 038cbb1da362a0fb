"""What people keep for their own work: views of the ledger, workbooks taken along."""

from django.db import IntegrityError, transaction

from zhongshu.domains.supervision.models import SavedView
from zhongshu.domains.supervision.policies import saved_view_policy
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit

MOST_VIEWS = 20


@transaction.atomic
def save_view(name: str, query: str, *, by: Actor) -> SavedView:
    """Keep filters, columns and grouping of the ledger under a name (常用视图).

    Raises:
        NotPermitted: an administrator's account.
        RuleBroken: the name is taken, or too many are kept.
    """
    if by.person_id is None:
        raise NotPermitted("管理员账号没有常用视图", code="no_person")
    if SavedView.objects.filter(person=by.person_id).count() >= MOST_VIEWS:
        raise RuleBroken(f"常用视图最多{MOST_VIEWS}个，请先删除不用的", code="too_many_views", field="name")
    try:
        with transaction.atomic():
            return SavedView.objects.create(person_id=by.person_id, name=name.strip()[:30], query=query[:1000])
    except IntegrityError as error:
        raise RuleBroken("已有同名的常用视图，请换个名称", code="view_exists", field="name") from error


@transaction.atomic
def remove_view(view: SavedView, *, by: Actor) -> None:
    """Drop a kept view.

    Raises:
        NotPermitted: another person's.
    """
    saved_view_policy.require(by, "use", view)
    view.delete()


def record_export(*, count: int, by: Actor) -> None:
    """Write down that many items left the system at once."""
    audit.record("supervision.exported", ObjectRef("supervision.ledger", 0, "督查台账"), by=by, count=count)
