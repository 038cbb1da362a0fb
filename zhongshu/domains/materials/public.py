"""素材库: what bridges and the site may use."""

from zhongshu.domains.materials.commands import end_validity, end_validity_of, enter, quote, take_in_document
from zhongshu.domains.materials.models import Material, Passage
from zhongshu.domains.materials.policies import follow
from zhongshu.domains.materials.queries import find, library, quotations, remarks

__all__ = [
    "Material",
    "Passage",
    "end_validity",
    "end_validity_of",
    "enter",
    "find",
    "follow",
    "library",
    "quotations",
    "quote",
    "remarks",
    "take_in_document",
]
