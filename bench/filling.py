"""Fills a store with invented events by writing rows straight into its tables, as writing.py would have written them.

One article at a time through the store itself would take hours for a million. Every value comes from the store's own
functions; that the store finds nothing wrong with it is tested (tests/test_bench.py). One event in a hundred has ended.
"""

import sys
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from sqlalchemy import Column, MetaData, Table, create_engine, insert, select, update

from bench import invented
from service import lineage, merge, store_of
from service.config import Config
from service.merge import fusion
from service.store import Store, filters, telling, terms
from service.store.moments import iso
from service.store.revising import encode
from service.store.tables import (
    articles,
    event_articles,
    event_reports,
    event_rows,
    event_terms,
    events,
    meta,
    report_keys,
    reports,
    texts,
)

CHUNK = 2000  # articles
ENDED = 100  # of so many events one has been retracted
SORTED = (event_terms, report_keys)  # written last and in the order of their keys: each has dozens of rows an event
QUICK = ("PRAGMA synchronous = OFF", "PRAGMA journal_mode = OFF", "PRAGMA cache_size = -500000")


def filled(folder: Path, count: int) -> Store:
    """A store of so many events in a folder, an SQLite file, made if it is not there."""
    path = folder / f"events_{count}.db"
    store = store_of(Config(database_url=f"sqlite:///{path}"))
    if path.exists():
        return store
    store.migrate(tag_authority="127.0.0.1")
    start = time.perf_counter()
    fill(store, count)
    print(f"filled with {count:,} events in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return store


def fill(store: Store, count: int) -> None:
    """Put so many events into an empty store."""
    store.close()
    engine = create_engine(store.connections.url)
    with engine.connect() as connection:
        if store.connections.sqlite:
            for pragma in QUICK:
                connection.exec_driver_sql(pragma)
            connection.commit()
        _write(connection, store, count)
        connection.commit()
        if store.connections.sqlite:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.commit()
        else:
            connection.exec_driver_sql("ANALYZE")  # as PostgreSQL does by itself before long
            connection.commit()
    engine.dispose()


def _write(connection, store, count):
    heaps = {table: _heap(connection, table) for table in SORTED}
    indexes = [index for table in SORTED for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    moment = 0
    told = enumerate(invented.told(count))
    while chunk := list(islice(told, CHUNK)):
        rows = _rows(chunk, store)
        for table, some in rows.items():
            if table in heaps:
                _heaped(connection, heaps[table], some)
            else:
                connection.execute(insert(table), some)
        moment = chunk[-1][1].moment
    for table, heap in heaps.items():
        connection.execute(insert(table).from_select(heap.c.keys(), select(heap).order_by(*heap.c)))
        heap.drop(connection)
    for index in indexes:
        index.create(connection)
    connection.execute(update(meta).values(revision=count, last_commit=moment, last_updated=moment))


def _heap(connection, table):
    """A table of the same columns, in no order."""
    columns = [Column(column.name, column.type) for column in table.columns]
    heap = Table(f"heap_{table.name}", MetaData(), *columns, prefixes=["TEMPORARY"])
    heap.create(connection)
    return heap


def _heaped(connection, heap, rows):
    """By the driver alone, which takes half the time."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(heap.columns))
    connection.exec_driver_sql(f"INSERT INTO {heap.name} VALUES ({marks})", rows)


def _rows(chunk: Iterable[tuple[int, invented.Told]], store: Store) -> dict[Table, list]:
    """Table -> rows of some articles, tuples for what is SORTED; a table comes after those that it points to."""
    tables = (articles, texts, reports, events, event_reports, event_articles, event_rows, *SORTED)
    rows = {table: [] for table in tables}
    for number, told in chunk:
        for table, row in _of_one(told, store, ended=number % ENDED == ENDED - 1):
            rows[table].append(row)
    return {table: some for table, some in rows.items() if some}


def _of_one(told, store, *, ended):
    article, moment = told.article, told.moment
    digest, link = lineage.content_digest(article), {"article_id": article.id}
    yield articles, _article(told, digest, store.rules)
    sent = {"digest": digest, "seen": moment, "title": article.title, "text": article.text}
    yield texts, {**link, "version": 1, **sent}
    report = {"key": "r1", "version": 1, "rank": 1, "body": encode(told.report), "sketch": encode(told.sketch)}
    yield reports, {**link, **report, **filters.report_columns(told.report)}
    yield from ((report_keys, (block, article.id, "r1")) for block in set(merge.keys(told.sketch)))
    record = _record(told, ended)
    link |= {"event_id": record["id"]}
    yield events, _event(record, moment)
    yield event_articles, link
    if not ended:
        yield event_reports, {**link, "version": 1, "key": "r1"}
        yield event_rows, store.maker.values(record, moment)
    for field, value in set(terms.of(record)):
        yield event_terms, (field, value, moment, record["id"])


def _article(told, digest, rules):
    values = {"id": told.article.id, "identity": lineage.article_identity(told.article), "digest": digest, "version": 1}
    kept = {"received": told.article.received, "seen": told.moment, "non_events": "[]", "profile": "{}", "rules": rules}
    return {**telling.metadata(told.article), **values, **kept}


def _record(told, ended):
    article, report = told.article, told.report
    source = telling.as_source(article.id, telling.metadata(article), told.moment)
    content = fusion.fuse([fusion.Told({name: report[name] for name in report if name != "key"}, source, None)])
    event_id = lineage.event_id(lineage.article_identity(article), report["type"], lineage.position(report))
    life = {"version": 1, "status": "retracted" if ended else "active"}
    return {"id": event_id, **content, **life, "published": iso(told.moment), "updated": iso(told.moment)}


def _event(record, moment):
    life = {name: record[name] for name in ("id", "version", "status")}
    news = {"cause": "article", "changes": [], "headline": "New"}
    values = {"body": encode(record), "news": encode(news), "published": moment, "updated": moment}
    return {**life, **values, **filters.event_columns(record)}
