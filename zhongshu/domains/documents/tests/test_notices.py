"""The quarterly notice: counted from the records, the same whenever it is asked for."""

import datetime as dt

import pytest
from django.utils import timezone

from zhongshu.domains.documents.commands import drafting, handling, noticing
from zhongshu.domains.documents.levels import Station
from zhongshu.domains.documents.models import CheckEntry, IncomingDocument, OutgoingDocument
from zhongshu.domains.documents.notices import counting, errors, writing
from zhongshu.domains.documents.notices.quarters import Quarter
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations.tests.factories import actor_for, person_in
from zhongshu.platform.workflow import public as workflow

SECOND = Quarter(2026, 2)


def moment(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))


# ── quarters ─────────────────────────────────────────────────────────────────


def test_a_quarter_is_a_span_that_leads_to_its_neighbours():
    assert (Quarter(2026, 4).start, Quarter(2026, 4).end) == (moment("2026-10-01"), moment("2027-01-01"))
    assert (Quarter(2026, 1).previous, Quarter(2026, 4).next) == (Quarter(2025, 4), Quarter(2027, 1))
    assert [Quarter.of(dt.date(2026, month, 1)).number for month in (1, 3, 4, 6, 7, 12)] == [1, 1, 2, 2, 3, 4]
    assert SECOND.label == "2026年第二季度"


# ── counting ─────────────────────────────────────────────────────────────────

db = pytest.mark.django_db


@pytest.fixture
def made():
    calendars.load_years([2026], by=Actor.system())
    workflow.load_definitions()
    return factories.office()


def arrived(made, number: int, *, completed: str = "", limit: str = "", **fields) -> IncomingDocument:
    return IncomingDocument.objects.create(
        organ=made.organ,
        sender_name="外来机关",
        title=f"第{number}件",
        number=f"收{number}",
        state="completed" if completed else "in_handling",
        received_at=moment("2026-04-01 09:00"),
        received_by_name="试用",
        registered_at=moment("2026-04-01 10:00"),
        completed_at=moment(completed) if completed else None,
        deadline_at=moment(limit) if limit else None,
        **({"outcome": "told"} if completed else {}),
        **fields,
    )


@db
def test_documents_are_completed_in_time_late_without_a_limit_or_overdue(made):
    arrived(made, 1, completed="2026-04-10 09:00", limit="2026-04-20 18:00")
    arrived(made, 2, completed="2026-04-30 09:00", limit="2026-04-20 18:00")
    arrived(made, 3, completed="2026-04-30 09:00")
    arrived(made, 4, limit="2026-06-20 18:00")
    arrived(made, 5, completed="2026-07-10 09:00", limit="2026-06-20 18:00")
    arrived(made, 6, limit="2026-07-20 18:00")

    report = counting.report(made.organ.pk, SECOND, with_errors=False)

    assert (report.registered, report.completed) == (6, 3)
    assert (report.completed_on_time, report.completed_late, report.completed_without_limit, report.overdue_at_end) == (
        1,
        1,
        1,
        2,
    )


@db
def test_an_extension_granted_later_does_not_change_a_past_quarter(made):
    document = arrived(made, 1, limit="2026-06-20 18:00")
    before = counting.report(made.organ.pk, SECOND, with_errors=False)
    with clock.frozen("2026-07-05 09:00"):
        audit.record(
            "documents.deadline_extended",
            document,
            by=made.actor("director"),
            before=document.deadline_at,
            until=moment("2026-07-20 18:00"),
        )
    document.deadline_at = moment("2026-07-20 18:00")
    document.deadline_explanation = "经试用批准延期20个工作日：待核实"
    document.completed_at = moment("2026-07-18 09:00")
    document.state, document.outcome = "completed", "told"
    document.save()

    assert before.overdue_at_end == 1
    assert counting.report(made.organ.pk, SECOND, with_errors=False) == before


