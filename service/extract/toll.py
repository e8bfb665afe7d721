"""How many people were killed, injured, missing, detained ...: finds every mention, and chooses those of one event.

Mentions come from the parse (_harm.py) and, where sentences leave the verb out, from the words beside counts
(_harm_words.py). _victims.py makes figures of them: what is told twice counts once.
"""

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

from service import lexicon
from service.anchors import Sieve
from service.extract import _figures, _groups, _numbers, _reality
from service.extract._harm import by_parse
from service.extract._harm_words import by_words
from service.records import Frame, Mention, Reading

SITE = re.compile(r"\s+(?:[|«»]|::).*$|\s+[-–—]\s+[A-Z\d].{3,90}$", re.DOTALL)
OF_SOME = re.compile(r"\s(?:who|that)\s")
ALSO = re.compile(r"\s(?:was|were|is|are|had|has) also\s")
SILENT_ZONES = ("credit", "dateline")


def find(reading: Reading) -> list[Mention]:
    """Every mention of people harmed; those that tell of no harm, or of another event's, carry the reason in `_out`."""
    found = []
    for sentence in reading.sentences:
        if sentence.zone in SILENT_ZONES or not _may_tell(reading.text[sentence.start : sentence.end]):
            continue
        end = _without_site(reading.text, sentence)
        counts = _without_parts(_numbers.counts(reading.text, sentence.start, end), reading.text, end)
        told = list(by_words(counts, reading.text, sentence.start, end))
        if sentence.parsed:
            tokens = [token for token in reading.tokens(sentence) if token.idx < end]
            told = _agreed(told, list(by_parse(tokens, counts, reading.text[:end])))
        found += [_mention(reading, sentence, harm) for harm in sorted(told, key=lambda harm: (harm.at, harm.kind))]
        found += _told_apart(reading, sentence)
    return found


def choose(mentions: list[Mention], frame: Frame, reading: Reading) -> dict:
    """{kind: Toll} of an event."""
    ours = [m for m in mentions if m.sentence in frame.sentences and not m.value["_out"] and not m.value["_natural"]]
    ours = [m for m in ours if not _is_getaway(m, reading)]
    found = _figures.figures([m for m in ours if m.value["_people"]], frame, reading)
    toll = {}
    for kind, (value, spans) in found.items():
        apart = [m for m in ours if m.value.get("_of") == kind]
        known = {row["group"] for row in value.get("of", ())}
        if rows := [row for m in apart for row in m.value["_rows"] if row["group"] not in known]:
            value = {**value, "of": [*value.get("of", ()), *rows]}
            spans = [*spans, *((m.start, m.end) for m in apart)]
        toll[kind] = value | {"evidence": reading.evidence(*spans)}
    return toll


def _told_apart(reading, sentence):
    """Mentions that give no toll, but the groups of one: "Three of the dead were children"."""
    for kind, start, end, groups in _groups.told_apart(reading.text, sentence.start, sentence.end):
        rows = [{"group": group, "low": n, "best": n, "high": n} for group, n in groups]
        value = {"_kind": "group", "_of": kind, "_people": (), "_rows": rows, "_natural": False, "_out": ""}
        yield Mention(start, end, sentence.index, value)


def _is_getaway(mention, reading):
    """Whether one person, or a few, ran away: "before the gunmen fled on foot" drives nobody from home."""
    best = mention.value.get("best")
    if mention.value.get("_kind") != "displaced" or best is None or best > lexicon.table("toll")["flights"]["few"]:
        return False
    return best == 1 or not _home().search(reading.text, mention.start, reading.sentences[mention.sentence].end)


def _without_parts(counts, text, end):
    """Counts, without those that say of how many of the harmed something else is told: in "30 of the 80 wounded were in
    hospital" 80 were wounded. Of "two of the five wounded died" two died."""
    of, harmed = _part_of()
    parts = {
        count
        for count, whole in pairwise(counts)
        if of.fullmatch(text, count.end, whole.start) and harmed.match(text, whole.end, end)
    }
    return [count for count in counts if count not in parts]


def _without_site(text, sentence):
    """Where a headline ends: "Two killed in crash - News 12" has the site's name behind it."""
    site = SITE.search(text, sentence.start, sentence.end) if sentence.zone == "title" else None
    return site.start() if site else sentence.end


