"""Which event each group of reports is: ids stay with what goes on, and what is joined goes by the older id.

Pure but for `fresh_id`, which asks whether an id is taken.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, Row, select

from schemas.event import ENDED
from service import lineage
from service.store import reading
from service.store.kinship import Ref
from service.store.prepared import Prepared
from service.store.tables import ID, IDS, events, texts

KNOWN = Prepared(select(events.c.status, events.c.body).where(events.c.id == ID))
FIRST = Prepared(select(texts.c.article_id, texts.c.seen).where(texts.c.version == 1, texts.c.article_id.in_(IDS)))


class NoFreeId(AssertionError):
    """A hundred ids in a row are taken: a defect of ours."""


@dataclass
class Names:
    """Group by group its event id, None where it needs a new one; and each id that has come to lead to another."""

    ids: list[str | None]
    merged: dict[str, str | None] = field(default_factory=dict)  # None: no report of it is left


def assign(
    groups: list[list[Ref]], former: dict[Ref, str], published: dict[str, int], arrived: dict[str, int]
) -> Names:
    """Give each group the id of the oldest event that it goes on with.

    An event goes on where most of its reports are, and where there are as many with the one that came first (`arrived`
    says when the articles did). If an older event goes on there too, it goes on where the rest of its reports are, and
    if there are none it is merged into the older one.
    """
    home = {ref: number for number, group in enumerate(groups) for ref in group}
    names = Names([None] * len(groups))
    for event_id in sorted(set(former.values()), key=lambda known: published[known]):
        left = [ref for ref, known in former.items() if known == event_id and ref in home]
        counts = Counter(home[ref] for ref in left)
        came = {number: min((arrived[ref[0]], ref) for ref in left if home[ref] == number) for number in counts}
        by_size = sorted(counts, key=lambda number: (-counts[number], came[number]))
        free = next((number for number in by_size if names.ids[number] is None), None)
        if free is not None:
            names.ids[free] = event_id
        else:
            names.merged[event_id] = names.ids[by_size[0]] if by_size else None
    return names


def fresh_id(connection: Connection, rows: list[Row], arrived: dict[str, int], taken: set[str]) -> str:
    """The id of a new event, made from its first report (`rows` are its reports, each with its article); that of a
    dead one if it tells of that again.

    "Word for word in place" is enough for that: an article that is sent again as it was, a merge that is undone.
    """
    row = min(rows, key=lambda row: (arrived[row.id], row.id, row.rank))
    report = reading.decode(row.body)
    for attempt in range(len(taken) + 100):
        event_id = lineage.event_id(row.identity, report["type"], lineage.position(report), attempt)
        if event_id in taken:
            continue
        known = KNOWN.first(connection, known_id=event_id)
        if known is None:
            return event_id
        if known.status in ENDED and lineage.likeness(reading.decode(known.body), report) >= lineage.ENOUGH:
            return event_id
    raise NoFreeId(f"{row.id} {report['key']}")


def arrived(connection: Connection, article_ids: Iterable[str]) -> dict[str, int]:
    """When the first version of each article was seen."""
    found = FIRST.all(connection, ids=sorted(set(article_ids)))
    return {row.article_id: row.seen for row in found}
