"""Which row of a sheet holds the headings, and what each column is: pure rules."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Grid = Sequence[Sequence[str]]
_LOOK_AT = 15


@dataclass
class Table:
    """A sheet understood: one heading and one field (or "") a column, and the rows below."""

    headers: list[str]
    mapping: list[str]
    lines: list[dict] = field(default_factory=list)


class Headings:
    """What people write above the columns of one kind of list.

    Args:
        words: field to the headings that stand for it, separated by spaces; compared without spaces, brackets and their content.
        key: the field without which a row says nothing.
        carried: a field whose merged cells speak for the rows below them.
        group: what a lone text in the key's column looks like when it is the heading of the rows below it.
    """

    def __init__(self, words: Mapping[str, str], *, key: str, carried: str = "", group: str = "") -> None:
        self.synonyms = {name: tuple(line.replace("-", "").split()) for name, line in words.items()}
        self.key, self.carried = key, carried
        self._group = re.compile(group) if group else None
        self._field_of = {word: name for name, words in self.synonyms.items() for word in words}

    def understand(self, grid: Grid) -> Table | None:
        """Find the headings of a sheet and the rows below them; None if no row looks like headings with the key among them.

        Headings may stand below titles, be spread over two rows with merged cells (联系电话 above 办公 and 手机), and be repeated
        further down. A row with a single text, such as 综合科, is the heading of the rows below it.
        """
        found = self.find(grid)
        if found is None:
            return None
        start, headers = found
        mapping = self.mapping(headers)
        return Table(headers, mapping, self._lines(grid, start, headers, mapping))

    def find(self, grid: Grid) -> tuple[int, list[str]] | None:
        """Return the number of rows above the first row of data, and one heading a column; None without headings."""
        best, best_worth = None, (1, 0)
        for index in range(min(len(grid), _LOOK_AT)):
            for height in (1, 2):
                headers = self._headers(grid, index, height)
                # Two rows are taken together only where that explains more columns than one of them alone: a title is no heading.
                worth = (self._score(headers), -height)
                if worth[0] > 1 and worth > best_worth:
                    best, best_worth = (index, height, headers), worth
        if best is None:
            return None
        index, height, headers = best
        return index + height, headers

    def field_of(self, header: str) -> str:
        """Return which field a heading stands for, or an empty text."""
        return self._field_of.get(_plain(header), "")

    def mapping(self, headers: Sequence[str]) -> list[str]:
        """Give each field to the first column that claims it; a second 电话 beside 办公电话 stays unmapped for people to decide."""
        taken: set[str] = set()
        mapping = []
        for header in headers:
            name = self.field_of(header)
            mapping.append("" if name in taken else name)
            taken.add(name)
        return mapping

    def _headers(self, grid: Grid, index: int, height: int) -> list[str]:
        if height == 1:
            return list(grid[index])
        if index + 1 >= len(grid):
            return []
        upper, lower = list(grid[index]), list(grid[index + 1])
        width = max(len(upper), len(lower))
        if not width:
            return []
        upper += [""] * (width - len(upper))
        lower += [""] * (width - len(lower))
        if self.field_of(lower[0]) == "" and lower[0].strip() and upper[0].strip():
            return []  # the second row already holds data
        joined, over = [], ""
        for above, below in zip(upper, lower, strict=True):
            # A merged cell gives its text to the first column only; its neighbours are empty and have a text of their own below.
            over = above if above.strip() else (over if below.strip() else "")
            joined.append(self._join(over, below) if below.strip() else above)
        return joined

    def _join(self, above: str, below: str) -> str:
        if not above.strip():
            return below
        whole = f"{above}{below}"
        return whole if self.field_of(whole) else below if self.field_of(below) else whole

    def _score(self, headers: Sequence[str]) -> int:
        found = {self.field_of(header) for header in headers} - {""}
        return len(found) if self.key in found else 0

    def _lines(self, grid: Grid, start: int, headers: list[str], mapping: list[str]) -> list[dict]:
        lines: list[dict] = []
        heading = last = ""
        carried_column = mapping.index(self.carried) if self.carried in mapping else None
        key_column = mapping.index(self.key)
        for number, row in enumerate(grid[start:], start=start + 1):
            cells = [str(cell).strip() for cell in row][: len(headers)]
            cells += [""] * (len(headers) - len(cells))
            filled = [cell for cell in cells if cell]
            if not filled or self._score(cells) > 1:
                continue  # an empty row, or the headings again on the next page
            if self._is_heading(filled, alone_in_key_column=bool(cells[key_column])):
                heading, last = filled[0], ""
                continue
            if carried_column is not None:
                last = cells[carried_column] or last
                cells[carried_column] = last
            lines.append({"number": number, "section": heading, "cells": cells})
        return lines

    def _is_heading(self, filled: Sequence[str], *, alone_in_key_column: bool) -> bool:
        """Tell whether a row is the heading of those below: one text, perhaps repeated by a merged cell that was split up."""
        if len(set(filled)) > 1:
            return False
        # A lone text in the key's column may be something of which nothing else is known: then it must be called like a heading.
        return not alone_in_key_column or len(filled) > 1 or bool(self._group and self._group.search(filled[0]))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[（(【\[].*?[)）】\]]", "", text)
    return re.sub(r"[\s:：/、*＊_·.。-]+", "", text).lower()
