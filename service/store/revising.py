"""Writes the records of events: a new one, a new version of one, the end of one. Former versions are kept.

Each change has a moment of its own, which is the record's `updated`; a record that says what it said is left alone.
With each version goes its news: what changed, in words, and why.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Row, insert, select, update

from schemas.event import LIFE, LISTED
from service.merge import changes as news_of
from service.store import filters, reading, rows, terms
from service.store.moments import iso
from service.store.prepared import Prepared
from service.store.tables import ID, event_versions, events, meta

KNOWN = Prepared(select(events).where(events.c.id == ID))
NEW, PAST = Prepared(insert(events)), Prepared(insert(event_versions))
CHANGED = Prepared(update(events).where(events.c.id == ID))
LAST = Prepared(update(meta).values(revision=meta.c.revision + 1))


@dataclass(frozen=True, slots=True)
class Cause:
    """Why records change: `kind` is article, version, withdrawal, reprocess, correct, retract, merge, split or undo.

    Of a person's word `author` and `reason` are theirs. `corrects`: what stood before was not right.
    """

    kind: str
    article: str | None = None
    author: str | None = None
    reason: str | None = None
    decision: str | None = None

    @property
    def corrects(self) -> bool:
        return self.kind != "article"

    def as_news(self) -> dict:
        """As it is told with each version."""
        told = {
            "cause": self.kind,
            **{name: getattr(self, name) for name in ("article", "author", "reason", "decision")},
        }
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Tools:
    """What writing needs beside the database: a clock (microseconds since 1970), and what makes rows of records."""

    clock: Callable[[], int]
    maker: rows.Maker | None = None


class Records:
    """The records of one transaction; `moment` is that of the next change, a microsecond after the last.

    `state` is the row of `meta`, locked by this transaction.
    """

    def __init__(self, connection: Connection, state: Row, cause: Cause, tools: Tools):
        self.connection = connection
        self.moment = max(tools.clock(), state.last_updated + 1)
        self.cause = cause
        self._state, self._tools = state, tools

    def commit(self) -> None:
        """The last step of a transaction: the store's revision and the moments that it ends with."""
        last = max(self._tools.clock(), self._state.last_commit, self.moment - 1)
        LAST.run(self.connection, {"last_commit": last, "last_updated": self.moment - 1})

    def tick(self) -> int:
        """A moment that nothing else has."""
        self.moment += 1
        return self.moment - 1

    def tell(self, event_id: str, content: dict) -> None:
        """The event's content is now this."""
        row = self._row(event_id)
        if row is None:
            moment = self.tick()
            life = {"version": 1, "status": "active", "published": iso(moment), "updated": iso(moment)}
            record = {"id": event_id, **content, **life}
            values = self._values(record, None, moment)
            NEW.run(self.connection, {"id": event_id, "published": moment, **values})
            self._file(record, moment)
        elif row.status not in LISTED or not same(reading.decode(row.body), content):
            lives = row.status in LISTED
            self._revise(row, content, row.status if lives and not self.cause.corrects else "corrected")

    def retract(self, event_id: str) -> None:
        """Nothing tells of the event any more. Its last content stays readable, under its new status."""
        self._end(event_id, "retracted")

    def merge(self, event_id: str, into: str) -> None:
        """The event is told of under another id now, to which this one leads."""
        self._end(event_id, "merged", replaced_by=into)

    def _end(self, event_id, status, **life):
        row = self._row(event_id)
        if row.status == status and row.replaced_by == life.get("replaced_by"):
            return
        content = {name: value for name, value in reading.decode(row.body).items() if name not in LIFE}
        self._revise(row, content, status, **life)

    def _revise(self, row, content, status, **more):
        """A new version of the record; the former one is kept."""
        past = {"event_id": row.id, "version": row.version, "updated": row.updated, "body": row.body, "news": row.news}
        PAST.run(self.connection, past)
        moment = self.tick()
        life = {"version": row.version + 1, "status": status, "published": iso(row.published), "updated": iso(moment)}
        record = {"id": row.id, **content, **life, **more}
        values = self._values(record, row, moment)
        CHANGED.run(self.connection, {"known_id": row.id, **values})
        self._file(record, moment)

    def _file(self, record, moment):
        """All that a record is found by and sent as."""
        terms.file(self.connection, record, moment)
        if self._tools.maker:
            self._tools.maker.keep(self.connection, record, moment)

    def _row(self, event_id):
        return KNOWN.first(self.connection, known_id=event_id)

    def _values(self, record, before, moment):
        changes = news_of.changes(reading.decode(before.body), record) if before else []
        news = {**self.cause.as_news(), "changes": changes, "headline": news_of.headline(changes)}
        return {
            "body": encode(record),
            "news": encode(news),
            "version": record["version"],
            "status": record["status"],
            "replaced_by": record.get("replaced_by"),
            "updated": moment,
            **filters.event_columns(record),
        }


def encode(value: dict | list) -> str:
    """JSON text as it is stored: short, and characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def same(record: dict, content: dict) -> bool:
    """Whether a record says this already. When an article was seen again is no news."""

    def said(whole: dict) -> dict:
        sources = [{**source, "seen": None} for source in whole["sources"]]
        return {name: value for name, value in whole.items() if name not in LIFE} | {"sources": sources}

    return said(record) == said(content)
