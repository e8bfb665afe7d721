"""Every operation of the service, as OpenAPI has it: what it takes, every status, every media type."""

from collections.abc import Iterable
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from schemas.query import MOST
from service import formats
from service.config import Config
from service.formats import _changes, _csvw, _vocabulary

JSON, HTML, NDJSON, TEXT = "application/json", "text/html", "application/x-ndjson", "text/plain"
MERGE_PATCH = "application/merge-patch+json"
JSONLD = formats.jsonld.MEDIA_TYPE
SECURITY = [{}, {"token": []}]
WRITING = (400, 401, 403, 413, 415, 422, 503, 507)
IDS = {
    "evt": ("id", "Id of an event"),
    "art": ("id", "Id of an article"),
    "cor": ("id", "Id of a decision"),
}
VALIDATORS = {
    name: {"schema": {"type": "string"}, "description": says}
    for name, says in {
        "ETag": "Changes with the answer; send it back in If-None-Match",
        "Last-Modified": "The last change of the store",
        "Link": "The next page, and the same in other formats (RFC 8288)",
    }.items()
}
SUFFIXES = {"json": (JSON, "Event"), "jsonld": (JSONLD, dict), "html": (HTML, str)}


def paths(config: Config, filters: list[dict], members: list[dict]) -> dict[str, dict]:
    """Path -> method -> operation. `filters` are parameters of listings, `members` those of an article in the query."""
    return {
        **_articles(config, members),
        **_listings(filters),
        **_single_events(),
        **_decisions(),
        **_feeds(filters),
        **_about(),
    }


def _articles(config, members):
    post = _operation(
        "articles",
        "postArticle",
        "Code an article and keep it",
        {
            200: _posted("It was there already, or this is a new version of it; or one line for each of many"),
            201: _posted("It is new"),
        },
        WRITING,
        description=f"An article in English, at most {config.max_article_chars:,} characters: JSON, or plain text. "
        "Members that are not in the body may be in the query. As NDJSON, an article a line, answered line by line "
        "while it is read: `{line, status, article, events}`, or `{line, status, problem}` for one that is refused.",
        parameters=members,
    )
    post["responses"][200]["content"][NDJSON] = _example("posted-lines", {"type": "string"})
    post["requestBody"] = {
        "required": True,
        "content": {
            JSON: _example("article", "Article"),
            TEXT: _example("article-text", {"type": "string", "minLength": 1}),
            NDJSON: _example("article-lines", {"type": "string", "minLength": 1}),
        },
    }
    post["security"] = SECURITY
    get = _operation(
        "articles",
        "getArticle",
        "What is known of an article",
        {200: _fresh("The article", {JSON: "KnownArticle", HTML: str})},
        (404, 406, 410, 503),
        description="All but its text: what was sent with it, its events, and the words that records rest on.",
        parameters=[_id("art")],
    )
    delete = _operation(
        "articles",
        "deleteArticle",
        "Erase the words and quotes of an article",
        {204: {"description": "They are gone, from every version of every record"}},
        (401, 403, 404, 410, 503, 507),
        parameters=[_id("art")],
    )
    return {"/articles": {"post": post}, "/articles/{id}": {"get": get, "delete": delete | {"security": SECURITY}}}


def _listings(filters):
    listing = _fresh("A page of records", {JSON: "Listing", HTML: str, **_media()}, _media_examples())
    counted = _fresh(f"How many there are; a page has at most {MOST}", {JSON: "Count"})
    says = (
        "Filters narrow the listing, all of them together; a comma means or. Shown are events that occurred or are "
        "ongoing, at or above the publish threshold. `format` decides before the Accept header."
    )
    found = {
        "/": ("getHome", "The newest events", _fresh("A page", {HTML: str}), (406, 503), ()),
        "/events": ("listEvents", "The events, the last changed first", listing, (400, 406, 503), filters),
        "/events/deleted": ("listDeleted", "The events that have ended", listing, (400, 406, 503), filters),
        "/events/count": ("countEvents", "How many events there are", counted, (400, 406, 503), filters),
    }
    return {
        path: {
            "get": _operation(
                "events", name, summary, {200: ok}, problems, description=says if given else "", parameters=given
            )
        }
        for path, (name, summary, ok, problems, given) in found.items()
    }


