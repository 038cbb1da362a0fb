import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.accounts import passwords
from zhongshu.platform.accounts.commands import (
    create_account,
    disable,
    enable,
    establish_administrator,
    register_persona,
    reset_password,
    unlock,
)
from zhongshu.platform.accounts.models import Account, LogInFailure, Persona
from zhongshu.platform.accounts.tests.factories import PASSWORD, AccountFactory, signed_in, signed_in_administrator
from zhongshu.platform.organizations.tests.factories import (
    PersonFactory,
    UnitFactory,
    actor_for,
    administrator,
    person_in,
)

pytestmark = pytest.mark.django_db
SYSTEM = administrator("system")


def test_an_account_is_a_persons_or_an_administrators_never_both():
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(username="both", person=PersonFactory(), administrator="system")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(username="neither")


def test_there_is_no_superuser():
    assert not hasattr(AccountFactory(), "is_superuser")


def test_the_system_administrator_opens_an_account_with_a_one_time_password():
    person = PersonFactory()

    account, password = create_account(person, username="zhang.san", by=SYSTEM)

    assert account.check_password(password)
    assert account.must_change_password
    assert passwords.weaknesses(password) == []


@pytest.mark.parametrize("by", [administrator("security"), administrator("audit"), Actor(person_id=1, name="陌生人")])
def test_nobody_else_opens_accounts(by):
    with pytest.raises(NotPermitted, match="由系统管理员办理"):
        create_account(PersonFactory(), username="zhang.san", by=by)

    assert not Account.objects.exists()


def test_a_name_or_a_person_is_not_taken_twice():
    first = AccountFactory(username="zhang.san")

    with pytest.raises(RuleBroken, match="已被使用") as taken:
        create_account(PersonFactory(), username="ZHANG.SAN", by=SYSTEM)
    with pytest.raises(RuleBroken, match="已有账号") as held:
        create_account(first.person, username="other", by=SYSTEM)

    assert (taken.value.field, held.value.field) == ("username", "person")


def test_a_reset_password_is_good_once_and_ends_every_session(client):
    account = AccountFactory(person=person_in(UnitFactory()))
    client.post("/accounts/log-in/", {"username": account.username, "password": PASSWORD})

    password = reset_password(account, by=SYSTEM)

    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password
    assert client.get("/accounts/").status_code == 302


@pytest.mark.parametrize("command", [reset_password, disable])
def test_no_administrator_takes_over_another(command):
    account = AccountFactory(administrator="security")

    with pytest.raises(NotPermitted, match="只能在服务器上用命令维护"):
        command(account, by=SYSTEM)

    account.refresh_from_db()
    assert account.is_active
    assert account.check_password(PASSWORD)


def test_disabling_and_enabling_each_work_once():
    account = AccountFactory()

    disable(account, by=SYSTEM)
    with pytest.raises(RuleBroken, match="已经停用"):
        disable(account, by=SYSTEM)
    enable(account, by=SYSTEM)
    with pytest.raises(RuleBroken, match="无需启用"):
        enable(account, by=SYSTEM)

    account.refresh_from_db()
    assert account.is_active


def test_an_administrators_account_is_unlocked_by_the_security_administrator_only():
    from zhongshu.kernel import clock

    account = AccountFactory(administrator="system", username="system")
    LogInFailure.objects.create(username="system", address="10.0.0.1", at=clock.now())

    with pytest.raises(NotPermitted, match="由安全管理员办理"):
        unlock(account, by=SYSTEM)
    unlock(account, by=administrator("security"))

    assert not LogInFailure.objects.exists()
    with pytest.raises(RuleBroken, match="没有被锁定"):
        unlock(account, by=administrator("security"))


def test_administrators_are_set_up_on_the_host_only():
    with pytest.raises(NotPermitted, match="只能在服务器上用命令设立"):
        establish_administrator("audit", username="audit", by=SYSTEM)

    assert not Account.objects.exists()


