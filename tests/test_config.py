"""Settings: what they default to, and that a bad one stops the start with its name."""

import pytest

from service import VERSION
from service.config import Config, is_loopback
from service.errors import BadSetting


def test_defaults():
    config = Config.from_environment({})
    assert config == Config(workers=config.workers)
    assert 1 <= config.workers <= 4
    assert config.public_url == "http://127.0.0.1:8000"
    assert config.tag_authority == "127.0.0.1"


def test_an_empty_variable_is_none():
    assert Config.from_environment({"PORT": "", "WRITE_TOKENS": " "}).port == 8000


def test_what_is_not_said_follows_from_what_is():
    assert Config.from_environment({"PORT": "8123"}).public_url == "http://127.0.0.1:8123"
    config = Config.from_environment({"PUBLIC_URL": "https://feeds.example.org:8443/dateline/"})
    assert config.public_url == "https://feeds.example.org:8443/dateline"
    assert config.public_path == "/dateline"
    assert config.tag_authority == "feeds.example.org"


def test_tokens_may_have_names_and_do_not_show():
    config = Config.from_environment({"WRITE_TOKENS": "press:s3cret, 4n0ther"})
    assert [token.name for token in config.write_tokens] == ["press", "token 2"]
    assert "s3cret" not in repr(config)


BAD = {
    "PORT": ["0", "65536", "http", "-1", "８０"],
    "PUBLIC_URL": ["example.org", "ftp://example.org", "http://", "http://a/?b", "http://u:p@a", "http://a:99999"],
    "TAG_AUTHORITY": ["Example.org", "example.org:80", "[::1]", "a b"],
    "HOST": ["a b", "http://a"],
    "WEB_CONCURRENCY": ["0", "many"],
    "WRITE_TOKENS": ["a,,b", "name:", "a b", "é", "press:sha256$12"],
    "WRITE_TOKENS_FILE": [],  # read by who serves, not by every command: tests/test_tokens.py
    "RATE_LIMIT": ["0/minute", "600", "600/week", "many/hour", "1/minute;2/hour"],
    "RATE_LIMIT_STORAGE": ["redis", "https://counts.example/", "mongodb://counts.example/"],
    "PUBLISH_THRESHOLD": ["-0.1", "1.1", "nan", "high"],
    "MAX_ARTICLE_CHARS": ["0", "1e6"],
    "SPACY_MODEL": ["a model", "a;b"],
    "LOG_LEVEL": ["loud"],
    "TRUSTED_PROXIES": ["-1", "all"],
    "HUB_URL": ["hub", "ftp://hub.example/", "https://hub.example/#x"],
    "DATABASE_URL": ["dateline.db", "mysql://a/b"],
    "CELERY_BROKER_URL": ["localhost:6379", "memory://"],
    "REQUEUE_AFTER": ["0", "soon"],
    "METRICS_PORT": ["0", "8000", "http"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_bad_setting_is_named(name, value):
    with pytest.raises(BadSetting, match=f"^{name}: "):
        Config.from_environment({name: value})


def test_secrets_are_not_repeated_in_errors():
    for name, value in {"WRITE_TOKENS": "hunter2,", "DATABASE_URL": "mysql://u:hunter2@h/d"}.items():
        with pytest.raises(BadSetting) as refused:
            Config.from_environment({name: value})
        assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost", "LOCALHOST", "::ffff:127.0.0.1"]
)
def test_loopback(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "localhost.example.org", "127.0.0.1.example.org", ""])
def test_not_loopback(host):
    assert not is_loopback(host)


def test_every_setting_is_read():
    """Config.from_environment is the only list of the variables."""
    names = []

    class Environ(dict):
        def get(self, name, default=None):
            names.append(name)
            return super().get(name, default)

    Config.from_environment(Environ())
    assert sorted(names) == sorted(BAD)


def test_the_version_is_the_project_s():
    import tomllib
    from pathlib import Path

    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION
