"""What was answered before is answered again without the app, as long as the store is as it was, and only then."""

import pytest

from service import front

PATHS = ["/events", "/", "/feeds/events.atom", "/feeds/events.csv?limit=3", "/openapi.json"]
ADDED = ("A ferry capsized off Apia", ("maritime-accident", "A ferry capsized off Apia"))


@pytest.fixture
def app(make_app, put):
    put("A bus overturned near Lom", ("road-crash", "A bus overturned near Lom"))
    return make_app()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def asked(app):
    """The paths that the app itself was asked for."""
    asked, front_of_it = [], app.wsgi_app.app  # behind what sees every request
    inner = front_of_it.app

    def note(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return inner(environ, start_response)

    front_of_it.app = note
    return asked


@pytest.mark.parametrize("path", PATHS)
def test_the_same_again(client, asked, path):
    first = client.get(path, headers={"Accept-Encoding": "gzip"})
    again = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert (again.data, list(again.headers)) == (first.data, list(first.headers))
    head = client.head(path, headers={"Accept-Encoding": "gzip"})
    assert (head.data, list(head.headers)) == (b"", list(first.headers))
    same = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    assert len(asked) == 1


@pytest.mark.parametrize("path", PATHS)
def test_a_304_is_the_same_from_either(client, asked, path):
    tag = client.get(path).headers["ETag"]
    headers = {"If-None-Match": tag, "Accept": "*/*"}  # another question, so the app is asked
    from_app, from_front = (client.get(path, headers=headers) for _ in range(2))
    assert len(asked) == 2
    assert sorted(from_app.headers) == sorted(from_front.headers)


@pytest.mark.parametrize("path", PATHS[:-1])
def test_a_write_ends_it(client, asked, put, path):
    before = client.get(path)
    put(*ADDED)
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.data != before.data
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({"If-None-Match": '"other", W/{tag}'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
        ({"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
    ],
)
def test_conditions_are_read_as_the_app_reads_them(client, asked, header, status):
    tag = client.get("/events").headers["ETag"]
    sent = {name: value.format(tag=tag) for name, value in header.items()}
    assert client.get("/events", headers=sent).status_code == status
    assert len(asked) == 1
    assert client.get("/events", headers={**sent, "Accept": "*/*"}).status_code == status
    assert len(asked) == 2


@pytest.mark.parametrize("path", ["/health", "/nowhere", "/events?limit=0", "/events/evt_aaaaaaaaaaaaa"])
def test_what_is_no_answer_of_the_store_is_not_kept(client, asked, path):
    client.get(path)
    client.get(path)
    assert len(asked) == 2


def test_a_tag_alone_is_enough_for_the_next_304_and_for_no_more(client, asked, app):
    """Another worker may have given the tag: this one keeps no bytes, and answers for all that."""
    tag = client.get("/events").headers["ETag"]
    app.wsgi_app.app._kept.clear()
    for _ in range(3):
        assert client.get("/events", headers={"If-None-Match": tag}).status_code == 304
    assert len(asked) == 2
    assert client.get("/events").json["events"]
    assert len(asked) == 3


def test_there_is_room_for_so_much_and_no_more(client, app, monkeypatch):
    monkeypatch.setattr(front, "MOST", 3)
    for limit in range(1, 9):
        client.get(f"/events?limit={limit}")
    assert len(app.wsgi_app.app._kept) == 3
    monkeypatch.setattr(front, "ROOM", 10)
    client.get("/events?limit=9")
    assert app.wsgi_app.app._size == sum(len(kept.body or b"") for kept in app.wsgi_app.app._kept.values()) <= 10
    monkeypatch.setattr(front, "LARGEST", 10)
    client.get("/events?limit=10")
    assert not any("limit=10" in question for question in app.wsgi_app.app._kept)
