"""Conditions on sequence flows: a small expression language on an allow-list of syntax.

Administrators draw processes in the browser, so nothing written here may ever reach ``eval``:
the text is parsed, every node is compared with the allow-list, and a walker computes the value.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MAX_CHARACTERS = 500
MAX_NODES = 120
MAX_NUMBER = 10**15
"""Arithmetic beyond this is refused: a condition compares days, copies and amounts."""

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_ALLOWED = (
    ast.Expression,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.USub,
    ast.BinOp,
    ast.Compare,
    ast.In,
    ast.NotIn,
    ast.Name,
    ast.Load,
    ast.Constant,
    ast.List,
    ast.Tuple,
    ast.Call,
    *_COMPARE,
    *_ARITHMETIC,
)
_FUNCTIONS = {"len", "contains"}
_CONSTANTS = {"true": True, "false": False, "null": None}


class ExpressionRefused(ValueError):
    """The text is not an expression of this language; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked condition; ``names`` are the variables it reads."""

    source: str
    names: frozenset[str]
    tree: ast.expr

    def value(self, variables: Mapping[str, Any]) -> Any:
        """Compute the value; an unknown name is null, and null makes a comparison false."""
        try:
            return _walk(self.tree, variables)
        except (TypeError, ZeroDivisionError, OverflowError):
            return None

    def holds(self, variables: Mapping[str, Any]) -> bool:
        return bool(self.value(variables))


@lru_cache(maxsize=2000)
def parse(source: str) -> Expression:
    """Read one condition.

    ``${...}`` around the text is accepted, because other drawing tools write it.

    Raises:
        ExpressionRefused: too long, not an expression, or uses something outside the allow-list.
    """
    text = source.strip()
    if text.startswith("${") and text.endswith("}"):
        text = text[2:-1].strip()
    if not text:
        raise ExpressionRefused("条件是空的")
    if len(text) > MAX_CHARACTERS:
        raise ExpressionRefused(f"条件超过{MAX_CHARACTERS}个字符")
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionRefused(f"条件“{text[:60]}”写法不对") from error
    names = set()
    functions = set()
    for count, node in enumerate(ast.walk(tree)):
        if count >= MAX_NODES:
            raise ExpressionRefused("条件太复杂")
        _check(node)
        if isinstance(node, ast.Call):
            functions.add(id(node.func))
        if isinstance(node, ast.Name) and id(node) not in functions and node.id not in _CONSTANTS:
            names.add(node.id)
    return Expression(text, frozenset(names), tree.body)


def _check(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        raise ExpressionRefused(f"条件里不能用“{type(node).__name__}”")
    if isinstance(node, ast.Constant) and not isinstance(node.value, str | int | float | bool | None):
        raise ExpressionRefused("条件里只能写文字、数和真假")
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and abs(node.value) > MAX_NUMBER:
        raise ExpressionRefused("条件里的数太大")
    if isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name) or node.func.id not in _FUNCTIONS or node.keywords:
            raise ExpressionRefused("条件里只能用 len 和 contains")
        if len(node.args) != (1 if node.func.id == "len" else 2):
            raise ExpressionRefused(f"{node.func.id} 的参数个数不对")


def _walk(node: ast.expr, variables: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return _CONSTANTS[node.id] if node.id in _CONSTANTS else variables.get(node.id)
        case ast.List() | ast.Tuple():
            return [_walk(item, variables) for item in node.elts]
        case ast.BoolOp(op=ast.And()):
            return all(_walk(item, variables) for item in node.values)
        case ast.BoolOp():
            return any(_walk(item, variables) for item in node.values)
        case ast.UnaryOp(op=ast.Not()):
            return not _walk(node.operand, variables)
        case ast.UnaryOp():
            return -_number(_walk(node.operand, variables))
        case ast.BinOp():
            left, right = _number(_walk(node.left, variables)), _number(_walk(node.right, variables))
            return _number(_ARITHMETIC[type(node.op)](left, right))
        case ast.Compare():
            return _compare(node, variables)
        case ast.Call():
            return _call(node, variables)
    raise ExpressionRefused("条件写法不对")


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > MAX_NUMBER:
        raise TypeError("not a number")
    return value


def _compare(node: ast.Compare, variables: Mapping[str, Any]) -> bool:
    left = _walk(node.left, variables)
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        right = _walk(comparator, variables)
        if isinstance(op, ast.In | ast.NotIn):
            result = (left in right if right is not None else False) == isinstance(op, ast.In)
        elif isinstance(op, ast.Eq | ast.NotEq):
            result = _COMPARE[type(op)](left, right)
        else:
            result = left is not None and right is not None and _COMPARE[type(op)](left, right)
        if not result:
            return False
        left = right
    return True


def _call(node: ast.Call, variables: Mapping[str, Any]) -> Any:
    assert isinstance(node.func, ast.Name)  # checked by parse
    values = [_walk(item, variables) for item in node.args]
    if node.func.id == "len":
        return 0 if values[0] is None else len(values[0])
    return values[0] is not None and values[1] in values[0]
