"""Weighs the days that a text names: which is the day of one event?

Two judges look at each mention. The words around it: what was shot, struck or called out that night against what was
said, charged or mourned the day after. And the parse: the verb or noun that the day hangs on. With where the mention
stands, and what kind of day it is, they make a sum, whose weights are in the lexicon under names that say what they
weigh. Where both judges agree they are right more often.
"""

import math
import re
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from service import dateline, lexicon
from service.extract import _tense
from service.records import Frame, Mention, Reading

MOST = 200  # days of which one is chosen: the first, if a text has more
REACH = 40.0  # characters over which a word's say falls to a third
FINE = {"day", "hour", "minute"}
STEPS = 8  # how far up the parse to look
FLOOR = -4.0  # below this no day of the text can be the event's
AGAINST = {"saying", "law", "afterwards", "background"}  # groups of cues that speak against a day
SEQUELS = {"saying", "law", "afterwards"}  # groups that tell of what comes in the days after a deed
DEEDS = {"harm", "happened"}  # groups that tell of a deed
OPENING = 12  # characters at the head of a sentence: "Late on Friday, ..."
HAPPENED = 0.3  # how near a word like "happened" must be
LONGEST_FROM = 12  # characters of "since" and the like
BEHIND = {"occurred", "ongoing", "claimed", "denied"}


def candidates(mentions: list[Mention], frame: Frame, reading: Reading) -> list[Mention]:
    """The mentions that can be the day of the event: any of the article for its main event, else those said of it."""
    found = [m for m in mentions if m.value["_kind"] != "dateline" and not _is_from_then_on(m, reading)]
    found = [m for m in found if not frame.is_elsewhere(m.start)] or found
    if not frame.main:
        found = [m for m in found if m.sentence in frame.sentences and of_event(m, frame, reading)]
    if frame.modality in BEHIND:
        found = [_behind(m) for m in found]
    return ([m for m in found if m.value["_kind"] != "clock"] or found)[:MOST]


def _is_from_then_on(mention, reading):
    """Whether a month or a year is where a count begins."""
    return mention.value["precision"] not in FINE and counts_from(reading.text, mention.start)


def counts_from(text: str, start: int) -> bool:
    """Whether the words of a day say that something is counted from it: "the worst defeat since 2016"."""
    return text[start : start + LONGEST_FROM].lower().startswith(_from_then_on())


def of_event(mention: Mention, frame: Frame, reading: Reading) -> bool:
    """Whether a mention is said of the event: it has a trigger beside it, and the parse gives it to nothing else.

    "praised the plan in the report, released Wednesday": the report was released then, nobody praised it then. The
    sentence after a trigger counts where it tells of something happening: "Two men were shot. It happened on Monday."
    """
    triggers = [t for t in frame.triggers if t.sentence == mention.sentence]
    if not triggers:
        told_before = any(t.sentence == mention.sentence - 1 for t in frame.triggers)
        return told_before and _by_words(mention, [mention], frame, reading).get("word_happened", 0.0) > HAPPENED
    day = _tense.token_at(reading, mention.start)
    if day is None:
        return True
    verb = _tense.governor(day)
    return any(_belongs(verb, _tense.token_at(reading, t.start), t) for t in triggers)


def _belongs(verb, token, trigger):
    if token is None or trigger.start <= verb.idx < trigger.end:
        return True
    if _verbs().get(verb.lower_) == "saying":  # "said on Thursday that rebels had shelled the town"
        return False
    if verb.is_ancestor(token):
        return True
    if verb.dep_ in ("acl", "relcl"):  # "an attack that was staged on Monday"
        return trigger.start <= verb.head.idx < trigger.end
    if verb.dep_ == "advcl" and verb.tag_ == "VBN":
        return False
    return token.is_ancestor(verb) or _tense.governor(token).is_ancestor(verb)


