"""What persons decide: correct a field, retract, merge, split, and take a decision back. Each is kept with its trail.

A decision is a row that holds until it is undone; records follow from reports and decisions, so that undoing one gives
back what machines find.
"""

from itertools import pairwise

from sqlalchemy import Connection, insert, select, update

from schemas import EventSchema
from schemas import patch as patches
from schemas.event import LIFE, LISTED
from service import lineage
from service.errors import BadCorrection, Changed, Conflict, NotFound
from service.merge import corrections
from service.store import kinship, reading, telling, terms, weaving
from service.store.kinship import Ref
from service.store.moments import iso
from service.store.revising import Cause, Records, encode
from service.store.tables import decisions, events

SCHEMA = EventSchema()


class Person:
    """One decision under way: who decides, why, and the records that follow it."""

    def __init__(self, connection: Connection, state, tools, *, kind: str, author: str, reason: str):
        self.connection = connection
        self.kind, self.author, self.reason = kind, author, reason
        self.id = lineage.decision_id(kind, author, reason, state.revision)
        cause = Cause(kind, author=author, reason=reason, decision=self.id)
        self.writer = Records(connection, state, cause, tools)

    def expects(self, event_id: str, as_of: int | None) -> None:
        """Raises Changed if the record is newer than what the person read."""
        if as_of is not None and (row := self._row(event_id)).updated > as_of:
            raise Changed(f"the event was changed on {iso(row.updated)}, to version {row.version}: read it again")

    # -- decisions

    def correct(self, event_id: str, patch: dict) -> None:
        """Set fields of a record by a merge patch."""
        row = self._living(event_id)
        if unknown := [name for name in patch if name not in corrections.allowed()]:
            raise BadCorrection.of(dict.fromkeys(unknown, "Cannot be set here."))
        if wrong := patches.problems(patch):
            raise BadCorrection.from_messages(wrong, patch)
        if not (sets := corrections.sets(patch)):
            raise BadCorrection("nothing is set")
        present = reading.decode(row.body)
        _check(present, corrections.Correction(self.id, sets, self.author, self.reason, present["updated"]))
        self._save(event_id, sets)
        self._tell(event_id)

    def retract(self, event_id: str) -> None:
        """Say that there is no such event."""
        self._living(event_id)
        self._save(event_id, {})
        self.writer.retract(event_id)

    def merge(self, event_id: str, other_id: str) -> str:
        """Say that two events are one. Returns the id that it goes by: the older one's."""
        if event_id == other_id:
            raise Conflict("an event cannot be merged with itself")
        self._living(event_id)
        self._living(other_id)
        refs = telling.refs_of(self.connection, [event_id, other_id])
        self._save(event_id, {"with": other_id, "told": {told: sorted(of) for told, of in refs.items()}})
        chain = [*sorted(refs[event_id]), *sorted(refs[other_id])]
        kinship.decide(self.connection, self.id, pairwise(chain), together=True)
        now = self._weave(refs[event_id] | refs[other_id])
        return now[min(refs[event_id])]

    def split(self, event_id: str, article_ids: list[str]) -> list[str]:
        """Say that what these articles tell of is another event than what the rest do. Returns its ids."""
        self._living(event_id)
        refs = telling.refs_of(self.connection, [event_id])[event_id]
        out = {ref for ref in refs if ref[0] in article_ids}
        if unknown := sorted(set(article_ids) - {article_id for article_id, _ in refs}):
            raise Conflict(f"the event does not rest on {', '.join(unknown)}")
        if out == refs:
            raise Conflict("nothing would be left of the event: leave it one article at least")
        self._save(event_id, {"articles": sorted(set(article_ids))})
        pairs = [(one, other) for one in sorted(out) for other in sorted(refs - out)]
        kinship.decide(self.connection, self.id, pairs, together=False)
        now = self._weave(refs)
        return sorted({now[ref] for ref in out} - {event_id})

    def undo(self, event_id: str, decision_id: str | None) -> None:
        """Take a decision on an event back, the last one if none is named."""
        self._row(event_id)
        wanted = select(decisions).where(
            decisions.c.event_id.in_(telling.of_one(self.connection, event_id)),
            decisions.c.undone.is_(None),
            decisions.c.kind != self.kind,
        )
        if decision_id:
            wanted = wanted.where(decisions.c.id == decision_id)
        taken = self.connection.execute(wanted.order_by(decisions.c.moment.desc())).first()
        if taken is None:
            raise Conflict("there is no such decision on this event that is in force")
        self.connection.execute(update(decisions).where(decisions.c.id == taken.id).values(undone=self.writer.tick()))
        self._save(event_id, {"decision": taken.id})
        one = telling.of_one(self.connection, event_id)
        touched = {event_id, taken.event_id, *one, *_others(taken)}
        refs = set().union(*telling.refs_of(self.connection, touched).values())
        self._weave(refs, told_anew=refs, former=self._before(taken, one))

    # -- steps

    def _save(self, event_id, body):
        said = {"kind": self.kind, "author": self.author, "reason": self.reason, "moment": self.writer.tick()}
        row = {"id": self.id, "event_id": event_id, "body": encode(body), **said}
        self.connection.execute(insert(decisions).values(**row))

    def _tell(self, event_id):
        refs = telling.refs_of(self.connection, [event_id])[event_id]
        names = telling.names_of(self.connection, {article_id for article_id, _ in refs})
        self.writer.tell({event_id: telling.content(self.connection, event_id, refs, names)})

    def _weave(self, refs: set[Ref], told_anew: set[Ref] = frozenset(), former: dict[Ref, str] | None = None):
        return weaving.weave(self.connection, self.writer, refs, former or {}, tuple(sorted(told_anew)))

    def _before(self, taken, one) -> dict[Ref, str]:
        """The events of the reports of a merge before it, of those reports that are still where it led them (`one`).

        Without that, the event with most reports would go on under the id of the older one.
        """
        told = reading.decode(taken.body).get("told", {}) if taken.kind == "merge" else {}
        now = telling.names_of(self.connection, {article_id for refs in told.values() for article_id, _ in refs})
        return {(*ref,): event_id for event_id, refs in told.items() for ref in refs if now.get((*ref,)) in one}

    def _living(self, event_id):
        row = self._row(event_id)
        if row.status not in LISTED:
            raise Conflict(f"the event was {row.status}: nothing can be said of it but that this be undone")
        return row

    def _row(self, event_id):
        row = self.connection.execute(select(events).where(events.c.id == event_id)).first()
        if row is None:
            raise NotFound("no event is known by this id")
        return row


def _check(present, correction):
    """Raises BadCorrection where the record would not be one."""
    if corrections.lacks_day(present, "when", correction.sets.get("when")):
        raise BadCorrection.of({"when": "Has no day that this could be said of: give its date, too."})
    try:
        corrected = corrections.applied(present, [correction])
        if (days := terms.days(corrected)) and days[0] > days[1]:
            raise BadCorrection.of({"when": "Ends before it begins."})
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise BadCorrection("a value has not the shape of its field: /openapi.json has them") from error
    life = {name: present[name] for name in LIFE if name in present}
    if errors := SCHEMA.validate({**corrected, **life}):
        raise BadCorrection.from_messages(errors, corrected)


def _others(decision):
    body = reading.decode(decision.body)
    return [body["with"]] if decision.kind == "merge" else []
