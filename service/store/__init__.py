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
from itertools import islice
from typing import TYPE_CHECKING

from service.store import checking, erasing, history, migrate, reading, reprocessing, rows, tallies, writing
from service.store.engine import Connections
from service.store.history import Revisions
from service.store.jobs import Jobs
from service.store.moments import micros
from service.store.persons import Persons
from service.store.reading import Meta, Page
from service.store.revising import Tools
from service.store.rows import Maker
from service.store.writing import Outcome

if TYPE_CHECKING:
    from service.coder import Coded
    from service.records import Article

__all__ = ["Meta", "Outcome", "Page", "Revisions", "Store", "open_store"]


def open_store(
    url: str,
    *,
    publish_threshold: float = 0.0,
    public_url: str = "http://127.0.0.1:8000",
    rules: str = "",
    maker: Maker | None = None,
) -> "Store":
    """A store at a database URL. Nothing is connected to before the first use.

    `rules` stands for what codes articles; `maker` makes the rows of the table that is exported.
    """
    return Store(Connections(url), publish_threshold, public_url.rstrip("/"), rules=rules, maker=maker)


def _now() -> int:
    return time.time_ns() // 1000


class Store(Persons):
    """Articles, reports and events. The threshold holds when events are listed, so that a new one is at once in force.

    Records come out as they are published: sources without a url of their own point to `{public_url}/articles/{id}`.
    """

    def __init__(
        self,
        connections: Connections,
        publish_threshold: float,
        public_url: str,
        *,
        rules: str = "",
        clock: Callable[[], int] = _now,
        maker: Maker | None = None,
    ):
        self.connections = connections
        self.publish_threshold = publish_threshold
        self.public_url = public_url
        self.rules = rules
        self.clock = clock
        self.maker = maker
        self.jobs = Jobs(connections, clock)

    @property
    def tools(self) -> Tools:
        """What each transaction that writes is given."""
        return Tools(self.clock, self.maker)

    # -- its life

    def migrate(self, *, tag_authority: str) -> None:
        """Make the database or bring it up to date. The first time, its birth and tag authority are fixed for good."""
        self.connections.create()
        with self.connections.write() as connection:
            self.connections.alone(connection)
            migrate.upgrade(connection)
            migrate.give_birth(connection, self.clock(), tag_authority)

    def go_back(self, revision: str) -> None:
        """Undo the migrations after this one, for older code. Raises BadSetting for one that is not there."""
        with self.connections.write() as connection:
            self.connections.alone(connection)
            migrate.downgrade(connection, revision)

    def refresh(self) -> None:
        """Make the rows that are kept ready anew, where they are of other code; a few at a time, others may write."""
        after: int | None = 0 if self.maker else None
        while after is not None:
            with self.connections.write() as connection:
                writing.lock(connection)
                after = self.maker.fill(connection, after)

    def ready(self) -> bool:
        """Whether the database can be reached and has the tables that this code knows."""
        return self.lack() is None

    def lack(self) -> str | None:
        """What keeps the database from being used, in words."""
        return migrate.lack(self.connections)

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
        return reading.as_meta(self.connections.glimpse(reading.META))

    def put_article(
        self, coded: "Coded", *, seen: datetime, external_id: str | None = None, job: str | None = None
    ) -> Outcome:
        """Put an article, its reports and their events into the store, in one transaction.

        `coded.article.id` is lineage.article_id(...), as ingest.py gives it. The same article again changes nothing.
        The same url with other bytes is a new version of the article: what it still tells of keeps its event, with a
        new version of the record if that changed; events that it no longer tells of are retracted. With a `job` the
        article is put if the job is still open, which is done by it.
        """
        return self._put([(coded, writing.Sent(micros(seen), external_id, self.rules, job))])[0]

    def put_articles(self, several: "list[tuple[Coded, datetime, str | None]]") -> list[Outcome]:
        """Put (coded, seen, external_id) after one another, in one transaction: all of them, or none if one fails."""
        return self._put([(coded, writing.Sent(micros(seen), name, self.rules)) for coded, seen, name in several])

    def _put(self, several):
        for coded, sent in several:
            writing.check(coded, sent.seen)
        with self.connections.write() as connection:
            return [writing.put(connection, coded, sent, self.tools) for coded, sent in several]

    def put_again(self, coded: "Coded") -> bool:
        """Put into the store what the present rules find in an article that is there. Whether that is anything else."""
        with self.connections.write() as connection:
            return writing.put_again(connection, coded, rules=self.rules, tools=self.tools)

    def withdraw(self, article_id: str, *, as_of: int | None = None) -> None:
        """Erase an article's words and quotes everywhere; its events are told anew. Raises NotFound, and Changed
        if anything was written since it was read (`as_of`, microseconds since 1970)."""
        with self.connections.write() as connection:
            erasing.withdraw(connection, article_id, self.tools, as_of)

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
        return self.told(article_id)[0]

    def told(self, article_id: str) -> tuple[list[dict], list[dict]]:
        """The same records, and the non-events."""
        with self.connections.read() as connection:
            bodies, non_events = reading.told(connection, article_id)
        return [self._published(body) for body in bodies], reading.decode(non_events)

    def event(self, event_id: str) -> dict | None:
        """The record of an event, whatever its confidence and its status (retracted and merged ones too), or None."""
        with self.connections.read() as connection:
            body = reading.event(connection, event_id)
        return self._published(body) if body else None

    def history(self, event_id: str) -> list[dict]:
        """Every version of an event, the present one first, as history.py has it; none if there is no such event."""
        with self.connections.read() as connection:
            return [self._revision(told) for told in history.of_event(connection, event_id)]

    def revisions(self, *, limit: int = 50, cursor: str | None = None) -> Revisions:
        """The newest versions of all events that are in the listing, or would be if they had not ended. BadCursor."""
        with self.connections.read() as connection:
            state = reading.meta(connection)
            told = list(islice(history.newest(connection, self.publish_threshold, cursor), limit + 1))
        more = f"{told[limit - 1][0]:x}" if len(told) > limit else None
        return Revisions([self._revision(one) for _, one in told[:limit]], more, state)

    def decision(self, decision_id: str) -> dict | None:
        """What a person decided, or None."""
        with self.connections.read() as connection:
            return history.decision(connection, decision_id)

    def outdated(self, *, after: str = "", since: datetime | None = None, limit: int = 64) -> list["Article"]:
        """Articles, as they were sent, that were coded by other rules than the present ones, by id, after an id."""
        with self.connections.read() as connection:
            return reprocessing.outdated(connection, self.rules, after, micros(since) if since else 0, limit)

    def count_outdated(self, *, since: datetime | None = None) -> int:
        """How many there are."""
        with self.connections.read() as connection:
            return reprocessing.count(connection, self.rules, micros(since) if since else 0)

    def check(self) -> Iterator[str]:
        """What is wrong, a line each: a record that is not what its reports make, a quote that is not there."""
        with self.connections.read() as connection:
            yield from checking.faults(connection)

    def versions(self, event_id: str) -> list[dict]:
        """Every record that an event has had, the newest (its present one) first; none if there is no such event."""
        return [told["record"] for told in self.history(event_id)]

    def events(self, filters: dict | None = None, *, limit: int = 50, cursor: str | None = None) -> Page:
        """One page of the listing, read in one transaction with the state it belongs to.

        Listed are active and corrected events of a known type (never `other`), at or above the publish threshold, of
        the modalities asked for (occurred and ongoing if none are). The filters; None or [] is the same as absent:
            event_type (categories), sub_event_type (types), modality, country (ISO 3166-1, two letters or three),
            admin1, location, actor, weapon, source, language (names, in any case): lists
            starttime, endtime: dates or moments; events whose days overlap with them
            updatedafter: a moment; strictly after
            min_killed, max_killed, min_injured (the best figure, else the lowest), min_confidence: numbers
            bbox: (west, south, east, north); where west > east it goes over the date line
            circle: (latitude, longitude, kilometres)
            q: a text in title, summary or quotes
            includedeleted: false, true (retracted and merged ones, too) or only
            orderby: updated, updated-asc, time, time-asc or killed; a cursor is of one order
        Another filter is a KeyError. Raises BadCursor (400).
        """
        with self.connections.read() as connection:
            return reading.page(
                connection, filters or {}, self.publish_threshold, limit, cursor, publish=self._published
            )

    def published_between(self, first: datetime, last: datetime) -> list[dict]:
        """The records of the listing, as they are now, first published from `first` to before `last`, newest first."""
        with self.connections.read() as connection:
            found = reading.published_between(connection, self.publish_threshold, micros(first), micros(last))
        return [self._published(body) for body in found]

    def count(self, filters: dict | None = None) -> int:
        """How many records the listing has."""
        with self.connections.read() as connection:
            return reading.count(connection, filters or {}, self.publish_threshold)

    def tally(self) -> dict[str, int]:
        """How many events there are of each status."""
        with self.connections.glance() as connection:
            return tallies.by_status(connection)

    def iterate(self, filters: dict | None = None) -> Iterator[dict]:
        """All records of the listing, in constant memory, in the state of the store at the first one."""
        with self.connections.read() as connection:
            for body in reading.bodies(connection, filters or {}, self.publish_threshold):
                yield self._published(body)

    def rows_page(self, filters: dict | None = None, *, limit: int = 50, cursor: str | None = None) -> Page | None:
        """A page of the listing whose records are rows, as the maker made them; None if they are not all there."""
        if not self.maker:
            return None
        with self.connections.read() as connection:
            state = reading.meta(connection)
            found = self.maker.page(connection, filters or {}, self.publish_threshold, limit, cursor)
        return Page(found[0], found[1] or None, state.revision, state.last_commit) if found else None

    def rows(self, filters: dict | None = None) -> Iterator[str] | None:
        """The rows of the whole listing, in constant memory, as the maker made them; None if they are not all there."""
        if not self.maker:
            return None
        with self.connections.read() as connection:
            complete = self.maker.is_complete(connection)
        return self._rows(filters or {}) if complete else None

    def _rows(self, filters):
        with self.connections.read() as connection:
            yield from rows.listed(connection, filters, self.publish_threshold)

    def _revision(self, told: dict) -> dict:
        return {**told, "record": self._addressed(told["record"])}

    def _published(self, body: str) -> dict:
        return self._addressed(reading.decode(body))

    def _addressed(self, record: dict) -> dict:
        for source in record["sources"]:
            if source["url"].startswith("/"):
                source["url"] = self.public_url + source["url"]
        return record
