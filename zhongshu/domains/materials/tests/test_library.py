import datetime as dt

import pytest

from zhongshu.domains.materials import commands, queries
from zhongshu.domains.materials.choices import Audience, Validity
from zhongshu.domains.materials.models import Material, Quotation
from zhongshu.domains.materials.tests.factories import MaterialFactory
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)
HEATING = {
    "kind": "policy",
    "title": "关于做好冬季供暖工作的意见",
    "source": "省政府办公厅",
    "number": "省政办发〔2026〕8号",
    "source_date": DAY,
    "body": "一、总体要求\n坚持保障民生，确保居民室内温度达标。\n二、工作措施\n建立应急抢修队伍，发生故障及时处置。",
}


@pytest.fixture
def organ():
    return UnitFactory()


@pytest.fixture
def keeper(organ):
    return person_in(organ, Duty.REGISTRY_CLERK)


# ── entering ─────────────────────────────────────────────────────────────────


def test_what_is_entered_is_found_by_paragraph(organ, keeper):
    material = commands.enter(**HEATING, tags=["供暖", "民生", "供暖"], by=actor_for(keeper))

    found = queries.find("应急抢修", actor_for(person_in(organ)))

    assert [row.passage.text for row in found] == ["建立应急抢修队伍，发生故障及时处置。"]
    assert found.rows[0].material == material
    assert [tag.word for tag in material.tags.all()] == ["供暖", "民生"]


def test_somebody_without_the_duty_enters_nothing(organ):
    with pytest.raises(NotPermitted, match="素材入库"):
        commands.enter(**HEATING, by=actor_for(person_in(organ, Duty.PRINTER)))

    assert not Material.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"secrecy_level": 3}, "above_ceiling"),
        ({"body": "太短"}, "nothing_to_quote"),
        ({"body": "这一段文字足够长了吧\n" * 501}, "too_many_passages"),
        ({"kind": "issued"}, "flows_in_by_itself"),
    ],
)
def test_what_cannot_be_kept_is_refused(keeper, change, code):
    with pytest.raises(RuleBroken) as refusal:
        commands.enter(**HEATING | change, by=actor_for(keeper))

    assert refusal.value.code == code
    assert not Material.objects.exists()


def test_the_same_source_is_not_entered_twice(keeper):
    commands.enter(**HEATING, by=actor_for(keeper))

    with pytest.raises(RuleBroken, match="不用重复入库"):
        commands.enter(**HEATING, by=actor_for(keeper))


def test_what_an_organ_keeps_to_itself_others_do_not_find(organ, keeper):
    commands.enter(**HEATING, by=actor_for(keeper))
    stranger = actor_for(person_in(UnitFactory()))

    assert queries.find("应急抢修", stranger).rows == []
    assert list(queries.library(stranger)) == []


def test_what_is_above_the_own_clearance_is_not_found(organ, keeper):
    commands.enter(**HEATING, audience=Audience.EVERYONE, secrecy_level=2, by=actor_for(keeper, clearance=2))

    assert queries.find("应急抢修", actor_for(person_in(organ, clearance=1))).rows == []
    assert len(queries.find("应急抢修", actor_for(person_in(organ, clearance=2)))) == 1


# ── correcting ───────────────────────────────────────────────────────────────


def test_a_correction_keeps_the_words_that_were_quoted(organ, keeper):
    material = commands.enter(**HEATING, by=actor_for(keeper))
    kept, changed = queries.passages(material)
    quotation = commands.quote(changed, ref=material.ref, by=actor_for(keeper))

    body = "坚持保障民生，确保居民室内温度达标。\n建立专业抢修队伍，发生故障立即处置。"
    commands.correct(material, title=material.title, source="省政府", source_date=DAY, body=body, tags=[], by=actor_for(keeper))

    assert [passage.pk == kept.pk for passage in queries.passages(material)] == [True, False]
    quotation.refresh_from_db()
    assert (quotation.words, quotation.passage_id) == ("建立应急抢修队伍，发生故障及时处置。", changed.pk)
    assert queries.find("应急抢修", actor_for(keeper)).rows == []
    assert len(queries.find("专业抢修", actor_for(keeper))) == 1


def test_a_stranger_corrects_nothing_and_what_came_from_a_document_is_not_corrected(keeper, organ):
    material = MaterialFactory(organ=organ)
    new = {"title": "新", "source": "新", "source_date": DAY, "body": "一段足够长的新文字内容", "tags": []}
    with pytest.raises(NotPermitted, match="维护素材"):
        commands.correct(material, **new, by=actor_for(person_in(UnitFactory(), Duty.REGISTRY_CLERK)))
    material.origin_kind = "documents.outgoing"

    with pytest.raises(RuleBroken, match="以原件为准"):
        commands.correct(material, **new, by=actor_for(keeper))


