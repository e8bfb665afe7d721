"""Turns the OpenAPI document into what its page shows: operations by tag, each with what it takes and gives."""

import json
import re

from markupsafe import Markup, escape

LONGEST = 4000  # characters of an example


def of(document: dict) -> dict:
    """The variables of the template."""
    found = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_operation(document, path, method, operation))
    tags = [{**tag, "operations": found[tag["name"]]} for tag in document["tags"]]
    schemas = {name: _members(schema) for name, schema in document["components"]["schemas"].items()}
    return {"info": document["info"], "tags": tags, "schemas": schemas}


def _operation(document, path, method, operation):
    answers = {int(status): _resolved(document, told) for status, told in operation["responses"].items()}
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": _with_code(operation["description"]),
        "parameters": [_parameter(each) for each in operation.get("parameters", [])],
        "takes": [_media(document, name, told) for name, told in body.items()],
        "answers": [
            {
                "status": status,
                "description": told["description"],
                "media": [_media(document, *each) for each in told.get("content", {}).items()],
            }
            for status, told in sorted(answers.items())
        ],
        "needs_token": "security" in operation,
    }


def _with_code(text):
    """The text with what stands between backticks as code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _resolved(document, node):
    """What a reference leads to."""
    if "$ref" not in node:
        return node
    for part in node["$ref"].removeprefix("#/").split("/"):
        document = document[part]
    return document


def _parameter(told):
    schema = told.get("schema", {})
    kind = schema.get("type", "string")
    shown = {"default": schema.get("default"), "values": schema.get("items", schema).get("enum", [])}
    return {
        "name": told["name"],
        "required": told.get("required", False),
        "type": "list" if kind == "array" else kind,
        "description": told.get("description") or schema.get("description", ""),
        **shown,
    }


def _media(document, name, told):
    example = next(iter(told.get("examples", {}).values()), None)
    value = _resolved(document, example)["value"] if example else ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    reference = told["schema"].get("$ref", "")
    return {"type": name, "schema": reference.rpartition("/")[2], "example": text[:LONGEST], "cut": len(text) > LONGEST}


def _members(schema):
    needed = schema.get("required", [])
    return [
        {"name": name, "required": name in needed, "description": told.get("description", ""), **_type(told)}
        for name, told in schema.get("properties", {}).items()
    ]


def _type(told):
    """{type, schema}: "list of", and the schema that it leads to."""
    inner = told.get("items", told)
    candidates = [inner, *inner.get("allOf", []), *inner.get("anyOf", [])]
    reference = next((each["$ref"] for each in candidates if "$ref" in each), "")
    kind = inner.get("type", "")
    named = " or ".join(kind) if isinstance(kind, list) else kind
    many = "list of " if "items" in told else ""
    return {"type": many + ("" if reference else named), "schema": reference.rpartition("/")[2]}
