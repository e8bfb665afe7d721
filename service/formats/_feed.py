"""What formats have in common: the feed that records are rendered in, its addresses, and clean strings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote

LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of the records; a quote is its publisher's
NAME, TITLE = "Dateline", "Dateline: events"
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
PAGING = ("cursor=", "limit=")
IN_URL = "!#$%&'()*+,-./:;=?@_~"
OURS = re.compile(
    r"/[a-z]+/[a-z]+_\w+", re.ASCII
)  # as the store keeps the address of a source that has none of its own
WEB = re.compile(
    r"(https?)://([\w.-]+(?::\d{1,5})?|\[[0-9a-f:.]{2,45}\](?::\d{1,5})?)([/?#].*)?", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Archive:
    """Where a month of the archive stands among the others (RFC 5005): addresses, None past either end."""

    current: str  # the feed to subscribe to
    previous: str | None = None  # the month before
    following: str | None = None  # the month after


@dataclass(frozen=True, slots=True)
class Feed:
    """What a format needs to know beside the records.

    `url` is the address that the feed is read at, `query` its canonical query, `next` the address of the page after it;
    `updated` is said of a feed without entries, `name` makes its id. Of `tombstones` each is {id, when, comment}.
    `matched` is how many records the filters let through, where that was counted. `fields` names the only columns to
    be shown, where not all are; `raw` and `bom` are of the CSV.
    """

    public_url: str
    tag_authority: str
    url: str
    updated: datetime
    query: str = ""
    next: str | None = None
    title: str = TITLE
    name: str = "feed:events"
    tombstones: Sequence[Mapping] = ()
    archive: Archive | None = None
    hub: str | None = None
    matched: int | None = None
    fields: tuple[str, ...] = ()
    raw: bool = False
    bom: bool = False

    @property
    def filters(self) -> str:
        """The query without paging: what makes it this feed, on every page."""
        return "&".join(part for part in self.query.split("&") if part and not part.startswith(PAGING))

    @property
    def page(self) -> str:
        """The same for a browser."""
        return f"{self.public_url}/events" + (f"?{self.filters}" if self.filters else "")

    def tag(self, name: str) -> str:
        """A tag URI (RFC 4151): the same wherever the service moves to."""
        return f"tag:{self.tag_authority},2026:{name}"


def clean(text: object) -> str:
    """The text without what XML and JSON readers refuse; a blank stands for each, so that nothing else moves.

    >>> clean("a\\x00b\\ud800c")
    'a b c'
    """
    text = str(text)
    return text if text.isprintable() else UNSEEN.sub(" ", text)  # nothing that is refused is printable


def one_line(text: object) -> str:
    """The text on one line. Of blanks, only the plain one is printable."""
    text = str(text)
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(clean(text).split())


def stamp(moment: datetime) -> str:
    """A moment in UTC, with its microseconds.

    >>> stamp(datetime(2026, 1, 2, tzinfo=UTC))
    '2026-01-02T00:00:00.000000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def decimal(value: float) -> str:
    """At most five places, which is a metre, and no exponent, which would be text to some.

    >>> decimal(32.66347), decimal(1e-05), decimal(-0.000001)
    ('32.66347', '0.00001', '0')
    """
    return f"{round(value, 5) + 0.0:.5f}".rstrip("0").rstrip(".")


def event_url(record: dict, base: str) -> str:
    """Where a record stands."""
    return f"{base}/events/{record['id']}"


def source_url(source: dict, base: str) -> str:
    """The address of an article, fit for a link; what is no web address leads to what we know of the article."""
    url = source.get("url") or ""
    return base + url if OURS.fullmatch(url) else web_address(url) or f"{base}/articles/{source['id']}"


@lru_cache(maxsize=4096)  # an address is asked for by each part of a document
def web_address(text: str | None) -> str | None:
    """The text as an http or https URL in ASCII, or None.

    >>> web_address("https://news.example.com/a b?c=é"), web_address("javascript:alert(1)")
    ('https://news.example.com/a%20b?c=%C3%A9', None)
    """
    found = WEB.fullmatch(UNSEEN.sub("", text or "").strip())
    if not found:
        return None
    scheme, host, rest = found.groups()
    try:
        host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return None
    return f"{scheme.lower()}://{host}" + re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(rest or "", safe=IN_URL))
