"""Decides which place each spot of an article means, by what the article's other places make likely.

Every name is one place throughout an article. Each candidate gets a score from its own weight (people, kind, how well
the name fits), from the words round it (a state after a comma, "province"), and from the other names: how much of them
lies in the same country, the same division, and near. The others are as uncertain as it is, so this is repeated.
"""

import math
from collections import defaultdict

import numpy

from service import lexicon
from service.extract._spots import Spot, holds
from service.gazetteer import Gazetteer, Place
from service.places_file import ALIAS, LOOSE, OWN, USUAL

PASSES = 4
MOST = 30  # candidates of one name
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
    return [
        Name(group, [outer for spot in group if spot.within is not None for outer in spots[spot.within].candidates])
        for group in groups.values()
    ]


def shared(names: list[Name], spots: list[Spot], weights: numpy.ndarray) -> list[numpy.ndarray]:
    """For each name, how likely each of its candidates is."""
    context = Context(names)
    static = static_features(names, spots, context)
    shares = [_softmax(table @ weights[:STATIC]) for table in static]
    for _ in range(PASSES - 1):
        shares = [_softmax(table @ weights) for table in features(static, context, shares)]
    return shares


def features(static, context, shares) -> list[numpy.ndarray]:
    """Static and contextual features of every candidate of every name, given how likely all are now."""
    return [numpy.hstack([own, other]) for own, other in zip(static, context.said(shares), strict=True)]


def static_features(names: list[Name], spots: list[Spot], context: "Context") -> list[numpy.ndarray]:
    """What the candidates of each name have for themselves, however likely those of the others are."""
    countries = [{p.country_iso3 for p in name.places if p.kind == "country"} for name in names]
    divisions = [{p.admin1_id for p in name.places if p.kind == "admin1" and p.quality <= 0} for name in names]
    named = set().union(*countries), set().union(*divisions)
    chances = context.chances()
    return [numpy.hstack([_own(name, spots, *named), chance]) for name, chance in zip(names, chances, strict=True)]


def _own(name, spots, countries, divisions):
    outer = [spots[spot.within] for spot in name.spots if spot.within is not None]
    wanted = name.spots[0].wanted
    most = max((place.population for place in name.places), default=0)
    rows = [
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
            any(holds(container, place) for spot in outer for container in spot.candidates),
            bool(wanted) and _fits(place, wanted),
            bool(wanted) and not _fits(place, wanted),
            place.kind != "country" and place.country_iso3 in countries,
            place.kind not in ("country", "admin1") and place.admin1_id in divisions,
        )
        for place in name.places
    ]
    return numpy.array(rows, dtype=float).reshape(len(rows), -1)


class Context:
    """What the other names say for a candidate, computed for all candidates of an article at once."""

    def __init__(self, names):
        places = [place for name in names for place in name.places]
        self.owner = numpy.array([n for n, name in enumerate(names) for _ in name.places], dtype=int)
        self.sizes = [len(name.places) for name in names]
        self.other = self.owner[:, None] != self.owner[None, :]
        self.same_country = self._same([place.country_iso3 for place in places])
        self.same_admin1 = self._same([place.admin1_id for place in places])
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
        rarity = 1.0 / numpy.sqrt(numpy.array([size for size in self.sizes for _ in range(size)], dtype=float))
        starts = numpy.cumsum([0, *self.sizes[:-1]])[[size > 0 for size in self.sizes]] if self.sizes else []
        if not len(self.owner):
            return [numpy.zeros((0, 2)) for _ in self.sizes]
        columns = [
            numpy.maximum.reduceat(table * rarity[None, :], starts, axis=1).sum(axis=1)
            for table in (self.near**3, self.same_admin1)
        ]
        return self._split(numpy.log1p(numpy.stack(columns, axis=1)))

    def said(self, shares):
        """What share of the other names lies in the same country, how many in the same division, and how many near."""
        if not len(self.owner):
            return [numpy.zeros((0, 3)) for _ in self.sizes]
        mass = numpy.concatenate(shares)
        country = self.same_country @ mass / len(self.sizes)
        return self._split(
            numpy.stack([country, numpy.log1p(self.same_admin1 @ mass), numpy.log1p(self.near @ mass)], axis=1)
        )

    def _split(self, table):
        return numpy.split(table, numpy.cumsum(self.sizes)[:-1])


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


def _softmax(scores):
    if not len(scores):
        return scores
    powers = numpy.exp(scores - scores.max())
    return powers / powers.sum()
