"""Turns what is asked of the listing into queries: which index to find events by, in which order, from which place on.

Events are found by the filter that fewest of them meet, as far as that can be told from a few rows of the index of
terms; the others are then checked on what was found. Where there is no such filter, the index of the order is read.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_, union

from service.errors import BadCursor
from service.store import filters
from service.store.tables import event_terms, events

FEW = 2000  # rows that may well be sorted
FOREIGN = "the cursor is not one that a page of ours gave"
CURSOR = re.compile("(?:([0-9a-f]{1,15})[.])?([0-9a-f]{1,15})")  # each below 2**60


@dataclass(frozen=True, slots=True)
class Order:
    """The column to sort by, newest or most first or last, and how its values stand in a cursor; then `updated`."""

    column: Any
    descending: bool = True

    @property
    def by(self) -> list:
        """What to order by."""
        columns = [events.c.updated] if self.column is None else [self.column, events.c.updated]
        return [column.desc() if self.descending else column.asc() for column in columns]

    def after(self, cursor: str):
        """The condition of being on the pages after a cursor. Raises BadCursor."""
        found = CURSOR.fullmatch(cursor)
        if not found or (found[1] is None) != (self.column is None):
            raise BadCursor(FOREIGN)
        updated = int(found[2], 16)
        if self.column is None:
            return events.c.updated < updated if self.descending else events.c.updated > updated
        mine, place = tuple_(self.column, events.c.updated), (self._value(int(found[1], 16)), updated)
        return mine < place if self.descending else mine > place

    def cursor(self, row) -> str:
        """Where a row stands."""
        if self.column is None:
            return f"{row.updated:x}"
        value = getattr(row, self.column.name)
        return f"{value.toordinal() if isinstance(value, date) else value + 1:x}.{row.updated:x}"

    def _value(self, number):
        if self.column.name == "deaths":
            return number - 1
        try:
            return date.fromordinal(number)
        except (ValueError, OverflowError):
            raise BadCursor(FOREIGN) from None


def moment(cursor: str) -> int:
    """The moment at which a cursor stands of a list in the order of moments alone. Raises BadCursor."""
    found = CURSOR.fullmatch(cursor)
    if not found or found[1]:
        raise BadCursor(FOREIGN)
    return int(found[2], 16)


ORDERS = {
    "updated": Order(None),
    "updated-asc": Order(None, descending=False),
    "time": Order(events.c.filed),
    "time-asc": Order(events.c.filed, descending=False),
    "killed": Order(events.c.deaths),
}
LISTED = (events.c.body, events.c.updated, events.c.filed, events.c.deaths)


def page(connection: Connection, asked: dict, threshold: float, limit: int, cursor: str | None) -> tuple[list, str]:
    """Some rows of the listing, and the cursor of those after them, "" if there are none."""
    asked, order = _ordered(asked)
    conditions = filters.listed(asked, threshold)
    if cursor:
        conditions.append(order.after(cursor))
    ways = _ways(connection, asked)
    wanted = select(*LISTED).order_by(*order.by).limit(limit + 1)
    if not ways:
        # The inner query is answered by an index alone; records are read only of what is shown.
        found = select(events.c.updated).where(*conditions).order_by(*order.by).limit(limit + 1)
        wanted = wanted.where(events.c.updated.in_(found.correlate(None)))
    else:
        (field, values), few = _narrowest(connection, ways)
        conditions += [_has(*way) for way in ways if way != (field, values)]
        if order.column is None:
            wanted = wanted.where(events.c.updated.in_(_merged(field, values, conditions, order, limit + 1)))
        elif few:
            wanted = wanted.where(events.c.updated.in_(_all(field, values)), *conditions)
        else:
            wanted = wanted.where(_has(field, values), *conditions)
    rows = connection.execute(wanted).all()
    return rows[:limit], order.cursor(rows[limit - 1]) if len(rows) > limit else ""


def everything(connection: Connection, asked: dict, threshold: float, *columns) -> Select:
    """The whole listing, in one query: these columns of it, or all that a listing is made of."""
    asked, order = _ordered(asked)
    return (
        select(*(columns or LISTED))
        .select_from(events)
        .where(*_conditions(connection, asked, threshold))
        .order_by(*order.by)
    )


def published_between(threshold: float, first: int, last: int) -> Select:
    """The records of the listing that were first published in a span of time, the newest first."""
    mine = events.c.published >= first, events.c.published < last
    return select(events.c.body).where(*mine, *filters.listed({}, threshold)).order_by(events.c.published.desc())


def count(connection: Connection, asked: dict, threshold: float) -> int:
    """How many there are."""
    asked, _ = _ordered(asked)
    wanted = select(func.count()).select_from(events).where(*_conditions(connection, asked, threshold))
    return connection.scalar(wanted)


def _ordered(asked):
    asked = dict(asked)
    return asked, ORDERS[asked.pop("orderby", None) or "updated"]


def _conditions(connection, asked, threshold):
    found = [events.c.updated.in_(_all(*way)) for way in _ways(connection, asked)]
    return [*filters.listed(asked, threshold), *found]


def _ways(connection, asked):
    known_days = _days(connection) if {"starttime", "endtime"} & asked.keys() else None
    return [way for way in filters.ways(asked, known_days) if len(way[1]) <= filters.MOST_VALUES or _must(way)]


def _must(way):
    """Whether the filter is its terms, and not only helped by them."""
    return way[0] in filters.TERMS


def _days(connection) -> tuple[date, date] | None:
    """A day of the first month that an event is filed under, and one of the last."""
    month = event_terms.c.value
    months = select(month).where(event_terms.c.field == "month", month < "a").limit(1)
    first, last = (connection.scalar(months.order_by(order)) for order in (month, month.desc()))
    return (date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-28")) if first else None


def _narrowest(connection, ways):
    """The way that leads to the fewest events, and whether those are few."""
    counted = [(_few(connection, *way), number) for number, way in enumerate(ways)]
    least, number = min(counted)
    return ways[number], least < FEW


def _few(connection, field, values):
    if len(values) > filters.MOST_VALUES:
        return FEW + 1
    rows = select(event_terms.c.updated).where(*_is(field, values)).limit(FEW).subquery()
    return connection.scalar(select(func.count()).select_from(rows))


def _merged(field, values, conditions, order, limit):
    """`updated` of the first events of each value: the first of all are among them."""
    parts = []
    for value in dict.fromkeys(values):
        part = (
            select(event_terms.c.updated)
            .join(events, events.c.updated == event_terms.c.updated)
            .where(event_terms.c.field == field, event_terms.c.value == value, *conditions)
            .order_by(event_terms.c.updated.desc() if order.descending else event_terms.c.updated)
            .limit(limit)
            .correlate(None)
        )
        parts.append(select(part.subquery()))
    return union(*parts) if len(parts) > 1 else parts[0]


def _all(field, values):
    return select(event_terms.c.updated).where(*_is(field, values)).correlate(None)


def _has(field, values):
    probe = event_terms.alias()
    mine = probe.c.field == field, probe.c.value.in_(values), probe.c.updated == events.c.updated
    return select(probe.c.updated).where(*mine).correlate(events).exists()


def _is(field, values):
    return event_terms.c.field == field, event_terms.c.value.in_(values)
