import pytest
from django.db import transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.audit.models import Entry
from zhongshu.platform.secrecy import public
from zhongshu.platform.secrecy.public import Level

pytestmark = pytest.mark.django_db
CLERK = Actor(person_id=7, name="试用甲")
DRAFT = ObjectRef("documents.outgoing", 12, "关于某事项的请示")


@pytest.mark.parametrize("allowed", [0, 1, 2, "内部", "关于保守国家秘密的通知", "工作秘密清单.xlsx", ""])
def test_what_lies_under_the_ceiling_is_accepted(allowed):
    public.ensure_storable(allowed, by=CLERK, about=DRAFT)

    assert not Entry.objects.exists()


@pytest.mark.parametrize("refused", [3, 4, 5, "机密", "绝密★长期", "机密-名单.xlsx", "正文\n秘密★5年\n正文"])
def test_what_is_marked_as_a_state_secret_is_refused(refused):
    with pytest.raises(RuleBroken, match="不得存储、处理国家秘密") as refusal:
        public.ensure_storable(refused, by=CLERK, about=DRAFT)

    assert refusal.value.code == "above_ceiling"


def test_the_highest_mark_counts():
    with pytest.raises(RuleBroken, match="绝密"):
        public.ensure_storable("秘密★1年\n绝密★长期", by=CLERK)


def test_a_refusal_is_recorded_without_the_title():
    with pytest.raises(RuleBroken):
        public.ensure_storable(Level.SECRET, by=CLERK, about=DRAFT)

    entry = Entry.objects.get()
    assert (entry.action, entry.ref_kind, entry.ref_id, entry.ref_title) == (
        "secrecy.refused_above_ceiling",
        "documents.outgoing",
        12,
        "",
    )
    assert (entry.person_name, entry.facts_read) == ("试用甲", {"level": 4})


def test_a_refusal_inside_a_command_outlives_its_roll_back():
    with pytest.raises(RuleBroken), transaction.atomic():
        public.ensure_storable("机密★5年", by=CLERK, about="关于某事项的请示")

    assert not Entry.objects.exists()
    audit.write_waiting()
    assert Entry.objects.get().ref_kind == "secrecy.refusal"


def test_an_installation_may_have_a_lower_ceiling(settings):
    settings.SECRECY_CEILING = 1

    with pytest.raises(RuleBroken, match="不存储“工作秘密”"):
        public.ensure_storable(Level.WORK_SECRET, by=CLERK)


def test_no_setting_lifts_the_ceiling_above_work_secrets(settings):
    settings.SECRECY_CEILING = 5

    assert public.ceiling() == Level.WORK_SECRET


def test_a_person_chooses_among_levels_within_the_own_clearance():
    assert public.storable_levels(clearance=1) == [(0, "普通"), (1, "内部")]
    assert public.storable_levels() == [(0, "普通"), (1, "内部"), (2, "工作秘密")]
