import datetime as dt

import pytest
from freezegun import freeze_time

from zhongshu.kernel import clock
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.accounts import lockout
from zhongshu.platform.accounts.commands import check_in, unlock
from zhongshu.platform.accounts.models import LogInFailure
from zhongshu.platform.accounts.tests.factories import PASSWORD, AccountFactory
from zhongshu.platform.organizations.tests.factories import PersonFactory, administrator

HOME, ELSEWHERE = "10.0.0.8", "10.9.9.9"
NINE = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def fail(username, times, address=HOME):
    for _ in range(times):
        with pytest.raises(RuleBroken):
            check_in(username, "wrong", address=address)


def test_five_failures_within_the_lock_close_the_door_from_the_last_one():
    minutes = [9, 7, 5, 3, 0]

    end = lockout.locked_until([NINE + dt.timedelta(minutes=m) for m in minutes], 5)

    assert end == NINE + dt.timedelta(minutes=24)


def test_failures_spread_over_a_day_close_nothing():
    assert lockout.locked_until([NINE - dt.timedelta(hours=n) for n in range(5)], 5) is None


def test_the_right_password_opens(db):
    account = AccountFactory()

    assert check_in(account.username, PASSWORD, address=HOME) == account
    assert LogInFailure.objects.count() == 0


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(db):
    account = AccountFactory()
    answers = []
    for username in (account.username, "nobody"):
        with pytest.raises(RuleBroken) as refusal:
            check_in(username, "wrong", address=HOME)
        answers.append((refusal.value.message, refusal.value.code))

    assert answers == [("用户名或密码不正确，请重新输入；再输错 4 次将暂停登录 15 分钟", "wrong_password")] * 2


def test_after_five_failures_even_the_right_password_waits_fifteen_minutes(db):
    account = AccountFactory()
    with clock.frozen("2026-11-22 09:00"):
        fail(account.username, 5)
        with pytest.raises(RuleBroken, match="请于 09:15 后再试") as refusal:
            check_in(account.username, PASSWORD, address=HOME)
    assert refusal.value.code == "locked"

    with clock.frozen("2026-11-22 09:15:01"):
        assert check_in(account.username, PASSWORD, address=HOME) == account


def test_a_locked_door_does_not_count_further_attempts(db):
    account = AccountFactory()
    with clock.frozen("2026-11-22 09:00"):
        fail(account.username, 8)

    assert LogInFailure.objects.count() == 5


def test_guesses_from_elsewhere_do_not_lock_the_owner_out_until_they_are_a_flood(db):
    account = AccountFactory()
    with clock.frozen("2026-11-22 09:00"):
        fail(account.username, 5, ELSEWHERE)
        assert check_in(account.username, PASSWORD, address=HOME) == account
        for n in range(3):
            fail(account.username, 5, f"10.9.9.{n}")
        with pytest.raises(RuleBroken, match="已暂停登录"):
            check_in(account.username, PASSWORD, address=HOME)


def test_one_address_that_tries_many_names_is_closed(db):
    with clock.frozen("2026-11-22 09:00"):
        LogInFailure.objects.bulk_create([LogInFailure(username=f"name{n}", address=HOME, at=clock.now()) for n in range(60)])
        account = AccountFactory()
        with pytest.raises(RuleBroken, match="已暂停登录"):
            check_in(account.username, PASSWORD, address=HOME)


def test_a_disabled_account_is_told_so_only_with_the_right_password(db):
    account = AccountFactory(is_active=False)

    with pytest.raises(RuleBroken, match="该账号已停用"):
        check_in(account.username, PASSWORD, address=HOME)
    with pytest.raises(RuleBroken, match="用户名或密码不正确"):
        check_in(account.username, "wrong", address=HOME)


def test_somebody_who_left_does_not_get_in(db):
    account = AccountFactory(person=PersonFactory(active=False))

    with pytest.raises(RuleBroken, match="该账号已停用"):
        check_in(account.username, PASSWORD, address=HOME)


def test_unlocking_opens_at_once(db):
    account = AccountFactory()
    fail(account.username, 5)

    unlock(account, by=administrator("system"))

    assert check_in(account.username, PASSWORD, address=HOME) == account


def test_every_failure_and_the_lock_are_on_record(db):
    from zhongshu.kernel.refs import ObjectRef
    from zhongshu.platform.audit.public import trail

    account = AccountFactory()
    fail(account.username, 5)

    actions = [entry.action for entry in trail(ObjectRef("accounts.account", account.pk))]
    assert sorted(actions) == ["accounts.locked"] + ["accounts.log_in_failed"] * 5


@freeze_time("2026-11-22 01:00:00")
def test_the_log_in_page_says_what_went_wrong_and_keeps_the_name(client, db):
    account = AccountFactory()

    response = client.post("/accounts/log-in/", {"username": account.username, "password": "wrong"})

    assert response.status_code == 422
    assert "用户名或密码不正确" in response.text
    assert f'value="{account.username}"' in response.text
    assert "wrong" not in response.text
