"""What every answer carries: what a browser may do with it, who may read it, and the id of its request."""

import re
from http import HTTPStatus
from urllib.parse import urlsplit
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
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",  # of what READABLE does not open
}
# A year; not of other hosts below this one, of which nothing is known here.
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}
READABLE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, X-Request-Id",
    "Cross-Origin-Resource-Policy": "cross-origin",  # feeds are for other sites to show
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def register(app: Flask, config: Config) -> None:
    """Add them to every answer of an app, and believe as many proxies as the settings say."""
    always = ALWAYS | (OVER_TLS if urlsplit(config.public_url).scheme == "https" else {})
    app.after_request(lambda response: _complete(response, always))
    if hops := config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)


def request_id() -> str:
    """The id of the request that is being answered: the header X-Request-Id of the answer, and of each line logged."""
    return logs.request().get("request_id", "")


def new_request_id(sent: str | None = None) -> str:
    """An id for a request: what a proxy that is trusted calls it, if that can stand in a header and a log."""
    return sent if sent and REQUEST_ID.fullmatch(sent) else uuid4().hex


def _complete(response: Response, always: dict[str, str]) -> Response:
    for name, value in always.items():
        response.headers.setdefault(name, value)
    if response.status_code == HTTPStatus.NO_CONTENT or (request.method == "OPTIONS" and not response.get_data()):
        response.headers.pop("Content-Type", None)  # of nothing
    if request.method in ("GET", "HEAD", "OPTIONS"):
        response.headers.update(READABLE)
    if request.method == "OPTIONS":
        response.headers.update(PREFLIGHT)
    if told := access.standing():
        response.headers.update(told.headers)
    return response
