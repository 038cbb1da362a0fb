"""Invented names. The given names use characters that rarely stand together, so that no real person is meant."""

import random
from collections.abc import Iterator

SURNAMES = "林陈黄周吴徐孙胡朱高何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
FIRST = "砚澄屿禾朗蔚汀峤岚疏桐榆笺穗棹杉渡竺昀堇芷茗荻茉苇苒蓼葭蒲蔺薇藜蘅霁霖露霈晖昙曙晏暄朔望桁"
SECOND = "之然若清川野原平宁远舟帆汐洲渚泽源溪岸岭峦峰石亭台阁榭桥衡均方正直朴实诚信言行知文思远谦和安泰康"

COUNTIES = (
    "青禾县",
    "临溪县",
    "望山县",
    "安澜县",
    "云峤县",
    "东汀区",
    "西棠区",
    "南屏区",
    "北辰区",
    "长川市",
    "石桥县",
    "白鹭县",
)
TOWNSHIP_FIRST = "柳杨松柏梅兰竹菊荷桂枫槐榆桑麦禾稻渔桥渡津浦湾塘溪泉井石岩岭"
TOWNSHIP_SECOND = "林园坪坝沟河口头铺店集营寨堡屯庄坊墩"


def people(generator: random.Random) -> Iterator[str]:
    """Yield distinct invented names without end."""
    used: set[str] = set()
    while True:
        name = generator.choice(SURNAMES) + generator.choice(FIRST)
        if generator.random() < 0.75:
            name += generator.choice(SECOND)
        if name not in used:
            used.add(name)
            yield name


def townships(generator: random.Random) -> Iterator[str]:
    """Yield distinct invented names of townships without end."""
    used: set[str] = set()
    while True:
        name = generator.choice(TOWNSHIP_FIRST) + generator.choice(TOWNSHIP_SECOND) + generator.choice("镇镇镇乡")
        if name not in used:
            used.add(name)
            yield name
