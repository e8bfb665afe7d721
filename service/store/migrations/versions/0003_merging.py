"""One event, many articles: what reports are compared by, what a person decided, why each version is there."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("articles", sa.Column("profile", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("articles", sa.Column("rules", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("articles", sa.Column("withdrawn", sa.BigInteger(), nullable=True))
    # One without a digest was withdrawn before somebody went back to 0002 and came again; when is not known any more.
    op.execute("UPDATE articles SET withdrawn = (SELECT last_commit FROM meta) WHERE digest = ''")
    op.create_index(op.f("ix_articles_rules_id"), "articles", ["rules", "id"])
    op.add_column("reports", sa.Column("sketch", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("events", sa.Column("news", sa.Text(), nullable=False, server_default="{}"))
    op.create_index(op.f("ix_events_replaced_by"), "events", ["replaced_by"])
    op.add_column("event_versions", sa.Column("news", sa.Text(), nullable=False, server_default="{}"))
    op.create_index(op.f("ix_event_versions_updated"), "event_versions", ["updated"])
    op.create_table(
        "report_keys",
        sa.Column("block", sa.String(length=100), nullable=False),
        sa.Column("article_id", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_report_keys_article_id")),
        sa.PrimaryKeyConstraint("block", "article_id", "key", name=op.f("pk_report_keys")),
    )
    op.create_index(op.f("ix_report_keys_article_id"), "report_keys", ["article_id"])
    op.create_table(
        "event_articles",
        sa.Column("article_id", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_event_articles_article_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_articles_event_id")),
        sa.PrimaryKeyConstraint("article_id", "event_id", name=op.f("pk_event_articles")),
    )
    op.execute("INSERT INTO event_articles SELECT DISTINCT article_id, event_id FROM event_reports")
    op.create_table(
        "event_rows",
        sa.Column("updated", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.String(length=20), nullable=False),
        sa.Column("maker", sa.String(length=16), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_rows_event_id")),
        sa.PrimaryKeyConstraint("updated", name=op.f("pk_event_rows")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_rows_event_id")),
    )
    op.create_index(op.f("ix_event_rows_maker"), "event_rows", ["maker"])
    op.create_table(
        "likenesses",
        sa.Column("article_id", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("other_article_id", sa.String(length=20), nullable=False),
        sa.Column("other_key", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_likenesses_article_id")),
        sa.ForeignKeyConstraint(["other_article_id"], ["articles.id"], name=op.f("fk_likenesses_other_article_id")),
        sa.PrimaryKeyConstraint("article_id", "key", "other_article_id", "other_key", name=op.f("pk_likenesses")),
    )
    op.create_index(op.f("ix_likenesses_other_article_id_other_key"), "likenesses", ["other_article_id", "other_key"])
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("event_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moment", sa.BigInteger(), nullable=False),
        sa.Column("undone", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_decisions_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("moment", name=op.f("uq_decisions_moment")),
    )
    op.create_index(op.f("ix_decisions_event_id"), "decisions", ["event_id"])
    op.create_table(
        "decided_pairs",
        sa.Column("decision_id", sa.String(length=20), nullable=False),
        sa.Column("article_id", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column("other_article_id", sa.String(length=20), nullable=False),
        sa.Column("other_key", sa.String(length=8), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_decided_pairs_decision_id")),
        sa.PrimaryKeyConstraint(
            "decision_id", "article_id", "key", "other_article_id", "other_key", name=op.f("pk_decided_pairs")
        ),
    )
    op.create_index(op.f("ix_decided_pairs_article_id_key"), "decided_pairs", ["article_id", "key"])
    op.create_index(
        op.f("ix_decided_pairs_other_article_id_other_key"), "decided_pairs", ["other_article_id", "other_key"]
    )


def downgrade() -> None:
    op.drop_table("decided_pairs")
    op.drop_table("decisions")
    op.drop_table("likenesses")
    op.drop_table("event_rows")
    op.drop_table("event_articles")
    op.drop_table("report_keys")
    op.drop_index(op.f("ix_event_versions_updated"), table_name="event_versions")
    op.drop_column("event_versions", "news")
    op.drop_index(op.f("ix_events_replaced_by"), table_name="events")
    op.drop_column("events", "news")
    op.drop_column("reports", "sketch")
    op.drop_index(op.f("ix_articles_rules_id"), table_name="articles")
    for column in ("withdrawn", "rules", "profile"):
        op.drop_column("articles", column)
