"""The store: the only SQL. Articles as they were sent, reports as they were found, events as they are published.

    store = open_store("sqlite:///var/dateline.db", publish_threshold=0.5, public_url="http://127.0.0.1:8000")
    store.migrate(tag_authority="127.0.0.1")
    outcome = store.put_article(coded, seen=datetime.now(UTC))
    page = store.events({"country": ["UKR"]}, limit=50)

A Store may be shared by threads and kept over a fork. Any method may raise StoreUnavailable (503) or StoreFull (507).
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from service.store import migrate, reading, writing
from service.store.engine import Connections
from service.store.moments import micros
from service.store.reading import Meta, Page
from service.store.writing import Outcome

if TYPE_CHECKING:
    from service.coder import Coded
    from service.records import Article

__all__ = ["Meta", "Outcome", "Page", "Store", "open_store"]


def open_store(url: str, *, publish_threshold: float = 0.0, public_url: str = "http://127.0.0.1:8000") -> "Store":
    """A store at a database URL. Nothing is connected to before the first use."""
    return Store(Connections(url), publish_threshold, public_url.rstrip("/"))


def _now() -> int:
    return time.time_ns() // 1000


class Store:
    """Articles, reports and events. The threshold holds when events are listed, so that a new one is at once in force.

    Records come out as they are published: sources without a url of their own point to `{public_url}/articles/{id}`.
    """

    def __init__(
        self, connections: Connections, publish_threshold: float, public_url: str, *, clock: Callable[[], int] = _now
    ):
        self.connections = connections
        self.publish_threshold = publish_threshold
        self.public_url = public_url
        self.clock = clock

    # -- its life

    def migrate(self, *, tag_authority: str) -> None:
        """Make the database or bring it up to date. The first time, its birth and tag authority are fixed for good."""
        self.connections.create()
        with self.connections.write() as connection:
            self.connections.alone(connection)
            migrate.upgrade(connection)
            migrate.give_birth(connection, self.clock(), tag_authority)

    def ready(self) -> bool:
        """Whether the database can be reached and has the tables that this code knows."""
        return migrate.is_current(self.connections)

    def close(self) -> None:
        """Close this process's connections; the next use opens new ones."""
        self.connections.close()

    # -- what changes

    def state(self) -> tuple[int, datetime]:
        """(revision, moment of the last commit): all that a 304 needs, in one small read."""
        found = self.meta()
        return found.revision, found.last_commit

    def meta(self) -> Meta:
        """Revision, last commit, birth and tag authority."""
        with self.connections.glance() as connection:
            return reading.meta(connection)

    def put_article(self, coded: "Coded", *, seen: datetime, external_id: str | None = None) -> Outcome:
        """Put an article, its reports and their events into the store, in one transaction.

        `coded.article.id` is lineage.article_id(...), as ingest.py gives it. The same article again changes nothing.
        The same url with other bytes is a new version of the article: what it still tells of keeps its event, with a
        new version of the record if that changed; events that it no longer tells of are retracted.
        """
        writing.check(coded, micros(seen))
        with self.connections.write() as connection:
            return writing.put(connection, coded, seen=micros(seen), external_id=external_id, clock=self.clock)

    def unchanged(self, article: "Article") -> Outcome | None:
        """What put_article would say of an article that is in the store just so, or None; saves the coding of it."""
        with self.connections.read() as connection:
            return writing.unchanged(connection, article)

    # -- what it knows

    def article(self, article_id: str) -> dict | None:
        """What is known of an article, its `non_events`, and the ids of its `events`, the most salient first.

        {id, external_id?, url?, title?, publisher?, published?, licence?, language?, seen, version, events,
        non_events}; never the text. None if there is none.
        """
        with self.connections.read() as connection:
            return reading.article(connection, article_id)

    def article_events(self, article_id: str) -> list[dict]:
        """The records of the events that an article tells of now, the most salient first, however unsure."""
        with self.connections.read() as connection:
            return [self._published(body) for body in reading.article_events(connection, article_id)]

    def event(self, event_id: str) -> dict | None:
        """The record of an event, whatever its confidence and its status (retracted and merged ones too), or None."""
        with self.connections.read() as connection:
            body = reading.event(connection, event_id)
        return self._published(body) if body else None

    def versions(self, event_id: str) -> list[dict]:
        """Every record that an event has had, the newest (its present one) first; none if there is no such event."""
        with self.connections.read() as connection:
            return [self._published(body) for body in reading.versions(connection, event_id)]

    def events(self, filters: dict | None = None, *, limit: int = 50, cursor: str | None = None) -> Page:
        """One page of the listing, the last updated first, read in one transaction with the state it belongs to.

        Listed are active and corrected events of a known type (never `other`), at or above the publish threshold, of
        the modalities asked for (occurred and ongoing if none are). The filters; None or [] is the same as absent:
            event_type (categories), sub_event_type (types), modality, country (ISO 3166-1, two letters or three): lists
            starttime, endtime: dates or moments; events whose days overlap with them
            updatedafter: a moment; strictly after
            min_killed, min_injured (the best figure, else the lowest), min_confidence: numbers
            bbox: (west, south, east, north); where west > east it goes over the date line
        Another filter is a KeyError. Raises BadCursor (400).
        """
        with self.connections.read() as connection:
            return reading.page(
                connection, filters or {}, self.publish_threshold, limit, cursor, publish=self._published
            )

    def iterate(self, filters: dict | None = None) -> Iterator[dict]:
        """All records of the listing, in constant memory, in the state of the store at the first one."""
        with self.connections.read() as connection:
            for body in reading.bodies(connection, filters or {}, self.publish_threshold):
                yield self._published(body)

    def _published(self, body: str) -> dict:
        record = reading.decode(body)
        for source in record["sources"]:
            if source["url"].startswith("/"):
                source["url"] = self.public_url + source["url"]
        return record
