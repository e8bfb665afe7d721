"""Every failure is a problem, and a defect of ours says nothing but a request id."""

import logging

import pytest
from gunicorn.http.errors import InvalidChunkSize

from service import problems
from service.errors import ServiceError, StoreFull, StoreUnavailable
from service.store import Store
from tests.views.conftest import problem


def test_a_defect_tells_nothing_but_a_request_id(client, monkeypatch, caplog):
    def broken(self):
        raise RuntimeError("secret: /etc/dateline")

    monkeypatch.setattr(Store, "meta", broken)
    with caplog.at_level(logging.ERROR):
        response = client.get("/events")
    told = problem(response, 500)
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert response.headers["X-Request-Id"] in told["detail"]
    assert response.headers["X-Request-Id"] in caplog.text
    assert "secret" in caplog.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("error", "status"), [(StoreUnavailable, 503), (StoreFull, 507)])
def test_what_may_work_later_says_so(client, monkeypatch, error, status):
    def gone(self):
        raise error("the database cannot be reached just now")

    monkeypatch.setattr(Store, "meta", gone)
    response = client.get("/events")
    problem(response, status)
    assert int(response.headers["Retry-After"]) > 0


def test_ready_is_not_health(client, store):
    assert client.get("/ready").json == client.get("/health").json == {"status": "ok"}
    with store.connections.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'old'")
    problem(client.get("/ready"), 503)
    assert client.get("/health").status_code == 200


def test_each_kind_is_explained_where_its_type_leads(client):
    page = client.get("/problems").text
    kinds = problems.kinds()
    assert set(kinds.values()) >= {ServiceError, StoreFull}
    for name in kinds:
        assert f'<dt id="{name}">' in page
    told = problem(client.get("/events?limit=0"), 400)
    assert told["type"] == "http://127.0.0.1:8000/problems#bad-parameter"


@pytest.mark.parametrize(
    ("method", "path", "status"), [("get", "/nowhere", 404), ("delete", "/events", 405), ("get", "/articles", 405)]
)
def test_what_the_framework_refuses_is_a_problem_too(client, method, path, status):
    response = getattr(client, method)(path)
    told = problem(response, status)
    assert told["type"] == "about:blank"
    assert ("Allow" in response.headers) == (status == 405)


def test_what_is_quoted_is_cut_short_and_clean(client):
    response = client.post("/articles", json={"text": "Two died.", "x" * 10_000: 1})
    assert len(problem(response, 422)["detail"]) <= 500
    response = client.post("/articles", data=b'{"text": "Two died.", "\\ud800": 1}', content_type="application/json")
    assert problem(response, 422)["errors"][0]["pointer"] == "/?"
    response = client.post("/articles", json={"text": "Two died.", "a/b~c": 1})
    assert problem(response, 422)["errors"][0]["pointer"] == "/a~1b~0c"


@pytest.mark.parametrize("media_type", ["text/plain", "application/json", "text/html"])
def test_a_body_in_bad_chunks_is_the_callers_and_is_not_logged(client, caplog, media_type):
    class Chunks:
        def read(self, *_):
            raise InvalidChunkSize(b"Two died near Lom.")

    sent = {"wsgi.input": Chunks(), "wsgi.input_terminated": True, "CONTENT_TYPE": media_type}
    assert "chunks" in problem(client.post("/articles", environ_overrides=sent), 400)["detail"]
    assert "Two died" not in caplog.text
