"""Invents articles and what is read in them, so that a store can be filled with a million events in minutes.

Nothing here is read by the model: sentence and report are made side by side, so that each quote stands where it is said
to stand. Countries, types, tolls and words are as skewed as those of news: a few are common, most are rare.
"""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from schemas import vocabulary
from service import VAR, lineage, merge, places_file, wording
from service.gazetteer import Gazetteer, Place
from service.records import Article

FIRST, DAYS = datetime(2023, 10, 1, tzinfo=UTC), 1095  # what is told happened in three years, however much it is
CITIES = 6000
SYLLABLES = ("ba", "do", "ke", "lim", "mar", "no", "ra", "sel", "tu", "vo", "zan", "pir", "gol", "hei", "wex", "qua")
PUBLISHERS = [f"{name} {kind}" for name in ("North", "River", "Harbour", "Valley", "Hill") for kind in ("Post", "Wire")]
MODALITIES = ("occurred",) * 18 + ("ongoing", "claimed")
WORDS = 300_000  # of the language that sketches are written in


@dataclass(frozen=True, slots=True)
class Told:
    """An article with the one report that it makes, and what that is compared by."""

    article: Article
    moment: int
    report: dict
    sketch: dict


def told(count: int, var: Path = VAR) -> Iterator[Told]:
    """So many, the earliest first; always the same."""
    chance = random.Random(1)
    places = cities(var)
    kinds = [kind for kind in vocabulary.event_types().values() if kind.id != "other"]
    chance.shuffle(kinds)
    step = timedelta(days=DAYS) / count
    for number in range(count):
        kind, place = kinds[_skewed(chance, 0.4, len(kinds))], places[_skewed(chance, 0.35, len(places))]
        yield _one(chance, number, FIRST + number * step, kind, place)


def cities(var: Path = VAR) -> list[Place]:
    """The largest, in an order of chance: what is most in the news is not what is largest."""
    path = places_file.ready(var)
    gazetteer = Gazetteer(path)
    query = "SELECT id FROM place WHERE kind = 'city' AND latitude IS NOT NULL ORDER BY population DESC LIMIT ?"
    with sqlite3.connect(path) as connection:
        found = [gazetteer.numbered(row[0]) for row in connection.execute(query, (CITIES,))]
    random.Random(2).shuffle(found)
    return found


def _skewed(chance, shape, size):
    return int(chance.paretovariate(shape)) % size


def _one(chance, number, moment, kind, place):
    killed, injured = _skewed(chance, 0.7, 2000) - 1, _skewed(chance, 0.6, 5000)
    day = moment.date() - timedelta(days=chance.choice((0, 0, 0, 1, 1, 2, 5)))
    village = name(chance)
    harm = f"{killed} people were killed and {injured} injured"
    text = (
        f"{harm} in {place.name} on {day:%A}, Mayor {name(chance)} {name(chance)} said. "
        f"It was a case of {kind.label.lower()}, and the road to {village} was closed."
    )
    publisher = chance.choice(PUBLISHERS)
    url = f"https://{publisher.replace(' ', '-').lower()}.example/{number}"
    title = f"{killed} dead in {place.name}"
    article = Article(
        lineage.article_id(url), text, moment.date(), title, url, moment, publisher=publisher, language="en"
    )
    report = _report(chance, article, kind, place, day, {"killed": killed, "injured": injured})
    return Told(article, int(moment.timestamp() * 1_000_000) + number, report, _sketch(chance, article, report))


def _report(chance, article, kind, place, day, toll):
    def quoted(words):
        start = article.text.index(words) + article.text_start
        return [article.evidence(start, start + len(words))]

    harm = article.text.partition(" in ")[0]
    found = {
        "key": "r1",
        "type": kind.id,
        "category": kind.category,
        "codes": {scheme: codes[0] for scheme, codes in kind.codes.items()},
        "modality": chance.choice(MODALITIES),
        "when": {"date": str(day), "start": str(day), "end": str(day), "precision": "day", "basis": "as told"}
        | {"evidence": quoted(f"{day:%A}")},
        "where": [_where(place) | {"evidence": quoted(place.name)}],
        "toll": {
            harmed: {"low": number, "best": number, "words": str(number), "evidence": quoted(harm)}
            for harmed, number in toll.items()
        },
        "confidence": round(chance.choice((0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)), 2),
        "confidence_reasons": ["told at the head of the article", "has a toll"],
        "evidence": quoted(article.text.partition(" It was ")[0]),
    }
    return found | {"title": wording.title(found), "summary": wording.summary(found)}


def _where(place):
    names = ("name", "precision", "country", "country_iso2", "country_iso3", "admin1", "admin1_iso", "geonames_id")
    found = {name: getattr(place, name) for name in (*names, "latitude", "longitude")}
    return {"role": "site", **{name: value for name, value in found.items() if value is not None}}


def _sketch(chance, article, report):
    words = {f"w{_skewed(chance, 0.35, WORDS)}": round(chance.uniform(0.05, 0.3), 3) for _ in range(40)}
    place = report["where"][0]
    return {
        "shape": merge.SHAPE,
        "article": article.id,
        "main": True,
        "type": report["type"],
        "family": report["category"],
        "days": [date.fromisoformat(report["when"]["date"]).toordinal()] * 2,
        "night": None,
        "published": article.received.toordinal(),
        "received": article.received.toordinal(),
        "spots": [[place["latitude"], place["longitude"], place["country_iso3"], place.get("admin1")]],
        "toll": {kind: count["best"] for kind, count in report["toll"].items()},
        "own": dict(list(words.items())[:20]),
        "words": words,
        "names": dict.fromkeys(list(words)[:8], 5.0),
        "years": [],
        "marks": sorted(chance.randrange(2**32) for _ in range(30)),
    }


def name(chance: random.Random) -> str:
    """Of a village or a person; hardly ever the same one twice."""
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()
