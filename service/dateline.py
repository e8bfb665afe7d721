"""Finds the dateline of an article ("KYIV, April 24 (Agency) --") and the day that the text calls today."""

import re
from datetime import date, timedelta

from service.records import Article, Dateline, Today

MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
HEAD = re.compile(
    rf"(?:(?P<place>[A-Z][\w .,'’()-]{{1,60}}?),?\s+)?(?P<day>(?:{MONTHS})[a-z]*\.?\s+\d{{1,2}})(?:,\s+(?P<year>\d{{4}}))?\s*\((?P<agency>[^)]{{2,30}})\)\s*(?:--|—|–|-)\s*"
)


def find(text: str, start: int) -> Dateline | None:
    """The dateline at the head of one of the first paragraphs."""
    for line in re.finditer(r"^", text[start : start + 1500], re.MULTILINE):
        if head := HEAD.match(text, start + line.start()):
            span = lambda name: head.span(name) if head[name] else None  # noqa: E731
            return Dateline(head.start(), head.end(), span("place"), span("day"), span("agency"))
    return None


def today(article: Article, dateline: Dateline | None) -> Today | None:
    """The dateline's day, else the day of publication, else nothing."""
    if article.published:
        day = article.published if type(article.published) is date else article.published.date()
        return Today(day, "published")
    return None


def days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)
