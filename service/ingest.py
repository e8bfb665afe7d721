"""The whole story on one screen: an article comes in, and is in the store with its events when this returns.

    Article -named-> Article with the store's id -coder.code-> reports -store.put_article-> Outcome

What comes in was read by intake.py (canonical text, English, not too long). All coding is done before the store opens
its transaction, and not at all for an article that is there already.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from service import coder, lineage, metrics, report
from service.errors import StoreUnavailable
from service.pipeline import Pipeline
from service.records import Article
from service.store import Outcome, Store

BATCH = 64  # articles coded together


@dataclass(frozen=True)
class Ready:
    """An article under the store's id, what it is to its sender, and what is told of it, if it was coded ahead."""

    external_id: str | None
    article: Article
    coded: coder.Coded | None


def ingest(store: Store, pipeline: Pipeline, article: Article, *, seen: datetime | None = None) -> Outcome:
    """Put one article into the store. Its `id` is the caller's own name for it, and may be empty."""
    outcome = next(ingest_many(store, pipeline, [article], seen=seen))
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def ingest_many(
    store: Store, pipeline: Pipeline, articles: Iterable[Article], *, seen: datetime | None = None
) -> Iterator[Outcome | Exception]:
    """Put articles into the store, one transaction each; their outcomes, in order. `seen` is when they came (now).

    What goes wrong with one (it was withdrawn; a defect of ours) is its outcome, and the rest go on.
    """
    articles = iter(articles)
    while batch := list(islice(articles, BATCH)):
        for ready in code(store, pipeline, batch):
            yield put(store, pipeline, ready, seen=seen)


def ingest_together(store: Store, pipeline: Pipeline, sent: list[Article]) -> list[Outcome | Exception]:
    """Put articles that came at one time into the store, in one transaction; their outcomes, in order.

    If that fails each is put in a transaction of its own, and what goes wrong with one is its outcome alone.
    """
    ready = code(store, pipeline, sent)
    fresh = [one.coded is not None for one in ready]
    outcomes = iter(_put_together(store, [one for one, new in zip(ready, fresh, strict=True) if new]))
    return [
        (next(outcomes, None) if new else None) or put(store, pipeline, one)
        for one, new in zip(ready, fresh, strict=True)
    ]


def _put_together(store, ready):
    """The outcomes; none if there is not more than one, or if something goes wrong with any."""
    if len(ready) < 2:
        return []
    seen = datetime.now(UTC)
    try:
        with metrics.timed("writing", articles=len(ready)):
            outcomes = store.put_articles([(one.coded, seen, one.external_id) for one in ready])
    except StoreUnavailable:
        raise
    except Exception:
        return []
    for outcome in outcomes:
        metrics.taken(outcome)
    return outcomes


def code(store: Store, pipeline: Pipeline, sent: list[Article]) -> list[Ready]:
    """Code those articles that are not in the store, together. If coding breaks on one, each is coded in its turn."""
    stored = [named(article) for article in sent]
    try:
        new = [number for number, article in enumerate(stored) if store.unchanged(article) is None]
        with metrics.timed("coding", articles=len(new)):
            coded = dict(zip(new, coder.code(pipeline, [stored[number] for number in new], compare=True), strict=True))
    except StoreUnavailable:
        raise
    except Exception:
        coded = {}
    return [
        Ready(one.id or None, article, coded.get(number))
        for number, (one, article) in enumerate(zip(sent, stored, strict=True))
    ]


def put(store: Store, pipeline: Pipeline, ready: Ready, *, seen: datetime | None = None) -> Outcome | Exception:
    """Put an article into the store. Raises StoreUnavailable; what else goes wrong is returned."""
    try:
        # An earlier one of the batch may have changed what was there: the same url, sent with three texts.
        outcome = store.unchanged(ready.article) if ready.coded is None else None
        if outcome is None:
            told = ready.coded or next(coder.code(pipeline, [ready.article], compare=True))
            with metrics.timed("writing"):
                outcome = store.put_article(told, seen=seen or datetime.now(UTC), external_id=ready.external_id)
        metrics.taken(outcome)
        return outcome
    except StoreUnavailable:
        raise
    except Exception as error:
        return error


def named(article: Article) -> Article:
    """The article under the store's id, which its evidence will point to."""
    return replace(article, id=lineage.article_id(lineage.article_identity(article)))


def shown(store: Store, article_id: str) -> tuple[list[dict], list[dict]]:
    """What an answer shows of a stored article: its records at or above the publish threshold, and all non-events, the
    weaker ones among them. If nothing is sure enough the most salient record is shown all the same, as it is stored.
    """
    records, non_events = store.told(article_id)
    strong = [told for told in records if told["type"] != "other" and told["confidence"] >= store.publish_threshold]
    kept = strong or records[:1]
    weak = [report.as_non_event(told) for told in records if told["type"] != "other" and told not in kept]
    return kept, non_events + weak
