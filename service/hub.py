"""Tells a WebSub hub that feeds have changed, so that it can push them to those who subscribed.

Whoever writes waits for nothing here: a thread does it, and several writes within a moment are told of once. A hub that
is away is a line in the log.
"""

import logging
import threading
from collections.abc import Callable
from typing import Self
from urllib.parse import urlencode, urlsplit

from flask import Flask, request

from service import fetching
from service.config import Config
from service.store import Meta

PUSHED = ("/feeds/events.atom", "/feeds/events.json", "/feeds/changes.atom")  # as they are without parameters
PAUSE, TIMEOUT = 1.0, 10.0  # seconds between two rounds, and that a hub has to answer
READING = ("GET", "HEAD", "OPTIONS")
log = logging.getLogger(__name__)


def register(app: Flask, config: Config, state: Callable[[], Meta]) -> None:
    """Let the hub of the settings, if there is one, be told after each request that may have written."""
    if not config.hub_url:
        return
    hub = Hub.of(config, state)

    @app.after_request
    def tell(response):
        if request.method not in READING and response.status_code < 300:
            response.call_on_close(hub.ping)  # when an answer of many lines has ended, too
        return response


class Hub:
    """A hub and the feeds that it is told of. The thread starts at the first ping, and so after any fork."""

    def __init__(self, url: str, topics: list[str], state: Callable[[], Meta], *, pause: float = PAUSE):
        self.url, self.topics, self.state, self.pause = url, topics, state, pause
        self.name = urlsplit(url).hostname  # without the secrets that an address may have
        self._asked, self._lock = threading.Event(), threading.Lock()
        self._thread: threading.Thread | None = None
        self._told = -1  # the revision that the hub knows of

    @classmethod
    def of(cls, config: Config, state: Callable[[], Meta]) -> Self:
        """The hub of the settings, told of our feeds."""
        return cls(config.hub_url, [config.public_url + path for path in PUSHED], state)

    def ping(self) -> None:
        """Ask for the hub to be told. Returns at once, and never fails."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="hub", daemon=True)
                self._thread.start()
        self._asked.set()

    def _run(self):
        wait = threading.Event().wait
        while True:
            self._asked.wait()
            self._asked.clear()
            try:
                self.tell()
            except Exception:
                log.exception("the hub could not be told")
            wait(self.pause)

    def tell(self) -> None:
        """Tell it now, and wait for it, for those who end thereafter. A hub that is away is a line in the log."""
        revision = self.state().revision
        if revision == self._told:
            return  # the same article again
        answers = [self._post(topic) for topic in self.topics]
        if all(answers):
            self._told = revision

    def _post(self, topic):
        body = urlencode({"hub.mode": "publish", "hub.url": topic}).encode()
        try:
            status = fetching.post(self.url, body, timeout=TIMEOUT)
        except (OSError, ValueError) as error:
            log.warning("the hub %s was not told of %s: %s", self.name, topic, error)
            return False
        if not 200 <= status < 300:  # a hub that leads elsewhere is not followed there
            log.warning("the hub %s was not told of %s: it answered %s", self.name, topic, status)
        return 200 <= status < 300
