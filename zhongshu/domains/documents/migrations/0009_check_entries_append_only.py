"""The database itself keeps the record of findings append-only.

A later migration that makes SQLite rebuild ``documents_checkentry`` loses these triggers and must create them again.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER documents_checkentry_append_only_update BEFORE UPDATE ON documents_checkentry BEGIN
      SELECT RAISE(ABORT, 'documents: the record of findings is append-only');
    END
    """,
    """
    CREATE TRIGGER documents_checkentry_append_only_delete BEFORE DELETE ON documents_checkentry BEGIN
      SELECT RAISE(ABORT, 'documents: the record of findings is append-only');
    END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION documents_checkentry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'documents: the record of findings is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER documents_checkentry_append_only_change BEFORE UPDATE OR DELETE ON documents_checkentry
    FOR EACH ROW EXECUTE FUNCTION documents_checkentry_refuse()
    """,
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER documents_checkentry_append_only_update",
        "DROP TRIGGER documents_checkentry_append_only_delete",
    ],
    "postgresql": [
        "DROP TRIGGER documents_checkentry_append_only_change ON documents_checkentry",
        "DROP FUNCTION documents_checkentry_refuse()",
    ],
}


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_drop_check_findings")]
    operations = [migrations.RunPython(guard, unguard)]
