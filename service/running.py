"""What a running app is made of, for the views to reach: settings, store, pipeline, and the build it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from flask import current_app

from service import ingest, queue, rules
from service.config import Config
from service.errors import Conflict
from service.pipeline import Pipeline
from service.records import Article
from service.store import Outcome, Store
from service.store.jobs import DONE, FAILED
from service.together import Together

LENGTH = 32_000  # characters of articles that are coded together: a short one waits for no long one to be coded
SOURCES = ("service", "schemas", "requirements.txt")  # the code, and the versions that it runs with


@dataclass(frozen=True)
class Running:
    """One app's parts. `edition` stands for all that decides, beside the store, what an answer looks like."""

    config: Config
    store: Store
    pipeline: Pipeline | None  # none where workers code
    edition: str
    send: Callable[[str], bool] | None = None  # tells workers of a job, where there is a broker
    _coding: Together[Article, Outcome | Exception] = field(init=False, repr=False)

    def __post_init__(self):
        """The model is not for two threads at once, and codes articles together in less time than one by one."""
        together = Together(self._ingest, size=lambda article: len(article.text), most=LENGTH)
        object.__setattr__(self, "_coding", together)

    def take(self, article: Article, *, wait: float) -> Outcome | str:
        """Put an article into the store, or let a worker do it. Returns the id of the job that is not done after so
        many seconds."""
        if self.send is None:
            outcome = self._coding.do(article)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome
        stored = ingest.named(article)
        if (known := self.store.unchanged(stored)) and not self.store.jobs.waits(stored.id):
            return known
        job_id = self.store.jobs.accept(stored, external_id=article.id or None, patience=self.config.requeue_after)
        self.send(job_id)
        status = queue.wait(self.store, job_id, seconds=wait) if wait else None
        if status == DONE:
            return self._outcome(job_id)
        job = self.store.jobs.job(job_id)
        if status == FAILED and job["problem"]["status"] == Conflict.status:
            raise Conflict(job["problem"]["detail"])
        return job_id

    def take_all(self, articles: list[Article]) -> list[Outcome | str | Exception]:
        """The same for articles that came at one time, and nothing is waited for: what is wrong with one is its own."""
        if self.send is None:
            return self._coding.do_all(articles)
        return [self._taken(article) for article in articles]

    def _taken(self, article):
        try:
            return self.take(article, wait=0)
        except Exception as error:
            return error

    def _ingest(self, sent):
        return ingest.ingest_together(self.store, self.pipeline, sent)

    def _outcome(self, job_id):
        """What became of an article that a worker has put into the store."""
        job = self.store.jobs.job(job_id)
        known = self.store.article(job["article_id"])
        if "withdrawn" in known:
            raise Conflict(f"the article was withdrawn on {known['withdrawn'][:10]}")
        return Outcome(job["article_id"], known["version"], job["created"], True, tuple(known["events"]))

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
