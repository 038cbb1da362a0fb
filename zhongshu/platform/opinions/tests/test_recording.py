import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from zhongshu.kernel import clock
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.models import Outbox
from zhongshu.platform.audit.models import Entry
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.opinions.models import Handwriting, Opinion
from zhongshu.platform.opinions.tests.factories import ink, object_of
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, administrator, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


def test_an_opinion_keeps_who_wrote_it_in_which_post_about_which_text(unit):
    leader = actor_for(person_in(unit, "leader", name="陆远"))
    ref = object_of(unit)

    with clock.frozen("2026-11-20 10:30") as moment:
        opinion = opinions.record(
            ref, words="同意。", attitude="agree", column="签发", by=leader, digest="a" * 64, opened_text=True
        )

    opinion.refresh_from_db()
    assert (opinion.person_name, opinion.post_id, opinion.post_name, opinion.organ_name) == (
        "陆远",
        leader.post_id,
        leader.post_name,
        unit.name,
    )
    assert (opinion.words, opinion.attitude, opinion.column, opinion.at) == ("同意。", "agree", "签发", moment)
    assert (opinion.text_digest, opinion.opened_text, opinion.ref) == ("a" * 64, True, ref)


def test_recording_leaves_a_trace_without_the_words(unit):
    opinion = opinions.record(object_of(unit), words="请从严把关。", by=actor_for(person_in(unit)))

    entry = Entry.objects.get(action="opinions.recorded")
    assert entry.facts_read["opinion_id"] == opinion.pk
    assert "请从严把关" not in entry.facts


def test_an_opinion_without_words_needs_an_attitude_that_speaks_for_itself(unit):
    by = actor_for(person_in(unit))

    assert opinions.record(object_of(unit), attitude="tick_read", by=by).words == ""
    with pytest.raises(RuleBroken, match="请填写意见"):
        opinions.record(object_of(unit), attitude="disagree", by=by)
    with pytest.raises(RuleBroken, match="请填写意见"):
        opinions.record(object_of(unit), words="  \n ", by=by)

    assert Opinion.objects.count() == 1


def test_too_many_words_are_refused(unit):
    with pytest.raises(RuleBroken, match="最多5000字"):
        opinions.record(object_of(unit), words="字" * 5001, by=actor_for(person_in(unit)))

    assert not Opinion.objects.exists()


def test_an_administrator_signs_no_opinion(unit):
    with pytest.raises(RuleBroken, match="必须由工作人员签署"):
        opinions.record(object_of(unit), words="同意", by=administrator("system"))


def test_words_written_on_paper_name_the_leader_and_the_clerk(unit):
    leader, clerk = actor_for(person_in(unit, name="陆远")), actor_for(person_in(unit, name="文书"))

    with clock.frozen("2026-11-20 10:30"):
        opinion = opinions.record(object_of(unit), words="请办。", by=leader, entered_by=clerk, paper_date=dt.date(2026, 11, 19))

    assert (opinion.person_name, opinion.entered_by_name, opinion.paper_date) == ("陆远", "文书", dt.date(2026, 11, 19))
    assert Entry.objects.get(action="opinions.recorded").person_name == "文书"


@pytest.mark.parametrize(
    ("paper_date", "sentence"),
    [(None, "必须填写纸面签署日期"), (dt.date(2026, 11, 21), "不能晚于今天")],
)
def test_a_paper_opinion_needs_a_day_that_has_come(unit, paper_date, sentence):
    with clock.frozen("2026-11-20 10:30"), pytest.raises(RuleBroken, match=sentence):
        opinions.record(
            object_of(unit),
            words="请办。",
            by=actor_for(person_in(unit)),
            entered_by=actor_for(person_in(unit)),
            paper_date=paper_date,
        )

    assert not Opinion.objects.exists()


def test_nobody_enters_an_own_opinion_as_from_paper(unit):
    clerk = actor_for(person_in(unit))

    with pytest.raises(RuleBroken, match="代录人不能是签署人本人"):
        opinions.record(object_of(unit), words="请办。", by=clerk, entered_by=clerk, paper_date=clock.today())


def test_an_agent_signs_with_the_principals_name(unit):
    principal, agent = person_in(unit, name="陆远"), person_in(unit, name="江舟")

    opinion = opinions.record(object_of(unit), words="同意。", by=actor_for(agent), behalf_id=principal.pk)

    assert opinion.signature == "江舟（代陆远）"


def test_the_database_refuses_to_change_or_remove_what_was_written(unit):
    opinion = opinions.record(object_of(unit), words="同意。", by=actor_for(person_in(unit)), handwriting=ink())

    for change in (
        lambda: Opinion.objects.filter(pk=opinion.pk).update(words="不同意。"),
        lambda: Opinion.objects.filter(pk=opinion.pk).update(person_name="他人"),
        lambda: Opinion.objects.filter(pk=opinion.pk)._raw_delete("default"),
        lambda: Handwriting.objects.filter(opinion=opinion).update(transcript="改"),
        lambda: Handwriting.objects.filter(opinion=opinion).delete(),
    ):
        with pytest.raises(DatabaseError, match="what was written is never"), transaction.atomic():
            change()

    opinion.refresh_from_db()
    assert (opinion.words, opinion.handwriting.transcript) == ("同意。", "")


def test_a_return_marks_the_opinions_of_the_steps_it_undid_for_good(unit):
    by = actor_for(person_in(unit))
    undone = opinions.record(object_of(unit), words="同意。", by=by, step_id=7)
    kept = opinions.record(object_of(unit), words="同意。", by=by, step_id=8)

    assert opinions.mark_before_return([7]) == 1

    undone.refresh_from_db()
    kept.refresh_from_db()
    assert (undone.before_return, undone.words, kept.before_return) == (True, "同意。", False)
    with pytest.raises(DatabaseError, match="opinions:"), transaction.atomic():
        Opinion.objects.filter(pk=undone.pk).update(before_return=False)


def test_words_in_the_column_of_instructions_are_announced(unit):
    leader = actor_for(person_in(unit, "leader", name="陆远"))

    opinion = opinions.record(object_of(unit), words="请水利局抓紧落实。", column="批示", by=leader)

    fact = Outbox.objects.get(name="opinions.instruction_given").payload
    assert (fact["opinion_id"], fact["person_name"], fact["words"]) == (opinion.pk, "陆远", "请水利局抓紧落实。")
    assert fact["has_handwriting"] is False


def test_other_columns_and_words_for_chosen_readers_are_not_announced(unit):
    leader, reader = actor_for(person_in(unit, "leader")), person_in(unit)

    opinions.record(object_of(unit), words="拟请阅示。", column="拟办", by=leader)
    opinions.record(object_of(unit), words="请核实。", column="批示", visible_to=[reader.pk], by=leader)

    assert not Outbox.objects.filter(name="opinions.instruction_given").exists()
