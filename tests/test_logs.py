"""What is logged is a line of JSON with the request it belongs to, and holds nothing that was sent."""

import io
import json
import logging
import warnings
from functools import partial

import pytest

from service import create_app, logs
from service.config import Config
from service.errors import StoreUnavailable
from service.store import Store, migrate

SECRET = "s3cret-of-the-press"


@pytest.fixture
def logged():
    """logged() gives the lines written since `set_up`, as objects."""
    stream = io.StringIO()
    logs.set_up("info", readable=False, stream=stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def caller(store, **settings):
    config = Config.from_environment({"WRITE_TOKENS": f"press:{SECRET}", **settings})
    client = create_app(config, pipeline=object(), store=store).test_client()
    client.open = partial(client.open, buffered=True)  # to its end, as a server would
    return client


@pytest.fixture
def client(store, logged):
    return caller(store)


def test_each_request_is_one_line_cached_or_not(client, logged):
    for _ in range(2):
        client.get("/feeds/events.atom?q=harbour")
    tag = client.get("/feeds/events.atom?q=harbour").headers["ETag"]
    client.get("/feeds/events.atom?q=harbour", headers={"If-None-Match": tag})
    client.head("/nowhere")
    lines = logged()
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        *[("GET", "/feeds/events.atom", 200)] * 3,
        ("GET", "/feeds/events.atom", 304),
        ("HEAD", "/nowhere", 404),
    ]
    assert all(0 < line["seconds"] < 60 and line["level"] == "info" for line in lines)
    assert len({line["request_id"] for line in lines}) == 5
    assert "harbour" not in str(lines)


def test_a_path_says_nothing_to_a_terminal(client, logged):
    client.get("/a%1b]0;b%07%0ac%C2%9B2J")
    assert [line["path"] for line in logged()] == ["/a%1B]0;b%07%0Ac%C2%9B2J"]


def test_the_answer_has_the_id_of_its_line(store, logged):
    client = caller(store, TRUSTED_PROXIES="1")
    ours = [client.get("/feeds/events.atom").headers.getlist("X-Request-Id") for _ in range(2)]
    theirs = client.get("/health", headers={"X-Request-Id": "proxy-1.a_B"}).headers["X-Request-Id"]
    refused = client.get("/health", headers={"X-Request-Id": 'a"b'}).headers["X-Request-Id"]
    assert [[line["request_id"]] for line in logged()] == [*ours, [theirs], [refused]]
    assert theirs == "proxy-1.a_B"
    assert refused.isalnum()


def test_nobody_but_a_trusted_proxy_says_what_a_request_is_called(client, logged):
    told = client.get("/health", headers={"X-Request-Id": "proxy-1.a_B"}).headers["X-Request-Id"]
    assert [line["request_id"] for line in logged()] == [told]
    assert told != "proxy-1.a_B"


def test_who_writes_is_named_and_no_token_is(client, logged):
    client.post("/articles?title=Harbour", json={"text": ""}, headers={"Authorization": f"Bearer {SECRET}"})
    client.post("/articles", json={"text": ""}, headers={"Authorization": "Bearer wrong-one"})
    known, unknown = logged()
    assert (known["status"], known["writer"]) == (422, "press")
    assert unknown["status"] == 401 and "writer" not in unknown
    assert not any(word in str(logged()) for word in (SECRET, "wrong-one", "Harbour"))


def test_a_defect_is_one_line_with_its_traceback(client, logged, monkeypatch):
    def broken(self):
        raise RuntimeError("out of\nwords")

    monkeypatch.setattr(Store, "meta", broken)
    answer = client.get("/events")
    defect, request = logged()
    assert defect["level"] == request["level"] == "error"
    assert "Traceback" in defect["exception"] and "out of\nwords" in defect["exception"]
    assert defect["request_id"] == request["request_id"] == answer.json["request_id"]
    assert (defect["path"], request["status"]) == ("/events", 500)


def test_what_breaks_outside_of_flask_is_answered_and_logged(client, logged, monkeypatch):
    tag = client.get("/feeds/events.atom").headers["ETag"]

    def broken(self):
        raise RuntimeError("broken")

    monkeypatch.setattr(Store, "meta", broken)
    answer = client.get("/feeds/events.atom", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert [line.get("status", "broken" in line.get("exception", "")) for line in logged()] == [200, True, 500]


def test_a_failing_write_does_not_log_the_article(store, logged):
    words = " ".join(("the", "words", "of", "the", "article"))
    with pytest.raises(StoreUnavailable) as failure, store.connections.write() as connection:
        connection.exec_driver_sql("INSERT INTO texts VALUES (?, ?)", ("art_1", words))
    logging.getLogger("x").error("failed", exc_info=failure.value)
    assert "INSERT INTO texts" in str(logged())
    assert words not in str(logged())


def test_lines_of_others_come_out_in_the_same_form(store, logged):
    with store.connections.write() as connection:
        migrate.downgrade(connection, "0001")
        migrate.upgrade(connection)
    warnings.warn("old", stacklevel=1)
    lines = logged()
    assert {"alembic.runtime.migration", "py.warnings"} <= {line["logger"] for line in lines}
    assert all(line["time"].endswith("Z") and line["message"] for line in lines)


def test_a_terminal_gets_what_can_be_read(logged):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    logs.set_up("warning", stream=terminal)
    logging.getLogger("service").info("hidden")
    logging.getLogger("service").warning("low water")
    try:
        article = " ".join(("the", "words", "of", "the", "article"))
        raise RuntimeError("broken")
    except RuntimeError:
        logging.getLogger("service").exception("a defect")
    assert "low water" in terminal.getvalue() and "hidden" not in terminal.getvalue()
    assert "RuntimeError: broken" in terminal.getvalue() and article not in terminal.getvalue()
    with pytest.raises(ValueError):
        json.loads(terminal.getvalue())


def test_what_steers_a_terminal_is_shown_there_and_does_nothing():
    stream = io.StringIO()
    logs.set_up("info", readable=True, stream=stream)
    log = logging.getLogger("service")
    log.info("GET /a\x1b]0;b\x07c\u202ed")
    try:
        raise ValueError("of \x9b2J\u2066 that")
    except ValueError:
        log.exception("broken")
    written = stream.getvalue()
    assert "\\u001b]0;b\\u0007c\\u202ed" in written
    assert "ValueError: of \\u009b2J\\u2066 that" in written
    assert not set("\x07\x9b\u202e\u2066") & set(written)
