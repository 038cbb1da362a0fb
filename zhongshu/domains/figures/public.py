"""一数一源: what bridges and the site may use."""

from zhongshu.domains.figures.commands.quoting import quote
from zhongshu.domains.figures.commands.registering import register
from zhongshu.domains.figures.commands.requests import ask
from zhongshu.domains.figures.commands.values import record_value, revise_value, verify_value
from zhongshu.domains.figures.events import FigureRegistered, FigureValueRevised
from zhongshu.domains.figures.models import DataRequest, Figure, FigureImport, FigureValue
from zhongshu.domains.figures.queries.registry import Held, held, similar
from zhongshu.domains.figures.queries.requests import spared
from zhongshu.domains.figures.queries.texts import quotations, remarks

__all__ = [
    "DataRequest",
    "Figure",
    "FigureImport",
    "FigureRegistered",
    "FigureValue",
    "FigureValueRevised",
    "Held",
    "ask",
    "held",
    "quotations",
    "quote",
    "record_value",
    "register",
    "remarks",
    "revise_value",
    "similar",
    "spared",
    "verify_value",
]
