"""JSON-LD: expanded by PyLD with nothing dropped, and read by rdflib, both without a network."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld as pyld
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import PROV, RDF, XSD

from service.formats import jsonld
from tests.formats import BASE, FULL, HOSTILE, TEXT, hostile

SCHEMA = Namespace("https://schema.org/")
OA = Namespace("http://www.w3.org/ns/oa#")
OWN = Namespace(f"{BASE}/vocab/terms#")
EVENT = URIRef(f"{BASE}/events/evt_aaaaaaaaaaaaa")


def dropped(name):
    raise AssertionError(f"{name} has no term")


def ours(url, _options=None):
    """The only document that may be fetched is our own context."""
    assert url == f"{BASE}/contexts/event.jsonld"
    return {"contextUrl": None, "documentUrl": url, "contentType": jsonld.MEDIA_TYPE, "document": jsonld.context(BASE)}


def expand(document):
    return pyld.expand(document, {"documentLoader": ours}, on_property_dropped=dropped)


def graph(document):
    with_context = {**document, "@context": jsonld.context(BASE)["@context"]}
    return Graph().parse(data=json.dumps(with_context), format="json-ld")


@pytest.fixture
def event(record):
    return json.loads(jsonld.document(record, BASE))


def test_nothing_is_dropped_in_expansion(event):
    (expanded,) = expand(event)
    assert expanded["@type"] == ["https://schema.org/Event"]
    assert expanded["https://schema.org/startDate"] == [{"@type": str(XSD.date), "@value": "2026-02-02"}]


def test_both_processors_find_the_same_triples(event):
    theirs = pyld.to_rdf(event, {"documentLoader": ours, "format": "application/n-quads"})
    assert len(Graph().parse(data=theirs, format="nt")) == len(graph(event))


def test_the_triples_say_what_the_record_says(event):
    found = graph(event)
    assert found.value(EVENT, RDF.type) == SCHEMA.Event
    assert set(found.objects(EVENT, SCHEMA.additionalType)) == {
        URIRef(f"{BASE}/vocab/event-type#armed-conflict"),
        URIRef(f"{BASE}/vocab/event-type#drone-strike"),
    }
    place = found.value(EVENT, SCHEMA.location)
    assert found.value(place, SCHEMA.sameAs) == URIRef("https://www.geonames.org/371870")
    latitude = found.value(found.value(place, SCHEMA.geo), SCHEMA.latitude)
    assert latitude.datatype == XSD.double and latitude.toPython() == 13.1629
    killed = found.value(EVENT, OWN.killed)
    assert found.value(killed, SCHEMA.minValue) == Literal(4) and found.value(killed, SCHEMA.maxValue) is None
    guards = found.value(killed, OWN.of)
    assert (found.value(guards, OWN.group), found.value(guards, SCHEMA.value)) == (Literal("guards"), Literal(3))
    weapon = found.value(EVENT, OWN.weapon)
    counts = ((OWN.used, SCHEMA.value, 15), (OWN.intercepted, SCHEMA.minValue, 11), (OWN.hit, SCHEMA.maxValue, 4))
    for term, bound, count in counts:
        assert found.value(found.value(weapon, term), bound) == Literal(count)
    assert found.value(EVENT, SCHEMA.superEvent) == URIRef(f"{BASE}/events/evt_bbbbbbbbbbbbb")
    assert found.value(EVENT, PROV.wasDerivedFrom) == URIRef("https://news.example.com/kosti?a=1&b=2")
    assert found.value(EVENT, SCHEMA.dateModified).datatype == XSD.dateTime
    assert len(list(found.objects(EVENT, OWN.place))) == 2


def test_every_literal_is_of_its_type(event):
    assert not [term for triple in graph(event) for term in triple if isinstance(term, Literal) and term.ill_typed]


def test_selectors_point_at_the_words(event):
    found = graph(event)
    quotes = list(found.objects(EVENT, OWN.evidence))
    assert len(quotes) >= 8
    for quote in quotes:
        assert found.value(quote, OA.hasSource) == URIRef("https://news.example.com/kosti?a=1&b=2")
        by_type = {found.value(s, RDF.type): s for s in found.objects(quote, OA.hasSelector)}
        exact = found.value(by_type[OA.TextQuoteSelector], OA.exact)
        position = by_type[OA.TextPositionSelector]
        start, end = found.value(position, OA.start), found.value(position, OA.end)
        assert TEXT[int(start) : int(end)] == str(exact)


def test_each_value_refers_to_quotes_that_are_listed(event):
    listed = {quote["id"]: quote["supports"] for quote in event["evidence"]}
    assert all(reference["id"] in listed for reference in event["killed"]["evidence"])
    assert any("killed" in supports for supports in listed.values())
    assert any("event" in supports for supports in listed.values())


def test_unknown_is_absent(bare):
    event = json.loads(jsonld.document(bare, BASE))
    assert not {"location", "place", "startDate", "eventDate", "killed", "weapon", "yearInferred"} & set(event)
    assert None not in event.values() and [] not in event.values()
    assert len(expand(event)) == 1


def test_zero_is_known(event):
    assert event["missing"]["value"] == 0


def test_a_known_time_is_a_moment_and_a_day_is_none(record):
    record["when"] |= {"start": "2026-02-02T21:40+02:00", "end": "2026-02-02T21:40:30Z", "precision": "minute"}
    event = json.loads(jsonld.document(record, BASE))
    assert (event["startDateTime"], event["endDateTime"]) == ("2026-02-02T21:40:00+02:00", "2026-02-02T21:40:30Z")
    start = graph(event).value(EVENT, SCHEMA.startDate)
    assert start.datatype == XSD.dateTime and not start.ill_typed


def test_a_feed_is_a_data_feed(record, bare, feed):
    document = json.loads(b"".join(jsonld.render([record, bare], feed)))
    (expanded,) = expand(document)
    assert expanded["@type"] == ["https://schema.org/DataFeed"]
    assert [e["@id"] for e in expanded["https://schema.org/dataFeedElement"]] == [
        str(EVENT),
        f"{BASE}/events/{bare['id']}",
    ]
    assert document["dateModified"] == record["updated"] and document["next"] == feed.next
    backwards = json.loads(b"".join(jsonld.render([bare, record], feed)))
    assert backwards["dateModified"] == record["updated"]


def test_an_empty_feed_is_one_too(feed):
    document = json.loads(b"".join(jsonld.render([], feed)))
    assert document["dataFeedElement"] == [] and document["dateModified"] == "2026-01-01T00:00:00.000000Z"
    expand(document)


def test_events_come_one_at_a_time(record, feed):
    def endless():
        while True:
            yield record

    pieces = jsonld.render(endless(), feed)
    assert b"DataFeed" in next(pieces) and b"evt_aaaaaaaaaaaaa" in next(pieces)


def test_what_a_page_embeds_is_schema_org_alone_and_cannot_leave_its_script(record):
    record["title"] = "</script><script>alert(1)</script><!--"
    text = jsonld.embedded(record, BASE)
    assert "<" not in text
    event = json.loads(text)
    assert event["name"] == record["title"]
    assert (event["@context"], event["@type"], event["startDate"]) == ("https://schema.org/", "Event", "2026-02-02")
    assert event["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 13.1629, "longitude": 32.66347}
    assert event["subjectOf"][0]["datePublished"] == "2026-02-03"


def test_an_address_that_is_none_leads_to_what_we_know(record):
    record["sources"][0]["url"] = "javascript:alert(1)"
    record["sources"][1]["url"] = "/decisions/cor_bbbbbbbbbbbbb"
    event = json.loads(jsonld.document(record, BASE))
    assert event["wasDerivedFrom"] == [f"{BASE}/articles/art_aaaaaaaaaaaaa", f"{BASE}/decisions/cor_bbbbbbbbbbbbb"]


def check(text):
    event = json.loads(jsonld.document(hostile(FULL, text), BASE))
    expand(event)
    found = graph(event)
    assert not [term for triple in found for term in triple if isinstance(term, Literal) and term.ill_typed]
    assert "<" not in jsonld.embedded(hostile(FULL, text), BASE)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_makes_a_document_that_expands(text):
    check(text)


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(codec=None)), before=st.sampled_from(["", "https://", "https://news.example.com/"]))
def test_any_text_makes_a_document_that_expands(text, before):
    check(before + text)