def _single_events():
    moved = {
        "description": "It was merged into another, to which this leads",
        "headers": {"Location": {"schema": {"type": "string"}}},
        "content": {JSON: _example("tombstone", "Tombstone")},
    }

    def get(name, summary, media, problems):
        answers = {200: _fresh("The record", media, {JSONLD: "event-jsonld"}), 301: moved}
        return _operation("events", name, summary, answers, problems, parameters=[_id("evt")])

    found = {"/events/{id}": {"get": get("getEvent", "An event", dict(SUFFIXES.values()), (404, 406, 410, 503))}}
    found["/events/{id}"]["patch"] = _decision("correctEvent", "Set fields of a record", "Correction", "Event")
    for suffix, (media_type, shape) in SUFFIXES.items():
        one = get(f"getEvent_{suffix}", f"An event as {media_type}", {media_type: shape}, (404, 410, 503))
        if suffix == "html":
            one["responses"][410] = {"description": "It was retracted", "content": {HTML: _example("page", str)}}
        found[f"/events/{{id}}.{suffix}"] = {"get": one}
    gone = found["/events/{id}"]["get"]["responses"]
    gone[410] = {
        "description": "It was retracted; a tombstone is left",
        "content": {"application/problem+json": _example("problem410", "Problem"), HTML: _example("page", str)},
    }
    versions = {200: _fresh("The present one first", {JSON: "Versions"})}
    found["/events/{id}/versions"] = {
        "get": _operation(
            "events", "listVersions", "Every version of an event", versions, (404, 503), parameters=[_id("evt")]
        )
    }
    return found


def _decisions():
    found = {
        f"/events/{{id}}/{name}": {"post": _decision(f"{name}Event", summary, name.capitalize(), shape)}
        for name, summary, shape in (
            ("retract", "Say that there is no such event", "Event"),
            ("merge", "Say that two events are one", "Event"),
            ("split", "Say that some articles tell of another event", "SplitAnswer"),
            ("undo", "Take back a decision", "Event"),
        )
    }
    known = {200: _fresh("The decision", {JSON: "KnownDecision"})}
    found["/decisions/{id}"] = {
        "get": _operation("events", "getDecision", "What a person decided", known, (404, 503), parameters=[_id("cor")])
    }
    return found


def _decision(name, summary, body, shape):
    answers = {200: {"description": "What the record says now", "content": _content({JSON: shape})}}
    operation = _operation("events", name, summary, answers, (*WRITING, 404, 409, 410), parameters=[_id("evt")])
    media = {MERGE_PATCH: body, JSON: body} if body == "Correction" else {JSON: body}
    operation["requestBody"] = {
        "required": True,
        "content": {media_type: _example(body.lower(), shape) for media_type, shape in media.items()},
    }
    return operation | {"security": SECURITY}


def _feeds(filters):
    says = "Takes the filters of /events, so that every question can be subscribed to."
    found = {
        f"/feeds/events.{name}": _operation(
            "feeds",
            f"getFeed_{name.replace('.', '_')}",
            f"The events as {module.LABEL}",
            {
                200: _fresh(
                    "A page of the feed",
                    {module.MEDIA_TYPE: _shape(module.MEDIA_TYPE)},
                    {module.MEDIA_TYPE: f"feed-{name}"},
                )
            },
            (400, 503),
            description=says,
            parameters=filters,
        )
        for name, module in formats.FORMATS.items()
    }
    found[f"/feeds/events.{_csvw.SUFFIX}"] = _operation(
        "feeds",
        "describeCsv",
        "What the columns of the CSV hold",
        {200: _fresh("CSVW metadata", {_csvw.MEDIA_TYPE: dict})},
        (400, 503),
        description="Takes the parameters of the CSV that it describes.",
        parameters=filters,
    )
    found["/feeds/changes.atom"] = _operation(
        "feeds",
        "getChanges",
        "Every version of every event: what was corrected, and what was retracted",
        {200: _fresh("A page of the feed", {_changes.MEDIA_TYPE: str})},
        (400, 503),
        parameters=[each for each in filters if each["name"] in ("limit", "cursor")],
    )
    month = {"type": "string", "pattern": r"^[12]\d{3}-(0[1-9]|1[0-2])$", "example": "2026-03"}
    found["/feeds/archive/{month}.atom"] = _operation(
        "feeds",
        "getArchive",
        "The events that were first published in a month (RFC 5005)",
        {200: _fresh("The month", {formats.FORMATS["atom"].MEDIA_TYPE: str})},
        (400, 404, 503),
        parameters=[{"in": "path", "name": "month", "required": True, "schema": month}],
    )
    return {path: {"get": operation} for path, operation in found.items()}


