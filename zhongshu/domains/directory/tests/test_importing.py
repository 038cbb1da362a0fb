import datetime as dt

import pytest

from zhongshu.domains.directory.commands import (
    apply_import,
    change_mapping,
    discard_import,
    discard_stale_previews,
    preview_import,
)
from zhongshu.domains.directory.models import ContactImport
from zhongshu.domains.directory.tests.factories import ContactImportFactory, line, spreadsheet
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.models import Outbox
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.organizations.choices import Duty
from zhongshu.platform.organizations.public import Person, post_lines
from zhongshu.platform.organizations.tests.factories import SectionFactory, UnitFactory, actor_for, person_in
from zhongshu.platform.spreadsheets.public import ImportState, importing

pytestmark = pytest.mark.django_db


@pytest.fixture
def organ():
    organ = UnitFactory(name="云州市审计局", short_name="市审计局")
    SectionFactory(parent=organ, name="综合科")
    return organ


@pytest.fixture
def keeper(organ):
    return person_in(organ, Duty.REGISTRY_CLERK, name="某文书")


def test_a_confirmed_spreadsheet_enrols_and_updates_in_one_go(organ, keeper):
    known = person_in(organ, name="甲一")
    rows = [["姓名", "科室", "职务", "手机"], ["甲一", "", "", 10011111111], ["单二", "综合科", "科员", 10022222222]]

    made = preview_import(organ, file_name="通讯录.xlsx", content=spreadsheet(rows), by=actor_for(keeper))
    assert Person.objects.count() == 2
    apply_import(made, by=actor_for(keeper))

    known.refresh_from_db()
    assert known.mobile == "10011111111"
    new = Person.objects.get(name="单二")
    assert (new.initials, new.mobile, post_lines([new.pk])[new.pk]) == ("se", "10022222222", "综合科 科员")
    made.refresh_from_db()
    assert (made.state, made.enrolled, made.updated, made.lines) == (ImportState.APPLIED, 1, 1, [])
    fact = Outbox.objects.get(name="directory.contacts_imported").payload
    assert fact == {"import_id": made.pk, "organ_id": organ.pk, "enrolled": 1, "updated": 1}


def test_one_bad_row_keeps_the_whole_spreadsheet_out(organ, keeper):
    made = ContactImportFactory(organ=organ, lines=[line(2, "甲一", "科员", ""), line(3, "乙二", "科员", "123")])

    with pytest.raises(RuleBroken, match="还有 1 行存在问题（第 3 行等）"):
        apply_import(made, by=actor_for(keeper))

    made.refresh_from_db()
    assert made.state == ImportState.PREVIEWED
    assert not Person.objects.filter(name="甲一").exists()


def test_a_failure_in_the_middle_imports_nothing(organ, keeper, monkeypatch):
    from zhongshu.platform.organizations import public as organizations

    made = ContactImportFactory(organ=organ, lines=[line(2, "甲一", "科员", ""), line(3, "乙二", "科员", "")])
    enrol, calls = organizations.enrol_person, []

    def broken_wire(*args, **fields):
        calls.append(fields["name"])
        if len(calls) == 2:
            raise ConnectionError("the network outside went away")
        return enrol(*args, **fields)

    monkeypatch.setattr(organizations, "enrol_person", broken_wire)
    with pytest.raises(ConnectionError):
        apply_import(made, by=actor_for(keeper))

    made.refresh_from_db()
    assert made.state == ImportState.PREVIEWED
    assert not Person.objects.filter(name="甲一").exists()


def test_an_import_is_decided_once(organ, keeper):
    made = ContactImportFactory(organ=organ, lines=[line(2, "甲一", "科员", "")])
    late = ContactImport.objects.get(pk=made.pk)
    apply_import(made, by=actor_for(keeper))

    with pytest.raises(RuleBroken, match="已导入"):
        apply_import(made, by=actor_for(keeper))
    with pytest.raises(StaleState):
        discard_import(late, by=actor_for(keeper))

    assert Person.objects.filter(name="甲一").count() == 1


def test_the_clerk_of_another_organ_neither_uploads_nor_decides(organ):
    stranger = actor_for(person_in(UnitFactory(), Duty.REGISTRY_CLERK))
    made = ContactImportFactory(organ=organ, lines=[line(2, "甲一", "科员", "")])

    for attempt in (
        lambda: preview_import(organ, file_name="x.xlsx", content=spreadsheet([["姓名"], ["甲一"]]), by=stranger),
        lambda: apply_import(made, by=stranger),
        lambda: discard_import(made, by=stranger),
        lambda: change_mapping(made, ["name", "", ""], by=stranger),
    ):
        with pytest.raises(NotPermitted):
            attempt()

    assert ContactImport.objects.get().state == ImportState.PREVIEWED


def test_a_discarded_spreadsheet_leaves_no_numbers_behind(organ, keeper):
    made = ContactImportFactory(organ=organ, lines=[line(2, "甲一", "科员", "10012345678")])

    discard_import(made, by=actor_for(keeper))

    made.refresh_from_db()
    assert (made.state, made.lines) == (ImportState.DISCARDED, [])


