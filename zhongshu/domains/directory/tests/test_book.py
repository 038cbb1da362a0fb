import io

import pytest
from python_calamine import CalamineWorkbook

from zhongshu.domains.directory import queries
from zhongshu.domains.directory.choices import Audience, ContactField
from zhongshu.domains.directory.commands import change_contact, set_visibility
from zhongshu.domains.directory.models import FieldVisibility
from zhongshu.domains.directory.workbooks import workbook
from zhongshu.kernel.errors import NotPermitted
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.organizations.choices import Duty, Level
from zhongshu.platform.organizations.public import Post, PostHolding
from zhongshu.platform.organizations.tests.factories import (
    PostFactory,
    PostHoldingFactory,
    SectionFactory,
    UnitFactory,
    actor_for,
    person_in,
)

pytestmark = pytest.mark.django_db
CONTACT = {"office_phone": "0899-2234567", "mobile": "10012345678", "short_number": "6123", "room": "A101"}


def seen_by(viewer, person):
    entry, _ = queries.person_card(actor_for(viewer), person.pk)
    return entry


@pytest.fixture
def organ():
    return UnitFactory(name="云州市审计局", short_name="市审计局")


@pytest.fixture
def person(organ):
    return person_in(SectionFactory(parent=organ, name="综合科"), name="曾小雨", pinyin="zengxiaoyu", initials="zxy", **CONTACT)


def test_everybody_sees_the_office_number_and_not_the_mobile(person):
    entry = seen_by(person_in(UnitFactory()), person)

    assert (entry.office_phone, entry.room, entry.mobile) == ("0899-2234567", "A101", None)


def test_colleagues_offices_and_oneself_see_the_mobile(organ, person):
    readers = [person_in(organ), person_in(UnitFactory(), Duty.OFFICE_DIRECTOR), person]

    assert [seen_by(reader, person).mobile for reader in readers] == ["10012345678"] * 3


@pytest.mark.parametrize(
    ("audience", "stranger", "office", "colleague"),
    [
        (Audience.EVERYONE, True, True, True),
        (Audience.OFFICES, False, True, True),
        (Audience.OWN_ORGAN, False, False, True),
        (Audience.HIDDEN, False, False, False),
    ],
)
def test_the_organ_says_who_sees_a_field(organ, person, audience, stranger, office, colleague):
    keeper = actor_for(person_in(organ, Duty.REGISTRY_CLERK))
    readers = [person_in(UnitFactory()), person_in(UnitFactory(), Duty.REGISTRY_CLERK), person_in(organ)]

    for field in (ContactField.MOBILE, ContactField.OFFICE_PHONE):
        set_visibility(organ, {field: audience}, by=keeper)

    for name in ("mobile", "office_phone"):
        shown = [getattr(seen_by(reader, person), name) is not None for reader in readers]
        assert shown == [stranger, office, colleague], name
    assert seen_by(person, person).mobile == "10012345678"


def test_going_back_to_the_default_keeps_no_row(organ):
    keeper = actor_for(person_in(organ, Duty.REGISTRY_CLERK))
    set_visibility(organ, {"mobile": Audience.EVERYONE}, by=keeper)
    set_visibility(organ, {"mobile": Audience.OFFICES}, by=keeper)

    assert not FieldVisibility.objects.exists()
    assert queries.audiences(organ.pk)[ContactField.MOBILE] == Audience.OFFICES


def test_the_clerk_of_another_organ_sets_nothing_here(organ):
    stranger = actor_for(person_in(UnitFactory(), Duty.REGISTRY_CLERK))

    with pytest.raises(NotPermitted, match="维护机关通讯录"):
        set_visibility(organ, {"mobile": Audience.EVERYONE}, by=stranger)

    assert not FieldVisibility.objects.exists()


