"""Copies an SQLite store as it is at one moment while others write, and puts a copy in place where there is none yet.

A copy is whole or not there: it is made beside its place, seen to be sound, and moved. To copy the file itself would be
wrong, since what was written last is in another. PostgreSQL has tools of its own for this, which are named here.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import mkdtemp

from service.errors import BadBackup
from service.store.engine import Connections

DUMP = "pg_dump --format=custom --no-owner --file={file} {url}"
RESTORE = "pg_restore --no-owner --single-transaction --exit-on-error --dbname={url} {file}"


def backup(connections: Connections, target: Path) -> int:
    """Copy the store to a file that is not there yet. Returns its size in bytes. Raises BadBackup."""
    _sqlite_only(connections, DUMP, target)
    source = Path(connections.url.database)
    if not source.exists():
        raise BadBackup(f"there is no store at {source}")
    return _copy(source, target, "DELETE")  # one file, with nothing beside it


def restore(connections: Connections, source: Path) -> int:
    """Make a copy the store, where there is none. Returns its size in bytes. Raises BadBackup."""
    _sqlite_only(connections, RESTORE, source)
    if not source.exists():
        raise BadBackup(f"there is no file {source}")
    target = Path(connections.url.database)
    target.parent.mkdir(parents=True, exist_ok=True)
    return _copy(source, target, "WAL")


def _sqlite_only(connections, command, file):
    if not connections.sqlite:
        url = connections.url.set(drivername="postgresql").render_as_string(hide_password=True)
        raise BadBackup(f"PostgreSQL does that itself: {command.format(file=file, url=url)}")


def _copy(source, target, mode):
    for name in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        if name.exists():
            raise BadBackup(f"{name} is there already, and nothing is overwritten")
    folder = Path(mkdtemp(prefix=".copy-", dir=target.parent))  # nobody else's to read, as articles are in it
    copy = folder / "copy.db"
    try:
        with closing(_open(source)) as original, closing(sqlite3.connect(copy)) as copied:
            original.backup(copied)  # in one step, so of one moment; others may write
            copied.execute(f"PRAGMA journal_mode = {mode}")
            _examine(copied, source)
        copy.chmod(0o600)  # articles are in it, and who knows where it lies
        _write_through(copy)
        copy.rename(target)
        _write_through(target.parent)
        return target.stat().st_size
    except sqlite3.Error as error:
        raise BadBackup(f"{source} cannot be copied: {error}") from error
    finally:
        for left in folder.iterdir():
            with suppress(FileNotFoundError):
                left.unlink()
        folder.rmdir()


def _open(path):
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)


def _examine(copied, source):
    """Whether it is sound, and a store."""
    if (found := copied.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
        raise BadBackup(f"{source} is damaged: {found}")
    if copied.execute("PRAGMA foreign_key_check").fetchone():
        raise BadBackup(f"{source} is damaged: rows are missing")
    if not copied.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        raise BadBackup(f"{source} is no store")


def _write_through(path):
    """What is written must be on the disk before anybody relies on it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
