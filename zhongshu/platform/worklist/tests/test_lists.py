import datetime as dt

import pytest
from django.db.models import Value

from zhongshu.kernel import clock
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.tests.drawing import line
from zhongshu.platform.workflow.tests.factories import publish
from zhongshu.platform.worklist import commands, registry
from zhongshu.platform.worklist.models import Follow
from zhongshu.platform.worklist.queries import lists
from zhongshu.platform.worklist.queries.counts import counts
from zhongshu.platform.worklist.registry import Errands, register_drafts, register_errands
from zhongshu.platform.worklist.tests.factories import KIND, estrange, matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def flow(office):
    return publish(line("draft", "review", key="two", review={"assign": "var:reviewer", "dueWorkdays": 2}).variable("reviewer"))


def _titles(page) -> list[str]:
    return [row["ref_title"] for row in page]


def _reviewed(office, title: str, **variables):
    """Start a matter that waits for 乙."""
    instance = matter(office, "two", title=title, reviewer=office.ids("乙"), **variables)
    office.do(instance, "甲")
    return instance


def test_work_appears_with_its_holder_and_leaves_when_done(office, flow):
    instance = _reviewed(office, "关于甲事的通知")

    (row,) = lists.to_do(office.actor("乙"))
    assert (row["ref_title"], row["step_name"], row["starter_name"]) == ("关于甲事的通知", "review", "甲")
    assert _titles(lists.to_do(office.actor("甲"))) == []

    office.do(instance, "乙")
    assert _titles(lists.to_do(office.actor("乙"))) == []
    assert _titles(lists.done(office.actor("乙"))) == ["关于甲事的通知"]
    assert _titles(lists.completed(office.actor("乙"))) == ["关于甲事的通知"]
    assert _titles(lists.in_progress(office.actor("乙"))) == []


def test_matters_that_went_through_my_hands_stand_once_in_progress(office, flow):
    instance = _reviewed(office, "关于甲事的通知")
    workflow.send_back(
        office.item(instance, "乙").pk,
        to_step_id=workflow.returnable_steps(office.item(instance, "乙").pk, by=office.actor("乙"))[0].step_id,
        reason="请补充依据",
        by=office.actor("乙"),
    )
    assert _titles(lists.returned(office.actor("甲"))) == ["关于甲事的通知"]
    office.do(instance, "甲")

    assert _titles(lists.done(office.actor("甲"))) == ["关于甲事的通知", "关于甲事的通知"]
    assert _titles(lists.in_progress(office.actor("甲"))) == ["关于甲事的通知"]
    (started,) = lists.started(office.actor("甲"))
    assert started["where"] == "review：乙"


def test_work_is_sorted_by_limit_arrival_or_urgency(office, flow):
    for title, urgency, at in (
        ("一", "none", "2026-03-03"),
        ("二", "extra_urgent", "2026-03-04"),
        ("三", "urgent", "2026-03-02"),
    ):
        with clock.frozen(f"{at} 10:00"):
            _reviewed(office, title, urgency=urgency)
    me = office.actor("乙")

    assert _titles(lists.to_do(me, sort="due")) == ["三", "一", "二"]
    assert _titles(lists.to_do(me, sort="arrived")) == ["二", "一", "三"]
    assert _titles(lists.to_do(me, sort="urgency")) == ["二", "三", "一"]


@pytest.mark.parametrize("sort", ["due", "arrived", "urgency"])
def test_every_row_stands_on_exactly_one_page_in_both_directions(office, flow, sort):
    for number in range(7):
        _reviewed(office, f"第{number}件", urgency=["none", "urgent", "extra_urgent"][number % 3])
    me = office.actor("乙")

    pages, token = [], None
    while True:
        page = lists.to_do(me, sort=sort, after=token, size=3)
        pages.append(page)
        token = page.next
        if token is None:
            break
    forwards = [title for page in pages for title in _titles(page)]
    back = lists.to_do(me, sort=sort, before=pages[-1].previous, size=3)

    assert sorted(forwards) == [f"第{number}件" for number in range(7)]
    assert _titles(back) == _titles(pages[-2])


