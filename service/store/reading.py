"""Queries: what is in the store, as records, pages of a listing, and the store's own state."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from service.errors import StoreUnavailable
from service.store import listing
from service.store.moments import at, iso
from service.store.prepared import Prepared
from service.store.tables import ID, VERSION, articles, event_reports, events, reports

META = "SELECT revision, last_commit, birth, tag_authority FROM meta"
CHUNK = 200  # records held at a time
ARTICLE = Prepared(select(articles).where(articles.c.id == ID))
EVENT = Prepared(select(events.c.body).where(events.c.id == ID))
OF_ARTICLE = (
    select(event_reports.c.event_id)
    .join(
        reports,
        (reports.c.article_id == event_reports.c.article_id)
        & (reports.c.version == event_reports.c.version)
        & (reports.c.key == event_reports.c.key),
    )
    .where(event_reports.c.article_id == ID, event_reports.c.version == VERSION)
    .order_by(reports.c.rank)
)
EVENTS_OF = Prepared(OF_ARTICLE)
RECORDS_OF = Prepared(OF_ARTICLE.with_only_columns(events.c.body).join(events, events.c.id == event_reports.c.event_id))


@dataclass(frozen=True, slots=True)
class Meta:
    """The store itself. `revision` is raised by each write; birth and tag authority never change."""

    revision: int
    last_commit: datetime
    birth: datetime
    tag_authority: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some records of a listing, the cursor of those after them, and the state of the store that they were read in."""

    events: list
    next_cursor: str | None
    revision: int
    last_commit: datetime


def decode(body: str) -> dict:
    """A record from its JSON text."""
    return json.loads(body)


def meta(connection: Connection) -> Meta:
    """The store's own row, as a transaction sees it."""
    return as_meta(connection.exec_driver_sql(META).first())


def as_meta(row: tuple | None) -> Meta:
    """What the row says."""
    if row is None:
        raise StoreUnavailable("the database has no tables yet: `python -m service release` makes them")
    revision, last_commit, birth, tag_authority = row
    return Meta(revision, at(last_commit), at(birth), tag_authority)


def article(connection: Connection, article_id: str) -> dict | None:
    """What is known of an article, and the ids of its events; of a withdrawn one only that it was."""
    row = ARTICLE.first(connection, known_id=article_id)
    if row is None:
        return None
    if row.withdrawn:
        return {"id": row.id, "withdrawn": iso(row.withdrawn)}
    members = ("external_id", "url", "title", "publisher", "published", "licence", "language", "text_basis")
    known = {name: getattr(row, name) for name in members if getattr(row, name) is not None}
    return {
        "id": row.id,
        **known,
        "seen": iso(row.seen),
        "version": row.version,
        "events": list(event_ids(connection, row)),
        "non_events": decode(row.non_events),
    }


def event_ids(connection: Connection, article_row) -> tuple[str, ...]:
    """The events that the newest version of an article tells of, the most salient first."""
    found = EVENTS_OF.all(connection, known_id=article_row.id, known_version=article_row.version)
    return tuple(row.event_id for row in found)


def told(connection: Connection, article_id: str) -> tuple[list[str], str]:
    """The records of the events that the newest version of an article tells of, the most salient first, and its
    non-events."""
    row = ARTICLE.first(connection, known_id=article_id)
    if row is None:
        return [], "[]"
    found = RECORDS_OF.all(connection, known_id=row.id, known_version=row.version)
    return [event.body for event in found], row.non_events


def event(connection: Connection, event_id: str) -> str | None:
    """An event's record."""
    found = EVENT.first(connection, known_id=event_id)
    return found.body if found else None


def page(
    connection: Connection,
    asked: dict,
    threshold: float,
    limit: int,
    cursor: str | None,
    *,
    publish: Callable[[str], dict],
) -> Page:
    """One page of the listing."""
    state = meta(connection)
    rows, more = listing.page(connection, asked, threshold, limit, cursor)
    return Page([publish(row.body) for row in rows], more or None, state.revision, state.last_commit)


def count(connection: Connection, asked: dict, threshold: float) -> int:
    """How many records the whole listing has."""
    return listing.count(connection, asked, threshold)


def bodies(connection: Connection, asked: dict, threshold: float) -> Iterator[str]:
    """The records of the whole listing, a few at a time."""
    rows = connection.execution_options(yield_per=CHUNK).execute(listing.everything(connection, asked, threshold))
    for row in rows:
        yield row.body


def published_between(connection: Connection, threshold: float, first: int, last: int) -> list[str]:
    """The records of the listing that were first published in a span of time, the newest first."""
    return list(connection.scalars(listing.published_between(threshold, first, last)))
