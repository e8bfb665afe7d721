"""What the README promises is there: every setting, address, format and command that it names, and its example."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from schemas import vocabulary
from service import create_app, formats
from service.__main__ import _parser
from service.config import Config

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
NAMES = {"workers": "WEB_CONCURRENCY"}


@pytest.mark.parametrize("name", [NAMES.get(field.name, field.name.upper()) for field in fields(Config)])
def test_every_setting_is_in_the_table(name):
    assert f"`{name}`" in README


@pytest.mark.parametrize("name", sorted(formats.FORMATS))
def test_every_format_is_named(name):
    assert f"`.{name}`" in README or f"events.{name}" in README


def test_every_command_is_shown():
    commands = _parser()._subparsers._group_actions[0].choices
    for name in commands:
        assert f"service {name}" in README or name == "serve"


def addresses(app) -> set[str]:
    """Every address of an app, whole: a parameter is {}, and one of few values is each of them."""
    found = set()
    for rule in app.url_map.iter_rules():
        values = re.search(r"<any\(([^)]*)\):\w+>", rule.rule)
        if values:
            found |= {rule.rule.replace(values[0], value) for value in values[1].split(",")}
        elif rule.endpoint == "feeds.get_feed":
            found |= {rule.rule.replace("<suffix>", name) for name in formats.FORMATS}
        else:
            found.add(rule.rule)
    return {re.sub(r"<[^>]*>", "{}", address) for address in found}


def told(table: str) -> set[str]:
    """The addresses that rows name: beside `/events/{id}/merge`, `/split` is one, too, and beside `a.atom`, `.csv`."""
    found = set()
    for row in table.splitlines():
        last = ""
        for span in re.findall(r"`(?:[A-Z]+ )?([/.][^` ]*)`", row.split("|")[1]):
            span = re.sub(r"\{[^}]*\}", "{}", span)
            stem = last.rpartition("/")
            if span.startswith("."):
                found |= {last + span, f"{stem[0]}/{stem[2].partition('.')[0]}{span}"}
            else:
                found |= {span, stem[0] + span}
                last = span if span.count("/") > 1 or not last else last
    return found


def test_every_address_is_in_the_table(store):
    app = create_app(Config(), pipeline=object(), store=store)
    table = re.search(r"^\| address \|.*?\n((?:\|.*\n)+)", README, re.MULTILINE)[1]
    assert addresses(app) - {"/", "/static/{}"} - told(table) == set()


def test_an_address_that_the_table_lacks_is_missed():
    table = "| `PATCH /events/{id}`, `POST /events/{id}/merge`, `/split` | |\n| `/feeds/events.atom`, `.csv` | |\n"
    named = told(table)
    assert {"/events/{}", "/events/{}/merge", "/events/{}/split", "/feeds/events.csv"} <= named
    assert not {"/events/{}/undo", "/events", "/feeds/events.kml", "/feeds"} & named


def test_the_example_of_a_type_is_the_row_that_is_there():
    """A reader copies it."""
    toml = re.search(r"```toml\n(.*?)```", README, re.DOTALL)[1]
    rows = (Path(vocabulary.__file__).parent / "event_types.toml").read_text(encoding="utf-8")
    assert toml.strip() in rows


@pytest.mark.model
def test_the_first_example_gives_what_it_shows(pipeline, store):
    body = re.search(r"-d '(\{.*?\})'", README, re.DOTALL)[1]
    shown = re.search(r"```json\n(.*?)```", README, re.DOTALL)[1]
    client = create_app(Config(), pipeline=pipeline, store=store).test_client()
    answer = client.post("/articles", data=body, content_type="application/json").get_json()["events"][0]
    for value in re.findall(r'"(?:type|title|date|name|id)": "([^"]+)"', shown):
        assert value in str(answer), value
