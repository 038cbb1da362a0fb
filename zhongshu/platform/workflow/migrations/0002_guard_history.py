"""History is appended, never changed; a published version never changes. The database itself refuses (names hold "append_only")."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER workflow_log_append_only_update BEFORE UPDATE ON workflow_flowlog
    BEGIN SELECT RAISE(ABORT, 'workflow history is append-only'); END
    """,
    """
    CREATE TRIGGER workflow_log_append_only_delete BEFORE DELETE ON workflow_flowlog
    BEGIN SELECT RAISE(ABORT, 'workflow history is append-only'); END
    """,
    """
    CREATE TRIGGER workflow_version_append_only_update BEFORE UPDATE ON workflow_flowversion
    WHEN OLD.state <> 'draft' AND NOT (
        OLD.state = 'published' AND NEW.state = 'retired' AND NEW.bpmn_xml = OLD.bpmn_xml AND NEW.graph = OLD.graph
        AND NEW.fingerprint = OLD.fingerprint AND NEW.number = OLD.number AND NEW.definition_id = OLD.definition_id
        AND NEW.published_at = OLD.published_at
    )
    BEGIN SELECT RAISE(ABORT, 'a published workflow version never changes'); END
    """,
    """
    CREATE TRIGGER workflow_version_append_only_delete BEFORE DELETE ON workflow_flowversion
    WHEN OLD.state <> 'draft'
    BEGIN SELECT RAISE(ABORT, 'a published workflow version is kept'); END
    """,
]

POSTGRES = [
    """
    CREATE FUNCTION workflow_refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'workflow history is append-only'; END $$
    """,
    """
    CREATE TRIGGER workflow_log_is_append_only BEFORE UPDATE OR DELETE ON workflow_flowlog
    FOR EACH ROW EXECUTE FUNCTION workflow_refuse_log_change()
    """,
    """
    CREATE FUNCTION workflow_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.state = 'draft' THEN
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a published workflow version is kept'; END IF;
        IF OLD.state = 'published' AND NEW.state = 'retired' AND NEW.bpmn_xml = OLD.bpmn_xml AND NEW.graph = OLD.graph
            AND NEW.fingerprint = OLD.fingerprint AND NEW.number = OLD.number AND NEW.definition_id = OLD.definition_id
            AND NEW.published_at = OLD.published_at
        THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'a published workflow version never changes';
    END $$
    """,
    """
    CREATE TRIGGER workflow_version_is_append_only BEFORE UPDATE OR DELETE ON workflow_flowversion
    FOR EACH ROW EXECUTE FUNCTION workflow_guard_version()
    """,
]

UNDO_SQLITE = [
    "DROP TRIGGER workflow_log_append_only_update",
    "DROP TRIGGER workflow_log_append_only_delete",
    "DROP TRIGGER workflow_version_append_only_update",
    "DROP TRIGGER workflow_version_append_only_delete",
]
UNDO_POSTGRES = [
    "DROP TRIGGER workflow_log_is_append_only ON workflow_flowlog",
    "DROP FUNCTION workflow_refuse_log_change()",
    "DROP TRIGGER workflow_version_is_append_only ON workflow_flowversion",
    "DROP FUNCTION workflow_guard_version()",
]


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO_SQLITE if schema_editor.connection.vendor == "sqlite" else UNDO_POSTGRES:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
