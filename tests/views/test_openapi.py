"""/openapi.json is valid OpenAPI 3.1, and says all that there is: routes, statuses and media types."""

import json
import re
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from service import openapi
from service.config import Config
from service.errors import ServiceError
from service.formats import FORMATS
from service.problems import kinds

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
            path = re.sub(r"<(event|article):\w+>", "{id}", rule.rule)
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
        assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_patterns_are_ecma_262():
    assert "\\Z" not in json.dumps(DOCUMENT)
    assert DOCUMENT["components"]["schemas"]["Event"]["properties"]["id"]["pattern"] == "^evt_[a-z2-7]{13}$"


def test_a_list_in_a_query_has_commas():
    filters = {each["name"]: each for each in OPERATIONS["/events", "get"]["parameters"]}
    assert filters["country"]["explode"] is False
    assert filters["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50}


@pytest.mark.parametrize(
    "path", ["/", "/events", "/feeds/events.atom", "/feeds/events.csv", "/feeds/events.jsonld", "/ready"]
)
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
