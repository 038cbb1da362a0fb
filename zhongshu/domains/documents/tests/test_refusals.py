"""What nobody lets stand: the checks tell it, the command refuses it, whatever reason was given."""

import pytest

from zhongshu.domains.documents.checks import engine, parsing
from zhongshu.domains.documents.checks.findings import Severity
from zhongshu.domains.documents.checks.manuscript import Facts
from zhongshu.domains.documents.choices import CheckDeed, Direction, OutgoingState, RecipientRole
from zhongshu.domains.documents.commands import checking, drafting
from zhongshu.domains.documents.models import CheckEntry, OutgoingDocument, Recipient
from zhongshu.domains.documents.queries import checking as queries
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.organizations.tests.factories import UnitFactory

NOTICE = {"title": "关于做好防汛工作的通知", "body": "现将有关事项通知如下。"}
PERSONS = ["张书记", "云州市人民政府张市长", "县人大常委会李主任", "青禾县水利局王局长", "王某同志", "云州市政协陈主席", "张县长"]


def refused(*, title: str = NOTICE["title"], body: str = NOTICE["body"], **facts) -> list[tuple[str, str]]:
    known = Facts(whole=True, draft=True, **{"document_type": "通知", "principals": ("青禾县人民政府",), **facts})
    manuscript = parsing.from_elements(
        title=title, body=body, principals="、".join(known.principals), copies="、".join(known.copies), facts=known
    )
    return queries.refused(engine.check(manuscript, typos=False))


def test_a_complete_notice_may_be_submitted():
    assert refused() == []


@pytest.mark.parametrize(
    ("changes", "field", "part"),
    [
        *(({"title": f"关于召开会议的通知{mark}"}, "title", "标题末尾不用标点") for mark in "。，；：！？.,;:!?、"),
        *(
            ({"title": f"关于修缮库房的{two}"}, "title", "把两个文种叠用")
            for two in ("请示报告", "报告请示", "请示函", "通知决定")
        ),
        *(
            ({"body": f"请于{gap}报送。"}, "body", "待填写")
            for gap in ("××月", "XXX", "xxx", "___", "TODO", "todo", "待补充", "________")
        ),
        ({"body": "请按下表报送。\n|单位|数量|\n|甲|×××|"}, "body", "待填写"),
        ({"title": "关于×××的通知"}, "title", "待填写"),
        *(({"principals": (name,)}, "principal_recipients", "不得主送领导者个人") for name in PERSONS),
        ({"copies": ("青禾县人民政府",)}, "copy_recipients", "既是主送又是抄送"),
        *(
            (
                {
                    "document_type": kind,
                    "title": f"关于某事的{kind}",
                    "principals": ("市政府", "市财政局"),
                    "direction": "upward",
                },
                "principal_recipients",
                "只能主送一个机关",
            )
            for kind in ("请示", "议案")
        ),
        *(
            ({"document_type": "报告", "title": "关于某事的报告", "body": body, "direction": "upward"}, "body", "夹带请示事项")
            for body in (
                "以上报告妥否，请批示。",
                "请批复。",
                "请予批准。",
                "请予解决。",
                "请予审批。",
                "去年已恳请省厅拨付，仍未到位。",
                "请上级在政策上给予倾斜。",
                "群众多次来信，请批示。",
            )
        ),
        *(
            (
                {
                    "document_type": kind,
                    "title": f"关于某事的{kind}",
                    "copies": ("青禾县石桥镇人民政府",),
                    "subordinates": frozenset({"青禾县石桥镇人民政府"}),
                    "direction": "upward",
                },
                "copy_recipients",
                "不得抄送下级机关",
            )
            for kind in ("报告", "请示", "意见")
        ),
    ],
)
def test_what_nobody_lets_stand_is_told_with_its_field(changes, field, part):
    found = refused(**changes)

    assert [where for where, sentence in found if part in sentence][:1] == [field]


def test_every_rule_that_nobody_lets_stand_is_a_must_rule():
    from zhongshu.domains.documents.checks.rules import RULES

    assert [name for name in queries.NEVER_LET_STAND if RULES[name].severity != Severity.MUST] == []


def test_a_long_text_is_pointed_out():
    facts = Facts(whole=True, draft=True, document_type="通知")
    manuscript = parsing.from_elements(title="通知", body="字" * 5001, facts=facts)

    assert "超过5000字" in "".join(queries.pointed_out(engine.check(manuscript, typos=False)))


def test_a_request_without_contact_and_closing_and_type_is_pointed_out():
    facts = Facts(whole=True, draft=True, document_type="请示", principals=("市政府",))
    manuscript = parsing.from_elements(title="关于拨付资金的报告", body="需资金30万元。", principals="市政府", facts=facts)

    told = "".join(queries.pointed_out(engine.check(manuscript, typos=False)))
    assert "标题中没有文种“请示”" in told
    assert "注明联系人和电话" in told
    assert "妥否，请批示" in told


@pytest.mark.django_db
def test_a_reason_does_not_let_two_types_stand():
    made = factories.office()
    document = factories.draft_in(made, title="关于做好防汛工作的通知决定")
    key = next(queries.key_of(one) for one in queries.findings_of(document) if one.rule == "DOC-TYPE-DOUBLE")

    with pytest.raises(RuleBroken, match="不能核准保留"):
        checking.let_stand(document, key=key, reason="领导同意", by=made.actor("director"))
    with pytest.raises(RuleBroken, match="把两个文种叠用") as refusal:
        drafting.submit(document, by=made.actor("drafter"))

    document.refresh_from_db()
    assert (refusal.value.code, refusal.value.field) == ("incomplete", "title")
    assert document.state == OutgoingState.DRAFTING
    assert CheckEntry.objects.filter(deed=CheckDeed.LET_STAND).count() == 0


@pytest.mark.django_db
def test_an_upward_draft_copied_to_a_subordinate_is_refused():
    made = factories.office()
    below = UnitFactory(name="云州市水利工程中心", parent=made.organ)
    document = factories.draft_in(made)
    Recipient.objects.create(document=document, role=RecipientRole.COPY, unit=below, name=below.name, position=9)
    OutgoingDocument.objects.filter(pk=document.pk).update(direction=Direction.UPWARD)
    document.refresh_from_db()

    assert ("copy_recipients", "上行文不得抄送下级机关：云州市水利工程中心") in drafting.refusals_of(document)