def _mention(reading, sentence, harm):
    people = harm.people
    low, best, high = (_sum(getattr(part, bound) for part in people) for bound in ("low", "best", "high"))
    start = min(min(part.start for part in people), harm.at[0])
    end = max(max(part.end for part in people), harm.at[1])
    first, last = min(part.start for part in people), max(part.end for part in people)
    words = people[0].words if len(people) == 1 else reading.text[first:last]
    value = {"low": low, "best": best, "high": high, "words": words}
    value["of"] = [g for part in people for g in part.of] or list(_groups.included(reading.text, last, sentence.end))
    value |= {
        "_kind": harm.kind,
        "_people": people,
        "_headline": sentence.zone == "title",
        "_plain": harm.plain,
        "_including": _groups.opens_list(reading.text, last, sentence.end),
        "_partial": harm.partial,
        "_implied": harm.implied,
        "_deed": harm.deed,
        "_self": harm.itself,
        "_total": bool(_total().search(reading.text, max(sentence.start, first - 60), first)),
        "_added": bool(_added().search(reading.text, max(sentence.start, start - 20), end)),
        "_of_some": bool(OF_SOME.match(reading.text, people[-1].end)),
        "_after": reading.text[last : last + 6],
        "_also": bool(ALSO.search(reading.text, start, harm.at[1])),
        "_natural": _reality.is_natural(reading, sentence),
        "_official": _reality.is_official(reading.text, sentence.start, start),
        "_rival": _reality.is_rival(reading, sentence),
        "_outdated": _reality.is_outdated(reading.text, sentence, first),
        "_round_up": _reality.is_round_up(reading, sentence),
        "_out": _reality.reason(reading, sentence, harm),
    }
    return Mention(start, end, sentence.index, value)


def _agreed(by_word, by_syntax):
    """Both readings of a sentence as one. Words know more of numbers, syntax more of who is coordinated with whom:
    "killing two adults and three children" is five by syntax, "killed nine people and 31 injured" nine by words."""
    doers = {harm.at for harm in by_syntax if harm.deed}  # "Two masked men shot a clerk": the two are not the harmed
    by_word = [harm for harm in by_word if harm.at not in doers or harm.people[0].start > harm.at[0]]
    claimed = {part.start: harm.kind for harm in by_word for part in harm.people}
    kept = []
    for harm in by_syntax:
        alone = len(harm.people) == 1
        people = tuple(
            part
            for part in harm.people
            if (kind := claimed.get(part.start, harm.kind)) == harm.kind or (alone and _same_fate(kind, harm.kind))
        )
        if people and alone and harm.kind == "hit" and claimed.get(people[0].start) == "killed":
            harm = replace(harm, kind="killed")  # "two people were found fatally shot"
        if people:
            kept.append(harm if people == harm.people else replace(harm, people=people))
    for harm in by_word:
        covered = [part for other in kept if _same_fate(other.kind, harm.kind) for part in other.people]
        if not any(part.start < other.end and other.start < part.end for part in harm.people for other in covered):
            kept.append(harm)
    return kept


def _same_fate(one, other):
    return one == other or {one, other} == {"hit", "killed"} or {one, other} == {"hit", "injured"}


def _sum(values):
    values = list(values)
    return None if any(value is None for value in values) else sum(values)


def _may_tell(words):
    stems, sieve = _stems()
    return any(stems[number].search(words) for number in sieve.worth(words))


@cache
def _stems():
    stems = lexicon.table("toll")["gate"]
    return [re.compile(stem, re.IGNORECASE) for stem in stems], Sieve(stems)


@cache
def _total():
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon.table('toll')['out']['total'])})(?!\w)", re.IGNORECASE)


@cache
def _home():
    return lexicon.any_of(lexicon.table("toll")["flights"]["from"])


@cache
def _added():
    return lexicon.matcher(lexicon.table("toll")["out"]["added"])


@cache
def _part_of():
    table = lexicon.table("toll")["part_of"]
    harmed, dead = (lexicon.alternation(table[name]) for name in ("harmed", "dead"))
    after = rf"\s+(?:{harmed})(?!\w)(?![^.;]{{0,60}}?(?<!\w)(?:{dead})(?!\w))"
    return re.compile(r"\s+of\s+(?:(?:the|its|their|those|these)\s+)?"), re.compile(after, re.IGNORECASE)
