"""What each column of the CSV holds, from vocabulary/columns.toml; those of people harmed follow from the schema."""

import tomllib
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from schemas.derive import COLUMNS
from schemas.event import TollByKind
from schemas.vocabulary import FOLDER, VocabularyError


@dataclass(frozen=True, slots=True)
class Column:
    """`type` is a CSVW datatype; `term` the JSON-LD term that says the same; `hxl` a hashtag with its attributes."""

    name: str
    description: str
    type: str
    term: str
    hxl: str
    format: str | None = None
    separator: str | None = None
    minimum: int | None = None
    maximum: int | None = None


@cache
def columns() -> MappingProxyType:
    """name -> Column, in their order."""
    told = tomllib.loads((FOLDER / "columns.toml").read_text(encoding="utf-8"))
    rows = told["column"] | dict(_of_harm(told["bound"]))
    if strange := set(rows) ^ set(COLUMNS):
        raise VocabularyError(f"columns.toml and the columns of the CSV differ: {', '.join(sorted(strange))}")
    try:
        return MappingProxyType({name: Column(name, **rows[name]) for name in COLUMNS})
    except TypeError as error:
        raise VocabularyError(f"columns.toml: {error}") from error


def _of_harm(bounds):
    for kind, field in TollByKind().fields.items():
        for bound, row in bounds.items():
            yield (
                f"{kind}_{bound}",
                {
                    "description": f"{field.metadata['description']}: {row['description']}",
                    "type": "integer",
                    "minimum": 0,
                    "term": f"{kind}{bound.capitalize()}",
                    "hxl": f"#affected+{kind}{row['hxl']}",
                },
            )
