"""A listing as a feed: what a format needs to know beside the records, and where the other formats are."""

from schemas.derive import COLUMNS
from service import formats
from service.errors import BadParameter
from service.formats import _csvw
from service.hub import PUSHED
from service.running import running
from service.store import Meta
from service.views._answers import HTML, link_header
from service.views._listing import Listing

TABLES = ("csv", "hxl.csv")
OF_TABLES = {"raw", "bom"}


def check(suffix: str, query: dict) -> None:
    """Raises BadParameter for what this format has no use for."""
    wrong = {}
    if unknown := sorted(set(query.get("fields", ())) - COLUMNS.keys()):
        wrong["fields"] = f"Columns are needed here, and {', '.join(unknown)} are none."
    if suffix not in TABLES:
        wrong |= dict.fromkeys(sorted(OF_TABLES & query.keys()), "Is for CSV only.")
    if wrong:
        raise BadParameter.of(wrong)


def check_no_table(query: dict) -> None:
    """Raises BadParameter for what only CSV has a use for."""
    if wrong := sorted(OF_TABLES & query.keys()):
        raise BadParameter.of(dict.fromkeys(wrong, "Is for CSV only."))


def rendered(suffix: str, listing: Listing, state: Meta) -> bytes:
    """The listing in a format."""
    module = formats.FORMATS[suffix]
    kept = listing.kept if hasattr(module, "stored") else None
    feed = formats.Feed(
        running().config.public_url,
        state.tag_authority,
        listing.itself,
        state.birth,
        query=listing.told,
        next=listing.next,
        tombstones=listing.tombstones() if suffix == "atom" else (),
        hub=_hub(listing),
        fields=listing.fields,
        raw="raw" in listing.query,
        bom="bom" in listing.query,
    )
    made = module.stored(kept.events, feed) if kept else module.render(listing.page.events, feed)
    return b"".join(formats.pieces(made))


def ways(listing: Listing) -> list[tuple[str, str, str]]:
    """(address to subscribe to, media type, label) of the listing in each format."""
    return [
        (listing.subscribed_at(f"/feeds/events.{suffix}"), _bare(module.MEDIA_TYPE), module.LABEL)
        for suffix, module in formats.FORMATS.items()
    ]


def alternates(listing: Listing, *, without: str = "") -> str:
    """The Link header: the page after this one, the same in other formats, and the page for a browser."""
    links = [
        (listing.at(f"/feeds/events.{suffix}"), "alternate", _bare(module.MEDIA_TYPE))
        for suffix, module in formats.FORMATS.items()
        if suffix != without
    ]
    if without:
        links.append((listing.at("/events"), "alternate", HTML))
    if without == "csv":
        address = listing.itself.replace(listing.path, f"/feeds/events.{_csvw.SUFFIX}", 1)
        links.append((address, "describedby", _csvw.MEDIA_TYPE))
    if listing.next:
        links.insert(0, (listing.next, "next", ""))
    if hub := _hub(listing):
        links += [(hub, "hub", ""), (listing.itself, "self", "")]
    return link_header(links)


def _hub(listing):
    """The hub, of a feed that it is told of."""
    return running().config.hub_url if listing.path in PUSHED and not listing.told else None


def _bare(media_type):
    """Without its parameters, which tell nothing before it is fetched."""
    return media_type.partition(";")[0]
