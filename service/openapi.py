"""Turns the schemas into an OpenAPI 3.1 description of the whole service, with examples of all that goes in and out."""

import json
from datetime import datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from schemas import ArticleSchema, EventQuerySchema, EventSchema, ProblemSchema, decision
from schemas import answers as shapes
from schemas.problem import TombstoneSchema
from service import VERSION, formats, openapi_parts, openapi_paths
from service.config import Config
from service.views import _kinds

PROBLEMS = (400, 401, 403, 404, 406, 409, 410, 412, 413, 415, 422, 429, 431, 500, 503, 507)
SCHEMAS = {  # a schema comes after those that it holds
    "Event": EventSchema,
    "KeptEvent": shapes.KeptEventSchema,
    "PartOfEvent": shapes.KeptEventSchema(partial=True),
    "Tombstone": TombstoneSchema,
    "Article": ArticleSchema,
    "Correction": decision.CorrectionSchema,
    "Count": shapes.CountSchema,
    "Job": shapes.JobSchema,
    "Accepted": shapes.AcceptedSchema,
    "KnownArticle": shapes.KnownArticleSchema,
    "KnownDecision": decision.KnownDecisionSchema,
    "Listing": shapes.ListingSchema,
    "Merge": decision.MergeSchema,
    "Posted": shapes.PostedSchema,
    "Problem": ProblemSchema,
    "Retract": decision.DecisionSchema,
    "Split": decision.SplitSchema,
    "SplitAnswer": decision.SplitAnswerSchema,
    "Status": shapes.StatusSchema,
    "Undo": decision.UndoSchema,
    "Versions": decision.VersionsSchema,
}
TAGS = {
    "articles": "What comes in",
    "events": "What goes out: records, each value with the words it was read from",
    "feeds": "The same records for feed readers, other services and spreadsheets",
    "about": "The service itself",
}
EXAMPLES = Path(__file__).parent / "data" / "examples.json"
REASON = {"reason": "The ministry has withdrawn the figure.", "author": "Desk"}


@cache
def document(config: Config) -> dict:
    """The description, as JSON."""
    plugin = MarshmallowPlugin()
    spec = APISpec(
        title="Dateline",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={
            "description": "News articles in, an open event feed out: every value with the words it was read from.",
            "license": {"name": "MIT", "identifier": "MIT"},
            "contact": {"name": "Dateline", "url": f"{config.public_url}/"},
        },
        servers=[{"url": config.public_url}],
        tags=[{"name": name, "description": says} for name, says in TAGS.items()],
    )
    for name, schema in SCHEMAS.items():
        spec.components.schema(name, schema=schema)
    for status in PROBLEMS:
        spec.components.response(f"Problem{status}", openapi_parts.problem(status))
    for name, value in examples(config).items():
        spec.components.example(name, {"value": value})
    spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "description": "Not needed from this very machine"}
    )
    convert = plugin.converter.schema2parameters
    filters = [_filter(each) for each in convert(EventQuerySchema, location="query")]
    members = convert(ArticleSchema(exclude=("text",)), location="query")
    for path, operations in openapi_paths.paths(config, filters, members).items():
        spec.path(path, operations=operations)
    return _anchored(spec.to_dict())


def examples(config: Config) -> dict:
    """Name -> value of every example. All tell of one invented article."""
    base = config.public_url
    known = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    article, event = known["article"], known["event"]
    tombstone = {name: event[name] for name in ("id", "version", "status", "published", "updated")}
    tombstone |= {"version": 2, "status": "merged", "replaced_by": "evt_aaaaaaaaaaaaa"}
    source = {"id": event["sources"][0]["id"], "url": f"{base}/articles/{event['sources'][0]['id']}"}
    posted = {
        "article": source,
        "events": [{"id": event["id"], "url": f"{base}/events/{event['id']}", **event}],
        "non_events": [],
    }
    job = {"id": "job_2fvcmovq6mfas", "url": f"{base}/jobs/job_2fvcmovq6mfas", "status": "queued", "attempts": 0}
    job["accepted"] = event["updated"]
    made = {"article": source, "events": [{"id": event["id"], "url": posted["events"][0]["url"]}]}
    line = {"line": 1, "status": 201, "article": source, "events": [event["id"]]}
    patch = {"title": "Bus crash near Lom: 3 killed", "reason": REASON["reason"]}
    return {
        "accepted": {"job": job},
        "article": article,
        "article-text": article["text"],
        "article-page": f"<!doctype html>\n<title>{article['title']}</title>\n<p>{article['text']}</p>\n",
        "posted": posted,
        "posted-lines": json.dumps(line) + "\n",
        "event": event,
        "event-jsonld": json.loads(formats.jsonld.document(event, base)),
        "job": job | {"status": "done", "attempts": 1} | made,
        "listing": {"events": [event], "next": None},
        "count": {"count": 1, "maxAllowed": 1000},
        "tombstone": tombstone,
        "versions": {"versions": [_version(event)]},
        "page": '<!doctype html>\n<html lang="en">...</html>',
        "correction": patch,
        "retract": REASON,
        "merge": {"with": "evt_aaaaaaaaaaaaa", **REASON},
        "split": {"articles": [event["sources"][0]["id"]], **REASON},
        "undo": REASON,
        **{f"feed-{name}": _feed(name, event, config) for name in formats.FORMATS},
        **{f"problem{status}": _problem(status, base, tombstone) for status in PROBLEMS},
    }


def _version(event):
    told = {name: event[name] for name in ("version", "updated", "status")}
    cause = {"cause": "article", "article": event["sources"][0]["id"]}
    return {"record": event, **told, "changes": [], "headline": "", **cause}


def _feed(name, event, config):
    url = f"{config.public_url}/feeds/events.{name}"
    feed = formats.Feed(config.public_url, config.tag_authority, url, datetime.fromisoformat(event["updated"]))
    text = b"".join(formats.pieces(formats.FORMATS[name].render([event], feed))).decode()
    return json.loads(text) if formats.FORMATS[name].MEDIA_TYPE.endswith("json") and name != "ndjson" else text


def _problem(status, base, tombstone):
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "instance": "/events"}
    if status == 410:
        told |= {"type": f"{base}/problems#gone", "event": tombstone | {"status": "retracted"}}
        del told["event"]["replaced_by"]
    return told


def _filter(parameter):
    """A list has commas between its values; a format is one of those there are."""
    found = parameter | {"explode": False} if "explode" in parameter else parameter
    return openapi_paths.one_of(found, [*_kinds.all_of_them()]) if found["name"] == "format" else found


def _anchored(value):
    """Python's patterns, written as ECMA 262 has them: matched from the start, and `$` for the end."""
    if isinstance(value, list):
        return [_anchored(part) for part in value]
    if not isinstance(value, dict):
        return value
    changed = {key: _anchored(part) for key, part in value.items()}
    if isinstance(pattern := changed.get("pattern"), str):
        changed["pattern"] = "^" + pattern.removesuffix(r"\Z") + "$" if pattern.endswith(r"\Z") else pattern
    return changed
