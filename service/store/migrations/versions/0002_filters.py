"""Columns, indexes and terms that listings are filtered and sorted by, worked out of the records that are there."""

import json

import sqlalchemy as sa
from alembic import op

from service.store import filters, terms
from service.store.tables import events

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = ("filed", "deaths", "x", "y", "z", "words")
FORMER = {"type_updated": ["type", "updated"], "category_updated": ["category", "updated"]} | {
    "date_start": ["date_start"],
    "latitude_longitude": ["latitude", "longitude"],
}


def upgrade() -> None:
    op.add_column("events", sa.Column("filed", sa.Date(), nullable=False, server_default="0001-01-01"))
    op.add_column("events", sa.Column("deaths", sa.BigInteger(), nullable=False, server_default="-1"))
    for name in "xyz":
        op.add_column("events", sa.Column(name, sa.Float(precision=53), nullable=True))
    op.add_column("events", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    for name in FORMER:
        op.drop_index(op.f(f"ix_events_{name}"), table_name="events")
    op.create_index("ix_events_listed", "events", ["updated", "status", "modality", "type", "confidence"])
    op.create_index(op.f("ix_events_filed_updated"), "events", ["filed", "updated"])
    op.create_index(op.f("ix_events_deaths_updated"), "events", ["deaths", "updated"])
    op.drop_index(op.f("ix_event_countries_event_id"), table_name="event_countries")
    op.drop_table("event_countries")
    op.create_table(
        "event_terms",
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_terms_event_id")),
        sa.PrimaryKeyConstraint("field", "value", "updated", name=op.f("pk_event_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_terms_event_id"), "event_terms", ["event_id"])
    _fill(op.get_bind())


def _fill(connection):
    for event_id in connection.scalars(sa.select(events.c.id)).all():
        wanted = sa.select(events.c.body, events.c.updated).where(events.c.id == event_id)
        row = connection.execute(wanted).one()
        record = json.loads(row.body)
        columns = filters.event_columns(record)
        values = {name: columns[name] for name in (*COLUMNS, "latitude", "longitude")}
        connection.execute(sa.update(events).where(events.c.id == event_id).values(**values))
        terms.file(connection, [(record, row.updated)])


def downgrade() -> None:
    op.create_table(
        "event_countries",
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("event_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_countries_event_id")),
        sa.PrimaryKeyConstraint("country", "event_id", name=op.f("pk_event_countries")),
    )
    op.create_index(op.f("ix_event_countries_event_id"), "event_countries", ["event_id"])
    op.execute(
        "INSERT INTO event_countries SELECT DISTINCT upper(value), event_id FROM event_terms WHERE field = 'country'"
    )
    op.drop_index(op.f("ix_event_terms_event_id"), table_name="event_terms")
    op.drop_table("event_terms")
    op.drop_index(op.f("ix_events_deaths_updated"), table_name="events")
    op.drop_index(op.f("ix_events_filed_updated"), table_name="events")
    op.drop_index("ix_events_listed", table_name="events")
    for name, columns in FORMER.items():
        op.create_index(op.f(f"ix_events_{name}"), "events", columns)
    for name in reversed(COLUMNS):
        op.drop_column("events", name)
