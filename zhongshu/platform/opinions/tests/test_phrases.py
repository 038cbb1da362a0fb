import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.opinions.choices import SHIPPED_PHRASES
from zhongshu.platform.opinions.models import CommonPhrase
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, administrator, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory()


def _texts(actor):
    return [phrase.text for phrase in opinions.phrases(actor)]


def test_the_shipped_phrases_are_offered_from_the_first_day(unit):
    assert _texts(actor_for(person_in(unit))) == list(SHIPPED_PHRASES)


def test_own_phrases_come_first_then_the_units_then_the_installations(unit):
    me, colleague = actor_for(person_in(unit)), actor_for(person_in(unit))
    opinions.add_phrase("请办公室统筹。", by=me)
    opinions.add_phrase("请业务科室会签。", scope="unit", by=colleague)
    opinions.add_phrase("按程序报批。", scope="system", by=administrator("system"))

    assert _texts(me) == ["请办公室统筹。", "请业务科室会签。", "按程序报批。"]
    assert _texts(colleague) == ["请业务科室会签。", "按程序报批。"]
    assert _texts(actor_for(person_in(UnitFactory()))) == ["按程序报批。"]


def test_a_phrase_is_refused_when_empty_double_or_one_too_many(unit):
    me = actor_for(person_in(unit))
    opinions.add_phrase("请  速办。", by=me)

    for text, sentence in (("  ", "请填写"), ("请 速办。", "已经有了"), ("长" * 101, "最多100字")):
        with pytest.raises(RuleBroken, match=sentence):
            opinions.add_phrase(text, by=me)
    CommonPhrase.objects.bulk_create([CommonPhrase(scope="person", person_id=me.person_id, text=f"第{n}条") for n in range(59)])
    with pytest.raises(RuleBroken, match="最多60条"):
        opinions.add_phrase("再来一条。", by=me)

    assert CommonPhrase.objects.count() == 60


def test_only_the_system_administrator_keeps_the_installations_phrases(unit):
    with pytest.raises(NotPermitted, match="由系统管理员维护"):
        opinions.add_phrase("同意。", scope="system", by=actor_for(person_in(unit)))
    with pytest.raises(NotPermitted, match="没有个人常用语"):
        opinions.add_phrase("同意。", by=administrator("system"))

    assert not CommonPhrase.objects.exists()


def test_a_phrase_is_removed_by_its_owner_and_not_by_a_stranger(unit):
    me = actor_for(person_in(unit))
    phrase = opinions.add_phrase("请速办。", by=me)

    with pytest.raises(NotPermitted, match="删除常用语"):
        opinions.remove_phrase(phrase, by=actor_for(person_in(unit)))
    assert CommonPhrase.objects.count() == 1

    opinions.remove_phrase(phrase, by=me)
    assert not CommonPhrase.objects.exists()
