import pytest
from django.test import Client
from django.urls import reverse

from zhongshu.domains.drafting import commands, queries
from zhongshu.domains.drafting.models import DraftingTask
from zhongshu.domains.drafting.tests.factories import assigned, due_date, merged, outlined, requested, written
from zhongshu.kernel import kinds
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.organizations.tests.factories import person_in

pytestmark = pytest.mark.django_db


def page(made, who: str, name: str, *args, **parameters):
    return signed_in(Client(), getattr(made, who)).get(reverse(f"drafting:{name}", args=args), parameters)


def post(made, who: str, name: str, *args, **values):
    return signed_in(Client(), getattr(made, who)).post(reverse(f"drafting:{name}", args=args), values)


def test_a_task_is_asked_for_on_its_page(made):
    answer = post(
        made,
        "director",
        "new",
        title="关于水利建设情况的报告",
        document_type="report",
        due_date=due_date().isoformat(),
        writer=made.writer.pk,
        secrecy_level=0,
    )

    task = DraftingTask.objects.get()
    assert answer.headers["Location"] == reverse("drafting:detail", args=[task.pk])
    assert task.writer == made.writer


def test_a_refusal_keeps_what_was_typed(made):
    answer = post(made, "director", "new", title="关于某事的报告", document_type="report", writer=made.finance_contact.pk,
                  due_date=due_date().isoformat(), secrecy_level=0)  # fmt: skip

    assert answer.status_code == 422
    assert "关于某事的报告" in answer.content.decode()
    assert "执笔人应当是本机关人员" in answer.content.decode()


@pytest.mark.parametrize("tab", ["outline", "parts", "text", "timeline"])
def test_a_task_shows_each_of_its_sides(made, tab):
    task = merged(made)

    answer = page(made, "writer", "detail", task.pk, tab=tab)

    assert answer.status_code == 200
    wanted = {"outline": "主要成效", "parts": "云州市水利局", "text": "治理河道35公里。", "timeline": "开始统稿"}
    assert wanted[tab] in answer.content.decode()


def test_an_empty_task_says_what_to_do(made):
    task = requested(made)

    assert "还没有提纲，请先拟提纲" in page(made, "writer", "detail", task.pk).content.decode()
    assert "执笔人还没有拟出提纲" in page(made, "director", "detail", task.pk).content.decode()
    assert "没有需要您起草的章节" in page(made, "director", "my_parts").content.decode()


def test_a_stranger_finds_nothing(made):
    task, water, _ = assigned(made)
    made.writer = person_in(made.water.parent or made.organ, clearance=2)

    for name, pk in (("detail", task.pk), ("outline", task.pk), ("part", water.pk), ("text", task.pk), ("sources", task.pk)):
        assert page(made, "writer", name, pk).status_code == 404


def test_the_outline_is_written_discussed_and_approved_on_its_pages(made):
    task = requested(made)

    post(made, "writer", "outline", task.pk, text="一、情况\n二、打算", then="submit")
    entry = queries.entries(task)[0]
    post(made, "director", "comment", task.pk, words="写具体些")
    signed_in(Client(), made.head).post(f"{reverse('drafting:comment', args=[task.pk])}?entry={entry.pk}", {"words": "加数据"})
    for one in task.comments.all():
        post(made, "writer", "answer", one.pk, answer="已采纳。")
    post(made, "head", "outline_approve", task.pk)

    task.refresh_from_db()
    assert task.state == "writing"
    shown = page(made, "writer", "detail", task.pk, tab="outline").content.decode()
    assert "写具体些" in shown
    assert "加数据" in shown
    assert shown.count("已采纳。") == 2


