"""Chooses the places of an event from those of its article: the main one first, containers folded into what they hold.

What is finest and nearest to the words of the event wins; who acts, speaks or is talked about is no place of it.
"""

import re
from collections import Counter
from dataclasses import replace

from service import lexicon
from service.extract import _standing
from service.extract._site import FINENESS, Site, contains, is_head, is_of_another, lead, sites, value_of
from service.extract._standing import ACTOR, AT, BARE, FROM, HOME, PART, PATIENT, TO
from service.records import Frame, Mention, Reading

REPEATED = 0.4  # for each time that a place is named again
VISIT = 30  # characters between "visit" and the place
WORSE = 2.2  # how much weaker than the main place another may be
OTHERS = 12  # further places, at most
CAPITAL = re.compile(r"\s+capital\b(?!\s+(?:city\s+)?of)(?!,? [A-Z])")
DE_FACTO = re.compile(r"de[ -]facto $")
KEPT_NEAR_BY = ("country", "country_iso2", "country_iso3", "admin1", "admin1_iso")


def of_event(mentions: list[Mention], frame: Frame, reading: Reading) -> list[dict]:
    """The places of an event, as schemas.parts.Where has them."""
    standings = _own(_standings(mentions, reading), frame, reading)
    chosen = _chosen(standings, frame, reading) or _fallback(standings, frame, reading)
    return [_value(site, role, reading) for site, role in chosen]


def _own(standings, frame, reading):
    """Without the places of what a sentence tells beside the event, if it gives one of the event itself."""
    here = {m.sentence for m, s in standings.items() if s.how in (AT, PATIENT) and not frame.is_elsewhere(m.start)}
    return {
        mention: standing
        for mention, standing in standings.items()
        if not (mention.sentence in here and frame.is_elsewhere(mention.start))
        and not is_of_another(mention, frame, reading)
    }


def _standings(mentions, reading):
    """How each mention stands, which is the same for every event: worked out once."""
    known = reading.doc.user_data.get("standings")
    if known is None or known[0] is not mentions:
        known = mentions, _standing.of_all([_capital(mention, reading) for mention in mentions], reading)
        reading.doc.user_data["standings"] = known
    return known[1]


def _capital(mention, reading):
    """A demonym in "the Syrian capital" as the city that is meant."""
    found = CAPITAL.match(reading.text, mention.end) if mention.value["_demonym"] else None
    iso3 = mention.value.get("country_iso3")
    if not found or not iso3 or DE_FACTO.search(reading.text, max(0, mention.start - 10), mention.start):
        return mention
    place = reading.gazetteer.capital(iso3)
    if place is None:
        return mention
    private = {"_place": place, "_kind": place.kind, "_demonym": False, "_embedded": False, "_wanted": "city"}
    return replace(mention, end=found.end(), value=value_of(place) | private)


def _chosen(standings, frame, reading):
    """The main site and what else was hit, came from or went to, each with its role."""
    found = sites(standings, frame, reading)
    telling = {trigger.sentence for trigger in frame.triggers}
    ends = [s for s in found if s.how in (FROM, TO) and _moved(s, frame, telling, reading)]
    here = [s for s in found if _is_there(s, frame) and not any(contains(s, end) for end in ends)]
    here = _supported(here)
    ends = [(site, "origin" if site.how == FROM else "destination") for site in ends]
    if not here:
        return _once([*ends, *_homes(found, standings, telling or frame.sentences, reading)])
    main = _finer(max(here, key=_rank), here)
    kept = [(main, "site"), *_with_point(main, here)]
    for site in sorted(here, key=lambda s: s.mention.start):
        if (
            len(kept) <= OTHERS
            and _also_hit(site, main, telling, reading)
            and not any(_folds(site, other) for other, _ in kept)
        ):
            kept.append((site, "affected"))
    kept += [(site, role) for site, role in ends if not any(_folds(site, other) for other, _ in kept)]
    return _once(kept)


def _moved(site, frame, telling, reading):
    """Whether what came from or went to a place did so in the event; of one that is words or has no word of its own
    ("40,000 were driven from ..."), only people who fled."""
    words = lexicon.table("sites")
    if frame.triggers and frame.category not in words["visited"]:
        return site.mention.sentence in telling
    told = site.mention.sentence in (telling or frame.sentences)
    return told and _standing.verb(site.mention, reading) in words["fleeing"]


def _homes(found, standings, told, reading):
    """The country whose people fled, of a flight that has no site: they left it, or came back if they left another."""
    people = (m for m in standings if m.value["_demonym"] and m.sentence in told and _standing.flees(m, reading))
    if not (home := next(people, None)):
        return []
    left = [site for site in found if site.how == FROM and site.mention.sentence == home.sentence]
    return [*((site, "origin") for site in left), (Site(home, FROM, 0.0), "destination" if left else "origin")]


def _rank(site):
    return site.score, -site.mention.start


