"""Rows of a table (CSV) kept ready beside records, so that an export of a million events need not read their JSON.

`maker` stands for the code that made a row: rows of another maker are no use, and are made anew by `python -m service
release`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from schemas.event import LISTED
from service.store import listing, reading
from service.store.prepared import Prepared
from service.store.tables import IDS, event_rows, events

FORMER = Prepared(delete(event_rows).where(event_rows.c.event_id.in_(IDS)))
NEW = Prepared(insert(event_rows))
CHUNK = 500  # records made rows of at a time


@dataclass(frozen=True, slots=True)
class Maker:
    """What makes a row of a record, and the name of the code that it does it by."""

    name: str
    row: Callable[[dict], str]

    def keep(self, connection: Connection, records: list[tuple[dict, int]]) -> None:
        """The rows of records that have changed, (record, updated) each; of an ended one none is kept."""
        FORMER.run(connection, {"ids": [record["id"] for record, _ in records]})
        kept = (self.values(record, updated) for record, updated in records if record["status"] in LISTED)
        NEW.run(connection, *kept)

    def fill(self, connection: Connection, after: int) -> int | None:
        """Make the rows that are missing or of another maker, of some records updated after a moment.

        Returns the moment to go on from, None at the end.
        """
        stale = (
            select(events.c.updated, events.c.body)
            .outerjoin(event_rows, event_rows.c.updated == events.c.updated)
            .where(events.c.updated > after, events.c.status.in_(LISTED))
            .where(event_rows.c.maker.is_distinct_from(self.name))
            .order_by(events.c.updated)
            .limit(CHUNK)
        )
        found = connection.execute(stale).all()
        if not found:
            return None
        records = {row.updated: reading.decode(row.body) for row in found}
        connection.execute(delete(event_rows).where(event_rows.c.updated.in_(records)))
        connection.execute(insert(event_rows), [self.values(record, moment) for moment, record in records.items()])
        return found[-1].updated

    def is_complete(self, connection: Connection) -> bool:
        """Whether every record in force has its row, of this maker."""
        makers = connection.execute(select(func.min(event_rows.c.maker), func.max(event_rows.c.maker))).one()
        living = select(func.count()).select_from(events).where(events.c.status.in_(LISTED))
        kept = connection.scalar(select(func.count()).select_from(event_rows))
        return set(makers) <= {self.name, None} and kept == connection.scalar(living)

    def page(
        self, connection: Connection, asked: dict, threshold: float, limit: int, cursor: str | None
    ) -> tuple[list[str], str] | None:
        """Some rows of the listing, and the cursor of those after them; None if one of them is not kept."""
        found, more = listing.page(connection, asked, threshold, limit, cursor, beside=event_rows)
        if any(row.maker != self.name for row in found):
            return None
        return [row.row for row in found], more

    def values(self, record: dict, updated: int) -> dict:
        """The columns of a row."""
        return {"updated": updated, "event_id": record["id"], "maker": self.name, "row": self.row(record)}


def listed(connection: Connection, asked: dict, threshold: float) -> Iterator[str]:
    """The rows of the listing, in its order."""
    wanted = listing.everything(connection, asked, threshold, event_rows.c.row).join(
        event_rows, event_rows.c.updated == events.c.updated
    )
    for row in connection.execution_options(yield_per=CHUNK).execute(wanted):
        yield row.row
