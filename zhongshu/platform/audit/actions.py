"""The register of actions: each has a sentence for people, announced by the module that records it."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from zhongshu.kernel import kinds

_sentences: dict[str, str] = {}
_modules: dict[str, str] = {}


def describe(action: str, label: str) -> None:
    """Announce what ``action`` ("documents.dispatched") is called: 分发公文."""
    _sentences[action] = label


def describe_module(module: str, label: str) -> None:
    """Announce what the part before the dot is called, for the filter of the audit page."""
    _modules[module] = label


def sentence(action: str) -> str:
    """Return the label of an action; the code itself if nobody announced it, so that no record is hidden."""
    return _sentences.get(action, action)


def kind_label(kind: str) -> str:
    """Return what an object of this kind is called; the name of its module if no such kind was announced."""
    known = kinds.find(kind)
    module = kind.partition(".")[0]
    return known.label if known else _modules.get(module, kind)


def modules() -> list[tuple[str, str]]:
    """Return (module, label) for every module that announced actions, in order of the label."""
    names = {action.partition(".")[0] for action in _sentences}
    return sorted(((name, _modules.get(name, name)) for name in names), key=lambda pair: pair[1])


def described() -> dict[str, str]:
    return dict(sorted(_sentences.items()))


def unknown(actions: Iterable[str]) -> list[str]:
    """Return those of the actions that have no sentence."""
    return sorted(set(actions) - _sentences.keys())


def recorded_in(source_root: Path) -> dict[str, list[str]]:
    """Read source files and return every action that a call records, with the places: ``{"documents.dispatched": ["x.py:12"]}``.

    Only actions written as text in the call are found; that is how the house writes them.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(source_root.rglob("*.py")):
        if "tests" in path.relative_to(source_root).parts:
            continue
        for action, line in _recorded(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(action, []).append(f"{path.relative_to(source_root)}:{line}")
    return found


def _recorded(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if (
            name in {"record", "record_many", "record_regardless"}
            and isinstance(first, ast.Constant)
            and isinstance(first.value, str)
            and "." in first.value
        ):
            yield first.value, node.lineno
