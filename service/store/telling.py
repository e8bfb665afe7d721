"""The content of an event, from its reports and from what persons set: what a record must equal at any time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, select

from service import merge
from service.merge import corrections, fusion
from service.records import Article
from service.store import reading
from service.store.kinship import Ref
from service.store.moments import iso
from service.store.prepared import Prepared
from service.store.tables import IDS, NEWEST, articles, decisions, event_reports, events, reports

NAMES = Prepared(select(event_reports).where(event_reports.c.article_id.in_(IDS)))
REFS = Prepared(select(event_reports).where(event_reports.c.event_id.in_(IDS)))
DECISIONS = Prepared(
    select(decisions)
    .where(decisions.c.event_id.in_(IDS), decisions.c.kind.in_(("correct", "retract")), decisions.c.undone.is_(None))
    .order_by(decisions.c.moment)
)
LED_HERE = Prepared(select(events.c.id, events.c.replaced_by).where(events.c.replaced_by.in_(IDS)))
REPORTS = Prepared(
    select(articles, reports.c.key, reports.c.rank, reports.c.body)
    .join(reports, NEWEST)
    .where(articles.c.id.in_(IDS))
    .order_by(articles.c.id, reports.c.key)
)
METADATA = ("url", "title", "publisher", "published", "licence", "language")


class Reports:
    """Reports, each with its article, as rows (key, rank, body): what is asked for again is not read again."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self._read: dict[Ref, Row] = {}
        self._articles: set[str] = set()

    def of(self, refs: Iterable[Ref]) -> list[Row]:
        """These, in their order."""
        refs = sorted(set(refs))
        if missing := {article_id for article_id, _ in refs} - self._articles:
            self._read |= {(row.id, row.key): row for row in REPORTS.all(self._connection, ids=sorted(missing))}
            self._articles |= missing
        return [self._read[ref] for ref in refs if ref in self._read]


@dataclass(frozen=True)
class Said:
    """What persons said of some events, as far as it is in force."""

    corrections: dict[str, list[corrections.Correction]]  # of them, and of those merged into them; the oldest first
    retracted: set[str]  # of these nothing that a machine finds brings back any


def content(connection: Connection, event_id: str, refs: Iterable[Ref], names: Mapping[Ref, str]) -> dict:
    """The record of an event but for its life. `names` says of reports which event they tell of."""
    said = said_of(connection, [event_id])
    return fused(Reports(connection).of(refs), names, said.corrections[event_id])


def fused(rows: list[Row], names: Mapping[Ref, str], corrected: list[corrections.Correction]) -> dict:
    """The same, of what there is of it."""
    copies = _copies(rows)
    told = [
        fusion.Told(
            _linked(reading.decode(row.body), row.id, names),
            as_source(row.id, row._asdict(), row.seen),
            copies.get(row.id),
        )
        for row in rows
    ]
    return corrections.applied(fusion.fuse(told), corrected)


def names_of(connection: Connection, article_ids: Iterable[str]) -> dict[Ref, str]:
    """The event of each report of these articles."""
    found = NAMES.all(connection, ids=sorted(set(article_ids)))
    return {(row.article_id, row.key): row.event_id for row in found}


def refs_of(connection: Connection, event_ids: Iterable[str]) -> dict[str, set[Ref]]:
    """The reports of each of these events."""
    found: dict[str, set[Ref]] = {event_id: set() for event_id in event_ids}
    for row in REFS.all(connection, ids=list(found)):
        found[row.event_id].add((row.article_id, row.key))
    return found


def said_of(connection: Connection, event_ids: Iterable[str]) -> Said:
    """What persons said of events that is in force."""
    found = Said({event_id: [] for event_id in event_ids}, set())
    into = _led_here(connection, found.corrections)
    for row in DECISIONS.all(connection, ids=sorted({*found.corrections, *into})):
        if row.kind == "retract":
            found.retracted.update({row.event_id} & found.corrections.keys())
            continue
        said = corrections.Correction(row.id, reading.decode(row.body), row.author, row.reason, iso(row.moment))
        for event_id in _chain(row.event_id, into):
            if event_id in found.corrections:
                found.corrections[event_id].append(said)
    return found


def of_one(connection: Connection, event_id: str) -> set[str]:
    """All ids that an event goes by or went by: that which this one leads to, and all that lead there."""
    while following := connection.scalar(select(events.c.replaced_by).where(events.c.id == event_id)):
        event_id = following
    return {event_id, *_led_here(connection, [event_id])}


def _led_here(connection, event_ids) -> dict[str, str]:
    """All events that were merged into these, by way of others, too: what each was merged into."""
    found: dict[str, str] = {}
    edge = set(event_ids)
    while edge:
        led = {row.id: row.replaced_by for row in LED_HERE.all(connection, ids=sorted(edge))}
        edge = led.keys() - found.keys()
        found |= led
    return found


def _chain(event_id, into):
    """An event, and what it was merged into, and so on."""
    chain = [event_id]
    while (event_id := into.get(event_id)) and event_id not in chain:
        chain.append(event_id)
    return chain


def is_retracted(connection: Connection, event_id: str) -> bool:
    """Whether a person said that it is not to stand. Then nothing that a machine finds brings it back."""
    return bool(said_of(connection, [event_id]).retracted)


def metadata(article: Article) -> dict:
    """What is kept of an article beside its words."""
    return {
        "url": article.url,
        "title": article.title or None,
        "publisher": article.publisher,
        "published": article.published.isoformat().replace("+00:00", "Z") if article.published else None,
        "licence": article.licence,
        "language": article.language,
        "text_basis": article.text_basis,
    }


def as_source(article_id: str, known: Mapping[str, str | None], seen: int) -> dict:
    """An article as a record names it among its sources."""
    given = {name: known[name] for name in METADATA if known[name] is not None}
    return {"id": article_id, "url": f"/articles/{article_id}", **given, "seen": iso(seen)}


def _copies(rows) -> dict[str, str]:
    """Article -> the article that came first of those that it is a near-copy of."""
    profiles = {row.id: (row.published or iso(row.seen), reading.decode(row.profile)) for row in rows}
    firsts: list[str] = []
    found = {}
    for article_id in sorted(profiles, key=lambda known: (profiles[known][0], known)):
        own = profiles[article_id][1]
        original = next((first for first in firsts if merge.near_copy(profiles[first][1], own)), None)
        if original:
            found[article_id] = original
        else:
            firsts.append(article_id)
    return found


def _linked(report, article_id, names):
    """The report without its key, its links leading to events; a link to itself, as after a merge, is none."""
    told = {name: value for name, value in report.items() if name != "key"}
    if "links" in told:
        told["links"] = [
            {**link, "to": to}
            for link in told["links"]
            if (to := names.get((article_id, link["to"]))) and to != names.get((article_id, report["key"]))
        ]
        if not told["links"]:
            del told["links"]
    return told
