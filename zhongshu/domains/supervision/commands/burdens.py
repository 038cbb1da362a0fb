"""The estimates of the burden meter, kept by the system administrator."""

from django.db import transaction

from zhongshu.domains.supervision.commands.ruling import require_administrator
from zhongshu.domains.supervision.models.burdens import BurdenEstimate
from zhongshu.kernel import burdens, clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit

_ABOUT = ObjectRef("supervision.burdens", 0, "基层负担估计")
MOST_MINUTES = 2400


@transaction.atomic
def change_estimate(kind: str, *, minutes: int, basis: str, by: Actor) -> None:
    """Say how many minutes one request of a kind costs a unit (调整负担估计), and what the figure rests on.

    Raises:
        NotPermitted: not the system administrator.
        RuleBroken: no such kind, no basis, or more than a week.
    """
    require_administrator(by)
    if kind not in {each.key for each in burdens.kinds()}:
        raise RuleBroken("没有这种事项，请刷新后重试", code="unknown_kind")
    if not basis.strip():
        raise RuleBroken("请写明依据，如本地抽样调查的结果", code="no_basis", field="basis")
    if minutes > MOST_MINUTES:
        raise RuleBroken(f"单件估计不超过{MOST_MINUTES}分钟（一周）", code="too_many_minutes", field="minutes")
    before = burdens.estimates()[kind]
    values = {"minutes": minutes, "basis": basis.strip()[:200], "changed_at": clock.now(), "changed_by_name": by.name[:40]}
    BurdenEstimate.objects.update_or_create(kind=kind, defaults=values)
    audit.record("supervision.estimate_changed", _ABOUT, by=by, kind=kind, before=before, minutes=minutes, basis=basis)
