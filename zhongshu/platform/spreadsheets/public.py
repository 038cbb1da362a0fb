"""Spreadsheets: what other layers may use."""

from zhongshu.platform.spreadsheets import importing, uploading
from zhongshu.platform.spreadsheets.choices import ImportState
from zhongshu.platform.spreadsheets.headings import Grid, Headings, Table
from zhongshu.platform.spreadsheets.models import PreviewedSheet, SheetImport
from zhongshu.platform.spreadsheets.reading import MAX_BYTES, grids
from zhongshu.platform.spreadsheets.sheets import Sheet, sheets
from zhongshu.platform.spreadsheets.writing import CONTENT_TYPE, Column, workbook

__all__ = [
    "CONTENT_TYPE",
    "MAX_BYTES",
    "Column",
    "Grid",
    "Headings",
    "ImportState",
    "PreviewedSheet",
    "Sheet",
    "SheetImport",
    "Table",
    "grids",
    "importing",
    "sheets",
    "uploading",
    "workbook",
]
