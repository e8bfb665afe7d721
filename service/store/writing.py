"""Puts a coded article into the store: a version of the article, its reports, and the events that they make.

What the reports of a new version continue keeps its event (lineage.py); all else follows from how reports compare with
those of other articles (weaving.py). The moment `updated` is given last, under the lock that every writer holds, and
only to records whose content changed.
"""

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Row, delete, insert, select, update

from schemas import EventSchema
from service import lineage
from service.errors import Conflict
from service.merge import fusion
from service.store import filters, jobs, kinship, reading, telling, weaving
from service.store.moments import iso
from service.store.prepared import Prepared
from service.store.revising import Cause, Records, Tools, encode
from service.store.tables import ID, VERSION, articles, meta, reports, texts

if TYPE_CHECKING:
    from service.coder import Coded
    from service.records import Article

SCHEMA = EventSchema()
KNOWN = Prepared(select(articles).where(articles.c.id == ID))
LOCKED = Prepared(select(meta).with_for_update())
REPORTS = Prepared(
    select(reports).where(reports.c.article_id == ID, reports.c.version == VERSION).order_by(reports.c.rank)
)
NEW, CHANGED = Prepared(insert(articles)), Prepared(update(articles).where(articles.c.id == ID))
NEW_TEXT, NEW_REPORT = Prepared(insert(texts)), Prepared(insert(reports))


class BadEvent(AssertionError):
    """A record that our own schema refuses: a defect of ours, never of the article."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an article. `created`: it is new; `changed`: this call wrote anything.

    The ids are those of the events that the article tells of now, the most salient first.
    """

    article_id: str
    version: int
    created: bool
    changed: bool
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """How an article came: when, its sender's own name for it, the rules that it was coded by, the job it is of."""

    seen: int
    external_id: str | None
    rules: str
    job: str | None = None


def check(coded: "Coded", seen: int) -> None:
    """Hold the records to the schema before any lock is taken. What is filled in later is made by us."""
    if coded.article.id != lineage.article_id(lineage.article_identity(coded.article)):
        raise BadEvent(f"{coded.article.id} is not the store's id, to which its evidence must point")
    life = {"version": 1, "status": "active", "published": iso(seen), "updated": iso(seen)}
    source = telling.as_source(coded.article.id, telling.metadata(coded.article), seen)
    for report in coded.reports:
        unlinked = {name: value for name, value in report.items() if name not in ("key", "links")}
        record = {"id": "evt_" + "a" * 13, **fusion.fuse([fusion.Told(unlinked, source, None)]), **life}
        if errors := SCHEMA.validate(record):
            raise BadEvent(f"{coded.article.id} {report['key']}: {errors}")


def unchanged(connection: Connection, article: "Article") -> Outcome | None:
    """The outcome for an article that is there with these very bytes."""
    return _unchanged(connection, article, article_row(connection, article.id))


def _unchanged(connection, article, row):
    if row is not None and row.withdrawn:
        raise Conflict(f"the article was withdrawn on {iso(row.withdrawn)[:10]}, and is not taken again")
    if row is None or row.digest != lineage.content_digest(article):
        return None
    return _present(connection, article, row)


def _present(connection, article, row):
    """The outcome for an article of which nothing is written: what it tells of, as it is."""
    ids = tuple(dict.fromkeys(reading.event_ids(connection, row))) if row else ()
    return Outcome(article.id, row.version if row else 0, False, False, ids)


def put(connection: Connection, coded: "Coded", sent: Sent, tools: Tools) -> Outcome:
    """Write one article, unless it is there already, or the job that it is of is done."""
    state = lock(connection)
    article = coded.article
    row = article_row(connection, article.id)
    same = _unchanged(connection, article, row)
    if sent.job and not jobs.finish(connection, sent.job, created=row is None):
        return same or _present(connection, article, row)
    if same:
        return same
    version = row.version + 1 if row else 1
    former, near = _take_out(connection, coded, _reports(connection, row)) if row else ({}, set())
    _save_article(connection, coded, version, sent, created=row is None)
    _save_reports(connection, coded, version)
    cause = Cause("version" if row else "article", article=article.id)
    names = _weave(connection, coded, near, former, Records(connection, state, cause, tools))
    return Outcome(article.id, version, row is None, True, names)