def test_the_command_of_the_host_sets_up_all_three_and_gives_one_a_new_password(capsys):
    call_command("establish_administrators")
    call_command("establish_administrators", "audit")

    assert sorted(Account.objects.values_list("administrator", flat=True)) == ["audit", "security", "system"]
    assert capsys.readouterr().out.count("一次性密码") == 4


def test_the_list_finds_by_name_and_initials_and_marks_the_locked(client):
    from zhongshu.kernel import clock

    found = AccountFactory(username="zhaoyun", person=PersonFactory(name="赵云朵", pinyin="zhaoyunduo", initials="zyd"))
    AccountFactory(username="other")
    LogInFailure.objects.bulk_create([LogInFailure(username="zhaoyun", address="10.0.0.1", at=clock.now()) for _ in range(5)])
    signed_in_administrator(client, "system")

    page = client.get("/accounts/all/?q=zyd").text

    assert found.username in page
    assert "已锁定" in page
    assert "other" not in page.replace("others", "")


def test_the_list_asks_the_same_number_of_questions_for_one_row_and_for_thirty(client, django_assert_num_queries):
    signed_in_administrator(client, "system")
    AccountFactory()
    client.get("/accounts/all/")
    with django_assert_num_queries(5):  # session, account, accounts, locked, posts
        client.get("/accounts/all/")
    for _ in range(40):
        AccountFactory()
    with django_assert_num_queries(5):
        client.get("/accounts/all/")


def test_the_pages_lead_through_opening_and_disabling_an_account(client):
    person = person_in(UnitFactory(), name="钱小河", initials="qxh", pinyin="qianxiaohe")
    signed_in_administrator(client, "system")

    choices = client.get("/accounts/all/people-without-account/?q=qxh").json()["results"]
    assert [choice["text"] for choice in choices] == ["钱小河"]
    created = client.post("/accounts/all/new/", {"person": person.pk, "username": "qian.xh"})
    assert "密码只显示这一次" in created.text
    account = Account.objects.get(username="qian.xh")
    assert client.post(f"/accounts/all/{account.pk}/disable/").status_code == 302
    assert client.post(f"/accounts/all/{account.pk}/disable/").status_code == 422

    assert client.get("/accounts/all/people-without-account/?q=qxh").json()["results"] == []


def test_people_do_not_see_the_accounts(client):
    signed_in(client, person_in(UnitFactory()))

    assert client.get("/accounts/all/").status_code == 403
    assert client.post("/accounts/all/1/disable/").status_code == 403


def test_the_security_administrator_sees_accounts_but_opens_none(client):
    signed_in_administrator(client, "security")

    assert client.get("/accounts/all/").status_code == 200
    assert client.get("/accounts/all/new/").status_code == 403


def test_one_click_makes_a_visitor_a_persona_of_the_demonstration(client):
    account = AccountFactory(person=person_in(UnitFactory(), name="周云"))
    register_persona(account, group="市委办公室", label="周云", description="综合科 科员")

    assert "周云" in client.get("/accounts/log-in/").text
    assert client.post("/accounts/log-in/persona/", {"persona": account.username}).url == "/"
    assert client.get("/accounts/").status_code == 200


def test_a_real_office_has_no_personas(client, settings):
    account = AccountFactory(person=person_in(UnitFactory(), name="周云"))
    register_persona(account, group="市委办公室", label="周云")
    settings.DEMONSTRATION = False

    assert "周云" not in client.get("/accounts/log-in/").text
    assert client.post("/accounts/log-in/persona/", {"persona": account.username}).status_code == 404
    with pytest.raises(RuleBroken, match="正式环境不能登记演示人员"):
        register_persona(account, group="市委办公室", label="另一人")
    assert Persona.objects.get().label == "周云"


def test_an_administrator_reads_no_business_page(client):
    signed_in_administrator(client, "audit")

    assert client.get("/organizations/delegations/").status_code == 403


def test_the_actor_of_a_person_is_never_an_administrator():
    person = person_in(UnitFactory())

    assert actor_for(person).administrator is None