def test_a_number_that_is_not_shown_is_not_found_by_searching_for_it(person):
    stranger, office = person_in(UnitFactory()), person_in(UnitFactory(), Duty.OFFICE_DIRECTOR)

    found = [queries.entries(actor_for(reader), words="1001234").count() for reader in (stranger, office)]

    assert found == [0, 1]
    assert queries.entries(actor_for(stranger), words="2234567").count() == 1


@pytest.mark.parametrize("words", ["小雨", "zxy", "ZengXiao", "副调研", "6123", "曾 副调研"])
def test_people_are_found_by_name_reading_post_and_number(person, words):
    Post.objects.filter(holdings__person=person).update(name="副调研员")
    reader = actor_for(person_in(UnitFactory(), name="某甲"))

    assert [row.person for row in queries.entries(reader, words=words)] == [person]


def test_those_who_left_or_are_gone_are_not_in_the_book(person):
    reader = actor_for(person_in(UnitFactory()))
    PostHolding.objects.filter(person=person).update(end_date="2020-01-02")

    assert queries.person_card(reader, person.pk) is None
    assert queries.entries(reader, words="曾小雨").count() == 0


def test_a_person_of_two_posts_stands_in_the_book_once_and_the_card_names_both(organ, person):
    PostHoldingFactory(person=person, post=PostFactory(unit=organ, name="工会主席"), is_primary=False)
    reader = actor_for(person_in(UnitFactory()))

    _, posts = queries.person_card(reader, person.pk)

    assert queries.entries(reader, organ_id=organ.pk).count() == 1
    assert len(posts) == 2
    assert posts[1] == "市审计局 工会主席"


def test_the_book_goes_by_organ_section_and_rank(organ):
    section = SectionFactory(parent=organ, name="综合科")
    clerk, head = (
        PostHoldingFactory(post=PostFactory(unit=section, rank_order=rank, name=name)).person
        for rank, name in ((80, "科员"), (60, "科长"))
    )
    chief = PostHoldingFactory(post=PostFactory(unit=organ, rank_order=10, name="局长")).person
    reader = actor_for(chief)

    ((name, sections),) = queries.chapters(queries.book(reader, organ.pk))

    assert name == "市审计局"
    assert [(section, [line.person_id for line in lines]) for section, lines in sections] == [
        ("", [chief.pk]),
        ("综合科", [head.pk, clerk.pk]),
    ]


def test_a_book_with_subordinates_takes_the_organs_below_along(organ, person):
    below = person_in(UnitFactory(parent=organ))
    reader = actor_for(person)

    assert [line.person_id for line in queries.book(reader, organ.pk)] == [person.pk]
    with_below = queries.book(reader, organ.pk, with_subordinates=True)
    assert {line.person_id for line in with_below} == {person.pk, below.pk}


def test_leaders_stand_body_by_body_in_rank_order_without_the_departments():
    committee = UnitFactory(short_name="市委", rank_order=1)
    government = UnitFactory(short_name="市政府", rank_order=2)
    department = UnitFactory(parent=government, rank_order=3)
    county = UnitFactory(parent=government, level=Level.COUNTY, short_name="县政府", rank_order=4)
    mayor = person_in(government, Duty.PRINCIPAL_HEAD)
    Post.objects.filter(unit=government).update(rank_order=1)
    vice = person_in(government, Duty.LEADER)
    secretary = person_in(committee, Duty.LEADER)
    person_in(government, Duty.REGISTRY_CLERK), person_in(department, Duty.LEADER)
    county_head = person_in(county, Duty.PRINCIPAL_HEAD)
    reader = actor_for(vice)

    city = [(organ, [line.person_id for line in lines]) for organ, lines in queries.leaders(reader, Level.CITY)]
    counties = [(organ, [line.person_id for line in lines]) for organ, lines in queries.leaders(reader, Level.COUNTY)]

    assert city == [("市委", [secretary.pk]), ("市政府", [mayor.pk, vice.pk])]
    assert counties == [("县政府", [county_head.pk])]


