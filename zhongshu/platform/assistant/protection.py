"""What is never sent to a model, by the object that holds the text and by the text itself."""

import re

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.secrecy import public as secrecy

# Subjects that hold what people told an office in confidence.
_PROTECTED = {"petitions"}
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z]|\.\d)")


def protect(module: str) -> None:
    """Announce a module whose objects are never sent; petitions are protected unasked."""
    _PROTECTED.add(module)


def ensure_sendable(text: str, *, about: ObjectRef, by: Actor) -> None:
    """Refuse what must not leave the system.

    Raises:
        NotPermitted: the actor may not see the object.
        RuleBroken: the object is marked or protected, or the text shows a mark of secrecy, an identity or a telephone number.
    """
    if about.kind.split(".")[0] in _PROTECTED:
        raise RuleBroken("信访群众的材料不得发送给写作助手", code="assistant_protected")
    if not kinds.visible(about, by):
        raise NotPermitted("您不能查看该文稿，不能就它使用写作助手", code="not_permitted_view")
    if _level(about):
        raise RuleBroken("标有密级或者内部、工作秘密的文稿不得发送给写作助手", code="assistant_marked")
    if secrecy.scan_marks(text):
        raise RuleBroken("文中有密级标志，不得发送给写作助手", code="assistant_marked")
    if _IDENTITY.search(text):
        raise RuleBroken("文中有身份证号或手机号，请先删去再使用写作助手", code="assistant_personal")


def _level(about: ObjectRef) -> int:
    kind = kinds.find(about.kind)
    if kind is None:
        return 99
    model = kind.model_class
    if not any(field.name == "secrecy" for field in model._meta.get_fields()):
        return 0
    level = model._default_manager.filter(pk=about.id).values_list("secrecy", flat=True).first()
    return 99 if level is None else int(level)
