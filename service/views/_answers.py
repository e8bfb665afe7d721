"""What views have in common: media types, JSON as text, and Link headers."""

import json
from collections.abc import Iterable

JSON = "application/json"
HTML = "text/html"


def dumped(value: object) -> str:
    """JSON for a reader: as it is, in the order it is in."""
    return json.dumps(value, ensure_ascii=False, indent=None, separators=(",", ":"))


def link_header(links: Iterable[tuple[str, str, str]]) -> str:
    """A Link header (RFC 8288) of (address, relation, media type) each.

    >>> link_header([("/feeds/events.csv", "alternate", "text/csv")])
    '</feeds/events.csv>; rel="alternate"; type="text/csv"'
    """
    return ", ".join(
        f'<{address}>; rel="{relation}"' + (f'; type="{media_type}"' if media_type else "")
        for address, relation, media_type in links
    )
