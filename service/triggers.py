"""Finds the words that tell of events: the rows of event_types.toml over the sentences of a reading.

The rows are patterns over the words of a sentence and not over its parse, because the same rows say, before anything is
parsed, whether a sentence is worth it (gate.py). A row may ask for company (`needs`): "strike" tells of a labour
dispute only beside workers, wages or a union. What a type's look-alikes cover tells nothing of it.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from schemas import vocabulary
from service import anchors, lexicon, passing, stance
from service.records import Reading, Trigger

MOST = 600  # triggers: an article of a hundred thousand characters has half of that
DEEPEST = 4  # classes within classes


@dataclass(frozen=True, slots=True)
class Row:
    """A trigger row, compiled."""

    name: str  # "road-crash 2": the type and the row's number, for the reasons
    type: str
    match: re.Pattern
    weight: float
    needs: tuple[str, ...]
    beside: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that matched: characters of the text that was searched."""

    start: int
    end: int
    row: Row


def find(reading: Reading) -> list[Trigger]:
    """The triggers of an article, in the order of the text, each with its stance."""
    found = []
    for sentence in reading.sentences:
        if sentence.zone in ("credit", "dateline"):
            continue
        found += [(hit, sentence) for hit in hits(reading.text, sentence.start, sentence.end)]
        if len(found) >= MOST:
            break
    kinds = _kinds([hit for hit, _ in found])
    told = zip(found, kinds, strict=True)
    return passing.settle([_trigger(hit, kind, sentence, reading) for (hit, sentence), kind in told], reading)


def _trigger(hit, kind, sentence, reading):
    row = hit.row
    modality, cue = stance.of(reading, sentence, hit.start, hit.end, kind)
    return Trigger(hit.start, hit.end, sentence.index, kind, row.name, row.weight, modality, cue)


def _kinds(found):
    """The types of hits: their rows', or the other type that such words may be of, where that was told of last. Beside
    air strikes "the bombing of the town" is from the air, after a car bomb it is not."""
    kinds = []
    for hit in found:
        row = hit.row
        last = next((kind for kind in reversed(kinds) if row.beside and kind in (row.type, row.beside)), row.type)
        kinds.append(last)
    return kinds


def hits(text: str, start: int, end: int) -> list[Hit]:
    """The rows that match text[start:end] (one sentence); of rows that overlap the weightiest, then the longest."""
    return [Hit(start + hit.start, start + hit.end, hit.row) for hit in _hits(text[start:end])]


@lru_cache(maxsize=2048)  # asked by the gate, and again once the sentence is parsed
def _hits(words):
    candidates = []
    for row in _worth_trying(words):
        for match in row.match.finditer(words):
            if (
                match.end() > match.start()
                and _in_company(row, words)
                and not _looks_alike(row.type, words, match.span())
            ):
                candidates.append(Hit(match.start(), match.end(), row))
    candidates.sort(key=lambda hit: (-hit.row.weight, hit.start - hit.end, hit.start))
    kept: list[Hit] = []
    for hit in candidates:
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _in_company(row, words):
    return not row.needs or any(_stands(name, words) for name in row.needs)


@lru_cache(maxsize=1024)  # many rows ask for the same company
def _stands(name, words):
    return name in _classes_in(words) and word_class(name).search(words) is not None


@lru_cache(maxsize=256)
def _classes_in(words):
    """The classes of words of which one may stand in a sentence."""
    names, sieve = _classes()
    return frozenset(names[number] for number in sieve.worth(words))


@cache
def _classes():
    names = sorted({name for row in rows() for name in row.needs})
    return names, anchors.Sieve(word_class(name).pattern for name in names)


def _looks_alike(kind, words, span):
    """Whether a look-alike of the type covers some of the span: "a flood of doubts" covers "flood"."""
    pattern = _look_alikes()[kind]
    return pattern is not None and any(
        match.start() < span[1] and span[0] < match.end() for match in pattern.finditer(words)
    )


def load() -> None:
    """Compile all rows now, so that a bad one stops the start, and forks share what is compiled."""
    _sieve()
    _look_alikes()


@cache
def rows() -> tuple[Row, ...]:
    """All trigger rows, compiled once. Raises VocabularyError, naming the type and the row."""
    return tuple(
        Row(
            f"{kind.id} {number}",
            kind.id,
            compiled(trigger["match"], f"{kind.id}, trigger {number}"),
            float(trigger["weight"]),
            tuple(trigger.get("needs", ())),
            _type(trigger.get("beside", ""), f"{kind.id}, trigger {number}"),
        )
        for kind in vocabulary.event_types().values()
        for number, trigger in enumerate(kind.triggers, start=1)
        if _known(trigger.get("needs", ()), f"{kind.id}, trigger {number}")
    )


def _type(name, where):
    if name and name not in vocabulary.event_types():
        raise vocabulary.VocabularyError(f"event_types.toml, {where}: no type {name}")
    return name


def _known(names, where):
    for name in names:
        if name not in lexicon.table("classes"):
            raise vocabulary.VocabularyError(f"event_types.toml, {where}: no class {name} in classes.toml")
    return True


@cache
def word_class(name: str) -> re.Pattern:
    """A pattern for any word of a class of classes.toml."""
    return compiled("{" + name + "}", f"class {name}")


@cache
def _look_alikes():
    return {
        kind.id: compiled("|".join(kind.look_alikes), f"{kind.id}, look_alikes") if kind.look_alikes else None
        for kind in vocabulary.event_types().values()
    }


def _worth_trying(words):
    """The rows that may match, in their order."""
    return [rows()[number] for number in _sieve().worth(words)]


@cache
def _sieve():
    return anchors.Sieve(row.match.pattern for row in rows())


def compiled(pattern: str, where: str) -> re.Pattern:
    """A pattern as a file writes it, with its classes filled in, over whole words."""
    for _ in range(DEEPEST):
        pattern = re.sub(r"\{([a-z_]+)\}", lambda found: _class_words(found[1], where), pattern)
    try:
        return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    except re.error as error:
        raise vocabulary.VocabularyError(f"event_types.toml, {where}: {error}") from error


def _class_words(name, where):
    try:
        return "(?:" + "|".join(lexicon.table("classes")[name]) + ")"
    except KeyError:
        raise vocabulary.VocabularyError(f"event_types.toml, {where}: no class {name} in classes.toml") from None
