"""Events over HTTP: the listing with its filters, in any format, and each record as JSON, as JSON-LD and as a page."""

from urllib.parse import parse_qsl

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from schemas.derive import flatten
from schemas.event import ENDED, LIFE
from schemas.query import DEFAULT_LIMIT, MOST, PAGING
from service import formats
from service.conditional import answer
from service.errors import BadParameter, Gone, NotFound
from service.negotiation import choose
from service.running import running
from service.views import _feed, _kinds, _listing
from service.views._answers import HTML, JSON, dumped, link_header

views = Blueprint("events", __name__)
JSONLD = formats.jsonld.MEDIA_TYPE
SUFFIXES = {"json": (JSON, "JSON"), "jsonld": (JSONLD, "JSON-LD"), "html": (HTML, "a page")}


class Ended(Exception):
    """An event that is no more, with its last record."""

    def __init__(self, record: dict):
        super().__init__(record["id"])
        self.record = record


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
    """A page of records, the last changed first if not asked otherwise."""
    return _list(_listing.read(), "Events")


@views.get("/events/deleted")
def list_deleted() -> Response:
    """The events that were retracted, or merged into others."""
    return _list(_listing.read("/events/deleted", includedeleted="only"), "Events that have ended")


@views.get("/events/count")
def count_events() -> Response:
    """How many events there are, and how many of them a page may hold."""
    listing = _listing.read()
    if listing.query.get("format", "json") != "json":
        raise BadParameter.of({"format": "Is json here."})
    _feed.check_no_table(listing.query)
    media_type = choose(request.accept_mimetypes, [JSON])

    def make(_):
        return dumped({"count": running().store.count(listing.asked), "maxAllowed": MOST}), ""

    return answer(media_type, make, query=listing.canonical)


@views.get("/events/<event:event_id>")
def get_event(event_id: str) -> Response:
    """An event, in the format that the Accept header asks for."""
    media_type = choose(request.accept_mimetypes, [media_type for media_type, _ in SUFFIXES.values()])
    return _event(event_id, media_type, "")


@views.get(f"/events/<event:event_id>.<any({','.join(SUFFIXES)}):suffix>")
def get_event_as(event_id: str, suffix: str) -> Response:
    """An event, in the format that the address asks for."""
    return _event(event_id, SUFFIXES[suffix][0], f".{suffix}")


def _list(listing, heading):
    kinds = _kinds.all_of_them()
    name = listing.query.get("format")
    if name is None:
        media_type = choose(request.accept_mimetypes, list(dict.fromkeys(kinds.values())))
        name = next(each for each, known in kinds.items() if known == media_type)
    elif name not in kinds:
        raise BadParameter.of({"format": f"Must be one of: {', '.join(kinds)}."})
    suffix = _kinds.suffix_of(name)
    if suffix:
        _feed.check(suffix, listing.query)
    else:
        _feed.check_no_table(listing.query)

    def make(state):
        if suffix:
            body = _feed.rendered(suffix, listing, state)
        else:
            body = _json_listing(listing) if name == "json" else _page(listing, heading)
        return body, _feed.alternates(listing)

    return answer(formats.FORMATS[suffix].MEDIA_TYPE if suffix else kinds[name], make, query=listing.canonical)


def _event(event_id, media_type, suffix):
    def make(_):
        record = _known(event_id)
        return RENDER_ONE[media_type](record), link_header(_ways(event_id, media_type))

    try:
        return answer(media_type, make, found=lambda: _known(event_id))
    except Ended as ended:
        return _ended(ended.record, media_type, suffix)


def _known(event_id):
    if (record := running().store.event(event_id)) is None:
        raise NotFound("no event is known by this id")
    if record["status"] in ENDED:
        raise Ended(record)
    return record


def _ended(record, media_type, suffix):
    """The way to the event that it was merged into, or that it is gone; with what is left of it."""
    tombstone = {name: record[name] for name in LIFE if name in record}
    if "replaced_by" in record:
        response = Response(dumped(tombstone), 301, content_type=JSON)
        response.headers["Location"] = f"{running().config.public_path}/events/{record['replaced_by']}{suffix}"
        response.headers["Cache-Control"] = "public, max-age=60"  # whoever merged them may find that they were not one
        return response
    if media_type == HTML:
        response = Response(_html_event(record), 410, content_type="text/html; charset=utf-8")
        response.headers["Cache-Control"] = "no-store"
        return response
    raise Gone("the event was retracted", members={"event": tombstone})


def _ways(event_id, taken):
    """(address, relation, media type) of the other formats of a record."""
    for suffix, (media_type, _) in SUFFIXES.items():
        if media_type != taken:
            yield running().address(f"/events/{event_id}.{suffix}"), "alternate", media_type


def _json_listing(listing):
    records = listing.page.events
    if listing.fields:
        records = [_chosen(record, listing.fields) for record in records]
    return dumped({"events": records, "next": listing.next})


def _chosen(record, names):
    """Members of the record, and columns of the table that are none of them."""
    row = flatten(record) if set(names) - record.keys() else {}
    return {name: value for name, value in {**row, **record}.items() if name in names}


def _page(listing, heading, *, intro=False):
    return render_template(
        "events.html",
        heading=heading,
        intro=intro,
        events=listing.page.events,
        next=listing.next,
        formats=_feed.ways(listing),
        asked=[(name, value) for name, value in parse_qsl(listing.told) if name not in PAGING],
    )


def _html_event(record):
    path = f"{running().config.public_path}/events/{record['id']}"
    ways = [(f"{path}.{suffix}", *way) for suffix, way in SUFFIXES.items() if suffix != "html"]
    embedded = Markup(formats.jsonld.embedded(record, running().config.public_url))  # it has no "<"
    address = running().address(f"/events/{record['id']}")
    return render_template("event.html", event=record, address=address, formats=ways, embedded=embedded)


def _jsonld_event(record):
    return formats.jsonld.document(record, running().config.public_url)


RENDER_ONE = {JSON: dumped, JSONLD: _jsonld_event, HTML: _html_event}
