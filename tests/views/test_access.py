"""Who may write: a token, or somebody at this very machine while the service is for this machine alone."""

from unittest.mock import Mock

import pytest
from flask import request

from service import access, create_app
from service.config import Config
from service.errors import BadSetting
from service.pipeline import Pipeline
from service.store import Store
from service.tokens import TokensFile, listed, new
from tests.views.conftest import problem

TOKENS = listed("press:s3cret,desk:4n0ther")
PUBLIC = {"host": "0.0.0.0", "public_url": "https://feeds.example.org", "write_tokens": TOKENS}


def write(client, headers=None, peer="127.0.0.1"):
    """The status of a write that is refused as empty (422) if it may be made at all."""
    kwargs = {"data": b"", "content_type": "text/plain", "environ_overrides": {"REMOTE_ADDR": peer}}
    response = client.post("/articles", headers=headers, **kwargs)
    problem(response, response.status_code)
    return response


WRITING = {"POST", "PATCH", "PUT", "DELETE"}
IDS = {"event": "evt_", "article": "art_", "decision": "cor_"}  # by the name of their converter


def writes(app):
    """(method, path) of every way to write that the app has."""
    address = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        values = {
            name: IDS.get(type(converter).__name__.removesuffix("Id").lower(), "") + "a" * 13
            for name, converter in rule._converters.items()
        }
        found += [(method, address.build(rule.endpoint, values, method)) for method in rule.methods & WRITING]
    return sorted(found)


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def public(make_app):
    return make_app(**PUBLIC).test_client()


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"])
@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_needs_no_token(client, host, peer):
    assert write(client, {"Host": host}, peer).status_code == 422


def test_this_machine_needs_none_even_where_there_are_tokens(make_app):
    assert write(make_app(write_tokens=TOKENS).test_client()).status_code == 422


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-Host": "localhost"},
        {"X-Forwarded-Proto": "http"},
        {"X-Real-IP": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": ""},
        {"X-Original-Forwarded-For": "127.0.0.1"},
    ],
)
def test_who_only_looks_like_this_machine_needs_one(client, headers):
    response = write(client, headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_proxy_that_says_nothing_is_known_by_how_it_speaks(client):
    overrides = {"SERVER_PROTOCOL": "HTTP/1.0"}
    answer = client.post("/articles", data=b"", content_type="text/plain", environ_overrides=overrides)
    assert answer.status_code == 401


@pytest.mark.parametrize("peer", ["10.0.0.7", "192.0.2.1", ""])
def test_another_peer_needs_one(client, peer):
    assert write(client, peer=peer).status_code == 401


@pytest.mark.parametrize("settings", [{"public_url": "https://feeds.example.org"}, PUBLIC])
def test_a_public_service_has_no_exception(make_app, settings):
    assert write(make_app(**settings).test_client()).status_code == 401


@pytest.mark.parametrize("hops", [1, 2])
def test_a_trusted_proxy_does_not_lend_its_place(make_app, hops):
    client = make_app(trusted_proxies=hops).test_client()
    assert write(client, {"X-Forwarded-For": ", ".join(["127.0.0.1"] * hops)}).status_code == 401
    assert write(client).status_code == 422


@pytest.mark.parametrize("token", ["s3cret", "4n0ther"])
def test_a_token_will_do(public, token):
    assert write(public, bearer(token), "192.0.2.1").status_code == 422


@pytest.mark.parametrize(
    "authorization",
    ["Bearer wrong", "Bearer ", "Bearer", "Basic s3cret", "s3cret", "Bearer press:s3cret", "Bearer s3cre\xe9"],
)
def test_another_token_will_not(public, authorization):
    assert write(public, {"Authorization": authorization}, "192.0.2.1").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example", "Host": "evil.example"},
    ],
)
def test_a_page_of_another_site_may_not_write(client, public, headers):
    assert write(client, headers).status_code == 403
    assert write(public, {**bearer("s3cret"), **headers}).status_code == 403


def test_a_page_of_ours_may(client):
    assert write(client, {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}).status_code == 422
    assert write(client, {"Origin": "http://127.0.0.1:8000"}).status_code == 422


def test_reading_is_open(public):
    response = public.get(
        "/events", environ_overrides={"REMOTE_ADDR": "192.0.2.1"}, headers={"Origin": "https://a.example"}
    )
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_no_other_site_may_read_the_answer_to_a_write(client):
    assert "Access-Control-Allow-Origin" not in write(client).headers


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "feeds.example.org"])
def test_where_others_can_reach_it_it_does_not_start_without_tokens(host):
    with pytest.raises(BadSetting, match="WRITE_TOKENS"):
        create_app(Config(host=host))


