"""What persons decide of events, as methods of the store: each is one transaction."""

from contextlib import contextmanager

from service.store import deciding, writing


class Persons:
    """The part of a store that persons have the last word by. Each raises NotFound, Conflict or BadCorrection.

    `as_of` is when the person read the record, in microseconds since 1970: if it is newer, Changed is raised.
    """

    def correct(self, event_id: str, patch: dict, *, author: str, reason: str, as_of: int | None = None) -> dict:
        """Set fields of an event by a merge patch (RFC 7396). Returns the record."""
        with self._person("correct", event_id, author, reason, as_of) as person:
            person.correct(event_id, patch)
        return self.event(event_id)

    def retract(self, event_id: str, *, author: str, reason: str, as_of: int | None = None) -> dict:
        """Say that there is no such event. No machine brings it back."""
        with self._person("retract", event_id, author, reason, as_of) as person:
            person.retract(event_id)
        return self.event(event_id)

    def merge(self, event_id: str, other_id: str, *, author: str, reason: str, as_of: int | None = None) -> dict:
        """Say that two events are one. Returns the record of the older, to which the other's id leads from now on."""
        with self._person("merge", event_id, author, reason, as_of) as person:
            kept = person.merge(event_id, other_id)
        return self.event(kept)

    def split(
        self, event_id: str, article_ids: list[str], *, author: str, reason: str, as_of: int | None = None
    ) -> list[dict]:
        """Say that these articles tell of another event. Returns the record that stays, and those of the rest."""
        with self._person("split", event_id, author, reason, as_of) as person:
            others = person.split(event_id, article_ids)
        return [self.event(found) for found in (event_id, *others)]

    def undo(
        self, event_id: str, decision_id: str | None = None, *, author: str, reason: str, as_of: int | None = None
    ) -> dict:
        """Take back a decision on an event, the last one if none is named."""
        with self._person("undo", event_id, author, reason, as_of) as person:
            person.undo(event_id, decision_id)
        return self.event(event_id)

    @contextmanager
    def _person(self, kind, event_id, author, reason, as_of):
        with self.connections.write() as connection:
            state = writing.lock(connection)
            person = deciding.Person(connection, state, self.tools, kind=kind, author=author, reason=reason)
            person.expects(event_id, as_of)
            yield person
            person.writer.commit()
