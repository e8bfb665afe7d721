"""Brings the tables of a database to what this code knows, by the migrations in the folder beside it."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DBAPIError

from service.errors import BadSetting, StoreUnavailable
from service.store.engine import Connections
from service.store.tables import meta

MEND = "`python -m service release` sees to it"
MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, inside the caller's transaction: all of them or none."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def downgrade(connection: Connection, revision: str) -> None:
    """Undo the migrations after a revision, inside the caller's transaction. What only they had room for is lost."""
    from alembic import command

    if revision not in (*(known := _revisions()), "base"):
        raise BadSetting(f"no migration {revision!r}: there are {', '.join(known)}")
    config = _config()
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


def give_birth(connection: Connection, now: int, tag_authority: str) -> None:
    """The one row of `meta`, if this is the first start."""
    if connection.execute(select(meta.c.id)).first() is None:
        born = {"id": 1, "revision": 0, "last_commit": now, "last_updated": now, "birth": now}
        connection.execute(insert(meta).values(tag_authority=tag_authority, **born))


def lack(connections: Connections) -> str | None:
    """What the database lacks to be used: it must be there, at the newest migration, and born. None if nothing."""
    try:
        with connections.read() as connection:
            at = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if at != _head():
                return f"the database is at migration {at}, and this code knows {_head()}: {MEND}"
            born = connection.execute(select(meta.c.id)).first() is not None
            return None if born else f"the database is empty: {MEND}"
    except (StoreUnavailable, DBAPIError) as error:
        return str(error) if isinstance(error, StoreUnavailable) else f"the database has no tables yet: {MEND}"


def _head():
    return _revisions()[-1]


@cache
def _revisions():
    """All there are, the oldest first."""
    from alembic.script import ScriptDirectory

    return [found.revision for found in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def _config():
    """Alembic's settings, without a file. It is imported where it is used: a worker that serves has no need of it."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
