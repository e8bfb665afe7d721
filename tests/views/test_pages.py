"""Pages for people: the words of an event with what was read from them marked, the API, what a list was narrowed to."""

import re

import pytest

from tests.store.conftest import LOM
from tests.views.test_events import HTML, Page

BUS = "A bus overturned near Lom, killing three."


@pytest.fixture
def event(put, coded):
    """The address of an event whose place and toll rest on parts of its sentence."""
    article = coded(BUS).article

    def resting(words):
        start = BUS.index(words)
        return [article.evidence(start, start + len(words))]

    places = [
        {
            "role": "site",
            "precision": "city",
            **dict(zip(("name", "country_iso2", "country_iso3", "latitude", "longitude"), LOM, strict=True)),
            "evidence": resting("Lom"),
        }
    ]
    fields = {"where": places, "toll": {"killed": {"low": 3, "best": 3, "evidence": resting("killing three")}}}
    return f"/events/{put(BUS, ('road-crash', BUS, fields)).event_ids[0]}"


def test_the_words_are_marked_in_their_sentence(client, event):
    text = client.get(event, headers=HTML).text
    quote = re.search(r"<blockquote[^>]*><p>(.*?)</p>", text)[1]
    assert re.findall(r'<mark title="(.*?)">(.*?)</mark>', quote) == [("where", "Lom"), ("toll", "killing three")]
    assert re.sub(r"<[^>]+>", "", quote) == BUS
    assert text.count("<blockquote") == 1


def test_an_event_leads_to_its_versions(client, event):
    page = Page(client.get(event, headers=HTML).text)
    assert page.having("a", href=f"{event}/versions")
    assert len(client.get(f"{event}/versions").json["versions"]) == 1


def test_a_list_says_what_it_was_narrowed_to(client, event):
    text = client.get("/events?country=bg&q=%3Cb%3E&limit=7", headers=HTML).text
    assert "country <strong>BGR</strong>" in text
    assert "q <strong>&lt;b&gt;</strong>" in text
    assert "limit <strong>" not in text
    assert "Narrowed" not in client.get("/events", headers=HTML).text


def test_every_format_is_offered(client, event):
    from service.formats import FORMATS

    page = Page(client.get("/events?country=BG", headers=HTML).text)
    for suffix, module in FORMATS.items():
        address = f"http://127.0.0.1:8000/feeds/events.{suffix}?country=BGR"
        assert page.having("a", href=address)
        assert page.having("link", rel="alternate", href=address, title=module.LABEL)
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", ["/docs", "/vocab", "/vocab/weapon", "/problems", "/events/deleted"])
def test_pages_are_well_formed_and_need_nothing_else(client, event, path):
    response = client.get(path, headers=HTML)
    assert response.mimetype == "text/html"
    page = Page(response.text)
    ids = [have["id"] for _, have in page.tags if "id" in have]
    assert len(set(ids)) == len(ids)
    assert not [tag for tag, have in page.tags if "src" in have or tag == "script"]
    for _, have in page.tags:
        if have.get("href", "").startswith("#"):
            assert have["href"][1:] in ids


def test_the_docs_have_every_operation(client):
    told = client.get("/openapi.json").json
    page = Page(client.get("/docs").text)
    for methods in told["paths"].values():
        for operation in methods.values():
            assert page.having("article", id=operation["operationId"])


@pytest.mark.model
def test_a_page_shows_the_figures_of_each_source(reader):
    for number, publisher in (("three", "Meridian Wire"), ("five", "Lom Courier")):
        told = f"A bus overturned near Lom, Bulgaria, on Tuesday, killing {number} people, police said."
        text = f"LOM, March 3 (Wire) -- {told}"
        sent = {"text": text, "published": "2026-03-03", "publisher": publisher, "url": f"https://a.example/{number}"}
        (event,) = reader.post("/articles", json=sent).json["events"]
    assert len(event["toll"]["killed"]["figures"]) == 2
    shown = re.findall(r"<li>(.*?)</li>", reader.get(f"/events/{event['id']}", headers=HTML).text, re.DOTALL)
    told = [" ".join(re.sub(r"<[^>]+>", "", item).split()) for item in shown]
    assert told == ["3, said by police, Meridian Wire, 2026-03-03", "5, said by police, Lom Courier, 2026-03-03"]
