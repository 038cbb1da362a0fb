import pytest

from zhongshu.kernel import clock
from zhongshu.platform.organizations.choices import Duty
from zhongshu.platform.organizations.models import Delegation, Person, PostHolding, Unit
from zhongshu.platform.organizations.tests.factories import SectionFactory, UnitFactory, person_in
from zhongshu.platform.organizations.tests.visiting import signed_in, signed_in_administrator

pytestmark = pytest.mark.django_db


def test_the_system_administrator_builds_an_organ_section_post_and_appointment(client):
    signed_in_administrator(client, "system")
    organ = {
        "kind": "organ", "name": "云州市审计局", "short_name": "市审计局", "code": "YZ-SJ", "level": "2", "body": "government",
        "rank_order": "10",
    }  # fmt: skip

    assert client.post("/organizations/units/new/", organ).status_code == 302
    unit = Unit.objects.get(code="YZ-SJ")
    section = {**organ, "kind": "section", "name": "综合科", "short_name": "", "code": "YZ-SJ-1"}
    assert client.post(f"/organizations/units/new/?parent={unit.pk}", section).status_code == 302
    office = Unit.objects.get(code="YZ-SJ-1")
    enrolled = {"name": "曾小雨", "post_name": "科员", "start_date": "2026-01-05"}
    assert client.post(f"/organizations/units/{office.pk}/people/new/", enrolled).status_code == 302
    assert client.post(f"/organizations/units/{unit.pk}/posts/new/", {"name": "局长", "rank_order": "1"}).status_code == 302
    post = unit.posts.get()
    person = Person.objects.get(name="曾小雨")
    appointed = {"person": person.pk, "start_date": "2026-01-06", "is_primary": "on"}
    assert client.post(f"/organizations/posts/{post.pk}/appoint/", appointed).status_code == 302

    assert "曾小雨" in client.get(f"/organizations/units/{unit.pk}/").text
    assert "云州市审计局" in client.get("/organizations/units/").text


def test_a_refusal_is_shown_at_its_field_and_keeps_what_was_typed(client):
    UnitFactory(code="YZ-SJ")
    signed_in_administrator(client, "system")
    data = {"kind": "organ", "name": "云州市审计局", "code": "YZ-SJ", "level": "2", "body": "government", "rank_order": "10"}

    response = client.post("/organizations/units/new/", data)

    assert response.status_code == 422
    assert "已被使用，请另编代码" in response.text
    assert 'value="云州市审计局"' in response.text


def test_after_somebody_left_the_page_says_what_is_left_to_do(client):
    person = person_in(UnitFactory(), name="曾小雨")
    holding = PostHolding.objects.get(person=person)
    signed_in_administrator(client, "system")

    response = client.post(f"/organizations/holdings/{holding.pk}/end/", {"end_date": clock.today().isoformat()})

    assert response.status_code == 200
    assert "离任已登记" in response.text
    holding.refresh_from_db()
    assert holding.end_date == clock.today()


def test_the_security_administrator_changes_clearance_and_duties(client):
    person = person_in(UnitFactory(), clearance=0)
    post = PostHolding.objects.get(person=person).post
    signed_in_administrator(client, "security")

    assert client.get(f"/organizations/rights/{person.pk}/").status_code == 200
    client.post(f"/organizations/rights/{person.pk}/clearance/", {"clearance": "2"})
    duties = {f"post{post.pk}-duties": ["signatory", "leader"]}
    client.post(f"/organizations/rights/{person.pk}/posts/{post.pk}/", duties)

    person.refresh_from_db()
    assert person.clearance == 2
    assert sorted(post.duties.values_list("duty", flat=True)) == ["leader", "signatory"]


def test_the_page_of_one_unit_costs_the_same_for_one_post_and_for_twenty(client, django_assert_num_queries):
    unit = UnitFactory()
    person_in(unit, Duty.DRAFTER)
    signed_in_administrator(client, "system")
    client.get(f"/organizations/units/{unit.pk}/")

    with django_assert_num_queries(8):
        client.get(f"/organizations/units/{unit.pk}/")
    for _ in range(20):
        person_in(unit, Duty.DRAFTER, Duty.REVIEWER)
    with django_assert_num_queries(8):
        client.get(f"/organizations/units/{unit.pk}/")


def test_a_person_delegates_and_takes_it_back_and_both_see_a_banner(client):
    unit = UnitFactory()
    principal, agent = person_in(unit, name="赵云"), person_in(unit, name="钱河")
    signed_in(client, principal)
    data = {"agent": agent.pk, "start_at": "2020-01-01T09:00", "end_at": "2099-01-01T09:00", "reason": "出差"}

    assert client.post("/organizations/delegations/new/", data).status_code == 302
    assert "您已委托钱河代为办理全部事项" in client.get("/accounts/").text
    signed_in(client, agent)
    assert "您正受赵云委托代为办理全部事项" in client.get("/accounts/").text
    delegation = Delegation.objects.get()
    assert client.post(f"/organizations/delegations/{delegation.pk}/revoke/").status_code == 403
    signed_in(client, principal)
    assert client.post(f"/organizations/delegations/{delegation.pk}/revoke/").status_code == 302

    assert "您已委托" not in client.get("/accounts/").text
    assert "已撤回" in client.get("/organizations/delegations/").text


def test_the_system_administrator_delegates_for_somebody_absent(client):
    unit = UnitFactory()
    principal, agent = person_in(unit), person_in(unit)
    signed_in_administrator(client, "system")
    period = {"start_at": "2026-01-01T09:00", "end_at": "2099-01-01T09:00"}
    data = {"principal": principal.pk, "agent": agent.pk, "reason": "住院", **period}

    assert client.post("/organizations/delegations/new/", data).url == "/organizations/delegations/all/"

    assert Delegation.objects.get().principal == principal


def test_the_pickers_answer_with_names_and_places(client):
    organ = UnitFactory(name="云州市审计局", short_name="市审计局", region="云州市")
    person = person_in(SectionFactory(parent=organ, name="综合科"), name="曾小雨", pinyin="zengxiaoyu", initials="zxy")
    signed_in(client, person)

    people = client.get("/organizations/people/?q=zxy").json()["results"]
    units = client.get("/organizations/units/choices/?q=审计&organs=1").json()["results"]

    assert [(row["id"], row["text"]) for row in people] == [(person.pk, "曾小雨")]
    assert people[0]["note"].startswith("市审计局 综合科 ")
    assert units == [{"id": organ.pk, "text": "市审计局", "note": "云州市 市级"}]


@pytest.mark.parametrize(
    "address",
    ["/organizations/units/", "/organizations/rights/", "/organizations/delegations/all/", "/organizations/units/new/"],
)
def test_people_do_not_see_the_administrators_pages(client, address):
    signed_in(client, person_in(UnitFactory(), Duty.OFFICE_DIRECTOR))

    assert client.get(address).status_code == 403


def test_each_administrator_sees_the_own_pages_only(client):
    signed_in_administrator(client, "security")
    assert client.get("/organizations/units/").status_code == 403
    assert client.get("/organizations/rights/").status_code == 200
    signed_in_administrator(client, "system")
    assert client.get("/organizations/rights/").status_code == 403
    assert client.get("/organizations/delegations/all/").status_code == 200
