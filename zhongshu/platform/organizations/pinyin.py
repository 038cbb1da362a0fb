"""How a person's name is read: pinyin and initials, with the surnames that are read otherwise than the character alone."""

import re

from pypinyin import Style, lazy_pinyin

# Surnames whose reading differs from the character's usual one, or whose character has several.
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "翟": "zhai", "任": "ren", "华": "hua",
    "盖": "ge", "朴": "piao", "乐": "yue", "员": "yun", "缪": "miao", "牟": "mou", "宓": "mi", "折": "she", "黑": "he",
    "召": "shao", "秘": "bi", "冼": "xian", "洗": "xian", "尹": "yin", "燕": "yan", "纪": "ji", "应": "ying", "占": "zhan",
    "逄": "pang", "逯": "lu", "郗": "xi", "郇": "xun", "晁": "chao", "葛": "ge", "种": "chong", "重": "chong", "訾": "zi",
    "车": "che", "能": "nai", "盛": "sheng", "石": "shi", "祭": "zhai", "繁": "po", "哈": "ha", "覃": "qin", "谌": "chen",
    "佘": "she", "尉": "wei", "隗": "wei", "瞿": "qu", "臧": "zang", "宿": "su", "都": "du", "六": "lu", "长": "zhang",
    "幸": "xing", "幺": "yao", "粘": "nian", "璩": "qu", "戚": "qi",
}  # fmt: skip

COMPOUND_SURNAMES = {
    "欧阳": "ou yang", "司马": "si ma", "上官": "shang guan", "诸葛": "zhu ge", "司徒": "si tu", "东方": "dong fang",
    "独孤": "du gu", "南宫": "nan gong", "夏侯": "xia hou", "尉迟": "yu chi", "万俟": "mo qi", "单于": "chan yu",
    "长孙": "zhang sun", "澹台": "tan tai", "皇甫": "huang fu", "公孙": "gong sun", "令狐": "ling hu", "慕容": "mu rong",
    "宇文": "yu wen", "赫连": "he lian", "呼延": "hu yan", "闻人": "wen ren", "濮阳": "pu yang", "淳于": "chun yu",
    "申屠": "shen tu", "太史": "tai shi", "轩辕": "xuan yuan", "钟离": "zhong li", "宗政": "zong zheng", "鲜于": "xian yu",
    "闾丘": "lü qiu", "亓官": "qi guan", "司空": "si kong", "端木": "duan mu", "拓跋": "tuo ba", "百里": "bai li",
    "东郭": "dong guo", "西门": "xi men",
}  # fmt: skip


def spell(name: str) -> tuple[str, str]:
    """Return how a name is read, as typed on a keyboard: ("shantiangui", "stg") for 单天贵.

    ü is written v, as input methods do. Latin letters in a name stay; anything else is left out.
    """
    name = "".join(name.split())
    for surname, reading in COMPOUND_SURNAMES.items():
        if name.startswith(surname) and len(name) > len(surname):
            return _joined(reading.replace("ü", "v").split(), name[len(surname) :])
    if name[:1] in SURNAMES:
        return _joined([SURNAMES[name[0]]], name[1:])
    return _joined([], name)


def _joined(first: list[str], rest: str) -> tuple[str, str]:
    syllables = list(first)
    for run in re.findall(r"[A-Za-z0-9]|[^\x00-\x7f]+", rest):
        syllables += [run.lower()] if run.isascii() else lazy_pinyin(run, style=Style.NORMAL, v_to_u=False, errors="ignore")
    return "".join(syllables)[:80], "".join(syllable[0] for syllable in syllables if syllable)[:20]
