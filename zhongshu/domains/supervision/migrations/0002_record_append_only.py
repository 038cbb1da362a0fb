"""The database itself keeps the record of items append-only.

A later migration that makes SQLite rebuild ``supervision_itemevent`` loses these triggers and must create them again.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER supervision_itemevent_append_only_update BEFORE UPDATE ON supervision_itemevent BEGIN
      SELECT RAISE(ABORT, 'supervision: the record of items is append-only');
    END
    """,
    """
    CREATE TRIGGER supervision_itemevent_append_only_delete BEFORE DELETE ON supervision_itemevent BEGIN
      SELECT RAISE(ABORT, 'supervision: the record of items is append-only');
    END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION supervision_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'supervision: the record of items is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER supervision_itemevent_append_only_change BEFORE UPDATE OR DELETE ON supervision_itemevent
    FOR EACH ROW EXECUTE FUNCTION supervision_refuse()
    """,
]


def create_triggers(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]
    operations = [migrations.RunPython(create_triggers, migrations.RunPython.noop)]
