"""Matters of a kind that has pages, and processes for them."""

from typing import Any

from django import forms
from django.db.models import Q

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.policy import NOBODY, Policy
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.organizations.models import Unit
from zhongshu.platform.organizations.tests.factories import UnitFactory
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.tests.drawing import Drawing
from zhongshu.platform.workflow.tests.factories import Office

KIND = "worklist.tested"
_policy = Policy(Unit)
# Everybody of the office sees the matters; strangers are those of whom it is said below.
_strangers: set[int] = set()
_policy.allow("view", "查看", lambda actor: Q() if actor.person_id and actor.person_id not in _strangers else NOBODY)
Policy.registered.remove(_policy)  # it belongs to no module


def estrange(actor: Actor) -> Actor:
    """Let a person see no matter of this kind by its own rule."""
    _strangers.add(actor.person_id)
    return actor


def announce() -> None:
    _strangers.clear()
    kinds.register(
        kinds.ObjectKind(
            kind=KIND,
            label="试件",
            model="organizations.Unit",
            policy=_policy,
            url=lambda pk: f"/tested/{pk}/",
            text_digest=lambda pk: f"{pk:064d}",
            title_field="name",
        )
    )


def matter(
    office: Office, key: str, *, by: str = "甲", title: str = "", secrecy: int = 0, **variables: Any
) -> workflow.FlowInstance:
    """Start a process about a new matter."""
    announce()
    unit = UnitFactory(**({"name": title} if title else {}))
    ref = ObjectRef(KIND, unit.pk, unit.name, f"试〔2026〕{unit.pk}号")
    return workflow.start(key, ref=ref, organ_id=office.organ.pk, by=office.actor(by), variables=variables, secrecy=secrecy)


class NumberForm(OfficeForm):
    """What the command of the step "numbered" asks for."""

    copies = forms.IntegerField(label="份数", min_value=1, error_messages={"required": "请填写份数"})

    def __init__(self, *args: Any, ref: ObjectRef, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


received: list[dict[str, Any]] = []


def _number(call: workflow.StepCall) -> None:
    received.append(dict(call.data))


workflow.register_command("worklist_tests.number", label="编号", run=_number, form=NumberForm)


def approval() -> Drawing:
    """Draw 拟稿 → 核稿 (words needed, may be handled in bulk) → 签发 (two outcomes, two working days) → 编号 (with a form)."""
    return (
        Drawing("approval", "发文审批")
        .start()
        .user("draft", name="拟稿", choose="reviewer:核稿人,leader:签发人")
        .user("review", name="核稿", assign="var:reviewer", column="核稿", needsOpinion=True, allowBatch=True)
        .user("sign", name="签发", assign="var:leader", column="签发", outcomes="approve:同意,reject:不同意", dueWorkdays=2)
        .user("number", name="编号", assign="starter", command="worklist_tests.number")
        .end()
        .flow("start", "draft", "review", "sign", "number", "end")
    )
