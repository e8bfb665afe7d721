"""An app of one's own, with a temporary store; most answers need no model."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from service import create_app
from service.config import Config
from tests.store.conftest import coded, put  # noqa: F401

CONFIG = Config(publish_threshold=0.5, max_article_chars=2000)


class Caller(FlaskClient):
    """Calls all its requests by one name, so that what else differs between answers shows."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_X_REQUEST_ID"] = "of-a-test"


class Idle:
    """A coder that lacks nothing and codes nothing."""

    def lack(self):
        return None


@pytest.fixture
def make_app(store):
    """make_app(pipeline, setting=value, ...): an app on the temporary store. Coding without a pipeline is a 500."""

    def make(pipeline=None, **settings):
        app = create_app(replace(CONFIG, **settings), pipeline=pipeline or Idle(), store=store)
        app.test_client_class = Caller
        app.wsgi_app.trusting = True  # else nobody may name a request
        return app

    return make


@pytest.fixture
def client(make_app):
    """A client at the same machine, of an app that codes nothing."""
    return make_app().test_client()


@pytest.fixture
def reader(make_app, pipeline):
    """A client at the same machine, of an app with the model."""
    return make_app(pipeline).test_client()


def problem(response, status):
    """The problem that a response must be."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == status
    assert response.json["title"]
    return response.json
