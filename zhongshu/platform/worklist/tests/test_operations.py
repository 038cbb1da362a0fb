import pytest

from zhongshu.kernel import clock
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.opinions.models import Opinion
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.tests.factories import holders, publish, where
from zhongshu.platform.worklist import public as worklist
from zhongshu.platform.worklist.tests.factories import approval, estrange, matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_review(office):
    """A matter that 甲 started and 乙 has to review; 丙 will sign; 管 manages the processes, 文 keeps the registry."""
    publish(approval(), "approval")
    office.person("管", "flow_administrator")
    office.person("文", "registry_clerk")
    instance = matter(office, "approval", title="关于甲事的通知")
    office.do(instance, "甲", choose={"reviewer": office.ids("乙"), "leader": office.ids("丙")})
    return instance


@pytest.fixture
def press(client, office):
    """Sign in as somebody and send an operation's form; returns the answer's status and text."""

    def send(name: str, address: str, **data):
        answer = signed_in(client, office.person(name)).post(address, data)
        return answer.status_code, answer.content.decode()

    return send


def _item(office, instance, name: str, verb: str, **kwargs) -> str:
    return f"/worklist/items/{office.item(instance, name, **kwargs).pk}/{verb}/"


def _offered(office, instance, name: str) -> set[str]:
    return {operation.key for operation in worklist.panel(instance.ref, office.actor(name)).operations}


def test_each_is_offered_what_is_his_to_do(office, at_review):
    assert _offered(office, at_review, "乙") == {"send_back", "consult", "add_signer", "reassign", "circulate", "follow"}
    assert _offered(office, at_review, "甲") == {
        "take_back",
        "urge",
        "remove_signer",
        "withdraw",
        "terminate",
        "circulate",
        "follow",
    }
    assert _offered(office, at_review, "管") == {
        "urge", "remove_signer", "terminate", "suspend", "reassign_for", "skip", "jump", "circulate", "follow",
    }  # fmt: skip
    assert _offered(office, at_review, "文") == {"enter_paper", "circulate", "follow"}


def test_every_offered_operation_opens_as_a_page_and_as_a_dialog(office, at_review, client):
    for name in ("甲", "乙", "管", "文"):
        for operation in worklist.panel(at_review.ref, office.actor(name)).operations:
            if operation.plain:
                continue
            page = signed_in(client, office.person(name)).get(operation.url)
            dialog = client.get(operation.url, headers={"HX-Request": "true"})
            assert (operation.key, page.status_code, dialog.status_code) == (operation.key, 200, 200)
            assert "<html" in page.content.decode()
            assert dialog.content.decode().lstrip().startswith('<div id="dialog-body">')


def test_sending_back_asks_where_how_and_why(office, at_review, press):
    address = _item(office, at_review, "乙", "send-back")
    target = workflow.returnable_steps(office.item(at_review, "乙").pk, by=office.actor("乙"))[0].step_id
    status, text = press("乙", address, to_step_id=target, mode="walk", reason="")
    assert (status, "请填写理由" in text, where(at_review)) == (422, True, ["review"])

    assert press("乙", address, to_step_id=target, mode="walk", reason="缺少依据")[0] == 302

    assert (where(at_review), holders(at_review)) == (["draft"], ["甲"])
    assert worklist.panel(at_review.ref, office.actor("甲")).item.was_returned


def test_sending_back_is_refused_to_others_and_when_it_is_done(office, at_review, press):
    address = _item(office, at_review, "乙", "send-back")
    target = workflow.returnable_steps(office.item(at_review, "乙").pk, by=office.actor("乙"))[0].step_id
    assert press("丁", address, to_step_id=target, mode="walk", reason="x")[0] == 403
    office.do(at_review, "乙", words="可。")

    assert press("乙", address, to_step_id=target, mode="walk", reason="x")[0] in (409, 422)
    assert where(at_review) == ["sign"]


def test_adding_a_signer_beside_before_and_refusing_one_who_is_there(office, at_review, press):
    address = _item(office, at_review, "乙", "add-signer")
    status, text = press("乙", address, mode="beside", people=office.ids("乙"), reason="请共同把关")
    assert (status, "不能选择自己" in text) == (422, True)

    assert press("乙", address, mode="before", people=office.ids("丁"), reason="请先看")[0] == 302

    assert holders(at_review) == ["丁"]
    assert "withdraw_consultation" in _offered(office, at_review, "乙")
    assert press("乙", _item(office, at_review, "乙", "withdraw-consultation", state="held"))[0] == 302
    assert holders(at_review) == ["乙"]


