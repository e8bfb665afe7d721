"""Decides which place each spot of an article means, by what the article's other places make likely.

Every name is one place throughout an article. Each candidate gets a score from its own weight (people, kind, how well
the name fits), from the words round it (a state after a comma, "province"), and from the other names: how much of them
lies in the same country, the same division, and near. The others are as uncertain as it is, so this is repeated.
"""

import math
from bisect import bisect_right
from collections import defaultdict

import numpy

from service import lexicon
from service.extract._spots import Spot, holds
from service.gazetteer import Gazetteer, Place
from service.places_file import ALIAS, LOOSE, OWN, USUAL

PASSES = 4
MOST = 30  # candidates of one name
COMPARED = 2000  # candidates of the first names of a text, which are compared each with each
NEAR_KM = 150.0
EARTH_KM = 6371.0
FAMOUS = 100_000  # people: a city that an article may name without naming its country
NAMESAKE = 0.2  # of a division's people: a city that has so many is what its bare name means

FEATURES = (
    "people", "first", "country", "admin1", "admin2", "region", "capital", "usual", "alias", "loose", "held", "wanted",
    "unwanted", "named_country", "named_admin1", "chance_near", "chance_admin1", "same_country", "same_admin1", "near",
)  # fmt: skip
STATIC = FEATURES.index("same_country")


class Name:
    """The spots of an article that have the same name and ask for the same kind, and what they could be."""

    def __init__(self, spots, containers=()):
        self.spots = spots
        self.places = _candidates(spots, containers)


def resolve(spots: list[Spot], gazetteer: Gazetteer) -> list[Place | None]:
    """The place of each spot, in order; None where all candidates are unlikely."""
    names = grouped(spots)
    table = lexicon.table("places")["weights"]
    weights = numpy.array([table[feature] for feature in FEATURES])
    chosen: dict[int, Place] = {}
    for name, shares in zip(names, shared(names, spots, weights), strict=True):
        best = _as_said(name, name.places[int(shares.argmax())], gazetteer)
        chosen.update((id(spot), best) for spot in name.spots)
    places = [chosen.get(id(spot)) for spot in spots]
    alone = _lonely(spots, places)
    return [None if id(spot) in alone else place for spot, place in zip(spots, places, strict=True)]


def _as_said(name, best, gazetteer):
    """The city for a bare name that a division shares ("in Kharkiv"), the division for "the Dnipro region"."""
    wanted = name.spots[0].wanted
    if best.kind == "admin1" and not wanted and best.quality != USUAL:
        cities = [
            p
            for p in name.places
            if p.kind == "city" and p.admin1_id == best.id and p.quality <= max(best.quality, OWN)
        ]
        city = max(cities, key=lambda p: p.population, default=None)
        return city if city and (city.capital or city.population >= NAMESAKE * best.population) else best
    if best.kind == "city" and wanted == "admin1" and best.admin1_id is not None:
        division = gazetteer.numbered(best.admin1_id)
        return division if best.population >= NAMESAKE * division.population else best
    return best


def _lonely(spots, places):
    """Spots read as a small place in a country that the article is not about: a like-named one, or no place at all.

    That is a country in which nothing else is; or one that, with two such places, is never named, nor a division or
    large city of it, in an article that is plainly about another.
    """
    names, plain = defaultdict(set), set()
    for spot, place in zip(spots, places, strict=True):
        if place is not None and place.country_iso3:
            names[place.country_iso3].add(spot.name.casefold())
            if not _is_small(place):
                plain.add(place.country_iso3)
    if sum(map(len, names.values())) < 2:
        return set()
    most = max((len(names[country]) for country in plain), default=0)
    strange = {c for c in names if len(names[c]) == 1 or (c not in plain and len(names[c]) == 2 and most > 2)}
    return {
        id(spot)
        for spot, place in zip(spots, places, strict=True)
        if place is not None and place.country_iso3 in strange and _is_small(place)
        if spot.within is None and not spot.demonym
    }


def _is_small(place):
    return place.kind in ("admin2", "city") and (place.population < FAMOUS or place.quality > OWN)


def grouped(spots: list[Spot]) -> list[Name]:
    """The spots by name: what "Springfield" means once it means again."""
    groups = defaultdict(list)
    for spot in spots:
        if not spot.candidates:
            continue
        key = spot.candidates[0].id if spot.demonym else spot.name.casefold()
        groups[key, spot.demonym, spot.wanted].append(spot)
    return [Name(group, _containers(group, spots)) for group in groups.values()]


def _containers(group, spots):
    """What the places that stand behind some spots as their containers could be, each once."""
    tuples = {
        id(found): found for spot in group if spot.within is not None for found in [spots[spot.within].candidates]
    }
    return list({outer.id: outer for found in tuples.values() for outer in found}.values())


def shared(names: list[Name], spots: list[Spot], weights: numpy.ndarray) -> list[numpy.ndarray]:
    """For each name, how likely each of its candidates is."""
    if not names:
        return []
    own = _own(names, spots)
    sizes = [len(name.places) for name in names]
    compared = bisect_right(numpy.cumsum(sizes), COMPARED)  # names; those behind them speak for themselves alone
    count = sum(sizes[:compared])
    scores = own @ weights[: own.shape[1]]
    if compared:
        context = Context(names[:compared])
        scores[:count] += context.chances() @ weights[own.shape[1] : STATIC]
        shares = _softmax(scores[:count], context.starts)
        for _ in range(PASSES - 1):
            shares = _softmax(scores[:count] + context.said(shares) @ weights[STATIC:], context.starts)
        scores[:count] = shares
    return numpy.split(scores, numpy.cumsum(sizes)[:-1])


