"""The database itself keeps opinions as they were written; only the mark 退回前 may be set later.

A later migration that makes SQLite rebuild these tables loses the triggers and must create them again.
"""

from django.db import migrations

FROZEN = (
    'ref_kind, ref_id, ref_title, ref_number, kind, "column", step_label, step_id, item_id, round, words, attitude, at, text_digest, '
    "opened_text, has_handwriting, person_id, person_name, post_id, post_name, post_rank, unit_name, organ_id, organ_name, behalf_id, "
    "behalf_name, entered_by_id, entered_by_name, paper_date, is_restricted, is_late"
)

SQLITE = [
    f"""
    CREATE TRIGGER opinions_opinion_append_only_update BEFORE UPDATE OF {FROZEN} ON opinions_opinion BEGIN
      SELECT RAISE(ABORT, 'opinions: what was written is never changed');
    END
    """,
    """
    CREATE TRIGGER opinions_opinion_append_only_mark BEFORE UPDATE OF before_return ON opinions_opinion
    WHEN OLD.before_return AND NOT NEW.before_return BEGIN
      SELECT RAISE(ABORT, 'opinions: a mark is never taken back');
    END
    """,
    """
    CREATE TRIGGER opinions_opinion_append_only_delete BEFORE DELETE ON opinions_opinion BEGIN
      SELECT RAISE(ABORT, 'opinions: what was written is never removed');
    END
    """,
    """
    CREATE TRIGGER opinions_handwriting_append_only_update BEFORE UPDATE ON opinions_handwriting BEGIN
      SELECT RAISE(ABORT, 'opinions: what was written is never changed');
    END
    """,
    """
    CREATE TRIGGER opinions_handwriting_append_only_delete BEFORE DELETE ON opinions_handwriting BEGIN
      SELECT RAISE(ABORT, 'opinions: what was written is never removed');
    END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION opinions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'opinions: what was written is never changed' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE TRIGGER opinions_opinion_append_only_update BEFORE UPDATE OF {FROZEN} ON opinions_opinion
    FOR EACH ROW EXECUTE FUNCTION opinions_refuse()
    """,
    """
    CREATE TRIGGER opinions_opinion_append_only_mark BEFORE UPDATE OF before_return ON opinions_opinion
    FOR EACH ROW WHEN (OLD.before_return AND NOT NEW.before_return) EXECUTE FUNCTION opinions_refuse()
    """,
    """
    CREATE TRIGGER opinions_opinion_append_only_delete BEFORE DELETE ON opinions_opinion
    FOR EACH ROW EXECUTE FUNCTION opinions_refuse()
    """,
    """
    CREATE TRIGGER opinions_handwriting_append_only_change BEFORE UPDATE OR DELETE ON opinions_handwriting
    FOR EACH ROW EXECUTE FUNCTION opinions_refuse()
    """,
]


def create_triggers(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("opinions", "0001_initial")]
    operations = [migrations.RunPython(create_triggers)]
