"""What a person sets in a record, over what machines read: which fields, to which values, by whom and why.

    correction = of(record, patch, ...)          a merge patch (RFC 7396) as the values that it sets
    applied(content, [correction, ...])          the content with them

A person's word is a source like any other: its text is the reason given, and a value that it sets rests on that.
What is set is a whole value, a toll of one kind or a field, so that no later report can change half of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas import ReportSchema, vocabulary
from service import codes, wording

FIXED = ("key", "evidence", "confidence_reasons", "codes", "category")  # follow from the rest
BY_KIND = ("toll",)  # fields whose members are values of their own
COMPOSED = ("title", "summary")
BOUNDS = ("low", "best", "high")


@dataclass(frozen=True, slots=True)
class Correction:
    """`sets` is {"toll.killed": value or None (to be left out), "where": ...}; `moment` in ISO 8601."""

    id: str
    sets: dict
    author: str
    reason: str
    moment: str

    @property
    def source(self) -> dict:
        """As it stands among the sources of a record; its url is the trail of the event."""
        return {
            "id": self.id,
            "url": f"/decisions/{self.id}",
            "title": "Correction by hand",
            "publisher": self.author,
            "published": self.moment,
            "seen": self.moment,
        }

    @property
    def evidence(self) -> list[dict]:
        """The words that a corrected value rests on."""
        return [{"quote": self.reason, "start": 0, "end": len(self.reason), "in": "text", "source": self.id}]


def allowed() -> list[str]:
    """The fields that may be set."""
    return [name for name in ReportSchema().fields if name not in FIXED]


def sets(patch: dict) -> dict:
    """What a merge patch sets, value by value; nothing but what the person said is kept.

    >>> sets({"toll": {"killed": {"best": 4}}, "where": None})
    {'toll.killed': {'best': 4}, 'where': None}
    """
    found = {}
    for name, value in patch.items():
        if name in BY_KIND and isinstance(value, dict):
            found |= {f"{name}.{kind}": part for kind, part in value.items()}
        else:
            found[name] = value
    return found


def applied(content: dict, corrections: list[Correction]) -> dict:
    """The content with what persons set, in order; title and summary follow, unless they were set as well."""
    if not corrections:
        return content
    content = {**content, "sources": list(content["sources"])}
    composed = set(COMPOSED)
    for correction in corrections:
        for path, said in correction.sets.items():
            composed.discard(path)
            names = path.split(".")
            if lacks_day(content, path, said):
                continue
            value = _merged(_base(_at(content, names), said), said)
            content = _set(content, names, _grounded(value, correction))
        content["sources"].append(correction.source)
        if "type" in correction.sets:
            content |= _follows(content["type"])
    if "title" in composed:
        content["title"] = wording.title(content)
    if "summary" in composed:
        content["summary"] = wording.summary(content)
    order = [*ReportSchema().fields, "sources"]
    return {name: content[name] for name in order if name in content}


def lacks_day(content: dict, path: str, said: object) -> bool:
    """Whether something is said of a day, such as that it is a week, and there is none that it could be said of: it
    may be gone with the words that told it, which nobody who sends an article or withdraws one is to be blamed for."""
    return path == "when" and isinstance(said, dict) and not said.get("date") and "when" not in content


def quotes(value: object) -> Iterator[dict]:
    """Every piece of evidence in a record, or in a part of one, however deep it is."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from quotes(part)


def _follows(kind):
    """What the type of an event decides."""
    return {"category": vocabulary.event_types()[kind].category, "codes": codes.by_words(kind, "")}


def _at(content, names):
    for name in names:
        content = content.get(name) if isinstance(content, dict) else None
    return content


def _base(present, said):
    """What a patch is laid over. A person who gives a count or a day says nothing of what a machine read there, its
    words, its bounds, who said it; else the rest of the value stays."""
    if not isinstance(said, dict):
        return None
    if any(said.get(bound) is not None for bound in BOUNDS):
        return {}
    if said.get("date"):
        return {"start": said["date"], "end": said["date"], "precision": "day", "basis": "set by hand"}
    return present


def _merged(target, patch):
    """RFC 7396, but that a null member is None here and left out when it is applied."""
    if not isinstance(patch, dict):
        return patch
    result = {name: value for name, value in target.items() if name != "evidence"} if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = _merged(result.get(name), value)
    return result


def _grounded(value, correction):
    """The value, resting on the correction if it is of a kind that rests on evidence."""
    if isinstance(value, list):
        return [_grounded(part, correction) for part in value]
    if isinstance(value, dict) and "rel" not in value:
        return {**value, "evidence": correction.evidence}
    return value


def _set(content, path, value):
    name, *rest = path
    if rest:
        value = _set(content.get(name, {}), rest, value)
    changed = {key: old for key, old in content.items() if key != name}
    return changed if value in (None, [], {}) else {**changed, name: value}
