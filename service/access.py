"""Says who may write. Reading is open.

Writing needs a bearer token, except for somebody at this very machine while the service is for this machine alone. That
exception must not be borrowed: not by a proxy (its peer is loopback for everybody), not by a name that was pointed at
127.0.0.1 (the Host header shows it), and not by a page that the user happens to have open (Origin, Sec-Fetch-Site).
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, g
from werkzeug import Request

from service import logs
from service.config import Config, is_loopback
from service.errors import BadSetting, Forbidden, Unauthorized
from service.limiting import Limits, Standing
from service.tokens import TAKEN, holder

FORWARDING = (
    "Forwarded",
    "Via",
    "X-Real-Ip",
    "True-Client-Ip",
    "Client-Ip",
    "Cf-Connecting-Ip",
    "Fastly-Client-Ip",
    "Fly-Client-Ip",
    "X-Client-Ip",
    "X-Cluster-Client-Ip",
    "X-Envoy-External-Address",
    "X-Original-Forwarded-For",
)
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
NOT_FOREIGN = ("same-origin", "none")  # of Sec-Fetch-Site; "none" is the address bar


def register(app: Flask, config: Config) -> None:
    """Let an app count who writes how often. Raises BadSetting."""
    check_settings(config)
    app.extensions["dateline.limits"] = Limits(config)


def check_settings(config: Config) -> None:
    """Raises BadSetting where anybody could reach the service and nobody could be told apart, or the file is wrong."""
    tokens = config.write_tokens
    if config.write_tokens_file:
        try:
            tokens += config.write_tokens_file.load()
        except ValueError as error:
            raise BadSetting(f"WRITE_TOKENS_FILE: {error}") from None
    if not is_loopback(config.host) and not tokens:
        raise BadSetting(f"HOST is {config.host}, which others can reach: set WRITE_TOKENS or WRITE_TOKENS_FILE, too")


def check_write(request: Request, config: Config, *, many: bool = False) -> str:
    """The name of whoever writes, which the log is told, too. It is one write more on their account; of `many`, each
    counts later.

    Raises Unauthorized (401), Forbidden (403) or TooOften (429).
    """
    limits, address = current_app.extensions["dateline.limits"], request.remote_addr or ""
    try:
        name = _writer(request, config)
    except Unauthorized:
        limits.failed(address)
        raise
    logs.also(writer=name)
    if name != TAKEN:
        limits.check_failed(address)  # a guess that is right looks no different from others by then
        g.writer = name
        g.standing = limits.write(name, address, cost=0 if many else 1)
    return name


def count_one_of_many(request: Request) -> None:
    """One write more on the account of whoever was let in for many. Raises TooOften (429)."""
    if name := g.get("writer"):
        current_app.extensions["dateline.limits"].write(name, request.remote_addr or "")


def standing() -> Standing | None:
    """How far whoever writes is from their limit, if there is one for them."""
    return g.get("standing")


def _writer(request, config):
    if _foreign(request, config):
        raise Forbidden("a page of another site may not write here")
    if "Authorization" in request.headers and (config.write_tokens or config.write_tokens_file):
        return _bearer(request, config)
    if _at_this_machine(request, config):
        return TAKEN
    raise Unauthorized("writing needs a token: send the header Authorization: Bearer <token>")


def _bearer(request, config):
    scheme, _, sent = request.headers["Authorization"].partition(" ")
    given = sent.strip().encode("utf-8", "surrogateescape")
    if scheme.lower() == "bearer":
        tokens = config.write_tokens
        if config.write_tokens_file:
            tokens += config.write_tokens_file.tokens()
        if name := holder(tokens, given):
            return name
    raise Unauthorized("this token is not known here")


def _foreign(request, config):
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() not in (f"{request.scheme}://{request.host}".lower(), _origin(config)):
        return True
    return request.headers.get("Sec-Fetch-Site", "none").lower() not in NOT_FOREIGN


def _origin(config):
    parts = urlsplit(config.public_url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _at_this_machine(request, config):
    return (
        is_loopback(config.host)
        and is_loopback(urlsplit(config.public_url).hostname or "")
        and is_loopback(_peer(request))
        and not any(name in FORWARDING or name.startswith("X-Forwarded") for name, _ in request.headers)
        and _name(request.headers.get("Host", "")) in LOCAL_NAMES
        # nginx, told no more than proxy_pass, adds none of those, and speaks HTTP/1.0, as no client does by now.
        and request.environ.get("SERVER_PROTOCOL") != "HTTP/1.0"
    )


def _peer(request):
    """Who is really at the other end, whatever a trusted proxy says it speaks for."""
    before = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    return before.get("REMOTE_ADDR") or ""


def _name(host):
    """The name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
