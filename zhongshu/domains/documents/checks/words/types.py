"""文种: the fifteen types and the words that are taken for one (党政机关公文处理工作条例 art. 8)."""

import re

from zhongshu.kernel.document_types import LEGAL_TYPES

_ENDING = re.compile(rf"({'|'.join(LEGAL_TYPES)})$")
# What may stand behind the type.
_TAIL = re.compile(
    r"[（(〔\[](?:试行|暂行|草案|征求意见稿|送审稿|讨论稿|初稿|代拟稿|修订|修订稿|第?[一二三四五六七八九十\d]+号?|稿|节选|摘要|(?:致|主送|报|送|文种)[^（）]*)[）)〕\]]$"
)

# Words that are used as if they were types; what to use instead.
NOT_TYPES = {
    "申请": "请示（向上级）或函（向平级）", "申请书": "请示或函", "申请报告": "请示", "请求": "请示", "恳请": "请示", "报请": "请示",
    "汇报": "报告", "情况汇报": "报告", "工作汇报": "报告", "情况说明": "报告或函", "说明": "报告或函", "情况反映": "报告", "反映": "报告",
    "总结": "报告", "工作总结": "报告", "批示": "批复或通知", "指示": "通知或意见", "批文": "批复", "答复": "批复或复函", "回复": "批复或复函",
    "复信": "复函", "信": "函", "公函": "函", "便函": "函", "建议": "意见或函", "建议书": "意见或函", "提议": "意见或议案", "提案": "议案",
    "通启": "通告", "启事": "通告", "布告": "通告", "公示": "公告或通告", "告示": "通告", "须知": "通告", "通函": "函或通知", "告知书": "通知或函",
    "通知书": "通知", "决定书": "决定", "批准": "批复", "请示件": "请示", "呈报": "请示或报告", "呈请": "请示", "报批": "请示", "倡议": "意见",
    "倡议书": "意见", "简报": "通报", "快报": "通报", "讲话": "通知（印发讲话）", "安排": "通知", "安排意见": "通知或意见", "要求": "通知或意见",
    "请示函": "请示或函", "请求函": "函", "申请函": "函", "纪录": "纪要", "记录": "纪要",
}  # fmt: skip
# Papers that are sent out as the content of a notice.
SENT_BY_NOTICE = ("方案", "计划", "规划", "要点", "总结", "打算", "设想", "预案", "细则", "措施", "名单")
# Regulations carry their own name and need no type.
REGULATIONS = ("条例", "规定", "办法", "细则", "规则", "法", "章程", "准则", "制度", "规程", "解释", "标准")


def bare_title(title: str) -> str:
    """Return a title without spaces and without what may stand behind its type."""
    shown = re.sub(r"\s", "", title).strip("。，；：！？.,;:!?、")
    return _TAIL.sub("", shown)


def type_of_title(title: str) -> str:
    """Return the type that a title ends with; 令 for 命令 as well; empty if it ends with none."""
    found = _ENDING.search(bare_title(title))
    if found is None:
        return ""
    return "令" if found.group(1) == "命令" else found.group(1)
