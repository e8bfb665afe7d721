"""gunicorn's workers are killed while clients post: what was answered is there once, what was not may be sent again.

KILLS=200 python -m pytest tests/test_killed_http.py is the long run that the README tells of.
"""

import csv
import http.client
import io
import json
import os
import random
import threading
import time
import urllib.request

import feedparser
import psutil
import pytest

from service import ingest
from service.records import Article
from service.store import open_store
from tests.serving import answering, environment, run

pytestmark = pytest.mark.model
KILLS = int(os.environ.get("KILLS", "12"))
CLIENTS = 4
TOWNS = ("Lom", "Vidin", "Pleven", "Ruse", "Dobrich", "Sliven", "Yambol", "Kardzhali")
QUIET = {"stdout": -3, "stderr": -3}


def article(number):
    """Invented accidents, each told by two papers."""
    town, dead = TOWNS[number // 2 % len(TOWNS)], 2 + number // 2 % 90
    return {
        "url": f"https://paper{number % 2}.example/{number // 2}",
        "title": f"Bus overturns near {town}",
        "text": f"A bus overturned near {town} in Bulgaria on Tuesday, killing {dead} people and injuring at least "
        f"{dead + 3} others, police said. Road {number // 2} was closed.",
        "published": f"2026-03-{1 + number // 2 % 28:02}",
    }


class Client(threading.Thread):
    """Posts articles until it is told to stop; what gets no answer is sent again until it does."""

    def __init__(self, port, first, stop):
        super().__init__()
        self.port, self.number, self.stop = port, first, stop
        self.answered, self.odd, self.unanswered = [], [], 0

    def run(self):
        while not self.stop.is_set():
            sent = article(self.number)
            while (status := self.post(sent)) is None:
                self.unanswered += 1
                time.sleep(0.01)
            if status in (200, 201):
                self.answered.append(sent["url"])
            else:
                self.odd.append(status)
            self.number += CLIENTS

    def post(self, sent):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", "/articles", json.dumps(sent), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def kill_workers(server, clients):
    """One after another, in the middle of something: whenever some more articles were answered."""
    chance, master = random.Random(11), psutil.Process(server.pid)
    for _ in range(KILLS):
        before, until = sum(len(client.answered) for client in clients), time.monotonic() + 20
        while sum(len(client.answered) for client in clients) < before + 2 and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.1))
        if workers := master.children():
            chance.choice(workers).kill()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_was_answered_is_there_once(database, request, sqlite_url):
    url = sqlite_url if database == "sqlite" else request.getfixturevalue("postgresql")()
    environ = environment(url, LOG_LEVEL="critical")
    assert run("release", environ).wait(120) == 0
    with answering(environ, **QUIET) as server:
        stop = threading.Event()
        clients = [Client(int(environ["PORT"]), first, stop) for first in range(CLIENTS)]
        for client in clients:
            client.start()
        try:
            kill_workers(server, clients)
        finally:
            stop.set()
            for client in clients:
                client.join()
        address = f"http://127.0.0.1:{environ['PORT']}/feeds/events"
        with urllib.request.urlopen(address + ".csv?limit=1000") as answer:
            rows = list(csv.DictReader(io.TextIOWrapper(answer, encoding="utf-8")))
        assert not feedparser.parse(address + ".atom").bozo
    answered = [sent for client in clients for sent in client.answered]
    assert not [status for client in clients for status in client.odd]
    assert sum(client.unanswered for client in clients) > KILLS // 3, "the kills came between requests"
    store = open_store(url, publish_threshold=0.4)
    ids = {address: ingest.named(Article("", "", None, url=address)).id for address in answered}
    assert all(store.article(found)["version"] == 1 for found in ids.values())
    assert len(rows) == min(1000, len(list(store.iterate())))
    assert list(store.check()) == []
    store.close()