def _own(names, spots):
    """What the candidates of all names have for themselves, however likely those of the others are."""
    countries = {p.country_iso3 for name in names for p in name.places if p.kind == "country"}
    divisions = {p.admin1_id for name in names for p in name.places if p.kind == "admin1" and p.quality <= 0}
    rows = [row for name in names for row in _rows(name, spots, countries, divisions)]
    return numpy.array(rows, dtype=float)


def _rows(name, spots, countries, divisions):
    outer = _containers(name.spots, spots)
    wanted = name.spots[0].wanted
    most = max((place.population for place in name.places), default=0)
    return [
        (
            math.log10(place.population + 10.0),
            place.population == most,
            place.kind == "country",
            place.kind == "admin1",
            place.kind == "admin2",
            place.kind == "region",
            place.capital,
            place.quality == USUAL,
            place.quality == ALIAS,
            place.quality == LOOSE,
            any(holds(container, place) for container in outer),
            bool(wanted) and _fits(place, wanted),
            bool(wanted) and not _fits(place, wanted),
            place.kind != "country" and place.country_iso3 in countries,
            place.kind not in ("country", "admin1") and place.admin1_id in divisions,
        )
        for place in name.places
    ]


class Context:
    """What the other names say for a candidate, computed for all candidates of an article at once."""

    def __init__(self, names):
        places = [place for name in names for place in name.places]
        self.owner = numpy.array([n for n, name in enumerate(names) for _ in name.places], dtype=int)
        self.sizes = numpy.array([len(name.places) for name in names])
        self.starts = numpy.cumsum(self.sizes) - self.sizes
        self.other = self.owner[:, None] != self.owner[None, :]
        self.same_country = self._same([place.country_iso3 for place in places]).astype(float)
        self.same_admin1 = self._same([place.admin1_id for place in places]).astype(float)
        self.near = self._nearness(places) * self.other

    def _same(self, labels):
        numbers = _numbered(labels)
        return (numbers[:, None] == numbers[None, :]) & (numbers[:, None] >= 0) & self.other

    def _nearness(self, places):
        """One for places at the same point, falling off with distance; countries are near nothing."""
        latitude = numpy.radians([numpy.nan if p.latitude is None else p.latitude for p in places])
        longitude = numpy.radians([numpy.nan if p.longitude is None else p.longitude for p in places])
        near = numpy.exp(-_distances(latitude, longitude) / NEAR_KM)
        large = numpy.array([place.kind in ("country", "region") for place in places], dtype=bool)
        near[numpy.isnan(near) | large[:, None] | large[None, :]] = 0.0
        return near

    def chances(self):
        """How many other names could be near, or in the same division, the less the more places they could be."""
        rarity = 1.0 / numpy.sqrt(numpy.repeat(self.sizes, self.sizes).astype(float))
        columns = [
            numpy.maximum.reduceat(table * rarity[None, :], self.starts, axis=1).sum(axis=1)
            for table in (self.near**3, self.same_admin1)
        ]
        return numpy.log1p(numpy.stack(columns, axis=1))

    def said(self, shares):
        """What share of the other names lies in the same country, how many in the same division, and how many near."""
        country = self.same_country @ shares / len(self.sizes)
        return numpy.stack([country, numpy.log1p(self.same_admin1 @ shares), numpy.log1p(self.near @ shares)], axis=1)


def _candidates(spots, containers):
    """The likeliest candidates of a name; first those that lie in what follows it: there are hundreds of San Joses."""

    def unlikely(place):
        held = any(holds(outer, place) for outer in containers)
        return not held, place.kind != "country", place.quality, -place.population

    return sorted(spots[0].candidates, key=unlikely)[:MOST]


def _fits(place, wanted):
    """Whether a place is of the kind that the words ask for."""
    if wanted == "division":
        return place.kind in ("admin1", "admin2")
    if wanted == "admin1":
        return place.kind == "admin1" or (place.kind == "region" and place.precision == "admin1")
    if wanted == "place":
        return place.kind in ("admin2", "city")
    return place.kind == wanted


def _numbered(labels):
    """Equal labels as equal numbers; none as -1."""
    numbers: dict = {}
    return numpy.array(
        [-1 if label is None else numbers.setdefault(label, len(numbers)) for label in labels], dtype=int
    )


def _distances(latitude, longitude):
    """Kilometres between all pairs of points."""
    half = numpy.sin((latitude[:, None] - latitude) / 2) ** 2
    half = (
        half + numpy.cos(latitude[:, None]) * numpy.cos(latitude) * numpy.sin((longitude[:, None] - longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * numpy.arcsin(numpy.sqrt(numpy.clip(half, 0.0, 1.0)))


def _softmax(scores, starts):
    """Scores as shares of one, each name's candidates for themselves; where they start is given."""
    sizes = numpy.diff(starts, append=len(scores))
    powers = numpy.exp(scores - numpy.repeat(numpy.maximum.reduceat(scores, starts), sizes))
    return powers / numpy.repeat(numpy.add.reduceat(powers, starts), sizes)
