"""Whether the store is what it must be: every record the fusion of its reports, every quote where it is said to be."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from schemas.event import LISTED
from service.merge import corrections
from service.store import reading, telling
from service.store.revising import same
from service.store.tables import articles, events, texts

CHUNK = 200


def faults(connection: Connection) -> Iterator[str]:
    """A line for each fault; none if all is well."""
    after = ""
    while rows := connection.execute(_some(after)).all():
        for row in rows:
            record = reading.decode(row.body)
            yield from _of_record(connection, row, record)
            yield from (f"{row.id}: {fault}" for fault in _of_quotes(connection, record))
        after = rows[-1].id


def _some(after):
    return select(events).where(events.c.id > after).order_by(events.c.id).limit(CHUNK)


def _of_record(connection, row, record):
    refs = telling.refs_of(connection, [row.id])[row.id]
    living = row.status in LISTED
    if not refs:
        if living:
            yield f"{row.id}: no report tells of it, and it is {row.status}"
        return
    if not living:
        if row.status == "merged" or not telling.is_retracted(connection, row.id):
            yield f"{row.id}: reports tell of it, and it is {row.status}"
        return
    names = telling.names_of(connection, {article_id for article_id, _ in refs})
    if not same(record, telling.content(connection, row.id, refs, names)):
        yield f"{row.id}: the record is not what its reports make"


def _of_quotes(connection, record):
    """Each quote must be the slice of its article's text that it says it is."""
    found = {source["id"] for source in record["sources"] if source["id"].startswith("art_")}
    if record["status"] not in LISTED:
        return
    wanted = (
        select(texts.c.article_id, texts.c.title, texts.c.text)
        .join(articles, (articles.c.id == texts.c.article_id) & (articles.c.version == texts.c.version))
        .where(articles.c.id.in_(found))
    )
    words = {row.article_id: {"title": row.title, "text": row.text} for row in connection.execute(wanted)}
    known = {source["id"] for source in record["sources"]}
    for part in corrections.quotes(record):
        if part["source"] not in known:
            yield f"{part['source']}, which {part['quote']!r} is said to be of, is no source of the record"
        if part["source"] not in found:
            continue
        text = words.get(part["source"], {}).get(part["in"], "")
        if text[part["start"] : part["end"]] != part["quote"]:
            yield f"{part['source']} does not say {part['quote']!r} at {part['in']} {part['start']}"