# ── validity ─────────────────────────────────────────────────────────────────


def test_what_no_longer_holds_is_marked_with_what_took_its_place(organ, keeper):
    old, new = MaterialFactory(organ=organ), MaterialFactory()

    commands.end_validity(old, date=DAY, reason="新意见第十条", superseded_by=new, by=actor_for(keeper))

    assert (old.validity, old.superseded_by, queries.successor(old, actor_for(keeper))) == (Validity.SUPERSEDED, new, new)


def test_a_stranger_ends_and_restores_no_validity(organ):
    material = MaterialFactory(organ=organ)
    stranger = actor_for(person_in(UnitFactory(), Duty.REGISTRY_CLERK))

    with pytest.raises(NotPermitted):
        commands.end_validity(material, date=DAY, reason="无", by=stranger)
    with pytest.raises(NotPermitted):
        commands.restore_validity(material, reason="无", by=stranger)

    material.refresh_from_db()
    assert material.holds


def test_validity_ends_once_and_comes_back_once(organ, keeper):
    material = MaterialFactory(organ=organ)
    with pytest.raises(RuleBroken, match="不能由自己替代"):
        commands.end_validity(material, date=DAY, reason="无", superseded_by=material, by=actor_for(keeper))
    with pytest.raises(RuleBroken, match="现行"):
        commands.restore_validity(material, reason="无", by=actor_for(keeper))
    commands.end_validity(material, date=DAY, reason="决定", by=actor_for(keeper))
    with pytest.raises(RuleBroken, match="已废止"):
        commands.end_validity(material, date=DAY, reason="决定", by=actor_for(keeper))

    commands.restore_validity(material, reason="标错了", by=actor_for(keeper))

    assert (material.validity, material.validity_date) == (Validity.IN_FORCE, None)


# ── quoting ──────────────────────────────────────────────────────────────────


def test_a_quotation_keeps_source_day_and_digest(organ, keeper):
    material = MaterialFactory(organ=organ)
    passage = queries.passages(material)[0]

    quotation = commands.quote(passage, ref=material.ref, by=actor_for(keeper))

    assert (quotation.words, quotation.digest, quotation.source_date) == (passage.text, passage.digest, material.source_date)
    assert quotation.source == f"{material.source} {material.number} {material.title}"
    assert queries.quoted_in(material, actor_for(keeper)) == [quotation]


def test_nobody_quotes_what_may_not_be_seen_or_into_what_may_not_be_seen(organ, keeper):
    hidden = MaterialFactory(audience=Audience.OWN_ORGAN)
    seen = MaterialFactory()
    for passage, ref in ((hidden.passages.get(), seen.ref), (seen.passages.get(), hidden.ref)):
        with pytest.raises(NotPermitted):
            commands.quote(passage, ref=ref, by=actor_for(keeper))

    assert not Quotation.objects.exists()


def test_a_draft_that_quotes_what_no_longer_holds_is_flagged(organ, keeper):
    old, new = MaterialFactory(organ=organ), MaterialFactory()
    draft = MaterialFactory()  # any object with a page may hold a text
    commands.quote(old.passages.get(), ref=draft.ref, by=actor_for(keeper))
    text = "一、总体要求\n坚持统筹兼顾，做好各项工作的衔接落实。"
    assert queries.remarks(draft.ref, text, actor_for(keeper)) == []

    commands.end_validity(old, date=DAY, reason="新意见", superseded_by=new, by=actor_for(keeper))

    remark = queries.remarks(draft.ref, text, actor_for(keeper))[0]
    assert (remark.rule, remark.severity, remark.start) == ("materials.no_longer_holds", "must", 7)
    assert remark.words == f"所引《{old.title}》{old.number}已于2026年3月1日被替代，现行为《{new.title}》{new.number}，请核对"
    assert queries.remarks(draft.ref, "另起炉灶。", actor_for(keeper)) == []


@pytest.mark.parametrize("text", ["根据《{title}》要求", "按照{number}要求"])
def test_a_text_that_only_names_what_was_repealed_is_told(organ, keeper, text):
    old = MaterialFactory(organ=organ)
    commands.end_validity(old, date=DAY, reason="清理决定", by=actor_for(keeper))

    found = queries.remarks(MaterialFactory().ref, text.format(title=old.title, number=old.number), actor_for(keeper))

    assert [(remark.severity, remark.words) for remark in found] == [
        ("should", f"文中提到的《{old.title}》{old.number}已于2026年3月1日废止，请核对")
    ]


def test_a_material_that_follows_a_document_is_not_seen_without_it(organ, keeper):
    MaterialFactory(audience=Audience.ORIGINAL, origin_kind="documents.outgoing", origin_id=1, organ=organ)

    assert list(queries.library(actor_for(keeper))) == []
