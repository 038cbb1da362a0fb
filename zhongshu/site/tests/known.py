"""Something of everything of figures and materials, for the tests that sweep the pages."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from zhongshu.domains.figures import public as figures
from zhongshu.domains.figures.commands import importing, requests
from zhongshu.domains.figures.models import FigureImport, FigureValue
from zhongshu.domains.materials import public as materials
from zhongshu.platform.spreadsheets.public import Column, workbook
from zhongshu.site.demonstration.knowledge import Knowledge
from zhongshu.site.tests.conftest import Town


def populate(town: Town) -> None:
    """Let the bureaus and the government office do one of each thing."""
    Knowledge(town.city).play()
    sheet = workbook(
        "数据", [Column("名称"), Column("口径"), Column("单位"), Column("2025年")], [["公路里程", "年末通车里程", "公里", "5120"]]
    )
    importing.preview_import(file_name="数据.xlsx", content=sheet, by=town.actor("government.registry_clerk"))


def grow(town: Town) -> None:
    """Add more rows to every page of figures and materials."""
    keeper, drafter = town.actor("department9.registry_clerk"), town.actor("government.secretariat_drafter")
    for number in range(6):
        figure = figures.register(
            name=f"第{number}项支出",
            definition="按预算科目",
            unit_of_measure="亿元",
            frequency="year",
            other_names=[f"支出{number}"],
            by=keeper,
        )
        figures.record_value(figure, period="2025", value=Decimal(number + 1), by=keeper)
        requests.ask(name=figure.name, period="2025年", by=drafter)
        materials.enter(
            kind="passage",
            title=f"第{number}篇范文",
            source="范文",
            source_date=dt.date(2026, 1, 1 + number),
            body=f"这是第{number}篇范文的供暖段落。",
            tags=["范文"],
            audience="everyone",
            by=drafter,
        )


def _first(model: Any, **conditions: Any) -> Callable[[Any], dict[str, Any]]:
    return lambda world: {"pk": model.objects.filter(**conditions).order_by("pk")[0].pk}


def _value(world: Any) -> dict[str, Any]:
    row = FigureValue.objects.filter(superseded_at=None).order_by("pk")[0]
    return {"pk": row.figure_id, "value_pk": row.pk, "kind": world.draft.ref.kind, "object_id": world.draft.pk}


def _passage(world: Any) -> dict[str, Any]:
    return {"pk": materials.Passage.objects.order_by("pk")[0].pk, "kind": world.draft.ref.kind, "object_id": world.draft.pk}


# What an address names, by the longest beginning of its route.
NAMED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "figures/": _value,
    "figures/imports/": _first(FigureImport),
    "figures/requests/": _first(figures.DataRequest, state="waiting"),
    "materials/": _first(materials.Material),
    "materials/passages/": _passage,
    "materials/pick/": _passage,
    "assistant/": lambda world: {"kind": world.draft.ref.kind, "object_id": world.draft.pk},
}
LISTS = ["figures:catalogue", "figures:requests", "materials:library"]
DETAILS = [
    *(("figures:detail", ""), ("figures:detail", "?history=1"), ("figures:ask", ""), ("figures:register", "")),
    *(("materials:detail", ""), ("materials:library", "?q=供热"), ("documents:remarks", "")),
]
DIRECTORS = [
    *("figures:catalogue", "figures:detail", "figures:requests", "figures:ask", "figures:register", "figures:upload"),
    *("materials:library", "materials:detail", "materials:enter", "documents:notice"),
]
