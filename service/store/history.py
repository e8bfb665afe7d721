"""What events were: every version of one with what it changed and why, and the newest versions of all.

Revision -> {record, version, updated, status, changes, headline, cause, author?, reason?, decision?, article?}
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select, union_all

from schemas.event import REAL
from service.store import listing, reading
from service.store.tables import decisions, event_versions, events

CHUNK = 100  # rows looked at together


@dataclass(frozen=True, slots=True)
class Revisions:
    """Some revisions, the cursor of those before them, and the state of the store that they were read in."""

    revisions: list[dict]
    next_cursor: str | None
    meta: reading.Meta


def of_event(connection: Connection, event_id: str) -> list[dict]:
    """The versions of an event, the present one first; none if there is no such event."""
    present = connection.execute(select(events).where(events.c.id == event_id)).first()
    if present is None:
        return []
    former = select(event_versions).where(event_versions.c.event_id == event_id)
    rows = [present, *connection.execute(former.order_by(event_versions.c.version.desc()))]
    return [_revision(row.body, row.news) for row in rows]


def newest(connection: Connection, threshold: float, cursor: str | None = None) -> Iterator[tuple[int, dict]]:
    """(moment, revision) of the versions of all events that a listing may show, the newest first. Raises BadCursor."""
    before = listing.moment(cursor) if cursor else None
    while True:
        rows = connection.execute(_chunk(before)).all()
        for row in rows:
            told = _revision(row.body, row.news)
            if _may_be_listed(told["record"], threshold):
                yield row.updated, told
        if len(rows) < CHUNK:
            return
        before = rows[-1].updated


def decision(connection: Connection, decision_id: str) -> dict | None:
    """What a person decided: {id, event, kind, author, reason, moment, undone?, and what it sets or names}."""
    row = connection.execute(select(decisions).where(decisions.c.id == decision_id)).first()
    if row is None:
        return None
    said = {"id": row.id, "event": row.event_id, "kind": row.kind, "author": row.author, "reason": row.reason}
    moments = {"moment": reading.iso(row.moment)} | ({"undone": reading.iso(row.undone)} if row.undone else {})
    body = reading.decode(row.body)
    body.pop("told", None)  # of a merge, for undoing it
    return said | moments | ({"sets": body} if row.kind == "correct" else body)


def _may_be_listed(record, threshold):
    """Whatever its status is: that it ended is news."""
    shown = record["type"] != "other" and record["modality"] in REAL
    return shown and record["confidence"] >= threshold


def _chunk(before):
    parts = []
    for table in (events, event_versions):
        part = select(table.c.updated, table.c.body, table.c.news).order_by(table.c.updated.desc()).limit(CHUNK)
        parts.append(part.where(table.c.updated < before) if before is not None else part)
    both = union_all(*(part.subquery().select() for part in parts)).subquery()
    return select(both).order_by(both.c.updated.desc()).limit(CHUNK)


def _revision(body, news):
    record, told = reading.decode(body), {"changes": [], "headline": "", **reading.decode(news)}
    return {"record": record, **{name: record[name] for name in ("version", "updated", "status")}, **told}