def is_of_sequel(mention: Mention, reading: Reading) -> bool:
    """Whether a day is that on which something was said, or somebody caught or charged, by the first telling verb above
    it in the parse."""
    token = _tense.token_at(reading, mention.start)
    for _ in range(STEPS if token is not None else 0):
        outside = not mention.start <= token.idx < mention.end
        if outside and (name := _verbs().get(token.lower_)):
            return name in SEQUELS
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def agree(mentions: list[Mention], frame: Frame, reading: Reading) -> bool | None:
    """Whether words and parse choose the same day, which is a reason for confidence. None where no day is named."""
    found = candidates(mentions, frame, reading)
    if not found:
        return None
    seen = {m: features(m, found, frame, reading) for m in found}
    chosen = {max(found, key=lambda m: total(seen[m], judge)).value["date"] for judge in ("word", "verb")}
    return len(chosen) == 1


def _behind(mention):
    """The mention, with a weekday that was read as ahead taken as the one before: what occurred lies behind."""
    if "_behind" not in mention.value:
        return mention
    day = mention.value["_behind"].isoformat()
    basis = mention.value["basis"].replace(" after the ", " before the ")
    return replace(mention, value={**mention.value, "date": day, "start": day, "end": day, "basis": basis})


def features(mention: Mention, rivals: list[Mention], frame: Frame, reading: Reading) -> dict[str, float]:
    """What speaks for and against a mention as the day of the event, by the names of its weights."""
    return {
        **_by_words(mention, rivals, frame, reading),
        **_by_verb(mention, frame, reading),
        **_by_place(mention, rivals, frame, reading),
        **_by_kind(mention, rivals, frame, reading),
    }


def total(found: dict[str, float], judge: str = "") -> float:
    """The sum that features come to; of one judge ("word" or "verb") only, if named."""
    weights = lexicon.table("when")["event_day"]["weights"]
    return sum(weights.get(name, 0.0) * value for name, value in found.items() if name.startswith(judge))


def _by_words(mention, rivals, frame, reading):
    """The cues of the sentence, each counting for the mention nearest to it, less the farther it is.

    What tells of this very event is for it, whatever it means elsewhere: "arrested on Friday" where the arrest is told.
    """
    sentence = reading.sentences[mention.sentence]
    rivals = [m for m in rivals if m.sentence == mention.sentence]
    found = {}
    for name, first, last in _cues_in(reading.text[sentence.start : sentence.end]):
        start, end = sentence.start + first, sentence.start + last
        if name == "saying" and _trails(mention, start, reading):
            continue
        gap = _gap(mention, start, end)
        if any(_gap(rival, start, end) < gap for rival in rivals):
            gap += REACH
        own = _seen_from(frame, name, start, reading)
        found[f"word_{own}"] = max(found.get(f"word_{own}", 0.0), math.exp(-gap / REACH))
    return found


def _seen_from(frame, name, char, reading):
    """The group that a cue belongs to for this event: its own, whatever it means elsewhere, or an older one's."""
    own = next((t for t in frame.triggers if t.start <= char < t.end), None)
    if own and name in AGAINST:
        return "own"
    if own and own.type == frame.type:
        return name
    deed = _tense.token_at(reading, char) if name in DEEDS else None
    if deed is None:
        return name
    beside = any(t.sentence == reading.sentence_at(char).index for t in frame.triggers)
    laid = beside and _is_laid_to(deed)  # where nothing else is told, it is the event itself
    return "background" if laid or _is_of_campaign(deed) else name


def _is_of_campaign(deed):
    """Whether it is what the event is only part of: "a campaign that began on Sunday"."""
    return deed.dep_ == "relcl" and deed.head.lower_ in lexicon.table("when")["event_day"]["around"]["campaigns"]


def _is_laid_to(deed):
    """Whether a deed is what somebody is known for: "a man wanted for Friday's attack was caught today"."""
    words = lexicon.table("when")["event_day"]["around"]["laid_to"]
    for _ in range(STEPS):
        if deed.dep_ in ("ROOT", "conj", "ccomp", "advcl"):
            return False
        deed = deed.head
        if deed.lower_ in words:
            return True
    return False


