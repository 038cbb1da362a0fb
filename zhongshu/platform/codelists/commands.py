"""Writes of the code lists."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.versioned import new_version
from zhongshu.platform.audit import public as audit
from zhongshu.platform.codelists import catalogue
from zhongshu.platform.codelists.models import CodeList, CodeListStamp, CodeValue
from zhongshu.platform.codelists.queries import kept

_SHIPPED = ("label", "note", "attributes", "rank_order")


@transaction.atomic
def load(lists: Iterable[catalogue.List] = catalogue.CATALOGUE, *, by: Actor) -> list[str]:
    """Bring the shipped lists up to date; safe to repeat. Values that are no longer shipped are retired, an office's own stay.

    Returns:
        The codes of the lists that changed.
    """
    changed = [shipped.code for shipped in lists if _load_list(shipped, by)]
    if changed:
        _stamp()
    return changed


def _load_list(shipped: catalogue.List, by: Actor) -> bool:
    fields = {"label": shipped.label, "source": shipped.source, "open": shipped.open}
    code_list, created = CodeList.objects.get_or_create(code=shipped.code, defaults={**fields, "changed_at": clock.now()})
    known = {value.code: value for value in code_list.values.all()}
    differs = created or any(getattr(code_list, name) != new for name, new in fields.items())
    version = code_list.version if created else code_list.version + 1
    for rank, value in enumerate(shipped.values, start=1):
        row = known.pop(value.code, None)
        wanted = {"label": value.label, "note": value.note, "attributes": dict(value.attributes), "rank_order": rank}
        if row is None:
            CodeValue.objects.create(code_list=code_list, code=value.code, since_version=version, **wanted)
            differs = True
        elif row.end_date or row.own or any(getattr(row, name) != wanted[name] for name in _SHIPPED):
            CodeValue.objects.filter(pk=row.pk).update(**wanted, end_date=None, own=False, since_version=version)
            differs = True
    for row in known.values():
        if not row.own and row.end_date is None:
            CodeValue.objects.filter(pk=row.pk).update(end_date=clock.today() - dt.timedelta(days=1), start_date=None)
            differs = True
    if differs:
        CodeList.objects.filter(pk=code_list.pk).update(**fields, version=version, changed_at=clock.now())
        audit.record("codelists.list_loaded", code_list, by=by, version=version)
    return differs


@transaction.atomic
def add_value(
    code_list: CodeList, *, code: str, label: str, note: str = "", attributes: Mapping[str, Any] | None = None, by: Actor
) -> CodeValue:
    """Add an office's own value to an open list.

    Raises:
        NotPermitted: the actor is not the system administrator.
        RuleBroken: the list is closed, or the code or label is taken.
    """
    _require_system_administrator(by)
    if not code_list.open:
        raise RuleBroken("该代码表由国家规定确定，不能自行增加", code="closed_list")
    if code_list.values.filter(code=code).exists():
        raise RuleBroken("该代码已经使用，请换一个代码", code="code_taken", field="code")
    if code_list.values.filter(label=label, end_date=None).exists():
        raise RuleBroken("该名称已经存在", code="label_taken", field="label")
    last = code_list.values.aggregate(last=Max("rank_order"))["last"] or 0
    value = CodeValue.objects.create(
        code_list=code_list,
        code=code,
        label=label,
        note=note,
        attributes=dict(attributes or {}),
        rank_order=last + 1,
        own=True,
        since_version=code_list.version + 1,
        start_date=clock.today(),
    )
    _changed(code_list)
    audit.record("codelists.value_added", code_list, by=by, value=code)
    return value


@transaction.atomic
def retire_value(value: CodeValue, *, end_date: dt.date | None = None, by: Actor) -> None:
    """Take an office's own value out of use after a day; records that name it stay as they are.

    Raises:
        NotPermitted: the actor is not the system administrator.
        RuleBroken: the value is shipped with the platform, or already retired.
    """
    _require_system_administrator(by)
    if not value.own:
        raise RuleBroken("平台自带的代码不能停用", code="shipped_value")
    day = end_date or clock.today()
    if value.start_date and day < value.start_date:
        raise RuleBroken("停用日期不能早于启用日期", code="ends_before_start", field="end_date")
    if not CodeValue.objects.filter(pk=value.pk, end_date=None).update(end_date=day):
        raise RuleBroken("该代码已经停用", code="already_retired")
    value.end_date = day
    _changed(value.code_list)
    audit.record("codelists.value_retired", value.code_list, by=by, value=value.code, end_date=day)


def _changed(code_list: CodeList) -> None:
    CodeList.objects.filter(pk=code_list.pk).update(version=F("version") + 1, changed_at=clock.now())
    _stamp()


def _stamp() -> None:
    CodeListStamp.objects.update_or_create(pk=1, defaults={"version": new_version()})
    kept.changed()


def _require_system_administrator(actor: Actor) -> None:
    if actor.administrator != "system" and not actor.is_system:
        raise NotPermitted("维护代码表限系统管理员", code="not_system_administrator")
