"""Many articles in one request: a line for a line, and what is wrong with one is nobody else's trouble."""

import io
import json
import random
import socket
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from service import running
from service.records import Article
from service.store import Outcome
from service.tokens import listed
from service.views import _bulk, _holding
from tests.views.conftest import problem

NDJSON = {"content_type": "application/x-ndjson"}


@pytest.fixture
def ingested(monkeypatch):
    """The articles that would have been coded; the second time that one comes it is known."""
    seen = []

    def take(article: Article) -> Outcome | Exception:
        if "explode" in article.text:
            return RuntimeError("secret")
        created = article.text not in seen
        seen.append(article.text)
        return Outcome(f"art_{'a' * 13}", 1, created, True, (f"evt_{'b' * 13}",))

    monkeypatch.setattr(running.Running, "take_all", lambda self, articles: [take(article) for article in articles])
    return seen


class Arrived(io.BytesIO):
    """A body that is all there, as a server gives it that gives what it has."""

    def __init__(self, body):
        super().__init__(body)
        self.reader, self.buf = self, io.BytesIO()
        self.buf.seek(len(body))


def lines(response):
    assert response.status_code == 200, response.text
    assert response.content_type == "application/x-ndjson"
    assert response.headers["Cache-Control"] == "no-store"
    return [json.loads(line) for line in response.text.splitlines()]


def sent(*texts):
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


def test_a_line_for_a_line(client, ingested):
    told = lines(
        client.post("/articles", data=sent("A bus overturned.", "A ferry sank.", "A bus overturned."), **NDJSON)
    )
    assert [(each["line"], each["status"]) for each in told] == [(1, 201), (2, 201), (3, 200)]
    assert told[0]["article"] == {"id": "art_" + "a" * 13, "url": f"http://127.0.0.1:8000/articles/art_{'a' * 13}"}
    assert told[0]["events"] == ["evt_" + "b" * 13]


BAD = {
    "not JSON": 400,
    "[1, 2]": 422,
    '{"text": ""}': 422,
    '{"text": "A bus overturned.", "colour": "red"}': 422,
    '{"text": "\\ud800"}': 422,
    "[" * 100: 400,
    '{"text": "' + "a " * 20_000 + '"}': 413,
    '{"text": "explode"}': 500,
}


@pytest.mark.parametrize(("line", "status"), BAD.items(), ids=str)
def test_a_bad_line_spoils_nothing(client, ingested, line, status):
    told = lines(client.post("/articles", data=f"{sent('Before.')}{line}\n{sent('After.')}", **NDJSON))
    assert [each["status"] for each in told] == [201, status, 201]
    assert told[1]["problem"]["status"] == status
    assert told[1]["problem"]["title"]
    assert "secret" not in json.dumps(told)
    assert ingested == ["Before.", "After."]


def test_lines_that_came_together_are_coded_together_and_answered_a_few_pages_at_a_time(client, monkeypatch):
    coded = []

    def take_all(self, articles):
        coded.append(len(articles))
        return [Outcome(f"art_{'a' * 13}", 1, True, True, ()) for _ in articles]

    monkeypatch.setattr(running.Running, "take_all", take_all)
    monkeypatch.setattr(_bulk, "LENGTH", 100)
    long = "A bus overturned in Arvo."
    stream = Arrived(sent("One.", "Two.", long, long, long).encode())
    with client.application.test_request_context("/articles", method="POST"):
        told = [json.loads(line) for line in _bulk.answers(stream, dict)]
    assert [(each["line"], each["status"]) for each in told] == [(line, 201) for line in range(1, 6)]
    assert coded == [3, 2]


@pytest.mark.model
def test_the_same_article_twice_in_one_body_is_one(pipeline, make_app):
    client = make_app(pipeline).test_client()
    body = sent("A ferry capsized off Sierra Leone on 3 March 2026, killing at least 12 people, officials said.")
    told = lines(client.post("/articles", data=body * 2, **NDJSON))
    assert [each["status"] for each in told] == [201, 200]
    assert told[0]["article"] == told[1]["article"] and told[0]["events"] == told[1]["events"] != []


def test_bytes_that_are_not_utf_8(client, ingested):
    told = lines(client.post("/articles", data=b'{"text": "\xff"}\n' + sent("After.").encode(), **NDJSON))
    assert [each["status"] for each in told] == [400, 201]


