"""Writes the records of events: a new one, a new version of one, the retraction of one. Former versions are kept.

Each change has a moment of its own, which is the record's `updated`; a record that says what it said is left alone.
"""

import json

from sqlalchemy import Connection, delete, insert, select, update

from service.store import filters, reading
from service.store.moments import iso
from service.store.tables import event_countries, event_versions, events

LIFE = ("id", "version", "status", "published", "updated", "replaced_by")  # what the store adds to what reports say


class Records:
    """The records of one transaction; `moment` is that of the next change, a microsecond after the last."""

    def __init__(self, connection: Connection, moment: int):
        self.connection = connection
        self.moment = moment

    def tell(self, event_id: str, content: dict) -> None:
        """The event's content is now this."""
        row = self._row(event_id)
        if row is None:
            life = {"version": 1, "status": "active", "published": iso(self.moment), "updated": iso(self.moment)}
            values = self._values({"id": event_id, **content, **life})
            self.connection.execute(insert(events).values(id=event_id, published=self.moment, **values))
            self._set_countries(event_id, content)
            self.moment += 1
        elif row.status not in filters.LISTED_STATUSES or not _same(reading.decode(row.body), content):
            self._revise(row, content, "corrected")

    def retract(self, event_id: str) -> None:
        """Nothing tells of the event any more. Its last content stays readable, under its new status."""
        row = self._row(event_id)
        content = {name: value for name, value in reading.decode(row.body).items() if name not in LIFE}
        self._revise(row, content, "retracted")

    def _revise(self, row, content, status):
        """A new version of the record; the former one is kept."""
        past = {"event_id": row.id, "version": row.version, "updated": row.updated, "body": row.body}
        self.connection.execute(insert(event_versions).values(**past))
        life = {
            "version": row.version + 1,
            "status": status,
            "published": iso(row.published),
            "updated": iso(self.moment),
        }
        values = self._values({"id": row.id, **content, **life})
        self.connection.execute(update(events).where(events.c.id == row.id).values(**values))
        self._set_countries(row.id, content)
        self.moment += 1

    def _row(self, event_id):
        return self.connection.execute(select(events).where(events.c.id == event_id)).first()

    def _values(self, record):
        return {
            "body": encode(record),
            "version": record["version"],
            "status": record["status"],
            "updated": self.moment,
            **filters.event_columns(record),
        }

    def _set_countries(self, event_id, content):
        self.connection.execute(delete(event_countries).where(event_countries.c.event_id == event_id))
        rows = [{"event_id": event_id, "country": code} for code in filters.countries(content)]
        if rows:
            self.connection.execute(insert(event_countries), rows)


def encode(value: dict | list) -> str:
    """JSON text as it is stored: short, and characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _same(record, content):
    """Whether a record says this already. When an article was seen again is no news."""

    def said(whole: dict) -> dict:
        sources = [{**source, "seen": None} for source in whole["sources"]]
        return {name: value for name, value in whole.items() if name not in LIFE} | {"sources": sources}

    return said(record) == said(content)
