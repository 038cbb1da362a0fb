"""Which words of a leader ask for something. Pure."""

import re

# A tick, or agreement with what the office proposes, orders nothing new: the process itself carries it on.
_ATTITUDES_THAT_ORDER_NOTHING = frozenset({"tick_read", "read", "agree"})
_ORDERS_NOTHING = re.compile(
    r"(已阅|阅|圈阅|阅知|已知悉|知悉|收悉|同意|拟同意|无意见|照此办理|同意照办|请阅|请.{0,6}(传阅|阅知|阅示|审示|审阅)|存|呈?报?.{0,8}(阅示|审示|批示))"
    r"|(原则)?同意(按)?(办公室|秘书科|综合科|综合处|该)?(的)?(拟办)?(意见|方案|建议)?(办理|执行|落实)?"
    r"|(请)?按(照)?(办公室)?(拟办意见|办公室意见|程序|规定)(办理|执行)"
)
_ENDS = "。．.！!，,；;、 　\n\t"
_LINKS = re.compile(r"[。；;，,\n]+")


def orders_something(words: str, *, attitude: str = "comment", has_handwriting: bool = False) -> bool:
    """Tell whether a leader's words ask somebody to do something that should be followed up (督办).

    圈阅, 已阅, "同意" and "同意拟办意见" ask for nothing. A hand without a transcript may ask for anything: a person must look.
    """
    text = words.strip(_ENDS)
    if not text:
        return has_handwriting and attitude not in _ATTITUDES_THAT_ORDER_NOTHING
    clauses = [part.strip(_ENDS) for part in _LINKS.split(text) if part.strip(_ENDS)]
    return not all(_ORDERS_NOTHING.fullmatch(clause) for clause in clauses)


def suggested_title(words: str, document_title: str) -> str:
    """Return a title to begin with: what the instruction is about."""
    about = re.sub(r"^.*?关于", "", document_title).strip("《》")
    about = re.sub(r"的(通知|请示|报告|函|意见|批复|通报|决定|纪要|方案)$", "", about)
    if about:
        return f"落实关于{about}的批示"[:200]
    return words.strip(_ENDS)[:60]
