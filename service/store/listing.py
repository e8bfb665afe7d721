"""Turns what is asked of the listing into queries: which index to find events by, in which order, from which place on.

Events are found by the filter that fewest of them meet, as far as that can be told from a few rows of the index of
terms; the others are then checked on what was found. Where there is no such filter, the index of the order is read.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, Table, column, func, literal_column, select, table, tuple_, union

from service.errors import BadCursor
from service.store import filters
from service.store.tables import event_terms, events

FEW = 10_000  # rows that may well be sorted
COUNTED = (2000, 10_000)  # rows of an index that are counted to see which way is narrower, if it takes as many
LIKELY = ("status", "month")  # to be narrow, of ways that lead to more
WORDS = "event_words"  # SQLite's index of words (migration 0005)
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
event_words = table(WORDS, column("rowid", BigInteger))
LISTED = (events.c.body, events.c.updated, events.c.filed, events.c.deaths)


def page(
    connection: Connection, asked: dict, threshold: float, limit: int, cursor: str | None, beside: Table | None = None
) -> tuple[list, str]:
    """Some rows of the listing, and the cursor of those after them, "" if there are none. With a table `beside`, its
    columns stand in them in place of the record, each None where it has no row of the event.

    The inner query is answered by indexes alone; records are read only of what is shown.
    """
    asked, order = _ordered(asked)
    conditions = filters.listed(asked, threshold)
    if cursor:
        conditions.append(order.after(cursor))
    found = _found(connection, _ways(connection, asked), conditions, order, limit + 1)
    wanted = select(*LISTED) if beside is None else _beside(beside)
    wanted = wanted.where(events.c.updated.in_(found)).order_by(*order.by).limit(limit + 1)
    rows = connection.execute(wanted).all()
    return rows[:limit], order.cursor(rows[limit - 1]) if len(rows) > limit else ""


def _beside(table):
    columns = [column for column in table.columns if column.name not in events.c]
    return select(events.c.updated, events.c.filed, events.c.deaths, *columns).outerjoin(
        table, table.c.updated == events.c.updated
    )


def _found(connection, ways, conditions, order, limit):
    """`updated` of the events of a page, the events of other pages perhaps among them."""
    wanted = _indexed(select(events.c.updated), order).order_by(*order.by).limit(limit).correlate(None)
    if not ways:
        return wanted.where(*conditions)
    walked = order.column is None and len(ways) == 1 and len(ways[0][1]) <= filters.MOST_VALUES
    best, number = (ways[0], 0) if walked else _narrowest(connection, ways)
    conditions += [_has(*way) for way in ways if way != best and _must(way)]
    if order.column is None and len(best[1]) <= filters.MOST_VALUES:
        return _merged(best, conditions, order, limit)
    if number < FEW:
        return wanted.where(events.c.updated.in_(_all(*best)), *conditions)
    return wanted.where(*conditions, *([_has(*best)] if _must(best) else []))


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
    """(field, values) of each way to find events, those of `filters.ways` that are worth it and the index of words."""
    known_days = _days(connection) if {"starttime", "endtime"} & asked.keys() else None
    found = [
        way
        for way in filters.ways(asked, known_days)
        if len(way[1]) <= filters.MOST_VALUES or way[0] == "cell" or _must(way)
    ]
    if connection.dialect.name == "sqlite" and (letters := filters.letters(asked.get("q") or "")):
        found.append((WORDS, [letters]))
    return found


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
    """The way that leads to the fewest events, as far as it is worth counting, and how many those are.

    Of several that lead to more it is that by status, since few have ended, or by months: events are listed as they are
    told of, which is soon after their day, and so those of other months lie together and would all have to be passed.
    """
    for most in COUNTED:
        counted = [(_counted(connection, *way, most), _rank(way), place) for place, way in enumerate(ways)]
        least, _, place = min(counted)
        if least < most:
            break
    return ways[place], least


def _rank(way):
    return LIKELY.index(way[0]) if way[0] in LIKELY else len(LIKELY)


def _counted(connection, field, values, most):
    rows = _all(field, values).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(rows))


def _merged(way, conditions, order, limit):
    """`updated` of the first events of each value: the first of all are among them."""
    field, values = way
    parts = []
    for value in dict.fromkeys(values):
        found = _all(field, [value])
        moment = found.selected_columns[0]
        part = found.join(events, events.c.updated == moment)
        part = _indexed(part, order).where(*conditions).order_by(moment.desc() if order.descending else moment)
        parts.append(select(part.limit(limit).subquery().c[0]))
    return union(*parts) if len(parts) > 1 else parts[0]


def _indexed(query, order):
    """SQLite takes the index of one column to find an event, and reads the record to see the others."""
    if order.column is not None:
        return query
    return query.with_hint(events, "INDEXED BY ix_events_listed", "sqlite")


def _all(field, values):
    if field == WORDS:
        return select(event_words.c.rowid).where(literal_column(WORDS).op("MATCH")(values[0])).correlate(None)
    return select(event_terms.c.updated).where(*_is(field, values)).correlate(None)


def _has(field, values):
    probe = event_terms.alias()
    mine = probe.c.field == field, probe.c.value.in_(values), probe.c.updated == events.c.updated
    return select(probe.c.updated).where(*mine).correlate(events).exists()


def _is(field, values):
    return event_terms.c.field == field, event_terms.c.value.in_(values)
