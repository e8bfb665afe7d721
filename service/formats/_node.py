"""Turns a record into a JSON-LD node. Absent stays absent: no empty list, no null, no point at 0, 0."""

from schemas.derive import TOLL_KINDS, main_place
from service import VERSION
from service.formats import _values
from service.formats._feed import LICENCE, NAME, event_url, source_url
from service.formats._values import known

LINKS = {"part_of": "superEvent", "caused_by": "causedBy", "about": "about", "same_as": "sameAs"}
GENERATOR = {
    "type": "Activity",
    "wasAssociatedWith": {"type": "SoftwareAgent", "name": NAME, "identifier": f"{NAME.lower()}/{VERSION}"},
}


def event(record: dict, base: str) -> dict:
    """The node of an event. Its parts come first: they gather the quotes that are listed at its end."""
    url, vocab = event_url(record, base), f"{base}/vocab/event-type#"
    articles = {source["id"]: source_url(source, base) for source in record.get("sources", [])}
    quotes = Quotes(url, base, articles)
    told = {
        "id": url,
        "type": "Event",
        "additionalType": [vocab + record["category"], vocab + record["type"]],
        "identifier": record["id"],
        "version": record["version"],
        "status": record["status"],
        "replacedBy": f"{base}/events/{record['replaced_by']}" if record.get("replaced_by") else None,
        "modality": record["modality"],
        "inLanguage": "en",
        "name": record["title"],
        "description": record["summary"],
        **_facts(record, quotes),
        **_links(record, base),
        "code": _values.codes(record.get("codes", {})),
        "confidence": float(record["confidence"]),
        "confidenceReason": record.get("confidence_reasons"),
        "yearInferred": record.get("year_inferred"),
        "datePublished": record["published"],
        "dateModified": record["updated"],
        "url": url,
        "license": LICENCE,
        "subjectOf": [_article(source, quotes) for source in record.get("sources", [])],
        "wasDerivedFrom": list(dict.fromkeys(articles.values())),
        "generatedAtTime": record["updated"],
        "wasGeneratedBy": GENERATOR,
    }
    quotes.of(record, "event")
    return known(told | {"evidence": quotes.nodes()})


class Quotes:
    """The words that a record rests on: each once, with the names of all the fields that rest on it."""

    def __init__(self, url: str, base: str, articles: dict[str, str]):
        self.url, self.base, self.articles = url, base, articles
        self.found: dict[str, dict] = {}

    def of(self, value: dict, field: str) -> list[dict]:
        """References to the evidence of a value."""
        references = []
        for part in value.get("evidence", []):
            name = f"{self.url}#{part['source']}-{part['in']}-{part['start']}-{part['end']}"
            supports = self.found.setdefault(name, self._node(name, part))["supports"]
            if field not in supports:
                supports.append(field)
            references.append({"id": name})
        return references

    def article(self, name: str) -> str:
        """The address of an article by its id."""
        return self.articles.get(name, f"{self.base}/articles/{name}")

    def nodes(self) -> list[dict]:
        """All that was referred to."""
        return list(self.found.values())

    def _node(self, name, part):
        """Web Annotation: offsets are code points in the text, or in the title, of the article as it was sent."""
        around = {side: part[side] for side in ("prefix", "suffix") if part.get(side)}
        return {
            "id": name,
            "type": ["Evidence", "SpecificResource"],
            "supports": [],
            "hasSource": self.article(part["source"]),
            "in": part["in"],
            "hasSelector": [
                {"type": "TextQuoteSelector", "exact": part["quote"], **around},
                {"type": "TextPositionSelector", "start": part["start"], "end": part["end"]},
            ],
        }


def _facts(record, quotes):
    """What happened: each value with its evidence."""
    return {
        **(_values.when(record["when"], quotes.of(record["when"], "when")) if record.get("when") else {}),
        **_where(record, quotes),
        **_who(record, quotes),
        **{kind: _toll(kind, value, quotes) for kind, value in _in_order(record.get("toll", {}))},
        "weapon": [_values.weapon(value, quotes.of(value, "weapons")) for value in record.get("weapons", [])],
        "damage": [_values.damage(value, quotes.of(value, "damage")) for value in record.get("damage", [])],
        "attribution": [_values.attribution(value, quotes.of(value, "said_by")) for value in record.get("said_by", [])],
    }


def _where(record, quotes):
    """The main place is the location; `place` lists all, that one by its id only."""
    main, told = main_place(record), {"location": None, "place": []}
    for number, place in enumerate(record.get("where", []), start=1):
        name = {"id": f"{quotes.url}#place-{number}"}
        node = name | _values.place(place, quotes.of(place, "where"))
        if place is main:
            told["location"] = node
        told["place"].append(name if place is main else node)
    return told


def _article(source, quotes):
    original = {"copyOf": quotes.article(source["copy_of"])} if source.get("copy_of") else {}
    return _values.article(source, quotes.article(source["id"])) | original


def _in_order(toll):
    return [(kind, toll[kind]) for kind in TOLL_KINDS if kind in toll]


def _toll(kind, value, quotes):
    """Where articles differ, what each of them says, too."""
    figures = [
        _values.figure(figure, quotes.of(figure, kind), quotes.article(figure["source"]))
        for figure in value.get("figures", [])
    ]
    return _values.toll(value, quotes.of(value, kind)) | _values.known({"figures": figures})


def _who(record, quotes):
    """Actors by role: the term says on which side of it they are."""
    roles: dict[str, list] = {}
    for actor in record.get("who", []):
        roles.setdefault(actor["role"], []).append(_values.actor(actor, quotes.of(actor, "who")))
    return roles


def _links(record, base):
    linked: dict[str, list] = {}
    for link in record.get("links", []):
        linked.setdefault(LINKS[link["rel"]], []).append(f"{base}/events/{link['to']}")
    return linked
