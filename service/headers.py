"""What every answer carries: what a browser may do with it, who may read it, and the id of its request."""

import re
from uuid import uuid4

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from service import access, logs
from service.config import Config

REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # Everything on a page is ours, and there are no scripts. (Embedded JSON-LD is data, to which this does not apply.)
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # whoever follows a source need not tell its publisher what they look into
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
READABLE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def register(app: Flask, config: Config) -> None:
    """Add them to every answer of an app, and believe as many proxies as the settings say."""
    app.after_request(_complete)
    if hops := config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)


def request_id() -> str:
    """The id of the request that is being answered: the header X-Request-Id of the answer, and of each line logged."""
    return logs.request().get("request_id", "")


def new_request_id(sent: str | None = None) -> str:
    """An id for a request: what the caller (or a proxy) calls it, if that can stand in a header and a log."""
    return sent if sent and REQUEST_ID.fullmatch(sent) else uuid4().hex


def _complete(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        response.headers.update(READABLE)
    if request.method == "OPTIONS":
        response.headers.update(PREFLIGHT)
    if told := access.standing():
        response.headers.update(told.headers)
    return response
