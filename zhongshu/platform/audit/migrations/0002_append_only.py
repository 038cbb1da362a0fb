"""The database itself keeps the log append-only and moves the chain's head.

A later migration that makes SQLite rebuild ``audit_entry`` loses these triggers and must create them again.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER audit_entry_append_only_insert BEFORE INSERT ON audit_entry BEGIN
      SELECT RAISE(ABORT, 'audit: the entry does not follow the head of its chain') WHERE NOT EXISTS (
        SELECT 1 FROM audit_chainhead WHERE chain = NEW.chain AND seq = NEW.seq - 1 AND hash = NEW.prev_hash);
      UPDATE audit_chainhead SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
    END
    """,
    """
    CREATE TRIGGER audit_entry_append_only_update BEFORE UPDATE ON audit_entry BEGIN
      SELECT RAISE(ABORT, 'audit: entries are append-only');
    END
    """,
    """
    CREATE TRIGGER audit_entry_append_only_delete BEFORE DELETE ON audit_entry BEGIN
      SELECT RAISE(ABORT, 'audit: entries are append-only');
    END
    """,
    """
    CREATE TRIGGER audit_chainhead_append_only_update BEFORE UPDATE ON audit_chainhead
    WHEN NEW.chain <> OLD.chain OR NEW.seq <> OLD.seq + 1 BEGIN
      SELECT RAISE(ABORT, 'audit: a chain only grows, link by link');
    END
    """,
    """
    CREATE TRIGGER audit_chainhead_append_only_delete BEFORE DELETE ON audit_chainhead BEGIN
      SELECT RAISE(ABORT, 'audit: a chain only grows, link by link');
    END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION audit_entry_follow() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE audit_chainhead SET seq = NEW.seq, hash = NEW.hash
       WHERE chain = NEW.chain AND seq = NEW.seq - 1 AND hash = NEW.prev_hash;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'audit: the entry does not follow the head of its chain' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'audit: entries are append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE FUNCTION audit_chain_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.chain <> OLD.chain OR NEW.seq <> OLD.seq + 1 THEN
        RAISE EXCEPTION 'audit: a chain only grows, link by link' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_append_only_insert BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_follow()
    """,
    """
    CREATE TRIGGER audit_entry_append_only_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_entry_append_only_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_chainhead_append_only_update BEFORE UPDATE ON audit_chainhead
    FOR EACH ROW EXECUTE FUNCTION audit_chain_grows()
    """,
    """
    CREATE TRIGGER audit_chainhead_append_only_delete BEFORE DELETE ON audit_chainhead
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()
    """,
    """
    CREATE TRIGGER audit_chainhead_append_only_truncate BEFORE TRUNCATE ON audit_chainhead
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
    """,
]


def create_triggers(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(create_triggers)]
