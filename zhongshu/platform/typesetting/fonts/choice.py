"""Choose the face of every character by its role, and keep account of what stands in for what."""

from functools import lru_cache
from typing import NamedTuple

from zhongshu.kernel.errors import RuleBroken

from ..pages import FaceReport
from . import library as files
from .roles import FALLBACKS, LAST_RESORTS, LATIN_BORROWERS, ROLES

# 〓, the printer's mark for a sort that is not in the case.
GETA = "〓"


class Choice(NamedTuple):
    """What is drawn for a character: the face, the character itself or 〓, its advance in ems."""

    face: str
    char: str
    advance: float


class Faces:
    """The faces of one library, one chain per role. ``pick`` is the only thing the layout asks, thousands of times."""

    def __init__(self, library: files.Library) -> None:
        self.library = library
        self.chains = {role: self._chain(role) for role in ROLES}
        if not all(self.chains.values()):
            raise RuleBroken("本机没有可用的中文字体，请先运行 manage.py fonts install 安装字体", code="no_fonts")
        self._picked: dict[str, dict[str, Choice]] = {role: {} for role in ROLES}
        self._missing: set[str] = set()

    def _chain(self, role: str) -> list[files.Face]:
        wanted = ROLES[role]
        names = [*wanted.proper, *wanted.open, *FALLBACKS.get(role, ()), *LAST_RESORTS]
        found = (self.library.find([name]) for name in names)
        return list(dict.fromkeys(face for face in found if face))

    def pick(self, role: str, char: str) -> Choice:
        """Return what to draw for a character in a role; 〓 when no face has it."""
        picked = self._picked[role].get(char)
        if picked is None:
            picked = self._picked[role][char] = self._find(role, char)
        return picked

    def _find(self, role: str, char: str) -> Choice:
        chain = self.chains["latin" if char < "\u0250" and char != "·" and role in LATIN_BORROWERS else role]
        for face in chain:
            glyph = face.glyph(char)
            if glyph:
                return Choice(face.key, char, glyph.advance)
        if char == GETA:
            raise RuleBroken("本机的中文字体不全，请先运行 manage.py fonts install 安装字体", code="no_fonts")
        self._missing.add(char)
        return Choice(self.pick(role, GETA).face, GETA, 1.0)

    def face(self, key: str) -> files.Face:
        return self.library.by_key[key]

    def report(self, used: dict[str, set[str]]) -> tuple[list[FaceReport], str]:
        """Return the substitutes for the characters used in each role, and the characters that no face has."""
        reports = []
        missing = set()
        for role, chars in used.items():
            main = self.chains[role][0]
            if main is self.library.find(ROLES[role].open) and not self.library.find(ROLES[role].proper):
                reports.append(FaceReport(ROLES[role].label, ROLES[role].proper[0], main.name))
            elsewhere: dict[str, str] = {}
            for char in sorted(chars):
                picked = self.pick(role, char)
                if picked.char != char:
                    missing.add(char)
                elif char >= "\u0250" and picked.face != main.key:
                    elsewhere[picked.face] = elsewhere.get(picked.face, "") + char
            reports += [FaceReport(ROLES[role].label, main.name, self.face(key).name, text) for key, text in elsewhere.items()]
        return reports, "".join(sorted(missing))


@lru_cache(maxsize=4)
def choose_faces(library: files.Library) -> Faces:
    return Faces(library)


def faces() -> Faces:
    """Return this machine's faces by role.

    Raises:
        RuleBroken: there is no Chinese font at all.
    """
    return choose_faces(files.library())
