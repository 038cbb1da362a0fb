from itertools import pairwise

import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.accounts import passwords
from zhongshu.platform.accounts.commands import change_password, holder
from zhongshu.platform.accounts.tests.factories import PASSWORD, AccountFactory
from zhongshu.platform.audit.public import trail
from zhongshu.platform.organizations.tests.factories import PersonFactory


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("Ab3#efgh1", "密码至少 10 位"),
        ("abcdefgh12", "密码须包含大写字母、小写字母、数字、符号中的至少三类"),
        ("Xlihua1#2026", "密码不能包含用户名、姓名或姓名拼音"),
        ("6202#AUHIL9x", "密码不能包含用户名、姓名或姓名拼音"),
        ("李华Office2026", "密码不能包含用户名、姓名或姓名拼音"),
        ("Aa1Aa1Aa1Aa1", "密码中不同的字符太少，请换一个"),
    ],
)
def test_a_weak_password_is_told_why(password, sentence):
    assert passwords.weaknesses(password, forbidden=["lihua", "李华"]) == [sentence]


def test_a_password_of_three_classes_and_ten_characters_is_good_enough():
    assert passwords.weaknesses("Yunzhou-2026", forbidden=["lihua", "李华"]) == []


def test_a_one_time_password_is_always_good_enough():
    assert [passwords.weaknesses(passwords.one_time_password()) for _ in range(50)] == [[]] * 50


def test_a_person_changes_the_own_password(db):
    account = AccountFactory(must_change_password=True)

    change_password(account, present=PASSWORD, new="Another#Word9", by=holder(account))

    account.refresh_from_db()
    assert account.check_password("Another#Word9")
    assert not account.must_change_password
    assert [entry.action for entry in trail_of(account)] == ["accounts.password_changed"]


def test_a_stranger_cannot_change_a_password(db):
    account, stranger = AccountFactory(), AccountFactory()

    with pytest.raises(NotPermitted, match="只能办理本人账号的事项"):
        change_password(account, present=PASSWORD, new="Another#Word9", by=holder(stranger))

    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_the_present_password_must_be_right(db):
    account = AccountFactory()

    with pytest.raises(RuleBroken, match="当前密码不正确") as refusal:
        change_password(account, present="wrong", new="Another#Word9", by=holder(account))

    assert refusal.value.field == "present"


def test_a_password_cannot_hold_the_own_name(db):
    account = AccountFactory(person=PersonFactory(name="单小云", pinyin="shanxiaoyun"))

    with pytest.raises(RuleBroken, match="姓名拼音") as refusal:
        change_password(account, present=PASSWORD, new="Shanxiaoyun#1", by=holder(account))

    assert refusal.value.code == "weak_password"


def test_none_of_the_last_five_passwords_may_come_again_but_the_sixth_may(db):
    account = AccountFactory()
    words = [PASSWORD, *(f"Word#number{n}x" for n in range(6))]
    for present, new in pairwise(words):
        change_password(account, present=present, new=new, by=holder(account))

    with pytest.raises(RuleBroken, match="最近 5 次"):
        change_password(account, present=words[6], new=words[1], by=holder(account))
    change_password(account, present=words[6], new=words[0], by=holder(account))

    assert account.check_password(PASSWORD)
    assert account.former_passwords.count() == 5


def trail_of(account):
    from zhongshu.kernel.refs import ObjectRef

    return trail(ObjectRef("accounts.account", account.pk))
