"""数字: what the rules for numerals have in common (GB/T 15835)."""

from zhongshu.domains.documents.checks.findings import Category, Gate
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind

FIGURE = {"category": Category.NUMBER, "gate": Gate.WORDING, "kinds": PROSE | {Kind.TABLE}}
D = r"\d+(?:[.,]\d+)*"
UNIT = "平方公里|平方米|立方米|公里|千米|米|厘米|毫米|公斤|千克|克|吨|亩|公顷|升|毫升|千瓦时|千瓦|度|元|万元|亿元|人次|人|户|个|件|家|台|辆|套|项|处|座|所|条|批|期|名|位|份|株|头|只|张|部|场|次|年|个月|月|天|日|小时|分钟|周|岁|页|字|倍|层|间|栋|起|宗|篇|册|门|节|课时|学分|村|镇|县|省|市"
# The Hanzi of 1 to 29.
HANZI = ["", *"一二三四五六七八九", *(f"{tens}十{ones}" for tens in ("", "二") for ones in ("", *"一二三四五六七八九"))]
