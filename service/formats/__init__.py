"""Every module here without a leading underscore is the format it is named after (csv_ is csv). Each has

    MEDIA_TYPE
    render(events, feed) -> bytes or an iterator of bytes

Formats are pure: records and a Feed in, bytes out; the same bytes for the same data, whenever and wherever.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING

from service.errors import ServiceError
from service.formats._feed import Feed

if TYPE_CHECKING:
    from service.config import Config
    from service.store import Store

__all__ = ["FORMATS", "BadFormat", "Feed", "by_name", "export", "render"]

FORMATS = MappingProxyType(
    {
        info.name.rstrip("_"): importlib.import_module(f"{__name__}.{info.name}")
        for info in pkgutil.iter_modules(__path__)
        if not info.name.startswith("_")
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
    return pieces(module.render(store.iterate(), feed))


def render(name: str, store: "Store") -> bytes:
    """The same in one piece."""
    return b"".join(export(name, store))


def pieces(rendered: bytes | Iterable[bytes]) -> Iterator[bytes]:
    """What a format rendered, piece by piece."""
    return iter([rendered] if isinstance(rendered, bytes) else rendered)
