"""With which weapons: the kinds an attack used; how many were launched, how many stopped, how many hit, each apart.

"Launched 70 ballistic, cruise and air-to-surface missiles and 145 drones" is 70 missiles of three finer kinds and 145
drones; "downed more than 110 of the missiles and drones" is one count over two kinds, kind `combined`.
"""

import re
from functools import cache

from service import lexicon
from service.anchors import Sieve
from service.extract._numbers import counts
from service.records import Frame, Mention, Reading

CATEGORIES = ("armed-conflict", "violence-crime", "civil-unrest")
STATES = ("intercepted", "hit", "used")
BOTH = re.compile(r"\s+and\s+", re.IGNORECASE)


def find(reading: Reading) -> list[Mention]:
    """Every weapon that is used, stopped or named as used."""
    found = []
    for sentence in reading.sentences:
        if sentence.zone in ("credit", "dateline"):
            continue
        hits = sorted(_hits(reading.text, sentence), key=lambda hit: hit[0])
        if not hits:
            continue
        numbers = counts(reading.text, sentence.start, sentence.end)
        for start, end, kind, joined in _joined(hits, reading.text):
            if not _is_used(reading.text, sentence, start, end):
                continue
            count = next(
                (c for c in reversed(numbers) if c.end <= start and _reaches(reading.text[c.end : start])), None
            )
            state = _state(reading.text, sentence, count.start if count else start, end)
            first = count.start if count else start
            value = {"kind": kind}
            if finer := sorted(joined) or _subkinds(reading.text[first:end]):
                value["subkinds"] = finer
            if count:
                value[state] = count.range()
            elif state == "used" and re.search(
                r"\b(?:a|an|one)\s+(?:[\w-]+\s+){0,2}$", reading.text[max(sentence.start, start - 30) : start]
            ):
                value["used"] = {"low": 1, "best": 1, "high": 1, "words": reading.text[start:end]}
            found.append(Mention(first, end, sentence.index, value))
    return found


def choose(mentions: list[Mention], frame: Frame, reading: Reading) -> list[dict]:
    """The weapons of an event: a kind told without a number adds nothing to the same kind told with one."""
    if frame.category not in CATEGORIES:
        return []
    ours = [m for m in mentions if m.sentence in frame.sentences]
    out: dict[tuple, dict] = {}
    for mention in sorted(ours, key=lambda m: (not _counted(m.value), m.start)):
        value = {key: part for key, part in mention.value.items() if not key.startswith("_")}
        figures = tuple(
            (state, value[state].get("low"), value[state].get("high")) for state in STATES if state in value
        )
        same_kind = [known for known in out.values() if known["kind"] == value["kind"]]
        if (not figures and same_kind) or (value["kind"], figures) in out:
            continue
        if figures and len(figures) == 1 and figures[0][1:] == (1, 1) and any(_counted(known) for known in same_kind):
            continue  # "a missile" among seventy
        out[value["kind"], figures] = value | {"evidence": reading.evidence((mention.start, mention.end))}
    return sorted(out.values(), key=lambda value: value["evidence"][0]["start"])


def _counted(value):
    return any(state in value for state in STATES)


def _hits(text, sentence):
    """(start, end, kind) of each weapon word; the longest where kinds overlap ("car bomb" is no bomb besides)."""
    found = [
        (*match.span(), kind)
        for kind, pattern in _worth_trying(text[sentence.start : sentence.end])
        for match in pattern.finditer(text, sentence.start, sentence.end)
    ]
    return lexicon.longest(found)


def _joined(hits, text):
    """Hits, with two kinds under one count made one: "110 of the missiles and drones"."""
    out = []
    for start, end, kind in hits:
        if (
            out
            and BOTH.fullmatch(text[out[-1][1] : start])
            and re.search(
                r"(?:\d|dozens|scores|hundreds)\s+of\s+(?:the\s+)?$", text[max(0, out[-1][0] - 30) : out[-1][0]]
            )
        ):
            first, _, before, joined = out.pop()
            out.append((first, end, "combined", {*joined, before, kind} - {"combined"}))
        else:
            out.append((start, end, kind, set()))
    return out


def _reaches(between):
    """Whether a count numbers the weapon behind these words: "70 ballistic, cruise and air-to-surface missiles"."""
    return len(between) < 60 and not re.search(
        r"\b(?:people|men|who|were|was|killed|injured|wounded|years?|houses|that|when|by|in|at|with)\b|[.;]", between
    )


def _is_used(text, sentence, start, end):
    around = text[max(sentence.start, start - 40) : min(sentence.end, end + 25)]
    return not _cues("not_used").search(around) or bool(_cues("intercepted").search(around))


def _state(text, sentence, start, end):
    """What the words nearest before a count, or right after it, say became of the weapons."""
    before = text[max(sentence.start, start - 60) : start]
    after = text[end : min(sentence.end, end + 40)]
    last = {state: max((m.end() for m in _cues(state).finditer(before)), default=-1) for state in STATES}
    best = max(last, key=lambda state: last[state])
    if last[best] >= 0 and not (
        best == "used" and re.match(r"\s+(?:were|was|had been)\s+", after) and _cues("intercepted").search(after)
    ):
        return best
    return "intercepted" if _cues("intercepted").search(after) else "used"


def _subkinds(words):
    return [
        name
        for name, pattern in lexicon.table("weapons")["subkinds"].items()
        if re.search(rf"(?<!\w){pattern}(?!\w)", words, re.IGNORECASE)
    ]


def _worth_trying(words):
    kinds, sieve = _kinds()
    return [kinds[number] for number in sorted(sieve.worth(words))]


@cache
def _kinds():
    kinds = lexicon.table("weapons")["kinds"]
    return [(kind, lexicon.any_of(words)) for kind, words in kinds.items()], Sieve(
        "|".join(words) for words in kinds.values()
    )


@cache
def _cues(name):
    return lexicon.any_of(lexicon.table("weapons")[name])
