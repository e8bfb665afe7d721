"""An index that answers what a listing asks of an event by itself, and one of all that stands in its words.

`event_words` knows of every three letters in a row which events have them; SQLite keeps it by triggers, as it keeps an
index. PostgreSQL has its own (pg_trgm), which only an owner of the server can let in: see README.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FORMER = ["updated", "status", "modality", "type", "confidence"]
ASKED = ["date_start", "date_end", "latitude", "longitude", "killed", "injured", "filed", "deaths"]
WORDS = """
CREATE VIRTUAL TABLE event_words USING fts5(
    words, content='events', content_rowid='updated', tokenize='trigram case_sensitive 1', detail=none, columnsize=0
)
"""
TAKE = "INSERT INTO event_words (event_words, rowid, words) VALUES ('delete', old.updated, old.words);"
PUT = "INSERT INTO event_words (rowid, words) VALUES (new.updated, new.words);"
TRIGGERS = {
    "insert": f"AFTER INSERT ON events BEGIN {PUT} END",
    "update": f"AFTER UPDATE OF updated, words ON events BEGIN {TAKE} {PUT} END",
    "delete": f"AFTER DELETE ON events BEGIN {TAKE} END",
}


def upgrade() -> None:
    op.drop_index("ix_events_listed", table_name="events")
    op.create_index("ix_events_listed", "events", FORMER + ASKED)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(WORDS)
        op.execute("INSERT INTO event_words (event_words) VALUES ('rebuild')")
        for name, told in TRIGGERS.items():
            op.execute(f"CREATE TRIGGER event_words_{name} {told}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER event_words_{name}")
        op.execute("DROP TABLE event_words")
    op.drop_index("ix_events_listed", table_name="events")
    op.create_index("ix_events_listed", "events", FORMER)
