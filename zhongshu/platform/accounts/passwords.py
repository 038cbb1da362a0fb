"""What makes a password good enough: pure rules."""

import secrets
import string
from collections.abc import Iterable

MIN_LENGTH = 10
CLASSES = 3
HISTORY = 5
MAX_LENGTH = 128

# Without characters that look alike on paper: a one-time password is read from a slip.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"
_SIGNS = "#%+=@"


def weaknesses(password: str, *, forbidden: Iterable[str] = ()) -> list[str]:
    """Return what is wrong with a new password, one Chinese sentence each; empty if nothing is.

    ``forbidden`` are words that must not stand in it, such as the user name, the person's name and its pinyin; words shorter than
    three characters are only looked for when they are Chinese.
    """
    found = []
    if len(password) < MIN_LENGTH:
        found.append(f"密码至少 {MIN_LENGTH} 位")
    if len(password) > MAX_LENGTH:
        found.append(f"密码不能超过 {MAX_LENGTH} 位")
    if _classes(password) < CLASSES:
        found.append("密码须包含大写字母、小写字母、数字、符号中的至少三类")
    lowered = password.lower()
    words = {word.lower() for word in forbidden if len(word) >= 3 or (len(word) >= 2 and not word.isascii())}
    if any(word in lowered or word in lowered[::-1] for word in words):
        found.append("密码不能包含用户名、姓名或姓名拼音")
    if password and len(set(lowered)) < 5:
        found.append("密码中不同的字符太少，请换一个")
    return found


def one_time_password() -> str:
    """Return a password that is good enough, to be handed over on paper and changed at the first log-in."""
    alphabet = _LETTERS + _CAPITALS + _DIGITS
    characters = [secrets.choice(part) for part in (_LETTERS, _CAPITALS, _DIGITS, _SIGNS)]
    characters += [secrets.choice(alphabet) for _ in range(10)]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)


def _classes(password: str) -> int:
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
    present = sum(any(char in kind for char in password) for kind in kinds)
    return present + any(not any(char in kind for kind in kinds) for char in password)
