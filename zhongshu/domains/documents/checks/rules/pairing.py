"""搭配: verbs and the nouns that they do not take."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Paragraph
from zhongshu.domains.documents.checks.registry import GRAMMAR, paragraph_rule
from zhongshu.domains.documents.checks.words.pairs import OBJECTS, SUBJECTS

_VERBS = "提高|提升|加大|加快|扩大|加强|增强|增加|改善|改进|推进|促进|推动|发挥|取得|采取|召开|举办|树立|营造|降低|减少|减轻|优化|调动|激发|拓展|拓宽|转变|确保|实现|达到|完善|健全|使|把|将|对|以|为|通过"
_OBJECT = re.compile(
    "|".join(
        rf"(?:{verb}(?:了|着)?(?:[^，。；、！？：“”《》（）]{{0,14}}?)(?:{'|'.join(sorted(nouns, key=len, reverse=True))}))(?=[，。；、！？]|$|和(?:{'|'.join(OBJECTS)}))"
        for verb, nouns in OBJECTS.items()
    )
)
_OBJECT_PARTS = {
    verb: re.compile(rf"{verb}(?:了|着)?(?P<gap>.*?)(?P<noun>{'|'.join(sorted(nouns, key=len, reverse=True))})$")
    for verb, nouns in OBJECTS.items()
}
# Verbs that are nouns as well: 推进力度 is the vigour of pushing on.
_ALSO_NOUNS = frozenset(
    [
        "推进",
        "促进",
        "推动",
        "保障",
        "培养",
        "建设",
        "落实",
        "执行",
        "贯彻",
        "普及",
        "打击",
        "遏制",
        "改进",
        "采取",
        "开展",
        "完成",
        "实现",
        "承担",
        "召集",
        "总结",
        "关心",
    ]
)
_INNER_VERB = re.compile(_VERBS)
_HOW = r"(?:得到了?|有了?|不断|进一步|明显|显著|大幅|大幅度|持续|全面|逐步|切实|较大|很大|有效|稳步|日益|普遍|都|均|也|更|更加|要|需要|有待|亟待|的)*"
_SUBJECT = re.compile(
    "|".join(
        rf"(?:{noun}{_HOW}(?:{'|'.join(sorted(predicates, key=len, reverse=True))})了?)(?=[，。；、！？]|$)"
        for noun, predicates in SUBJECTS.items()
    )
)
_SUBJECT_PARTS = {
    noun: re.compile(rf"^{noun}(?P<how>.*?)(?P<predicate>{'|'.join(sorted(predicates, key=len, reverse=True))})了?$")
    for noun, predicates in SUBJECTS.items()
}


@paragraph_rule(
    "TXT-PAIRING",
    name="搭配不当",
    clause=GRAMMAR,
    category=Category.WORDING,
    gate=Gate.WORDING,
    kinds=PROSE | {Kind.TITLE},
    explanation="动词与宾语、主语与谓语应当搭配",
    fails=[
        ("要进一步提高改革步伐。", "要进一步加快改革步伐。"),
        ("加强服务水平。", "提高服务水平。"),
        ("改善群众生活水平。", "提高群众生活水平。"),
        ("充分发扬党员的先锋模范作用。", "充分发挥党员的先锋模范作用。"),
        "生活水平明显改善。",
        ("召开了揭牌仪式。", "举行了揭牌仪式。"),
        "工作力度进一步提高。",
    ],
    passes=[
        "加快改革步伐。",
        "提高服务水平。",
        "加强队伍建设，提高服务水平。",
        "改善人居环境。",
        "加强能力建设，",
        "加快提升治理水平。",
        "加强对服务质量的监督",
        "加大力度提高水平。",
        "推进城镇化水平较高地区",
        "生活水平不断提高",
    ],
)
def pairing(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    for match in _OBJECT.finditer(text):
        shown = match.group()
        verb = next(verb for verb in OBJECTS if shown.startswith(verb))
        parts = _OBJECT_PARTS[verb].match(shown)
        if (
            parts is None
            or (not parts.group("gap") and verb in _ALSO_NOUNS)
            or _INNER_VERB.search(parts.group("gap"))
            or text[match.start() - 1 : match.start()] in ("的", "所")
        ):
            continue
        right = OBJECTS[verb].get(parts.group("noun"), "")
        yield Hit(
            match.start(),
            match.start() + len(verb),
            f"“{verb}”与“{parts.group('noun')}”搭配不当" + (f"，应写“{right}……{parts.group('noun')}”" if right else ""),
            right or None,
        )
    for match in _SUBJECT.finditer(text):
        shown = match.group()
        noun = next(noun for noun in SUBJECTS if shown.startswith(noun))
        found = _SUBJECT_PARTS[noun].match(shown)
        if found is None:
            continue
        before = text[max(0, match.start() - 8) : match.start()]
        if not found.group("how") and not re.search(
            r"(?:的|服务|管理|工作|生活|教学|技术|业务|政治|综合|监管|投资|产业|企业|城市|办事|生产|经济|干部|人员|执法|安全)$",
            before,
        ):
            continue
        predicate = found.group("predicate")
        right = SUBJECTS[noun][predicate]
        begin = match.start() + len(noun) + len(found.group("how"))
        yield Hit(
            begin,
            begin + len(predicate),
            f"“{noun}”与“{predicate}”搭配不当" + (f"，应写“{right}”" if right else ""),
            right or None,
        )
