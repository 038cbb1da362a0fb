"""The redline (花脸稿) beside pure-Python diff-match-patch, character by character and on words: medians of nine runs, in turn.

    python benchmarks/redline.py [--runs 9] [--characters 20000]

The document is generated, every paragraph different. It is edited as reviewers do: words, figures and dates replaced, sentences
added and struck, a paragraph parted, two moved, headings numbered anew. A "fragment" is an operation of one character; a moved
paragraph counts as found when it is shown as moved and not as removed and written anew.
"""

import argparse
import random
import re

import rjieba
from common import machine, median, milliseconds, table
from diff_match_patch import diff_match_patch

from zhongshu.platform.revisions import public as revisions

NUMBERS = "一二三四五六七八九十"
UNITS = (
    "各县区人民政府",
    "市财政局",
    "市水利局",
    "市应急管理局",
    "市教育局",
    "各乡镇",
    "市住房和城乡建设局",
    "市发展和改革委员会",
)
VERBS = (
    "要加强组织领导",
    "要细化工作措施",
    "应当落实主体责任",
    "要建立健全台账",
    "不得擅自变更规划",
    "要强化督促检查",
    "要统筹安排资金",
)
OBJECTS = (
    "防汛物资储备",
    "老旧小区改造",
    "义务教育均衡发展",
    "农村饮水安全",
    "重点项目建设",
    "政务服务便民化",
    "冬季供暖保障",
    "营商环境优化",
)
ENDS = (
    "确保{n}月{d}日前完成",
    "安排补助资金{n}{d}万元",
    "完成率不低于{p}%",
    "每{n}个月报告一次进展",
    "惠及群众{d}{n}户",
    "压缩办理时间{n}个工作日",
)
REWORDINGS = (
    ("加强", "强化"), ("细化", "完善"), ("应当", "必须"), ("落实", "压实"), ("督促", "跟踪"), ("统筹", "足额"), ("建立健全", "健全完善"),
    ("确保", "力争"), ("惠及", "覆盖"), ("完成", "办结"), ("安排", "拨付"), ("报告", "反馈"), ("储备", "调拨"), ("改造", "提升"),
    ("组织领导", "工作力量"), ("台账", "清单"), ("规划", "方案"), ("擅自", "随意"),
)  # fmt: skip


def draft(characters: int, chance: random.Random) -> list[str]:
    """Return the paragraphs of a document of about so many characters."""
    lines: list[str] = []
    while sum(map(len, lines)) < characters:
        if len(lines) % 6 == 0:
            lines.append(f"{NUMBERS[len(lines) // 6 % 10]}、扎实推进{chance.choice(OBJECTS)}（第{len(lines)}项）")
        sentences = []
        for _ in range(chance.randrange(2, 6)):
            end = chance.choice(ENDS).format(n=chance.randrange(1, 12), d=chance.randrange(10, 28), p=chance.randrange(60, 99))
            sentences.append(f"{chance.choice(UNITS)}{chance.choice(VERBS)}，围绕{chance.choice(OBJECTS)}，{end}。")
        lines.append("".join(sentences))
    return lines


def reviewed(lines: list[str], share: float, chance: random.Random) -> tuple[list[str], int]:
    """Return the document as reviewers leave it, and how many paragraphs they moved; ``share`` of the paragraphs are touched."""
    edited = list(lines)
    for index in chance.sample(range(len(edited)), int(len(edited) * share)):
        edited[index] = _touched(edited[index], chance)
    for index in sorted(chance.sample(range(2, len(edited) - 2), 3), reverse=True):
        edited.insert(index, f"{chance.choice(UNITS)}负责日常调度，遇有重大事项随时报告，编号{index}。")
    del edited[len(edited) // 2]
    place = next(i for i in range(len(edited) // 3, len(edited)) if edited[i].count("。") > 2)
    head, _, rest = edited[place].partition("。")
    edited[place : place + 1] = [f"{head}。", rest]
    moved = 0
    long_ones = [i for i in range(5, len(edited) - 5) if len(edited[i]) > 80]
    for start, aim in ((long_ones[1], len(edited) - 6), (long_ones[-2], 4), (long_ones[len(long_ones) // 2], 12)):
        edited.insert(aim, edited.pop(start))
        moved += 1
    return edited, moved


def _touched(text: str, chance: random.Random) -> str:
    for old, new in chance.sample(REWORDINGS, 6):
        text = text.replace(old, new, 1)
    return re.sub(r"\d+", lambda found: str(int(found.group()) + chance.choice((0, 0, 10))), text, count=2)


def by_characters(old: str, new: str, cleanup: bool) -> list[tuple[int, str]]:
    """Compare with pure-Python diff-match-patch; its limit of one second is lifted, so that it always finishes."""
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    found = engine.diff_main(old, new)
    if cleanup:
        engine.diff_cleanupSemantic(found)
    return found


def by_words(old: str, new: str) -> list[tuple[int, str]]:
    """Compare with the same engine on words instead of characters."""
    codes: dict[str, str] = {}
    coded = ["".join(codes.setdefault(word, chr(0xE000 + len(codes))) for word in rjieba.cut(text)) for text in (old, new)]
    back = {code: word for word, code in codes.items()}
    return [(op, "".join(back[code] for code in text)) for op, text in by_characters(coded[0], coded[1], cleanup=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--characters", type=int, default=20_000)
    arguments = parser.parse_args()
    print(machine())
    for share, name in ((0.15, "light review, 15 % of paragraphs"), (0.6, "heavy review, 60 % of paragraphs")):
        chance = random.Random(20261122)
        lines = draft(arguments.characters, chance)
        edited, moved = reviewed(lines, share, chance)
        old, new = "\n".join(lines), "\n".join(edited)
        peers = {
            "own": lambda old=old, new=new: revisions.compare(old, new),
            "diff-match-patch, characters": lambda old=old, new=new: by_characters(old, new, cleanup=False),
            "diff-match-patch, characters, semantic": lambda old=old, new=new: by_characters(old, new, cleanup=True),
            "diff-match-patch, words, semantic": lambda old=old, new=new: by_words(old, new),
        }
        times: dict[str, list[float]] = {peer: [] for peer in peers}
        for _ in range(arguments.runs):
            for peer, run in peers.items():
                _forget()
                times[peer].append(milliseconds(run))
        rows: list[list[object]] = []
        for peer, run in peers.items():
            found = run()
            if peer == "own":
                operations = [span.text for line in found for span in line.spans if span.op != "equal"]
                moves: object = f"{sum(line.op == 'moved' for line in found)} of {moved}"
            else:
                operations = [text for op, text in found if op]
                moves = "–"
            rows.append([peer, median(times[peer]), len(operations), sum(len(text) == 1 for text in operations), moves])
        table(f"{name}: {len(old):,} characters", ["", "ms", "operations", "of one character", "moves found"], rows)


def _forget() -> None:
    """Empty what the recognisers remember, so that every run begins afresh."""
    from zhongshu.platform.revisions import facts

    facts.facts.cache_clear()
    facts.policy_clauses.cache_clear()


if __name__ == "__main__":
    main()
