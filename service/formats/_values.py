"""Turns the values of a record, one by one, into JSON-LD nodes, with references to the quotes they rest on."""

import re

from schemas import vocabulary
from service.formats._feed import web_address

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")


def known(node: dict) -> dict:
    """The node without what is unknown. Zero and False are known."""
    return {name: value for name, value in node.items() if value is not None and value != [] and value != ""}


def when(value: dict, evidence: list[dict]) -> dict:
    """A known time makes a moment of start or end; no time is made out of a date."""
    dates = {}
    for name in ("start", "end"):
        if DAY.fullmatch(value[name]):
            dates[f"{name}Date"] = value[name]
        elif MOMENT.fullmatch(moment := re.sub(r"(T\d\d:\d\d)(?!:\d)", r"\1:00", value[name], count=1)):
            dates[f"{name}DateTime"] = moment
    return dates | {
        "eventDate": str(value["date"]),
        "datePrecision": value["precision"],
        "timeOfDay": value.get("time_of_day"),
        "dateBasis": value.get("basis"),
        "dateEvidence": evidence,
    }


def place(value: dict, evidence: list[dict]) -> dict:
    """A place; a point only where one is known."""
    address = known({"addressCountry": value.get("country_iso2"), "addressRegion": value.get("admin1")})
    point = known({name: value.get(name) for name in ("latitude", "longitude")})
    return known(
        {
            "type": "Place",
            "name": value["name"],
            "role": value["role"],
            "sameAs": [f"https://www.geonames.org/{value['geonames_id']}"] if value.get("geonames_id") else None,
            "address": {"type": "PostalAddress", **address} if address else None,
            "country": value.get("country"),
            "countryIso3": value.get("country_iso3"),
            "admin1Iso": value.get("admin1_iso"),
            "geo": {"type": "GeoCoordinates", **point} if len(point) == 2 else None,
            "geoPrecision": value["precision"],
            "evidence": evidence,
        }
    )


def actor(value: dict, evidence: list[dict]) -> dict:
    """An actor. Whether a person or an organisation, the record does not say: a PROV agent may be either."""
    return known(
        {
            "type": "Agent",
            "name": value["name"],
            "countryIso3": value.get("country_iso3"),
            "sector": value.get("sector"),
            "evidence": evidence,
        }
    )


def toll(value: dict, evidence: list[dict]) -> dict:
    """How many people, and how many of them were children, women, police ..."""
    groups = [_range(group, "persons") | {"group": group["group"]} for group in value.get("of", [])]
    return known(_range(value, "persons") | {"of": groups, "saidBy": value.get("said_by"), "evidence": evidence})


def figure(value: dict, evidence: list[dict], article: str) -> dict:
    """A count as one article gave it."""
    published = _moment(value.get("published") or "")
    told = {"saidBy": value.get("said_by"), "hasSource": article, "datePublished": published, "evidence": evidence}
    return known(_range(value, "persons") | told)


def weapon(value: dict, evidence: list[dict]) -> dict:
    """A kind of weapon; launched, intercepted and hit are three numbers."""
    counts = {name: _range(value.get(name), "pieces") for name in ("used", "intercepted", "hit")}
    return _thing("WeaponUse", "weapons", value, {"subkinds": value.get("subkinds"), **counts}, evidence)


def damage(value: dict, evidence: list[dict]) -> dict:
    """A kind of thing, and what became of it."""
    counts = {"status": value["status"], "count": _range(value.get("count"), "pieces")}
    return _thing("Damage", "damage", value, counts, evidence)


def attribution(value: dict, evidence: list[dict]) -> dict:
    """Who says so."""
    names = ("name", "sector", "verb", "channel", "certainty")
    node = {"type": "Attribution", **{name: value.get(name) for name in names}}
    return known(node | {"countryIso3": value.get("country_iso3"), "evidence": evidence})


def codes(value: dict) -> list[dict]:
    """The type of the event in other schemes."""
    return [{"type": "PropertyValue", "propertyID": scheme, "value": code} for scheme, code in sorted(value.items())]


def article(source: dict, url: str) -> dict:
    """An article that the record rests on. A licence in words is no IRI."""
    licence = source.get("licence") or ""
    address = web_address(licence)
    publisher = source.get("publisher")
    return known(
        {
            "id": url,
            "type": "NewsArticle",
            "identifier": source["id"],
            "headline": source.get("title"),
            "publisher": {"type": "Organization", "name": publisher} if publisher else None,
            "datePublished": _moment(source.get("published") or ""),
            "inLanguage": source.get("language"),
            "license": address,
            "licenceText": None if address else licence,
            "seen": source.get("seen"),
        }
    )


def _range(value, unit):
    if value is None:
        return None
    bounds = {"value": value.get("best"), "minValue": value.get("low"), "maxValue": value.get("high")}
    return known({"type": "QuantitativeValue", **bounds, "unitText": unit, "words": value.get("words")})


def _thing(kind, list_name, value, told, evidence):
    term = vocabulary.terms(list_name).get(value["kind"])
    node = {"type": kind, "name": term.label if term else value["kind"], "kind": value["kind"], **told}
    return known(node | {"saidBy": value.get("said_by"), "evidence": evidence})


def _moment(text):
    """A date or a moment as it was sent, typed as what it is."""
    if DAY.fullmatch(text):
        return {"@value": text, "@type": "xsd:date"}
    return text if MOMENT.fullmatch(text) else {"@value": text} if text else None
