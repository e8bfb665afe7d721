"""Turns the schemas into an OpenAPI 3.1 description of the whole service."""

from http import HTTPStatus

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from schemas import ArticleSchema, EventQuerySchema, EventSchema, ProblemSchema
from schemas.answers import KnownArticleSchema, ListingSchema, PostedSchema, StatusSchema
from service import VERSION, formats
from service.config import Config

JSON, HTML, PROBLEM = "application/json", "text/html", "application/problem+json"
PROBLEMS = (400, 401, 403, 404, 406, 413, 415, 422, 500, 503, 507)
SCHEMAS = {
    "Article": ArticleSchema,
    "Event": EventSchema,
    "KnownArticle": KnownArticleSchema,
    "Listing": ListingSchema,
    "Posted": PostedSchema,
    "Problem": ProblemSchema,
    "Status": StatusSchema,
}
TAGS = {
    "articles": "What comes in",
    "events": "What goes out: records, each value with the words it was read from",
    "feeds": "The same records for feed readers, other services and spreadsheets",
    "about": "The service itself",
}
VALIDATORS = {
    name: {"schema": {"type": "string"}, "description": says}
    for name, says in {
        "ETag": "Changes with the answer; send it back in If-None-Match",
        "Last-Modified": "The last change of the store",
        "Link": "The next page, and the same in other formats (RFC 8288)",
    }.items()
}


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
        },
        servers=[{"url": config.public_url}],
        tags=[{"name": name, "description": says} for name, says in TAGS.items()],
    )
    for name, schema in SCHEMAS.items():
        spec.components.schema(name, schema=schema)
    for status in PROBLEMS:
        spec.components.response(f"Problem{status}", _problem(status))
    spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "description": "Not needed from this very machine"}
    )
    filters = [_with_commas(each) for each in plugin.converter.schema2parameters(EventQuerySchema, location="query")]
    for path, operation in (_articles(plugin, config) | _events(filters) | _feeds(filters) | _about()).items():
        spec.path(path, operations=operation)
    return _anchored(spec.to_dict())


def _articles(plugin, config):
    post = _operation(
        "articles",
        "postArticle",
        "Code an article and keep it",
        {200: _posted("It was there already; nothing changed, or it is a new version"), 201: _posted("It is new")},
        (400, 401, 403, 413, 415, 422, 503, 507),
        description=f"An article in English, at most {config.max_article_chars:,} characters: JSON, or plain text. "
        "Members that are not in the body may be in the query.",
        parameters=plugin.converter.schema2parameters(ArticleSchema(exclude=("text",)), location="query"),
    )
    post["requestBody"] = {
        "required": True,
        "content": {JSON: {"schema": "Article"}, "text/plain": {"schema": {"type": "string", "minLength": 1}}},
    }
    post["security"] = [{}, {"token": []}]
    get = _operation(
        "articles",
        "getArticle",
        "What is known of an article",
        {200: _fresh("The article", {JSON: "KnownArticle", HTML: str})},
        (404, 406, 503),
        description="All but its text: what was sent with it, its events, and the words that records rest on.",
        parameters=[_id("art")],
    )
    return {"/articles": {"post": post}, "/articles/{id}": {"get": get}}


def _events(filters):
    jsonld = formats.jsonld.MEDIA_TYPE
    listing = _fresh("A page of records", {JSON: "Listing", jsonld: dict, HTML: str})
    single = {"json": (JSON, "Event"), "jsonld": (jsonld, dict), "html": (HTML, str)}
    paths = {
        "/": _operation("events", "getHome", "The newest events", {200: _fresh("A page", {HTML: str})}, (406, 503)),
        "/events": _operation(
            "events",
            "listEvents",
            "The events, the last changed first",
            {200: listing},
            (400, 406, 503),
            description="Filters narrow the listing, all of them together; a comma means or. Shown are events that "
            "occurred or are ongoing, at or above the publish threshold.",
            parameters=filters,
        ),
        "/events/{id}": _event("", dict(single.values()), (404, 406, 503)),
    }
    for suffix, (media_type, shape) in single.items():
        paths[f"/events/{{id}}.{suffix}"] = _event(suffix, {media_type: shape}, (404, 503))
    return {path: {"get": operation} for path, operation in paths.items()}


def _event(suffix, media, problems):
    name, summary = (
        ("getEvent", "An event") if not suffix else (f"getEvent_{suffix}", f"An event as {next(iter(media))}")
    )
    return _operation("events", name, summary, {200: _fresh("The record", media)}, problems, parameters=[_id("evt")])


def _feeds(filters):
    return {
        f"/feeds/events.{name}": {
            "get": _operation(
                "feeds",
                f"getFeed_{name}",
                f"The events as {module.MEDIA_TYPE}",
                {200: _fresh("A page of the feed", {module.MEDIA_TYPE: dict if "json" in name else str})},
                (400, 503),
                description="Takes the filters of /events, so that every question can be subscribed to.",
                parameters=filters,
            )
        }
        for name, module in formats.FORMATS.items()
    }


def _about():
    status = {200: {"description": "Yes", "content": {JSON: {"schema": "Status"}}}}
    described = {200: _fresh("OpenAPI 3.1", {JSON: dict})}
    context = {200: _fresh("The context", {formats.jsonld.MEDIA_TYPE: dict})}
    paths = {
        "/health": _operation("about", "getHealth", "Is the process up?", status),
        "/ready": _operation("about", "getReady", "Can it serve? Not on an old database", status, (503,)),
        "/openapi.json": _operation("about", "getOpenapi", "This", described),
        "/contexts/event.jsonld": _operation("about", "getContext", "The JSON-LD context of an event", context),
        "/problems": _operation("about", "getProblems", "What can go wrong", {200: _fresh("A page", {HTML: str})}),
    }
    return {path: {"get": operation} for path, operation in paths.items()}


def _operation(tag, name, summary, answers, problems=(), *, description="", parameters=()):
    refused = {status: f"Problem{status}" for status in (*problems, 500)}
    operation = {"tags": [tag], "operationId": name, "summary": summary, "responses": answers | refused}
    if description:
        operation["description"] = description
    if parameters:
        operation["parameters"] = [*parameters]
    return operation


def _fresh(description, media):
    """An answer with validators."""
    return {"description": description, "headers": VALIDATORS, "content": _content(media)}


def _content(media):
    simple = {str: {"type": "string"}, dict: {"type": "object"}}
    return {media_type: {"schema": simple.get(shape, shape)} for media_type, shape in media.items()}


def _posted(description):
    where = {"Location": {"schema": {"type": "string"}, "description": "What is known of the article"}}
    return {"description": description, "headers": where, "content": {JSON: {"schema": "Posted"}}}


def _problem(status):
    return {"description": HTTPStatus(status).phrase, "content": {PROBLEM: {"schema": "Problem"}}}


def _id(prefix):
    schema = {"type": "string", "pattern": f"^{prefix}_[a-z2-7]{{13}}$"}
    return {"in": "path", "name": "id", "required": True, "schema": schema}


def _with_commas(parameter):
    return parameter | {"explode": False} if "explode" in parameter else parameter


def _anchored(value):
    """Python's patterns, written as ECMA 262 has them: matched from the start, and `$` for the end."""
    if isinstance(value, list):
        return [_anchored(part) for part in value]
    if not isinstance(value, dict):
        return value
    changed = {key: _anchored(part) for key, part in value.items()}
    if isinstance(pattern := changed.get("pattern"), str) and pattern.endswith(r"\Z"):
        changed["pattern"] = "^" + pattern.removesuffix(r"\Z") + "$"
    return changed