def test_parts_are_given_out_written_returned_and_taken_on_their_pages(made):
    task = outlined(made)
    commands.submit_outline(task, by=made.actor("writer"))
    commands.approve_outline(task, by=made.actor("head"))
    entry = queries.entries(task)[0]

    post(made, "writer", "assign", task.pk, entries=[entry.pk], unit=made.water.pk, working_days=5)
    part = task.parts.get()
    assert str(part) in page(made, "water_contact", "my_parts", state="open").content.decode()
    post(made, "water_contact", "part", part.pk, text=f"{part.text}\n投资12亿元。", revision=1, then="submit")
    post(made, "writer", "part_return", part.pk, reason="数据有误")
    part.refresh_from_db()
    assert "数据有误" in page(made, "water_contact", "part", part.pk).content.decode()
    post(made, "water_contact", "part", part.pk, text=f"{part.text}\n治理河道。", revision=part.revision, then="submit")
    post(made, "writer", "part_accept", part.pk)
    post(made, "writer", "merge", task.pk)

    assert "治理河道。" in page(made, "writer", "text", task.pk).content.decode()


def test_a_save_over_anothers_keeps_what_was_typed(made):
    _, water, _ = assigned(made)
    commands.save_part(water, text="先到的文字", revision=1, by=made.actor("water_contact"))

    answer = post(made, "water_contact", "part", water.pk, text="后到的文字", revision=1, then="stay")

    assert answer.status_code == 409
    assert "后到的文字" in answer.content.decode()
    again = post(made, "water_contact", "part", water.pk, text="后到的文字", revision=answer.context["form"].data["revision"])
    assert again.status_code == 302


def test_an_automatic_save_answers_with_the_revision(made):
    _, water, _ = assigned(made)

    answer = post(made, "water_contact", "part_autosave", water.pk, text="写了一半", revision=1)

    assert 'name="revision" value="2"' in answer.content.decode()
    stale = post(made, "water_contact", "part_autosave", water.pk, text="又写", revision=1)
    assert stale.status_code == 409
    assert 'value="1"' in stale.content.decode()


def test_the_merged_text_is_edited_and_handed_over_on_its_page(made):
    task = merged(made)

    saved = post(made, "writer", "text", task.pk, text=f"{task.merged_text}\n结语。", revision=task.merged_revision)
    kept = post(made, "writer", "text_autosave", task.pk, text="全文", revision=task.merged_revision + 1)
    post(made, "writer", "hand_over", task.pk)

    task.refresh_from_db()
    assert (saved.status_code, kept.status_code, task.state, task.merged_text) == (302, 200, "handed_over", "全文")


def test_the_merged_text_is_printed(made):
    task = merged(made)

    assert page(made, "writer", "pdf", task.pk).content.startswith(b"%PDF")
    assert made.water_contact.name in page(made, "writer", "sources", task.pk).content.decode()
    assert str(task) in page(made, "director", "ledger_print").content.decode()


def test_nothing_is_printed_before_there_is_a_text(made):
    assert page(made, "writer", "pdf", requested(made).pk).status_code == 422


def test_what_drafting_asks_of_a_person_stands_in_the_to_do_list(made):
    task = requested(made)
    assert "拟提纲" in _to_do(made.writer, task)
    _, water, _ = assigned(made)
    assert "章节起草" in _to_do(made.water_contact, water)

    written(water, made, "water_contact", "很好。")

    assert _to_do(made.water_contact, water) == ""


def _to_do(person, wanted) -> str:
    """Return the row of a chapter or task in the person's list of work."""
    shown = signed_in(Client(), person).get(reverse("worklist:to_do")).content.decode()
    return next((row for row in shown.split("<tr ") if f'href="{kinds.url(wanted.ref)}"' in row), "")


def test_lists_and_pages_cost_few_queries(made, django_assert_max_num_queries):
    task, water, _ = assigned(made)
    client = signed_in(Client(), made.writer)
    for address, most in (
        (reverse("drafting:ledger"), 6),
        (reverse("drafting:my_parts"), 6),
        (reverse("drafting:detail", args=[task.pk]), 12),
        (f"{reverse('drafting:detail', args=[task.pk])}?tab=outline", 12),
        (reverse("drafting:part", args=[water.pk]), 12),
    ):
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)