@db
def test_returns_and_stays_are_counted_from_the_process_and_a_past_quarter_stays_the_same(made):
    with clock.frozen("2026-04-08 09:00"):
        document = factories.draft_in(made)
        drafting.submit(document, by=made.actor("drafter"))
    with clock.frozen("2026-04-08 15:00"):
        item = workflow.open_items(document.ref).get()
        workflow.claim(item.pk, by=made.actor("reviewer"))
        target = workflow.returnable_steps(item.pk, by=made.actor("reviewer"))[0]
        workflow.send_back(item.pk, to_step_id=target.step_id, mode="walk", reason="请补充时限。", by=made.actor("reviewer"))
    with clock.frozen("2026-07-02 09:00"):
        first = counting.report(made.organ.pk, SECOND)
    with clock.frozen("2026-07-03 09:00"):
        factories.act(document, made.actor("drafter"))
        factories.act(document, made.actor("reviewer"))

    assert (first.submitted, first.times_returned, [held.waiting for held in first.held if held.waiting]) == (1, 1, [1])
    review = next(held for held in first.held if held.count and held.average_hours > 5)
    assert (review.count, review.average_hours, review.longest_hours) == (1, 6.0, 6.0)
    assert counting.report(made.organ.pk, SECOND) == first


def entry(document: OutgoingDocument, key: str, deed: str, level: int, step: str, at: str) -> None:
    CheckEntry.objects.create(
        document=document,
        organ=document.organ,
        unit=document.drafting_unit,
        deed=deed,
        rule="DATE-01",
        rule_name="日期写法",
        severity="must",
        category="date",
        gate="wording",
        message="日期写法不对",
        key=key,
        level=level,
        step_name=step,
        person_name="试用",
        at=moment(at),
    )


@db
def test_an_error_counts_at_the_step_that_put_it_right(made):
    document = factories.draft_in(made)
    for key in "abcde":
        entry(document, key, "found", 1, "拟稿", "2026-05-01 09:00")
    entry(document, "a", "fixed", 3, "审批", "2026-05-02 08:00")
    entry(document, "b", "fixed", 2, "核稿", "2026-05-02 08:00")
    entry(document, "b", "found_again", 3, "审批", "2026-05-03 08:00")
    entry(document, "b", "fixed", 3, "审批", "2026-05-04 08:00")
    entry(document, "c", "fixed", 1, "拟稿", "2026-05-01 10:00")
    entry(document, "e", "fixed", 3, "合法性审核", "2026-05-05 08:00")

    found, _ = errors.corrected(made.organ.pk, SECOND)

    what = ("DATE-01", "日期写法", "文字关", "日期", made.section.pk)
    assert found == [errors.Corrected(*what, Station(3, "审批"), 2), errors.Corrected(*what, Station(3, "合法性审核"), 1)]
    report = counting.report(made.organ.pk, SECOND)
    assert report.errors_by_level == [("三级 合法性审核", 1), ("三级 审批", 2)]
    assert f"| {made.section} | 0 | 0 | 3 |" in writing.body(report)
    assert errors.corrected(made.organ.pk, Quarter(2026, 3)) == ([], 0)


@db
def test_an_error_that_comes_back_later_leaves_the_past_quarter_as_it_was(made):
    document = factories.draft_in(made)
    entry(document, "a", "found", 1, "拟稿", "2026-06-01 09:00")
    entry(document, "a", "fixed", 2, "核稿", "2026-06-02 08:00")
    before = counting.report(made.organ.pk, SECOND)
    entry(document, "a", "found_again", 3, "审批", "2026-07-03 08:00")
    entry(document, "a", "fixed", 4, "签发", "2026-07-04 08:00")

    assert counting.report(made.organ.pk, SECOND) == before
    assert before.errors_by_level == [("二级 核稿", 1)]
    assert counting.report(made.organ.pk, Quarter(2026, 3)).errors_by_level == [("四级 签发", 1)]


