"""How gunicorn serves Dateline in production: one copy of the model, loaded before the workers are forked from it."""

import gc
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from service import logs, metrics
from service.config import Config, one_blas_thread
from service.errors import ServiceError

one_blas_thread()  # before numpy comes in with the model
try:
    settings = Config.from_environment()
except ServiceError as error:
    sys.exit(f"dateline: {error}")

wsgi_app = "service.wsgi:app"
preload_app = True
bind = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
if settings.metrics_port:
    try:
        metrics.prepare(settings.metrics_port)
    except OSError as error:
        sys.exit(f"dateline: METRICS_PORT: there is no place to count in: {error}")
    bind = [bind, f"127.0.0.1:{settings.metrics_port}"]
workers = settings.workers
worker_class = "service.receiving.Receiver"  # whoever sends slowly keeps nobody else waiting
threads = 4  # reading goes on while one thread codes an article
timeout = 120
graceful_timeout = 60  # the longest article that is read takes less
keepalive = 5
limit_request_line = 0  # receiving.py says how long a head may be; what is too long in it is told by its parameter
limit_request_fields = 64
limit_request_field_size = 8190
forwarder_headers = ""  # no header says where in the service a request has come in, from whatever address
logger_class = logs.Gunicorn
control_socket_disable = True  # nothing but the port is to be reached
loglevel = settings.log_level


def when_ready(server):
    """What is loaded by now is for good: a collector that does not look at it leaves its pages shared."""
    gc.collect()
    gc.freeze()


def child_exit(server, worker):
    """What a worker was at when it ended is done by none."""
    if settings.metrics_port:
        metrics.forget(worker.pid)