def put_again(connection: Connection, coded: "Coded", *, rules: str, tools: Tools) -> bool:
    """Write what other rules find in an article that is in the store just so. Returns whether they find anything else.

    An article that has changed since it was read, or that was withdrawn, is left alone.
    """
    state = lock(connection)
    row = article_row(connection, coded.article.id)
    if row is None or row.withdrawn or row.digest != lineage.content_digest(coded.article):
        return False
    values = {"non_events": encode(coded.non_events), "profile": encode(coded.profile), "rules": rules}
    CHANGED.run(connection, {"known_id": row.id, **values})
    known = _reports(connection, row)
    same = [(report["key"], encode(report)) for report in coded.reports] == [(old.key, old.body) for old in known]
    if same and [encode(sketch) for sketch in coded.sketches] == [old.sketch for old in known]:
        return False
    former, near = _take_out(connection, coded, known)
    connection.execute(delete(reports).where(reports.c.article_id == row.id, reports.c.version == row.version))
    _save_reports(connection, coded, row.version)
    _weave(connection, coded, near, former, Records(connection, state, Cause("reprocess", article=row.id), tools))
    return not same


def lock(connection: Connection) -> Row:
    """The row of `meta`, which is the lock: where a database has several writers, they queue for it."""
    return LOCKED.first(connection)


def _take_out(connection, coded, known):
    """The reports of the article as it was come out of their events; what goes on with one keeps its event."""
    matched = lineage.match([reading.decode(old.body) for old in known], coded.reports)
    continued = {known[j].key: coded.reports[i]["key"] for i, j in matched.items()}
    return weaving.take_out(connection, coded.article.id, continued)


def _weave(connection, coded, near, former, writer):
    """Compare and group the reports of an article, and tell its events. Returns their ids."""
    article_id = coded.article.id
    fresh = tuple((article_id, report["key"]) for report in coded.reports)
    kinship.join(connection, dict(zip(fresh, coded.sketches, strict=False)))
    names = weaving.weave(connection, writer, near, former, fresh)
    writer.commit()
    return tuple(dict.fromkeys(names[ref] for ref in fresh))


def article_row(connection: Connection, article_id: str) -> Row | None:
    """What is known of an article."""
    return KNOWN.first(connection, known_id=article_id)


def _reports(connection, row):
    """The reports of an article's present version, the most salient first."""
    return REPORTS.all(connection, known_id=row.id, known_version=row.version)


def _save_article(connection, coded, version, sent, *, created):
    article = coded.article
    digest = lineage.content_digest(article)
    row = {
        **telling.metadata(article),
        "version": version,
        "digest": digest,
        "received": article.received,
        "seen": sent.seen,
        "non_events": encode(coded.non_events),
        "profile": encode(coded.profile),
        "rules": sent.rules,
        "withdrawn": None,
    }
    row["identity"] = lineage.article_identity(article)
    if created:
        NEW.run(connection, {"id": article.id, "external_id": sent.external_id, **row})
    else:
        CHANGED.run(connection, {"known_id": article.id, **row})
    words = {"digest": digest, "seen": sent.seen, "title": article.title, "text": article.text}
    NEW_TEXT.run(connection, {"article_id": article.id, "version": version, **words})


def _save_reports(connection, coded, version):
    rows = [
        {
            "article_id": coded.article.id,
            "version": version,
            "key": report["key"],
            "rank": rank,
            "body": encode(report),
            "sketch": encode(sketch),
            **filters.report_columns(report),
        }
        for rank, (report, sketch) in enumerate(zip_longest(coded.reports, coded.sketches, fillvalue={}), start=1)
    ]
    NEW_REPORT.run(connection, *rows)
