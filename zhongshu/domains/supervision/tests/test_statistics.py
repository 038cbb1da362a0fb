import datetime as dt

import pytest
from django.urls import reverse

from zhongshu.domains.supervision.commands import closing, docketing, extending, noticing, reporting
from zhongshu.domains.supervision.queries import statistics
from zhongshu.domains.supervision.tests.factories import assigned, completed, docketed, in_progress, parts_of
from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.accounts.tests.factories import signed_in

pytestmark = pytest.mark.django_db


def scope(office, day: str, **period) -> statistics.Scope:
    return statistics.Scope(frozenset({office.organ.pk}), dt.date.fromisoformat(day), **period)


def finish(office, item, day: str) -> None:
    """Report on the day, verify and complete a little later."""
    with clock.frozen(f"{day} 10:00"):
        for part in reversed(parts_of(item)):
            place = [unit.pk for unit in office.units].index(part.unit_id)
            reporting.give_feedback(part, kind="completion", words="完成。", by=office.actor(office.heads[place]))
    with clock.frozen(f"{day} 16:00"):
        item.refresh_from_db()
        closing.verify(item, kind="desk", passed=True, words="属实。", by=office.actor(office.second))
        closing.complete(item, conclusion="完成。", by=office.actor(office.supervisor))


@pytest.fixture
def month(office):
    """Seven items that end differently: on time, extended, late, re-opened, overdue, suspended, voided."""
    on_time, extended, late, reopened, _, suspended, voided = (in_progress(office, title=f"事项{n}") for n in range(7))
    finish(office, on_time, "2026-12-01")
    request = extending.request_extension(parts_of(extended)[0], working_days=5, reason="延", by=office.actor(office.heads[0]))
    extending.decide_extension(request, approved=True, by=office.actor(office.director))
    extended.refresh_from_db()
    finish(office, extended, "2026-12-10")
    finish(office, late, "2026-12-11")
    finish(office, reopened, "2026-12-02")
    with clock.frozen("2026-12-03 09:00"):
        closing.reopen(reopened, reason="反弹", working_days=5, by=office.actor(office.supervisor))
        extending.suspend(suspended, reason="等批复", by=office.actor(office.supervisor))
        docketing.void(voided, reason="重复", by=office.actor(office.supervisor))
    finish(office, reopened, "2026-12-09")
    return office


def test_each_end_is_shown_apart(month):
    figures = statistics.overall(scope(month, "2026-12-15"))

    assert figures.counts == {
        "on_time": 1, "extended": 1, "late": 1, "reopened": 1, "overdue": 1, "open": 0, "reported": 0, "suspended": 1,
    }  # fmt: skip
    assert (figures.completed, figures.due, figures.completion_percent, figures.on_time_percent) == (4, 5, "80.0%", "20.0%")
    assert figures.with_extension_percent == "40.0%"


@pytest.mark.parametrize(
    ("day", "completed", "overdue", "open_"),
    [("2026-11-22", 0, 0, 0), ("2026-11-30", 0, 0, 7), ("2026-12-02", 2, 0, 5), ("2026-12-08", 1, 2, 2), ("2026-12-10", 3, 2, 0)],
)
def test_any_past_day_is_computed_from_the_record(month, day, completed, overdue, open_):
    figures = statistics.overall(scope(month, day))

    assert (figures.completed, figures.counts["overdue"], figures.counts["open"]) == (completed, overdue, open_)


def test_what_happens_later_changes_no_earlier_day(month):
    before = statistics.circular_text(scope(month, "2026-12-10"))

    with clock.frozen("2026-12-16 09:00"):
        docketed(month, title="后来的事", working_days=3)

    assert statistics.circular_text(scope(month, "2026-12-10")) == before


def test_figures_are_given_for_each_unit_source_leader_and_grade(month):
    day = scope(month, "2026-12-15")

    assert [(row.label, row.due) for row in statistics.by("unit", day)] == [("云州市水利局", 5)]
    assert [row.label for row in statistics.by("source", day)] == ["领导批示"]
    assert [row.label for row in statistics.by("leader", day)] == ["无领导批示"]
    assert [row.label for row in statistics.by("grade", day)] == ["日常"]


def test_the_trend_puts_what_was_completed_into_its_month(month):
    months = statistics.trend(scope(month, "2026-12-15"), months=2)

    assert [(row.label, row.completed) for row in months] == [("2026年11月", 0), ("2026年12月", 4)]


def test_the_items_behind_a_figure_are_one_click_away(month, client):
    supervisor = signed_in(client, month.supervisor)
    day = "2026-12-15"
    with clock.frozen(f"{day} 09:00"):
        page = supervisor.get(reverse("supervision:statistics"), {"as_of": day, "by": "source"}).text
        behind = supervisor.get(reverse("supervision:behind"), {"as_of": day, "bucket": "overdue"}).text

    assert "80.0%" in page
    assert ("事项4" in behind, "事项0" in behind) == (True, False)


def test_the_circular_holds_its_tables_and_goes_out_as_a_draft(month):
    with clock.frozen("2026-12-15 09:00"):
        notice = noticing.issue_circular(month.organ.pk, as_of=dt.date(2026, 12, 10), by=month.actor(month.supervisor))

    assert "应办结5项，已办结3项，办结率60.0%" in notice.body
    assert "| 牵头单位 | 应办结 |" in notice.body
    assert (notice.kind, notice.as_of_date) == ("circular", dt.date(2026, 12, 10))


def test_who_may_not_issue_a_circular_and_for_which_day(month):
    with pytest.raises(NotPermitted):
        noticing.issue_circular(month.organ.pk, as_of=dt.date(2026, 11, 20), by=month.actor(month.stranger))
    with pytest.raises(RuleBroken, match="不能晚于今天"):
        noticing.issue_circular(month.organ.pk, as_of=dt.date(2026, 12, 31), by=month.actor(month.supervisor))


def test_the_circular_is_a_pdf(month, client):
    with clock.frozen("2026-12-15 09:00"):
        answer = signed_in(client, month.supervisor).get(reverse("supervision:circular_pdf"), {"as_of": "2026-12-10"})

    assert answer.content.startswith(b"%PDF")


def test_strangers_see_no_figures(client, office):
    completed(office)
    assigned(office)

    page = signed_in(client, office.stranger).get(reverse("supervision:statistics"))

    assert page.status_code == 200
    assert "这一天还没有督查事项" in page.text
