"""Opens the database: everything that is particular to one engine is here, and nothing of it anywhere else.

SQLite runs in WAL mode with full syncing and foreign keys; a write transaction takes the write lock when it begins,
since one that has read first cannot wait for it any more. PostgreSQL's commits wait for its disk, whatever the server
is set to. Failures become StoreUnavailable (503) and StoreFull (507).
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from service.errors import StoreFull, StoreUnavailable

BUSY_SECONDS = 10  # how long a writer waits for the one before it
PAUSE = 0.001  # seconds between two times that it asks
IMMEDIATE = "BEGIN IMMEDIATE"
POOL = {"pool_size": 8, "max_overflow": 32, "pool_timeout": BUSY_SECONDS}
OPTIONS = {**POOL, "hide_parameters": True}  # what failed is logged, and an article is among its parameters
MIGRATION_LOCK = 0x64617465  # any number that no other program on the server uses
KINDS = {  # the options of each kind of transaction
    "sqlite": {
        "glance": {"sqlite_begin": None},
        "read": {"sqlite_begin": "BEGIN"},
        "write": {"sqlite_begin": IMMEDIATE},
    },
    "postgresql": {
        "glance": {"isolation_level": "AUTOCOMMIT"},
        "read": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
        "write": {"isolation_level": "READ COMMITTED"},
    },
}
SYNCHRONOUS = """SELECT set_config('synchronous_commit', CASE setting WHEN 'off' THEN 'on' ELSE setting END, false)
FROM current_setting('synchronous_commit') AS setting"""
FULL = {"SQLITE_FULL", "53100"}  # SQLite's name, PostgreSQL's code


class Connections:
    """Connections to one database, made at the first use in each process, so that a fork shares none."""

    def __init__(self, url: str):
        self.url = make_url(url)
        if self.url.get_backend_name() not in KINDS:
            raise ValueError("DATABASE_URL must begin with sqlite or postgresql")
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite and self.url.database in (None, "", ":memory:"):
            raise ValueError("DATABASE_URL must name a file: several processes share the store")
        self._open: dict[str, Engine] = {}
        self._pid = 0
        self._own: list[tuple] = []  # ((process, file), connection), idle; see glimpse

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """For one small query, which needs no transaction around it."""
        with self._begin("glance") as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store, however long it takes."""
        with self._begin("read") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed when the block ends, and undone when it raises."""
        with self._begin("write") as connection:
            yield connection

    def glimpse(self, query: str) -> tuple | None:
        """The first row of one small query, by the shortest way: every answer of the service begins with one."""
        if not self.sqlite:
            with self.glance() as connection:
                return connection.exec_driver_sql(query).first()
        with _wrapped():
            known = (os.getpid(), _file(self.url.database))
            own = self._own.pop() if self._own else None
            if own is None or own[0] != known:
                own = (known, _connect(Path(self.url.database)))
            try:
                rows = own[1].execute(query).fetchall()  # to the end, so that no state of the file is held
            finally:
                self._own.append(own)
            return rows[0] if rows else None

    def alone(self, connection: Connection) -> None:
        """Until the transaction ends, no other one passes here: SQLite has one writer, PostgreSQL must be told."""
        if not self.sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")

    def create(self) -> None:
        """Make the database, where that is ours to do: an SQLite file in WAL mode, which its folder remembers."""
        if not self.sqlite:
            return
        path = Path(self.url.database)
        with _wrapped():
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                _into_wal_mode(connection)
            finally:
                connection.close()

    def close(self) -> None:
        """Close this process's connections; the next use opens new ones."""
        if self._open and self._pid == os.getpid():
            self._open["read"].dispose()
        while self._own:
            self._own.pop()[1].close()

    @contextmanager
    def _begin(self, kind):
        with _wrapped(), self._engines()[kind].begin() as connection:
            yield connection

    def _engines(self) -> dict[str, Engine]:
        """This process's engine, once for each kind of transaction; they share its connections."""
        if self._pid != os.getpid():
            if self._open:
                self._open["read"].dispose(close=False)  # the parent's connections are the parent's to close
            engine = self._create_engine()
            kinds = KINDS[self.url.get_backend_name()]
            self._open = {kind: engine.execution_options(**options) for kind, options in kinds.items()}
            self._pid = os.getpid()
        return self._open

    def _create_engine(self):
        if not self.sqlite:
            engine = create_engine(self.url, pool_pre_ping=True, **OPTIONS)
            event.listen(engine, "connect", _commit_to_disk)
            return engine
        path = Path(self.url.database)
        engine = create_engine(self.url, creator=lambda: _connect(path), **OPTIONS)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "connect", lambda _, record: record.info.update(file=_file(path)))
        event.listen(engine, "checkout", lambda _, record, __: _same_file(record, path))
        return engine


def _commit_to_disk(connection, _):
    """A server, database or role may be set to answer before a commit is on the disk; what we have answered must stay.
    Said for each connection, since such a setting may be changed while it is open."""
    connection.autocommit = True  # what is set in a transaction goes with it when that is undone
    connection.execute(SYNCHRONOUS)
    connection.autocommit = False


def _connect(path):
    """A connection to a file that is there: a store that has gone must not come back empty."""
    address = f"file:{quote(str(path))}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _begin_sqlite(connection):
    begin = connection.get_execution_options()["sqlite_begin"]
    if begin == IMMEDIATE:
        _begin_to_write(connection.connection.driver_connection)
    elif begin:
        connection.exec_driver_sql(begin)


def _begin_to_write(connection):
    """Wait for the writer before this one by asking every millisecond. SQLite itself asks ever less often, ten times a
    second in the end, and stands idle for longer than most transactions take."""
    until = time.monotonic() + BUSY_SECONDS
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute(IMMEDIATE)
                return
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > until:
                    raise
                time.sleep(PAUSE)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


def _file(path):
    try:
        found = os.stat(path)  # noqa: PTH116 - a third of the time that Path.stat takes
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _same_file(record, path):
    """A file that was deleted or replaced takes writes as long as it is open, and forgets them: connect anew."""
    if record.info["file"] != _file(path):
        raise DisconnectionError("the database file is not the one that was opened")


def _into_wal_mode(connection):
    """WAL mode needs the file for itself for a moment, and SQLite does not wait for that: two may start at once."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.05)


@contextmanager
def _wrapped():
    """The database's failures as errors of ours. A broken constraint is a defect and stays one."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise _ours(error.orig) from error
    except sqlite3.Error as error:
        raise _ours(error) from error
    except (PoolTimeout, DisconnectionError, OSError) as error:
        raise StoreUnavailable("the database cannot be reached just now") from error


def _ours(error):
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or ""
    if code in FULL:
        return StoreFull("there is no room left for the database")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreUnavailable(f"the database was busy for {BUSY_SECONDS} seconds")
    if "no such table" in str(error) or code == "42P01":
        return StoreUnavailable("the database has no tables yet: `python -m service release` makes them")
    return StoreUnavailable("the database cannot be reached just now")
