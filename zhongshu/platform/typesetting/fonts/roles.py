"""Which faces play which part on an official document, best first.

``proper`` names are what offices own and the standard means (方正小标宋, 仿宋_GB2312 ...); ``open`` ones stand in for
them and are reported as substitutes.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """A part that a face plays: its Chinese label, the faces that fit the standard, and the open ones that stand in."""

    label: str
    proper: tuple[str, ...]
    open: tuple[str, ...]


ROLES = {
    "title": Role(
        "小标宋体",
        ("方正小标宋_GBK", "方正小标宋简体", "FZXiaoBiaoSong-B05", "FZXiaoBiaoSong-B05S"),
        (
            "Noto Serif CJK SC Bold",
            "Source Han Serif SC Bold",
            "Noto Serif SC Bold",
            "FandolSong-Bold",
            "Noto Serif CJK SC",
            "NotoSerifSC-Regular",
        ),
    ),
    "fangsong": Role(
        "仿宋体",
        ("仿宋_GB2312", "方正仿宋_GBK", "方正仿宋简体", "仿宋", "FangSong_GB2312", "FangSong", "STFangsong"),
        (
            "Zhuque Fangsong (technical preview)",
            "FandolFang-Regular",
            "FandolFang R",
            "Noto Serif CJK SC",
            "Source Han Serif SC",
            "Noto Serif SC",
        ),
    ),
    "kai": Role(
        "楷体",
        ("楷体_GB2312", "方正楷体_GBK", "方正楷体简体", "楷体", "KaiTi_GB2312", "KaiTi", "STKaiti"),
        ("FandolKai-Regular", "FandolKai R", "LXGW WenKai", "LXGW WenKai Regular", "Noto Serif CJK SC", "Noto Serif SC"),
    ),
    "hei": Role(
        "黑体",
        ("黑体", "方正黑体_GBK", "方正黑体简体", "SimHei", "STHeiti"),
        ("FandolHei-Regular", "FandolHei R", "Noto Sans CJK SC Bold", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC"),
    ),
    "song": Role(
        "宋体",
        ("宋体", "新宋体", "方正书宋_GBK", "SimSun", "STSong"),
        ("FandolSong-Regular", "FandolSong R", "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC"),
    ),
    # FandolFang's own digits are much heavier than its Hanzi, so figures and letters in the body come from a Times.
    "latin": Role(
        "西文",
        ("Times New Roman", "TimesNewRomanPSMT", "Liberation Serif", "Tinos", "TeX Gyre Termes"),
        ("FandolSong-Regular", "FandolSong R", "Noto Serif CJK SC", "Noto Serif SC"),
    ),
}

# Asked in this order for a character that the role's own face lacks.
FALLBACKS = {
    "kai": ("LXGW WenKai", "LXGW WenKai Regular"),
    "hei": ("Noto Sans CJK SC", "Noto Sans SC"),
    "title": ("Noto Serif CJK SC Bold",),
}
LAST_RESORTS = (
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "BabelStone Han",
    "HanaMinA",
    "HanaMinB",
    "Noto Sans CJK SC",
    "LXGW WenKai",
    "Droid Sans Fallback",
    "DejaVu Sans",
)

# Roles whose figures and letters come from the Latin role.
LATIN_BORROWERS = frozenset({"fangsong", "song"})
