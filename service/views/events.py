"""Events over HTTP: the listing and each record, as JSON, as JSON-LD and as a page."""

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from schemas.query import DEFAULT_LIMIT
from service import formats
from service.conditional import answer
from service.errors import NotFound
from service.negotiation import choose
from service.running import running
from service.views import _feed, _listing
from service.views._answers import HTML, JSON, dumped, link_header

views = Blueprint("events", __name__)
JSONLD = formats.jsonld.MEDIA_TYPE
SUFFIXES = {"json": (JSON, "JSON"), "jsonld": (JSONLD, "JSON-LD"), "html": (HTML, "a page")}


@views.get("/")
def home() -> Response:
    """The newest events, and what this is."""
    media_type = choose(request.accept_mimetypes, [HTML])
    listing = _listing.Listing({"limit": DEFAULT_LIMIT})

    def make(_):
        return _page(listing, "Dateline", intro=True), _feed.alternates(listing)

    return answer(media_type, make)


@views.get("/events")
def list_events() -> Response:
    """A page of records, the last changed first."""
    listing = _listing.read()
    media_type = choose(request.accept_mimetypes, [JSON, JSONLD, HTML])

    def make(state):
        return RENDER[media_type](listing, state), _feed.alternates(listing, next_at="/events")

    return answer(media_type, make, query=listing.canonical)


@views.get("/events/<event:event_id>")
def get_event(event_id: str) -> Response:
    """An event, in the format that the Accept header asks for."""
    return _event(event_id, choose(request.accept_mimetypes, [media_type for media_type, _ in SUFFIXES.values()]))


@views.get(f"/events/<event:event_id>.<any({','.join(SUFFIXES)}):suffix>")
def get_event_as(event_id: str, suffix: str) -> Response:
    """An event, in the format that the address asks for."""
    return _event(event_id, SUFFIXES[suffix][0])


def _event(event_id, media_type):
    def make(_):
        record = _known(event_id)
        return RENDER_ONE[media_type](record), link_header(_ways(event_id, media_type))

    return answer(media_type, make, found=lambda: _known(event_id))


def _known(event_id):
    if (record := running().store.event(event_id)) is None:
        raise NotFound("no event is known by this id")
    return record


def _ways(event_id, taken):
    """(address, relation, media type) of the other formats of a record."""
    for suffix, (media_type, _) in SUFFIXES.items():
        if media_type != taken:
            yield running().address(f"/events/{event_id}.{suffix}"), "alternate", media_type


def _json_listing(listing, _):
    return dumped({"events": listing.page.events, "next": listing.next("/events")})


def _html_listing(listing, _):
    return _page(listing, "Events")


def _page(listing, heading, *, intro=False):
    return render_template(
        "events.html",
        heading=heading,
        intro=intro,
        events=listing.page.events,
        next=listing.next("/events"),
        formats=_feed.ways(listing),
    )


def _html_event(record):
    path = f"{running().config.public_path}/events/{record['id']}"
    ways = [(f"{path}.{suffix}", *way) for suffix, way in SUFFIXES.items() if suffix != "html"]
    embedded = Markup(formats.jsonld.embedded(record, running().config.public_url))  # it has no "<"
    address = running().address(f"/events/{record['id']}")
    return render_template("event.html", event=record, address=address, formats=ways, embedded=embedded)


def _jsonld_event(record):
    return formats.jsonld.document(record, running().config.public_url)


RENDER = {JSON: _json_listing, JSONLD: _feed.jsonld, HTML: _html_listing}
RENDER_ONE = {JSON: dumped, JSONLD: _jsonld_event, HTML: _html_event}
