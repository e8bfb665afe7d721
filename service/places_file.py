"""Turns service/data/gazetteer.tsv.xz into the SQLite file that look-ups read, once per version of the data.

The file is written beside its final name and moved there, so that several processes may start at once: the worst that
happens is that two of them write the same bytes.
"""

import csv
import gc
import hashlib
import lzma
import os
import re
import sqlite3
import tempfile
import unicodedata
from contextlib import contextmanager
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "gazetteer.tsv.xz"
LEXICON = Path(__file__).parent / "lexicon"
LISTS = ("place_names.csv", "place_display.csv", "regions.csv")
FORMAT = 5  # raise it when what is compiled from the same data changes

USUAL, OWN, ALIAS, LOOSE = (
    -1,
    0,
    1,
    2,
)  # how well a name fits: what it usually means, its own, another of it, one without its article
ARTICLES = re.compile(r"^(?:al|ad|ar|as|ash|at|az) (?=\w{4})")
LETTERS = str.maketrans("øØłŁđĐıæÆœŒßðÐþÞəƏħĦŋ", "oOlLdDiaAoOsdDtTaAhHn")
DROPPED = re.compile(r"['’‘ʻʼ`´.]")
BREAKS = re.compile(r"[\s\-–—/]+")
SAINTS = re.compile(r"\b(?:st|ste|mt|ft)(?= \w)")
FULL = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}

SCHEMA = """
    CREATE TABLE place (id INTEGER PRIMARY KEY, kind TEXT, geonames_id INTEGER, name TEXT,
                        country INTEGER, admin1 INTEGER, admin2 INTEGER, iso TEXT,
                        latitude REAL, longitude REAL, population INTEGER, capital INTEGER);
    CREATE TABLE name (norm TEXT, place INTEGER, quality INTEGER, PRIMARY KEY (norm, place)) WITHOUT ROWID;
    CREATE INDEX geonames ON place (geonames_id);
    CREATE INDEX iso ON place (iso);
    CREATE INDEX capital ON place (country) WHERE capital;
"""


def folded(name: str) -> str:
    """The form in which names are compared: small plain letters, hyphens as blanks, "St." written out.

    >>> folded("Port-au-Prince"), folded("Dar'ā"), folded("St. Louis")
    ('port au prince', 'dara', 'saint louis')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name.translate(LETTERS))
        name = "".join(c for c in name if not unicodedata.combining(c))
    name = name.casefold()
    if name.isalpha():
        return name
    name = BREAKS.sub(" ", DROPPED.sub("", name)).strip()
    return SAINTS.sub(lambda found: FULL[found[0]], name) if "t" in name else name


def rows(name: str) -> list[dict]:
    """A CSV file of the lexicon."""
    with (LEXICON / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def ready(folder: Path) -> Path:
    """The compiled file in the folder; made now if it is not there."""
    target = place(folder)
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".gazetteer-", dir=folder)
        os.close(handle)
        try:
            with _without_collector():
                _compile(name)
            Path(name).chmod(0o644)
            os.replace(name, target)  # noqa: PTH105 -- atomic, whoever comes second
        finally:
            Path(name).unlink(missing_ok=True)
    return target


def place(folder: Path) -> Path:
    """Where the compiled file is, or would be."""
    return folder / f"gazetteer-{_version()}.sqlite"


@contextmanager
def _without_collector():
    """Nothing of what is read can be garbage yet; looking for it among a million rows takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@cache
def _version():
    """Changes with the data, with the lists that are compiled in, and with FORMAT."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for path in (DATA, *(LEXICON / name for name in LISTS)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _compile(path):
    places, names, codes = _read()
    _listed_into(places, names, codes)
    with sqlite3.connect(path) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        database.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 12)})", places)
        rows_of_names = sorted((*key, quality) for key, quality in names.items())
        database.executemany("INSERT INTO name VALUES (?, ?, ?)", rows_of_names)
    database.close()


def _read():
    """The rows of the data file as rows of `place`, {(norm, place): quality}, and {code: place}."""
    places, names, codes = [], {}, {}
    with lzma.open(DATA, "rt", encoding="utf-8") as lines:
        table = (line.rstrip("\n").split("\t") for line in lines if line[0] != "#")
        next(table)  # the names of the columns: tools/build_gazetteer.py has them
        for number, row in enumerate(table):
            kind, key, name, parent, code, latitude, longitude, population, capital, aliases = row
            held = _containers(places[int(parent)]) if parent else (None, None, None)
            iso = _iso(kind, code)
            point = (float(latitude), float(longitude)) if latitude else (None, None)
            known = (int(population), int(capital or 0))
            places.append([number, kind, int(key) if key else None, name, *held, iso, *point, *known])
            if iso:
                codes.setdefault(iso.rpartition(" ")[2], number)
            if key:
                codes[key] = number
            _name(names, name, number, OWN)
            for alias in aliases.split("|") if aliases else ():
                _name(names, alias, number, ALIAS)
    return places, names, codes


def _iso(kind, code):
    """ISO 3166: of a country both codes ("UA UKR"), of a division its own, if it has one beside GeoNames'."""
    if kind == "country":
        return code
    first = code.partition(" ")[0]
    return first if "-" in first else None


def _containers(above):
    """Country, first and second level above a place, as numbers of rows, from the row next above it."""
    number, kind, country, admin1 = above[0], above[1], above[4], above[5]
    if kind == "country":
        return number, None, None
    return (country, number, None) if kind == "admin1" else (country, admin1, number)


def _name(names, name, number, quality):
    norm = folded(name)
    if not norm:
        return
    names[norm, number] = min(quality, names.get((norm, number), quality))
    if norm[0] == "a" and (article := ARTICLES.match(norm)):
        names.setdefault((norm[article.end() :], number), LOOSE)


def _listed_into(places, names, codes):
    """What the lists in lexicon/ add: English display names, names that GeoNames lacks, regions without a border."""
    for row in rows("place_display.csv"):
        place = places[codes[row["place"]]]
        _name(names, place[3], place[0], ALIAS)
        place[3] = row["name"]
        _name(names, place[3], place[0], OWN)
    for row in rows("place_names.csv"):
        if not row["exact"]:
            _name(names, row["word"], codes[row["place"]], USUAL)
    for row in rows("regions.csv"):
        number, country = len(places), codes.get(row["country"])
        point = float(row["latitude"]), float(row["longitude"])
        places.append([number, "region", None, row["name"], country, None, None, row["code"], *point, 0, 0])
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            _name(names, name, number, USUAL)
