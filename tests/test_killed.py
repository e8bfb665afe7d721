"""Whoever writes may be killed at any moment: what was acknowledged is there, once, and every record is whole."""

import os
import random
import select
import signal
import time

import pytest

from service.store import open_store
from tests.store.conftest import NOON, coded  # noqa: F401

FIRE = "A hall burned down in Lom and two people died."
KILLS = int(os.environ.get("KILLS", "25"))


def write_on(store, made, acknowledged):
    """In a child: put articles into the store, and say of each that it is there."""
    for number, one in made:
        store.put_article(one, seen=NOON)
        os.write(acknowledged, number.to_bytes(4, "big"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    return (
        request.getfixturevalue("sqlite_url") if request.param == "sqlite" else request.getfixturevalue("postgresql")()
    )


def test_nothing_acknowledged_is_lost(store, coded, database_url):  # noqa: F811
    chance = random.Random(7)
    made = [
        (number, coded(FIRE, ("structure-fire", FIRE), url=f"https://news.example/{number}"))
        for number in range(KILLS * 40)
    ]
    acknowledged = set()
    store.close()
    for kill in range(KILLS):
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                write_on(store, made[kill * 40 :], theirs)
            finally:
                os._exit(0)
        os.close(theirs)
        if kill % 3:  # in the middle of writing; else wherever it has got to since it began
            select.select([ours], [], [], 10)
        time.sleep(chance.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(ours, "rb") as told:
            data = told.read()
        acknowledged |= {int.from_bytes(data[i : i + 4], "big") for i in range(0, len(data) // 4 * 4, 4)}
    again = open_store(database_url, publish_threshold=0.5)
    ids = {number: one.article.id for number, one in made}
    assert len(acknowledged) > KILLS // 3
    assert all(again.article(ids[number]) for number in acknowledged)
    assert list(again.check()) == []
    assert again.put_article(made[-1][1], seen=NOON).created
    again.close()
