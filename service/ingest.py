"""The whole story on one screen: an article comes in, and is in the store with its events when this returns.

    Article -named-> Article with the store's id -coder.code-> reports -store.put_article-> Outcome

What comes in was read by intake.py (canonical text, English, not too long). All coding is done before the store opens
its transaction, and not at all for an article that is there already.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from service import coder, lineage, report
from service.errors import StoreUnavailable
from service.pipeline import Pipeline
from service.records import Article
from service.store import Outcome, Store

BATCH = 64  # articles coded together


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
        stored = [named(article) for article in batch]
        coded = _coded(store, pipeline, stored)
        for number, (sent, article) in enumerate(zip(batch, stored, strict=True)):
            try:
                yield _put(store, pipeline, article, coded.get(number), seen or datetime.now(UTC), sent.id or None)
            except StoreUnavailable:
                raise
            except Exception as error:
                yield error


def _coded(store, pipeline, stored):
    """Number -> coded article, of those that are new. If coding breaks on one, each is coded when its turn comes."""
    try:
        new = [number for number, article in enumerate(stored) if store.unchanged(article) is None]
        return dict(zip(new, coder.code(pipeline, [stored[number] for number in new], compare=True), strict=True))
    except StoreUnavailable:
        raise
    except Exception:
        return {}


def _put(store, pipeline, article, coded, seen, external_id):
    # An earlier one of the batch may have changed what was there: the same url, sent with three texts.
    if coded is None and (outcome := store.unchanged(article)) is not None:
        return outcome
    told = coded or next(coder.code(pipeline, [article], compare=True))
    return store.put_article(told, seen=seen, external_id=external_id)


def named(article: Article) -> Article:
    """The article under the store's id, which its evidence will point to."""
    return replace(article, id=lineage.article_id(lineage.article_identity(article)))


def shown(store: Store, article_id: str) -> tuple[list[dict], list[dict]]:
    """What an answer shows of a stored article: its records at or above the publish threshold, and all non-events, the
    weaker ones among them. If nothing is sure enough the most salient record is shown all the same, as it is stored.
    """
    records = store.article_events(article_id)
    strong = [told for told in records if told["type"] != "other" and told["confidence"] >= store.publish_threshold]
    kept = strong or records[:1]
    weak = [report.as_non_event(told) for told in records if told["type"] != "other" and told not in kept]
    known = store.article(article_id)
    return kept, (known["non_events"] if known else []) + weak
