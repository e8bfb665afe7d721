"""Where it happened, of the places that several reports name: each place once, the main one first."""

from math import asin, cos, radians, sin, sqrt

from schemas.derive import COARSER
from service.merge._lists import Group, entries, filled, folded, ranked
from service.merge._voices import Telling

ROLES = ("site", "affected", "destination", "origin")
REACH_KM = {"city": 25, "admin2": 60}  # how far from its point lies what is told of such a place
EARTH_KM = 6371


def places(name: str, tellings: list[Telling]) -> list[dict]:
    """Places by their GeoNames id, else by name and country.

    The main place is the finest that most voices agree on: who says "Norland" or "near Varna" agrees with whoever names
    a village there, so that the village wins over both; but not over a town that more of them name.
    """
    groups = ranked(_groups(entries(name, tellings)))
    told = [(group, {**filled(group), "role": group.most("role", ROLES)}) for group in groups]
    if not told:
        return []
    first = [item for item in told if any(not rank for _, rank, _ in item[0].entries)]
    main = max(first, key=lambda item: (_agreeing(item[1], told), -_rank(item[1])))
    return [main[1], *(place for group, place in told if group is not main[0])]


def _groups(found):
    """A place without an id is the one with an id of the same name and country; without a country, of the same name."""
    groups: dict[tuple, Group] = {}
    for entry in sorted(found, key=lambda entry: (entry[2].get("geonames_id") is None, _country(entry[2]) is None)):
        groups.setdefault(_key(entry[2], groups), Group()).entries.append(entry)
    return groups.values()


def _key(place, groups):
    if place.get("geonames_id") is not None:
        return (place["geonames_id"],)
    name, country = folded(place["name"]), _country(place)
    known = [key for key, group in groups.items() if any(_is_called(one, name, country) for one in group.values)]
    return max(known, key=lambda key: groups[key].votes) if known else (name, country)


def _is_called(place, name, country):
    return folded(place["name"]) == name and (country is None or _country(place) == country)


def _country(place):
    return place.get("country_iso3") or place.get("country")


def _agreeing(place, told):
    """How many voices have it for their main place, or a place that it lies in."""
    return len(
        {
            telling.voice
            for other, around in told
            if around is place or _lies_in(place, around)
            for telling, rank, _ in other.entries
            if rank == 0
        }
    )


def _lies_in(place, around):
    if _rank(around) <= _rank(place) or _country(place) is None or _country(place) != _country(around):
        return False
    if around["precision"] == "country":
        return True
    if around["precision"] == "admin1":
        return any(place.get(part) and place[part] == around.get(part) for part in ("admin1_iso", "admin1"))
    return _apart(place, around) <= REACH_KM.get(around["precision"], 0)


def _rank(place):
    return COARSER[place["precision"]]


def _apart(one, other):
    """Kilometres between two points; of what has no point it is not known."""
    if any(place.get(part) is None for place in (one, other) for part in ("latitude", "longitude")):
        return float("inf")
    (north, east), (north2, east2) = (
        (radians(place["latitude"]), radians(place["longitude"])) for place in (one, other)
    )
    square = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(square)))