def test_work_is_filtered_by_light_words_and_kind(office, flow):
    with clock.frozen("2026-03-02 10:00"):
        _reviewed(office, "早来的")
    with clock.frozen("2026-03-05 10:00"):
        _reviewed(office, "晚来的")
    me = office.actor("乙")
    with clock.frozen("2026-03-05 18:00"):
        lamps = calendars.lamps()
        found = {light: _titles(lists.to_do(me, light=light, lamps=lamps)) for light in ("red", "yellow", "green", "none")}

    assert found == {"red": ["早来的"], "yellow": [], "green": ["晚来的"], "none": []}
    assert _titles(lists.to_do(me, words="晚")) == ["晚来的"]
    assert _titles(lists.to_do(me, kind="documents.outgoing")) == []


def test_delegated_work_is_seen_by_both_and_named(office, flow):
    principal, agent = office.person("乙"), office.person("丙")
    organizations.add_delegation(
        principal,
        agent,
        start_at=clock.now(),
        end_at=clock.now() + dt.timedelta(days=3),
        reason="出差",
        by=office.actor("乙"),
    )
    _reviewed(office, "关于甲事的通知")

    assert _titles(lists.to_do(office.actor("丙"))) == ["关于甲事的通知"]
    assert _titles(lists.to_do(office.actor("乙"))) == ["关于甲事的通知"]
    assert _titles(lists.delegated(office.actor("丙"))) == ["关于甲事的通知"]
    assert _titles(lists.delegated(office.actor("乙"))) == []
    assert _titles(lists.delegated(office.actor("乙"), given=True)) == ["关于甲事的通知"]


def test_work_to_claim_stands_with_every_candidate_until_one_takes_it(office):
    publish(line("draft", "register", key="claim", register={"assign": "duty:registry_clerk", "claim": True}))
    office.person("文一", "registry_clerk")
    office.person("文二", "registry_clerk")
    instance = matter(office, "claim", title="来文")
    office.do(instance, "甲")
    (row,) = lists.to_do(office.actor("文一"))
    assert (row["assignee_id"], _titles(lists.to_do(office.actor("文二")))) == (None, ["来文"])

    workflow.claim(row["id"], by=office.actor("文一"))

    assert _titles(lists.to_do(office.actor("文一"))) == ["来文"]
    assert _titles(lists.to_do(office.actor("文二"))) == []


def test_nothing_above_the_readers_clearance_is_listed_or_counted(office, flow):
    office.person("乙", clearance=2)
    instance = matter(office, "two", secrecy=1, reviewer=office.ids("乙"))
    office.do(instance, "甲")
    organizations.Person.objects.filter(pk=office.person("乙").pk).update(clearance=0)
    me = office.actor("乙")

    assert _titles(lists.to_do(me)) == []
    assert counts(me)[0] == {"to_do": 0, "to_read": 0, "unread": 0}


def test_lists_cost_one_query_whatever_their_length(office, flow, django_assert_num_queries):
    for number in range(6):
        _reviewed(office, f"第{number}件")
    me, starter = office.actor("乙"), office.actor("甲")

    with django_assert_num_queries(1):
        assert len(lists.to_do(me)) == 6
    with django_assert_num_queries(1):
        assert len(lists.in_progress(starter)) == 6
    with django_assert_num_queries(2):
        assert len(lists.started(starter)) == 6
    with django_assert_num_queries(1):
        assert counts(me)[0] == {"to_do": 6, "to_read": 0, "unread": 0}


def test_the_mark_of_the_counts_changes_when_work_comes_and_goes(office, flow):
    me = office.actor("乙")
    marks = [counts(me)[1]]
    instance = _reviewed(office, "一")
    marks.append(counts(me)[1])
    office.do(instance, "乙")
    marks.append(counts(me)[1])
    circulation.start_round(instance.ref, [me.person_id], by=office.actor("甲"))
    marks.append(counts(me)[1])

    assert marks[0] == marks[2]
    assert len(set(marks)) == 3
    assert counts(me)[0] == {"to_do": 0, "to_read": 1, "unread": 1}
    assert [reading.ref_title for reading in lists.to_read(me)] == ["一"]


