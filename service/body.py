"""Turns the body of a request into the members of an object: strict JSON in UTF-8, or nothing."""

import json
import re

from service.errors import BadArticle, BadBody, BadCorrection

DEEPEST = 32  # an article is flat; whoever nests deeper wants to see us fail
# A string that is not closed runs to the end, so that looking for marks takes one pass.
MARK = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)

Refusal = type[BadArticle] | type[BadCorrection]


def json_object(text: str, what: str = "an article", refusal: Refusal = BadArticle) -> dict:
    """The object that the text says. Raises BadBody (400, with the position) or, for what is no object, the `refusal`
    (422) of `what` it should have been.

    >>> json_object('{"text": "Two died."}')
    {'text': 'Two died.'}
    """
    _check_depth(text)
    try:
        value = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise BadBody(f"not JSON: {error.msg} at character {error.pos}") from None
    except ValueError:  # int() has a limit, too
        raise BadBody("a number has too many digits") from None
    if not isinstance(value, dict):
        raise refusal(f"{what} is a JSON object", errors=[{"pointer": "", "detail": "Must be an object."}])
    return value


def _check_depth(text):
    depth = 0
    for mark in MARK.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark[0], 0)
        if depth > DEEPEST:
            raise BadBody(f"JSON is nested more than {DEEPEST} deep at character {mark.start()}")


def _no_number(name):
    raise BadBody(f"not JSON: {name} is not a number there")


def _once(pairs):
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadBody(f"{twice!r} is there twice")
    return members
