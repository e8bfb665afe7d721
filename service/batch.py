"""Many articles at once: extract, ingest and reprocess for the command line, on all cores and in constant memory."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import cache
from itertools import islice
from multiprocessing import get_context

from service import coder, intake, store_of, upkeep
from service import ingest as ingesting
from service import reprocess as anew
from service.body import json_object
from service.config import Config
from service.errors import BadSetting, ServiceError
from service.hub import Hub
from service.merge import batch as merged
from service.pipeline import Pipeline
from service.text import decode

LOG = logging.getLogger(__name__)
CHUNK = 64  # articles handed to a process at a time
PAGES = (".html", ".htm", ".xhtml")
AHEAD = 3  # chunks that a process may be ahead of whoever takes the lines

Sent = tuple[str, bytes, object]  # name, bytes of a file or of a line, day received


def extract(
    sent: Iterable[Sent], config: Config, *, jsonl: bool, mentions: bool = False, merge: bool = False, workers: int = 1
) -> Iterator[dict]:
    """One line per article, in order: {"id", "events", "non_events"}, or with a "problem" where it was refused."""
    tasks = ((chunk, config, jsonl, mentions, merge) for chunk in _chunks(sent))
    lines = (line for chunk in _in_order(_extract_chunk, tasks, workers) for line in chunk)
    yield from _grouped(lines) if merge else lines


def ingest(sent: Iterable[Sent], config: Config, *, jsonl: bool, workers: int = 1) -> Iterator[dict]:
    """Put articles into the store. One line each, in order: {"id", "article", "created", "events"} or a "problem".

    Processes code ahead; one writes, so that what comes out does not depend on how many there are.
    """
    store = upkeep.migrated(config)
    tasks = ((chunk, config, jsonl) for chunk in _chunks(sent))
    for chunk in _in_order(_code_chunk, tasks, workers):
        for name, ready in chunk:
            if isinstance(ready, dict):
                yield ready
            else:
                yield _stored(name, ingesting.put(store, _pipeline(config) if ready.coded is None else None, ready))
    _tell_hub(config, store)


def enqueue(sent: Iterable[Sent], config: Config, *, jsonl: bool) -> Iterator[dict]:
    """Let workers do it: one line for each article, {"id", "article", "job"} or a "problem". Raises BadSetting."""
    if not config.celery_broker_url:
        raise BadSetting("CELERY_BROKER_URL is not set: there are no workers to code the articles")
    store, send = upkeep.migrated(config), upkeep.sender(config)
    for one in sent:
        article = _read(one, config, jsonl)
        if isinstance(article, dict):
            yield article
            continue
        stored = ingesting.named(article)
        job_id = store.jobs.accept(stored, external_id=article.id or None, patience=config.requeue_after)
        send(job_id)
        yield {"id": article.id, "article": stored.id, "job": job_id}


def _stored(name, outcome):
    if isinstance(outcome, ServiceError):
        return _refused(name, outcome.title, outcome.status, str(outcome))
    if isinstance(outcome, Exception):
        LOG.error("article %s", name, exc_info=outcome)
        return _refused(name, "Defect of ours", 500, type(outcome).__name__)
    return {
        "id": name,
        "article": outcome.article_id,
        "created": outcome.created,
        "events": list(outcome.event_ids),
    }


def reprocess(config: Config, *, since: datetime | None) -> tuple[int, Iterator[dict]]:
    """How many articles of the store were coded by other rules than the present ones, and a line for each, coded anew
    as the lines are taken."""
    store = upkeep.migrated(config)

    def lines():
        yield from anew.reprocess(store, _pipeline(config), since=since)
        _tell_hub(config, store)

    return store.count_outdated(since=since), lines()


def _tell_hub(config, store):
    if config.hub_url:
        Hub.of(config, store.meta).tell()


def _in_order(do: Callable, tasks: Iterable[tuple], workers: int) -> Iterator[list]:
    """What is made of each task, in order, by so many processes; no more is begun than will soon be taken."""
    if workers == 1:
        yield from map(do, tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        begun = deque()
        for task in tasks:
            begun.append(pool.submit(do, task))
            if len(begun) >= AHEAD * workers:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()


def _code_chunk(task):
    """(name, what is ready to be put into the store, or the line that says why not) of each article."""
    chunk, config, jsonl = task
    read = [_read(sent, config, jsonl) for sent in chunk]
    articles = [article for article in read if not isinstance(article, dict)]
    ready = iter(ingesting.code(_store(config), _pipeline(config), articles))
    return [(line["id"], line) if isinstance(line, dict) else (line.id, next(ready)) for line in read]


def _extract_chunk(task):
    chunk, config, jsonl, mentions, merge = task
    read = [_read(sent, config, jsonl) for sent in chunk]
    articles = [article for article in read if not isinstance(article, dict)]
    coded = iter(_coded(articles, config, mentions, merge))
    return [line if isinstance(line, dict) else next(coded) for line in read]


def _coded(articles, config, mentions, merge):
    """The line of each article. If coding breaks on one, the rest go on: that is a defect of ours, and is said so."""
    try:
        coded = coder.code(_pipeline(config), articles, mentions=mentions, compare=merge)
        return [_line(one, config, mentions, merge) for one in coded]
    except Exception as error:
        if len(articles) == 1:
            LOG.exception("article %s", articles[0].id)
            return [_refused(articles[0].id, "Defect of ours", 500, f"{type(error).__name__} while coding")]
        return [line for article in articles for line in _coded([article], config, mentions, merge)]


def _read(sent, config, jsonl):
    """The article, or the line that says why not."""
    name, data, received = sent
    try:
        if not jsonl and name.lower().endswith(PAGES):
            return intake.read_page(decode(data), {}, received=received, max_chars=config.max_article_chars, name=name)
        members = json_object(decode(data)) if jsonl else {"text": decode(data)}
        name = members.get("id") or name if isinstance(members.get("id"), str) else name
        return intake.read(members, received=received, max_chars=config.max_article_chars, name=name)
    except ServiceError as error:
        return _refused(name, error.title, error.status, str(error))


def _refused(name, title, status, detail):
    return {"id": name, "events": [], "non_events": [], "problem": {"title": title, "status": status, "detail": detail}}


def _line(coded, config, mentions, merge):
    published, weak = coder.published(coded, config.publish_threshold)
    line = {"id": coded.article.id, "events": published, "non_events": weak}
    if mentions:
        line |= {"places": coded.places, "dates": coded.dates}
    if merge:
        keys = [report["key"] for report in coded.reports]
        line["sketches"] = dict(zip(keys, coded.sketches, strict=True))
        for bare in [told["key"] for told in published if told["key"] not in keys]:
            line["sketches"] = {key: {**sketch, "main": False} for key, sketch in line["sketches"].items()}
            line["sketches"][bare] = {**coded.sketches[0], "type": "other", "family": "other", "main": True}
    return line


def _grouped(lines):
    """The lines, each report with its event. All lines are held, since the last may be of the event of the first."""
    lines = list(lines)
    sketches = {
        (number, report["key"]): line["sketches"][report["key"]]
        for number, line in enumerate(lines)
        for report in line["events"]
    }
    events = merged.group(sketches)
    for number, line in enumerate(lines):
        line.pop("sketches", None)
        for report in line["events"]:
            first, key = events[number, report["key"]]
            report["event"] = f"{lines[first]['id']}#{key}"
        yield line


@cache
def _store(config):
    return store_of(config)


@cache
def _pipeline(config):
    return Pipeline(config.spacy_model)


def _chunks(items):
    items = iter(items)
    while chunk := list(islice(items, CHUNK)):
        yield chunk