@db
def test_the_notice_reads_the_same_after_a_signed_document_is_reopened(made):
    repeated, plain = (factories.BODY + f"\n各单位必须{words}认真落实。" for words in ("要", ""))
    with clock.frozen("2026-06-08 09:00"):
        document = factories.submitted(made, body=repeated)
        drafting.save_draft(document, revision=document.revision, body=plain, by=made.actor("reviewer"))
        factories.advance(document, made, until="approved_for_issue")
    with clock.frozen("2026-07-06 09:00"):
        before = writing.body(counting.report(made.organ.pk, SECOND))
        clerk = made.actor("clerk")
        item = workflow.items_of_actor(document.ref, clerk).get()
        workflow.claim(item.pk, by=clerk)
        document.refresh_from_db()
        for body, actor in ((repeated, clerk), (plain, made.actor("signatory"))):
            why = factories.why(document, "核对后改正", body=body)
            drafting.save_draft(document, revision=document.revision, body=body, reasons=why, by=actor)
        factories.act(document, made.actor("signatory"))

        assert "其中二级 核稿改正1处" in before
        assert writing.body(counting.report(made.organ.pk, SECOND)) == before
        assert [row.deed for row in document.check_entries.all()] == ["found", "fixed", "found_again", "fixed"]


@db
def test_a_document_sent_back_later_was_overdue_all_the_same(made):
    document = arrived(made, 1, limit="2026-06-20 18:00")
    before = counting.report(made.organ.pk, SECOND)
    with clock.frozen("2026-07-06 09:00"):
        IncomingDocument.objects.filter(pk=document.pk).update(state="registered")
        document.refresh_from_db()
        handling.return_to_sender(document, reason="不属于本机关职责", by=made.actor("clerk"))

    assert before.overdue_at_end == 1
    assert counting.report(made.organ.pk, SECOND) == before


# ── the notice ───────────────────────────────────────────────────────────────


@db
def test_the_notice_is_a_draft_in_the_organs_name_with_its_tables_and_no_person(made):
    arrived(made, 1, completed="2026-04-10 09:00", limit="2026-04-20 18:00")
    with clock.frozen("2026-07-06 09:00"):
        document = noticing.draft_notice(organ_id=made.organ.pk, quarter=SECOND, by=made.actor("director"))

    assert document.title == f"{made.organ.name}关于2026年第二季度公文运转及差错情况的通报"
    assert "其中按时办结1件、逾期办结0件，按时办结率100.0%" in document.body
    assert document.document_type == "circular"
    assert not any(person.name in document.body for person in made.people.values())


@db
def test_only_those_who_report_draft_a_notice_and_only_of_a_quarter_that_is_over(made):
    with clock.frozen("2026-07-06 09:00"):
        with pytest.raises(NotPermitted, match="通报"):
            noticing.draft_notice(organ_id=made.organ.pk, quarter=SECOND, by=actor_for(person_in(made.organ)))
        with pytest.raises(RuleBroken, match="尚未结束"):
            noticing.draft_notice(organ_id=made.organ.pk, quarter=Quarter(2026, 3), by=made.actor("director"))

    assert not OutgoingDocument.objects.exists()


@db
def test_an_empty_quarter_says_so(made):
    text = writing.body(counting.report(made.organ.pk, Quarter(2025, 1)))

    assert "本季度没有到期的限时件" in text
    assert "本季度没有退回和取回" in text
    assert "各级审核没有改正差错" in text


@db
def test_the_pages_show_print_and_draft_the_notice(client, made):
    arrived(made, 1, completed="2026-04-10 09:00", limit="2026-04-20 18:00")
    with clock.frozen("2026-07-06 09:00"):
        signed_in(client, made.people["director"])
        page = client.get("/documents/notices/")
        assert "2026年第二季度公文运转及差错情况" in page.text
        assert client.get("/documents/notices/pdf/").content[:5] == b"%PDF-"
        assert "尚未结束" in client.get("/documents/notices/?year=2026&quarter=3").text
        assert client.get("/documents/notices/pdf/?year=2026&quarter=3").status_code == 422

        made_draft = client.post("/documents/notices/draft/", {"year": 2026, "quarter": 2})

        assert client.get(made_draft.url).status_code == 200
        signed_in(client, made.people["printer"])
        assert client.get("/documents/notices/").status_code == 403
