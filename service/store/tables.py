"""The tables: articles as sent, reports as found, events made of reports, and what each event was before.

Reports are facts and are never edited; events are derived and carry their whole record as JSON text (text and not a
JSON type, so that keys keep their order and bytes are the same on every database) beside the columns that filters need.
Moments are microseconds since 1970 as integers, which sort, compare and stay unique alike on every database.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
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
    bindparam,
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
    Column("text_basis", Text),  # "extracted" where the text was found in a page
    Column("received", Date, nullable=False),  # the day from which a missing year was inferred
    Column("seen", BigInteger, nullable=False),
    Column("non_events", Text, nullable=False),
    Column("profile", Text, nullable=False, server_default="{}"),  # its words, by which it is known from others
    Column("rules", String(64), nullable=False, server_default=""),  # a hash of the rules that it was coded by
    Column("withdrawn", BigInteger),  # when it was; its words are gone then
    Index(None, "rules", "id"),
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
    Column("sketch", Text, nullable=False, server_default="{}"),  # all that it is compared with others by
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
    Column("filed", Date, nullable=False, server_default="0001-01-01"),  # its day; the first of all if it has none
    Column("deaths", BigInteger, nullable=False, server_default="-1"),  # as killed; -1 if it is not known
    Column("x", Float(53)),  # its point as a vector of length 1, whose differences are distances
    Column("y", Float(53)),
    Column("z", Float(53)),
    Column("words", Text, nullable=False, server_default=""),  # title, summary and quotes, in lower case
    Column("news", Text, nullable=False, server_default="{}"),  # why this version is there, and what it changed
    Index(None, "replaced_by"),
    Index(  # all that a listing asks of an event, so that its row, with the record in it, is read only to be shown
        "ix_events_listed",
        *("updated", "status", "modality", "type", "confidence", "date_start", "date_end"),
        *("latitude", "longitude", "killed", "injured", "filed", "deaths"),
    ),
    Index(None, "filed", "updated"),
    Index(None, "deaths", "updated"),
)

# What an event is found by (terms.py). The key lists the events of a term in the order of `updated`, which is unique.
event_terms = Table(
    "event_terms",
    metadata,
    Column("field", String(16), primary_key=True),
    Column("value", String(100), primary_key=True),
    Column("updated", BigInteger, primary_key=True),
    Column("event_id", String(20), ForeignKey("events.id"), nullable=False),
    Index(None, "event_id"),
    sqlite_with_rowid=False,
)

# Statements are made once, where they are used, and asked with values: building one takes longer than running it.
IDS = bindparam("ids", expanding=True)  # some ids, any number of them
ID, VERSION = bindparam("known_id"), bindparam("known_version")

# A join of `articles` with the reports of their newest version.
NEWEST = (reports.c.article_id == articles.c.id) & (reports.c.version == articles.c.version)

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

# Which articles an event rests on or ever rested on, for when one of them is withdrawn.
event_articles = Table(
    "event_articles",
    metadata,
    Column("article_id", String(20), ForeignKey("articles.id"), primary_key=True),
    Column("event_id", String(20), ForeignKey("events.id"), primary_key=True),
)

# A row of a table for each record in force, kept ready for exports (rows.py).
event_rows = Table(
    "event_rows",
    metadata,
    Column("updated", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", String(20), ForeignKey("events.id"), nullable=False, unique=True),
    Column("maker", String(16), nullable=False),
    Column("row", Text, nullable=False),
    Index(None, "maker"),
)

# The records that an event had before the one it has now.
event_versions = Table(
    "event_versions",
    metadata,
    Column("event_id", String(20), ForeignKey("events.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("updated", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("news", Text, nullable=False, server_default="{}"),
    Index(None, "updated"),
)

# The blocks that a report of an article's newest version lies in: only reports that share one are compared.
report_keys = Table(
    "report_keys",
    metadata,
    Column("block", String(100), primary_key=True),
    Column("article_id", String(20), ForeignKey("articles.id"), primary_key=True),
    Column("key", String(8), primary_key=True),
    Index(None, "article_id"),
)

# How alike two reports are, each pair once (the lesser first); a pair that is not here is not alike at all.
likenesses = Table(
    "likenesses",
    metadata,
    Column("article_id", String(20), ForeignKey("articles.id"), primary_key=True),
    Column("key", String(8), primary_key=True),
    Column("other_article_id", String(20), ForeignKey("articles.id"), primary_key=True),
    Column("other_key", String(8), primary_key=True),
    Column("score", Float(53), nullable=False),
    Index(None, "other_article_id", "other_key"),
)

# What a person said of an event, with name and reason. It holds until it is undone.
decisions = Table(
    "decisions",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("event_id", String(20), ForeignKey("events.id"), nullable=False),
    Column("kind", String(10), nullable=False),  # correct | retract | merge | split
    Column("body", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("moment", BigInteger, nullable=False, unique=True),
    Column("undone", BigInteger),
    Index(None, "event_id"),
)

# Articles that were accepted and are to be coded by a worker, in the order in which they came (jobs.py).
jobs = Table(
    "jobs",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", String(20), nullable=False, unique=True),
    Column("article_id", String(20), nullable=False),  # that it has, or will have
    Column("digest", String(64), nullable=False),
    Column("status", String(10), nullable=False),  # queued | done | failed
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("accepted", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=False),  # when it is queued again, if it is not done by then
    Column("sent", Text, nullable=False),  # the article; nothing once it is done
    Column("created", Boolean),  # whether the article was new, once it is done
    Column("problem", Text),  # why it failed
    Index(None, "article_id", "number"),
    Index(None, "status", "due"),
)

# Reports that a person said are of one event, or are not.
decided_pairs = Table(
    "decided_pairs",
    metadata,
    Column("decision_id", String(20), ForeignKey("decisions.id"), primary_key=True),
    Column("article_id", String(20), primary_key=True),
    Column("key", String(8), primary_key=True),
    Column("other_article_id", String(20), primary_key=True),
    Column("other_key", String(8), primary_key=True),
    Column("together", Boolean, nullable=False),
    Index(None, "article_id", "key"),
    Index(None, "other_article_id", "other_key"),
)
