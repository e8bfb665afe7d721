"""Formats are found by their names, and a store is exported in each."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from service import formats
from service.config import Config
from tests.formats import BARE, BASE, RECORD

STORE = SimpleNamespace(
    public_url=BASE,
    iterate=lambda: iter([RECORD, BARE]),
    rows=lambda: None,
    meta=lambda: SimpleNamespace(birth=datetime(2026, 1, 1, tzinfo=UTC), tag_authority="feeds.example.org"),
)


def test_each_module_is_the_format_it_is_named_after():
    assert set(formats.FORMATS) >= {"atom", "csv", "jsonld"}
    assert all(module.LABEL and module.MEDIA_TYPE and module.render for module in formats.FORMATS.values())
    assert formats.FORMATS["hxl.csv"].SUFFIX == "hxl.csv" and formats.FORMATS["json"].__name__.endswith(".json_")


def test_a_wrong_name_is_answered_with_those_there_are():
    with pytest.raises(formats.BadFormat, match=r"atom, csv, .*jsonld"):
        formats.export("pdf", STORE, Config())


@pytest.mark.parametrize("name", formats.FORMATS)
def test_a_store_is_exported_whole(name):
    exported = b"".join(formats.export(name, STORE, Config(public_url=BASE)))
    assert exported == formats.render(name, STORE)
    assert RECORD["id"].encode() in exported and BARE["id"].encode() in exported
