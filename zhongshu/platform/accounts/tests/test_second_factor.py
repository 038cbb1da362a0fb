import time
from importlib import import_module

import pyotp
import pytest
from freezegun import freeze_time

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.accounts import second_factor
from zhongshu.platform.accounts.commands import (
    confirm_second_factor,
    holder,
    pass_second_factor,
    prepare_second_factor,
    remove_second_factor,
    renew_recovery_codes,
)
from zhongshu.platform.accounts.tests.factories import PASSWORD, AccountFactory, signed_in_administrator
from zhongshu.platform.organizations.tests.factories import UnitFactory, administrator, person_in

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def stopped_clock():
    with freeze_time("2026-11-22 01:00:00") as now:
        yield now


def with_factor():
    account = AccountFactory(person=person_in(UnitFactory()))
    secret = prepare_second_factor(account, by=holder(account))
    codes = confirm_second_factor(account, code=pyotp.TOTP(secret).now(), by=holder(account))
    return account, secret, codes


def test_a_code_of_the_present_or_a_neighbouring_half_minute_is_right():
    generator = pyotp.TOTP(SECRET)
    now = time.time()

    steps = [second_factor.matching_step(SECRET, generator.at(now + shift), at=now) for shift in (-60, -30, 0, 30, 60)]

    present = int(now) // 30
    assert steps == [None, present - 1, present, present + 1, None]


def test_the_secret_is_not_readable_in_the_database():
    account = AccountFactory()

    secret = prepare_second_factor(account, by=holder(account))

    account.refresh_from_db()
    assert secret not in account.totp_secret
    assert second_factor.unseal(account.totp_secret) == secret


def test_setting_up_gives_eight_recovery_codes_kept_as_digests():
    account, _, codes = with_factor()

    assert len(set(codes)) == 8
    stored = set(account.recovery_codes.values_list("code_digest", flat=True))
    assert stored == {second_factor.recovery_digest(code) for code in codes}
    assert stored.isdisjoint(codes)


def test_a_wrong_first_code_switches_nothing_on():
    account = AccountFactory()

    with pytest.raises(RuleBroken, match="动态口令不正确"):
        confirm_second_factor(account, code="000000", by=holder(account))

    account.refresh_from_db()
    assert not account.has_second_factor


def test_a_code_is_good_once(stopped_clock):
    account, secret, _ = with_factor()
    stopped_clock.tick(60)
    code = pyotp.TOTP(secret).now()

    assert pass_second_factor(account, code=code, by=holder(account)) == "totp"
    with pytest.raises(RuleBroken, match="每个口令只能使用一次"):
        pass_second_factor(account, code=code, by=holder(account))


def test_a_recovery_code_is_good_once():
    account, _, codes = with_factor()

    assert pass_second_factor(account, code=codes[0].upper(), by=holder(account)) == "recovery_code"
    with pytest.raises(RuleBroken, match="不正确"):
        pass_second_factor(account, code=codes[0], by=holder(account))


def test_wrong_codes_lock_like_wrong_passwords():
    account, _, codes = with_factor()
    by = holder(account, "10.0.0.8")
    for _ in range(5):
        with pytest.raises(RuleBroken, match="不正确"):
            pass_second_factor(account, code="000000", by=by)

    with pytest.raises(RuleBroken, match="已暂停登录"):
        pass_second_factor(account, code=codes[0], by=by)


def test_renewed_recovery_codes_void_the_old_ones():
    account, _, codes = with_factor()

    renew_recovery_codes(account, by=holder(account))

    with pytest.raises(RuleBroken):
        pass_second_factor(account, code=codes[0], by=holder(account))


def test_a_factor_that_is_on_is_not_shown_again():
    account, _, _ = with_factor()

    with pytest.raises(RuleBroken, match="动态口令已启用"):
        prepare_second_factor(account, by=holder(account))


def test_the_system_administrator_removes_the_factor_of_a_lost_telephone():
    account, _, _ = with_factor()

    remove_second_factor(account, by=administrator("system"))

    account.refresh_from_db()
    assert not account.has_second_factor
    assert account.recovery_codes.count() == 0


def test_logging_in_asks_for_the_code_before_anything_opens(client, stopped_clock):
    account, secret, _ = with_factor()
    stopped_clock.tick(60)

    first = client.post("/accounts/log-in/", {"username": account.username, "password": PASSWORD, "next": "/accounts/"})
    assert first.url == "/accounts/log-in/second-step/?next=%2Faccounts%2F"
    assert client.get("/accounts/").status_code == 302
    wrong = client.post("/accounts/log-in/second-step/", {"code": "000000"})
    assert wrong.status_code == 422
    right = client.post("/accounts/log-in/second-step/", {"code": pyotp.TOTP(secret).now(), "next": "/accounts/"})

    assert right.url == "/accounts/"
    assert client.get("/accounts/").status_code == 200


def test_the_second_step_waits_five_minutes_only(client, stopped_clock):
    account, _, codes = with_factor()
    client.post("/accounts/log-in/", {"username": account.username, "password": PASSWORD})
    stopped_clock.tick(301)

    assert client.post("/accounts/log-in/second-step/", {"code": codes[0]}).url == "/accounts/log-in/"


def test_in_production_an_administrator_sets_up_the_factor_before_anything_else(client, settings):
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    signed_in_administrator(client, "system")

    assert client.get("/accounts/all/").url == "/accounts/second-factor/"
    assert client.get("/accounts/second-factor/").status_code == 200
    picture = client.get("/accounts/second-factor/picture.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content


def test_production_demands_the_factor():
    production = import_module("zhongshu.site.settings.production")

    assert production.SECOND_FACTOR_FOR_ADMINISTRATORS is True
    assert production.DEMONSTRATION is False
