"""The broker: how a web process tells workers of a job, and what workers are asked to do. Imports Celery, and so is
imported itself only where CELERY_BROKER_URL is set.
"""

import logging

from celery import Celery
from kombu.exceptions import KombuError

from service.config import Config

log = logging.getLogger(__name__)
CODE, SWEEP = "dateline.code", "dateline.sweep"
QUEUE = "dateline"
SETTINGS = {
    "task_default_queue": QUEUE,
    "task_acks_late": True,  # the broker forgets a message when its job is done
    "task_reject_on_worker_lost": True,  # and gives it to another worker when its own is killed
    "worker_prefetch_multiplier": 1,  # what one worker has not begun another may take
    "task_ignore_result": True,  # the store knows what became of it
    "task_serializer": "json",
    "accept_content": ["json"],
    "task_time_limit": 300,  # seconds; the longest article that is read takes a few
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,  # a worker never gives up
    "beat_scheduler": "celery.beat:Scheduler",  # what is due is known from the clock: it needs no file
    "worker_hijack_root_logger": False,
    "worker_send_task_events": False,
}
PATIENCE = 2  # seconds that a web process has for a broker


def application(config: Config) -> Celery:
    """A Celery application for the broker of the settings."""
    app = Celery("dateline", broker=config.celery_broker_url, set_as_current=False)
    app.conf.update(SETTINGS)
    app.conf.broker_transport_options = {
        "visibility_timeout": max(config.requeue_after, SETTINGS["task_time_limit"]),
        "socket_connect_timeout": PATIENCE,
        "socket_keepalive": True,
        "max_retries": 0,  # of a web process, which has the sweep to fall back on; workers have their own way
        "interval_start": 0,
    }
    interval = max(1.0, config.requeue_after / 5)
    app.conf.beat_schedule = {"sweep": {"task": SWEEP, "schedule": interval, "options": {"expires": interval}}}
    return app


def send(app: Celery, job_id: str) -> bool:
    """Tell workers of a job. If the broker is away that is a line in the log: the sweep will find the job."""
    try:
        app.send_task(CODE, (job_id,), retry=False)
    except (KombuError, OSError) as error:
        log.warning("job %s is not queued yet, the broker is away: %s", job_id, error)
        return False
    return True


def waiting(app: Celery) -> int:
    """How many messages the broker holds for workers."""
    with app.connection_for_read() as connection:
        channel = connection.default_channel
        return channel.queue_declare(queue=QUEUE, durable=True, passive=False).message_count
