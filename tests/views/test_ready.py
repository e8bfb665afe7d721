"""/ready says what is missing, and all is well again as soon as it is back, without a restart."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from service import create_app
from service.config import Config
from service.errors import BadSetting
from tests.views.conftest import problem


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url")
    return request.getfixturevalue("postgresql")()


def unready(client):
    """Why it is not, of an answer that nobody keeps."""
    answer = client.get("/ready")
    told = problem(answer, 503)
    assert told["type"].endswith("#not-ready")
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["Retry-After"]
    assert client.get("/health").status_code == 200
    return told["detail"]


def ready(client):
    answer = client.get("/ready")
    assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers
    return answer.status_code == 200


def test_an_old_schema(client, store):
    assert ready(client)
    with store.connections.write() as connection:
        newest = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert unready(client).startswith(f"the database is at migration 0001, and this code knows {newest}")
    with store.connections.write() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{newest}'")
    assert ready(client)


def test_a_database_that_has_gone_and_comes_again(client, store):
    url = make_url(store.connections.url)
    if store.connections.sqlite:
        file = Path(url.database)
        away = file.rename(file.with_suffix(".away"))
        assert "cannot be reached" in unready(client)
        assert not file.exists()
        away.rename(file)
        assert ready(client)
        return
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {url.database} WITH (FORCE)")
        assert "cannot be reached" in unready(client)
        connection.exec_driver_sql(f"CREATE DATABASE {url.database}")
    server.dispose()
    assert "no tables" in unready(client)
    store.migrate(tag_authority="127.0.0.1")
    assert ready(client)


@pytest.mark.model
def test_a_gazetteer_that_is_not_there(make_app, pipeline, tmp_path, monkeypatch):
    client = make_app(pipeline).test_client()
    compiled = pipeline.gazetteer._path
    monkeypatch.setattr(pipeline, "var", tmp_path)
    assert unready(client) == "the gazetteer is not compiled: `python -m service release` sees to it"
    (tmp_path / compiled.name).symlink_to(compiled.resolve())
    assert ready(client)


def test_without_its_model_the_service_does_not_start(store):
    with pytest.raises(BadSetting, match=r"SPACY_MODEL: .*no_such_model"):
        create_app(Config(spacy_model="no_such_model"), store=store)
