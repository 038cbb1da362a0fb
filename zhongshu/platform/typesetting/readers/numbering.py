"""Automatic paragraph numbers of Word files, which stand nowhere in the text."""

from lxml import etree

from .package import find_all, local

DIGITS = "〇一二三四五六七八九"


class Numbering:
    """Counts paragraphs of numbered lists as Word does."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[str, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for abstract in find_all(root, "abstractNum"):
            levels = {}
            for level in find_all(abstract, "lvl"):
                values = {local(child): _value(child) for child in level if isinstance(child.tag, str)}
                start = values.get("start", "1")
                levels[_attribute(level, "ilvl")] = (
                    values.get("numFmt", "decimal"),
                    values.get("lvlText", ""),
                    int(start) if start.isdigit() else 1,
                )
            self._levels[_attribute(abstract, "abstractNumId")] = levels
        for entry in find_all(root, "num"):
            refers = next((child for child in entry if isinstance(child.tag, str) and local(child) == "abstractNumId"), None)
            if refers is not None:
                self._lists[_attribute(entry, "numId")] = _value(refers)

    def next(self, list_id: str, level: str) -> str:
        """Return the number of the next paragraph of a list at a level; empty when it has none."""
        abstract = self._lists.get(list_id, "")
        levels = self._levels.get(abstract, {})
        if level not in levels or not level.isdigit():
            return ""
        depth = int(level)
        counters = self._counters.setdefault(abstract, {})
        counters[depth] = counters.get(depth, levels[level][2] - 1) + 1
        for deeper in [other for other in counters if other > depth]:
            del counters[deeper]
        text = levels[level][1]
        for place in range(depth + 1):
            style, _, start = levels.get(str(place), ("decimal", "", 1))
            text = text.replace(f"%{place + 1}", written(counters.get(place, start), style))
        return "" if levels[level][0] == "bullet" else text


def written(number: int, style: str) -> str:
    """Write a number in one of Word's styles."""
    if "chinese" in style.lower() or style in ("japaneseCounting", "ideographDigital", "taiwaneseCountingThousand"):
        return chinese(number)
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if style == "upperLetter" else letter
    if style == "decimalEnclosedCircleChinese" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    return "" if style == "none" else str(number)


def chinese(number: int) -> str:
    """Write 1 to 999 in Chinese (十二, 一百零三)."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{DIGITS[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and units:
        text += "零"
    return text + (DIGITS[units] if units else "")


def _attribute(element: etree._Element, name: str) -> str:
    return element.get(f"{{{etree.QName(element).namespace}}}{name}", "")


def _value(element: etree._Element) -> str:
    return _attribute(element, "val")
