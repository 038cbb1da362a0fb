import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.kinds import ObjectKind
from zhongshu.kernel.policy import EVERYBODY, Policy
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.commands.loading import SHIPPED
from zhongshu.platform.workflow.models import FlowDefinition, FlowInstance
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import KIND, Office, publish

EVERYTHING = Actor.system()


@pytest.fixture
def matter(office: Office) -> FlowInstance:
    office.person("乙", "reviewer")
    publish(
        line(
            "draft",
            "review",
            "last",
            draft={"name": "拟稿"},
            review={"assign": "duty:reviewer", "name": "核稿", "dueWorkdays": "3"},
        )
    )
    instance = office.start("line")
    office.do(instance, "甲", words="请核")
    return instance


@pytest.fixture
def visible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody may see every matter whose process exists."""
    policy: Policy = Policy(FlowInstance)
    Policy.registered.remove(policy)
    policy.allow("view", "查看", lambda actor: EVERYBODY)
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(ObjectKind(KIND, "事项", "workflow.FlowInstance", policy, url=lambda pk: f"/{pk}/"))


def test_the_timeline_tells_what_happened_and_who_holds_it_now(office: Office, matter: FlowInstance) -> None:
    entries = workflow.timeline(matter.ref, EVERYTHING)

    assert [(entry.what, entry.who, entry.step) for entry in entries] == [
        ("发起", "甲", ""),
        ("办理", "甲", "拟稿"),
        ("尚未打开", "乙", "核稿"),
    ]
    assert entries[1].words == "请核"


def test_who_may_not_see_the_matter_sees_neither_timeline_nor_picture(office: Office, matter: FlowInstance) -> None:
    assert workflow.timeline(matter.ref, office.actor("丙")) == []
    assert workflow.picture(matter.ref, office.actor("丙")).svg == ""


def test_the_list_beside_the_picture_says_where_it_is_in_whose_hands_and_until_when(office: Office, matter: FlowInstance) -> None:
    steps = workflow.picture(matter.ref, EVERYTHING).steps

    assert [(step.name, step.state, step.who) for step in steps] == [
        ("拟稿", "done", "甲"),
        ("核稿", "now", "乙"),
        ("last", "next", ""),
    ]
    assert steps[1].note.startswith("03-02 09:00起，时限03-05")


def test_a_return_is_seen_in_the_picture(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")
    [target] = workflow.returnable_steps(item.pk, by=office.actor("乙"))
    workflow.send_back(item.pk, to_step_id=target.step_id, reason="补充", by=office.actor("乙"))

    steps = workflow.picture(matter.ref, EVERYTHING).steps

    assert [(step.name, step.round, step.state) for step in steps] == [
        ("拟稿", 1, "returned"),
        ("核稿", 1, "returned"),
        ("拟稿", 2, "now"),
        ("last", 0, "next"),
    ]


def test_the_drawing_lights_the_way_that_was_taken(office: Office, called: list[str]) -> None:
    office.person("文书", "registry_clerk")
    office.person("主任", "office_director")
    workflow.load_definitions(only=("incoming_information",), by=EVERYTHING)
    instance = office.start("incoming_information")

    svg = workflow.picture(instance.ref, EVERYTHING).svg

    assert svg.count('data-state="now"') == 1
    assert svg.count('__line" data-taken="true"') == 2
    assert "待认领" in svg


def test_the_lists_hold_what_they_say(office: Office, matter: FlowInstance) -> None:
    first, second = office.actor("甲"), office.actor("乙")

    assert workflow.items_to_do(second).count() == 1
    assert workflow.items_to_do(first).count() == 0
    assert workflow.items_done_by(first).count() == workflow.items_under_way(first).count() == 1
    assert workflow.instances_started_by(first).get() == matter
    office.do(matter, "乙")
    office.do(matter, "甲")
    assert workflow.items_finished(first).count() == 2
    assert workflow.items_under_way(first).count() == 0


def test_nobody_sees_work_above_his_clearance(office: Office) -> None:
    publish(line("draft"))
    office.start("line", secrecy=1)
    office.person("甲").clearance = 0
    office.person("甲").save()

    assert workflow.items_to_do(office.actor("甲")).count() == 0


def test_an_administrator_account_has_no_work(office: Office) -> None:
    assert workflow.items_to_do(Actor(person_id=None, name="系统管理员", administrator="system")).count() == 0


def test_the_panel_offers_what_the_holder_may_do(office: Office, matter: FlowInstance) -> None:
    item = workflow.item(office.item(matter, "乙").pk)
    panel = workflow.panel_of(item, office.actor("乙"))

    assert [code for code, _ in panel.operations] == ["complete", "send_back", "consult", "add_signer", "reassign"]
    assert workflow.panel_of(item, office.actor("丙")).operations == ()


def test_the_whole_matter_offers_what_its_starter_may_do(office: Office, matter: FlowInstance) -> None:
    assert [code for code, _ in workflow.instance_operations(matter, office.actor("甲"))] == ["urge", "withdraw", "terminate"]
    assert workflow.instance_operations(matter, office.actor("乙")) == []


def test_what_i_did_last_may_perhaps_be_taken_back(office: Office, matter: FlowInstance) -> None:
    [item] = workflow.takeable_items(matter, office.actor("甲"))

    assert item.step.name == "拟稿"


def test_the_picture_refreshes_itself_as_a_fragment(client, office: Office, matter: FlowInstance, visible: None) -> None:
    FlowInstance.objects.filter(pk=matter.pk).update(ref_id=matter.pk)
    page = signed_in(client, office.person("甲")).get(reverse("workflow:instance_picture", args=[matter.pk]))

    assert page.status_code == 200
    assert "核稿" in page.content.decode()


def test_the_picture_of_an_unseen_matter_is_not_found(client, office: Office, matter: FlowInstance) -> None:
    assert signed_in(client, office.person("丙")).get(reverse("workflow:instance_picture", args=[matter.pk])).status_code == 404


@pytest.fixture
def editor(client, office: Office):
    """The browser of a flow administrator."""
    office.person("管理员", "flow_administrator")
    return signed_in(client, office.person("管理员"))


def test_the_processes_are_listed_with_their_versions(editor, office: Office) -> None:
    publish(line("a"))

    page = editor.get(reverse("workflow:definitions")).content.decode()

    assert "line" in page
    assert "第1版" in page


def test_the_list_costs_the_same_for_one_process_and_for_many(editor, office: Office) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("workflow:definitions"))
        return len(queries)

    publish(line("a", key="one"))
    editor.get(reverse("workflow:definitions"))
    before = cost()
    for number in range(6):
        publish(line("a", key=f"more{number}"))

    assert cost() == before


def test_one_process_shows_its_drawing_and_versions(editor, office: Office) -> None:
    office.person("文书", "registry_clerk")
    office.person("主任", "office_director")
    workflow.load_definitions(only=("incoming_information",), by=EVERYTHING)

    page = editor.get(reverse("workflow:definition", args=["incoming_information"])).content.decode()

    assert "<svg" in page
    assert "收文阅件" in page


def test_a_draft_is_saved_and_what_is_wrong_is_shown(editor, office: Office) -> None:
    publish(line("a"))
    faulty = Drawing().start().user("a", name="核稿").flow("start", "a").xml()

    page = editor.post(reverse("workflow:edit", args=["line"]), {"bpmn_xml": faulty, "note": "试"})

    assert page.status_code == 200
    assert "后面没有连线" in page.content.decode()
    assert FlowDefinition.objects.get(key="line").versions.get(state="draft").bpmn_xml == faulty


def test_a_broken_file_is_kept_in_the_editor_with_the_reason(editor, office: Office) -> None:
    publish(line("a"))

    page = editor.post(reverse("workflow:edit", args=["line"]), {"bpmn_xml": "<oops/>"})

    assert page.status_code == 422
    assert "不是BPMN" in page.content.decode()
    assert "&lt;oops/&gt;" in page.content.decode()


def test_publishing_a_faulty_draft_is_refused_on_the_page(editor, office: Office) -> None:
    publish(line("a"))
    editor.post(reverse("workflow:edit", args=["line"]), {"bpmn_xml": Drawing().start().user("a").flow("start", "a").xml()})
    draft = FlowDefinition.objects.get(key="line").versions.get(state="draft")

    page = editor.post(reverse("workflow:publish", args=[draft.pk]))

    assert page.status_code == 422
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_sound_draft_is_published(editor, office: Office) -> None:
    publish(line("a"))
    editor.post(reverse("workflow:edit", args=["line"]), {"bpmn_xml": line("a", "b").xml()})
    draft = FlowDefinition.objects.get(key="line").versions.get(state="draft")

    editor.post(reverse("workflow:publish", args=[draft.pk]))

    draft.refresh_from_db()
    assert draft.state == "published"


def test_a_model_is_downloaded_as_it_was_drawn(editor, office: Office) -> None:
    version = publish(line("a"))

    page = editor.get(reverse("workflow:download", args=[version.pk]))

    assert page.content.decode() == version.bpmn_xml
    assert page.headers["Content-Disposition"] == 'attachment; filename="line-1.bpmn"'


def test_a_new_process_begins_with_a_sound_drawing(editor, office: Office) -> None:
    editor.post(reverse("workflow:new_definition"), {"key": "leave", "name": "请假", "category": ""})

    draft = FlowDefinition.objects.get(key="leave").versions.get()
    assert workflow.publish_version(draft, by=EVERYTHING) == []


def test_a_file_drawn_elsewhere_becomes_the_draft(editor, office: Office) -> None:
    publish(line("a"))
    upload = SimpleUploadedFile("x.bpmn", SHIPPED[4].bpmn_xml.encode())

    editor.post(reverse("workflow:import_model", args=["line"]), {"file": upload})

    assert FlowDefinition.objects.get(key="line").versions.get(state="draft").bpmn_xml == SHIPPED[4].bpmn_xml


def test_a_leavers_work_is_handed_over_on_a_page(editor, office: Office) -> None:
    publish(line("a"))
    instance = office.start("line")

    editor.post(
        reverse("workflow:hand_over"),
        {"from_person": office.person("甲").pk, "to_person": office.person("丁").pk, "reason": "调离"},
    )

    assert office.item(instance).assignee_name == "丁"


@pytest.mark.parametrize("name", ["definitions", "new_definition", "hand_over"])
def test_who_does_not_manage_processes_stays_out(client, office: Office, name: str) -> None:
    assert signed_in(client, office.person("甲")).get(reverse(f"workflow:{name}")).status_code == 403
