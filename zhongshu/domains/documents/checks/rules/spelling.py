"""别字: what the typo checker proposes, as one more rule. New sentences are read in one call, which is faster than one by one."""

import re
from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Manuscript
from zhongshu.domains.documents.checks.registry import DICTIONARY, document_rule
from zhongshu.domains.documents.checks.typos import Correction, corrections

RULE = "TXT-TYPO"
# Below this the word model only wonders.
SURE = 0.9
MOST_KEPT = 20_000
_SENTENCE = re.compile(r"[^。！？；]+[。！？；]*|[。！？；]+")
# Names of organs and offices are made of everyday words in rare order.
_NAMED = re.compile(r"(?:政府|[省市县区委局办厅部室院署科处股]|公司|中心|学校)$|^(?:省|市|县|区|州|镇|乡)")

_kept: OrderedDict[str, tuple[Correction, ...]] = OrderedDict()
_lock = Lock()


@document_rule(
    RULE,
    name="别字",
    clause=DICTIONARY,
    category=Category.TYPO,
    also=Category.WORDING,
    gate=Gate.WORDING,
    explanation="用字应当规范",
    fails=[],
    passes=["要认真贯彻落实会议精神。"],
)
def spelling(manuscript: Manuscript) -> Iterator[Hit]:
    rows = [paragraph for paragraph in manuscript.of(*PROSE, Kind.TITLE) if len(paragraph.text) >= 4]
    sentences = [(paragraph, match.start(), match.group()) for paragraph in rows for match in _SENTENCE.finditer(paragraph.text)]
    _read([sentence for _, _, sentence in sentences])
    whole = "\n".join(paragraph.text for paragraph in rows)
    for paragraph, begin, sentence in sentences:
        for one in _kept.get(sentence, ()):
            # What is written more than once is meant; so is what looks like a name.
            doubtful = one.confidence < SURE or whole.count(one.wrong) > 1 or _NAMED.search(one.wrong) or _NAMED.search(one.right)
            words = one.why or f"“{one.wrong}”疑为“{one.right}”"
            severity = Severity.HINT if doubtful else None
            yield Hit(begin + one.begin, begin + one.end, words, one.right, paragraph.index, severity)


def _read(texts: list[str]) -> None:
    """Ask about the sentences that are new, all in one call."""
    with _lock:
        new = [text for text in dict.fromkeys(texts) if text not in _kept]
    if not new:
        return
    found = corrections("\n".join(new))
    at, begin = 0, 0
    with _lock:
        for text in new:
            end, own = begin + len(text), []
            while at < len(found) and found[at].end <= end:
                one = found[at]
                own.append(Correction(one.begin - begin, one.end - begin, one.wrong, one.right, one.why, one.confidence))
                at += 1
            _kept[text] = tuple(own)
            begin = end + 1
        while len(_kept) > MOST_KEPT + len(new):
            _kept.popitem(last=False)


def forget() -> None:
    """Drop what is kept of earlier sentences."""
    with _lock:
        _kept.clear()
