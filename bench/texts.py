"""The articles that speed is measured on: mixed news, most of it of no event, and news that is all of events.

Mixed news is put together from invented sentences (texts.toml); one article in eight of it tells of an event. Lines of
labelled articles can be taken instead: a file is JSON Lines of {id, title, text, published}.
"""

import json
import random
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from service.records import Article
from tests import wire

GOLDEN = Path(__file__).parent.parent / "tests" / "golden"
EVENTFUL = 8  # of so many mixed articles one is of an event
SENTENCES = (12, 24)  # of a mixed article
RECEIVED = date(2026, 12, 31)


def mixed(count: int) -> list[Article]:
    """So many articles of all desks; always the same."""
    chance = random.Random(3)
    told = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
    events = dense(count // EVENTFUL + 1)
    desks = list(told["desks"].values())
    return [
        events[number // EVENTFUL] if number % EVENTFUL == 0 else _plain(chance, number, desks, told["names"])
        for number in range(count)
    ]


def dense(count: int) -> list[Article]:
    """So many articles of events, each of the few that there are under several addresses."""
    golden = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLDEN.glob("*/article.json"))]
    few = [_article(row) for row in (*golden, *wire.articles())]
    return [numbered(few[number % len(few)], number) for number in range(count)]


def of_file(path: Path) -> list[Article]:
    """The articles of a file that have a text."""
    with path.open(encoding="utf-8") as lines:
        return [_article(row) for row in map(json.loads, lines) if row["text"].strip()]


def numbered(article: Article, number: int) -> Article:
    """The article under an address of its own, so that it is another to a store."""
    return replace(article, id=f"{number}", url=f"https://bench.example/{number}")


def sent(article: Article, number: int) -> dict:
    """What is posted of an article, under an address of its own."""
    members = {"title": article.title, "text": article.text, "url": f"https://post.example/{number}"}
    return members | ({"published": str(article.published)} if article.published else {})


def _plain(chance, number, desks, names) -> Article:
    sentences = list(chance.choice(desks))
    chance.shuffle(sentences)
    filled = list(_filled(chance, sentences[: chance.randint(*SENTENCES)], names))
    paragraphs = [" ".join(filled[at : at + 2]) for at in range(0, len(filled), 2)]
    day = date(2026, 1 + number % 12, 1 + number % 28)
    return Article(f"{number}", "\n\n".join(paragraphs) + "\n", RECEIVED, title=filled[0][:60], published=day)


def _filled(chance, sentences, names) -> Iterator[str]:
    for sentence in sentences:
        slots = {name: chance.choice(values) for name, values in names.items()}
        line = sentence.format(**slots, number=chance.randint(2, 90))
        yield line[0].upper() + line[1:]


def _article(row):
    published = row.get("published")
    day = date.fromisoformat(published[:10]) if published else None
    return Article(row.get("id", ""), row["text"], RECEIVED, title=row.get("title") or "", published=day)
