"""Tells mypy what our middleware sets on every request: ``request.actor``, ``request.htmx``."""

from collections.abc import Callable

from mypy.nodes import MDEF, SymbolTableNode, Var
from mypy.plugin import ClassDefContext, Plugin
from mypy.types import AnyType, TypeOfAny

_REQUEST = "django.http.request.HttpRequest"
_SET_BY_MIDDLEWARE = ("actor", "htmx")


class RequestPlugin(Plugin):
    """Views take ``HttpRequest``; the attributes of our middleware are no part of Django's types."""

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return _add_attributes if fullname == _REQUEST else None


def _add_attributes(context: ClassDefContext) -> None:
    info = context.cls.info
    for name in _SET_BY_MIDDLEWARE:
        variable = Var(name, AnyType(TypeOfAny.special_form))
        variable.info = info
        variable._fullname = f"{info.fullname}.{name}"
        info.names[name] = SymbolTableNode(MDEF, variable)


def plugin(version: str) -> type[Plugin]:
    return RequestPlugin