def test_people_change_their_own_card_and_the_clerk_those_of_the_organ(organ, person):
    change_contact(person, by=actor_for(person), mobile="10099999999")
    change_contact(person, by=actor_for(person_in(organ, Duty.REGISTRY_CLERK)), room="B202")
    with pytest.raises(NotPermitted, match="修改联系方式"):
        change_contact(person, by=actor_for(person_in(organ)), mobile="10000000000")

    person.refresh_from_db()
    assert (person.mobile, person.room) == ("10099999999", "B202")


def test_the_spreadsheet_holds_what_the_reader_may_see_as_text(organ, person):
    person.name = "=1+1"
    person.save()
    reader = actor_for(person_in(UnitFactory()))

    content = workbook("市审计局通讯录", queries.book(reader, organ.pk))

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "市审计局通讯录"
    assert rows[1] == ["机关", "科室", "姓名", "职务", "办公电话", "手机", "短号", "邮箱", "房间号"]
    assert rows[2][2] == "=1+1"
    assert rows[2][4:7] == ["0899-2234567", "", "6123"]


def test_every_page_opens_and_keeps_to_its_number_of_questions(client, organ, person, django_assert_max_num_queries):
    signed_in(client, person)
    addresses = {
        "/directory/": 6,
        f"/directory/?organ={organ.pk}": 6,
        "/directory/?q=zxy": 6,
        "/directory/leaders/": 6,
        "/directory/organs/": 6,
        f"/directory/organs/{organ.pk}/": 6,
        f"/directory/people/{person.pk}/": 6,
    }
    client.get("/directory/")
    for number in range(60):
        person_in(organ, name=f"某{number}")
    for address, limit in addresses.items():
        with django_assert_max_num_queries(limit):
            assert client.get(address).status_code == 200, address


def test_the_search_answers_with_a_part_of_the_page(client, person):
    signed_in(client, person)

    response = client.get("/directory/?q=zxy", headers={"HX-Request": "true"})

    assert "曾小雨" in response.text
    assert "<html" not in response.text
    assert "tree__link" not in response.text


def test_printing_and_exporting_are_on_record(client, organ, person):
    from zhongshu.kernel.refs import ObjectRef
    from zhongshu.platform.audit.public import trail

    signed_in(client, person)

    assert "曾小雨" in client.get(f"/directory/organs/{organ.pk}/booklet/").text
    response = client.get(f"/directory/organs/{organ.pk}/export/?below=1")

    assert response.content[:2] == b"PK"
    facts = [entry.facts_read for entry in trail(ObjectRef("directory.book", organ.pk))]
    assert sorted(fact["form"] for fact in facts) == ["booklet", "xlsx"]
    assert [fact["count"] for fact in facts] == [1, 1]


def test_a_person_changes_the_own_card_on_the_page(client, person):
    signed_in(client, person)

    refused = client.post(f"/directory/people/{person.pk}/change/", {"mobile": "123"})
    changed = client.post(f"/directory/people/{person.pk}/change/", {"mobile": "10055555555"})

    assert "请填写 11 位手机号码" in refused.text
    assert changed.status_code == 302
    person.refresh_from_db()
    assert person.mobile == "10055555555"


def test_strangers_get_no_form_and_unknown_cards_are_not_found(client, person):
    signed_in(client, person_in(UnitFactory()))

    assert client.get(f"/directory/people/{person.pk}/change/").status_code == 403
    assert client.get("/directory/people/999999/").status_code == 404
    assert client.get("/directory/organs/999999/export/").status_code == 404


@pytest.mark.parametrize("kind", ["system", "security", "audit"])
def test_administrators_read_no_phone_book(client, kind, organ):
    signed_in_administrator(client, kind)

    for address in ("/directory/", "/directory/leaders/", f"/directory/organs/{organ.pk}/export/"):
        assert client.get(address).status_code == 403
