import datetime as dt

import pytest
from django.core.management import call_command
from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit.models import Entry
from zhongshu.platform.codelists import commands, public, queries
from zhongshu.platform.codelists.catalogue import CATALOGUE, DOCUMENT_TYPES, List, Value
from zhongshu.platform.codelists.choices import ListCode
from zhongshu.platform.codelists.models import CodeList, CodeValue
from zhongshu.platform.organizations.tests.factories import administrator

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("试用")
COLOURS = List("colour", "颜色", "", (Value("red", "红"), Value("blue", "蓝")), open=True)


def own_value(code: str = "bicycle") -> CodeValue:
    commands.load([COLOURS], by=SYSTEM)
    return commands.add_value(CodeList.objects.get(code="colour"), code=code, label="自行增加", by=administrator("system"))


def test_there_are_fifteen_document_types_each_with_its_directions():
    directions = {value.code: value.attributes["directions"] for value in DOCUMENT_TYPES.values}

    assert len(directions) == 15
    assert directions["request"] == ["upward"]
    assert directions["opinion"] == ["upward", "downward", "lateral"]
    assert directions["letter"] == ["lateral"]
    assert directions["announcement"] == ["published"]


def test_a_direction_that_is_only_doubtful_is_told_apart():
    notice = next(value for value in DOCUMENT_TYPES.values if value.code == "notice")

    assert (notice.attributes["directions"], notice.attributes["doubtful_directions"]) == (["downward", "lateral"], ["lateral"])


def test_every_named_list_is_shipped():
    assert {code_list.code for code_list in CATALOGUE} == set(ListCode.values)


def test_loading_twice_changes_nothing_the_second_time():
    first = commands.load(by=SYSTEM)
    before = list(CodeList.objects.values())

    assert len(first) == len(CATALOGUE)
    assert commands.load(by=SYSTEM) == []
    assert list(CodeList.objects.values()) == before


def test_the_command_says_what_it_did(capsys):
    call_command("load_codelists")
    call_command("load_codelists")

    assert capsys.readouterr().out.splitlines()[1] == "代码表已是最新"


def test_a_changed_label_raises_the_version_of_its_list():
    commands.load([COLOURS], by=SYSTEM)

    commands.load([List("colour", "颜色", "", (Value("red", "大红"), Value("blue", "蓝")), open=True)], by=SYSTEM)

    assert CodeList.objects.get(code="colour").version == 2
    assert public.label("colour", "red") == "大红"


def test_a_value_that_is_no_longer_shipped_is_retired_but_keeps_its_label():
    commands.load([COLOURS], by=SYSTEM)

    commands.load([List("colour", "颜色", "", (Value("red", "红"),), open=True)], by=SYSTEM)

    assert [value.code for value in public.values("colour")] == ["red"]
    assert public.label("colour", "blue") == "蓝"


def test_a_retired_value_that_is_shipped_again_is_in_use_again():
    commands.load([COLOURS], by=SYSTEM)
    commands.load([List("colour", "颜色", "", (Value("red", "红"),), open=True)], by=SYSTEM)

    commands.load([COLOURS], by=SYSTEM)

    assert [value.code for value in public.values("colour")] == ["red", "blue"]


def test_an_offices_own_value_survives_the_next_loading():
    own_value()

    commands.load([COLOURS], by=SYSTEM)

    assert [value.code for value in public.values("colour")] == ["red", "blue", "bicycle"]


def test_only_the_system_administrator_adds_values():
    commands.load([COLOURS], by=SYSTEM)

    with pytest.raises(NotPermitted):
        commands.add_value(CodeList.objects.get(), code="green", label="绿", by=administrator("audit"))

    assert CodeValue.objects.count() == 2


def test_a_closed_list_takes_no_own_values():
    commands.load(by=SYSTEM)

    with pytest.raises(RuleBroken, match="不能自行增加"):
        commands.add_value(CodeList.objects.get(code="document_type"), code="memo", label="备忘录", by=administrator("system"))

    assert CodeValue.objects.filter(own=True).count() == 0


@pytest.mark.parametrize(("code", "label", "field"), [("red", "绯", "code"), ("scarlet", "红", "label")])
def test_a_code_or_label_that_is_taken_is_refused(code, label, field):
    commands.load([COLOURS], by=SYSTEM)

    with pytest.raises(RuleBroken) as refusal:
        commands.add_value(CodeList.objects.get(), code=code, label=label, by=administrator("system"))

    assert refusal.value.field == field
    assert CodeValue.objects.count() == 2


def test_a_retired_value_can_be_chosen_until_its_last_day():
    with clock.frozen("2026-03-01 09:00"):
        value = own_value()

        commands.retire_value(value, end_date=dt.date(2026, 3, 31), by=administrator("system"))

        assert [found.code for found in public.values("colour", on=dt.date(2026, 3, 31))] == ["red", "blue", "bicycle"]
        assert [found.code for found in public.values("colour", on=dt.date(2026, 4, 1))] == ["red", "blue"]


def test_only_the_system_administrator_retires_values():
    value = own_value()

    with pytest.raises(NotPermitted):
        commands.retire_value(value, by=administrator("security"))

    value.refresh_from_db()
    assert value.end_date is None


def test_a_shipped_value_cannot_be_retired():
    commands.load([COLOURS], by=SYSTEM)

    with pytest.raises(RuleBroken, match="平台自带"):
        commands.retire_value(CodeValue.objects.get(code="red"), by=administrator("system"))


def test_a_value_cannot_be_retired_twice():
    value = own_value()
    commands.retire_value(value, by=administrator("system"))

    with pytest.raises(RuleBroken, match="已经停用"):
        commands.retire_value(value, by=administrator("system"))


def test_every_change_is_audited():
    commands.retire_value(own_value(), by=administrator("system"))

    assert list(Entry.objects.order_by("seq").values_list("action", flat=True)) == [
        "codelists.list_loaded",
        "codelists.value_added",
        "codelists.value_retired",
    ]


def test_a_lookup_costs_one_query_once_the_lists_are_kept(django_assert_num_queries):
    commands.load(by=SYSTEM)
    public.labels("urgency")

    with django_assert_num_queries(1):
        assert public.label("urgency", "extra_urgent") == "特急"


def test_a_lookup_is_trusted_for_some_seconds_outside_a_transaction(settings, django_assert_num_queries):
    settings.REFERENCE_DATA_TRUSTED_SECONDS = 60
    commands.load(by=SYSTEM)
    public.labels("urgency")

    with django_assert_num_queries(0):
        assert public.label("urgency", "urgent") == "加急"
    queries.kept._distrust()


def test_what_a_rolled_back_transaction_read_is_forgotten():
    commands.load([COLOURS], by=SYSTEM)
    with transaction.atomic():
        commands.load([List("colour", "颜色", "", (Value("red", "褪色"), Value("blue", "蓝")), open=True)], by=SYSTEM)
        assert public.label("colour", "red") == "褪色"
        transaction.set_rollback(True)

    assert public.label("colour", "red") == "红"


def test_an_unknown_code_is_shown_as_it_is():
    assert (public.label("nowhere", "x"), public.values("nowhere")) == ("x", [])


def test_choices_may_begin_with_an_empty_one():
    commands.load([COLOURS], by=SYSTEM)

    assert public.choices("colour", blank="全部") == [("", "全部"), ("red", "红"), ("blue", "蓝")]
