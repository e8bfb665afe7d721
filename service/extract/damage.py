"""What was destroyed, damaged, set burning or hit, and how many of it.

"Two residential buildings destroyed by a missile", "sustained severe damage, including a kindergarten and a school",
"sparking at least 40 blazes". The words for what became of a thing are looked for in its own clause.
"""

import re
from functools import cache

from service import lexicon
from service.anchors import Sieve
from service.extract._numbers import counts
from service.records import Frame, Mention, Reading

ASIDE = re.compile(
    r"[;:]|\b(?:in|at|near|from|outside|inside|of|on|along|to|towards?|off|into)\s+(?:the|a|an|its|their)?\s*$"
)
ANOTHER = re.compile(r"\band\s+$")
PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be)\b")
NONE = re.compile(r"\b(?:no|neither|nor|without)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
REACH = 90  # characters between a thing and what became of it
STATUSES = ("destroyed", "burning", "damaged", "hit")
CATEGORIES = ("armed-conflict", "violence-crime", "civil-unrest", "natural-disaster", "accident")


def find(reading: Reading) -> list[Mention]:
    """Every thing that is said to be damaged."""
    found = []
    for sentence in reading.sentences:
        if sentence.zone in ("credit", "dateline"):
            continue
        words = reading.text[sentence.start : sentence.end]
        if not _sieve().worth(words):
            continue
        numbers = counts(reading.text, sentence.start, sentence.end)
        for start, end, kind in _things(reading.text, sentence):
            status = _became(reading.text, sentence, start, end, kind)
            if status and not NONE.search(reading.text, max(sentence.start, start - 25), start):
                found.append(_mention(reading, sentence, (start, end), kind, status, numbers))
    return found


def choose(mentions: list[Mention], frame: Frame, reading: Reading) -> list[dict]:
    """The damage of an event, each kind of thing once: the gravest status, and of that the largest count."""
    if frame.category not in CATEGORIES:
        return []
    out: dict[str, Mention] = {}
    for mention in mentions:
        if mention.sentence in frame.sentences:
            known = out.get(mention.value["kind"])
            if known is None or _rank(mention) > _rank(known):
                out[mention.value["kind"]] = mention
    return [
        mention.value | {"evidence": reading.evidence((mention.start, mention.end))}
        for mention in sorted(out.values(), key=lambda m: m.start)
    ]


def _rank(mention):
    return -STATUSES.index(mention.value["status"]), (mention.value.get("count") or {}).get("low") or 0


def _mention(reading, sentence, span, kind, status, numbers):
    start, end = span
    value = {"kind": kind, "status": status}
    count = next(
        (
            c
            for c in reversed(numbers)
            if c.end <= start and re.fullmatch(r"\s+(?:[\w-]+\s+){0,2}", reading.text[c.end : start])
        ),
        None,
    )
    if count:
        value["count"] = count.range()
        start = count.start
    elif (
        one := re.search(r"\b(?:a|an|one)\s+(?:[\w-]+\s+){0,2}$", reading.text[max(sentence.start, start - 30) : start])
    ) and not reading.text[start:end].lower().endswith("s"):
        value["count"] = {"low": 1, "best": 1, "high": 1, "words": one[0].strip() + " " + reading.text[start:end]}
    return Mention(start, end, sentence.index, value)


def _things(text, sentence):
    found = [
        (*match.span(), kind)
        for kind, pattern in _kinds().items()
        for match in pattern.finditer(text, sentence.start, sentence.end)
    ]
    return lexicon.longest(found)


def _became(text, sentence, start, end, kind):
    """What became of a thing: by the words after it in its clause, before it, or "damage, including a school"."""
    if kind == "fire":
        before = text[max(sentence.start, start - 40) : start]
        return (
            "burning"
            if _status()["burning"].search(before)
            and re.search(r"\d|\b(?:dozens|several|two|three|multiple)\b", before)
            else None
        )
    after = re.split(
        r"[;:]|,\s(?!which|who|and|including)|\b(?:while|but|after|said|near|at)\b",
        text[end : min(sentence.end, end + REACH)],
    )[0]
    before = text[max(sentence.start, start - REACH) : start]
    behind = ASIDE.split(before)
    onto = next(reversed(list(_cues("onto").finditer(before))), None)
    came_down = onto and len(before[onto.end() :].split()) <= 3
    for status in STATUSES:
        pattern = _status()[status]
        found = pattern.search(after)
        if found and len(after[: found.start()].split()) <= 6 and not _is_of_another(after[: found.start()]):
            return status
        if len(behind) == 1:
            last = next(reversed(list(pattern.finditer(before))), None)
            between = before[last.end() :] if last else ""
            if last and len(between.split()) <= 6 and not re.search(r"\b(?:by|with|from|after|when)\b|[.]", between):
                return status
    if came_down:
        return "hit"
    if re.search(r"damage[sd]?\b[^.;]{0,30}\bincluding\b[^.;]*$", before):
        return "damaged"
    return None


def _is_of_another(between):
    """Whether the words between a thing and a status deny it or tell of something else: "was not damaged", "a hospital
    and wrecked five cars"."""
    return bool(_cues("denied").search(between)) or bool(ANOTHER.search(between) and not PASSIVE.search(between))


@cache
def _kinds():
    return {kind: lexicon.any_of(words) for kind, words in lexicon.table("damage")["kinds"].items()}


@cache
def _cues(name):
    return lexicon.any_of(lexicon.table("damage")[name])


@cache
def _sieve():
    """A cheap look for words of damage; what they say of which thing is told apart afterwards."""
    table = lexicon.table("damage")
    return Sieve("|".join(words) for words in [*table["status"].values(), table["onto"]])


@cache
def _status():
    return {status: lexicon.any_of(words) for status, words in lexicon.table("damage")["status"].items()}
