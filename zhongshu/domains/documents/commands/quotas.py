"""发文指标 set by hand, and saved views of the registers."""

from django.db import transaction

from zhongshu.domains.documents.choices import Register
from zhongshu.domains.documents.models import DocumentQuota, SavedView
from zhongshu.domains.documents.policies import saved_view_policy
from zhongshu.domains.documents.queries import quotas
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

MOST_SAVED_VIEWS = 12


@transaction.atomic
def set_quota(unit_id: int, *, year: int, limit: int, reason: str = "", by: Actor) -> DocumentQuota:
    """Fix a unit's number of documents for a year (核定发文指标). Above last year's a reason is required: it should only fall.

    Raises:
        NotPermitted: not the office director of the unit's organ.
        RuleBroken: above last year's number without a reason.
    """
    unit = organizations.unit(unit_id)
    if unit.organ_id not in by.organs_where(Duty.OFFICE_DIRECTOR):
        raise NotPermitted("您不能核定该单位的发文指标，请由本机关办公室主任办理", code="not_permitted_set")
    last_year = quotas.balance(unit_id, year=year).last_year
    if limit > last_year and not reason.strip():
        raise RuleBroken(f"指标超过上年发文数（{last_year}件），请填写说明", code="above_last_year", field="reason")
    row, _ = DocumentQuota.objects.update_or_create(
        unit_id=unit_id,
        year=year,
        defaults={"limit": limit, "reason": reason.strip()[:300], "set_by_name": by.name, "set_at": clock.now()},
    )
    audit.record("documents.quota_set", row, by=by, unit_id=unit_id, year=year, limit=limit)
    return row


def save_view(register: str, *, name: str, query: str, by: Actor) -> SavedView:
    """Keep the present filters of a register under a name (存为常用查询); the same name is written over.

    Raises:
        NotPermitted: an administrator's account.
        RuleBroken: no name, or a dozen views are kept already.
    """
    name = name.strip()[:30]
    if by.person_id is None:
        raise NotPermitted("管理员账号没有常用查询", code="administrator_keeps_no_views")
    if not name:
        raise RuleBroken("请填写常用查询的名称", code="name_missing", field="name")
    own = SavedView.objects.filter(person_id=by.person_id, register=Register(register))
    if not own.filter(name=name).exists() and own.count() >= MOST_SAVED_VIEWS:
        raise RuleBroken(f"常用查询最多{MOST_SAVED_VIEWS}个，请先删除不用的", code="too_many_views")
    row, _ = SavedView.objects.update_or_create(
        person_id=by.person_id, register=Register(register), name=name, defaults={"query": query.lstrip("?")[:1000]}
    )
    return row


def remove_view(view: SavedView, *, by: Actor) -> None:
    """Drop a saved view.

    Raises:
        NotPermitted: somebody else's.
    """
    saved_view_policy.require(by, "remove", view)
    view.delete()
