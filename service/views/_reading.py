"""Words for pages: how the counts and codes of a record are read aloud, and the quotes that it rests on."""

from collections.abc import Iterator

from schemas import vocabulary
from service._counting import counted


def count(value: dict) -> str:
    """A range as its words, or as whatever is known of it: "at least 8", "dozens", "some"."""
    return counted(value) or value.get("words") or "some"


def type_label(name: str) -> str:
    """The label of an event type: "Drone strike"."""
    return vocabulary.event_types()[name].label


def category_label(name: str) -> str:
    """The label of a category of types."""
    return vocabulary.category_labels()[name]


def term_label(name: str, vocabulary_name: str) -> str:
    """The label of a weapon or of a kind of thing: "Residential building"."""
    return vocabulary.terms(vocabulary_name)[name].label


def spaced(name: str) -> str:
    """A code as words: "caused_by" is "caused by"."""
    return name.replace("-", " ").replace("_", " ")


def evidence(record: dict) -> list[dict]:
    """Each quote of a record once, in the order of the text, with the names of the fields that rest on it."""
    found: dict[tuple, dict] = {}
    for name, value in record.items():
        for part in quotes(value):
            supports = found.setdefault(_place(part), {**part, "supports": []})["supports"]
            if name != "evidence" and name not in supports:
                supports.append(name)
    return [part for _, part in sorted(found.items())]


def quotes_of(article_id: str, records: list[dict]) -> list[dict]:
    """The words of an article that records rest on, each once, in the order of the text."""
    found = {_place(part): part for part in quotes(records) if part["source"] == article_id}
    return [{name: value for name, value in part.items() if name != "source"} for _, part in sorted(found.items())]


def quotes(value: object) -> Iterator[dict]:
    """Every piece of evidence in a record, or in a part of one, however deep it is."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from quotes(part)


def _place(part):
    return part["source"], part["in"] == "text", part["start"], part["end"]


FILTERS = {
    "count": count,
    "type_label": type_label,
    "category_label": category_label,
    "term_label": term_label,
    "spaced": spaced,
    "evidence": evidence,
}
