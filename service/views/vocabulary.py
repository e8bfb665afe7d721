"""The vocabularies over HTTP: where the terms of records lead, as JSON-LD or as a page."""

from flask import Blueprint, Response, render_template, request

from service.conditional import fixed
from service.errors import NotFound
from service.formats import _vocabulary
from service.negotiation import choose
from service.running import running
from service.views._answers import HTML, dumped, link_header

views = Blueprint("vocabulary", __name__)


@views.get("/vocab")
def list_vocabularies() -> Response:
    """Which there are."""
    choose(request.accept_mimetypes, [HTML])
    return fixed(HTML, lambda: render_template("vocabularies.html", lists=_vocabulary.LISTS))


@views.get("/vocab/<name>")
def get_vocabulary(name: str) -> Response:
    """One of them, in the format that the Accept header asks for."""
    return _vocabulary_as(name, choose(request.accept_mimetypes, [_vocabulary.MEDIA_TYPE, HTML]))


@views.get("/vocab/<name>.jsonld")
def get_vocabulary_as(name: str) -> Response:
    """One of them as JSON-LD."""
    return _vocabulary_as(name, _vocabulary.MEDIA_TYPE)


def _vocabulary_as(name, media_type):
    if name not in _vocabulary.LISTS:
        raise NotFound(f"there are {', '.join(_vocabulary.LISTS)}")

    def make():
        if media_type == HTML:
            return render_template(
                "vocabulary.html", name=name, title=_vocabulary.LISTS[name], rows=_vocabulary.rows(name)
            )
        return dumped(_vocabulary.skos(name, running().config.public_url))

    address = running().address(f"/vocab/{name}.jsonld")
    return fixed(media_type, make, link_header([(address, "alternate", _vocabulary.MEDIA_TYPE)]))
