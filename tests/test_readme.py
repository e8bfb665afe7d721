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


def test_every_address_is_in_the_table(store):
    app = create_app(Config(), pipeline=object(), store=store)
    addresses = {re.sub(r"<(?:\w+:)?(\w+)>", "{id}", rule.rule) for rule in app.url_map.iter_rules()}
    for address in addresses - {"/", "/static/{id}"}:
        stem = address.split("{")[0].rstrip("/").removesuffix(".")
        assert stem in README, address


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
