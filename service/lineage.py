"""Turns articles and reports into names that last: an article's identity and id, an event's id, and which
event goes on.

An event's id is made once, when a report first tells of it. When its article comes again with other words, the
reports of the new version are matched with the events of the old one, so that what is still told keeps its id:
"Three people died when a bus overturned near Lom" is later "Four people died when a coach overturned near Lom". The
match looks at the words of the evidence, the type, the day and the place. Its known exception: an article that is
rewritten from the ground up, on the same day, about another event of the same type in the same place keeps the id.
"""

import json
import re
from base64 import b32encode
from hashlib import sha256

from service.records import Article

ENOUGH = 0.75  # same type and same day, or three words of the evidence out of four: less is another event
SAME_TYPE, SAME_CATEGORY, SAME_FACT = 0.5, 0.25, 0.25


def article_identity(article: Article) -> str:
    """What makes two articles the same one: the url, else a SHA-256 of title and text (which hold no NUL)."""
    return article.url or "sha256:" + sha256(f"{article.title}\0{article.text}".encode()).hexdigest()


def article_id(identity: str) -> str:
    """The id of an article in the store.

    >>> article_id("https://news.example/ferry")
    'art_t7li2tooursym'
    """
    return "art_" + _short(identity)


def content_digest(article: Article) -> str:
    """A hash of all that was sent but the caller's own name for it: another digest is another version."""
    published = article.published.isoformat() if article.published else None
    sent = [article.title, article.text, article.url, article.publisher, published, article.licence, article.language]
    return sha256(json.dumps(sent, ensure_ascii=False).encode()).hexdigest()


def event_id(identity: str, kind: str, position: str, attempt: int = 0) -> str:
    """The id of the event of a type that an article tells of at a position; `attempt` when it is taken by another.

    Two events of one type may begin in one sentence ("Bombs went off in Lom and, police were told, in Vidin").
    """
    return "evt_" + _short("\0".join((identity, kind, position, *([str(attempt)] if attempt else []))))


def decision_id(*parts: object) -> str:
    """The id of what a person decided."""
    return "cor_" + _short("\0".join(map(str, parts)))


def position(report: dict) -> str:
    """Where the report's first trigger stands: the start of its sentence, which is the report's first evidence."""
    first = report["evidence"][0]
    return f"{first['in']}:{first['start']}"


def match(events: list[dict], reports: list[dict]) -> dict[int, int]:
    """Which event each report goes on telling of: {index of report: index of event}, the likest pairs first."""
    pairs = [
        (-likeness(event, report), abs(i - j), i, j)
        for i, report in enumerate(reports)
        for j, event in enumerate(events)
    ]
    found: dict[int, int] = {}
    for score, _, i, j in sorted(pairs):
        if -score >= ENOUGH and i not in found and j not in found.values():
            found[i] = j
    return found


def likeness(event: dict, report: dict) -> float:
    """How much a report of a later version of the same article looks like one of the event; ENOUGH is the same."""
    score = _shared(_words(event), _words(report))
    if event["type"] == report["type"]:
        score += SAME_TYPE
    elif event["category"] == report["category"]:
        score += SAME_CATEGORY
    for fact in (_day, _place):
        old, new = fact(event), fact(report)
        if old and new:
            score += SAME_FACT if old == new else -SAME_FACT
    return score


def _short(text):
    return b32encode(sha256(text.encode()).digest())[:13].decode().lower()


def _words(report):
    return {word for part in report["evidence"] for word in re.findall(r"\w+", part["quote"].lower())}


def _shared(one, other):
    return len(one & other) / (len(one | other) or 1)


def _day(report):
    return report.get("when", {}).get("date")


def _place(report):
    places = report.get("where")
    return (places[0]["name"], places[0].get("country_iso3")) if places else None
