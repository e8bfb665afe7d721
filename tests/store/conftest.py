"""Coded articles made by hand, as coder.py makes them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from schemas import vocabulary
from service.coder import Coded
from service.ingest import named
from service.records import Article

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


def report(article, key, kind, quote, **fields):
    """A report of one event, resting on a quote of the article."""
    start = article.reading.index(quote)
    evidence = [article.evidence(start, start + len(quote))]
    told = {
        "key": key,
        "type": kind,
        "category": vocabulary.event_types()[kind].category,
        "modality": fields.pop("modality", "occurred"),
        "title": f"{kind}: {quote}"[:120],
        "summary": quote,
    }
    if day := fields.pop("day", None):
        when = {"date": day, "start": day, "end": fields.pop("end", day), "precision": "day", "basis": "stated"}
        told["when"] = {**when, "evidence": evidence}
    if places := fields.pop("places", None):
        told["where"] = [
            {"role": "site", "precision": "city", **dict(zip(PLACE, place, strict=True)), "evidence": evidence}
            for place in places
        ]
    tolls = {kind: {**fields.pop(kind), "evidence": evidence} for kind in ("killed", "injured") if kind in fields}
    if tolls:
        told["toll"] = tolls
    return {**told, **fields, "confidence": fields.get("confidence", 0.8), "evidence": evidence}


PLACE = ("name", "country_iso2", "country_iso3", "latitude", "longitude")
LOM = ("Lom", "BG", "BGR", 43.82, 23.24)
VIDIN = ("Vidin", "BG", "BGR", 43.99, 22.87)
SUVA = ("Suva", "FJ", "FJI", -18.14, 178.44)
APIA = ("Apia", "WS", "WSM", -13.83, -171.77)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    """What holds on one database holds on the other: every test of the store runs on both."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_url")
    return request.getfixturevalue("postgresql")()


@pytest.fixture
def coded():
    """coded(text, (type, quote, fields), ..., **metadata): the reports r1, r2, ... of an article."""

    def make(text, *told, non_events=(), **metadata):
        article = named(Article(id="", text=text, received=date(2026, 3, 5), language="en", **metadata))
        reports = [
            report(article, f"r{number}", kind, quote, **(fields[0] if fields else {}))
            for number, (kind, quote, *fields) in enumerate(told, start=1)
        ]
        return Coded(article, reports, list(non_events))

    return make


@pytest.fixture
def put(store, coded):
    """Put an article made by `coded` into the store, an hour after the one before."""
    clock = iter(NOON + timedelta(hours=hour) for hour in range(1000))

    def make(*args, **kwargs):
        return store.put_article(coded(*args, **kwargs), seen=next(clock))

    return make
