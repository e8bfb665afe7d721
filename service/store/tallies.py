"""How many events there are of each status, counted along an index that has it."""

from sqlalchemy import Connection, func, select

from schemas.event import STATUSES
from service.store.tables import events


def by_status(connection: Connection) -> dict[str, int]:
    """Status -> number of events, of every status that there can be."""
    found = dict(connection.execute(select(events.c.status, func.count()).group_by(events.c.status)).all())
    return {status: found.get(status, 0) for status in STATUSES}
