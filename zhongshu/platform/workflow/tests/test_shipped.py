"""The drawings that come with the product, walked through with a stand-in for the domain's commands."""

import pytest

from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow import registry
from zhongshu.platform.workflow.bpmn.checking import Surroundings, check
from zhongshu.platform.workflow.bpmn.compiling import compile_model
from zhongshu.platform.workflow.commands.loading import SHIPPED
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowVersion
from zhongshu.platform.workflow.tests.factories import Office, where

DUTIES = (
    "reviewer",
    "office_director",
    "secretary_general",
    "principal_head",
    "registry_clerk",
    "proofreader",
    "printer",
    "seal_keeper",
)


@pytest.fixture
def staffed(office: Office) -> Office:
    for duty in DUTIES:
        office.person(duty, duty)
    return office


def walk(
    office: Office, instance: FlowInstance, choices: dict[str, dict] | None = None, outcomes: dict[str, str] | None = None
) -> list[str]:
    """Let whoever may act complete every item; returns the steps in the order in which they were done."""
    walked = []
    for _ in range(40):
        item = FlowItem.objects.filter(instance=instance, state="open").select_related("step").order_by("pk").first()
        if item is None:
            return walked
        if item.assignee is None:
            key = item.holders.get().key.rpartition(":")[2]
            actor = office.actor(key)
        else:
            actor = office.actor(item.assignee_name)
        panel = workflow.panel_of(workflow.item(item.pk), actor)
        outcome = (outcomes or {}).get(item.step.node) or (panel.outcomes[0][0] if panel.outcomes else "")
        workflow.complete(item.pk, outcome=outcome, words="同意", choose=(choices or {}).get(item.step.node), by=actor)
        walked.append(item.step.name)
    raise AssertionError(f"the process does not end: {where(instance)}")


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.key)
def test_a_shipped_drawing_has_no_finding(shipped, called: list[str]) -> None:
    around = Surroundings(commands=registry.commands())

    assert check(compile_model(shipped.bpmn_xml), around) == []


def test_loading_is_safe_to_repeat_and_keeps_what_an_office_drew(staffed: Office, called: list[str]) -> None:
    assert workflow.load_definitions() == [shipped.key for shipped in SHIPPED]
    assert workflow.load_definitions() == []

    own = SHIPPED[0].bpmn_xml.replace('name="拟稿"', 'name="起草"')
    definition = FlowVersion.objects.get(definition__key="outgoing").definition
    workflow.publish_version(
        workflow.save_draft(definition, own, note="本单位", by=staffed.actor("甲").system()), by=staffed.actor("甲").system()
    )

    assert workflow.load_definitions() == []
    assert definition.versions.get(state="published").note == "本单位"


def test_a_document_goes_from_draft_to_dispatch(staffed: Office, called: list[str]) -> None:
    workflow.load_definitions()
    signers = staffed.ids("会签一", "会签二")
    instance = staffed.start("outgoing", countersigners=signers, signatory=staffed.ids("签发人"), needs_seal=True)

    walked = walk(staffed, instance)

    assert walked == ["拟稿", "核稿", "会签", "会签", "审批", "签发", "编号", "校核", "印制", "用印", "分发"]
    assert called[0] == "documents.start_review"
    assert called[-1] == "documents.dispatch"
    instance.refresh_from_db()
    assert instance.state == "completed"


def test_without_countersigners_and_seal_the_shorter_way_is_taken(staffed: Office, called: list[str]) -> None:
    workflow.load_definitions()
    instance = staffed.start("outgoing", countersigners=[], signatory=staffed.ids("签发人"), needs_seal=False)

    assert walk(staffed, instance) == ["拟稿", "核稿", "审批", "签发", "编号", "校核", "印制", "分发"]


def test_a_joint_document_is_signed_by_every_organ(staffed: Office, called: list[str]) -> None:
    workflow.load_definitions()
    first, second = Office(), Office()
    for other, name in ((first, "甲局签发"), (second, "乙局负责")):
        other.people[name] = staffed.people[name] = other.person(name, "signatory" if name == "甲局签发" else "principal_head")
    organs = [first.organ.pk, second.organ.pk]
    instance = staffed.start(
        "outgoing_joint", countersigners=[], signatory=staffed.ids("签发人"), joint_organs=organs, needs_seal=True
    )

    walked = walk(staffed, instance)

    assert walked[2:6] == ["审批", "联合机关会签", "联合机关会签", "签发"]


@pytest.mark.parametrize(
    ("key", "steps"),
    [
        ("outgoing_letter", ["拟稿", "核稿", "签发", "编号", "校核", "印制", "用印", "分发"]),
        ("outgoing_order", ["拟稿", "核稿", "合法性审核", "审批", "签发", "编号", "校核", "印制", "用印", "分发"]),
        ("outgoing_minutes", ["拟稿", "核稿", "审批", "签发", "编号", "校核", "印制", "分发"]),
    ],
)
def test_the_other_formats_have_their_own_way(staffed: Office, called: list[str], key: str, steps: list[str]) -> None:
    workflow.load_definitions()
    instance = staffed.start(key, countersigners=[], signatory=staffed.ids("签发人"), needs_seal=True)

    assert walk(staffed, instance) == steps


def test_an_incoming_document_is_instructed_handled_and_answered(staffed: Office, called: list[str]) -> None:
    workflow.load_definitions()
    handling = Office()
    staffed.people["承办人"] = handling.person("承办人", "contact_person")
    instance = staffed.start("incoming_action")

    walked = walk(
        staffed,
        instance,
        {"propose_handling": {"instructors": staffed.ids("领导一", "领导二")}, "allot": {"handling_units": [handling.organ.pk]}},
    )

    assert walked == ["初审", "拟办", "批示", "批示", "分办", "承办", "答复", "办结"]
    assert called[0] == "documents.register"


def test_an_incoming_document_that_breaks_the_rules_is_returned(staffed: Office, called: list[str]) -> None:
    workflow.load_definitions()
    instance = staffed.start("incoming_action")

    assert walk(staffed, instance, outcomes={"preliminary_review": "return"}) == ["初审"]
    instance.refresh_from_db()
    assert instance.state == "completed"


def test_a_document_for_information_is_circulated(staffed: Office, called: list[str]) -> None:
    workflow.load_definitions()
    instance = staffed.start("incoming_information")

    assert walk(staffed, instance) == ["初审", "拟办", "传阅", "办结"]
