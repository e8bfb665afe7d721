"""A span that may name a place, and what its neighbours say of it: what holds it, and what kind a list is of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.extract._place_words import kinds, links
from service.gazetteer import Place

FAR = 40  # characters: what holds a place stands no farther after it
LISTED = re.compile(r",? and |,\s+| or | as well as ")


@dataclass(slots=True)
class Spot:
    """A span that may name a place. `wanted` is the kind that the words round it ask for."""

    start: int
    end: int
    sentence: int
    text: str
    candidates: tuple[Place, ...]
    wanted: str = ""
    demonym: bool = False
    embedded: bool = False  # in the name of something else: "Kabul University"
    sure: bool = False  # the words before it, or the model, call it a place
    within: int | None = None  # the spot that follows as its container: "Paris, Texas"

    @property
    def name(self) -> str:
        """Its words, on one line."""
        return " ".join(self.text.split())


def link_containers(spots: list[Spot], text: str) -> None:
    """ "Paris, Texas", "Idlib, in Syria": tie a spot to the one after it that could hold it."""
    for at, spot in enumerate(spots[:-1]):
        following = spots[at + 1]
        gap = text[spot.end : following.start]
        if following.demonym or spot.demonym or len(gap) > FAR or not links().fullmatch(gap):
            continue
        if any_holds(following.candidates, spot.candidates):
            spot.within = at + 1


def holds(outer: Place, inner: Place) -> bool:
    """Whether a country or division holds a place."""
    if outer.kind == "country":
        return inner.kind != "country" and inner.country_iso3 == outer.country_iso3
    if outer.kind == "admin1":
        return inner.kind in ("admin2", "city") and inner.admin1_id == outer.id
    return (
        outer.kind == "admin2"
        and inner.kind == "city"
        and inner.admin2 == outer.name
        and inner.admin1_id == outer.admin1_id
    )


def any_holds(outers: Iterable[Place], inners: Iterable[Place]) -> bool:
    """Whether any of some places holds any of others: there are hundreds of Springfields."""
    countries = {inner.country_iso3 for inner in inners if inner.kind != "country"}
    divisions = {inner.admin1_id for inner in inners if inner.kind in ("admin2", "city")}
    districts = {(inner.admin2, inner.admin1_id) for inner in inners if inner.kind == "city"}
    return any(
        (outer.kind == "country" and outer.country_iso3 in countries)
        or (outer.kind == "admin1" and outer.id in divisions)
        or (outer.kind == "admin2" and (outer.name, outer.admin1_id) in districts)
        for outer in outers
    )


def spread_plurals(spots: list[Spot], text: str) -> None:
    """ "Kharkiv, Poltava and Sumy provinces": the plural asks the same of all that are listed before it."""
    for at in range(len(spots) - 1, 0, -1):
        spot, before = spots[at], spots[at - 1]
        plural = re.match(r"\s+(\w+s)\b", text[spot.end : spot.end + 20])
        if spot.wanted and ((plural and plural[1].lower() in kinds()) or spot.wanted.endswith("+")):
            spot.wanted = spot.wanted.removesuffix("+")
            if LISTED.fullmatch(text, before.end, spot.start) and not before.demonym:
                before.wanted = spot.wanted + "+"
    for spot in spots:
        spot.wanted = spot.wanted.removesuffix("+")
