"""Finds what sentences of two events say of each: which characters of an event's sentences tell of another one.

"Mortar fire hit a market in Lomo, hours after a car bomb killed six people in Tarim": what stands in the clause of the
bomb, its dead and its place, is nothing of the shelling. A clause is a verb with a subject of its own, or what says
more of a noun ("two men suspected of shooting a clerk"), with all that hangs on it; a clause without words of an event
belongs to what it hangs on.
"""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from service.extract import _tense
from service.records import Reading, Trigger

CLAUSES = frozenset({"conj", "advcl", "ccomp", "parataxis", "pcomp", "relcl", "acl", "prep"})
OF_NOUNS = frozenset({"relcl", "acl"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "nsubjpass"})

Spans = tuple[tuple[int, int], ...]


def elsewhere(groups: Sequence[Sequence[Trigger]], reading: Reading) -> list[Spans]:
    """For each event, given by its triggers, the characters of the sentences with its triggers that tell of others."""
    told: dict[int, dict[int, set[int]]] = {}  # sentence -> clause -> events
    for number, group in enumerate(groups):
        for trigger in group:
            head = _clause_at(reading, trigger.start)
            if head is not None:
                told.setdefault(trigger.sentence, {}).setdefault(head.i, set()).add(number)
    found: list[list[tuple[int, int]]] = [[] for _ in groups]
    for sentence, clauses in told.items():
        if len(clauses) > 1 and len(set().union(*clauses.values())) > 1:
            for number in set().union(*clauses.values()):
                others = {head for head, events in clauses.items() if number not in events}
                meant = _meant([reading.doc[head] for head in clauses.keys() - others])
                tokens = [token for token in reading.tokens(reading.sentences[sentence]) if token.i not in meant]
                found[number] += _spans(tokens, clauses.keys(), others)
    return [tuple(spans) for spans in found]


def are_one(reading: Reading, one: int, other: int) -> bool:
    """Whether two characters of the text stand in one clause; so they do where there is no parse."""
    here, there = _clause_at(reading, one), _clause_at(reading, other)
    return here is None or there is None or here.i == there.i


def says_of_object(reading: Reading, at: int, trigger: Trigger) -> bool:
    """Whether a character stands in a clause that says more of those whom a word of an event befell: "arrested three
    men who had killed a priest"."""
    head = _clause_at(reading, at)
    if head is None or head.dep_ not in OF_NOUNS or head.head.dep_ not in OBJECTS:
        return False
    return trigger.start <= head.head.head.idx < trigger.end


def _meant(heads):
    """The words of the nouns that clauses say more of: "arrested a gunman who had shot a clerk" names the gunman of the
    shooting, too."""
    nouns = [head.head for head in heads if head.dep_ in OF_NOUNS]
    return {token.i for noun in nouns for token in noun.doc[noun.left_edge.i : noun.i + 1]}


def _spans(tokens, heads, others) -> Iterator[tuple[int, int]]:
    """The characters of some of the clauses: neighbouring tokens together."""
    start = end = None
    for token in tokens:
        if _owner(token, heads) in others:
            start = token.idx if start is None else start
            end = token.idx + len(token)
        elif start is not None:
            yield start, end
            start = None
    if start is not None:
        yield start, end


def _owner(token: Token, heads) -> int | None:
    """The innermost of the clauses that a token is in."""
    while token.i not in heads and token.head != token:
        token = token.head
    return token.i if token.i in heads else None


def _clause_at(reading: Reading, start: int) -> Token | None:
    """The head of the clause that a word stands in; None where there is no parse."""
    token = _tense.token_at(reading, start)
    if token is None or not token.doc.has_annotation("DEP") or not token.dep_:
        return None
    while token.head != token and not _heads_clause(token):
        token = token.head
    return token


def _heads_clause(token):
    if token.dep_ in OF_NOUNS:
        return True
    return token.dep_ in CLAUSES and any(child.dep_ in SUBJECTS for child in token.children)
