"""Articles over HTTP: post one or many, and see what was found in them."""

import sys
from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify, render_template, request, stream_with_context
from werkzeug.http import parse_dict_header

from service import access, intake
from service.body import json_object
from service.conditional import answer
from service.errors import BadArticle, BadParameter, Gone, NotFound
from service.ingest import shown
from service.negotiation import choose
from service.running import running
from service.text import decode
from service.views import _bodies, _bulk, _holding, _parameters, jobs
from service.views._answers import HTML, JSON, dumped
from service.views._reading import quotes_of

views = Blueprint("articles", __name__)
NDJSON = "application/x-ndjson"
PATIENCE, MOST_PATIENCE = 20, 60  # seconds that an article may take where workers code it, before its answer is 202
WHAT = "an article"
READ = (JSON, "text/plain", HTML, NDJSON)


@views.post("/articles")
def post_article() -> tuple[Response, int, dict]:
    """Code an article and keep it; the same one again changes nothing."""
    app = running()
    many = request.mimetype == NDJSON
    access.check_write(request, app.config, many=many)
    if many:
        return _post_many()
    today = datetime.now(UTC).date()
    try:
        article = _sent(received=today, max_chars=app.config.max_article_chars)
    except BadArticle as error:
        raise _in_parameters(error, request.args) from error
    asynchronous, wait = _preferred()
    outcome = app.take(article, wait=wait)
    if isinstance(outcome, str):
        return jobs.accepted(outcome, preferred=asynchronous)
    records, non_events = shown(app.store, outcome.article_id)
    path = f"/articles/{outcome.article_id}"
    body = {
        "article": {"id": outcome.article_id, "url": app.address(path)},
        "events": [{"id": told["id"], "url": app.address(f"/events/{told['id']}"), **told} for told in records],
        "non_events": non_events,
    }
    headers = {"Location": app.config.public_path + path, "Cache-Control": "no-store"}
    return jsonify(body), 201 if outcome.created else 200, headers


def _preferred():
    """Whether the caller would rather not wait, and the seconds that they wait if need be (RFC 7240)."""
    preferred = parse_dict_header(request.headers.get("Prefer", ""))
    if "respond-async" in preferred:
        return True, 0
    said = preferred.get("wait") or ""
    return False, min(int(said), MOST_PATIENCE) if said.isdecimal() and len(said) < 9 else PATIENCE


@views.get("/articles/<article:article_id>")
def get_article(article_id: str) -> Response:
    """What is known of an article, and the words of it that records rest on; never the whole text."""
    media_type = choose(request.accept_mimetypes, [JSON, HTML])

    def make(_):
        known = _known(article_id)
        return (render_template("article.html", article=known) if media_type == HTML else dumped(known)), ""

    return answer(media_type, make, found=lambda: _known(article_id))


def _known(article_id):
    store = running().store
    if (known := store.article(article_id)) is None:
        raise NotFound("no article is known by this id")
    if "withdrawn" in known:
        raise Gone(f"the article was withdrawn on {known['withdrawn'][:10]}")
    records = store.article_events(article_id)
    events = [
        {"id": told["id"], "url": running().address(f"/events/{told['id']}"), **_glimpse(told)} for told in records
    ]
    return {**known, "events": events, "quotes": quotes_of(article_id, records)}


def _glimpse(record):
    return {name: record[name] for name in ("type", "modality", "status", "title")}


def _post_many():
    """One answer, a line for each article, begun while they still come in."""
    _bodies.media_type(READ, WHAT)
    members = _in_query()
    request.max_content_length = sys.maxsize  # there is a limit to each line
    whole = request.environ.get("wsgi.input_terminated")  # the server ends it where the body ends
    stream = request.environ["wsgi.input"] if whole else request.stream
    answers = _bulk.answers(stream, lambda body: _together(members, body))
    held = _holding.held_back(answers, _holding.takes(request.environ.get("gunicorn.socket")))
    response = Response(stream_with_context(held), content_type=NDJSON)
    response.headers.update({"Cache-Control": "no-store", "X-Accel-Buffering": "no"})  # a proxy may hold nothing back
    return response, 200, {}


def _sent(**limits):
    """The article: members in the query, and the body, which is one of them, or has the others, or is a page."""
    media_type = _bodies.media_type(READ, WHAT)
    members = _in_query()
    text = decode(_bodies.data())
    sent = _together(members, json_object(text) if media_type == JSON else {"text": text})
    return intake.read_page(sent.pop("text"), sent, **limits) if media_type == HTML else intake.read(sent, **limits)


def _in_query():
    members = _parameters.single()
    if unknown := members.keys() - intake.SCHEMA.fields.keys():
        raise BadParameter.unknown(sorted(unknown))
    return members


def _together(members, body):
    if twice := members.keys() & body.keys():
        raise BadArticle(f"in the query and in the body: {', '.join(sorted(twice))}")
    return {**members, **body}


def _in_parameters(error, members):
    """What is wrong with a member that came in the query is told under the parameter's name."""
    errors = [
        {"parameter": name, "detail": part["detail"]} if (name := part["pointer"][1:]) in members else part
        for part in error.errors
    ]
    return BadArticle(str(error), errors=errors)