def test_followed_matters_are_listed_with_their_state_and_forgotten_on_request(office, flow):
    instance = _reviewed(office, "关于甲事的通知")
    me = office.actor("丁")
    commands.follow(instance.ref, by=me)
    commands.follow(instance.ref, by=me)

    (follow,) = lists.followed(me)
    assert (follow.ref_title, follow.instance_state) == ("关于甲事的通知", "running")
    commands.unfollow(instance.ref, by=me)
    assert len(lists.followed(me)) == 0


def test_what_one_may_not_see_one_may_not_follow(office, flow):
    instance = _reviewed(office, "关于甲事的通知")
    stranger = estrange(office.actor("外人"))

    with pytest.raises(Exception, match="无权查看此件"):
        commands.follow(instance.ref, by=stranger)

    assert len(lists.followed(stranger)) == 0


def test_drafts_come_from_every_subject_that_announced_them(office, monkeypatch):
    from zhongshu.platform.opinions.models import DraftOpinion

    monkeypatch.setattr("zhongshu.platform.worklist.registry._drafts", {})
    me = office.actor("甲")
    for kind, minute in (("tests.one", 1), ("tests.two", 2)):
        register_drafts(
            kind,
            lambda actor, kind=kind: DraftOpinion.objects.filter(person_id=actor.person_id, place=kind),
            label="试件",
            title="words",
            saved_at="saved_at",
        )
        DraftOpinion.objects.create(
            person_id=me.person_id,
            place=kind,
            ref_kind=KIND,
            ref_id=1,
            words=kind,
            saved_at=clock.now() + dt.timedelta(minutes=minute),
        )

    assert [row["draft_title"] for row in lists.drafts(me)] == ["tests.two", "tests.one"]
    assert lists.drafts(office.actor("乙")).rows == []


@pytest.fixture
def errands():
    """Let followed matters stand for a subject that hands out work without a process."""
    register_errands(
        Errands(
            "tests.errand",
            lambda actor: [Follow.objects.filter(person_id=actor.person_id)],
            ref_kind=KIND,
            step=Value("报数"),
            arrived_at="since",
            due_at="since",
            ref_id="ref_id",
            title="ref_title",
            number="ref_number",
            secrecy="person_id",
        )
    )
    yield
    del registry._errands["tests.errand"]


def test_errands_of_a_subject_stand_among_the_items_of_processes(office, flow, errands):
    instance = _reviewed(office, "关于甲事的通知")
    me = office.actor("乙")
    commands.follow(instance.ref, by=me)

    rows = {row["errand"]: (row["ref_title"], row["step_name"], row["assignee_id"]) for row in lists.to_do(me)}

    assert rows == {"": ("关于甲事的通知", "review", me.person_id), "tests.errand": ("关于甲事的通知", "报数", me.person_id)}
    assert counts(me)[0]["to_do"] == 2
    assert counts(office.actor("甲"))[0]["to_do"] == 0


@pytest.mark.parametrize("sort", ["due", "arrived", "urgency"])
def test_no_errand_is_lost_at_the_edge_of_a_page(office, flow, errands, sort):
    me = office.actor("乙")
    for number in range(5):
        commands.follow(_reviewed(office, f"第{number}件").ref, by=me)

    seen, token = [], None
    while True:
        page = lists.to_do(me, sort=sort, after=token, size=3)
        seen += [(row["errand"], row["id"]) for row in page.rows]
        token = page.next
        if token is None:
            break

    assert len(seen) == len(set(seen)) == 10


def test_errands_are_filtered_like_everything_else(office, flow, errands):
    me = office.actor("乙")
    commands.follow(_reviewed(office, "供水").ref, by=me)
    commands.follow(_reviewed(office, "供暖").ref, by=me)
    lamps = calendars.lamps(now=clock.now() + dt.timedelta(days=1))

    assert sorted(row["errand"] for row in lists.to_do(me, words="供水")) == ["", "tests.errand"]
    assert {row["errand"] for row in lists.to_do(me, light="red", lamps=lamps)} == {"tests.errand"}
    assert not lists.to_do(me, kind="another.kind").rows
