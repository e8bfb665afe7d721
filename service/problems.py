"""Turns every failure into problem details (RFC 9457). The one place that does, so that all of them look alike."""

import json
import logging
from http import HTTPStatus

from flask import Flask, Response, request
from gunicorn.http.errors import ParseException  # of a body: it quotes what was sent
from werkzeug.exceptions import BadRequest, HTTPException

from schemas import ProblemSchema
from service import headers, metrics
from service.errors import ServiceError, StoreUnavailable
from service.running import running

MEDIA_TYPE = "application/problem+json"
LONGEST = 500  # characters of a detail: it may quote what was sent
SCHEMA = ProblemSchema()
log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Let the app answer every failure with a problem."""
    app.register_error_handler(ServiceError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ParseException, lambda _: _http(BadRequest("the body does not come in chunks")))
    app.register_error_handler(Exception, _defect)


def kinds() -> dict[str, type[ServiceError]]:
    """The anchor of each kind of problem of ours on /problems -> its class."""
    found, queue = {}, [ServiceError]
    while queue:
        kind = queue.pop(0)
        found[_slug(kind)] = kind
        queue.extend(kind.__subclasses__())
    return found


def of(error: ServiceError) -> dict:
    """The problem that an error of ours is."""
    kind = f"{running().address('/problems')}#{_slug(type(error))}"
    _count(_slug(type(error)))
    if isinstance(error, StoreUnavailable):
        log.error("%s %s: %s", request.method, request.path, error, exc_info=error.__cause__)
    return _body(kind, error.title, error.status, str(error), error.errors, **error.members)


def of_defect(error: Exception) -> dict:
    """A fault of ours: what went wrong inside is for the log alone, and nobody's business outside."""
    request_id = headers.request_id()
    _count("defect")
    log.error("request %s: %s %s", request_id, request.method, request.path, exc_info=error)
    detail = f"The fault is ours. Please report it with this request id: {request_id}"
    return _body("about:blank", HTTPStatus(500).phrase, 500, detail) | {"request_id": request_id}


def _count(kind):
    """What is wrong with an article is counted, alone or in one of many lines."""
    if request.endpoint == "articles.post_article":
        metrics.refused(kind)


def _refused(error: ServiceError) -> Response:
    response = _problem(of(error))
    response.headers.extend(error.headers)
    return response


def _http(error: HTTPException) -> Response:
    """Werkzeug's own: 404, 405 (whose Allow header stays), 413, ... A redirect is an exception, too, but no problem."""
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    response = _problem(_body("about:blank", HTTPStatus(error.code).phrase, error.code, error.description or ""))
    response.headers.extend((name, value) for name, value in error.get_headers() if name != "Content-Type")
    return response


def _defect(error: Exception) -> Response:
    return _problem(of_defect(error))


def _body(kind, title, status, detail, errors=(), **more):
    body = {"type": kind, "title": title, "status": status, "detail": _safe(detail), "instance": _safe(request.path)}
    body |= more
    if errors:
        body["errors"] = [{name: _safe(value) for name, value in error.items()} for error in errors]
    return SCHEMA.dump(body)


def _problem(body):
    response = Response(json.dumps(body, ensure_ascii=False), body["status"], content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def _safe(text: str) -> str:
    """Short, and without the lone surrogates that it may quote."""
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return text.encode("utf-8", "replace").decode()


def _slug(kind):
    """BadText -> bad-text."""
    return "".join("-" + letter.lower() if letter.isupper() else letter for letter in kind.__name__).lstrip("-")
