"""The listing as feeds: one address for each format, with the filters that every listing takes."""

from flask import Blueprint, Response

from service import formats
from service.conditional import answer
from service.views import _feed, _listing

views = Blueprint("feeds", __name__)


@views.get("/feeds/events.<suffix>")
def get_feed(suffix: str) -> Response:
    """A page of the listing in the format that the address names."""
    media_type = formats.by_name(suffix).MEDIA_TYPE
    listing = _listing.read()

    def make(state):
        path = f"/feeds/events.{suffix}"
        return _feed.rendered(suffix, listing, state, path), _feed.alternates(listing, next_at=path, without=suffix)

    return answer(media_type, make, query=listing.canonical)
