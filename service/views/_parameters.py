"""Reads the query string of a request. Werkzeug would drop what it does not understand; a caller should hear of it."""

from urllib.parse import parse_qsl

from flask import request
from marshmallow import Schema, ValidationError

from service.errors import BadParameter


def load(schema: Schema) -> dict:
    """The query as the schema has it. Raises BadParameter (400), naming what is wrong."""
    try:
        return schema.load(single())
    except ValidationError as error:
        raise BadParameter.of({name: " ".join(_flat(details)) for name, details in error.messages.items()}) from error


def single() -> dict[str, str]:
    """{name: value} of the query string. Raises BadParameter for one that is given twice or is not UTF-8."""
    try:
        raw = request.query_string.decode("utf-8")
        pairs = parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise BadParameter("the query string is not UTF-8") from None
    except ValueError:
        raise BadParameter("the query string has more than a hundred parameters") from None
    parameters = dict(pairs)
    if len(parameters) < len(pairs):
        names = [name for name, _ in pairs]
        raise BadParameter.of({name: "Is there twice." for name in parameters if names.count(name) > 1})
    return parameters


def _flat(details):
    """Messages of a list come by index: {0: ["Must be ..."]}."""
    if isinstance(details, dict):
        return list(dict.fromkeys(message for messages in details.values() for message in _flat(messages)))
    return details
