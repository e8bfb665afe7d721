"""Turns the fields of a report into a title and a summary: pure, and in words of our own, never those of the article.

Nobody is named but those who act in public: officials who speak, parties to talks, states, forces. Who was hurt
appears as a number.
"""

import re
import unicodedata
from itertools import groupby

from schemas import vocabulary
from service import lexicon
from service._arming import armed_with
from service._counting import harmed, number_of
from service._naming import are_many, called, each_once, listed, may_be_named, place_called

LONGEST = 120
WORDS = lexicon.table("wording")
LONE = {"verb": "lone", "past": "lone_past"}
SPEAKING = ("speaker", "visitor", "perpetrator", "party")
SPOKEN_TO = ("addressee", "host", "target")
AWAY = re.compile(r"\d[\d,.]*\s?\w+ \w+ of ")
STRANGE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]+"
)


def title(report: dict) -> str:
    """One line of plain text, at most 120 characters: what, where, how many, when.

    >>> title({"type": "talks", "modality": "planned", "when": {"date": "2025-04-25", "precision": "day"}})
    'Planned talks (25 Apr 2025)'
    """
    what = _acts(report, "verb") or _noun_phrase(report, _prefixed(report))
    placed = f"{_capital(what)}{_at(report)}"
    toll = [f"{number_of(value)} {kind}" for kind, value in _toll(report)]
    day = f" ({short_date(report['when'])})" if report.get("when") else ""
    for tolls in range(min(len(toll), 3), -1, -1):
        harm = ": " + ", ".join(toll[:tolls]) if tolls else ""
        if len(line := plain(f"{placed}{harm}{day}")) <= LONGEST:
            return line
    for shorter in (f"{what}{day}", f"{_prefixed(report)}{_at(report)}{day}", f"{_prefixed(report)}{day}"):
        if len(line := plain(shorter)) <= LONGEST:
            return line
    return plain(_prefixed(report))


def summary(report: dict, *, asked: bool = True) -> str:
    """Two or three sentences of plain text: what happened, and with what; how many were harmed; who says so, and what
    the date rests on. Where nobody `asked` the text who says so, nothing is said of it."""
    return plain(" ".join(filter(None, (_happening(report), _harm(report), _sources(report, asked)))))


def plain(text: str) -> str:
    """One line in NFC, without characters that do not show or that turn the writing round."""
    return unicodedata.normalize("NFC", " ".join(STRANGE.sub(" ", text).split()))


def _row(report):
    label = vocabulary.event_types()[report["type"]].label if report["type"] in vocabulary.event_types() else "Event"
    return {"noun": label, "preposition": "in"} | WORDS["types"].get(report["type"], {})


# -- what


def _prefixed(report):
    """The noun, after what kind of event it is if it is none that took place: "Planned talks"."""
    noun, before = _row(report)["noun"], WORDS["modality"][report["modality"]]["before"]
    return f"{before} {_lowered(noun)}" if before else noun


def _noun_phrase(report, what):
    """With those who take part, where it is their doing: "Accusation by A against B", "Talks between A and B"."""
    row = _row(report)
    parties = _names(report, ("party", "visitor", "host"))
    if row.get("between") and len(parties) > 1:
        return f"{what} between {listed(parties[:3])}"
    if row.get("between") and parties:
        return f"{what} with {parties[0]}"
    if "verb" in row and (doers := _names(report, SPEAKING)):
        what += f" by {doers[0]}"
    if "against" in row and (others := _others(report)):
        what += f" {row['against']} {others[0]}"
    return what


def _acts(report, form):
    """What somebody did: "A accuses B", "A makes an accusation". Nothing if it is not known to be anybody's doing."""
    row = _row(report)
    if form not in row or report["modality"] not in ("occurred", "ongoing"):
        return ""
    doers, others = _names(report, SPEAKING), _others(report)
    if form == "verb" and doers and are_many(doers[0]):  # "residents accuses": it is "accusation by residents" then
        return ""
    if row["preposition"] == "to" and (place := _main(report)):  # a visit goes to a place rather than to its host
        return f"{doers[0]} {row[form]} {place_called(place['name'])}" if doers else ""
    if doers and others:
        return f"{doers[0]} {row[form]} {others[0]}"
    return f"{doers[0]} {row[LONE[form]]}" if doers and "lone" in row else ""


def _others(report):
    """Those it is said or done to. Of two mere parties it is the second."""
    return _names(report, SPOKEN_TO) or _names(report, ("party",))[1:]


def _names(report, roles):
    """Who is in a role and may be named, role by role."""
    actors = [actor for actor in report.get("who", []) if may_be_named(actor)]
    return each_once(called(actor["name"]) for role in roles for actor in actors if actor["role"] == role)