def _is_there(site, frame):
    """Whether a site can be where an event is. Of words only those "in" a place are: "accused Moscow" is not."""
    words = lexicon.table("sites")
    if site.how in (FROM, TO):
        return frame.category in words["visited"] and _is_visited(site, frame)
    return site.how == AT or frame.type not in words["verbal"]


def _is_visited(site, frame):
    """Whether "to" is where it is: "a visit to South Africa", but not "would return to Kyiv after meeting"."""
    gaps = [site.mention.start - trigger.end for trigger in frame.triggers if trigger.sentence == site.mention.sentence]
    return site.how == TO and any(0 <= gap <= VISIT for gap in gaps)


def _supported(found):
    """Sites with what their repetition adds."""
    count = Counter(site.key for site in found)
    return [replace(site, score=site.score + REPEATED * min(3, count[site.key] - 1)) for site in found]


def _finer(main, here):
    """A finer place inside the main one that speaks as clearly: "in Syria ... in the town of Douma".

    A district of a city only when one sentence tells of both: another may tell of one part of what hit the city.
    """
    inside = [s for s in here if contains(main, s) and s.how in (AT, PATIENT) and s.score > main.score - WORSE]
    if main.mention.value["precision"] == "city":
        inside = [s for s in inside if s.mention.sentence == main.mention.sentence]
    return max(inside, key=_rank, default=main)


def _with_point(main, here):
    """The city of a district that has no record, beside it: it has a point."""
    if main.place is not None:
        return []
    cities = (s for s in here if s.place is not None and s.place.kind in ("city", "admin2") and contains(s, main))
    return [(site, "site") for site in cities][:1]


def _also_hit(site, main, telling, reading):
    """Whether another place was hit as well: by a verb of hitting, or told with the event's own words."""
    if site is main or site.offset is not None:
        return False
    if site.how == PATIENT and _standing.verb(site.mention, reading) in lexicon.table("sites")["hitting"]:
        return True
    if site.score < main.score - WORSE:
        return False
    told = site.mention.sentence in telling and site.how in (AT, PATIENT)
    if site.mention.value["precision"] == "country":
        return told and main.mention.value["precision"] == "country"
    return told


def _folds(site, other):
    """Whether a place says nothing new beside another: the same, or what holds it."""
    return site.key == other.key or contains(site, other)


def _once(chosen):
    """Each place once, with its first role."""
    first = {entry[0].key: entry for entry in reversed(chosen)}
    return [entry for entry in chosen if first[entry[0].key] is entry]


def _fallback(standings, frame, reading):
    """Where nothing stands as a site: what is likeliest to be it, from the surest sign to the weakest.

    Words that are the event itself have no place but one that is named: a dateline does not say where a minister spoke.
    """
    if frame.type in lexicon.table("sites")["verbal"]:
        return []
    telling = {trigger.sentence for trigger in frame.triggers} or frame.sentences
    known = [m for m in standings if m.value["precision"] != "region"]
    named = [m for m in known if not m.value["_demonym"]]
    finer = [m for m in named if m.sentence in telling and m.value["precision"] != "country"]
    steps = [[m for m in known if m.value["_demonym"] and m.sentence in telling and _is_victims(m, reading)]]
    if frame.main:
        heads = (m for m in named if is_head(m, reading))
        steps.append(sorted(heads, key=lambda m: -FINENESS[m.value["precision"]]))
    steps.append([m for m in finer if standings[m].how in (HOME, PART)])
    if frame.main:
        opening = lead(reading)
        steps += [
            [m for m in finer if standings[m].how == ACTOR],
            [m for m in named if m.sentence in opening and standings[m].how in (AT, PATIENT, BARE)],
            _only_country(standings),
        ]
    best = next((found[0] for found in steps if found), None)
    return [(Site(best, AT, 0.0), "site")] if best else []


def _is_victims(mention, reading):
    """Whether a demonym says where: "a Syrian town", "the Afghan capital"."""
    following = reading.text[mention.end : mention.end + 30].split()
    return any(word.strip(",.").lower() in lexicon.table("sites")["victims"] for word in following[:2])


def _only_country(standings):
    """The country of an article that knows no other: "China's commission said the flood had forced many to leave"."""
    if len({m.value.get("country_iso3") for m in standings} - {None}) != 1:
        return []
    countries = (m for m in standings if m.value["precision"] == "country" and not m.value["_demonym"])
    return [m for m in countries if standings[m].how != HOME]


def _value(site, role, reading):
    """The record of a site; of one that is only near a place, the words, and what surely holds it."""
    mention = site.mention
    span = (mention.start, mention.end)
    value = {key: entry for key, entry in mention.value.items() if not key.startswith("_")}
    if site.offset is not None:
        span = (site.offset, mention.end)
        value = {key: value[key] for key in KEPT_NEAR_BY if key in value}
        value |= {"name": " ".join(reading.quote(*span).split()), "precision": "admin2"}
    return {"role": role, **value, "evidence": reading.evidence(span)}
