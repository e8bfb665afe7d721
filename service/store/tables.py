"""The tables: articles as sent, reports as found, events made of reports, and what each event was before.

Reports are facts and are never edited; events are derived and carry their whole record as JSON text (text and not a
JSON type, so that keys keep their order and bytes are the same on every database) beside the columns that filters need.
Moments are microseconds since 1970 as integers, which sort, compare and stay unique alike on every database.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One row. Every write transaction locks it first and raises the revision last.
meta = Table(
    "meta",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    Column("last_commit", BigInteger, nullable=False),
    Column("last_updated", BigInteger, nullable=False),  # the newest `updated` ever given to an event
    Column("birth", BigInteger, nullable=False),
    Column("tag_authority", String(255), nullable=False),  # as it was at the first start
    CheckConstraint("id = 1", name="one_row"),
)

# What is known of an article now. Its words are in `texts`, one row per version, so that this one stays small.
articles = Table(
    "articles",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("identity", Text, nullable=False),
    Column("external_id", Text),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("title", Text),
    Column("url", Text),
    Column("publisher", Text),
    Column("published", String(40)),
    Column("licence", Text),
    Column("language", Text),
    Column("received", Date, nullable=False),  # the day from which a missing year was inferred
    Column("seen", BigInteger, nullable=False),
    Column("non_events", Text, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    Column("article_id", String(20), ForeignKey("articles.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("article_id", String(20), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("key", String(8), primary_key=True),
    Column("rank", Integer, nullable=False),  # 1 is the most salient of its article
    Column("body", Text, nullable=False),
    Column("type", String(40), nullable=False),
    Column("category", String(40), nullable=False),
    Column("modality", String(20), nullable=False),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("country", String(3)),
    Column("latitude", Float(53)),
    Column("longitude", Float(53)),
    ForeignKeyConstraint(["article_id", "version"], ["texts.article_id", "texts.version"]),
    Index(None, "category", "date_start"),
)

events = Table(
    "events",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", String(10), nullable=False),
    Column("published", BigInteger, nullable=False, unique=True),
    Column("updated", BigInteger, nullable=False, unique=True),
    Column("replaced_by", String(20), ForeignKey("events.id")),  # of a merged one: where its id leads now
    Column("type", String(40), nullable=False),
    Column("category", String(40), nullable=False),
    Column("modality", String(20), nullable=False),
    Column("confidence", Float(53), nullable=False),
    Column("date_start", Date),
    Column("date_end", Date),
    Column("latitude", Float(53)),
    Column("longitude", Float(53)),
    Column("killed", BigInteger),
    Column("injured", BigInteger),
    Index(None, "type", "updated"),
    Index(None, "category", "updated"),
    Index(None, "date_start"),
    Index(None, "latitude", "longitude"),
)

# By ISO 3166-1 codes of two letters and of three, since either may be asked for.
event_countries = Table(
    "event_countries",
    metadata,
    Column("country", String(3), primary_key=True),
    Column("event_id", String(20), ForeignKey("events.id"), primary_key=True),
    Index(None, "event_id"),
)

# Which event a report tells of: one, and only reports of an article's newest version tell of any.
event_reports = Table(
    "event_reports",
    metadata,
    Column("article_id", String(20), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("key", String(8), primary_key=True),
    Column("event_id", String(20), ForeignKey("events.id"), nullable=False),
    ForeignKeyConstraint(["article_id", "version", "key"], ["reports.article_id", "reports.version", "reports.key"]),
    Index(None, "event_id"),
)

# The records that an event had before the one it has now.
event_versions = Table(
    "event_versions",
    metadata,
    Column("event_id", String(20), ForeignKey("events.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("updated", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)
