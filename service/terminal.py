"""Makes what could steer a terminal, or turn about what is read on it, visible in what is printed there.

An article may hold any of it: an escape sequence that paints over a line, or a mark that has a name read backwards.
"""

import json
import re

STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""The text with such characters as escapes, which JSON reads as the characters that they were.

    >>> visible("Lom\x9b2J \u202eevil")
    'Lom\\u009b2J \\u202eevil'
    """
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def line(value: object) -> str:
    """A value as one line of JSON, to be printed."""
    return visible(json.dumps(value, ensure_ascii=False, default=str))
