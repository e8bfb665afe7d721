"""The gazetteer: well-known places with their ids, names as news writes them, and a file that is compiled once."""

import multiprocessing
import os
from pathlib import Path

import pytest

from service import places_file
from service.gazetteer import open_gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    return open_gazetteer(Path("var"))  # where the pipeline of the other tests has it, too


def ids(gazetteer, name, kind):
    return [place.geonames_id for place in gazetteer.candidates(name) if place.kind == kind]


@pytest.mark.parametrize(
    ("name", "kind", "geonames_id"),
    [
        ("Kyiv", "city", 703448),
        ("Kiev", "city", 703448),
        ("Marhanets", "city", 701855),
        ("Moscow", "city", 524901),
        ("Zhytomyr", "admin1", 686966),
        ("Dnipropetrovsk", "admin1", 709929),
        ("Kharkiv", "admin1", 706482),
        ("Poltava", "admin1", 696634),
        ("Khmelnytskyi", "admin1", 706370),
        ("Sumy", "admin1", 692196),
        ("Zaporizhzhia", "admin1", 687699),
        ("Ukraine", "country", 690791),
        ("South Africa", "country", 953987),
        ("SOUTH AFRICA", "country", 953987),
        ("Port au Prince", "city", 3718426),
        ("St. Louis", "city", 4407066),
        ("Bogota", "city", 3688689),
        ("Łódź", "city", 3093133),
    ],
)
def test_well_known_places_have_their_geonames_ids(gazetteer, name, kind, geonames_id):
    assert ids(gazetteer, name, kind)[0] == geonames_id


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Zhytomyr", "UA-18"),
        ("Dnipropetrovsk", "UA-12"),
        ("Kharkiv", "UA-63"),
        ("California", "US-CA"),
        ("Helmand", "AF-HEL"),
    ],
)
def test_divisions_have_their_iso_codes(gazetteer, name, code):
    division = next(place for place in gazetteer.candidates(name) if place.kind == "admin1")
    assert division.admin1_iso == code
    assert gazetteer.coded(code).id == division.id


def test_a_city_knows_what_holds_it(gazetteer):
    city = next(place for place in gazetteer.candidates("Marhanets") if place.kind == "city")
    assert (city.country, city.country_iso2, city.country_iso3) == ("Ukraine", "UA", "UKR")
    assert (city.admin1, city.admin1_iso) == ("Dnipropetrovsk", "UA-12")
    assert city.latitude == pytest.approx(47.63, abs=0.01)
    assert city.longitude == pytest.approx(34.62, abs=0.01)


def test_a_division_does_not_stand_on_the_city_it_is_named_after(gazetteer):
    oblast, city = (next(p for p in gazetteer.candidates("Kharkiv") if p.kind == kind) for kind in ("admin1", "city"))
    assert (oblast.latitude, oblast.longitude) != (city.latitude, city.longitude)


@pytest.mark.parametrize(
    ("word", "iso3"),
    [
        ("U.S.", "USA"),
        ("US", "USA"),
        ("UK", "GBR"),
        ("Britain", "GBR"),
        ("the Netherlands", "NLD"),
        ("Ivory Coast", "CIV"),
        ("North Korea", "PRK"),
        ("Russian", "RUS"),
        ("Ukrainian", "UKR"),
        ("Afghans", "AFG"),
        ("Britons", "GBR"),
        ("Texan", "USA"),
        ("us", None),
        ("Kurdish", None),
        ("African", None),
        ("Nowhere", None),
    ],
)
def test_country_of_names_short_forms_and_peoples(gazetteer, word, iso3):
    assert gazetteer.country_of(word) == iso3


def test_every_listed_word_names_a_place_that_exists(gazetteer):
    for name in ("demonyms.csv", "place_names.csv", "place_display.csv"):
        missing = [row for row in places_file.rows(name) if gazetteer.coded(row["place"]) is None]
        assert not missing, name


def test_countries_have_points_and_none_lies_at_nought(gazetteer):
    rows = gazetteer._rows("SELECT name, latitude FROM place WHERE kind = ? AND population > 1000", "country")
    assert len(rows) > 200
    assert [name for name, latitude in rows if latitude is None and name not in HISTORICAL] == []
    assert gazetteer._rows("SELECT name FROM place WHERE latitude = 0 AND longitude = ?", 0) == []


HISTORICAL = {"Netherlands Antilles", "Serbia and Montenegro"}


def test_capitals(gazetteer):
    assert gazetteer.capital("SYR").name == "Damascus"
    assert gazetteer.capital("XXX") is None


def test_unknown_names_have_no_candidates(gazetteer):
    assert gazetteer.candidates("Xyzzyville on the Moon") == ()
    assert gazetteer.candidates("") == ()


@pytest.mark.parametrize(
    ("name", "folded"),
    [("Dar'ā", "dara"), ("Mt. Pleasant", "mount pleasant"), ("Ḩamāh", "hamah")],
)
def test_names_are_compared_in_plain_letters(name, folded):
    assert places_file.folded(name) == folded


def _open(folder, results):
    place = open_gazetteer(folder).candidates("Marhanets")[0]
    results.put(place.geonames_id)


def test_two_processes_may_compile_it_at_once(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    workers = [spawn.Process(target=_open, args=(tmp_path, results)) for _ in range(2)]
    for worker in workers:
        worker.start()
    assert [results.get(timeout=120) for _ in workers] == [701855, 701855]
    for worker in workers:
        worker.join()
    assert [path.suffix for path in tmp_path.iterdir()] == [".sqlite"]


def test_it_survives_a_fork(gazetteer):
    gazetteer.candidates("Kyiv")
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.write(writer, str(gazetteer.candidates("Poltava")[0].country_iso3).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 10) == b"UKR"