def _gap(mention, start, end):
    return max(mention.start - end, start - mention.end, 0)


def _trails(mention, char, reading):
    """Whether a word only says who says so: "robbed on Friday, police said", but not "On Friday, police said"."""
    opens = mention.start - reading.sentences[mention.sentence].start < OPENING
    return char >= mention.end and not opens and "," in reading.text[mention.end : char]


def _by_verb(mention, frame, reading):
    """What the verb above the mention, or the noun that it hangs on, says of it."""
    token = _tense.token_at(reading, mention.start)
    if token is None:
        return {}
    for _ in range(STEPS):
        outside = not mention.start <= token.idx < mention.end
        if outside and (name := _verbs().get(token.lower_)):
            if _trails(mention, token.idx, reading):
                return {}
            name = _seen_from(frame, name, token.idx, reading)
            return {f"verb_{name}": 1.0 if token.pos_ in _tense.VERBS else 0.7}
        if token.head.i == token.i:
            break
        token = token.head
    return {}


def _by_place(mention, rivals, frame, reading):
    """Where the mention stands: how far down, how near to a trigger, in which part of the article."""
    found = {"place_down": min(mention.sentence, 12), "place_first": float(mention is rivals[0])}
    found["place_other_event"] = float(mention.sentence not in frame.sentences)
    gaps = [_gap(mention, t.start, t.end) for t in frame.triggers if t.sentence == mention.sentence]
    if gaps:
        found["place_by_trigger"] = 1.0
        found["place_near_trigger"] = math.exp(-min(gaps) / REACH)
    sentence = reading.sentences[mention.sentence]
    found[f"place_in_{sentence.zone}"] = 1.0
    found["place_quoted"] = float(sentence.quoted)
    return found


def _by_kind(mention, rivals, frame, reading):
    """What kind of day it is: with a time of day, coarse, far from today, spoken of again."""
    value = mention.value
    found = {f"kind_{value['_kind']}": 1.0}
    if part := value.get("time_of_day"):
        found["kind_with_clock" if part[:1].isdigit() else "kind_with_part"] = 1.0
        if part == "overnight" and any(m is not mention and m.sentence == mention.sentence for m in rivals):
            found["kind_overnight_beside_day"] = 1.0
    if value["precision"] not in FINE:
        found[f"kind_{value['precision']}"] = 1.0
    if reading.today:
        days = (reading.today.date - date.fromisoformat(value["date"])).days
        found["kind_today"] = float(days == 0)
        found["kind_ahead"] = float(days < 0 and frame.modality in BEHIND)
        found["kind_behind"] = float(days > 0 and frame.modality not in BEHIND)
        found["kind_issue"] = float(days == 0 and (value["_full"] or _heads_a_line(mention, reading)))
        found["kind_week_back"] = float(days > 7)
        found["kind_month_back"] = float(days > 31)
        found["kind_year_back"] = float(days > 300)
    same = sum(m is not mention and m.value["date"] == value["date"] for m in rivals)
    found["kind_again"] = math.log1p(same)
    return found


def _heads_a_line(mention, reading):
    """Whether a day with a colon opens a line: "July 6: Operations in two provinces" is the day of the issue."""
    before, after = reading.text[: mention.start].rstrip(" \t\xa0"), reading.text[mention.end :].lstrip()
    return after.startswith(":") and (not before or before[-1] in dateline.BREAK)


@lru_cache(maxsize=64)  # asked again for each day of a sentence
def _cues_in(words):
    return [(name, *cue.span()) for name, pattern in _cues() for cue in pattern.finditer(words)]


@cache
def _cues():
    rows = lexicon.table("when")["event_day"]["cues"]
    return [(name, lexicon.matcher(words)) for name, words in rows.items()]


@cache
def _from_then_on():
    return tuple(f"{word} " for word in lexicon.table("when")["event_day"]["from_then_on"])


@cache
def _verbs():
    rows = lexicon.table("when")["event_day"]["cues"]
    return {word: name for name, words in rows.items() for word in words if re.fullmatch(r"\w+", word)}
