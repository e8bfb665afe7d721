"""The life of an event over HTTP: its versions, and what persons decide of it; and the end of an article."""

from http import HTTPStatus

from flask import Blueprint, Response, jsonify, request
from marshmallow import Schema, ValidationError

from schemas.decision import CorrectionSchema, DecisionSchema, MergeSchema, SplitSchema, UndoSchema
from service import access, preconditions, tokens
from service.body import json_object
from service.conditional import answer
from service.errors import BadCorrection, NotFound
from service.running import running
from service.text import compose, decode
from service.views import _bodies, events
from service.views._answers import HTML, JSON, dumped

views = Blueprint("lives", __name__)
WHAT = "a decision"
MERGE_PATCH = "application/merge-patch+json"


@views.get("/events/<event:event_id>/versions")
def list_versions(event_id: str) -> Response:
    """Every version of an event: the record, what changed in words, why, and by whom."""

    def found():
        if not (versions := running().store.history(event_id)):
            raise NotFound("no event is known by this id")
        return versions

    return answer(JSON, lambda _: (dumped({"versions": found()}), ""), found=found)


@views.get("/decisions/<decision:decision_id>")
def get_decision(decision_id: str) -> Response:
    """What a person decided, when and why, and whether it still holds."""

    def found():
        if (known := running().store.decision(decision_id)) is None:
            raise NotFound("no decision is known by this id")
        return known

    return answer(JSON, lambda _: (dumped(found()), ""), found=found)


@views.patch("/events/<event:event_id>")
def correct(event_id: str) -> Response:
    """Set fields of a record. No machine overwrites what a person has set."""
    said = _said(CorrectionSchema(), (MERGE_PATCH, JSON))
    return _answer(running().store.correct(event_id, said.pop("patch"), as_of=_read_at(event_id), **said))


@views.post("/events/<event:event_id>/retract")
def retract(event_id: str) -> Response:
    """Say that there is no such event. No machine brings it back."""
    return _answer(running().store.retract(event_id, **_said(DecisionSchema()), as_of=_read_at(event_id)))


@views.post("/events/<event:event_id>/merge")
def merge(event_id: str) -> Response:
    """Say that two events are one; the younger id leads to the older from now on."""
    said = _said(MergeSchema())
    return _answer(running().store.merge(event_id, said.pop("other"), as_of=_read_at(event_id), **said))


@views.post("/events/<event:event_id>/split")
def split(event_id: str) -> Response:
    """Say that some articles tell of another event than the rest."""
    said = _said(SplitSchema())
    kept, *others = running().store.split(event_id, said.pop("articles"), as_of=_read_at(event_id), **said)
    return _answer({"event": kept, "others": others})


@views.post("/events/<event:event_id>/undo")
def undo(event_id: str) -> Response:
    """Take back a decision, the last one if none is named."""
    said = _said(UndoSchema())
    return _answer(running().store.undo(event_id, said.pop("decision", None), as_of=_read_at(event_id), **said))


@views.delete("/articles/<article:article_id>")
def withdraw(article_id: str) -> tuple[str, int]:
    """Erase the words and quotes of an article, from every version of every record."""
    access.check_write(request, running().config)
    path = f"/articles/{article_id}"
    running().store.withdraw(article_id, as_of=preconditions.read_at([(path, JSON), (path, HTML)]))
    return "", HTTPStatus.NO_CONTENT


def _read_at(event_id):
    path = f"/events/{event_id}"
    media_types = {suffix: media_type for suffix, (media_type, _) in events.SUFFIXES.items()}
    as_asked = [(path, media_type) for media_type in media_types.values()]
    return preconditions.read_at([*as_asked, *((f"{path}.{suffix}", kind) for suffix, kind in media_types.items())])


def _said(schema: Schema, media_types: tuple[str, ...] = (JSON,)) -> dict:
    """The decision in the body, with whoever makes it. What the schema does not know is the patch."""
    name = access.check_write(request, running().config)
    _bodies.media_type(media_types, WHAT)
    body = _composed(json_object(decode(_bodies.data()), WHAT, BadCorrection))
    try:
        said = schema.load(body)
    except ValidationError as error:
        raise BadCorrection.from_messages(error.messages, body) from error
    known = {field: said.pop(field) for field in list(said) if field in schema.fields}
    if "author" in known and name != tokens.TAKEN:
        known["author"] = f"{known['author']} ({name})"  # whoever signs, the trail has whose token it was
    decision = {"author": name, **known}
    return decision | {"patch": said} if isinstance(schema, CorrectionSchema) else decision


def _composed(value):
    """The value with every string in it in its canonical form. Raises BadText for what no feed can carry."""
    if isinstance(value, dict):
        return {compose(name, "a name"): _composed(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_composed(part) for part in value]
    return compose(value, "a value") if isinstance(value, str) else value


def _answer(shown):
    response = jsonify(shown)
    response.headers["Cache-Control"] = "no-store"
    return response