def test_blank_lines_are_no_articles_and_the_last_needs_no_end(client, ingested):
    told = lines(
        client.post("/articles", data="\r\n\n" + sent("One.").strip() + "\r\n\n" + sent("Two.").strip(), **NDJSON)
    )
    assert [each["line"] for each in told] == [3, 5]
    assert lines(client.post("/articles", data="", **NDJSON)) == []


def test_a_line_that_is_too_long_is_not_held(client, ingested, monkeypatch):
    class Endless:
        """A line of a gigabyte, and one after it, from a server that gives what it has."""

        left, buf = 2**30, io.BytesIO()

        def __init__(self):
            self.reader, self.after = self, io.BytesIO(b"\n" + sent("After.").encode())

        def read(self, size):
            if self.left <= 0:
                return self.after.read(size)
            self.left -= 2**20
            return b"a" * 2**20

    stream = Endless()
    with client.application.test_request_context("/articles", method="POST"):
        told = [json.loads(line) for line in _bulk.answers(stream, dict)]
    assert [each["status"] for each in told] == [413, 201]
    assert stream.left <= 0


def test_what_is_in_the_query_is_said_of_all(client, ingested):
    body = sent("One.") + json.dumps({"text": "Two.", "publisher": "B"}) + "\n"
    told = lines(client.post("/articles?publisher=A", data=body, **NDJSON))
    assert [each["status"] for each in told] == [201, 422]
    problem(client.post("/articles?colour=red", data=body, **NDJSON), 400)


def test_who_may_not_write_sends_nothing(make_app, ingested):
    client = make_app(write_tokens=listed("press:s3cret"), host="0.0.0.0").test_client()
    problem(client.post("/articles", data=sent("One."), **NDJSON), 401)
    assert ingested == []


def test_more_than_one_article_may_have(client, ingested):
    """The limit to a body is one to a line here."""
    told = lines(
        client.post("/articles", data=sent(*[f"{number} " + "word " * 300 for number in range(200)]), **NDJSON)
    )
    assert len(told) == 200


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def test_it_answers_while_it_is_still_read(make_app, ingested):
    """Over a real socket: the second line is sent after the first was answered."""
    server = make_server("127.0.0.1", 0, make_app(), handler_class=Quiet)
    threading.Thread(target=server.handle_request, daemon=True).start()
    first, second = sent("One.").encode(), sent("Two.").encode()
    head = (
        "POST /articles HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
        f"Content-Length: {len(first + second)}\r\n\r\n"
    ).encode()
    with socket.create_connection(server.server_address, timeout=10) as connection:
        file = connection.makefile("rb")
        connection.sendall(head + first)
        while file.readline().strip():
            pass
        assert json.loads(file.readline())["line"] == 1
        connection.sendall(second)
        assert json.loads(file.readline())["line"] == 2
    server.server_close()


@pytest.mark.model
def test_with_the_model(reader):
    article = {
        "text": "A bus overturned near Lom on Tuesday, killing three people, police said.",
        "published": "2026-03-04",
    }
    told = lines(reader.post("/articles", data=json.dumps(article) + "\nnonsense\n", **NDJSON))
    assert [each["status"] for each in told] == [201, 400]
    (event_id,) = told[0]["events"]
    assert reader.get(f"/events/{event_id}").json["type"] == "road-crash"


@pytest.mark.parametrize("seed", range(20))
def test_what_is_not_taken_is_held_back_and_then_given_in_order(seed, monkeypatch):
    chance = random.Random(seed)
    monkeypatch.setattr(_holding, "PIECE", chance.choice([1, 7, 10_000]))
    monkeypatch.setattr(_holding, "IN_MEMORY", chance.choice([10, 10_000]))
    monkeypatch.setattr(_holding, "MOST", chance.choice([300, 100_000]))
    told = [f"{number} {'é' * chance.randrange(20)}\n" for number in range(200)]
    asked, given, longest = 0, b"", 0

    def begun():
        nonlocal asked
        for asked, line in enumerate(told, start=1):  # noqa: B007
            yield line

    share = chance.random()
    for piece in _holding.held_back(begun(), lambda: chance.random() < share):
        given += piece
        longest = max(longest, len("".join(told[:asked]).encode()) - len(given))
    assert given.decode() == "".join(told)
    assert longest <= _holding.MOST + 100


def test_what_is_taken_is_given_at_once():
    told = iter(["one\n", "two\n"])
    given = _holding.held_back(told, lambda: True)
    assert next(given) == b"one\n"
    assert next(told) == "two\n"
