"""Knows the codes of countries (ISO 3166-1), from vocabulary/countries.csv."""

import csv
from functools import cache
from types import MappingProxyType

from schemas.vocabulary import FOLDER


@cache
def codes() -> MappingProxyType:
    """Alpha-2 or alpha-3 code -> alpha-3 code."""
    with (FOLDER / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return MappingProxyType({row[code]: row["iso3"] for code in ("iso2", "iso3") for row in rows})
