"""Reads the word lists beside it once, into frozen rows. A bad row stops the start, naming the file and the row.

event_types.toml has one row per type of event; weapons.toml, damage.toml and sectors.toml list the values that those
fields of a record may take.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent


class VocabularyError(ValueError):
    """A row of a vocabulary file that cannot be used."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One row of event_types.toml. `codes` gives the codes of other schemes, the default first.

    `triggers` are {match, weight, needs, beside}: a pattern for the words; how far they are to be trusted (0..1);
    classes of words of which one must stand in the same sentence; another type that the words may be of, where the
    article told of that one last. `look_alikes` are patterns for words that only seem to tell of it. `code_rules` are
    {scheme, code, match}: the code of a scheme where the sentence has such words.
    """

    id: str
    label: str
    category: str
    tier: int
    codes: MappingProxyType = field(hash=False)
    triggers: tuple[MappingProxyType, ...] = field(default=(), hash=False)
    look_alikes: tuple[str, ...] = ()
    code_rules: tuple[MappingProxyType, ...] = field(default=(), hash=False)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A value that a field may take, with its label."""

    id: str
    label: str


@cache
def event_types() -> MappingProxyType:
    """id -> EventType, in the order of the file."""
    rows = {}
    for number, row in enumerate(_read("event_types")["type"], start=1):
        try:
            codes = {
                scheme: (value,) if isinstance(value, str) else tuple(value)
                for scheme, value in row.get("codes", {}).items()
            }
            kind = EventType(
                row["id"],
                row["label"],
                row["category"],
                row["tier"],
                MappingProxyType(codes),
                tuple(MappingProxyType(trigger) for trigger in row.get("triggers", ())),
                tuple(row.get("look_alikes", ())),
                tuple(MappingProxyType(rule) for rule in row.get("code_rules", ())),
                row.get("note", ""),
            )
        except (KeyError, TypeError) as error:
            raise VocabularyError(f"event_types.toml, type {number} ({row.get('id', 'no id')}): {error!r}") from error
        if kind.id in rows:
            raise VocabularyError(f"event_types.toml, type {number}: {kind.id} is there twice")
        if kind.category not in _categories():
            raise VocabularyError(f"event_types.toml, type {number} ({kind.id}): no category {kind.category}")
        rows[kind.id] = kind
    return MappingProxyType(rows)


@cache
def terms(name: str) -> MappingProxyType:
    """id -> Term of weapons, damage or sectors."""
    return MappingProxyType({key: Term(key, row["label"]) for key, row in _read(name).items()})


@cache
def category_labels() -> MappingProxyType:
    """Category id -> its label."""
    return MappingProxyType(_categories())


def categories() -> frozenset:
    """The ids of the categories."""
    return frozenset(category_labels())


def names(name: str) -> frozenset:
    """The ids in one list."""
    return frozenset(event_types() if name == "event_types" else terms(name))


def _categories():
    return {row["id"]: row["label"] for row in _read("event_types")["category"]}


@cache
def _read(name):
    path = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{path.name}: {error}") from error