def test_a_signer_is_removed_by_who_added_him(office, at_review, press):
    press("乙", _item(office, at_review, "乙", "add-signer"), mode="beside", people=office.ids("丁"), reason="请共同把关")
    added = office.item(at_review, "丁").pk
    address = f"/worklist/matters/{at_review.pk}/remove-signer/"
    assert press("戊", address, item_id=added)[0] == 403
    assert sorted(holders(at_review)) == sorted(["丁", "乙"])

    assert press("乙", address, item_id=added)[0] == 302

    assert holders(at_review) == ["乙"]


def test_reassigning_gives_the_item_away_with_its_reason(office, at_review, press):
    address = _item(office, at_review, "乙", "reassign")
    status, text = press("乙", address, person_id="", reason="不在岗")
    assert (status, "请选择人员" in text) == (422, True)
    assert press("丁", address, person_id=office.ids("丁"), reason="抢")[0] == 403

    assert press("乙", address, person_id=office.ids("丁"), reason="不在岗")[0] == 302

    assert holders(at_review) == ["丁"]


def test_a_consultation_comes_back_answered(office, at_review, press):
    assert press("乙", _item(office, at_review, "乙", "consult"), people=office.ids("丁"), question="财政口径如何？")[0] == 302
    assert holders(at_review) == ["丁"]
    panel = worklist.panel(at_review.ref, office.actor("丁"))
    assert (panel.is_consultation, panel.item.reason) == (True, "财政口径如何？")
    address = _item(office, at_review, "丁", "complete")
    assert press("丁", address, words="")[0] == 422

    assert press("丁", address, words="按年初预算执行。")[0] == 302

    assert holders(at_review) == ["乙"]
    assert Opinion.objects.get(kind="consultation").words == "按年初预算执行。"


def test_taking_back_works_until_it_is_opened(office, at_review, press):
    address = f"/worklist/items/{workflow.takeable_items(at_review, office.actor('甲'))[0].pk}/take-back/"
    worklist.panel(at_review.ref, office.actor("乙"))
    status, text = press("甲", address, reason="漏了附件")
    assert (status in (409, 422), where(at_review)) == (True, ["review"])
    assert "打开" in text


def test_taking_back_before_it_is_opened(office, at_review, press):
    address = f"/worklist/items/{workflow.takeable_items(at_review, office.actor('甲'))[0].pk}/take-back/"
    assert press("乙", address, reason="不是我的")[0] == 403

    assert press("甲", address, reason="漏了附件")[0] == 302

    assert (where(at_review), holders(at_review)) == (["draft"], ["甲"])


def test_urging_is_limited_to_once_a_day_and_to_who_may(office, at_review, press):
    address, item = f"/worklist/matters/{at_review.pk}/urge/", office.item(at_review, "乙").pk
    assert press("丁", address, items=[item], text="快")[0] == 403
    assert press("甲", address, items=[item], text="请今天办完")[0] == 302
    status, text = press("甲", address, items=[item], text="再催")

    assert (status, "今天已经催办过" in text) == (422, True)
    assert office.item(at_review, "乙").times_urged == 1


def test_withdrawing_is_the_starters(office, at_review, press):
    address = f"/worklist/matters/{at_review.pk}/withdraw/"
    assert press("乙", address, reason="不发了")[0] == 403
    assert press("甲", address, reason="")[0] == 422
    assert press("甲", address, reason="不发了")[0] == 302

    at_review.refresh_from_db()
    assert (at_review.state, holders(at_review)) == ("withdrawn", [])
    assert press("甲", address, reason="再撤")[0] in (409, 422)


def test_terminating_and_restoring(office, at_review, press):
    assert press("乙", f"/worklist/matters/{at_review.pk}/terminate/", reason="停")[0] == 403
    assert press("管", f"/worklist/matters/{at_review.pk}/terminate/", reason="重复")[0] == 302
    assert "restore" in _offered(office, at_review, "管")
    assert "restore" not in _offered(office, at_review, "甲")

    assert press("管", f"/worklist/matters/{at_review.pk}/restore/", reason="误停")[0] == 302

    at_review.refresh_from_db()
    assert (at_review.state, holders(at_review)) == ("running", ["乙"])


def test_suspending_stops_the_work_and_resuming_goes_on(office, at_review, press):
    assert press("甲", f"/worklist/matters/{at_review.pk}/suspend/", reason="等上级批复")[0] == 403
    assert press("管", f"/worklist/matters/{at_review.pk}/suspend/", reason="等上级批复")[0] == 302
    status, text = press("乙", _item(office, at_review, "乙", "complete"), words="可。")
    assert (status, "挂起" in text) == (422, True)

    assert press("管", f"/worklist/matters/{at_review.pk}/resume/", reason="批复已到")[0] == 302
    assert press("乙", _item(office, at_review, "乙", "complete"), words="可。")[0] == 302


