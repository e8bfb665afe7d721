"""Between an article that was accepted and its events: what a job becomes when a worker takes it.

    run(store, pipeline, job's id) -> None, or the seconds after which to try again

The store says what is open (store/jobs.py); a broker only tells workers that there is something to do. A job is thus
safe to run twice, at once or after one another, and safe to forget: the sweep finds it again.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic, sleep

from service import coder
from service.errors import ServiceError, StoreUnavailable
from service.pipeline import Pipeline
from service.store import Store
from service.store.jobs import QUEUED
from service.store.moments import at

log = logging.getLogger(__name__)
SOON = 1  # seconds until the article before it will be done
KEPT = timedelta(days=7)  # that what became of an article is told
MOST = 1000  # messages that a sweep leaves with the broker: the rest waits in the store
GLANCES = (0.02, 0.5)  # seconds between two looks at a job: at first, and at most


def run(store: Store, pipeline: Pipeline, job_id: str) -> int | None:
    """Code the article of a job and put it into the store. Raises StoreUnavailable: then nothing was done."""
    work = store.jobs.begin(job_id)
    if work is None:
        return SOON if store.jobs.is_open(job_id) else None
    try:
        coded = next(coder.code(pipeline, [work.article], compare=True))
        store.put_article(coded, seen=work.accepted, external_id=work.external_id, job=job_id)
    except StoreUnavailable:
        raise
    except ServiceError as error:  # it was withdrawn meanwhile
        problem = {"title": error.title, "status": error.status, "detail": str(error)}
        store.jobs.fail(job_id, problem, for_good=True)
    except Exception as error:
        log.exception("job %s", job_id)
        problem = {"title": "Defect of ours", "status": 500, "detail": f"{type(error).__name__} while coding"}
        return None if store.jobs.fail(job_id, problem, for_good=False) else SOON
    return None


def sweep(store: Store, *, patience: float, waiting: int, send: Callable[[str], bool]) -> list[str]:
    """Send what should be done by now once more, as far as the broker has room; it may have `waiting` messages.

    Also forgets what was done long ago. Returns the ids of the jobs that were sent.
    """
    sent = []
    for job_id in store.jobs.overdue(limit=max(0, MOST - waiting)):
        if not send(job_id):
            break  # the broker is away: the next sweep begins with this one
        sent.append(job_id)
    if sent:
        store.jobs.postpone(sent, patience=patience)
    store.jobs.forget(before=at(store.clock()) - KEPT)
    return sent


def wait(store: Store, job_id: str, *, seconds: float) -> str:
    """The status of a job when it is no longer open, or when the time is over."""
    until, pause = monotonic() + seconds, GLANCES[0]
    while (status := store.jobs.status(job_id)) == QUEUED and monotonic() < until:
        sleep(min(pause, max(0.0, until - monotonic())))
        pause = min(pause * 1.5, GLANCES[1])
    return status or QUEUED
