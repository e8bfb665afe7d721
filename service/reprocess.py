"""Codes the articles of a store anew, after rules improve. Ids stay; records change only where what is found does.

Resumable: an article is marked with the rules that it was coded by, in the transaction that writes what they found, so
a run that is broken off goes on where it was.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from service import coder
from service.pipeline import Pipeline
from service.store import Store

LOG = logging.getLogger(__name__)
BATCH = 64  # articles coded together


def reprocess(store: Store, pipeline: Pipeline, *, since: datetime | None = None) -> Iterator[dict]:
    """A line for each article: {"article": id, "changed": whether its reports did}, or with a "problem"."""
    after = ""
    while articles := store.outdated(after=after, since=since, limit=BATCH):
        after = articles[-1].id
        yield from _anew(store, pipeline, articles)


def _anew(store, pipeline, articles):
    """The lines of some articles. If coding breaks on one, it keeps what it has, and the rest go on."""
    try:
        coded = list(coder.code(pipeline, articles, compare=True))
    except Exception as error:
        if len(articles) == 1:
            LOG.exception("article %s", articles[0].id)
            yield {"article": articles[0].id, "changed": False, "problem": f"{type(error).__name__} while coding"}
            return
        for article in articles:
            yield from _anew(store, pipeline, [article])
        return
    for told in coded:
        yield {"article": told.article.id, "changed": store.put_again(told)}
