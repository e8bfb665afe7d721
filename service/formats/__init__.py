"""Every module here without a leading underscore is a format, and is at /feeds/events.<suffix> by being here. Each has

    LABEL, MEDIA_TYPE           what to call it; what it is sent as
    SUFFIX                      of its address, where that is not the module's name less a "_" at its end ("hxl.csv")
    render(events, feed)        -> bytes or an iterator of bytes

Formats are pure: records and a Feed in, bytes out; the same bytes for the same data, whenever and wherever. What is no
listing of events has a renderer all the same:

    _changes.render(revisions, feed)            /feeds/changes.atom, of revisions as the store tells of them
    _csvw.metadata(url, base)                   /feeds/events.csv-metadata.json
    _vocabulary.LISTS, rows(name), skos(name, base)     /vocab/<name>: rows for a page, and SKOS as JSON-LD
    jsonld.document, .context, .embedded        one event, the context, what a page embeds
    csv_.line(record), .stored(lines, feed)     a row to be kept ready, and the CSV of rows that were
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING

from service.errors import ServiceError
from service.formats._feed import Archive, Feed

if TYPE_CHECKING:
    from service.config import Config
    from service.store import Store

__all__ = ["FORMATS", "Archive", "BadFormat", "Feed", "by_name", "export", "render"]

FORMATS = MappingProxyType(
    {
        getattr(module, "SUFFIX", info.name.rstrip("_")): module
        for info in pkgutil.iter_modules(__path__)
        if not info.name.startswith("_")
        for module in [importlib.import_module(f"{__name__}.{info.name}")]
    }
)


class BadFormat(ServiceError):
    """A format that there is none of."""

    status = 404
    title = "No such format"


def by_name(name: str):
    """The module of a format. Raises BadFormat, naming those there are."""
    if name not in FORMATS:
        raise BadFormat(f"{name!r} is no format: there are {', '.join(FORMATS)}")
    return FORMATS[name]


def export(name: str, store: "Store", config: "Config | None" = None) -> Iterator[bytes]:
    """All events of a store in a format, piece by piece. Raises BadFormat."""
    module = by_name(name)
    base = config.public_url if config else store.public_url
    meta = store.meta()
    feed = Feed(base, meta.tag_authority, f"{base}/feeds/events.{name}", meta.birth)
    if hasattr(module, "stored") and (rows := store.rows()) is not None:
        return pieces(module.stored(rows, feed))
    return pieces(module.render(store.iterate(), feed))


def render(name: str, store: "Store") -> bytes:
    """The same in one piece."""
    return b"".join(export(name, store))


def pieces(rendered: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """What a format rendered, piece by piece."""
    return iter([rendered] if isinstance(rendered, bytes) else rendered)