# -- where and when


def _main(report):
    """The place to name: where it was, else where it went."""
    places = report.get("where", [])
    return next((p for roles in (("site", "affected"), ("destination",)) for p in places if p["role"] in roles), None)


def _at(report, *, country=False):
    place = _main(report)
    if not place or (_row(report)["preposition"] == "to" and _acts(report, "verb")):
        return ""
    row = _row(report)
    near = row.get("near") and place["precision"] in ("city", "district")
    preposition = "near" if near else "to" if place["role"] == "destination" else row["preposition"]
    if AWAY.match(place["name"]):  # "30 km south of Lom" is neither in nor on it
        preposition = ""
    within = place.get("country") if country and place.get("country") != place["name"] else None
    return f" {preposition} {place_called(place['name'])}" + (f", {within}," if within else "")


def short_date(when):
    """As exactly as it is known: 24 Apr 2025, week of 21 Apr 2025, Apr 2025, 2025."""
    year, month, day = str(when["date"]).split("-")
    name = WORDS["months"][int(month) - 1][:3]
    if when["precision"] == "year":
        return year
    if when["precision"] == "month":
        return f"{name} {year}"
    return ("week of " if when["precision"] == "week" else "") + f"{int(day)} {name} {year}"


def _long_date(when):
    year, month, day = str(when["date"]).split("-")
    name = WORDS["months"][int(month) - 1]
    if when["precision"] in ("month", "year"):
        return f"in {name} {year}" if when["precision"] == "month" else f"in {year}"
    if when["precision"] == "week":
        return f"in the week of {int(day)} {name} {year}"
    told = f" ({when['time_of_day']})" if when.get("time_of_day") else ""
    return f"on {int(day)} {name} {year}{told}"


# -- the sentences of a summary


def _happening(report):
    day = f" {_long_date(report['when'])}" if report.get("when") else ""
    weapons = armed_with(report.get("weapons", []))
    armed = f", with {weapons}" if weapons else ""
    if acts := _acts(report, "past"):
        return f"{_capital(acts)}{day}{armed}."
    row, said = _row(report), WORDS["modality"][report["modality"]]
    verb = said["many" if row.get("plural") else "one"]
    if report["modality"] == "occurred":
        verb = row.get("happened", verb)
    noun = _lowered(_noun_phrase(report, row["noun"]))
    article = row.get("article", "an" if noun[0] in "aeiou" else "a")
    lead = f"{'An' if noun[0] in 'aeiou' else 'A'} {noun}" if article else _capital(noun)
    return f"{lead}{_at(report, country=True)} {verb}{day}{armed}."


def _harm(report):
    """How many were harmed. Who says so follows the figures that they gave, and no others."""
    toll = _toll(report)
    speakers = each_once(value["said_by"] for _, value in toll if value.get("said_by"))
    may_all = all(may_be_named(_speaker(report, name)) for name in speakers)
    parts = []
    for is_said, run in groupby(toll, key=lambda told: may_all and bool(told[1].get("said_by"))):
        run = list(run)
        clauses = listed([harmed(kind, value, first=kind == toll[0][0]) for kind, value in run])
        names = each_once(called(value["said_by"]) for _, value in run) if is_said else []
        parts.append(clauses + (f", according to {listed(names)}" if names else ""))
    return f"{_capital('; '.join(parts))}." if parts else ""


def _speaker(report, name):
    return next((speaker for speaker in report.get("said_by", []) if speaker["name"] == name), {"name": name})


def _sources(report, asked):
    """What the report rests on. An article that tells of no event was not asked for a source."""
    speakers = report.get("said_by", [])
    names = each_once(called(speaker["name"]) for speaker in speakers if may_be_named(speaker))[:3]
    if names:
        told = f"Source{'s' if len(names) > 1 else ''}: {listed(names)}"
    elif speakers:
        told = "No source in public office is named"
    else:
        told = "No source is named" if asked and report["type"] != "other" else ""
    basis = report.get("when", {}).get("basis")
    parts = [part for part in (told, f"date: {basis}" if basis else "") if part]
    return f"{_capital('; '.join(parts))}." if parts else ""


def _toll(report):
    """What is known of the harm, in the order in which it is told. What lies ahead has harmed nobody yet."""
    toll = {} if WORDS["modality"][report["modality"]].get("ahead") else report.get("toll", {})
    return [(kind, toll[kind]) for kind in WORDS["toll"] if kind in toll and number_of(toll[kind])]


def _capital(text):
    return text[:1].upper() + text[1:]


def _lowered(noun):
    """The noun within a sentence. An abbreviation stays."""
    return noun if noun[:2].isupper() else noun[:1].lower() + noun[1:]
