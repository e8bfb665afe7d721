"""Statements that are compiled once and then go straight to the driver: what SQLAlchemy does anew at each execution
takes far longer than most statements do, and an article needs dozens of them under the lock that all writers wait for.

    KNOWN = Prepared(select(articles).where(articles.c.id == ID))
    row = KNOWN.first(connection, known_id="art_...")

SQLAlchemy still says what they are: their text, and how values are bound and read on each database.
"""

from collections import namedtuple
from itertools import chain
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect
from sqlalchemy.exc import DBAPIError


class Prepared:
    """A statement for any connection, within its transaction.

    A list among the values is for an `IN (...)`. It is filled up to the next power of two, with its last value again:
    so there are few texts of a statement, and the database knows them.
    """

    __slots__ = ("_clause", "_texts")

    def __init__(self, clause: ClauseElement):
        self._clause = clause
        self._texts: dict[tuple, _Text] = {}

    def all(self, connection: Connection, **values: object) -> list:
        """All rows that it finds; none that are among no values."""
        if not _filled(values):
            return []
        text = self._text(connection, values)
        return _done(connection, text, [text.bound(values)])

    def first(self, connection: Connection, **values: object) -> Any:
        """The first row, or None."""
        found = self.all(connection, **values)
        return found[0] if found else None

    def run(self, connection: Connection, *each: dict[str, object]) -> None:
        """Write, once for each of some values, which have the same names all, and lists of one length."""
        if written := [values for values in each if _filled(values)]:
            text = self._text(connection, written[0])
            _done(connection, text, list(map(text.bound, written)))

    def _text(self, connection, values):
        lengths = [len(value) for value in values.values() if type(value) is list]
        key = (connection.dialect.name, *values, *lengths)
        if (text := self._texts.get(key)) is None:
            text = self._texts[key] = _Text(self._clause, connection.dialect, values)
        return text


class _Text:
    """A statement as one database has it, for values of some names and lists of some lengths."""

    def __init__(self, clause: ClauseElement, dialect: Dialect, values: dict):
        compiled = clause.compile(dialect=dialect, column_keys=list(values))
        told = compiled.construct_expanded_state(values, escape_names=False)
        self.sql = told.statement
        self._expanded = {name: names for name, names in told.parameter_expansion.items() if name in values}
        self._order = told.positiontup  # None where parameters go by name
        self._binding = [pair for pair in told.processors.items() if callable(pair[1])]
        given = {*values, *chain.from_iterable(self._expanded.values())}
        self._constants = {name: value for name, value in told.parameters.items() if name not in given}
        columns = compiled._result_columns
        self._row = namedtuple("Row", [column.keyname for column in columns])._make
        self._types = [column.type.dialect_impl(dialect) for column in columns]
        self._dialect = dialect
        self._reading: list | None = None

    def bound(self, values: dict) -> list | dict:
        """The values as the driver takes them."""
        values = {**self._constants, **values}
        for name, names in self._expanded.items():
            listed = values[name]
            values.update(zip(names, chain.from_iterable(listed) if type(listed[0]) is tuple else listed, strict=True))
        for name, how in self._binding:
            values[name] = how(values[name])
        return values if self._order is None else [values[name] for name in self._order]

    def read(self, cursor: Any) -> list:
        """The rows found, with names and in our own types."""
        rows = cursor.fetchall() if self._types else []
        if self._reading is None:  # the driver says with the first rows how it gives its types
            given = zip(self._types, cursor.description or (), strict=True)
            readers = [kind.result_processor(self._dialect, column[1]) for kind, column in given]
            self._reading = [(number, reader) for number, reader in enumerate(readers) if reader]
        for number, how in self._reading:
            rows = [(*row[:number], how(row[number]), *row[number + 1 :]) for row in rows]
        return list(map(self._row, rows))


def _done(connection, text, each):
    """The rows found. What the driver raises becomes what SQLAlchemy makes of it."""
    cursor = connection.connection.cursor()
    try:
        if len(each) > 1:
            cursor.executemany(text.sql, each)
        else:
            cursor.execute(text.sql, each[0])
        return text.read(cursor)
    except connection.dialect.loaded_dbapi.Error as error:
        driver = connection.dialect.loaded_dbapi.Error
        raise DBAPIError.instance(text.sql, None, error, driver, hide_parameters=True) from error
    finally:
        cursor.close()


def _filled(values):
    """Whether no list is empty; each is filled up."""
    for name, value in values.items():
        if type(value) is list:
            if not value:
                return False
            room = 1 << (len(value) - 1).bit_length()
            values[name] = [*value, *[value[-1]] * (room - len(value))]
    return True
