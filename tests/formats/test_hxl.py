"""HXL: read back with libhxl by its hashtags, and validated by it."""

import io

import hxl
import pytest

from schemas.columns import columns
from service.formats import hxl as ours
from tests.formats import BARE, FULL


def dataset(events, feed):
    return hxl.data(io.BytesIO(b"".join(ours.render(events, feed)))).cache()


def test_values_are_found_by_their_tags(record, bare, feed):
    found = dataset([record, bare], feed)
    first, second = iter(found)
    assert first.get("#event+id") == record["id"] and second.get("#event+id") == bare["id"]
    assert (first.get("#date+start"), first.get("#country+code")) == ("2026-02-03", "SDN")
    assert (first.get("#geo+lat"), first.get("#geo+lon")) == ("13.1629", "32.66347")
    assert (first.get("#affected+killed"), first.get("#affected+killed+min")) == ("4", "4")
    assert not first.get("#affected+killed+max")


def valid(events, feed):
    rules = [
        {"#valid_tag": "#date", "#valid_datatype": "date"},
        {"#valid_tag": "#geo", "#valid_datatype": "number"},
        {"#valid_tag": "#affected", "#valid_datatype": "number"},
        {"#valid_tag": "#meta+url", "#valid_datatype": "url"},
        {"#valid_tag": "#event+id", "#valid_required": "true", "#valid_value_unique": "true"},
    ]
    head = list(dict.fromkeys(name for rule in rules for name in rule))
    schema = hxl.schema(hxl.data([head, *[[rule.get(name, "") for name in head] for rule in rules]]))
    return schema.validate(dataset(events, feed))


@pytest.mark.parametrize("events", [[], [FULL], [FULL, BARE]])
def test_what_hxl_demands_of_its_columns_is_met(events, feed):
    assert valid(events, feed)


def test_what_is_no_date_would_be_refused(record, feed):
    record["when"]["date"] = "early in the week"
    assert not valid([record], feed)


def test_every_column_has_a_tag_of_its_own():
    tags = [column.hxl for column in columns().values()]
    assert len(set(tags)) == len(tags) and all(hxl.model.TagPattern.parse(tag) for tag in tags)
