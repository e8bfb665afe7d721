"""Knows the codes and names of countries (ISO 3166-1), from vocabulary/countries.csv."""

import csv
import unicodedata
from functools import cache, lru_cache
from types import MappingProxyType

from schemas.vocabulary import FOLDER

POINTS = ".'\u2019"


@cache
def codes() -> MappingProxyType:
    """Alpha-2 or alpha-3 code -> alpha-3 code."""
    return MappingProxyType({row[code]: row["iso3"] for code in ("iso2", "iso3") for row in _rows()})


@lru_cache(1000)
def named(said: str) -> str | None:
    """The alpha-3 code of a country by either code, its name or another that is in use; None of what is none of these.

    >>> named("gb"), named("U.K."), named("The Czech Republic"), named("Turkiye"), named("Norland")
    ('GBR', 'GBR', 'CZE', 'TUR', None)
    """
    name = _folded(said)
    return codes().get(name.upper()) or _names().get(name)


@cache
def labels() -> MappingProxyType:
    """Alpha-3 code -> English short name."""
    return MappingProxyType({row["iso3"]: row["name"] for row in _rows()})


@cache
def _names():
    """Name of a country, folded -> alpha-3 code."""
    return {_folded(name): row["iso3"] for row in _rows() for name in (row["name"], *row["aliases"].split("|")) if name}


def _folded(name):
    """A name in small letters, without marks, points and a "the" in front."""
    letters = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    kept = "".join(letter for letter in letters if letter not in POINTS and not unicodedata.combining(letter))
    return " ".join(kept.replace("-", " ").split()).removeprefix("the ")


@cache
def _rows():
    with (FOLDER / "countries.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
