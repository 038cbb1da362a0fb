import pytest

from zhongshu.kernel import clock, kinds
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.opinions.models import Opinion
from zhongshu.platform.opinions.tests.factories import STROKES, picture_text
from zhongshu.platform.organizations.models import Unit
from zhongshu.platform.workflow.tests.factories import holders, publish, where
from zhongshu.platform.worklist import public as worklist
from zhongshu.platform.worklist.tests.factories import approval, estrange, matter, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_review(office):
    """A matter that 乙 has to review; 丙 will sign."""
    publish(approval(), "approval")
    instance = matter(office, "approval", title="关于甲事的通知")
    office.do(instance, "甲", choose={"reviewer": office.ids("乙"), "leader": office.ids("丙")})
    return instance


@pytest.fixture
def at_signing(office, at_review):
    office.do(at_review, "乙", words="拟同意。")
    return at_review


@pytest.fixture
def sign_in(client, office):
    return lambda name: signed_in(client, office.person(name))


def _address(office, instance, name: str, verb: str = "complete") -> str:
    return f"/worklist/items/{office.item(instance, name).pk}/{verb}/"


def test_completing_records_the_words_and_moves_the_matter_on(office, at_review, sign_in):
    answer = sign_in("乙").post(_address(office, at_review, "乙"), {"words": "拟同意，请审定。"})

    assert (answer.status_code, answer.headers["Location"]) == (302, kinds.url(at_review.ref))
    assert holders(at_review) == ["丙"]
    opinion = Opinion.objects.get(column="核稿")
    assert (opinion.words, opinion.person_name, opinion.attitude) == ("拟同意，请审定。", "乙", "comment")


def test_an_opinion_is_hidden_from_all_but_those_named(office, at_review, sign_in):
    address = _address(office, at_review, "乙")
    sign_in("乙").post(address, {"words": "人选另议。", "visible_to": [office.person("丙").pk]})

    read_by = {name: opinions.columns(at_review.ref, office.actor(name)) for name in "甲乙丙"}
    assert [bool(read_by[name].get("核稿")) for name in "甲乙丙"] == [False, True, True]


def test_a_fragment_is_told_where_to_go(office, at_review, sign_in):
    answer = sign_in("乙").post(_address(office, at_review, "乙"), {"words": "可。"}, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, kinds.url(at_review.ref))


def test_a_refusal_keeps_what_was_typed(office, at_signing, sign_in):
    answer = sign_in("丙").post(_address(office, at_signing, "丙"), {"words": "  再研究一下\n第二行", "outcome": ""})

    assert answer.status_code == 422
    assert "请选择办理结果：同意、不同意" in answer.content.decode()
    assert "再研究一下\n第二行" in answer.content.decode()
    assert holders(at_signing) == ["丙"]


def test_disagreeing_needs_a_word_and_agreeing_does_not(office, at_signing, sign_in):
    client = sign_in("丙")
    refused = client.post(_address(office, at_signing, "丙"), {"outcome": "reject"})
    assert refused.status_code == 422
    assert "请填写意见" in refused.content.decode()

    client.post(_address(office, at_signing, "丙"), {"outcome": "approve"})

    assert Opinion.objects.get(column="签发").attitude == "agree"
    assert where(at_signing) == ["number"]


def test_completing_twice_says_who_did_it_and_when(office, at_review, sign_in):
    client, address = sign_in("乙"), _address(office, at_review, "乙")
    client.post(address, {"words": "可。"})

    again = client.post(address, {"words": "可。"})

    assert again.status_code == 409
    assert "已办：乙，2026-03-02 09:00" in again.content.decode()
    assert Opinion.objects.filter(column="核稿").count() == 1


def test_a_text_changed_since_it_was_read_is_refused_and_the_words_are_kept(office, at_review, sign_in):
    answer = sign_in("乙").post(_address(office, at_review, "乙"), {"words": "可。", "digest": "f" * 64})

    assert answer.status_code == 409
    assert "文稿在您阅读之后有修改" in answer.content.decode()
    assert worklist.panel(at_review.ref, office.actor("乙")).form.initial["words"] == "可。"