def test_a_new_upload_puts_the_open_one_away(organ, keeper):
    earlier = ContactImportFactory(organ=organ)

    preview_import(organ, file_name="新.xlsx", content=spreadsheet([["姓名", "手机"], ["甲一"]]), by=actor_for(keeper))

    earlier.refresh_from_db()
    assert earlier.state == ImportState.DISCARDED


def test_previews_nobody_decides_are_put_away_after_a_week(organ):
    with clock.frozen("2026-11-22 09:00"):
        old = ContactImportFactory(organ=organ, created_at=clock.now() - dt.timedelta(days=8))
        young = ContactImportFactory(organ=organ, created_at=clock.now() - dt.timedelta(days=6))

        assert discard_stale_previews(by=Actor.system()) == 1

    old.refresh_from_db(), young.refresh_from_db()
    assert (old.state, young.state) == (ImportState.DISCARDED, ImportState.PREVIEWED)


def test_the_mapping_is_put_right_by_hand(organ, keeper):
    made = ContactImportFactory(organ=organ, headers=["姓名", "职务", "备用"], mapping=["name", "post_name", ""])

    change_mapping(made, ["name", "post_name", "mobile"], by=actor_for(keeper))

    made.refresh_from_db()
    assert made.mapping == ["name", "post_name", "mobile"]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (["", "post_name", "mobile"], "no_name_column"),
        (["name", "mobile", "mobile"], "column_twice"),
        (["name", "clearance", ""], "bad_mapping"),
        (["name"], "bad_mapping"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(organ, keeper, mapping, code):
    made = ContactImportFactory(organ=organ)

    with pytest.raises(RuleBroken) as refusal:
        change_mapping(made, mapping, by=actor_for(keeper))

    assert refusal.value.code == code
    made.refresh_from_db()
    assert made.mapping == ["name", "post_name", "mobile"]


def test_a_decided_import_takes_no_new_mapping(organ, keeper):
    made = ContactImportFactory(organ=organ)
    discard_import(made, by=actor_for(keeper))

    with pytest.raises(RuleBroken, match="已经办结"):
        change_mapping(made, ["name", "", ""], by=actor_for(keeper))


def test_a_file_without_names_is_refused_with_a_sentence(organ, keeper):
    with pytest.raises(RuleBroken, match="没有找到“姓名”一列的表头") as refusal:
        preview_import(organ, file_name="x.xlsx", content=spreadsheet([["科室", "电话"]]), by=actor_for(keeper))

    assert refusal.value.field == "file"


def test_the_pages_lead_from_the_file_to_the_people(client, organ, keeper):
    from django.core.files.uploadedfile import SimpleUploadedFile

    signed_in(client, keeper)
    rows = [["姓名", "职务", "手机"], ["甲一", "科员", "123"]]
    file = SimpleUploadedFile("通讯录.xlsx", spreadsheet(rows))

    uploaded = client.post(f"/directory/organs/{organ.pk}/import/", {"file": file})
    address = uploaded.url
    page = client.get(address).text
    assert "手机号“123”不是 11 位手机号码" in page
    assert client.post(f"{address}apply/").status_code == 422
    wrong = client.post(f"{address}mapping/", {"column0": "", "column1": "post_name", "column2": ""})
    assert wrong.status_code == 422
    assert "请指定哪一列是姓名" in wrong.text
    client.post(f"{address}mapping/", {"column0": "name", "column1": "post_name", "column2": ""})
    applied = client.post(f"{address}apply/")

    assert applied.url == f"/directory/organs/{organ.pk}/"
    assert "甲一" in client.get(applied.url).text


def test_no_file_an_empty_file_and_a_wrong_file_are_refused_on_the_page(client, organ, keeper):
    from django.core.files.uploadedfile import SimpleUploadedFile

    signed_in(client, keeper)
    address = f"/directory/organs/{organ.pk}/import/"

    answers = [
        client.post(address, {}),
        client.post(address, {"file": SimpleUploadedFile("a.xlsx", b"")}),
        client.post(address, {"file": SimpleUploadedFile("a.xlsx", b"not a spreadsheet")}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert "请选择文件" in answers[0].text
    assert "文件是空的" in answers[1].text
    assert "无法读取该文件" in answers[2].text


def test_somebody_who_keeps_no_book_sees_no_import(client, organ):
    made = ContactImportFactory(organ=organ)
    signed_in(client, person_in(organ))

    assert client.get(f"/directory/organs/{organ.pk}/import/").status_code == 403
    assert client.get(f"/directory/imports/{made.pk}/").status_code == 404
    assert client.post(f"/directory/imports/{made.pk}/apply/").status_code == 404


def test_a_file_that_was_taken_in_before_is_told(organ, keeper):
    content = spreadsheet([["姓名", "职务"], ["甲一", "科员"]])
    first = preview_import(organ, file_name="通讯录.xlsx", content=content, by=actor_for(keeper))
    assert importing.twin_of(first) is None
    apply_import(first, by=actor_for(keeper))

    again = preview_import(organ, file_name="改名.xlsx", content=content, by=actor_for(keeper))

    assert importing.twin_of(again) == first
