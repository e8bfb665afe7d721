"""The articles that speed is measured on: mixed news, most of it of no event, and news that is all of events.

Mixed news is put together from invented sentences (texts.toml); one article in eight of it tells of an event. Lines of
labelled articles can be taken instead: a file is JSON Lines of {id, title, text, published}.
"""

import itertools
import json
import random
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from bench import invented
from service.records import Article

EVENTFUL = 8  # of so many mixed articles one is of an event
SENTENCES = (12, 24)  # of a mixed article
RECEIVED = date(2026, 12, 31)


def mixed(count: int) -> list[Article]:
    """So many articles of all desks; always the same."""
    chance = random.Random(3)
    events = dense(count // EVENTFUL + 1)
    desks = list(_told()["desks"].values())
    return [
        events[number // EVENTFUL] if number % EVENTFUL == 0 else _plain(chance, number, desks)
        for number in range(count)
    ]


def dense(count: int) -> list[Article]:
    """So many articles, each of an event of its own; always the same."""
    return list(itertools.islice(endless(), count))


def endless() -> Iterator[Article]:
    """Articles of events for as long as one likes; always the same."""
    chance = random.Random(4)
    places = invented.cities()
    stories = list(_told()["stories"].values())
    for number in itertools.count():
        yield _story(chance, number, stories[number % len(stories)], chance.choice(places))


def of_file(path: Path) -> list[Article]:
    """The articles of a file that have a text."""
    with path.open(encoding="utf-8") as lines:
        return [_article(row) for row in map(json.loads, lines) if row["text"].strip()]


def sent(article: Article, number: int) -> dict:
    """What is posted of an article, under an address of its own."""
    members = {"title": article.title, "text": article.text, "url": f"https://post.example/{number}"}
    return members | ({"published": str(article.published)} if article.published else {})


@cache
def _told():
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))


def _plain(chance, number, desks):
    sentences = list(chance.choice(desks))
    chance.shuffle(sentences)
    filled = list(_filled(chance, sentences[: chance.randint(*SENTENCES)]))
    paragraphs = [" ".join(filled[at : at + 2]) for at in range(0, len(filled), 2)]
    return Article(f"{number}", "\n\n".join(paragraphs), RECEIVED, title=filled[0][:60], published=_day(number))


def _filled(chance, sentences) -> Iterator[str]:
    for sentence in sentences:
        slots = {name: chance.choice(values) for name, values in _told()["names"].items()}
        line = sentence.format(**slots, number=chance.randint(2, 90))
        yield line[0].upper() + line[1:]


def _story(chance, number, story, place):
    day = _day(number)
    slots = {"few": chance.randint(2, 9), "number": chance.randint(10, 60), "crowd": chance.randint(2, 9) * 100}
    text = story.strip().format(**slots, day=f"{day:%A}", city=place.name, country=place.country)
    title = text.partition(",")[0].partition(" when ")[0][:80]
    return Article(f"{number}", text, RECEIVED, title=title, published=day)


def _day(number):
    return date(2026, 1, 1) + timedelta(days=number * 37 % 300)


def _article(row):
    published = row.get("published")
    day = date.fromisoformat(published[:10]) if published else None
    return Article(row["id"], row["text"], RECEIVED, title=row.get("title") or "", published=day)
