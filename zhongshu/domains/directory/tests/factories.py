"""Phone books for tests."""

import io

import factory
import xlsxwriter

from zhongshu.domains.directory.models import ContactImport
from zhongshu.kernel import clock
from zhongshu.platform.organizations.tests.factories import PersonFactory, UnitFactory


class ContactImportFactory(factory.django.DjangoModelFactory):
    """A spreadsheet as it was read, waiting for a decision: 姓名, 职务, 手机."""

    class Meta:
        model = ContactImport

    organ = factory.SubFactory(UnitFactory)
    entered_by = factory.SubFactory(PersonFactory)
    file_name = "通讯录.xlsx"
    headers = ["姓名", "职务", "手机"]
    mapping = ["name", "post_name", "mobile"]
    created_at = factory.LazyFunction(clock.now)


def line(number: int, *cells: str, section: str = "") -> dict:
    """Return one row as it is kept: its number in the sheet and its cells."""
    return {"number": number, "section": section, "cells": list(cells)}


def spreadsheet(rows: list[list], merged: list[tuple[int, int, int, int, str]] = ()) -> bytes:
    """Return an XLSX file with these rows; ``merged`` holds (first row, first column, last row, last column, text)."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value not in (None, ""):
                sheet.write(number, column, value)
    for first_row, first_column, last_row, last_column, text in merged:
        sheet.merge_range(first_row, first_column, last_row, last_column, text)
    book.close()
    return file.getvalue()
