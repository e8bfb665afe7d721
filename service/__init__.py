"""Dateline: news articles in, an open event feed out. Here the parts are put together, and nothing else is done.

What a part needs is imported when it is put together: `python -m service extract` has no use for a web framework, and
the threads of linear algebra must be set before numpy comes in.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from service.config import Config
    from service.pipeline import Pipeline
    from service.store import Store

VERSION = "0.1.0"
VAR = Path("var")  # what is made at run time and may be made again: the gazetteer, and by default the database


def create_app(config: "Config", *, pipeline: "Pipeline | None" = None, store: "Store | None" = None) -> "Flask":
    """The service as a WSGI application, with the model loaded. The database is expected to be up to date."""
    from flask import Flask

    from service import access, headers, language, problems, running, views
    from service.watch import Watch

    app = Flask(__name__)
    access.register(app, config)
    app.config.update(MAX_CONTENT_LENGTH=config.max_body_bytes, SEND_FILE_MAX_AGE_DEFAULT=3600)
    app.json.sort_keys = False
    app.json.ensure_ascii = False
    language.load()
    send = _send(config)
    app.extensions["dateline"] = running.Running(
        config,
        store or store_of(config),
        pipeline or (None if send else _pipeline(config)),
        running.edition(config),
        send,
    )
    problems.register(app)
    headers.register(app, config)
    views.register(app)
    if not config.metrics_port:
        app.wsgi_app = Watch(app.wsgi_app, trusting=config.trusted_proxies > 0)
        return app
    from service import metrics

    meters = metrics.register(app, app.extensions["dateline"])
    watch = Watch(app.wsgi_app, meters, trusting=config.trusted_proxies > 0)
    app.wsgi_app = metrics.Door(watch, meters, config.metrics_port)
    return app


def serve(config: "Config") -> int:
    """Serve over HTTP from this one process, for development. Ends when it is interrupted."""
    from service import access, logs
    from service.config import one_blas_thread

    access.check_settings(config)
    one_blas_thread()
    logs.set_up(config.log_level)
    release(config)
    app = create_app(config)

    from werkzeug.serving import WSGIRequestHandler, run_simple

    class Handler(WSGIRequestHandler):
        def log_request(self, *_):
            """Nothing: watch.py tells of requests."""

        def version_string(self):
            """Nobody is told what this runs on."""
            return "dateline"

    run_simple(config.host, config.port, app, threaded=True, request_handler=Handler)
    return 0


def release(config: "Config") -> int:
    """Bring the database up to date, and compile the gazetteer if it is not there yet."""
    from service.gazetteer import open_gazetteer

    store = store_of(config)
    store.migrate(tag_authority=config.tag_authority)
    store.refresh()
    store.close()
    open_gazetteer(VAR)
    return 0


def store_of(config: "Config") -> "Store":
    """The store that the settings name."""
    from service.formats import csv_
    from service.rules import fingerprint, written_by
    from service.store import open_store
    from service.store.rows import Maker

    return open_store(
        config.database_url,
        publish_threshold=config.publish_threshold,
        public_url=config.public_url,
        rules=fingerprint(config.spacy_model),
        maker=Maker(written_by("schemas", "service/formats"), csv_.line),
    )


def _pipeline(config):
    from service.errors import BadSetting
    from service.pipeline import Pipeline

    try:
        return Pipeline(config.spacy_model, VAR)
    except OSError as error:  # which spaCy raises
        raise BadSetting(f"SPACY_MODEL: the model cannot be loaded: {error}") from error


def _send(config):
    """Where there is a broker: what tells its workers of a job."""
    if not config.celery_broker_url:
        return None
    from service import tasks

    broker = tasks.application(config)
    return lambda job_id: tasks.send(broker, job_id)
