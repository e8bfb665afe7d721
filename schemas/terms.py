"""What the terms of the JSON-LD are: which are ours, what they mean, how they stand to those of others."""

from schemas.derive import OWN, context, told, walk
from schemas.event import EventSchema


def known() -> dict:
    """The terms of the context, whatever the service's address."""
    return context("")["@context"]


def own() -> list[str]:
    """The names of the terms and classes that are ours."""
    iris = {name: (found["@id"] if isinstance(found, dict) else found) for name, found in known().items() if found}
    return [name for name, iri in iris.items() if str(iri).startswith(f"{OWN}:")]


def prefixes() -> dict[str, str]:
    """Prefix -> namespace, of those that others have coined."""
    return told()["prefixes"]


def comments() -> dict[str, str]:
    """What each term means that a field of the schema, or the list of terms, tells of."""
    described = {name: field.metadata["description"] for name, field in reversed(list(walk(EventSchema)))}
    return described | told()["about"]


def relations() -> dict[str, list[str]]:
    """How our own terms stand to those of others: name -> [relation, term]."""
    return told()["relations"]
