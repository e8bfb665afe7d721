"""Who may write: a token, or somebody at this very machine while the service is for this machine alone."""

import pytest

from service import create_app
from service.config import Config
from service.errors import BadSetting
from service.tokens import listed
from tests.views.conftest import problem

TOKENS = listed("press:s3cret,desk:4n0ther")
PUBLIC = {"host": "0.0.0.0", "public_url": "https://feeds.example.org", "write_tokens": TOKENS}


def write(client, headers=None, peer="127.0.0.1"):
    """The status of a write that is refused as empty (422) if it may be made at all."""
    kwargs = {"data": b"", "content_type": "text/plain", "environ_overrides": {"REMOTE_ADDR": peer}}
    response = client.post("/articles", headers=headers, **kwargs)
    problem(response, response.status_code)
    return response


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
    ],
)
def test_who_only_looks_like_this_machine_needs_one(client, headers):
    response = write(client, headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


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
