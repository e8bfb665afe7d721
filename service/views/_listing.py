"""A page of the listing as a request asks for it, and the addresses around it. Events and feeds share it."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from flask import request

from schemas import EventQuerySchema
from schemas.query import PAGING, SHOWING, canonical
from service.errors import BadParameter
from service.running import running
from service.store import Page
from service.views import _parameters

SCHEMA = EventQuerySchema()
NEWEST_TOMBSTONES = 100


@dataclass(frozen=True)
class Listing:
    """What is asked for. The page itself is read when it is first looked at, so a 304 needs none.

    `path` is where its pages are; `always` narrows what is there, whatever is asked for.
    """

    query: dict
    path: str = "/events"
    always: dict = field(default_factory=dict)

    @cached_property
    def page(self) -> Page:
        """The records."""
        return running().store.events(self.asked, limit=self.query["limit"], cursor=self.query.get("cursor"))

    @cached_property
    def kept(self) -> Page | None:
        """The same as rows of a table, if they are kept ready with all columns."""
        if self.fields or "raw" in self.query:
            return None
        return running().store.rows_page(self.asked, limit=self.query["limit"], cursor=self.query.get("cursor"))

    @cached_property
    def asked(self) -> dict:
        """What decides which records are in the listing, and their order."""
        return {name: value for name, value in self.query.items() if name not in PAGING + SHOWING} | self.always

    @property
    def fields(self) -> tuple[str, ...]:
        """The only members or columns to show; none means all."""
        return tuple(self.query.get("fields", ()))

    @property
    def canonical(self) -> str:
        """The query, written in the one way."""
        return canonical(self.query)

    @property
    def told(self) -> str:
        """The same without what only says how it is shown."""
        return canonical({name: value for name, value in self.query.items() if name not in SHOWING})

    @property
    def itself(self) -> str:
        """The public address of this very request, letter for letter: a feed must name where it is read."""
        asked = quote(request.query_string, safe="%/:?[]@!$&'()*+,;=")
        return _with_query(running().address(request.path), asked)

    def at(self, path: str) -> str:
        """The public address of the same page elsewhere, as in another format."""
        return _with_query(running().address(path), self.told)

    def subscribed_at(self, path: str) -> str:
        """The public address of the first page, which is what to subscribe to."""
        return _with_query(running().address(path), canonical(self.asked))

    @property
    def next(self) -> str | None:
        """The public address of the page after this one."""
        cursor = (self.__dict__.get("kept") or self.page).next_cursor  # whichever was read
        return f"{running().address(self.path)}?{canonical({**self.query, 'cursor': cursor})}" if cursor else None

    def tombstones(self) -> list[dict]:
        """The newest of those that were in the listing and have ended: {id, when, comment}."""
        if self.asked.get("includedeleted", "false") != "false" or "cursor" in self.query:
            return []  # they are among the records then, or on the first page
        asked = {name: value for name, value in self.asked.items() if name != "orderby"}
        ended = running().store.events({**asked, "includedeleted": "only"}, limit=NEWEST_TOMBSTONES)
        return [
            {
                "id": record["id"],
                "when": record["updated"],
                "comment": f"merged into {record['replaced_by']}" if "replaced_by" in record else record["status"],
            }
            for record in ended.events
        ]


def read(path: str = "/events", **always: str) -> Listing:
    """What this request asks for. Raises BadParameter, also for a filter that is other than it always is there."""
    query = _parameters.load(SCHEMA)
    for name, value in always.items():
        if query.pop(name, value) != value:
            raise BadParameter.of({name: f"Is {value} here."})
    return Listing(query, path, always)


def _with_query(address, query):
    return f"{address}?{query}" if query else address
