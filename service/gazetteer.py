"""Knows the places of the world by their English names: countries, divisions, cities, and regions without a border.

From a file, without any network. Places, names and numbers are GeoNames' (CC BY 4.0); see data/README.md.
"""

import os
import sqlite3
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path

from service import places_file

COUNTRY, ADMIN1, ADMIN2, CITY, REGION = "country", "admin1", "admin2", "city", "region"
REMEMBERED = 8_000  # names: some 10 MB, and most of those met in a day
LOOKED_UP = 30_000  # words of which it is known whether they are names: some 5 MB


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    `quality` is of the name it was found by: -1 it usually means this place, 0 its own, 1 another name of it, 2 one
    with its article left out.
    """

    id: int
    name: str
    kind: str  # country | admin1 | admin2 | city | region
    precision: str  # of schemas.parts.Where; "region" for what is larger than a country or at sea
    geonames_id: int | None
    latitude: float | None
    longitude: float | None
    population: int
    capital: bool = False
    country: str | None = None
    country_iso2: str | None = None
    country_iso3: str | None = None
    admin1: str | None = None
    admin1_iso: str | None = None
    admin1_id: int | None = None  # of the first-level division, as `id`
    admin2: str | None = None
    quality: int = 0


class Gazetteer:
    """Look-ups in the compiled file. Safe to carry over a fork: each process opens the file for itself."""

    def __init__(self, path: Path):
        self._path = path
        self._connections: dict[int, sqlite3.Connection] = {}
        shorts = [row for row in places_file.rows("place_names.csv") if row["exact"]]
        self._shorts = {row["word"]: row["place"] for row in shorts}
        self._words_too = {row["word"] for row in shorts if row["exact"] == "comma"}
        self._demonyms = {row["word"]: row["place"] for row in places_file.rows("demonyms.csv")}
        self._regions = {row["code"]: row["precision"] or REGION for row in places_file.rows("regions.csv")}
        self._named = lru_cache(REMEMBERED)(self._named)
        self._is_name = lru_cache(LOOKED_UP)(self._is_name)
        self.coded = cache(self.coded)
        self.capital = cache(self.capital)

    def candidates(self, name: str) -> tuple[Place, ...]:
        """All places of that name, the better known first. "US" is one in capitals only."""
        if name in self._shorts:
            place = self.coded(self._shorts[name])
            return (place,) if place else ()
        return self._named(name) if self._is_name(name) else ()

    def _is_name(self, name):
        """Whether there is a place of that name; most words have none, and are not to crowd out those that have."""
        return bool(self._rows("SELECT 1 FROM name WHERE norm = ? LIMIT 1", places_file.folded(name)))

    def _named(self, name):
        found = self._rows(
            "SELECT place.*, quality FROM name JOIN place ON place.id = name.place WHERE norm = ?",
            places_file.folded(name),
        )
        places = [replace(self._place(row[:-1]), quality=row[-1]) for row in found]
        return tuple(sorted(places, key=lambda p: (p.quality, -p.population, p.id)))

    def short(self, word: str) -> bool:
        """Whether it is an abbreviation that stands for a place as it is written: "U.S.", "UAE", "Calif."."""
        return word in self._shorts

    def ambiguous(self, word: str) -> bool:
        """Whether an abbreviation is a state or province only after a comma: "Miss.", "Ill.", "B.C."."""
        return word in self._words_too

    def demonym(self, word: str) -> Place | None:
        """The place whose people or things a word names: "Russian", "Afghans", "Texan"."""
        code = self._demonyms.get(word)
        return self.coded(code) if code else None

    def country_of(self, word: str) -> str | None:
        """The ISO 3166-1 alpha-3 code for a country's name, short form or people: "U.S.", "Britain", "Ukrainian"."""
        word = " ".join(word.split())
        word = word[4:] if word[:4] in ("the ", "The ") else word
        if (place := self.demonym(word)) and place.kind != REGION:
            return place.country_iso3
        return next((p.country_iso3 for p in self.candidates(word) if p.kind == COUNTRY), None)

    def country(self, iso3: str) -> Place | None:
        """The country with that code."""
        place = self.coded(iso3)
        return place if place and place.kind == COUNTRY else None

    def capital(self, iso3: str) -> Place | None:
        """The capital of a country."""
        country = self.country(iso3)
        found = self._rows("SELECT * FROM place WHERE capital AND country = ?", country.id) if country else []
        return self._place(found[0]) if found else None

    def coded(self, code: str) -> Place | None:
        """The place with an ISO 3166-1 alpha-3 or ISO 3166-2 code, a GeoNames id, or a region's code."""
        if code.isdigit():
            found = self._rows("SELECT * FROM place WHERE geonames_id = ? ORDER BY id DESC", int(code))
        elif len(code) == 3 and code.isupper():
            found = self._rows("SELECT * FROM place WHERE id = ?", self._countries.get(code))
        else:
            found = self._rows("SELECT * FROM place WHERE iso = ?", code)
        return self._place(found[0]) if found else None

    def numbered(self, number: int) -> Place:
        """The place with that `id`."""
        return self._place(self._rows("SELECT * FROM place WHERE id = ?", number)[0])

    @cached_property
    def _countries(self):
        """alpha-3 code -> the number of the country; to look for each in the file takes as long as for all."""
        rows = self._rows("SELECT id, iso FROM place WHERE kind = ?", COUNTRY)
        return {iso.split(" ")[1]: number for number, iso in rows}

    @property
    def _database(self):
        process = os.getpid()
        if process not in self._connections:
            address = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            database = sqlite3.connect(address, uri=True, check_same_thread=False)
            database.execute("PRAGMA mmap_size = 67108864")
            self._connections = {process: database}
            self._divisions: dict[int, tuple] = {}
        return self._connections[process]

    def _rows(self, query, value):
        return self._database.execute(query, (value,)).fetchall()

    def _division(self, number):
        """Name and code of a country or division."""
        if number not in self._divisions:
            self._divisions[number] = self._rows("SELECT name, iso FROM place WHERE id = ?", number)[0]
        return self._divisions[number]

    def _place(self, row):
        number, kind, geonames_id, name, country, admin1, admin2, iso, latitude, longitude, population, capital = row
        values = {}
        if (home := number if kind == COUNTRY else country) is not None:
            values["country"], codes = self._division(home)
            values["country_iso2"], values["country_iso3"] = codes.split(" ")
        if (division := number if kind == ADMIN1 else admin1) is not None:
            values["admin1"], values["admin1_iso"] = self._division(division)
            values["admin1_id"] = division
        if (division := number if kind == ADMIN2 else admin2) is not None:
            values["admin2"] = self._division(division)[0]
        precision = self._regions[iso] if kind == REGION else kind
        return Place(
            number, name, kind, precision, geonames_id, latitude, longitude, population, capital=bool(capital), **values
        )


def open_gazetteer(folder: Path) -> Gazetteer:
    """The gazetteer, compiled into the folder if it is not there yet (some seconds, once)."""
    return Gazetteer(places_file.ready(folder))
