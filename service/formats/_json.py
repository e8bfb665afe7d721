"""JSON on one line, with no string in it that a reader refuses."""

import json

from service.formats._feed import clean

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def dumped(value: object) -> str:
    """The value as JSON. Hardly any has an unfit character, so it is dumped before a look."""
    text = _ENCODE(value)
    return text if text.isprintable() and "\\u" not in text else _ENCODE(_cleaned(value))


def _cleaned(value):
    if isinstance(value, dict):
        return {clean(name): _cleaned(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return clean(value) if isinstance(value, str) else value