def test_a_stranger_finds_no_item_and_a_reader_may_not_handle_it(office, at_review, sign_in):
    address = _address(office, at_review, "乙")
    assert sign_in("丁").post(address, {"words": "可。"}).status_code == 403
    estrange(office.actor("外人"))
    assert sign_in("外人").post(address, {"words": "可。"}).status_code == 404
    assert sign_in("外人").get("/worklist/items/987654/complete/").status_code == 404

    assert holders(at_review) == ["乙"]


def test_administrators_handle_nothing(office, at_review, client):
    for kind in ("system", "security", "audit"):
        answer = signed_in_administrator(client, kind).get(_address(office, at_review, "乙"))
        assert answer.status_code == 403


def test_the_steps_own_form_is_asked_and_handed_to_its_command(office, at_signing, sign_in):
    office.do(at_signing, "丙", outcome="approve", words="同意")
    client, address = sign_in("甲"), _address(office, at_signing, "甲")
    received.clear()

    refused = client.post(address, {"words": ""})
    assert (refused.status_code, "请填写份数" in refused.content.decode()) == (422, True)
    client.post(address, {"words": "", "copies": "30"})

    assert received == [{"copies": 30}]
    at_signing.refresh_from_db()
    assert at_signing.state == "completed"


def test_people_for_later_steps_are_chosen_by_name_where_no_scripts_run(office, sign_in):
    publish(approval(), "approval")
    instance = matter(office, "approval")
    office.ids("乙", "丙")
    unknown = sign_in("甲").post(
        _address(office, instance, "甲"), {"choose_reviewer_names": "无此人", "choose_leader_names": "丙"}
    )
    assert (unknown.status_code, "没有找到“无此人”" in unknown.content.decode()) == (422, True)

    sign_in("甲").post(_address(office, instance, "甲"), {"choose_reviewer_names": "乙", "choose_leader": office.ids("丙")})

    assert holders(instance) == ["乙"]


def test_handwriting_is_kept_with_the_opinion_and_served_to_who_may_see_it(office, at_signing, sign_in):
    client = sign_in("丙")
    client.post(
        _address(office, at_signing, "丙"),
        {"outcome": "approve", "words": "", "handwriting_strokes": STROKES, "handwriting_picture": picture_text()},
    )

    opinion = Opinion.objects.get(column="签发")
    assert opinion.has_handwriting
    picture = client.get(f"/opinions/{opinion.pk}/handwriting.png")
    assert (picture.status_code, picture.headers["Content-Type"], picture.content[:4]) == (200, "image/png", b"\x89PNG")
    estrange(office.actor("外人"))
    assert sign_in("外人").get(f"/opinions/{opinion.pk}/handwriting.png").status_code == 404


def test_damaged_handwriting_is_refused_with_a_sentence(office, at_signing, sign_in):
    answer = sign_in("丙").post(
        _address(office, at_signing, "丙"), {"outcome": "approve", "handwriting_strokes": "[[", "handwriting_picture": "x"}
    )

    assert (answer.status_code, "手写内容没有传完整" in answer.content.decode()) == (422, True)
    assert holders(at_signing) == ["丙"]


def test_approving_and_going_on_leads_to_the_next_item(office, at_signing, sign_in):
    other = matter(office, "approval", title="关于乙事的通知")
    office.do(other, "甲", choose={"reviewer": office.ids("乙"), "leader": office.ids("丙")})
    office.do(other, "乙", words="可。")
    client = sign_in("丙")

    onwards = client.post(_address(office, at_signing, "丙"), {"outcome_then_next": "approve"})
    assert onwards.headers["Location"] == kinds.url(other.ref)
    last = client.post(_address(office, other, "丙"), {"outcome_then_next": "approve"})
    assert last.headers["Location"] == "/worklist/to-do/"


