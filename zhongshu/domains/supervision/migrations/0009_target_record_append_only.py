"""The database itself keeps the record of yearly targets append-only.

A later migration that makes SQLite rebuild ``supervision_targetevent`` loses these triggers and must create them again.
"""

from django.db import migrations

TABLE = "supervision_targetevent"
SQLITE = [
    f"""
    CREATE TRIGGER {TABLE}_append_only_{change} BEFORE {change} ON {TABLE} BEGIN
      SELECT RAISE(ABORT, 'supervision: the record of targets is append-only');
    END
    """
    for change in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""
    CREATE TRIGGER {TABLE}_append_only_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION supervision_refuse()
    """
]


def create_triggers(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0008_yearly_targets")]
    operations = [migrations.RunPython(create_triggers, migrations.RunPython.noop)]
