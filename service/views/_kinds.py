"""What a listing can be had as: the formats of its feeds, the records themselves, and a page."""

from service import formats
from service.views._answers import HTML, JSON

PLAIN = {"json": JSON, "html": HTML}  # what is no feed
RENAMED = {"json": "jsonfeed", "hxl.csv": "hxl"}  # suffixes whose names mean something else, or are no names


def name_of(suffix: str) -> str:
    """What `format=` calls the format of a feed.

    >>> name_of("csv"), name_of("json")
    ('csv', 'jsonfeed')
    """
    return RENAMED.get(suffix, suffix)


def all_of_them() -> dict[str, str]:
    """Name -> media type, in the order in which they are offered."""
    feeds = {name_of(suffix): module.MEDIA_TYPE.partition(";")[0] for suffix, module in formats.FORMATS.items()}
    return {"json": PLAIN["json"], "jsonld": feeds["jsonld"], "html": PLAIN["html"]} | feeds


def suffix_of(name: str) -> str | None:
    """The feed's suffix of a name, if it is a feed's."""
    return next((suffix for suffix in formats.FORMATS if name_of(suffix) == name), None)
