"""What operations of the OpenAPI description are made of: answers, media types with their examples, problems, ids."""

from collections.abc import Iterable
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from service import formats

JSON, HTML, PROBLEM = "application/json", "text/html", "application/problem+json"
IDS = {
    "evt": ("id", "Id of an event"),
    "art": ("id", "Id of an article"),
    "cor": ("id", "Id of a decision"),
    "job": ("id", "Id of a job"),
}
VALIDATORS = {
    name: {"schema": {"type": "string"}, "description": says}
    for name, says in {
        "ETag": "Changes with the answer; send it back in If-None-Match",
        "Last-Modified": "The last change of the store",
        "Link": "The next page, and the same in other formats (RFC 8288)",
    }.items()
}


ALWAYS = (431, 500)  # a head of more than some thousand bytes is not read


def operation_of(
    tag: str,
    name: str,
    summary: str,
    answers: dict[int, dict],
    problems: Iterable[int] = (),
    *,
    description: str = "",
    parameters: Iterable[dict] = (),
) -> dict[str, Any]:
    """An operation; `problems` are the statuses that it may fail with."""
    refused = {status: f"Problem{status}" for status in sorted({*problems, *ALWAYS})}
    operation = {"tags": [tag], "operationId": name, "summary": summary, "responses": answers | refused}
    operation["description"] = description or f"{summary}."
    if parameters:
        operation["parameters"] = [*parameters]
    return operation


def fresh(description, media, examples=MappingProxyType({})):
    """An answer with validators. `examples` names the example of a media type."""
    return {"description": description, "headers": VALIDATORS, "content": content(media, examples)}


def feed_media():
    """Media type -> shape of every format of the feeds."""
    return {module.MEDIA_TYPE: shape_of(module.MEDIA_TYPE) for module in formats.FORMATS.values()}


def feed_examples():
    """Media type -> example of every format of the feeds."""
    return {module.MEDIA_TYPE: f"feed-{name}" for name, module in formats.FORMATS.items() if name != "hxl.csv"}


def shape_of(media_type):
    """Of JSON an object, of anything else a string."""
    return dict if media_type.endswith(("+json", "/json")) else str


EXAMPLES = {"Listing": "listing", "Count": "count", "Event": "event", "Posted": "posted", "Tombstone": "tombstone"} | {
    "Versions": "versions",
}


def content(media, examples=MappingProxyType({})):
    """Media types as OpenAPI has them, each with the schema and the example of its shape."""
    found = {}
    for media_type, shape in media.items():
        name = examples.get(media_type) or (EXAMPLES.get(shape) if isinstance(shape, str) else None)
        found[media_type] = example(name or ("page" if media_type == HTML else None), shape)
    return found


def example(name, shape):
    """A media type with a schema, and the name of its example if it has one."""
    simple = {str: {"type": "string"}, dict: {"type": "object"}}
    told = {"schema": shape if isinstance(shape, dict) else simple.get(shape, shape)}
    return told | ({"examples": {name: {"$ref": f"#/components/examples/{name}"}}} if name else {})


def posted(description):
    """The answer to an article."""
    where = {"Location": {"schema": {"type": "string"}, "description": "What is known of the article"}}
    return {"description": description, "headers": where, "content": {JSON: example("posted", "Posted")}}


PREFER = {
    "in": "header",
    "name": "Prefer",
    "description": "respond-async: 202 at once, where workers code; wait=N: 202 after so many seconds (RFC 7240)",
    "schema": {"type": "string", "example": "respond-async"},
}
ACCEPTED = {
    "description": "Where workers code articles: it is in the store, and will be coded",
    "headers": {
        "Location": {"schema": {"type": "string"}, "description": "What becomes of it"},
        "Preference-Applied": {"schema": {"type": "string"}},
        "Retry-After": {"schema": {"type": "integer"}},
    },
    "content": {JSON: example("accepted", "Accepted")},
}


def problem(status: int) -> dict:
    """The answer to a request that fails with a status."""
    content = {PROBLEM: example(f"problem{status}", "Problem")}
    return {"description": HTTPStatus(status).phrase, "content": content}


def id_of(prefix):
    """The parameter in a path."""
    name, says = IDS[prefix]
    schema = {"type": "string", "pattern": f"^{prefix}_[a-z2-7]{{13}}$"}
    return {"in": "path", "name": name, "required": True, "description": says, "schema": schema}
