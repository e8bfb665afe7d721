"""A listing as a feed: what a format needs to know beside the records, and where the other formats are."""

from service import formats
from service.running import running
from service.store import Meta
from service.views._answers import HTML, link_header
from service.views._listing import Listing

LABELS = {"atom": "Atom", "jsonld": "JSON-LD", "csv": "CSV"}


def rendered(suffix: str, listing: Listing, state: Meta, path: str) -> bytes:
    """The listing in a format, as it is read at a path."""
    feed = formats.Feed(
        running().config.public_url,
        state.tag_authority,
        listing.itself,
        state.birth,
        query=listing.canonical,
        next=listing.next(path),
    )
    return b"".join(formats.pieces(formats.FORMATS[suffix].render(listing.page.events, feed)))


def jsonld(listing: Listing, state: Meta) -> bytes:
    """The listing at /events, as JSON-LD."""
    return rendered("jsonld", listing, state, "/events")


def ways(listing: Listing) -> list[tuple[str, str, str]]:
    """(address to subscribe to, media type, label) of the listing in each format."""
    return [
        (listing.subscribed_at(f"/feeds/events.{suffix}"), _bare(module.MEDIA_TYPE), LABELS.get(suffix, suffix))
        for suffix, module in formats.FORMATS.items()
    ]


def alternates(listing: Listing, *, next_at: str = "", without: str = "") -> str:
    """The Link header: the page after this one, the same in other formats, and the page for a browser."""
    links = [
        (listing.at(f"/feeds/events.{suffix}"), "alternate", _bare(module.MEDIA_TYPE))
        for suffix, module in formats.FORMATS.items()
        if suffix != without
    ]
    if without:
        links.append((listing.at("/events"), "alternate", HTML))
    if next_at and (following := listing.next(next_at)):
        links.insert(0, (following, "next", ""))
    return link_header(links)


def _bare(media_type):
    """Without its parameters, which tell nothing before it is fetched."""
    return media_type.partition(";")[0]
