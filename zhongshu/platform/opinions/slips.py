"""Opinions as pages and slips show them: plain values for ``ui/opinion.html``."""

from typing import Any

from django.urls import reverse

from zhongshu.kernel import kinds
from zhongshu.platform.opinions.choices import Attitude
from zhongshu.platform.opinions.models import Opinion

UNREAD = "未打开文稿即签批"


def shown(opinion: Opinion) -> dict[str, Any]:
    """Return what the component ``ui/opinion.html`` asks for."""
    spoken = opinion.attitude not in (Attitude.COMMENT, "")
    return {
        "id": opinion.pk,
        "words": opinion.words,
        "attitude": opinion.get_attitude_display() if spoken else "",
        "name": opinion.person_name,
        "post": opinion.post_name,
        "unit": opinion.unit_name,
        "organ": opinion.organ_name,
        "at": opinion.at,
        "step": opinion.step_label,
        "round": opinion.round,
        "picture_url": reverse("opinions:handwriting", args=[opinion.pk]) if opinion.has_handwriting else "",
        "delegate_for": opinion.behalf_name,
        "entered_by": opinion.entered_by_name,
        "paper_date": opinion.paper_date,
        "before_return": opinion.before_return,
        "marks": marks(opinion),
    }


def unread(opinion: Opinion) -> bool:
    """Tell whether words that promise the text was read were given without its having been opened; not for words on paper."""
    kind = kinds.find(opinion.ref_kind)
    return kind is not None and opinion.column in kind.read_columns and not (opinion.opened_text or opinion.entered_by_name)


def marks(opinion: Opinion) -> list[str]:
    """Return the small labels that stand beside an opinion."""
    found = []
    if opinion.before_return:
        found.append("退回前")
    if opinion.is_late:
        found.append("补签")
    if unread(opinion):
        found.append(UNREAD)
    if opinion.is_restricted:
        found.append("仅指定人员可见")
    return found


def shown_columns(columns: dict[str, list[Opinion]]) -> list[dict[str, Any]]:
    """Return the columns of ``queries.columns`` for a slip: name, ``current`` opinions, and ``earlier`` ones of rounds before a
    return."""
    return [
        {
            "name": name,
            "current": [shown(opinion) for opinion in opinions if not opinion.before_return],
            "earlier": [shown(opinion) for opinion in opinions if opinion.before_return],
        }
        for name, opinions in columns.items()
    ]
