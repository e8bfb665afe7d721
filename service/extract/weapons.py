"""With which weapons: the kinds an attack used; how many were launched, how many stopped, how many hit, each apart.

"Launched 70 ballistic, cruise and air-to-surface missiles and 145 drones" is 70 missiles of three finer kinds and 145
drones; "downed more than 110 of the missiles and drones" is one count over two kinds, kind `combined`.
"""

import re
from dataclasses import replace
from functools import cache

from service import lexicon
from service.anchors import Sieve
from service.extract._numbers import counts
from service.records import Frame, Mention, Reading

CATEGORIES = ("armed-conflict", "violence-crime", "civil-unrest")
STATES = ("intercepted", "hit", "used")
ONE = re.compile(r"\b(?:a|an|one)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
OF_THEM = re.compile(r"\s*of\s+(?:the|its|their|his)?\s*", re.IGNORECASE)
REST = re.compile(r"\s+(?:(?:of (?:them|these|those)|others|more)\s+)?(?:(?:was|were|had been|had)\s+)?", re.IGNORECASE)
CLAUSE = re.compile(
    r"[,;:]\s|\s(?:but|while)\s|\sand\s(?=(?:\w+\s){0,3}(?:missiles?|drones?|rockets?|others?|was|were|hit|got)\b)"
)
MODIFIERS = 4  # words between a count and what it numbers
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
        before = sentence.start  # where the weapon before this one ends: no count reaches over another weapon
        for start, end, kind, joined in _joined(hits, reading.text):
            if _is_used(reading.text, sentence, start, end):
                ours = [c for c in numbers if before <= c.start and c.end <= start]
                found.append(_mention(reading.text, sentence, (start, end, kind, joined), ours))
            before = end
        if found and found[-1].sentence == sentence.index:
            found[-1] = _with_rest(found[-1], [c for c in numbers if c.start >= before], reading.text, sentence)
    return found


def _with_rest(mention, numbers, text, sentence):
    """Counts without a noun are of the weapons before: "of 40 drones launched, 30 were shot down and ten got in"."""
    if mention.value["kind"] not in lexicon.table("weapons")["airborne"]:
        return mention
    for count in numbers:
        rest = REST.match(text, count.end, sentence.end)
        state = next((s for s in ("hit", "intercepted") if rest and _cues(s).match(text, rest.end())), None)
        if state:
            mention = replace(mention, end=count.end, value={**mention.value, state: count.range()})
    return mention


def _mention(text, sentence, hit, numbers):
    """A weapon with its count: of the numbers before it the last, if that numbers the weapon and nothing else."""
    start, end, kind, joined = hit
    count = next((c for c in reversed(numbers) if _reaches(text[c.end : start])), None)
    first = count.start if count else start
    state = _state(text, sentence, first, end, kind)
    value = {"kind": kind}
    if finer := sorted(joined) or _subkinds(text[first:end]):
        value["subkinds"] = finer
    if count:
        value[state] = count.range()
    elif one := _single(text, sentence, start, end, kind):
        value[state] = {"low": 1, "best": 1, "high": 1, "words": one}
    return Mention(first, end, sentence.index, value)


def _single(text, sentence, start, end, kind):
    """The words of a single weapon, "a cruise missile": nothing of "a missile attack", nor of what is not counted."""
    words = lexicon.table("weapons")
    if kind not in words["countable"] or text[end - 1].lower() == "s":
        return ""
    before = ONE.search(text, max(sentence.start, start - 30), start)
    if not before or _cues("compounds").match(text, end + 1):
        return ""
    return before[0] + text[start:end]


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
    """Whether a count numbers the weapon behind these words: "70 ballistic, cruise and air-to-surface missiles", but
    neither "18 dead as air raid" nor "Monday, 2 February. An airstrike"."""
    if of := OF_THEM.match(between):
        between = between[of.end() :]
    modifiers = len(re.findall(r"[\w-]+", re.sub(r",|\band\b", "", between)))
    return modifiers <= MODIFIERS and not re.search(r"[.;:()\"\d\n]", between) and not _cues("between").search(between)


def _is_used(text, sentence, start, end):
    around = text[max(sentence.start, start - 40) : min(sentence.end, end + 25)]
    return not _cues("not_used").search(around) or bool(_cues("intercepted").search(around))


def _state(text, sentence, start, end, kind):
    """What the words of its clause, right after weapons or nearest before them, say became of them."""
    after = CLAUSE.split(text[end : min(sentence.end, end + 40)])[0]
    for state in ("hit", "intercepted"):
        if _cues(state).search(after):
            return state
    before = CLAUSE.split(text[max(sentence.start, start - 60) : start])[-1]
    if kind in lexicon.table("weapons")["airborne"] and _cues("destroyed").search(before):
        return "intercepted"
    stopped, used = (max((m.end() for m in _cues(s).finditer(before)), default=-1) for s in ("intercepted", "used"))
    return "intercepted" if stopped > used else "used"


def _subkinds(words):
    return [
        name
        for name, pattern in lexicon.table("weapons")["subkinds"].items()
        if re.search(rf"(?<!\w){pattern}(?!\w)", words, re.IGNORECASE)
    ]


def _worth_trying(words):
    kinds, sieve = _kinds()
    return [kinds[number] for number in sieve.worth(words)]


@cache
def _kinds():
    kinds = lexicon.table("weapons")["kinds"]
    return [(kind, lexicon.any_of(words)) for kind, words in kinds.items()], Sieve(
        "|".join(words) for words in kinds.values()
    )


@cache
def _cues(name):
    return lexicon.any_of(lexicon.table("weapons")[name])
