"""法定文种: the words for the types of official documents, as titles end with them (党政机关公文处理工作条例 art. 8)."""

LEGAL_TYPES = (
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要", "令",
)  # fmt: skip
