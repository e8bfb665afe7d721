"""What the columns of the CSV hold, as CSVW metadata (CSV on the Web): types, bounds, the key, terms of the JSON-LD.

A reader that is given the CSV finds it by the Link header, or at the default place, the address with -metadata.json.
"""

from schemas.columns import Column, columns
from schemas.derive import OWN, context
from service.formats import csv_
from service.formats._feed import LICENCE, NAME, TITLE

MEDIA_TYPE = "application/csvm+json"
SUFFIX = "csv-metadata.json"
NOTE = (
    "One row per event. Empty is unknown, zero is 0. A cell of text that a spreadsheet might take for a formula (it "
    "begins with =, +, - or @) has an apostrophe before it; with raw=1 it has none. Numbers are never changed."
)


def metadata(url: str, base: str, fields: tuple[str, ...] = ()) -> dict:
    """The metadata of the CSV at an address, of a service at a public URL; `fields` are its columns, all if empty."""
    terms, known = context(base)["@context"], columns()
    names = csv_.chosen(fields)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": TITLE,
        "dc:description": NOTE,
        "dc:publisher": NAME,
        "dc:license": {"@id": LICENCE},
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n"]},
        "tableSchema": {
            **({"primaryKey": "event_id", "aboutUrl": f"{base}/events/{{event_id}}"} if "event_id" in names else {}),
            "columns": [_column(known[name], terms) for name in names],
        },
    }


def property_url(column: Column, terms: dict) -> str:
    """The term of a column, written out: another vocabulary's where the context has one, else ours."""
    found = terms.get(column.term, f"{OWN}:{column.term}")
    prefix, _, name = (found["@id"] if isinstance(found, dict) else found).partition(":")
    return terms[prefix] + name


def _column(column, terms):
    told = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": _datatype(column),
        "propertyUrl": property_url(column, terms),
    }
    if column.separator:
        told["separator"] = column.separator
    if column.name == "event_id":
        told["required"] = True
    return told


def _datatype(column):
    """Its name, or its name with what bounds it."""
    bounds = {name: getattr(column, name) for name in ("format", "minimum", "maximum")}
    bounds = {name: value for name, value in bounds.items() if value is not None}
    return {"base": column.type, **bounds} if bounds else column.type
