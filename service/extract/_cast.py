"""The actors of a reading by their tokens: who a noun of the parse stands for."""

from functools import cache

from service import lexicon
from service.extract import _syntax
from service.records import Mention, Reading

AHEAD = 12  # words after a speaker in which the verb of saying stands


class Cast:
    """The actors of an article, asked for by the noun that stands for them."""

    def __init__(self, reading: Reading, mentions: list[Mention]):
        self.reading = reading
        self.by_token = {mention.value["_actor"].i: mention for mention in mentions}
        self._people = [m for m in mentions if m.value["_actor"].kind == "person" and m.value["_actor"].office]

    def of(self, noun) -> Mention | None:
        """The actor that a noun is: itself, those it is a number of, or whom a pronoun stands for."""
        if noun.i in self.by_token:
            mention = self.by_token[noun.i]
            return None if mention.value["_actor"].kind == "modifier" else mention
        if noun.pos_ == "PRON":
            return self._speaking(noun) or (self._before(noun) if noun.lower_ in _pronouns() else None)
        people = _syntax.people_of(noun)
        if people.i != noun.i:
            return self.of(people)
        beside = next((c for c in noun.children if c.dep_ == "appos" and c.i > noun.i and c.i + 1 == noun.head.i), None)
        return self.of(beside) if beside is not None else None  # "in Lom province an army patrol captured"

    def acting(self, nouns) -> list[Mention]:
        """The actors among nouns who do not only speak: "killed 22 the observatory said" has lost its comma."""
        return [mention for mention in self.all(nouns) if not self._speaks(mention)]

    def _speaks(self, mention):
        doc, at = self.reading.doc, mention.value["_actor"].i
        verb = next((token for token in doc[at + 1 : at + AHEAD] if token.lower_ in _words("said")), None)
        if verb is None:
            return False
        first = self.reading.sentence_at(doc[at].idx).first
        return verb.i == at + 1 or any(noun.i == at for noun in _syntax.listed_before(verb, first))

    def all(self, nouns) -> list[Mention]:
        """The actors among nouns, in order."""
        return [mention for noun in nouns if (mention := self.of(noun))]

    def owners(self, noun) -> list[Mention]:
        """Whose a thing is: "a Norlandic drone", "Norland's strikes"; nobody private."""
        found = [self.by_token[part.i] for part in _syntax.owners(noun) if part.i in self.by_token]
        found += [m for part in _syntax.owners(noun) if part.lower_ in _pronouns() and (m := self._before(part))]
        return [
            m for m in found if m.value["_actor"].kind in ("modifier", "state", "group", "capital", "body") or _acts(m)
        ]

    def _speaking(self, pronoun):
        """Whom the subject of what somebody says stands for: "Norland said it had expelled two envoys"."""
        verb = pronoun.head
        if pronoun.dep_ not in _syntax.SUBJECTS or pronoun.lower_ not in _words("selves"):
            return None
        while verb.dep_ in ("conj", "xcomp") and verb.head is not verb:
            verb = verb.head
        if verb.dep_ != "ccomp":
            return None
        return next(
            (found for noun in _syntax.subjects(verb.head) if noun.i != pronoun.i and (found := self.of(noun))), None
        )

    def _before(self, pronoun):
        """The public person that "he" stands for: the last one before it in the sentence or the one before that."""
        sentence = self.reading.sentence_at(pronoun.idx).index
        for mention in reversed(self._people):
            actor = mention.value["_actor"]
            is_near = actor.i < pronoun.i and sentence - actor.sentence <= 1
            is_subject = self.reading.doc[actor.i].dep_ in _syntax.SUBJECTS
            if is_near and (is_subject or actor.sentence == sentence):
                return mention
        return None


def _acts(mention):
    actor = mention.value["_actor"]
    return actor.kind == "noun" or (actor.kind == "person" and actor.office)


@cache
def _pronouns():
    return _words("possessives") | frozenset(lexicon.table("said_by")["again"])


@cache
def _words(name):
    return frozenset(lexicon.table("who")[name])
