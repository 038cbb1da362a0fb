"""Puts many rows into a table quickly: COPY on PostgreSQL, executemany on SQLite. No signal, no rule, no trigger is spared."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction

BATCH = 20_000


class Pour:
    """Rows of one model by column name; columns that are not given take the field's default, or an empty text."""

    def __init__(self, model: type, *given: str) -> None:
        from django.db import connection

        self.connection = connection
        self.table = model._meta.db_table
        fields = [field for field in model._meta.concrete_fields if not (field.primary_key and field.attname not in given)]
        self.columns = [field.column for field in fields]
        self.places = {field.attname: number for number, field in enumerate(fields)}
        self.blank = [self._stored(self._default(field)) for field in fields]
        self.given = [self.places[name] for name in given]
        self._moments: dict[dt.datetime, Any] = {}

    @staticmethod
    def _default(field: Any) -> Any:
        if field.has_default():
            return field.get_default()
        return None if field.null else ""

    def _stored(self, value: Any) -> Any:
        if isinstance(value, dict | list):
            return json.dumps(value)
        if isinstance(value, dt.datetime):
            if self.connection.vendor == "postgresql":
                return value
            if value not in self._moments:
                self._moments[value] = self.connection.ops.adapt_datetimefield_value(value)
            return self._moments[value]
        return value

    def rows(self, values: Iterable[tuple[Any, ...]]) -> Iterator[list[Any]]:
        for one in values:
            row = list(self.blank)
            for place, value in zip(self.given, one, strict=True):
                row[place] = self._stored(value)
            yield row

    def pour(self, values: Iterable[tuple[Any, ...]]) -> None:
        """Insert the rows, each a tuple in the order of the given column names."""
        names = ", ".join(f'"{column}"' for column in self.columns)
        rows = self.rows(values)
        # One transaction: by itself SQLite would wait for the disk at every row.
        with transaction.atomic(), self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                with cursor.copy(f'COPY "{self.table}" ({names}) FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row(row)
                return
            marks = ", ".join("?" for _ in self.columns)
            while batch := list(islice(rows, BATCH)):
                # The plain driver: Django's cursor would convert every statement anew.
                cursor.cursor.connection.executemany(f'INSERT INTO "{self.table}" ({names}) VALUES ({marks})', batch)


def settle_keys(*models: type) -> None:
    """Let PostgreSQL's sequences go on after keys that were given, and let both databases know their tables."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
