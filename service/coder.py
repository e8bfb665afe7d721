"""Turns articles into coded articles: the reports of what occurred, and what was seen and not coded, with the
reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from schemas.event import REAL
from service import extract, frames, merge, report, triggers
from service.pipeline import Pipeline
from service.records import Article, Reading

BATCH = 64  # articles read together: enough for the model's batches, few enough to hold


@dataclass(frozen=True)
class Coded:
    """An article with its reports (most salient first), its non-events, and all the places and dates of its text."""

    article: Article
    reports: list[dict]
    non_events: list[dict]
    places: list[dict] = field(default_factory=list)
    dates: list[dict] = field(default_factory=list)
    profile: dict = field(default_factory=dict)  # of its words
    sketches: list[dict] = field(default_factory=list)  # of its reports, to compare them with those of other articles


def code(
    pipeline: Pipeline, articles: Iterable[Article], *, mentions: bool = False, compare: bool = False
) -> Iterator[Coded]:
    """Code articles, in order. With `mentions` every place and date of the text is given, which costs a full parse;
    with `compare` all that their reports are compared with others by."""
    articles = iter(articles)
    while batch := list(islice(articles, BATCH)):
        with pipeline.article_memory():
            readings = pipeline.read(batch, everything=mentions)
            coded = [code_reading(reading, mentions=mentions, compare=compare) for reading in readings]
        yield from coded


def code_reading(reading: Reading, *, mentions: bool = False, compare: bool = False) -> Coded:
    """Code one article that has been read."""
    worth = any(sentence.parsed for sentence in reading.sentences)  # else the gate saw nothing that could be an event
    found = extract.mentions(reading) if worth else {name: [] for name in extract.FIELDS}
    told = triggers.find(reading)
    reports = report.build_all(frames.build(told, found, reading), found, reading)
    places = _list(reading, found["where"], PLACE) if mentions else []
    dates = _list(reading, found["when"], DATE) if mentions else []
    profile = merge.profile(reading.article) if compare else {}
    sketches = merge.sketches_of(reports, profile, reading.article) if compare else []
    return Coded(reading.article, reports, report.non_events(told, reading), places, dates, profile, sketches)


def published(coded: Coded, threshold: float) -> tuple[list[dict], list[dict]]:
    """The reports sure enough to publish, and all non-events, the weaker reports among them.

    Every article has a main report of what took place: if none is sure enough, it is of type `other`, and so it is,
    without a fact, where all that is told is planned, threatened or imagined.
    """
    coded_types = [told for told in coded.reports if told["type"] != "other"]
    strong = [told for told in coded_types if told["confidence"] >= threshold]
    weak = [report.as_non_event(told) for told in coded_types if told["confidence"] < threshold]
    if strong and not any(told["modality"] in REAL for told in strong):
        strong = [*strong, report.bare_other(coded.reports)]
    return strong or [report.as_other(coded.reports[0])], coded.non_events + weak


PLACE = ("name", "precision", "latitude", "longitude", "country", "country_iso3", "admin1", "geonames_id")
DATE = ("value",)


def _list(reading, mentions, keys):
    """Mentions as `extract --mentions` lists them, those of the text before those of the title."""
    in_title_last = sorted(mentions, key=lambda mention: (mention.start < reading.article.text_start, mention.start))
    return [_listed(reading, mention, keys) for mention in in_title_last]


def _listed(reading, mention, keys):
    """A mention as `extract --mentions` lists it. Offsets count in the text; a mention in the title is given with
    `in`."""
    evidence = reading.article.evidence(mention.start, mention.end)
    row = {"text": evidence["quote"], "start": evidence["start"], "end": evidence["end"]}
    if evidence["in"] == "title":
        row["in"] = "title"
    values = {**mention.value, "value": mention.value.get("_value") or mention.value.get("date")}
    return row | {key: values[key] for key in keys if values.get(key) is not None}
