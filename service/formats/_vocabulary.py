"""The vocabularies that records speak: rows for a page, SKOS and RDF Schema as JSON-LD that fetches nothing.

/vocab/event-type /vocab/country /vocab/weapon /vocab/damage /vocab/sector      concepts, /vocab/weapon#drone
/vocab/terms                                    properties and classes of our own, /vocab/terms#killed
"""

from schemas import countries, terms, vocabulary
from schemas.columns import columns

MEDIA_TYPE = "application/ld+json"
LISTS = {
    "event-type": "Types of event and their families",
    "country": "Countries (ISO 3166-1)",
    "weapon": "Kinds of weapon",
    "damage": "Kinds of thing that are damaged",
    "sector": "Sectors of actors (PLOVER)",
    "terms": "Terms of our own in the JSON-LD",
}
FILES = {"weapon": "weapons", "damage": "damage", "sector": "sectors"}
ELSEWHERE = {"wikidata": "http://www.wikidata.org/entity/", "iptc": "http://cv.iptc.org/newscodes/mediatopic/"}
CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "id": "@id",
    "type": "@type",
    "graph": "@graph",
    "prefLabel": {"@id": "skos:prefLabel", "@language": "en"},
    "notation": "skos:notation",
    "altLabel": "skos:altLabel",
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "closeMatch": {"@id": "skos:closeMatch", "@type": "@id", "@container": "@set"},
    "hasTopConcept": {"@id": "skos:hasTopConcept", "@type": "@id", "@container": "@set"},
    "label": {"@id": "rdfs:label", "@language": "en"},
    "comment": {"@id": "rdfs:comment", "@language": "en"},
    "isDefinedBy": {"@id": "rdfs:isDefinedBy", "@type": "@id"},
    **{name: {"@id": name, "@type": "@id"} for name in ("rdfs:subPropertyOf", "rdfs:subClassOf")},
}


def rows(name: str) -> list[dict]:
    """The rows of a list: {id, label, broader?, codes?} of concepts, {id, label, kind, of?} of terms. KeyError."""
    if name == "event-type":
        return _event_types()
    if name == "country":
        return [{"id": code, "label": label} for code, label in countries.labels().items()]
    return _terms() if name == "terms" else [_row(term) for term in vocabulary.terms(FILES[name]).values()]


def skos(name: str, base: str) -> dict:
    """A list as a JSON-LD document, of a service at a public URL. Raises KeyError."""
    scheme, told = f"{base}/vocab/{name}", rows(name)
    if name == "terms":
        graph = [{"id": scheme, "label": LISTS[name]}, *(_property(row, scheme) for row in told)]
        return {"@context": CONTEXT | terms.prefixes(), "graph": graph}
    top = [f"{scheme}#{row['id']}" for row in told if "broader" not in row]
    head = {"id": scheme, "type": "skos:ConceptScheme", "prefLabel": LISTS[name], "hasTopConcept": top}
    return {"@context": CONTEXT, "graph": [head, *(_concept(row, scheme) for row in told)]}


def _event_types():
    """Each family, and its types under it."""
    found = []
    for family, label in vocabulary.category_labels().items():
        found.append({"id": family, "label": label})
        for kind in vocabulary.event_types().values():
            if kind.category == family and kind.id != family:
                codes = {scheme: list(codes) for scheme, codes in kind.codes.items()}
                found.append({"id": kind.id, "label": kind.label, "broader": family, "codes": codes})
    return found


def _row(term):
    return {"id": term.id, "label": term.label}


def _terms():
    """Every term of our own: of the context, and of columns that only the CSV has."""
    comments = terms.comments()
    own = [(name, comments[name]) for name in terms.own()]
    own += [(column.term, column.description) for column in columns().values() if column.term not in terms.known()]
    relations = terms.relations()
    return [
        {
            "id": name,
            "label": comment,
            "kind": "class" if name[0].isupper() else "property",
            **({"of": list(relations[name])} if name in relations else {}),
        }
        for name, comment in sorted(dict(own).items())
    ]


def _concept(row, scheme):
    matches = [
        ELSEWHERE[name] + code.removeprefix("medtop:")
        for name, codes in row.get("codes", {}).items()
        if name in ELSEWHERE
        for code in codes
    ]
    return {
        "id": f"{scheme}#{row['id']}",
        "type": "skos:Concept",
        "notation": row["id"],
        "prefLabel": row["label"],
        "inScheme": scheme,
        **({"broader": f"{scheme}#{row['broader']}"} if "broader" in row else {}),
        **({"closeMatch": matches} if matches else {}),
    }


def _property(row, scheme):
    relation, other = row.get("of", ("", ""))
    return {
        "id": f"{scheme}#{row['id']}",
        "type": "rdfs:Class" if row["kind"] == "class" else "rdf:Property",
        "label": row["id"],
        "comment": row["label"],
        "isDefinedBy": scheme,
        **({relation: other} if relation else {}),
    }
