"""Organs, sections, posts and what posts do."""

from collections.abc import Iterable

from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations.choices import Duty, SubordinationKind, UnitKind
from zhongshu.platform.organizations.commands._shared import identity_changed, names_changed, ref, require_administrator
from zhongshu.platform.organizations.models import Post, PostDuty, PostHolding, Subordination, Unit
from zhongshu.platform.organizations.queries import held_on


@transaction.atomic
def establish_unit(*, by: Actor, parent: Unit | None = None, **fields) -> Unit:
    """Set up an organ or a section under ``parent``; fills its path and its organ.

    Raises:
        NotPermitted: the actor is not the system administrator.
        RuleBroken: the code is taken, or a section has no organ above it.
    """
    require_administrator(by, "system")
    if fields.get("kind") != UnitKind.ORGAN and parent is None:
        raise RuleBroken("科室必须设在机关之下，请先选择所属机关", code="section_without_organ", field="parent")
    _require_free_code(fields["code"])
    unit = Unit.objects.create(parent=parent, **fields)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.organ = parent.organ if parent and unit.kind == UnitKind.SECTION else unit
    unit.save(update_fields=["path", "organ"])
    names_changed()
    audit.record("organizations.unit_established", ref("unit", unit.pk, unit.name), by=by)
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, by: Actor, **fields) -> None:
    """Change a unit's names, rank or codes. Its place in the tree does not change: a moved unit is closed and set up anew."""
    require_administrator(by, "system")
    if "code" in fields and fields["code"] != unit.code:
        _require_free_code(fields["code"])
    before = {name: getattr(unit, name) for name in fields if getattr(unit, name) != fields[name]}
    if not before:
        return
    Unit.objects.filter(pk=unit.pk).update(**fields)
    unit.refresh_from_db()
    _everybody_in(unit)
    names_changed()
    audit.record("organizations.unit_changed", ref("unit", unit.pk, unit.name), by=by, before=before)


@transaction.atomic
def close_unit(unit: Unit, *, by: Actor) -> None:
    """Close a unit (撤销): it stays in old records and takes nothing new.

    Raises:
        RuleBroken: units below it are in use, somebody still holds a post there, or it is closed already.
    """
    require_administrator(by, "system")
    if Unit.objects.filter(parent=unit, active=True).exists():
        raise RuleBroken("该单位还有在用的下级单位，请先撤销或划转下级单位", code="has_children")
    if PostHolding.objects.filter(held_on(clock.today()), post__unit=unit).exists():
        raise RuleBroken("该单位还有在任人员，请先办理离任", code="has_holders")
    if not Unit.objects.filter(pk=unit.pk, active=True).update(active=False):
        raise RuleBroken("该单位已经撤销", code="already_closed")
    unit.active = False
    names_changed()
    audit.record("organizations.unit_closed", ref("unit", unit.pk, unit.name), by=by)


@transaction.atomic
def subordinate(subordinate: Unit, superior: Unit, *, kind: str = SubordinationKind.DUAL, by: Actor) -> Subordination:
    """Put a unit under a second superior: dual leadership (双重领导) or guidance (业务指导)."""
    require_administrator(by, "system")
    if subordinate.pk == superior.pk or superior.path.startswith(subordinate.path):
        raise RuleBroken("单位不能隶属于自己或下级单位", code="circular_subordination", field="superior")
    if Subordination.objects.filter(superior=superior, subordinate=subordinate).exists():
        raise RuleBroken("这两个单位之间已登记隶属关系", code="already_subordinate", field="superior")
    tie = Subordination.objects.create(superior=superior, subordinate=subordinate, kind=SubordinationKind(kind))
    audit.record(
        "organizations.subordination_added", ref("unit", subordinate.pk, subordinate.name), by=by, superior=superior.name
    )
    return tie


@transaction.atomic
def establish_post(
    unit: Unit, *, name: str, duties: Iterable[str] = (), rank_order: int = 1000, fields: str = "", by: Actor
) -> Post:
    """Set up a post in a unit with what it does in the office's processes.

    An installation's system administrator sets posts up without duties; rights are the security administrator's to give.
    """
    require_administrator(by, "system")
    post = Post.objects.create(unit=unit, name=name, rank_order=rank_order, fields=fields)
    PostDuty.objects.bulk_create([PostDuty(post=post, duty=Duty(duty)) for duty in duties])
    audit.record("organizations.post_established", ref("post", post.pk, f"{unit} {name}"), by=by)
    return post


@transaction.atomic
def change_duties(post: Post, *, duties: Iterable[str], by: Actor) -> None:
    """Say anew what a post does in the office's processes (岗位职责授权); takes effect at its holders' next click.

    Raises:
        NotPermitted: the actor is not the security administrator.
    """
    require_administrator(by, "security")
    wanted = {Duty(duty) for duty in duties}
    present = {Duty(row.duty) for row in post.duties.all()}
    if wanted == present:
        return
    PostDuty.objects.filter(post=post).exclude(duty__in=wanted).delete()
    PostDuty.objects.bulk_create([PostDuty(post=post, duty=duty) for duty in sorted(wanted - present)])
    identity_changed(PostHolding.objects.filter(held_on(clock.today()), post=post).values_list("person_id", flat=True))
    audit.record(
        "organizations.duties_changed",
        ref("post", post.pk, f"{post.unit} {post.name}"),
        by=by,
        given=sorted(wanted - present),
        taken=sorted(present - wanted),
    )


def _require_free_code(code: str) -> None:
    if Unit.objects.filter(code=code).exists():
        raise RuleBroken(f"单位代码“{code}”已被使用，请另编代码", code="code_taken", field="code")


def _everybody_in(unit: Unit) -> None:
    holdings = PostHolding.objects.filter(held_on(clock.today()), post__unit__path__startswith=unit.path)
    identity_changed(holdings.values_list("person_id", flat=True))
