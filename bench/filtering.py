"""Pages of what is asked for by filters, of many events beside few: the whole answer, made anew each time.

What is common and what is rare, first pages and deep ones, boxes small and large, over the date line and at the poles.
A row's ratio is the median of its questions; the spread shows the best and the worst of them.
"""

import statistics
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from bench import filling, inside
from bench.table import Row, Setting

DEEP = 10  # pages
PAGES = ("/events?limit=50&", "/feeds/events.atom?limit=50&")
QUESTIONS = {
    "filtered feed": (
        "country={country}&event_type={category}",
        "country={rare}&event_type={category}",
        "country={country}&sub_event_type={type}&min_killed=10",
        "event_type={category}&starttime=2025-03-01&endtime=2025-03-20",
        "location={city}",
        "country={country}&orderby=time",
        "min_confidence=0.9",
    ),
    "bbox feed": (
        "bbox={box}",
        "bbox={box}&event_type={category}",
        "bbox=-20,-35,55,60",
        "bbox=170,-50,-170,60",
        "bbox=-180,-90,180,-55",
        "bbox=-180,70,180,90&event_type={category}",
        "bbox=100.2,1.1,103.9,3.3&orderby=killed",
    ),
    "text search": ("q={city}", "q=qua", "q=wexgolsel", "q=no+such+words+at+all", "q={city}&event_type={category}"),
}


def rows(setting: Setting) -> Iterator[Row]:
    """A row for each kind of question."""
    stores = [filling.filled(setting.folder, count) for count in (setting.few, setting.many)]
    askings = [inside.client(store) for store in stores]
    words = _words(stores[0])
    for name, questions in QUESTIONS.items():
        addresses = [
            pair for page in PAGES for question in questions for pair in _addresses(askings, page + question, words)
        ]
        timed = {few: _timed(askings, (few, many), setting.rounds) for few, many in addresses}
        yield _row(name, timed, setting)


def _words(store):
    """What is in the small store, and so in the large one: common and rare."""
    records = store.events({}, limit=1000).events
    places = [record["where"][0] for record in records]
    countries = [place["country_iso3"] for place in places]
    by_count = sorted(set(countries), key=lambda country: (countries.count(country), country))
    common = next(record for record in records if record["where"][0]["country_iso3"] == by_count[-1])
    place = common["where"][0]
    west, south = place["longitude"] - 0.7, max(place["latitude"] - 0.5, -90)
    box = f"{west:.3f},{south:.3f},{west + 1.4:.3f},{south + 1:.3f}"
    known = {"country": by_count[-1], "rare": by_count[0], "city": place["name"].split()[0], "box": box}
    return known | {"category": common["category"], "type": common["type"]}


def _addresses(askings, address, words):
    """The first page and a deep one: the addresses of both stores, whose cursors differ."""
    first = address.format(**words)
    yield first, first
    deep = [_deep(asking, first) for asking in askings]
    if all(deep):
        yield tuple(deep)


def _deep(asking, first):
    """The address some pages on, "" if there are not so many."""
    address = first
    for _ in range(DEEP):
        query = urlsplit(address).query
        more = asking.get(f"/events?{query}").json["next"]
        if not more:
            return ""
        cursor = parse_qs(urlsplit(more).query)["cursor"][0]
        address = f"{first}&cursor={cursor}"
    return address


def _timed(askings, pair, rounds):
    """Median seconds of both, asked in turns."""
    found = [
        [inside.seconds(asking, address) for asking, address in zip(askings, pair, strict=True)]
        for _ in range(rounds + 1)
    ][1:]
    return [statistics.median(column) for column in zip(*found, strict=True)]


def _row(name, timed, setting):
    ratios = {address: many / few for address, (few, many) in timed.items()}
    for address, (few, many) in timed.items():
        print(f"  {1000 * few:7.1f} {1000 * many:7.1f} ms  {address}", file=sys.stderr)
    worst = max(ratios, key=ratios.get)
    few, many = timed[worst]
    figures = (
        f"{1000 * statistics.median(many for _, many in timed.values()):.0f} ms; "
        f"the worst {1000 * many:.0f} ms for {1000 * few:.0f}: {worst}"
    )
    target = None if name == "text search" else 1.5
    what = f"{name}, {setting.many:,} events"
    return Row(what, f"{setting.few:,} events", list(ratios.values()), target, most=True, figures=figures)