def test_skipping_reassigning_and_jumping_are_the_flow_administrators(office, at_review, press):
    item = office.item(at_review, "乙").pk
    for verb, data in (
        ("skip", {"item_id": item}),
        ("reassign-for", {"item_id": item, "person_id": office.ids("丁")}),
        ("jump", {"from_step_ids": [office.item(at_review, "乙").step_id], "to_node": "sign"}),
    ):
        assert press("甲", f"/worklist/matters/{at_review.pk}/{verb}/", reason="无权", **data)[0] == 403
    assert holders(at_review) == ["乙"]

    assert (
        press("管", f"/worklist/matters/{at_review.pk}/reassign-for/", item_id=item, person_id=office.ids("丁"), reason="出差")[0]
        == 302
    )
    assert holders(at_review) == ["丁"]
    assert (
        press("管", f"/worklist/matters/{at_review.pk}/skip/", item_id=office.item(at_review, "丁").pk, reason="已口头核过")[0]
        == 302
    )
    assert where(at_review) == ["sign"]
    step = office.item(at_review, "丙").step_id
    assert press("管", f"/worklist/matters/{at_review.pk}/jump/", from_step_ids=[step], to_node="review", reason="重核")[0] == 302
    assert where(at_review) == ["review"]
    assert not Opinion.objects.filter(column="核稿").exists()


def test_a_clerk_enters_what_a_leader_wrote_on_paper(office, at_review, press):
    office.do(at_review, "乙", words="可。")
    address, item = f"/worklist/matters/{at_review.pk}/enter-paper/", office.item(at_review, "丙").pk
    data = {"item_id": item, "outcome": "approve", "words": "同意，请抓紧。", "paper_date": "2026-02-27"}
    assert press("丁", address, **data)[0] == 403
    assert press("文", address, **{**data, "paper_date": "2026-03-09"})[0] == 422
    assert holders(at_review) == ["丙"]

    assert press("文", address, **data)[0] == 302

    opinion = Opinion.objects.get(column="签发")
    assert (opinion.person_name, opinion.entered_by_name, str(opinion.paper_date)) == ("丙", "文", "2026-02-27")
    assert where(at_review) == ["number"]


def test_all_pending_work_of_a_leaver_goes_over_at_once(office, at_review, press):
    other = matter(office, "approval")
    office.do(other, "甲", choose={"reviewer": office.ids("乙"), "leader": office.ids("丙")})
    data = {"person_id": office.ids("乙"), "to_person_id": office.ids("丁"), "reason": "调离"}
    assert press("甲", "/worklist/hand-over/", **data)[0] == 403
    assert press("管", "/worklist/hand-over/", **{**data, "to_person_id": office.ids("乙")})[0] == 422

    assert press("管", "/worklist/hand-over/", **data)[0] == 302

    assert [holders(at_review), holders(other)] == [["丁"], ["丁"]]


def test_an_operation_on_a_matter_that_one_may_not_see_is_not_found(office, at_review, press):
    estrange(office.actor("外人"))

    for verb in ("urge", "remove-signer", "withdraw", "enter-paper", "skip", "jump"):
        assert press("外人", f"/worklist/matters/{at_review.pk}/{verb}/", reason="x")[0] == 404


def test_administrators_do_nothing_with_matters(office, at_review, client):
    signed_in_administrator(client, "system")

    for address in (f"/worklist/matters/{at_review.pk}/skip/", "/worklist/hand-over/", "/worklist/to-do/"):
        assert client.get(address).status_code == 403


def test_following_from_the_panel(office, at_review, press):
    address = f"/worklist/about/{at_review.ref_kind}/{at_review.ref_id}/"
    assert press("丁", f"{address}follow/")[0] == 302
    assert worklist.panel(at_review.ref, office.actor("丁")).situation.following
    assert press("丁", f"{address}unfollow/")[0] == 302
    estrange(office.actor("外人"))
    assert press("外人", f"{address}follow/")[0] == 404


def test_a_late_opening_is_no_reason_to_lose_the_clock(office, at_review):
    with clock.frozen("2026-03-10 09:00"):
        office.do(at_review, "乙", words="可。")
    with clock.frozen("2026-03-13 09:00"):
        panel = worklist.panel(at_review.ref, office.actor("丙"))

    assert (panel.light, panel.limit_words) == ("red", "超期1个工作日")
