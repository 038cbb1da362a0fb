"""别字: what the typo checker proposes, as one more rule."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Paragraph
from zhongshu.domains.documents.checks.registry import DICTIONARY, paragraph_rule

TYPOS = "zhongshu.domains.documents.checks.typos"


def _checker() -> Callable[[str], list[Any]] | None:
    found = import_module(TYPOS) if find_spec(TYPOS) else None
    return getattr(found, "corrections", None)


corrections = _checker()


@paragraph_rule(
    "TXT-TYPO",
    name="别字",
    clause=DICTIONARY,
    category=Category.TYPO,
    also=Category.WORDING,
    gate=Gate.WORDING,
    kinds=PROSE | {Kind.TITLE},
    explanation="用字应当规范",
    fails=[],
    passes=["要认真贯彻落实会议精神。"],
)
def spelling(paragraph: Paragraph) -> Iterator[Hit]:
    if corrections is None:
        return
    for one in corrections(paragraph.text):
        yield Hit(
            one.begin,
            one.end,
            f"“{one.wrong}”疑为“{one.right}”：{one.why}" if one.why else f"“{one.wrong}”疑为“{one.right}”",
            one.right,
        )
