"""The service itself over HTTP: is it up, what can be asked, what can go wrong."""

from functools import cache

from flask import Blueprint, Response, jsonify, render_template

from service import formats, openapi, problems
from service.conditional import fixed
from service.errors import NotReady
from service.running import running
from service.views import _docs
from service.views._answers import HTML, JSON, dumped

views = Blueprint("about", __name__)


@views.get("/health")
def health() -> Response:
    """The process is up. The store is not asked."""
    return _ok()


@views.get("/ready")
def ready() -> Response:
    """The process can serve: the database is there, at the version that this code knows, and so is the gazetteer."""
    app = running()
    if reason := app.store.lack() or (app.pipeline and app.pipeline.lack()):  # where there is a broker, others code
        raise NotReady(reason)
    return _ok()


@views.get("/openapi.json")
def describe() -> Response:
    """What can be asked, and what comes back."""
    return fixed(JSON, lambda: _description(running().config))


@views.get("/docs")
def docs() -> Response:
    """The same for people, as a page that loads nothing from elsewhere."""
    return fixed(HTML, lambda: render_template("docs.html", **_docs.of(openapi.document(running().config))))


@views.get("/contexts/event.jsonld")
def context() -> Response:
    """The JSON-LD context that events refer to."""
    return fixed(formats.jsonld.MEDIA_TYPE, lambda: dumped(formats.jsonld.context(running().config.public_url)))


@views.get("/problems")
def kinds() -> Response:
    """What can go wrong; the `type` of a problem leads here."""
    return fixed(HTML, lambda: render_template("problems.html", kinds=problems.kinds()))


def _ok():
    response = jsonify({"status": "ok"})
    response.headers["Cache-Control"] = "no-store"
    return response


@cache
def _description(config):
    return dumped(openapi.document(config))
