"""Rules that need values only."""

import pytest

from zhongshu.domains.documents import rules
from zhongshu.domains.documents.choices import Direction, DocumentType
from zhongshu.platform.organizations.public import Relation

GOOD = {
    "document_type": DocumentType.NOTICE,
    "direction": Direction.DOWNWARD,
    "title": "关于做好防汛工作的通知",
    "body": "现将有关事项通知如下。",
    "principals": ["青禾县人民政府"],
}


def sentences(**changes) -> list[str]:
    return [sentence for _, sentence in rules.refusals(**{**GOOD, **changes})]


def test_a_complete_notice_may_be_submitted():
    assert sentences() == []


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        ({Relation.SUPERIOR}, Direction.UPWARD),
        ({Relation.DUAL_SUPERIOR, Relation.PEER}, Direction.UPWARD),
        ({Relation.SUBORDINATE, Relation.PEER}, Direction.DOWNWARD),
        ({Relation.PEER}, Direction.LATERAL),
        ({Relation.NON_SUBORDINATE}, Direction.LATERAL),
        (set(), Direction.PUBLISHED),
    ],
)
def test_the_direction_follows_from_the_relations(relations, expected):
    assert rules.direction_of(DocumentType.OPINION, relations) == expected


def test_a_public_notice_is_published_whomever_it_names():
    assert rules.direction_of(DocumentType.PUBLIC_NOTICE, {Relation.SUBORDINATE}) == Direction.PUBLISHED


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"title": ""}, "请填写标题"),
        ({"body": "  "}, "请填写正文"),
        ({"principals": []}, "应当写明主送机关"),
        (
            {"document_type": DocumentType.REPLY, "principals": ["青禾县人民政府", "云阳县人民政府"]},
            "只能主送一个机关",
        ),
        ({"document_type": DocumentType.REQUEST}, "不能用作下行文"),
        ({"document_type": DocumentType.REPLY, "direction": Direction.LATERAL}, "不能用作平行文"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused(changes, part):
    assert part in "".join(sentences(**changes))


def test_a_free_text_recipient_leaves_the_direction_open():
    assert sentences(document_type=DocumentType.REQUEST, principals=["省直某单位"], all_known=False) == []


@pytest.mark.parametrize(
    ("code", "layout", "expected"),
    [
        ("云政发", "general", ["云政发", "云政函"]),
        ("云政发", "letter_format", ["云政函", "云政发"]),
        ("云教", "letter_format", ["云教函", "云教"]),
        ("云政发", "minutes_format", ["云政纪要", "云政发"]),
    ],
)
def test_the_codes_of_an_organ_follow_the_layout(code, layout, expected):
    assert rules.series_codes(code, layout) == expected


def test_the_quota_is_a_share_rounded_down():
    assert rules.quota_limit(15, 90) == 13


def test_substance_does_not_depend_on_the_order_of_recipients():
    common = {"title": "甲", "body": "乙", "document_type": "notice", "secrecy": 0}

    one = rules.substance(recipients=[("principal", "子"), ("copy", "丑")], **common)
    other = rules.substance(recipients=[("copy", "丑"), ("principal", "子")], **common)

    assert one == other


@pytest.mark.parametrize(
    ("recipients", "line"),
    [
        ([("organ", "市财政局"), ("organ", "市水利局")], "市财政局、市水利局"),
        ([("organ", "市财政局"), ("government", "青禾县人民政府"), ("organ", "市水利局")], "市财政局、市水利局，青禾县人民政府"),
        ([("organ", "某公司"), (rules.COLLECTIVE, "各县（区）人民政府")], "各县（区）人民政府，某公司"),
        (
            [(rules.COLLECTIVE, "各县（区）人民政府"), (rules.COLLECTIVE, "市政府各部门、各直属机构")],
            "各县（区）人民政府，市政府各部门、各直属机构",
        ),
        ([], ""),
    ],
)
def test_recipients_are_written_by_kinds_collective_names_first(recipients, line):
    assert rules.sentence_of(recipients) == line


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青禾县人民政府", "government"),
        ("云州高新技术产业开发区管委会", "government"),
        ("中共云州市委员会", "party_committee"),
        ("青禾县委", "party_committee"),
        ("云州市发展和改革委员会", "organ"),
        ("云州市卫健委", "organ"),
        ("云州市人民政府办公室", "organ"),
    ],
)
def test_the_kind_of_an_organ_follows_from_its_name(name, kind):
    assert rules.kind_of(name) == kind
