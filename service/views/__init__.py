"""HTTP only: each module here has the routes of what it is named after, as a blueprint called `views`."""

from flask import Flask
from werkzeug.routing import BaseConverter

from service import hub
from service.front import Front
from service.running import running
from service.views import _reading


class EventId(BaseConverter):
    """Only what may be an event's id reaches a view."""

    regex = "evt_[a-z2-7]{13}"


class ArticleId(BaseConverter):
    """Only what may be an article's id reaches a view."""

    regex = "art_[a-z2-7]{13}"


class DecisionId(BaseConverter):
    """Only what may be a decision's id reaches a view."""

    regex = "cor_[a-z2-7]{13}"


class JobId(BaseConverter):
    """Only what may be a job's id reaches a view."""

    regex = "job_[a-z2-7]{13}"


def register(app: Flask) -> None:
    """Add all routes, and what templates may use."""
    from service.views import about, articles, events, feeds, jobs, lives, vocabulary

    app.url_map.converters.update(event=EventId, article=ArticleId, decision=DecisionId, job=JobId)
    app.url_map.merge_slashes = False  # or it would redirect, to the host that the caller names
    for module in (about, articles, events, feeds, jobs, lives, vocabulary):
        app.register_blueprint(module.views)
    app.jinja_env.filters.update(_reading.FILTERS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    parts = app.extensions["dateline"]
    hub.register(app, parts.config, parts.store.meta)
    app.wsgi_app = Front(app.wsgi_app, lambda: parts.store.meta())
    app.context_processor(lambda: {"home": running().config.public_path})
