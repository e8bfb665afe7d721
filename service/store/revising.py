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
from service.store.tables import ID, IDS, event_versions, events, meta

KNOWN = Prepared(select(events).where(events.c.id.in_(IDS)))
NEW, PAST = Prepared(insert(events)), Prepared(insert(event_versions))
CHANGED = Prepared(update(events).where(events.c.id == ID))
PAST_COLUMNS = ("version", "updated", "body", "news")
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

    def tell(self, contents: dict[str, dict]) -> None:
        """The contents of these events are now these; what comes last is changed last."""
        rows = self._rows(contents)
        versions = []
        for event_id, content in contents.items():
            row = rows.get(event_id)
            if row is None:
                versions.append(self._version(None, {"id": event_id, **content}, "active"))
            elif row.status not in LISTED or not same(reading.decode(row.body), content):
                lives = row.status in LISTED
                status = row.status if lives and not self.cause.corrects else "corrected"
                versions.append(self._version(row, content, status))
        self._write(versions)

    def retract(self, event_id: str) -> None:
        """Nothing tells of the event any more. Its last content stays readable, under its new status."""
        self._end(event_id, "retracted")

    def merge(self, event_id: str, into: str) -> None:
        """The event is told of under another id now, to which this one leads."""
        self._end(event_id, "merged", replaced_by=into)

    def _end(self, event_id, status, **life):
        row = self._rows([event_id])[event_id]
        if row.status == status and row.replaced_by == life.get("replaced_by"):
            return
        content = {name: value for name, value in reading.decode(row.body).items() if name not in LIFE}
        self._write([self._version(row, content, status, **life)])

    def _version(self, row, content, status, **more):
        """(row before, record, moment) of a new version of a record, or of its first one."""
        moment = self.tick()
        number, published = (row.version + 1, row.published) if row else (1, moment)
        life = {"version": number, "status": status, "published": iso(published), "updated": iso(moment)}
        return row, {"id": row.id if row else content["id"], **content, **life, **more}, moment

    def _write(self, versions):
        """Keep former versions, and write the new ones with all that a record is found by and sent as."""
        if not versions:
            return
        past = [row for row, _, _ in versions if row]
        PAST.run(
            self.connection,
            *({"event_id": row.id, **{name: getattr(row, name) for name in PAST_COLUMNS}} for row in past),
        )
        fresh = [(record, moment) for row, record, moment in versions if not row]
        NEW.run(
            self.connection,
            *({"id": told["id"], "published": at, **self._values(told, None, at)} for told, at in fresh),
        )
        CHANGED.run(
            self.connection,
            *({"known_id": row.id, **self._values(record, row, moment)} for row, record, moment in versions if row),
        )
        records = [(record, moment) for _, record, moment in versions]
        terms.file(self.connection, records)
        if self._tools.maker:
            self._tools.maker.keep(self.connection, records)

    def _rows(self, event_ids):
        return {row.id: row for row in KNOWN.all(self.connection, ids=sorted(event_ids))}

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
