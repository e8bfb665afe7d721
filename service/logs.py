"""Turns what is logged, by us, gunicorn and alembic alike, into lines on standard error, all in one form.

For machines a line is one JSON object; for somebody at a terminal it is what can be read. What is logged while a
request is answered says which: `begin` and `also` note what is known of it, `end` forgets it.
"""

import json
import logging
import re
import sys
from contextvars import ContextVar
from io import StringIO
from typing import TextIO

import structlog
from gunicorn.glogging import Logger

from service.terminal import visible

_REQUEST: ContextVar[dict | None] = ContextVar("request", default=None)
REFUSED = re.compile(r"(Invalid request from ip=\S+: [A-Za-z ]*).*", re.DOTALL)  # what follows was sent by the caller
QUERY = re.compile(r"\?\S*")
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def set_up(level: str, *, readable: bool | None = None, stream: TextIO | None = None) -> None:
    """Let all loggers write so. If nothing is said, what goes to a terminal is readable."""
    readable = (stream or sys.stderr).isatty() if readable is None else readable
    # The usual traceback: another that can be had shows the values of variables, and an article is one.
    console = structlog.dev.ConsoleRenderer(exception_formatter=_traceback)
    render = [_visible, console] if readable else [structlog.processors.format_exc_info, _as_json]
    shared = [_of_request, structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    after = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render]
    handler = logging.StreamHandler(stream) if stream else _ToStandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name, _without_what_was_sent], processors=after
        )
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.getLogger("alembic.runtime.plugins").setLevel("WARNING")  # it tells of every one
    structlog.configure(
        processors=[*shared, *render],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
    )


def begin(**known: object) -> None:
    """From now on this thread answers a request, of which this is known."""
    _REQUEST.set(known)


def also(**known: object) -> None:
    """More is known of the request that is being answered, if one is."""
    if (request := _REQUEST.get()) is not None:
        request.update(known)


def end() -> None:
    """It has been answered."""
    _REQUEST.set(None)


def request() -> dict:
    """What is known of the request that is being answered."""
    return _REQUEST.get() or {}


class Gunicorn(Logger):
    """gunicorn's lines take the way of all others. It tells of no requests: watch.py does, wherever we are served."""

    def setup(self, cfg: object) -> None:
        """Called at the start, and when the settings are read again."""
        super().setup(cfg)
        set_up(cfg.loglevel, readable=False)
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True

    def access(self, *_: object) -> None:
        """Nothing."""


class _ToStandardError(logging.StreamHandler):
    """Whatever that is when a line is written."""

    stream = property(lambda self: sys.stderr, lambda self, _: None)


def _of_request(_, __, line):
    return {**line, **(_REQUEST.get() or {})}


def _without_what_was_sent(_, __, line):
    """gunicorn quotes what it refuses, which may be a token, and addresses with their query, which may be a text."""
    if line["logger"].startswith("gunicorn"):
        line["event"] = QUERY.sub("?...", REFUSED.sub(r"\1", line["event"]))
    return line


def _visible(_, __, line):
    """Whoever reads at a terminal sees what they were sent, and it does nothing to them."""
    return {name: visible(value) if isinstance(value, str) else value for name, value in line.items()}


def _traceback(stream, exc_info):
    written = StringIO()
    structlog.dev.plain_traceback(written, exc_info)
    stream.write(visible(written.getvalue()))


def _as_json(_, __, line):
    message = COLOUR.sub("", str(line.pop("event")))  # werkzeug writes for terminals
    first = {"time": line.pop("timestamp"), "level": line.pop("level"), "message": message}
    return _encode({**first, **line})


_encode = json.JSONEncoder(ensure_ascii=True, default=str, check_circular=False).encode  # made once: it is quicker
