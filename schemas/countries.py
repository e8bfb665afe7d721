"""Knows the codes and names of countries (ISO 3166-1), from vocabulary/countries.csv."""

import csv
from functools import cache
from types import MappingProxyType

from schemas.vocabulary import FOLDER


@cache
def codes() -> MappingProxyType:
    """Alpha-2 or alpha-3 code -> alpha-3 code."""
    return MappingProxyType({row[code]: row["iso3"] for code in ("iso2", "iso3") for row in _rows()})


@cache
def names() -> MappingProxyType:
    """Name of a country, in lower case -> alpha-3 code."""
    return MappingProxyType({row["name"].casefold(): row["iso3"] for row in _rows()})


@cache
def labels() -> MappingProxyType:
    """Alpha-3 code -> English short name."""
    return MappingProxyType({row["iso3"]: row["name"] for row in _rows()})


def _rows():
    with (FOLDER / "countries.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