def _feed(name, media_type):
    return _fresh("A page of the feed", {media_type: _shape(media_type)}, {media_type: f"feed-{name}"})


def _about():
    status = {200: {"description": "Yes", "content": {JSON: {"schema": "Status"}}}}
    context = {200: _fresh("The context", {JSONLD: dict})}
    name = {"in": "path", "name": "name", "required": True, "schema": {"type": "string", "enum": [*_vocabulary.LISTS]}}
    page = {200: _fresh("A page", {HTML: str})}
    terms = _fresh("The list", {JSONLD: dict, HTML: str})
    found = {
        "/health": ("getHealth", "Is the process up?", status, (), ()),
        "/ready": ("getReady", "Can it serve? Not on an old database", status, (503,), ()),
        "/openapi.json": ("getOpenapi", "This", {200: _fresh("OpenAPI 3.1", {JSON: dict})}, (), ()),
        "/docs": ("getDocs", "This as a page", page, (), ()),
        "/contexts/event.jsonld": ("getContext", "The JSON-LD context of an event", context, (), ()),
        "/vocab": ("listVocabularies", "The vocabularies", page, (406,), ()),
        "/vocab/{name}": ("getVocabulary", "The words of a vocabulary", {200: terms}, (404, 406), [name]),
        "/vocab/{name}.jsonld": ("getVocabulary_jsonld", "The same as JSON-LD", context, (404,), [name]),
        "/problems": ("getProblems", "What can go wrong", page, (), ()),
    }
    return {
        path: {"get": _operation("about", name, summary, answers, problems, parameters=parameters)}
        for path, (name, summary, answers, problems, parameters) in found.items()
    }


def _operation(
    tag: str,
    name: str,
    summary: str,
    answers: dict[int, dict],
    problems: Iterable[int] = (),
    *,
    description: str = "",
    parameters: Iterable[dict] = (),
) -> dict[str, Any]:
    refused = {status: f"Problem{status}" for status in sorted({*problems, 500})}
    operation = {"tags": [tag], "operationId": name, "summary": summary, "responses": answers | refused}
    operation["description"] = description or f"{summary}."
    if parameters:
        operation["parameters"] = [*parameters]
    return operation


def _fresh(description, media, examples=MappingProxyType({})):
    """An answer with validators. `examples` names the example of a media type."""
    return {"description": description, "headers": VALIDATORS, "content": _content(media, examples)}


def _media():
    """Media type -> shape of every format of the feeds."""
    return {module.MEDIA_TYPE: _shape(module.MEDIA_TYPE) for module in formats.FORMATS.values()}


def _media_examples():
    """Media type -> example of every format of the feeds."""
    return {module.MEDIA_TYPE: f"feed-{name}" for name, module in formats.FORMATS.items() if name != "hxl.csv"}


def _shape(media_type):
    return dict if media_type.endswith(("+json", "/json")) else str


EXAMPLES = {"Listing": "listing", "Count": "count", "Event": "event", "Posted": "posted", "Tombstone": "tombstone"} | {
    "Versions": "versions",
}


def _content(media, examples=MappingProxyType({})):
    found = {}
    for media_type, shape in media.items():
        name = examples.get(media_type) or (EXAMPLES.get(shape) if isinstance(shape, str) else None)
        found[media_type] = _example(name or ("page" if media_type == HTML else None), shape)
    return found


def _example(name, shape):
    simple = {str: {"type": "string"}, dict: {"type": "object"}}
    told = {"schema": shape if isinstance(shape, dict) else simple.get(shape, shape)}
    return told | ({"examples": {name: {"$ref": f"#/components/examples/{name}"}}} if name else {})


def _posted(description):
    where = {"Location": {"schema": {"type": "string"}, "description": "What is known of the article"}}
    return {"description": description, "headers": where, "content": {JSON: _example("posted", "Posted")}}


def problem(status: int) -> dict:
    """The answer to a request that fails with a status."""
    content = {"application/problem+json": _example(f"problem{status}", "Problem")}
    return {"description": HTTPStatus(status).phrase, "content": content}


def _id(prefix):
    name, says = IDS[prefix]
    schema = {"type": "string", "pattern": f"^{prefix}_[a-z2-7]{{13}}$"}
    return {"in": "path", "name": name, "required": True, "description": says, "schema": schema}
