"""The application that `celery` runs, with the settings of the environment: workers code what was accepted, and beat
sweeps.

    celery --app service.worker worker        celery --app service.worker beat
"""

import gc
import os
import sys
from functools import cache

from celery.signals import setup_logging, worker_init

from service import VAR, logs, queue, store_of, tasks
from service.config import Config, one_blas_thread
from service.errors import BadSetting, ServiceError, StoreUnavailable
from service.hub import Hub
from service.pipeline import Pipeline

one_blas_thread()
LONGEST_PAUSE = 60  # seconds between two tries while the database is away

try:
    config = Config.from_environment()
    if not config.celery_broker_url:
        raise BadSetting("CELERY_BROKER_URL is not set: workers have nobody to ask")
    store = store_of(config)
except ServiceError as error:
    sys.exit(f"dateline: {error}")
app = tasks.application(config)


@app.task(name=tasks.CODE, bind=True, max_retries=None)
def code(task, job_id: str) -> None:
    """Do one job."""
    try:
        again = queue.run(store, pipeline(), job_id)
    except StoreUnavailable as error:
        raise task.retry(exc=error, countdown=min(2**task.request.retries, LONGEST_PAUSE)) from error
    if again is not None:
        raise task.retry(countdown=again)
    if found := hub(os.getpid()):
        found.ping()


@app.task(name=tasks.SWEEP)
def sweep() -> None:
    """Find what the broker forgot."""
    waiting = tasks.waiting(app)
    queue.sweep(store, patience=config.requeue_after, waiting=waiting, send=lambda job_id: tasks.send(app, job_id))


@cache
def pipeline() -> Pipeline:
    """The pipeline, with the model loaded."""
    return Pipeline(config.spacy_model, VAR)


@cache
def hub(_process: int) -> Hub | None:
    """The hub of the settings, for each process, since it has a thread."""
    return Hub.of(config, store.meta) if config.hub_url else None


@worker_init.connect
def load(**_) -> None:
    """Load the model before the processes are forked that share it."""
    pipeline()
    gc.collect()
    gc.freeze()


@setup_logging.connect
def log(**_) -> None:
    """Log as the web process does."""
    logs.set_up(config.log_level, readable=False)
