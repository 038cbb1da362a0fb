"""The processes that come with the product."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.text import digest
from zhongshu.platform.workflow.choices import VersionState
from zhongshu.platform.workflow.commands.defining import define, publish_version, save_draft
from zhongshu.platform.workflow.models import FlowDefinition

FOLDER = Path(__file__).resolve().parent.parent / "definitions"
OUTGOING = "documents.outgoing"
INCOMING = "documents.incoming"


@dataclass(frozen=True, slots=True)
class Shipped:
    """One process of the product; its drawing is ``definitions/<key>.bpmn``."""

    key: str
    name: str
    category: str

    @property
    def bpmn_xml(self) -> str:
        return (FOLDER / f"{self.key}.bpmn").read_text(encoding="utf-8")


SHIPPED = (
    Shipped("outgoing", "发文", OUTGOING),
    Shipped("outgoing_joint", "联合发文", OUTGOING),
    Shipped("outgoing_letter", "函", OUTGOING),
    Shipped("outgoing_order", "命令（令）", OUTGOING),
    Shipped("outgoing_minutes", "纪要", OUTGOING),
    Shipped("incoming_action", "收文办件", INCOMING),
    Shipped("incoming_information", "收文阅件", INCOMING),
)


@transaction.atomic
def load_definitions(*, by: Actor | None = None, only: tuple[str, ...] = ()) -> list[str]:
    """Publish the shipped processes that this installation does not have yet; returns their keys. Safe to run twice.

    A process that the office has drawn anew keeps its own version: a shipped drawing is loaded only where none was published,
    or where the version in use is an older shipped one.

    Raises:
        RuleBroken: a shipped drawing has errors here, such as a command that no installed module announced.
    """
    actor = by or Actor.system("系统安装")
    loaded = []
    for rank, shipped in enumerate(SHIPPED, start=1):
        if only and shipped.key not in only:
            continue
        definition = define(shipped.key, name=shipped.name, category=shipped.category, rank_order=rank * 10, by=actor)
        if _is_needed(definition, shipped.bpmn_xml):
            version = save_draft(definition, shipped.bpmn_xml, note=SHIPPED_NOTE, by=actor)
            publish_version(version, ask_holders=False, by=actor)
            loaded.append(shipped.key)
    return loaded


SHIPPED_NOTE = "随系统提供"


def _is_needed(definition: FlowDefinition, bpmn_xml: str) -> bool:
    versions = definition.versions.exclude(state=VersionState.DRAFT)
    if versions.filter(fingerprint=digest(bpmn_xml)).exists():
        return False
    present = versions.filter(state=VersionState.PUBLISHED).first()
    if definition.versions.filter(state=VersionState.DRAFT).exists():
        return False  # an administrator is drawing; his draft is not overwritten
    return present is None or present.note == SHIPPED_NOTE
