"""What the command line does with a store without coding an article, and so without the model: export, jobs, check."""

from collections.abc import Callable, Iterator

from service import formats, store_of
from service.config import Config
from service.store import Store
from service.store.jobs import FAILED

NO_JOB = {"title": "Not found", "status": 404, "detail": "no job that failed has this id"}


def export(config: Config, name: str) -> Iterator[bytes]:
    """The events of the store in a format, piece by piece. Raises BadFormat, naming those there are."""
    yield from formats.export(name, migrated(config), config)


def jobs(config: Config, retry: list[str] | None) -> Iterator[dict]:
    """How many jobs there are, then each that failed; with `retry` those (all, if it is empty) that are done anew."""
    store = migrated(config)
    if retry is None:
        yield store.jobs.count()
        yield from store.jobs.listed(FAILED)
        return
    send = sender(config) if config.celery_broker_url else lambda _: False
    begun = store.jobs.retry(retry or None)
    for job_id in begun:
        yield {"id": job_id, "sent": send(job_id)}
    for job_id in dict.fromkeys(retry):
        if job_id not in begun:
            yield {"id": job_id, "problem": NO_JOB}


def sender(config: Config) -> Callable[[str], bool]:
    """Hands jobs to the broker of the settings, by their ids."""
    from service import tasks

    broker = tasks.application(config)
    return lambda job_id: tasks.send(broker, job_id)


def check(config: Config) -> Iterator[str]:
    """What is wrong with the store, a line each."""
    yield from store_of(config).check()


def migrated(config: Config) -> Store:
    """The store of the settings, brought up to date."""
    store = store_of(config)
    store.migrate(tag_authority=config.tag_authority)
    return store
