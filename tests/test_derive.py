"""The schema is the one list of fields: whatever is derived from it must have all of them."""

import pytest
from marshmallow import fields

from schemas import EventSchema, ReportSchema, derive
from schemas.event import TollByKind
from schemas.parts import Where

FIELDS = {**ReportSchema().fields, **EventSchema().fields}
# The columns of v1, in this order for good; new ones come after.
PROMISED = [
    "event_id",
    "event_date",
    "event_date_end",
    "date_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "actor1_role",
    "actor2",
    "actor2_role",
    "country",
    "iso3",
    "admin1",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "killed_best",
    "killed_low",
    "killed_high",
    "injured_best",
    "injured_low",
    "injured_high",
    "weapons",
    "title",
    "notes",
    "quote",
    "source",
    "source_url",
    "source_count",
    "confidence",
    "status",
    "version",
    "published_at",
    "updated_at",
    "modality",
    "admin1_iso",
    "geonames_id",
]


@pytest.mark.parametrize("name", FIELDS)
def test_each_field_says_what_everything_else_is_derived_from(name):
    for key in ("description", "term", "merge"):
        assert FIELDS[name].metadata.get(key), f"{name} has no {key}"


def test_columns_are_only_ever_added_at_the_end():
    assert list(derive.COLUMNS)[: len(PROMISED)] == PROMISED


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if "column" in field.metadata])
def test_the_column_of_a_field_is_there(name):
    assert FIELDS[name].metadata["column"] in derive.COLUMNS


@pytest.mark.parametrize("kind", TollByKind().fields)
def test_each_kind_of_harm_has_its_three_columns(kind):
    assert {f"{kind}_best", f"{kind}_low", f"{kind}_high"} <= set(derive.COLUMNS)


def test_every_field_at_every_depth_has_a_term_in_the_context():
    terms = derive.context("https://feeds.example.org")["@context"]

    def check(schema):
        for name, field in schema.fields.items():
            assert derive.term(name, field) in terms, name
            assert field.metadata.get("description"), name
            inner = field.inner if isinstance(field, fields.List) else field
            if isinstance(inner, fields.Nested):
                check(inner.schema)

    check(EventSchema())


def test_the_context_fetches_nothing_and_hides_no_typing_error():
    terms = derive.context("https://feeds.example.org")["@context"]
    assert "@vocab" not in terms and "@import" not in terms
    assert terms["dl"] == "https://feeds.example.org/vocab/terms#"


def test_every_precision_of_a_place_has_a_rank():
    assert set(derive.COARSER) == set(Where().fields["precision"].validate.choices)


def test_every_role_is_on_a_side():
    assert set(derive.DOERS) | set(derive.OTHERS) == set(derive.ROLES)


def place(name, precision, point=None, **more):
    found = {"role": "site", "name": name, "precision": precision, "country_iso3": "SDN", **more}
    return found | ({"latitude": point[0], "longitude": point[1]} if point else {})


def test_a_town_without_a_point_stands_for_the_division_that_has_one():
    town = place("Kosti", "city", admin1_iso="SD-NW")
    country, division = place("Sudan", "country", (15, 30)), place("White Nile", "admin1", (13, 32), admin1_iso="SD-NW")
    elsewhere = place("Gezira", "admin1", (14, 33), admin1_iso="SD-GZ")
    assert derive.main_place({"where": [town, country, elsewhere, division]}) is division
    assert derive.main_place({"where": [town, elsewhere, country]}) is country
    assert derive.main_place({"where": [town, elsewhere]}) is town
    assert derive.main_place({"where": [place("Chad", "country"), country]})["name"] == "Chad"
    assert derive.main_place({}) is None


def test_a_target_alone_is_no_actor1():
    row = derive.flatten({"who": [{"role": "target", "name": "a market"}]})
    assert (row["actor1"], row["actor2"], row["actor2_role"]) == (None, "a market", "target")


def test_of_two_parties_the_first_is_actor1():
    row = derive.flatten({"who": [{"role": "party", "name": "Norland"}, {"role": "party", "name": "Sudmark"}]})
    assert (row["actor1"], row["actor2"]) == ("Norland", "Sudmark")
