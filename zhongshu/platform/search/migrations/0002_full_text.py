"""The full-text index, in each database's own way.

On SQLite an FTS5 table over the entries, kept by triggers; a later migration that makes Django build the table anew (any change of a
column does) must put the triggers back. On PostgreSQL a generated column with a GIN index.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE search_fts USING fts5(
        tokens, acl, content='search_searchentry', content_rowid='id', tokenize="unicode61 remove_diacritics 0"
    )
    """,
    """
    CREATE TRIGGER search_fts_insert AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_fts(rowid, tokens, acl) VALUES (new.id, new.tokens, new.acl);
    END
    """,
    """
    CREATE TRIGGER search_fts_delete AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_fts(search_fts, rowid, tokens, acl) VALUES ('delete', old.id, old.tokens, old.acl);
    END
    """,
    """
    CREATE TRIGGER search_fts_update AFTER UPDATE ON search_searchentry BEGIN
        INSERT INTO search_fts(search_fts, rowid, tokens, acl) VALUES ('delete', old.id, old.tokens, old.acl);
        INSERT INTO search_fts(rowid, tokens, acl) VALUES (new.id, new.tokens, new.acl);
    END
    """,
]
POSTGRESQL = [
    """
    ALTER TABLE search_searchentry ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
        array_to_tsvector(string_to_array(acl, ' ')) || to_tsvector('simple'::regconfig, tokens)
    ) STORED
    """,
    "CREATE INDEX search_searchentry_tsv ON search_searchentry USING gin (tsv)",
    # How often each token stands in the entries decides how a question is answered: 4,000 tokens are known instead of 1,000.
    "ALTER TABLE search_searchentry ALTER COLUMN tsv SET STATISTICS 400",
]


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_searchentry DROP COLUMN tsv")
        return
    for name in ("insert", "delete", "update"):
        schema_editor.execute(f"DROP TRIGGER search_fts_{name}")
    schema_editor.execute("DROP TABLE search_fts")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