def test_a_draft_is_kept_and_comes_back_to_its_author_only(office, at_review, sign_in):
    address = _address(office, at_review, "乙", "draft")
    assert sign_in("乙").post(address, {"words": "写了一半"}, headers={"X-Autosave": "true"}).status_code == 204
    assert sign_in("乙").post(address, {"words": "写了一半", "attitude": "agree"}).status_code == 302

    assert worklist.panel(at_review.ref, office.actor("乙")).form.initial["words"] == "写了一半"
    assert worklist.panel(at_review.ref, office.actor("甲")).form is None
    assert sign_in("丁").post(address, {"words": "别人的"}).status_code == 403
    assert sign_in("乙").post(address, {"words": "长" * 5001}).status_code == 422
    assert holders(at_review) == ["乙"]


def test_opening_the_panel_notes_the_moment_for_the_holder_only(office, at_review):
    with clock.frozen("2026-03-02 10:00") as moment:
        worklist.panel(at_review.ref, office.actor("甲"))
        assert office.item(at_review, "乙").opened_at is None
        worklist.panel(at_review.ref, office.actor("乙"))
    with clock.frozen("2026-03-02 11:00"):
        worklist.panel(at_review.ref, office.actor("乙"))

    assert office.item(at_review, "乙").opened_at == moment


def test_the_panel_costs_few_queries(office, at_review, django_assert_max_num_queries):
    actor = office.actor("乙")
    worklist.panel(at_review.ref, actor)

    with django_assert_max_num_queries(5):
        worklist.panel(at_review.ref, actor, digest="a" * 64)


def test_several_items_are_handled_with_one_opinion(office, at_review, sign_in):
    other = matter(office, "approval", title="关于乙事的通知")
    office.do(other, "甲", choose={"reviewer": office.ids("乙"), "leader": office.ids("丙")})
    client, ids = sign_in("乙"), [office.item(one, "乙").pk for one in (at_review, other)]
    page = client.get("/worklist/batch/", {"items": ids}).content.decode()
    assert "一并办理（2件）" in page

    answer = client.post("/worklist/batch/", {"items": ids, "words": "拟同意。", "attitude": "agree"})

    assert answer.status_code == 302
    assert [holders(one) for one in (at_review, other)] == [["丙"], ["丙"]]
    assert Opinion.objects.filter(column="核稿", words="拟同意。").count() == 2


def test_items_that_need_a_choice_or_are_somebody_elses_are_left_alone_in_bulk(office, at_signing, sign_in):
    mine, others = office.item(at_signing, "丙").pk, office.item(matter(office, "approval"), "甲").pk
    page = sign_in("丙").get("/worklist/batch/", {"items": [mine, others, "x"]}).content.decode()

    assert "需要逐件办理（1件）" in page
    assert sign_in("丙").post("/worklist/batch/", {"items": [mine, others], "words": "可"}).status_code == 422
    assert holders(at_signing) == ["丙"]


def test_one_refusal_in_bulk_does_not_hold_up_the_others(office, at_review, sign_in):
    other = matter(office, "approval", title="关于乙事的通知")
    office.do(other, "甲", choose={"reviewer": office.ids("乙"), "leader": []})
    ids = [office.item(one, "乙").pk for one in (at_review, other)]

    answer = sign_in("乙").post("/worklist/batch/", {"items": ids, "words": "可。"})

    assert answer.status_code == 200
    assert "已办理1件，1件没有办成" in answer.content.decode()
    assert [holders(at_review), holders(other)] == [["丙"], ["乙"]]


def test_scripts_in_words_and_titles_are_shown_as_text(office, at_review, sign_in):
    Unit.objects.filter(pk=at_review.ref_id).update(name="<script>alert(1)</script>")
    answer = sign_in("乙").post(
        _address(office, at_review, "乙"), {"words": "<script>alert(2)</script>", "outcome": "", "attitude": "nope"}
    )

    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert(2)" in answer.content.decode()


def test_control_characters_are_refused(office, at_review, sign_in):
    answer = sign_in("乙").post(_address(office, at_review, "乙"), {"words": "可\u202e。"})

    assert (answer.status_code, "控制字符" in answer.content.decode()) == (422, True)
