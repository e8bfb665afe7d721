"""Takes an article back: its words and quotes go, from every version of every record, and a tombstone stays.

Its events are told anew by what the others say; what no other article tells of is retracted, and of its former versions
nothing is left but what kind of event it was.
"""

from sqlalchemy import Connection, delete, select, update

from schemas.event import LIFE
from service.errors import Changed, NotFound
from service.store import filters, jobs, reading, terms, weaving, writing
from service.store.moments import iso
from service.store.revising import Cause, Records, Tools, encode
from service.store.tables import articles, event_articles, event_versions, events, reports, texts

SHELL = (*LIFE, "type", "category", "modality", "confidence")
TITLE = "Erased: the article was withdrawn"


def withdraw(connection: Connection, article_id: str, tools: Tools, as_of: int | None = None) -> None:
    """Erase an article; twice is as once. Raises NotFound, and Changed if anything was written since `as_of`."""
    state = writing.lock(connection)
    row = writing.article_row(connection, article_id)
    if jobs.withdraw(connection, article_id) and row is None:
        return  # it was not coded yet
    if row is None:
        raise NotFound("no article is known by this id")
    if row.withdrawn:
        return
    if as_of is not None and state.last_commit > as_of:
        raise Changed(f"the store was written to on {iso(state.last_commit)}: read the article again")
    writer = Records(connection, state, Cause("withdrawal", article=article_id), tools)
    former, near = weaving.take_out(connection, article_id, {})
    weaving.weave(connection, writer, near, former)
    _erase(connection, article_id, writer.tick())
    ever_told = select(event_articles.c.event_id).where(event_articles.c.article_id == article_id)
    for event_id in connection.scalars(ever_told).all():
        _scrub(connection, event_id, article_id)
    writer.commit()


def _erase(connection, article_id, moment):
    gone = {"identity": article_id, "external_id": None, "title": None, "url": None, "publisher": None}
    rest = {"non_events": "[]", "profile": "{}", "digest": "", "withdrawn": moment}
    connection.execute(update(articles).where(articles.c.id == article_id).values(**gone, **rest))
    connection.execute(delete(reports).where(reports.c.article_id == article_id))
    connection.execute(update(texts).where(texts.c.article_id == article_id).values(title="", text="", digest=""))


def _scrub(connection, event_id, article_id):
    """Take the article out of the event's record, if that was its end, and of all former ones."""
    row = connection.execute(select(events).where(events.c.id == event_id)).first()
    record, values = _scrubbed(row, article_id)
    columns = filters.event_columns(record)
    connection.execute(update(events).where(events.c.id == event_id).values(**values, **columns))
    terms.file(connection, [(record, row.updated)])
    former = select(event_versions).where(event_versions.c.event_id == event_id)
    for past in connection.execute(former).all():
        _, values = _scrubbed(past, article_id)
        here = (event_versions.c.event_id == event_id) & (event_versions.c.version == past.version)
        connection.execute(update(event_versions).where(here).values(**values))


def _scrubbed(row, article_id):
    """The record of a version without the article, and what is written of it."""
    record = scrubbed(reading.decode(row.body), article_id)
    return record, {"body": encode(record), "news": encode(without_changes(reading.decode(row.news)))}


def scrubbed(record: dict, article_id: str) -> dict:
    """The record without the article: a value that rests on nothing else goes with it, and so do composed words.

    >>> scrubbed({"id": "evt_1", "title": "Fire: 2 killed", "sources": [{"id": "a"}]}, "a")
    {'id': 'evt_1', 'title': 'Erased: the article was withdrawn', 'summary': '', 'sources': [], 'evidence': []}
    """
    if not any(source["id"] == article_id for source in record["sources"]):
        return record
    left = [source for source in record["sources"] if source["id"] != article_id]
    if not any(source["id"].startswith("art_") for source in left):  # a correction of nothing
        shell = {name: record[name] for name in SHELL if name in record}
        return {**shell, "title": TITLE, "summary": "", "sources": [], "evidence": []}
    kept = {name: _without(value, article_id) for name, value in record.items() if name != "sources"}
    kept |= {"title": TITLE, "summary": ""} if _rests(record, article_id) else {}
    kept["evidence"] = kept["evidence"] or []
    return {name: value for name, value in kept.items() if value is not None} | {"sources": left}


def without_changes(news: dict) -> dict:
    """Why a version is there, but not what it changed, which may name what is erased."""
    return {**news, "changes": [], "headline": ""}


def _rests(record, article_id):
    return any(part["source"] == article_id for part in record.get("evidence", []))


def _without(value, article_id):
    """The value without what rests on the article; None if nothing is left."""
    if isinstance(value, list):
        kept = [part for part in (_without(part, article_id) for part in value) if part is not None]
        return kept if kept or not value else None
    if not isinstance(value, dict):
        return value
    if value.get("source") == article_id:
        return None
    kept = {name: _without(part, article_id) for name, part in value.items()}
    if "evidence" in value and kept["evidence"] is None:
        return None
    kept = {name: part for name, part in kept.items() if part is not None}
    return kept or None
