"""The frame of every page: navigation, counts, type size, and the small template tags."""

import datetime as dt

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from zhongshu.kernel import clock, context, menu
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page


@pytest.fixture
def announced(monkeypatch):
    monkeypatch.setattr(menu, "_entries", {})
    monkeypatch.setattr(context, "_counters", {})
    monkeypatch.setattr(context, "_providers", {})


def request_by(actor, path="/style/"):
    request = RequestFactory().get(path)
    request.actor = actor
    return request


def render(text, request=None, **values):
    return Template(text).render(RequestContext(request, values) if request else Context(values))


def test_the_entry_with_the_longest_address_is_marked(announced):
    menu.add(menu.MenuEntry("home", "首页", "home", "home", "work", order=1))
    menu.add(menu.MenuEntry("style", "样式", "kernel:style", "image", "work", order=2))

    [group] = context.shell(request_by(Actor(1, "林知夏")))["menu_groups"]

    assert [(entry["label"], entry["active"]) for entry in group["entries"]] == [("首页", False), ("样式", True)]


def test_counts_are_asked_once_and_only_when_they_are_read(announced):
    asked = []
    context.contribute_counts("worklist", lambda request: asked.append(request) or {"to_do": 3})

    shell = context.shell(request_by(Actor(1, "林知夏")))
    assert asked == []

    assert (shell["counts"]["to_do"], shell["counts"]["to_do"], shell["counts"]["to_read"]) == (3, 3, 0)
    assert len(asked) == 1


def test_a_visitor_gets_no_navigation_and_no_counts(announced):
    menu.add(menu.MenuEntry("home", "首页", "home", "home", "work"))
    context.contribute_counts("worklist", lambda request: pytest.fail("asked for a visitor"))

    shell = context.shell(request_by(None))

    assert list(shell["menu_groups"]) == []
    assert shell["counts"]["to_do"] == 0


def test_large_type_is_kept_in_a_cookie(client, db):
    answer = client.post("/large-type/", {"type": "large", "next": "/style/?page=lists"})

    assert (answer.status_code, answer.url) == (302, "/style/?page=lists")
    assert answer.cookies["type"].value == "large"
    assert b'data-type="large"' in client.get("/style/").content


def test_large_type_never_leads_to_another_host(client, db):
    answer = client.post("/large-type/", {"type": "large", "next": "https://example.com/"})

    assert answer.url == "/"


def test_the_style_page_is_hidden_where_no_demonstration_runs(client, db, settings):
    settings.DEMONSTRATION = False

    assert client.get("/style/").status_code == 404
    assert client.get("/style/search/?q=林").status_code == 404
    assert client.get("/style/dialog/").status_code == 404


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-22 08:05", "今天 08:05"),
        ("2026-11-21 17:40", "昨天 17:40"),
        ("2026-11-20 08:30", "11-20 08:30"),
        ("2025-11-22 08:30", "2025-11-22"),
    ],
)
def test_a_moment_is_told_as_briefly_as_today_allows(moment, words):
    with clock.frozen(moment) as then, clock.frozen("2026-11-22 09:00"):
        assert render("{{ then|short_time }}", then=then) == words


def test_a_day_is_written_as_documents_do():
    assert render("{{ day|chinese_date }}", day=dt.date(2026, 1, 5)) == "2026年1月5日"


@pytest.mark.parametrize(("octets", "words"), [(812, "812 B"), (25088, "24.5 KB"), (3250586, "3.1 MB"), (None, "")])
def test_a_size_is_told_as_people_read_it(octets, words):
    assert render("{{ octets|file_size }}", octets=octets) == words


def test_a_bounded_count_shows_that_there_are_more():
    assert render("{{ count|bounded }}", count=(1000, True)) == "1000+"
    assert render("{{ count|bounded }}", count=(12, False)) == "12"


def test_an_icon_is_silent_unless_it_is_named():
    assert 'aria-hidden="true"' in render('{% icon "bell" %}')
    assert 'role="img" aria-label="消息"' in render('{% icon "bell" "消息" %}')


def test_an_island_is_loaded_once_on_a_page():
    page = render('{% island "bpmn_viewer" %}{% island "bpmn_viewer" %}')

    assert (page.count("<script"), page.count("<link")) == (1, 1)


def test_the_pager_keeps_the_other_parts_of_the_address():
    request = RequestFactory().get("/style/?kind=notice&before=old")
    page = render('{% include "ui/pager.html" with page=page only %}', request, page=Page([1, 2], "abc", None))

    assert 'href="?kind=notice&amp;after=abc"' in page
    assert "本页 2 条" in page


def test_a_field_speaks_its_label_help_and_error():
    from zhongshu.kernel.style.forms import SampleForm

    page = render('{% include "ui/field.html" with field=form.title only %}', form=SampleForm({"title": ""}))

    assert '<label class="field__label" for="id_title">标题' in page
    assert 'aria-describedby="id_title_helptext' in page
    assert 'id="id_title_error"' in page


def test_markup_in_values_stays_text():
    facts = [{"label": "标题", "value": "<script>alert(1)</script>"}]

    page = render('{% include "ui/facts.html" with facts=facts only %}', facts=facts)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_missing_value_is_asked_for_by_its_name():
    from zhongshu.kernel.style.forms import SampleForm

    form = SampleForm({"copies": "1", "urgency": "none", "words": "同意"})

    assert form.errors == {"title": ["请填写标题"], "kind": ["请选择文种"]}
