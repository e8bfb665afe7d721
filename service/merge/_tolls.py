"""Who was harmed, with what weapons, and what was damaged: one count of each kind of those that the articles give."""

import re
from functools import cache

from schemas.event import TollByKind
from service import lexicon
from service.merge import _figures
from service.merge._figures import BOUNDS, NOBODY, OFFICIAL, PARTY, Figure
from service.merge._lists import Group, cited, entries, filled, ranked
from service.merge._voices import Telling

MOST_FIGURES = 40
KINDS = tuple(TollByKind().fields)
BEFORE = 70  # characters before a figure in which the words stand that say that it has grown


def toll(name: str, tellings: list[Telling]) -> dict:
    """{kind: Toll}. Who does not tell of a kind says nothing of it; who says "nobody" says 0."""
    told = {}
    for kind in KINDS:
        given = [one for one in tellings if kind in one.report.get(name, {})]
        if given:
            told[kind] = _toll([_figure(one, one.report[name][kind], one.report[name][kind]) for one in given])
    return told


def weapons(name: str, tellings: list[Telling]) -> list[dict]:
    """By kind, and of several kinds together by which: what was launched, intercepted and hit are three counts."""
    return [
        {**value, **_counts(group, ("used", "intercepted", "hit"))} for group, value in _things(name, tellings, kind_of)
    ]


def damage(name: str, tellings: list[Telling]) -> list[dict]:
    """By kind and what became of it."""
    things = _things(name, tellings, lambda value: (value["kind"], value["status"]))
    return [{**value, **_counts(group, ("count",))} for group, value in things]


def _toll(figures):
    known = [one for one in figures if any(bound is not None for bound in one.bounds)] or figures
    stand = _figures.standing(known)
    chosen = _figures.best(stand)
    agreed = [chosen, *(one for one in stand if one.bounds == chosen.bounds and one is not chosen)]
    value = _figures.spanned(stand, chosen)
    if groups := _groups(agreed, value):
        value["of"] = groups
    if chosen.value.get("said_by"):
        value["said_by"] = chosen.value["said_by"]
    value["evidence"] = cited(one.value for one in [*agreed, *(one for one in stand if one not in agreed)])
    if _figures.differ(known):
        value["figures"] = [_as_told(one) for one in known][-MOST_FIGURES:]
    return value


def _groups(agreed, whole):
    """The parts of the figure that is used, as those tell who give that figure: those of another would count twice."""
    most = whole.get("high", whole.get("best"))
    groups = {}
    for part in (part for one in agreed for part in one.value.get("of", ())):
        if most is None or all(part.get(bound) is None or part[bound] <= most for bound in BOUNDS):
            groups.setdefault(part["group"], part)
    return list(groups.values())


def _as_told(figure):
    value, source = figure.value, figure.telling.source
    more = {"said_by": value.get("said_by"), "source": source["id"], "published": source.get("published")}
    told = _figures.span(figure.count) | {name: known for name, known in more.items() if known}
    return {**told, "evidence": cited([value])}


# -- weapons and damage


def _things(name, tellings, kind):
    """(group, its value but for counts) of each kind of thing, those of most voices first."""
    groups: dict[tuple, Group] = {}
    for entry in entries(name, tellings):
        groups.setdefault(kind(entry[2]), Group()).entries.append(entry)
    for group in ranked(groups.values()):
        value = filled(group)
        if finer := dict.fromkeys(part for entry in group.values for part in entry.get("subkinds", ())):
            value["subkinds"] = list(finer)
        yield group, value


def kind_of(weapon: dict) -> tuple:
    """What makes two weapons one thing: the kind, and of "missiles and drones" both."""
    mixed = lexicon.table("wording")["weapons"].get(weapon["kind"], {}).get("mixed")
    return weapon["kind"], *(sorted(weapon.get("subkinds", ())) if mixed else ())


def _counts(group, names):
    """Of several counts in one report the largest: who tells of "a missile" may tell of "70 missiles" further down."""
    told = {}
    for name in names:
        largest: dict[int, Figure] = {}
        for telling, _, value in group.entries:
            if value.get(name):
                one = _figure(telling, value[name], value)
                largest[id(telling)] = max(largest.get(id(telling), one), one, key=lambda figure: figure.size)
        if largest:
            stand = _figures.standing(list(largest.values()))
            told[name] = _figures.spanned(stand, _figures.best(stand))
    return told


# -- figures


def _figure(telling, count, value):
    placed = _placed(value.get("said_by"), telling.report)
    rises = bool(_rising().search(_words(telling.report, value["evidence"])))
    return Figure(count, value, telling, telling.moment, placed, rises)


def _placed(name, report):
    """How well whoever gives a figure is placed: an office that counts, nobody that is named, a party to the fight."""
    table = lexicon.table("fusion")["placed"]
    if not name:
        return NOBODY
    speaker = next((one for one in report.get("said_by", ()) if one["name"] == name), {"name": name})
    sides = {actor["name"] for actor in report.get("who", ()) if actor["role"] in table["sides"]}
    fought = report["category"] in table["fought"]
    if speaker.get("certainty") == "claimed" or (
        fought and (name in sides or speaker.get("sector") in table["party_sectors"])
    ):
        return PARTY
    official = speaker.get("sector") in table["official_sectors"] or _official().search(name)
    return OFFICIAL if official else NOBODY


def _words(report, evidence):
    """The words of a figure, with those of its sentence that stand before it where the report quotes it."""
    first = evidence[0]
    for part in report["evidence"]:
        if part["in"] == first["in"] and part["start"] <= first["start"] < part["end"]:
            at = first["start"] - part["start"]
            return part["quote"][max(0, at - BEFORE) : at] + first["quote"]
    return first["quote"]


@cache
def _rising() -> re.Pattern:
    return lexicon.any_of(lexicon.table("fusion")["rising"]["patterns"])


@cache
def _official() -> re.Pattern:
    return lexicon.matcher(lexicon.table("fusion")["placed"]["official_words"])
