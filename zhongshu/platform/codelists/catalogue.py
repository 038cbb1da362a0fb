"""The reference data that the platform ships. Plain values; loaded by ``manage.py load_codelists``, safe to load again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Value:
    """One value of a list. ``attributes`` are what rules read, such as the directions of a document type."""

    code: str
    label: str
    note: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class List:
    """One list, its values in the order in which people read them; ``source`` is the rule that it comes from."""

    code: str
    label: str
    source: str
    values: tuple[Value, ...]
    open: bool = False  # an office may add values of its own


def _type(code: str, label: str, note: str, directions: str, at_least: int, at_most: int | None, **more: Any) -> Value:
    names = {"U": "upward", "D": "downward", "L": "lateral", "P": "published"}
    attributes = {
        "directions": [names[letter] for letter in directions.replace("?", "")],
        # Used in practice, but worth a warning (通知、通报 to peers).
        "doubtful_directions": [names[directions[place - 1]] for place, letter in enumerate(directions) if letter == "?"],
        "principal_recipients_min": at_least,
        "principal_recipients_max": at_most,
        **more,
    }
    return Value(code, label, note, attributes)


# 《党政机关公文处理工作条例》 (2012) art. 8, 15; directions and recipients as offices read them.
DOCUMENT_TYPES = List(
    "document_type",
    "文种",
    "党政机关公文处理工作条例第八条",
    (
        _type("resolution", "决议", "会议讨论通过的重大决策事项", "DP", 0, None, dated_by_adoption=True),
        _type("decision", "决定", "对重要事项作出决策和部署、奖惩、变更或者撤销下级机关不适当的决定事项", "DP", 0, None),
        _type(
            "order",
            "命令（令）",
            "公布行政法规和规章、宣布施行重大强制性措施、批准授予和晋升衔级、嘉奖",
            "DP",
            0,
            None,
            layout="command_format",
        ),
        _type("communique", "公报", "公布重要决定或者重大事项", "P", 0, 0),
        _type("announcement", "公告", "向国内外宣布重要事项或者法定事项", "P", 0, 0),
        _type("public_notice", "通告", "在一定范围内公布应当遵守或者周知的事项", "P", 0, 0),
        _type("opinion", "意见", "对重要问题提出见解和处理办法", "UDL", 1, None, one_recipient_upward=True),
        _type("notice", "通知", "发布、传达要求下级机关执行和有关单位周知或者执行的事项，批转、转发公文", "DL?", 1, None),
        _type("circular", "通报", "表彰先进、批评错误、传达重要精神和告知重要情况", "DL?", 1, None),
        _type("report", "报告", "向上级机关汇报工作、反映情况，回复上级机关的询问", "U", 1, 1, signatory_shown=True),
        _type("request", "请示", "向上级机关请求指示、批准", "U", 1, 1, signatory_shown=True, one_matter=True),
        _type("reply", "批复", "答复下级机关请示事项", "D", 1, 1, answers="request"),
        _type(
            "motion",
            "议案",
            "各级人民政府按照法律程序向同级人民代表大会或者人大常委会提请审议事项",
            "U",
            1,
            1,
            signatory_shown=True,
        ),
        _type(
            "letter",
            "函",
            "不相隶属机关之间商洽工作、询问和答复问题、请求批准和答复审批事项",
            "L",
            1,
            None,
            layout="letter_format",
        ),
        _type("minutes", "纪要", "记载会议主要情况和议定事项", "DL", 0, 0, layout="minutes_format", sent_by_copy_list=True),
    ),
)

CATALOGUE = (
    DOCUMENT_TYPES,
    List(
        "urgency",
        "紧急程度",
        "党政机关公文处理工作条例第九条",
        (
            Value("none", "无", attributes={"rank": 0, "mark": ""}),
            Value("urgent", "加急", attributes={"rank": 1, "mark": "加急"}),
            Value("extra_urgent", "特急", attributes={"rank": 2, "mark": "特急"}),
            Value("ordinary_urgent", "平急", "电报用", {"rank": 1, "mark": "平急", "telegram_only": True}),
            Value("special_lift", "特提", "电报用", {"rank": 3, "mark": "特提", "telegram_only": True}),
        ),
    ),
    List(
        "secrecy",
        "密级",
        "保守国家秘密法（2024）；工作秘密管理要求",
        (
            Value("none", "普通", attributes={"level": 0}),
            Value("internal", "内部", attributes={"level": 1}),
            Value("work_secret", "工作秘密", attributes={"level": 2}),
            Value("confidential", "秘密", "本系统不得存储", {"level": 3, "state_secret": True, "max_years": 10}),
            Value("secret", "机密", "本系统不得存储", {"level": 4, "state_secret": True, "max_years": 20}),
            Value("top_secret", "绝密", "本系统不得存储", {"level": 5, "state_secret": True, "max_years": 30}),
        ),
    ),
    List(
        "retention_period",
        "保管期限",
        "机关文件材料归档范围和文书档案保管期限规定（国家档案局令第8号）",
        (
            Value("permanent", "永久", attributes={"mark": "Y", "years": None}),
            Value("thirty_years", "30年", attributes={"mark": "D30", "years": 30}),
            Value("ten_years", "10年", attributes={"mark": "D10", "years": 10}),
        ),
    ),
    List(
        "disclosure",
        "公开属性",
        "政府信息公开条例（2019）",
        (
            Value("proactive", "主动公开"),
            Value("on_request", "依申请公开"),
            Value("withheld", "不予公开", "须说明理由"),
        ),
    ),
    List(
        "arrival",
        "来文方式",
        "",
        (
            Value("platform", "本平台交换", attributes={"by_hand": False}),
            Value("exchange_station", "公文交换站", attributes={"by_hand": True}),
            Value("confidential_courier", "机要通信", attributes={"by_hand": True}),
            Value("post", "邮寄", attributes={"by_hand": True}),
            Value("fax", "传真", attributes={"by_hand": True}),
            Value("telegram", "电报", attributes={"by_hand": True}),
            Value("delivered", "当面送达", attributes={"by_hand": True}),
            Value("mail", "电子邮件", attributes={"by_hand": True}),
        ),
        open=True,
    ),
    List(
        "layout",
        "版式",
        "党政机关公文格式（GB/T 9704—2012）",
        (
            Value("general", "文件格式"),
            Value("letter_format", "信函格式"),
            Value("command_format", "命令（令）格式"),
            Value("minutes_format", "纪要格式"),
        ),
    ),
    List(
        "incoming_kind",
        "收文类别",
        "党政机关公文处理工作条例第二十四条",
        (Value("for_action", "办件"), Value("for_information", "阅件")),
    ),
)
