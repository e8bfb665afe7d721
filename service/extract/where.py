"""Where it happened: finds every place that a text names, and chooses those of one event, the main one first."""

import re
from collections import Counter

from service.extract import _resolution, _sites, _toponyms
from service.extract._place_words import fine, words
from service.extract._site import value_of
from service.extract._spots import holds
from service.records import Frame, Mention, Reading

CONTAINED = re.compile(r"(?:\s+[a-z]+)?(?:,?\s+(?:in|of|near)\s+(?:the\s+)?(?:\w+\s+){0,2}|,\s+)")
HELD = re.compile(r"\s+[A-Za-z]+(?:,\s+|\s+(?:in|of)\s+(?:the\s+)?(?:[a-z]+\s+){0,2})")


def find(reading: Reading) -> list[Mention]:
    """Every name of a place, resolved. What the gazetteer lacks has the ids of what it lies in, and no point."""
    spots = _toponyms.spot(reading)
    places = _resolution.resolve(spots, reading.gazetteer)  # None: a name of nothing the gazetteer has
    found = []
    for number, (spot, place) in enumerate(zip(spots, places, strict=True)):
        if place is not None and not _elsewhere(number, spots, places, reading.text):
            value = value_of(place) | _privately(spot, place)
        elif not spot.candidates or spot.wanted or _contained(number, spots, places, reading.text):
            value = _unknown(spot, _around(number, spots, places, reading))
        else:
            continue
        end = spot.end if value["_place"] else _with_kind(spot, reading.text)
        if end > spot.end:
            value["name"] = reading.quote(spot.start, end)
        found.append(Mention(spot.start, end, spot.sentence, value))
    return found


def choose(mentions: list[Mention], frame: Frame, reading: Reading) -> list[dict]:
    """The places of an event."""
    return _sites.of_event(mentions, frame, reading)


def _privately(spot, place):
    """What choose needs to know of a mention, and the record does not."""
    return {
        "_place": place,
        "_kind": place.kind if place else "district",
        "_demonym": spot.demonym,
        "_embedded": spot.embedded,
        "_wanted": spot.wanted,
    }


def _with_kind(spot, text):
    """Where "Zarqan district" ends, if the word for its kind belongs to a name."""
    after = fine().match(text, spot.end)
    return after.end() if after and after[1].lower() in words("kept") else spot.end


def _elsewhere(number, spots, places, text):
    """Whether the place found is not in what the text says holds it: "Karjan, Uruzgan province"."""
    spot, place = spots[number], places[number]
    if not spot.wanted or number + 1 == len(spots) or place.kind in ("country", "admin1", "region"):
        return False
    following, outer = spots[number + 1], places[number + 1]
    if outer is None or following.demonym or not HELD.fullmatch(text, spot.end, following.start):
        return False
    return not holds(outer, place) and outer.country_iso3 is not None and outer.kind in ("country", "admin1")


def _contained(number, spots, places, text):
    """Whether the next place is what holds this one: "Rann, in north-eastern Nigeria"."""
    if number + 1 == len(spots) or places[number + 1] is None or spots[number + 1].demonym:
        return False
    return CONTAINED.fullmatch(text, spots[number].end, spots[number + 1].start) is not None


def _around(number, spots, places, reading):
    """What an unknown place lies in: what follows ("..., Ghazni province", "... of Kyiv"), or was named before it."""
    spot = spots[number]
    if _contained(number, spots, places, reading.text):
        return places[number + 1]
    head = reading.dateline.end if reading.dateline else 0  # the desk's place, not the event's
    solid = [
        (other, place)
        for other, place in zip(spots, places, strict=True)
        if other is not spot
        and place is not None
        and not (other.embedded or other.demonym)
        and place.country_iso3
        and (other.start >= head or place.kind == "country")
    ]
    before = [place for other, place in solid if other.sentence == spot.sentence and other.start < spot.start]
    if before:
        return next((place for place in reversed(before) if place.kind != "country"), before[-1])
    divisions = {place.admin1_id: place for _, place in solid if place.kind not in ("country", "region")}
    if len(divisions) == 1:
        return next(iter(divisions.values()))
    countries = Counter(place.country_iso3 for place in places if place is not None and place.country_iso3)
    return next((p for _, p in solid if p.kind == "country" and p.country_iso3 == countries.most_common(1)[0][0]), None)


def _unknown(spot, around):
    """A district in what lies around it; of that, the country and the division alone are its own."""
    value = {"name": spot.name, "precision": "district"}
    if around is not None:
        value |= {
            key: getattr(around, key)
            for key in ("country", "country_iso2", "country_iso3")
            if getattr(around, key) is not None
        }
        if around.kind != "country":
            value |= {key: getattr(around, key) for key in ("admin1", "admin1_iso") if getattr(around, key) is not None}
    within = around.name if around is not None and around.kind in ("city", "admin2") else None
    return value | _privately(spot, None) | {"_within": within}
