"""A page of the listing as a request asks for it, and the addresses around it. Events and feeds share it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from flask import request

from schemas import EventQuerySchema
from schemas.query import PAGING, canonical
from service.running import running
from service.store import Page
from service.views import _parameters

SCHEMA = EventQuerySchema()


@dataclass(frozen=True)
class Listing:
    """What is asked for. The page itself is read when it is first looked at, so a 304 needs none."""

    query: dict

    @cached_property
    def page(self) -> Page:
        """The records."""
        return running().store.events(self.filters, limit=self.query["limit"], cursor=self.query.get("cursor"))

    @cached_property
    def filters(self) -> dict:
        """What narrows the listing: the query but for paging."""
        return {name: value for name, value in self.query.items() if name not in PAGING}

    @property
    def canonical(self) -> str:
        """The query, written in the one way."""
        return canonical(self.query)

    @property
    def itself(self) -> str:
        """The public address of this very request, letter for letter: a feed must name where it is read."""
        asked = quote(request.query_string, safe="%/:?[]@!$&'()*+,;=")
        return _with_query(running().address(request.path), asked)

    def at(self, path: str) -> str:
        """The public address of the same page elsewhere, as in another format."""
        return _with_query(running().address(path), self.canonical)

    def subscribed_at(self, path: str) -> str:
        """The public address of the first page, which is what to subscribe to."""
        return _with_query(running().address(path), canonical(self.filters))

    def next(self, path: str) -> str | None:
        """The public address of the page after this one."""
        if not self.page.next_cursor:
            return None
        return f"{running().address(path)}?{canonical({**self.query, 'cursor': self.page.next_cursor})}"


def read() -> Listing:
    """What this request asks for. Raises BadParameter."""
    return Listing(_parameters.load(SCHEMA))


def _with_query(address, query):
    return f"{address}?{query}" if query else address
