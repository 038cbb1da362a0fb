"""Many rows at once: COPY on PostgreSQL, plain INSERT elsewhere, because building one INSERT of thousands of values costs the ORM several times
as much as the database."""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Field, Model

Row = TypeVar("Row", bound=Model)
_BATCH = 2000
_KEPT = (dt.date, dt.datetime, Decimal)


def insert_many(model: type[Row], rows: Iterable[Row]) -> None:
    """Insert rows in the caller's transaction. Their ids are not read back, and nothing is written but their own columns.

    Constraints and triggers of the database hold as always; signals and ``save`` are not called.
    """
    fields: list[Field[Any, Any]] = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    ways = [(field.attname, _prepared(field)) for field in fields]
    values = ([way(getattr(row, name)) for name, way in ways] for row in rows)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for line in values:
                    copy.write_row(line)
            return
        marks = ", ".join(["%s"] * len(fields))
        while batch := list(islice(values, _BATCH)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", batch)


def _prepared(field: Any) -> Callable[[Any], Any]:
    """Return how a value of the field is given to the database; days and moments, which repeat, are worked out once."""
    known: dict[Any, Any] = {}
    plain = () if field.get_internal_type() == "JSONField" else (str, int, bool)

    def prepare(value: Any) -> Any:
        if value is None or type(value) in plain:
            return value
        if not isinstance(value, _KEPT):
            return field.get_db_prep_save(value, connection)
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    return prepare