FOREIGN = [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
REFUSED = [  # headers, peer, status
    ({}, "192.0.2.1", 401),
    ({"Host": "evil.example"}, "127.0.0.1", 401),
    ({"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", 401),
    ({"X-Forwarded-For": "192.0.2.1"}, "127.0.0.1", 401),
    (bearer("wrong"), "192.0.2.1", 401),
    *[(headers, "127.0.0.1", 403) for headers in FOREIGN],
    *[({**bearer("s3cret"), **headers}, "192.0.2.1", 403) for headers in FOREIGN],
]


def ways_to_write(client, headers, peer):
    """(method, path, response) of each, with a body that would do if it were read."""
    for method, path in writes(client.application):
        media_type = "text/plain" if path == "/articles" else "application/json"
        kwargs = {"data": b"{}", "content_type": media_type, "environ_overrides": {"REMOTE_ADDR": peer}}
        yield method, path, client.open(path, method=method, headers=headers, **kwargs)


def test_the_ways_to_write_are_found(client):
    """Whatever comes to be added is among them."""
    found = {(method, path.replace("a" * 13, "")) for method, path in writes(client.application)}
    event = {("POST", f"/events/evt_/{what}") for what in ("retract", "merge", "split", "undo")}
    assert found >= event | {("POST", "/articles"), ("DELETE", "/articles/art_"), ("PATCH", "/events/evt_")}


@pytest.mark.parametrize(("headers", "peer", "status"), REFUSED)
@pytest.mark.parametrize("settings", [{}, {"write_tokens": TOKENS}, PUBLIC, {"trusted_proxies": 1}])
def test_every_way_to_write_is_guarded(settings, headers, peer, status):
    """Before anything else: neither store nor pipeline is asked for anything."""
    parts = Mock(store=Mock(spec=Store), pipeline=Mock(spec=Pipeline))
    client = create_app(Config(**settings), pipeline=parts.pipeline, store=parts.store).test_client()
    for method, path, response in ways_to_write(client, headers, peer):
        assert (method, path, response.status_code) == (method, path, status)
        problem(response, status)
        assert ("WWW-Authenticate" in response.headers) == (status == 401)
    assert parts.mock_calls == []


@pytest.mark.parametrize(("headers", "peer"), [({}, "127.0.0.1"), (bearer("s3cret"), "192.0.2.1")])
def test_every_way_to_write_is_open_to_who_may(make_app, headers, peer):
    """That the others are refused is for who they are."""
    client = make_app(write_tokens=TOKENS).test_client()
    for method, path, response in ways_to_write(client, headers, peer):
        assert response.status_code in (404, 422), (method, path)


def test_the_file_lets_in_and_out_without_a_restart(make_app, tmp_path):
    path = tmp_path / "tokens"
    (old, old_line), (fresh, fresh_line) = new("press"), new("press")

    def status(token):
        return write(client, bearer(token), "192.0.2.1").status_code

    path.write_text(old_line)
    client = make_app(**PUBLIC | {"write_tokens_file": TokensFile(path)}).test_client()
    assert [status(token) for token in (old, fresh, "s3cret")] == [422, 401, 422]
    path.write_text(f"{old_line}\n{fresh_line}\n")
    assert [status(token) for token in (old, fresh, "s3cret")] == [422, 422, 422]
    path.write_text(fresh_line)
    assert [status(token) for token in (old, fresh, "s3cret")] == [401, 422, 422]
    path.unlink()
    assert [status(token) for token in (old, fresh, "s3cret")] == [401, 422, 422]


def test_a_file_that_lets_nobody_in_lets_no_token_in(make_app, tmp_path):
    """And not whoever sends one as somebody at this machine."""
    path = tmp_path / "tokens"
    path.write_text("# nobody\n")
    client = make_app(write_tokens_file=TokensFile(path)).test_client()
    assert write(client, bearer("s3cret")).status_code == 401
    assert write(client).status_code == 422


def test_who_writes_by_the_file_signs_with_its_name(make_app, tmp_path):
    path = tmp_path / "tokens"
    token, line = new("the desk")
    path.write_text(line)
    app = make_app(host="0.0.0.0", write_tokens_file=TokensFile(path))
    with app.test_request_context(headers=bearer(token)):
        assert access.check_write(request, app.extensions["dateline"].config) == "the desk"
