"""Words for pages: how a count, a date and a code of a record are read aloud."""

from schemas import vocabulary


def count(value: dict) -> str:
    """A range, in as few words as say it.

    >>> count({"low": 3, "best": 3, "high": 3}), count({"low": 12, "high": 15}), count({"low": 8, "best": 8})
    ('3', '12–15', 'at least 8')
    """
    low, best, high = (value.get(name) for name in ("low", "best", "high"))
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,}–{high:,}"
    if low is not None:
        return f"at least {low:,}"
    if high is not None:
        return f"at most {high:,}"
    return f"{best:,}" if best is not None else value.get("words", "")


def type_label(name: str) -> str:
    """The label of an event type: "Drone strike"."""
    return vocabulary.event_types()[name].label


def category_label(name: str) -> str:
    """The label of a category of types."""
    return vocabulary.category_labels()[name]


def spaced(name: str) -> str:
    """A code as words: "residential-building" is "residential building"."""
    return name.replace("-", " ").replace("_", " ")


def evidence(record: dict) -> dict[tuple, dict]:
    """Each quote of a record once, in the order of the text, with the names of the fields that rest on it."""
    found: dict[tuple, dict] = {}
    for name, value in record.items():
        for part in _quotes(value):
            key = (part["source"], part["in"] == "text", part["start"], part["end"])
            supports = found.setdefault(key, {**part, "supports": []})["supports"]
            if name != "evidence" and name not in supports:
                supports.append(name)
    return dict(sorted(found.items()))


def _quotes(value):
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _quotes(part)


FILTERS = {
    "count": count,
    "type_label": type_label,
    "category_label": category_label,
    "spaced": spaced,
    "evidence": evidence,
}
