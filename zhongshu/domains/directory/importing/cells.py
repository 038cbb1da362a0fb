"""One cell as it was typed, made into a value: pure rules."""

import re
import unicodedata

_PHONE = re.compile(r"^(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?$|^\d{3,6}$|^(400|800)-?\d{3}-?\d{4}$")
_MOBILE = re.compile(r"^1\d{10}$")
_EMAIL = re.compile(r"^[^@\s,;，；]+@[^@\s,;，；]+\.[^@\s,;，；]+$")
_MORE_THAN_ONE = re.compile(r"[/、;；,，\n]")


class CellProblem(ValueError):
    """What is wrong with a cell, as a Chinese sentence for the person who made the sheet."""


def clean(field: str, text: str) -> str | int:
    """Return the value of a cell; an empty cell gives an empty text.

    Raises:
        CellProblem: the cell holds no such value, or more than one.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if not text or text in {"-", "--", "/", "无", "—", "——"}:
        return ""
    return _CLEANERS[field](text)


def _name(text: str) -> str:
    name = text if text.isascii() else re.sub(r"\s+", "", text)
    name = re.sub(r"\(.*?\)$", "", name)
    if len(name) > 40:
        raise CellProblem("姓名过长，请核对是否串列")
    if any(char.isdigit() for char in name):
        raise CellProblem(f"姓名“{name}”中有数字，请核对是否串列")
    return name


def _plain(label: str, limit: int):
    def cleaner(text: str) -> str:
        text = re.sub(r"\s+", " ", text)
        if len(text) > limit:
            raise CellProblem(f"{label}超过 {limit} 个字，请删减")
        return text

    return cleaner


def _mobile(text: str) -> str:
    _only_one("手机", text)
    digits = _number(text)
    digits = re.sub(r"^(\+?86|0086)(?=1\d{10}$)", "", digits)
    if not _MOBILE.match(digits):
        raise CellProblem(f"手机号“{text}”不是 11 位手机号码")
    return digits


def _office_phone(text: str) -> str:
    _only_one("办公电话", text)
    digits = re.sub(r"(转|分机)", "-", _number(text))
    digits = re.sub(r"^\((0\d{2,3})\)", r"\1-", digits)
    if _MOBILE.match(digits):
        return digits  # some offices have no landline any more
    if not _PHONE.match(digits):
        raise CellProblem(f"办公电话“{text}”不像电话号码")
    return digits


def _short_number(text: str) -> str:
    digits = _number(text)
    if not re.fullmatch(r"\d{3,8}", digits):
        raise CellProblem(f"短号“{text}”应为 3 至 8 位数字")
    return digits


def _email(text: str) -> str:
    _only_one("邮箱", text)
    if not _EMAIL.match(text):
        raise CellProblem(f"邮箱“{text}”格式不对")
    return text.lower()


def _rank(text: str) -> int:
    digits = _number(text)
    if not digits.isdigit() or not 1 <= int(digits) <= 1_000_000:
        raise CellProblem(f"排序“{text}”应为正整数")
    return int(digits)


def _number(text: str) -> str:
    text = re.sub(r"\.0+$", "", text)  # a spreadsheet's number
    return re.sub(r"[\s—–―]+", lambda run: "-" if run[0].strip() else "", text)


def _only_one(label: str, text: str) -> None:
    if _MORE_THAN_ONE.search(text.strip("/、;；,，\n")):
        raise CellProblem(f"{label}一格里有几个号码，请只保留一个")


_CLEANERS = {
    "name": _name,
    "unit": _plain("科室", 80),
    "post_name": _plain("职务", 60),
    "office_phone": _office_phone,
    "mobile": _mobile,
    "short_number": _short_number,
    "email": _email,
    "room": _plain("房间号", 20),
    "rank_order": _rank,
}
