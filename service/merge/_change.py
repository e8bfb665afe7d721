"""One change of a record: of a value, of a count, or of what a list names."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from service._counting import counted

UNKNOWN = "not known"


def of_value(field: str, label: str, old: str | None, new: str | None) -> Iterator[dict]:
    """A change of one value that is told in words; None and nothing are the same."""
    if (old or None) == (new or None):
        return
    ends = {name: value for name, value in (("from", old), ("to", new)) if value}
    text = f"{label}: {new}" if not old else f"{label}: {old} -> {new or UNKNOWN}"
    yield {"field": field, **ends, "text": text}


def of_count(field: str, label: str, old: dict | None, new: dict | None) -> Iterator[dict]:
    """A change of a count that is told in words."""
    yield from of_value(field, label, *_counted(old, new))


def _counted(old, new):
    """Both in words. Where those are the same and the figures are not, with the best figure: "8–12, best 12"."""
    before, after = (counted(value) or value.get("words", "some") if value else "" for value in (old, new))
    bests = [value.get("best") if value else None for value in (old, new)]
    if before and before == after and bests[0] != bests[1]:
        return [
            f"{words}, best {best:,}" if best is not None else words
            for words, best in zip((before, after), bests, strict=True)
        ]
    return [before, after]


def of_list(field: str, noun: str, before: Mapping, after: Mapping, said: Callable[[dict], str]) -> Iterator[dict]:
    """What came, and what went; `said` is what to call one."""
    for key, value in after.items():
        if key not in before:
            yield {"field": field, "to": said(value), "text": f"{noun} added: {said(value)}"}
    for key, value in before.items():
        if key not in after:
            yield {"field": field, "from": said(value), "text": f"{noun} removed: {said(value)}"}


def by(key: Callable[[dict], Hashable], values: Iterable[dict] | None) -> dict:
    """Values by what they are, the first of each."""
    found: dict[Hashable, dict] = {}
    for value in values or ():
        found.setdefault(key(value), value)
    return found
