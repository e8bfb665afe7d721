"""/openapi.json is valid OpenAPI 3.1, and says all that there is: routes, statuses and media types."""

import json
import re
from pathlib import Path

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from service import openapi
from service.config import Config
from service.errors import ServiceError
from service.formats import FORMATS
from service.problems import kinds
from service.views._reading import quotes

DOCUMENT = openapi.document(Config(public_url="https://feeds.example.org/dateline"))
OPERATIONS = {
    (path, method): operation for path, item in DOCUMENT["paths"].items() for method, operation in item.items()
}


def test_it_is_valid():
    errors = [error.message for error in OpenAPIV31SpecValidator(json.loads(json.dumps(DOCUMENT))).iter_errors()]
    assert errors == []
    assert DOCUMENT["openapi"].startswith("3.1")
    assert DOCUMENT["servers"] == [{"url": "https://feeds.example.org/dateline"}]


def test_it_has_every_route_and_no_other(make_app):
    routes = set()
    for rule in make_app().url_map.iter_rules():
        for method in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}:
            path = re.sub(r"<(event|article|decision|job):\w+>", "{id}", rule.rule)
            path = re.sub(r"<(month|name)>", r"{\1}", path)
            if path == "/feeds/events.<suffix>":
                routes |= {(f"/feeds/events.{name}", "get") for name in FORMATS}
            elif path.startswith("/events/{id}.<any("):
                routes |= {(f"/events/{{id}}.{suffix}", "get") for suffix in ("json", "jsonld", "html")}
            elif rule.endpoint != "static":
                routes.add((path, method.lower()))
    assert set(OPERATIONS) == routes


def test_operations_have_names_of_their_own():
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(names)) == len(names)
    assert all(operation["summary"] and operation["tags"] for operation in OPERATIONS.values())


def test_every_status_of_ours_is_there():
    ours = {kind.status for kind in kinds().values() if kind is not ServiceError}
    assert ours <= set(openapi.PROBLEMS)
    for status in openapi.PROBLEMS:
        content = DOCUMENT["components"]["responses"][f"Problem{status}"]["content"]
        assert content["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_patterns_are_ecma_262():
    assert "\\Z" not in json.dumps(DOCUMENT)
    assert DOCUMENT["components"]["schemas"]["Event"]["properties"]["id"]["pattern"] == "^evt_[a-z2-7]{13}$"


def test_a_list_in_a_query_has_commas():
    filters = {each["name"]: each for each in OPERATIONS["/events", "get"]["parameters"]}
    assert filters["country"]["explode"] is False
    assert filters["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}


WITHOUT_PARTS = [path for path, method in OPERATIONS if method == "get" and "{" not in path]


@pytest.mark.parametrize("path", WITHOUT_PARTS)
def test_media_types_are_what_is_sent(make_app, path):
    client = make_app().test_client()
    for media_type in OPERATIONS[path, "get"]["responses"]["200"]["content"]:
        response = client.get(path, headers={"Accept": media_type})
        assert response.status_code == 200
        assert response.mimetype == media_type.partition(";")[0]


def test_the_golden_articles_are_valid_bodies():
    schema = DOCUMENT["components"]["schemas"]["Article"]
    for path in sorted((Path(__file__).parent.parent / "golden").glob("*/article.json")):
        sent = json.loads(path.read_text(encoding="utf-8"))
        assert sent.keys() <= schema["properties"].keys()
        assert set(schema["required"]) <= sent.keys()


EXAMPLES = {name: example["value"] for name, example in DOCUMENT["components"]["examples"].items()}


def schemas_of(node):
    """(schema, name of the example) of every media type that has one."""
    if isinstance(node, dict):
        if "examples" in node and "schema" in node:
            yield from ((node["schema"], name) for name in node["examples"])
        node = list(node.values())
    if isinstance(node, list):
        for part in node:
            yield from schemas_of(part)


def test_every_example_is_used_and_every_one_used_is_there():
    used = {name for _, name in schemas_of(DOCUMENT["paths"])} | {
        name for _, name in schemas_of(DOCUMENT["components"]["responses"])
    }
    assert used == set(EXAMPLES)


PAIRS = {(json.dumps(schema), name) for schema, name in schemas_of(DOCUMENT)}


@pytest.mark.parametrize(("schema", "name"), sorted(PAIRS))
def test_every_example_fits_its_schema(schema, name):
    resolver = {"components": DOCUMENT["components"], **json.loads(schema)}
    errors = [error.message for error in OAS31Validator(resolver).iter_errors(EXAMPLES[name])]
    assert errors == []


def test_the_quotes_of_the_example_stand_where_it_says():
    text = EXAMPLES["article"]["text"]
    parts = list(quotes(EXAMPLES["event"]))
    assert parts
    assert all(text[part["start"] : part["end"]] == part["quote"] for part in parts)


@pytest.mark.model
def test_the_example_is_what_the_service_answers(reader):
    posted = reader.post("/articles", json=EXAMPLES["article"])
    assert posted.status_code == 201
    (event,) = posted.json["events"]
    for name in ("type", "title", "toll"):
        assert event[name] == EXAMPLES["event"][name]
    lines = reader.post("/articles", data=json.dumps(EXAMPLES["article"]), content_type="application/x-ndjson")
    assert json.loads(lines.text)["events"] == [event["id"]]
    assert reader.post("/articles", data=EXAMPLES["article-text"], content_type="text/plain").status_code == 201
    assert reader.post("/articles", data=EXAMPLES["article-page"], content_type="text/html").status_code == 201
    assert reader.patch(f"/events/{event['id']}", json=EXAMPLES["correction"]).status_code == 200
    assert reader.post(f"/events/{event['id']}/undo", json=EXAMPLES["undo"]).status_code == 200
    assert reader.post(f"/events/{event['id']}/retract", json=EXAMPLES["retract"]).status_code == 200
