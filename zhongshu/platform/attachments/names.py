"""File names that every system of the office can keep, and the sentences for those that are refused."""

import unicodedata

from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.text import forbidden_characters

LONGEST = 120
_SEPARATORS = set("/\\")
_RESERVED_SIGNS = set('<>:"|?*')
_RESERVED_NAMES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}


def accepted(name: str) -> str:
    """Return the name in its composed form.

    Raises:
        RuleBroken: a path, invisible or reserved characters, nothing before the dot, or more than 120 characters.
    """
    name = unicodedata.normalize("NFC", name).strip(" ")
    if forbidden_characters(name) or {"\n", "\t"} & set(name) or any(unicodedata.category(char) == "Cf" for char in name):
        raise _refusal("文件名含有不可见的控制字符，请重命名后再上传", "name_control_characters")
    if _SEPARATORS & set(name) or name in {".", ".."}:
        raise _refusal("文件名不能含有路径，请只保留文件名后再上传", "name_with_path")
    if signs := _RESERVED_SIGNS & set(name):
        raise _refusal(f"文件名不能含有 {' '.join(sorted(signs))}，请重命名后再上传", "name_reserved_signs")
    if not name or name.startswith(".") or name.endswith("."):
        raise _refusal("文件名不能为空，也不能以点开头或结尾，请重命名后再上传", "name_empty")
    if name.split(".")[0].lower() in _RESERVED_NAMES:
        raise _refusal("该文件名是系统保留名称，请重命名后再上传", "name_reserved")
    if len(name) > LONGEST:
        raise _refusal(f"文件名超过 {LONGEST} 个字，请缩短后再上传", "name_too_long")
    return name


def extension(name: str) -> str:
    """Return what stands after the last dot, in lower case; empty if there is no dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _refusal(sentence: str, code: str) -> RuleBroken:
    return RuleBroken(sentence, code=code, field="file")
