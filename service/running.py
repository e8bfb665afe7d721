"""What a running app is made of, for the views to reach: settings, store, pipeline, and the build it is."""

import threading
from dataclasses import dataclass, field
from hashlib import sha256

from flask import current_app

from service import ingest, rules
from service.config import Config
from service.pipeline import Pipeline
from service.records import Article
from service.store import Outcome, Store

SOURCES = ("service", "schemas", "requirements.txt")  # the code, and the versions that it runs with


@dataclass(frozen=True)
class Running:
    """One app's parts. `edition` stands for all that decides, beside the store, what an answer looks like."""

    config: Config
    store: Store
    pipeline: Pipeline
    edition: str
    coding: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def ingest(self, article: Article) -> Outcome:
        """Put an article into the store. The model is not for two threads at once: they queue."""
        with self.coding:
            return ingest.ingest(self.store, self.pipeline, article)

    def address(self, path: str) -> str:
        """The public address of a path of ours."""
        return self.config.public_url + path


def running() -> Running:
    """The parts of the app that answers this request."""
    return current_app.extensions["dateline"]


def edition(config: Config) -> str:
    """A hash of the code and of the settings that can show in an answer."""
    shown = (config.public_url, config.publish_threshold, config.max_article_chars, config.spacy_model, config.hub_url)
    return sha256(f"{rules.written_by(*SOURCES)} {shown}".encode()).hexdigest()
