"""The vocabularies: read back by rdflib, without a network; every IRI that a document uses is told of."""

import json

import feedparser
import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from schemas.columns import columns
from service.formats import FORMATS, _csvw, _vocabulary, jsonld, pieces
from tests.formats import BASE, FULL, make_feed

LODE = Namespace("http://linkedevents.org/ontology/")
TERMS = Namespace(f"{BASE}/vocab/terms#")


def graph(name):
    return Graph().parse(data=json.dumps(_vocabulary.skos(name, BASE)), format="json-ld")


@pytest.mark.parametrize("name", [name for name in _vocabulary.LISTS if name != "terms"])
def test_a_list_is_a_scheme_of_concepts(name):
    found, scheme = graph(name), URIRef(f"{BASE}/vocab/{name}")
    concepts = set(found.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) == len(_vocabulary.rows(name)) and (scheme, RDF.type, SKOS.ConceptScheme) in found
    for concept in concepts:
        assert found.value(concept, SKOS.prefLabel).language == "en"
        assert found.value(concept, SKOS.inScheme) == scheme
        assert (found.value(concept, SKOS.broader) in concepts) != ((scheme, SKOS.hasTopConcept, concept) in found)


def test_a_type_has_its_family_and_its_like_elsewhere():
    found, strike = graph("event-type"), URIRef(f"{BASE}/vocab/event-type#drone-strike")
    assert found.value(strike, SKOS.broader) == URIRef(f"{BASE}/vocab/event-type#armed-conflict")
    assert found.value(strike, SKOS.notation) == Literal("drone-strike")
    others = {str(other) for other in found.objects(None, SKOS.closeMatch)}
    assert any(other.startswith("http://www.wikidata.org/entity/Q") for other in others)
    assert all(other.startswith("http") and ":2" not in other for other in others)


def test_every_term_of_ours_is_told_of():
    found = graph("terms")
    used = {
        *Graph().parse(
            data=json.dumps(json.loads(jsonld.document(FULL, BASE)) | jsonld.context(BASE)), format="json-ld"
        )
    }
    ours = {part for triple in used for part in triple if isinstance(part, URIRef) and part.startswith(str(TERMS))}
    ours |= {
        URIRef(column["propertyUrl"])
        for column in _csvw.metadata("x", BASE)["tableSchema"]["columns"]
        if column["propertyUrl"].startswith(str(TERMS))
    }
    assert ours
    for term in ours:
        assert found.value(term, RDFS.comment), term
        assert found.value(term, RDF.type) in (RDF.Property, RDFS.Class)


def test_those_who_take_part_are_involved_agents():
    found = graph("terms")
    assert (TERMS.perpetrator, RDFS.subPropertyOf, LODE.involvedAgent) in found
    assert (TERMS.target, RDFS.subPropertyOf, LODE.involvedAgent) in found


def test_every_scheme_and_term_of_an_atom_category_is_told_of():
    feed = feedparser.parse(b"".join(pieces(FORMATS["atom"].render([FULL], make_feed()))))
    for tag in feed.entries[0].tags:
        name = tag.scheme.removeprefix(f"{BASE}/vocab/")
        assert tag.term in {row["id"] for row in _vocabulary.rows(name)}


def test_rows_are_for_a_page():
    assert {"id": "SDN", "label": "Sudan"} in _vocabulary.rows("country")
    strike = next(row for row in _vocabulary.rows("event-type") if row["id"] == "drone-strike")
    assert strike["broader"] == "armed-conflict" and strike["codes"]["cameo"]
    assert {column.term for column in columns().values() if column.term.startswith("killed")} <= {
        row["id"] for row in _vocabulary.rows("terms")
    }
