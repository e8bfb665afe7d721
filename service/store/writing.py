"""Puts a coded article into the store: a version of the article, its reports, and the events that they make.

One report makes one event, which lives as long as some version of its article tells of it (lineage.py). The moment
`updated` is given last, under the lock that every writer holds, and only to records whose content changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update

from schemas import EventSchema
from service import lineage
from service.store import filters, reading
from service.store.moments import iso
from service.store.revising import Records, encode
from service.store.tables import articles, event_reports, events, meta, reports, texts

if TYPE_CHECKING:
    from service.coder import Coded
    from service.records import Article

SCHEMA = EventSchema()


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


def check(coded: "Coded", seen: int) -> None:
    """Hold the records to the schema before any lock is taken. What is filled in later is made by us."""
    if coded.article.id != lineage.article_id(lineage.article_identity(coded.article)):
        raise BadEvent(f"{coded.article.id} is not the store's id, to which its evidence must point")
    life = {"version": 1, "status": "active", "published": iso(seen), "updated": iso(seen)}
    for report in coded.reports:
        record = {"id": "evt_" + "a" * 13, **_content(report, coded.article, seen, {}), **life}
        if errors := SCHEMA.validate(record):
            raise BadEvent(f"{coded.article.id} {report['key']}: {errors}")


def unchanged(connection: Connection, article: "Article") -> Outcome | None:
    """The outcome for an article that is there with these very bytes."""
    row = _row(connection, article)
    if row is None or row.digest != lineage.content_digest(article):
        return None
    return Outcome(article.id, row.version, False, False, reading.event_ids(connection, row))


def put(
    connection: Connection, coded: "Coded", *, seen: int, external_id: str | None, clock: Callable[[], int]
) -> Outcome:
    """Write one article. The row of `meta` is the lock: where a database has several writers, they queue for it."""
    state = connection.execute(select(meta).with_for_update()).one()
    article = coded.article
    if same := unchanged(connection, article):
        return same
    row = _row(connection, article)
    version = row.version + 1 if row else 1
    former = _current_events(connection, row) if row else {}
    _save_article(connection, coded, version, seen, external_id, created=row is None)
    _save_reports(connection, coded, version)

    names = _names(connection, coded, former)
    writer = Records(connection, max(clock(), state.last_updated + 1))
    for report in reversed(coded.reports):  # so that of an article's events the most salient is listed first
        writer.tell(names[report["key"]], _content(report, article, seen, names))
    for event_id in former:
        if event_id not in names.values():
            writer.retract(event_id)

    connection.execute(delete(event_reports).where(event_reports.c.article_id == article.id))
    told = [
        {"article_id": article.id, "version": version, "key": key, "event_id": event_id}
        for key, event_id in names.items()
    ]
    if told:
        connection.execute(insert(event_reports), told)
    _raise_revision(connection, state, writer, clock)
    return Outcome(article.id, version, row is None, True, tuple(names.values()))


def _row(connection, article):
    return connection.execute(select(articles).where(articles.c.id == article.id)).first()


def _current_events(connection, row) -> dict[str, dict]:
    """Event id -> record of what the article's present version tells of."""
    bodies = map(reading.decode, reading.article_events(connection, row.id))
    return {record["id"]: record for record in bodies}


def _save_article(connection, coded, version, seen, external_id, *, created):
    article = coded.article
    digest = lineage.content_digest(article)
    row = {
        **_metadata(article),
        "version": version,
        "digest": digest,
        "received": article.received,
        "seen": seen,
        "non_events": encode(coded.non_events),
    }
    if created:
        named = {"identity": lineage.article_identity(article), "external_id": external_id}
        connection.execute(insert(articles).values(id=article.id, **named, **row))
    else:
        connection.execute(update(articles).where(articles.c.id == article.id).values(**row))
    sent = {"digest": digest, "seen": seen, "title": article.title, "text": article.text}
    connection.execute(insert(texts).values(article_id=article.id, version=version, **sent))


def _save_reports(connection, coded, version):
    rows = [
        {
            "article_id": coded.article.id,
            "version": version,
            "key": report["key"],
            "rank": rank,
            "body": encode(report),
            **filters.report_columns(report),
        }
        for rank, report in enumerate(coded.reports, start=1)
    ]
    if rows:
        connection.execute(insert(reports), rows)


def _names(connection, coded, former) -> dict[str, str]:
    """Report key -> event id, in the order of the reports."""
    ids = list(former)
    matched = lineage.match(list(former.values()), coded.reports)
    names = {report["key"]: ids[matched[i]] for i, report in enumerate(coded.reports) if i in matched}
    taken = set(ids)
    for report in coded.reports:
        if report["key"] not in names:
            names[report["key"]] = _fresh_id(connection, coded.article, report, taken)
            taken.add(names[report["key"]])
    return {report["key"]: names[report["key"]] for report in coded.reports}


def _fresh_id(connection, article, report, taken):
    """An id that no event has, or that of a retracted event that the article tells of again, word for word in place."""
    identity, position = lineage.article_identity(article), lineage.position(report)
    for attempt in range(len(taken) + 100):
        event_id = lineage.event_id(identity, report["type"], position, attempt)
        if event_id in taken:
            continue
        row = connection.execute(select(events.c.status, events.c.body).where(events.c.id == event_id)).first()
        if row is None:
            return event_id
        if row.status == "retracted" and lineage.likeness(reading.decode(row.body), report) >= lineage.ENOUGH:
            return event_id
    raise BadEvent(f"{article.id} {report['key']}: no id is free")


def _content(report, article, seen, names) -> dict:
    """The event's record but for its life: what the report says, the links by id, and the article it rests on."""
    content = {name: value for name, value in report.items() if name != "key"}
    if "links" in report:
        content["links"] = [{**link, "to": names.get(link["to"], link["to"])} for link in report["links"]]
    known = {name: value for name, value in _metadata(article).items() if value is not None}
    source = {"id": article.id, "url": f"/articles/{article.id}", **known, "seen": iso(seen)}
    return {**content, "sources": [source]}


def _metadata(article) -> dict:
    return {
        "url": article.url,
        "title": article.title or None,
        "publisher": article.publisher,
        "published": article.published.isoformat().replace("+00:00", "Z") if article.published else None,
        "licence": article.licence,
        "language": article.language,
    }


def _raise_revision(connection, state, writer, clock):
    last = max(clock(), state.last_commit, writer.moment - 1)
    connection.execute(
        update(meta).values(revision=meta.c.revision + 1, last_commit=last, last_updated=writer.moment - 1)
    )
