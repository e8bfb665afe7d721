"""The service in this process, without a server and without what it keeps of earlier answers."""

import time
from functools import cache

from flask.testing import FlaskClient

from service import create_app
from service.config import Config
from service.front import Front
from service.pipeline import Pipeline
from service.store import Store


def client(store: Store) -> FlaskClient:
    """Asks an app over a store; every answer is made anew."""
    config = Config(database_url=store.connections.url.render_as_string(hide_password=False))
    app = create_app(config, pipeline=pipeline(), store=store)
    layer = app.wsgi_app
    while not isinstance(layer, Front):
        layer = layer.app
    app.wsgi_app = layer.app
    return app.test_client()


@cache
def pipeline() -> Pipeline:
    """The model, loaded once."""
    return Pipeline(Config.from_environment().spacy_model)


def seconds(asking: FlaskClient, address: str) -> float:
    """How long an answer takes. Any but 200 is a defect."""
    start = time.perf_counter()
    answer = asking.get(address)
    took = time.perf_counter() - start
    if answer.status_code != 200:
        raise AssertionError(f"{address}: {answer.status_code} {answer.text[:200]}")
    return took
