"""What is asked of the index, in tokens."""

from dataclasses import dataclass

from zhongshu.platform.search.language import And, Node, Not, Or, Term
from zhongshu.platform.search.tokens import phrase


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand side by side; with ``prefix`` the last is only the beginning of one."""

    tokens: tuple[str, ...]
    prefix: bool


@dataclass(frozen=True, slots=True)
class Without:
    part: "Tree"


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple["Tree", ...]


Tree = Phrase | Without | Every | Either


@dataclass(frozen=True, slots=True)
class Question:
    """``text`` is what the person typed; each group of marks must be met by one of its marks; keys lie in [first, beyond)."""

    text: Node | None
    marks: tuple[tuple[str, ...], ...]
    first: int | None = None
    beyond: int | None = None

    def asked(self) -> tuple[Tree | None, list[str]]:
        """Return what to ask of the index, and the strings that the tokens of each answer must hold besides.

        The beginning of a token at the end of a phrase ("…15号" asks for every token that begins with 号) is dear to look up and says
        little, so where the rest of the phrase stands in the index it is left out there and looked for in the few answers.
        """
        if self.text is None:
            return None, []
        tree, ends = _tree(self.text), []
        parts = tree.parts if isinstance(tree, Every) else (tree,)
        asked: list[Tree] = []
        for part in parts:
            if isinstance(part, Phrase) and part.prefix and len(part.tokens) > 1:
                ends.append(f" {' '.join(part.tokens)}")
                part = Phrase(part.tokens[:-1], prefix=False)
            asked.append(part)
        return (Every(tuple(asked)) if len(asked) > 1 else asked[0]), ends

    def key_range(self, column: str) -> tuple[str, list[int]]:
        """Return the SQL condition that keeps ``column`` in the range of keys, with its values."""
        sql, values = "", []
        if self.first is not None:
            sql, values = f" AND {column} >= %s", [self.first]
        if self.beyond is not None:
            sql, values = f"{sql} AND {column} < %s", [*values, self.beyond]
        return sql, values


def _tree(node: Node) -> Tree:
    match node:
        case Term(text):
            tokens, prefix = phrase(text)
            return Phrase(tuple(tokens), prefix)
        case Not(part):
            return Without(_tree(part))
        case And(parts):
            return Every(tuple(map(_tree, parts)))
        case Or(parts):
            return Either(tuple(map(_tree, parts)))
    raise TypeError(node)
