"""The listing as feeds: one address for each format, with the filters that every listing takes; what describes the
CSV; and the feeds of Atom that are no listing, of months and of changes."""

import re
from datetime import UTC, datetime

from flask import Blueprint, Response
from marshmallow import RAISE, Schema

from schemas.query import EventQuerySchema, canonical
from service import formats
from service.conditional import DAY, answer
from service.errors import BadParameter, NotFound
from service.formats import Archive, Feed, _changes, _csvw
from service.running import running
from service.views import _feed, _kinds, _listing, _parameters
from service.views._answers import HTML, dumped, link_header

views = Blueprint("feeds", __name__)
ATOM = formats.FORMATS["atom"].MEDIA_TYPE
CURRENT = "/feeds/events.atom"
MONTH = re.compile(r"([12]\d{3})-(0[1-9]|1[0-2])", re.ASCII)


class PagingSchema(EventQuerySchema):
    """What may be asked of a feed that takes no filters."""

    class Meta:
        unknown = RAISE
        fields = ("limit", "cursor")


@views.get("/feeds/events.<suffix>")
def get_feed(suffix: str) -> Response:
    """A page of the listing in the format that the address names."""
    media_type = formats.by_name(suffix).MEDIA_TYPE
    listing = _listing.read(f"/feeds/events.{suffix}")
    _check(suffix, listing)

    def make(state):
        return _feed.rendered(suffix, listing, state), _feed.alternates(listing, without=suffix)

    return answer(media_type, make, query=listing.canonical)


@views.get(f"/feeds/events.{_csvw.SUFFIX}")
def describe_csv() -> Response:
    """What the columns of the CSV hold. It takes the parameters of the CSV, whose address it names."""
    listing = _listing.read("/feeds/events.csv")
    _check("csv", listing)

    def make(_):
        url = listing.itself.replace(f"/feeds/events.{_csvw.SUFFIX}", listing.path, 1)
        return dumped(_csvw.metadata(url, running().config.public_url, listing.fields)), ""

    return answer(_csvw.MEDIA_TYPE, make, query=listing.itself, cache=DAY)


@views.get("/feeds/changes.atom")
def get_changes() -> Response:
    """An entry for every version of every event, the newest first: what was corrected, and what was retracted."""
    query = _parameters.load(PagingSchema())
    told = canonical(query)

    def make(_):
        found = running().store.revisions(limit=query["limit"], cursor=query.get("cursor"))
        address = running().address("/feeds/changes.atom")
        more = canonical({**query, "cursor": found.next_cursor}) if found.next_cursor else ""
        following = f"{address}?{more}" if more else None
        hub = running().config.hub_url if not told else None
        feed = _atom(found.meta, f"{address}?{told}" if told else address, query=told, next=following, hub=hub)
        links = [(following, "next", ATOM)] if following else []
        links += [(hub, "hub", ""), (address, "self", "")] if hub else []
        return _changes.render(found.revisions, feed), link_header(links)

    return answer(ATOM, make, query=told)


@views.get("/feeds/archive/<month>.atom")
def get_archive(month: str) -> Response:
    """The events that were first published in a month, in their present state (RFC 5005)."""
    _parameters.load(Schema.from_dict({})(unknown=RAISE))
    state = running().store.meta()
    known = (
        _number(state.birth) - 1,
        _number(state.last_commit),
    )  # so that the first has a neighbour, as readers expect
    number = _read_month(month)
    if not known[0] <= number <= known[1]:
        raise NotFound(f"there are archives from {_month(known[0])} to {_month(known[1])}")

    def make(state):
        records = running().store.published_between(_start(number), _start(number + 1))
        archive = Archive(
            running().address(CURRENT),
            _address(number - 1) if number > known[0] else None,
            _address(number + 1) if number < known[1] else None,
        )
        feed = _atom(state, _address(number), archive=archive)
        return formats.FORMATS["atom"].render(records, feed), link_header(
            [(running().address(CURRENT), "current", ATOM), (running().address("/events"), "alternate", HTML)]
        )

    return answer(ATOM, make, cache=DAY if number < known[1] else "public, max-age=60")


def _check(suffix, listing):
    if listing.query.get("format", _kinds.name_of(suffix)) != _kinds.name_of(suffix):
        raise BadParameter.of({"format": f"Is {_kinds.name_of(suffix)} here."})
    _feed.check(suffix, listing.query)


def _atom(state, url, **more):
    config = running().config
    return Feed(config.public_url, state.tag_authority, url, state.birth, **more)


def _address(number):
    return running().address(f"/feeds/archive/{_month(number)}.atom")


def _read_month(text):
    if not (found := MONTH.fullmatch(text)):
        raise NotFound("a month is written as 2026-03")
    return int(found[1]) * 12 + int(found[2]) - 1


def _number(moment):
    """Months since the year 0."""
    return moment.year * 12 + moment.month - 1


def _month(number):
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _start(number):
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
