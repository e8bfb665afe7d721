"""Words for pages: how the counts and codes of a record are read aloud, and the quotes that it rests on."""

from itertools import pairwise

from schemas import vocabulary
from service._counting import counted
from service.merge.corrections import quotes


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
    """The quotes that a record rests on, in the order of the text; one that lies in another is a part of that.

    Each is {source, in, supports, pieces}: `supports` names the fields that rest on the whole, and `pieces` are the
    (words, fields that rest on them) that it is made of.
    """
    found: dict[tuple, dict] = {}
    for name, value in record.items():
        for part in quotes(value):
            supports = found.setdefault(_place(part), {**part, "supports": []})["supports"]
            if name != "evidence" and name not in supports:
                supports.append(name)
    parts = [part for _, part in sorted(found.items())]
    whole = [part for part in parts if not any(_lies_in(part, other) for other in parts)]
    return [{**part, "pieces": _pieces(part, [one for one in parts if _lies_in(one, part)])} for part in whole]


def _lies_in(part, other):
    return (
        part is not other
        and _place(part)[:2] == _place(other)[:2]
        and other["start"] <= part["start"]
        and part["end"] <= other["end"]
    )


def _pieces(whole, inner):
    """The words of a quote, cut where a field begins or ends to rest on them."""
    edges = sorted({whole["start"], whole["end"], *(one[edge] for one in inner for edge in ("start", "end"))})
    for first, last in pairwise(edges):
        words = whole["quote"][first - whole["start"] : last - whole["start"]]
        resting = [one["supports"] for one in inner if one["start"] <= first and last <= one["end"]]
        yield words, list(dict.fromkeys(name for names in resting for name in names))


def quotes_of(article_id: str, records: list[dict]) -> list[dict]:
    """The words of an article that records rest on, each once, in the order of the text."""
    found = {_place(part): part for part in quotes(records) if part["source"] == article_id}
    return [{name: value for name, value in part.items() if name != "source"} for _, part in sorted(found.items())]


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
