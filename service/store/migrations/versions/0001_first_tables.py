"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("published", sa.String(length=40), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("non_events", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("replaced_by", sa.String(length=20), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("modality", sa.String(length=20), nullable=False),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("date_start", sa.Date(), nullable=True),
        sa.Column("date_end", sa.Date(), nullable=True),
        sa.Column("latitude", sa.Float(precision=53), nullable=True),
        sa.Column("longitude", sa.Float(precision=53), nullable=True),
        sa.Column("killed", sa.BigInteger(), nullable=True),
        sa.Column("injured", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["replaced_by"], ["events.id"], name=op.f("fk_events_replaced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("published", name=op.f("uq_events_published")),
        sa.UniqueConstraint("updated", name=op.f("uq_events_updated")),
    )
    op.create_index(op.f("ix_events_category_updated"), "events", ["category", "updated"])
    op.create_index(op.f("ix_events_date_start"), "events", ["date_start"])
    op.create_index(op.f("ix_events_latitude_longitude"), "events", ["latitude", "longitude"])
    op.create_index(op.f("ix_events_type_updated"), "events", ["type", "updated"])
    op.create_table(
        "meta",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("last_commit", sa.BigInteger(), nullable=False),
        sa.Column("last_updated", sa.BigInteger(), nullable=False),
        sa.Column("birth", sa.BigInteger(), nullable=False),
        sa.Column("tag_authority", sa.String(length=255), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_meta_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meta")),
    )
    op.create_table(
        "event_countries",
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("event_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_countries_event_id")),
        sa.PrimaryKeyConstraint("country", "event_id", name=op.f("pk_event_countries")),
    )
    op.create_index(op.f("ix_event_countries_event_id"), "event_countries", ["event_id"])
    op.create_table(
        "event_versions",
        sa.Column("event_id", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_versions_event_id")),
        sa.PrimaryKeyConstraint("event_id", "version", name=op.f("pk_event_versions")),
    )
    op.create_table(
        "texts",
        sa.Column("article_id", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_texts_article_id")),
        sa.PrimaryKeyConstraint("article_id", "version", name=op.f("pk_texts")),
    )
    op.create_table(
        "reports",
        sa.Column("article_id", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("modality", sa.String(length=20), nullable=False),
        sa.Column("date_start", sa.Date(), nullable=True),
        sa.Column("date_end", sa.Date(), nullable=True),
        sa.Column("country", sa.String(length=3), nullable=True),
        sa.Column("latitude", sa.Float(precision=53), nullable=True),
        sa.Column("longitude", sa.Float(precision=53), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id", "version"], ["texts.article_id", "texts.version"], name=op.f("fk_reports_article_id_version")
        ),
        sa.PrimaryKeyConstraint("article_id", "version", "key", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_category_date_start"), "reports", ["category", "date_start"])
    op.create_table(
        "event_reports",
        sa.Column("article_id", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("event_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id", "version", "key"],
            ["reports.article_id", "reports.version", "reports.key"],
            name=op.f("fk_event_reports_article_id_version_key"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_reports_event_id")),
        sa.PrimaryKeyConstraint("article_id", "version", "key", name=op.f("pk_event_reports")),
    )
    op.create_index(op.f("ix_event_reports_event_id"), "event_reports", ["event_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_event_reports_event_id"), table_name="event_reports")
    op.drop_table("event_reports")
    op.drop_index(op.f("ix_reports_category_date_start"), table_name="reports")
    op.drop_table("reports")
    op.drop_table("texts")
    op.drop_table("event_versions")
    op.drop_index(op.f("ix_event_countries_event_id"), table_name="event_countries")
    op.drop_table("event_countries")
    op.drop_table("meta")
    op.drop_index(op.f("ix_events_type_updated"), table_name="events")
    op.drop_index(op.f("ix_events_latitude_longitude"), table_name="events")
    op.drop_index(op.f("ix_events_date_start"), table_name="events")
    op.drop_index(op.f("ix_events_category_updated"), table_name="events")
    op.drop_table("events")
    op.drop_table("articles")
