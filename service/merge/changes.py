"""Says in words what changed between two versions of a record: "killed: at least 8 -> 12", "source added: Radio Lom".

Actors and speakers who do not act in public stay unnamed here as in titles, since changes become titles of a feed.
What only follows from other fields (title, summary, evidence, reasons) is told only where nothing else changed.
"""

from collections.abc import Iterable
from operator import itemgetter

from schemas import vocabulary
from schemas.event import ENDED, TollByKind
from service._arming import done_with
from service._counting import counted
from service._naming import called, may_be_named
from service.merge._change import by, of_count, of_list, of_value
from service.merge._lists import folded
from service.merge._tolls import kind_of
from service.wording import short_date

LONGEST = 80
SLIGHT = 0.05  # a smaller difference of confidence is none
MERE = ("used", "in number")  # what "done with" says where nothing was launched or fired
KINDS = tuple(TollByKind().fields)


def changes(old: dict | None, new: dict) -> list[dict]:
    """What changed, the most important first, as [{field, from, to, text}]; of a new record nothing.

    `from` and `to` are words, and absent where nothing was or is known.
    """
    if old is None:
        return []
    found = [change for tell in TELLERS for change in tell(old, new)]
    return found or [*of_value("title", "title", old.get("title"), new.get("title")), *_summary(old, new)]


def headline(told: Iterable[dict]) -> str:
    """The most important changes on a line for the title of a feed's entry.

    >>> headline(changes({"toll": {"killed": {"low": 8, "best": 8}}}, {"toll": {"killed": {"low": 12, "high": 12}}}))
    'killed at least 8 -> 12'
    """
    line = ""
    for change in told:
        text = change["text"].replace(": ", " ", 1) if change["field"].startswith("toll.") else change["text"]
        longer = f"{line}, {text}" if line else text
        if len(longer) > LONGEST:
            break
        line = longer
    return line or next((f"{change['text'][: LONGEST - 1]}…" for change in told), "")


# -- one value


def _end(old, new):
    """That a record has come to its end, or is back."""
    if {old.get("status"), new.get("status")}.intersection(ENDED):
        yield from of_value("status", "status", old.get("status"), new.get("status"))


def _status(old, new):
    if not {old.get("status"), new.get("status")}.intersection(ENDED):
        yield from of_value("status", "status", old.get("status"), new.get("status"))


def _modality(old, new):
    yield from of_value("modality", "modality", old.get("modality"), new.get("modality"))


def _type(old, new):
    yield from of_value("type", "type", _label(old), _label(new))


def _codes(old, new):
    """Where they are not what follows from another type."""
    before, after = old.get("codes") or {}, new.get("codes") or {}
    for scheme in dict.fromkeys([*before, *after]) if _label(old) == _label(new) else ():
        yield from of_value(f"codes.{scheme}", f"{scheme} code", before.get(scheme), after.get(scheme))


def _when(old, new):
    before, after = old.get("when") or {}, new.get("when") or {}
    yield from of_value("when.date", "date", before and short_date(before), after and short_date(after))
    yield from of_value("when.time_of_day", "time", before.get("time_of_day"), after.get("time_of_day"))


def _summary(old, new):
    """It is too long to be told."""
    for change in of_value("summary", "summary", old.get("summary"), new.get("summary")):
        yield {**change, "text": "summary: worded anew"}


def _confidence(old, new):
    before, after = old.get("confidence"), new.get("confidence")
    if before is not None and after is not None and abs(after - before) >= SLIGHT - 1e-9:
        yield from of_value("confidence", "confidence", f"{before:.2f}", f"{after:.2f}")


# -- counts


def _toll(old, new):
    before, after = old.get("toll") or {}, new.get("toll") or {}
    for kind in KINDS:
        was, now = before.get(kind), after.get(kind)
        yield from of_count(f"toll.{kind}", kind, was, now)
        yield from _groups(kind, was or {}, now or {})


def _groups(kind, old, new):
    """The parts of a count, while it is known. A new figure that is not told in parts takes none of them back."""
    before, after = ({part["group"]: part for part in value.get("of", ())} for value in (old, new))
    for group, part in after.items() if old else ():
        yield from of_count(f"toll.{kind}.{group}", f"{group} {kind}", before.get(group), part)


# -- lists


def _places(old, new):
    before, after = (by(_place_key, record.get("where")) for record in (old, new))
    main = [next(iter(places.values()), None) for places in (before, after)]
    if all(main) and _place_key(main[0]) != _place_key(main[1]):
        yield from of_value("where.main", "main place", *map(_place, main))
    yield from of_list("where", "place", before, after, _place)


def _actors(old, new):
    before, after = (by(_name_key, record.get("who")) for record in (old, new))
    yield from of_list("who", "actor", before, after, lambda actor: f"{_name(actor)} ({actor['role']})")
    for key, now in after.items():
        if key in before:
            yield from of_value("who.role", _name(now), before[key]["role"], now["role"])


def _speakers(old, new):
    """Those who may be named: that one more who is not says so tells nobody anything."""
    before, after = (by(_name_key, filter(may_be_named, record.get("said_by", ()))) for record in (old, new))
    yield from of_list("said_by", "speaker", before, after, _name)


def _weapons(old, new):
    before, after = (by(kind_of, record.get("weapons")) for record in (old, new))
    yield from of_list("weapons", "weapon", before, after, _weapon)
    for key, now in after.items():
        for name in ("used", "intercepted", "hit") if key in before else ():
            done = _done(now) if name == "used" else f" {name}"
            label = f"{_thing('weapons', now)}{done}"
            yield from of_count(f"weapons.{name}", label, before[key].get(name), now.get(name))


def _damage(old, new):
    before, after = (by(itemgetter("kind", "status"), record.get("damage")) for record in (old, new))
    yield from of_list("damage", "damage", before, after, _damaged)
    for key, now in after.items():
        if key in before:
            label = f"{_thing('damage', now)} {now['status']}"
            yield from of_count("damage.count", label, before[key].get("count"), now.get("count"))


def _sources(old, new):
    before, after = (by(itemgetter("id"), record.get("sources")) for record in (old, new))
    yield from of_list("sources", "source", before, after, _source)


def _links(old, new):
    before, after = (by(itemgetter("rel", "to"), record.get("links")) for record in (old, new))
    yield from of_list("links", "link", before, after, lambda link: f"{link['rel'].replace('_', ' ')} {link['to']}")


def _place_key(place):
    return place.get("geonames_id") or (folded(place["name"]), place.get("country_iso3"))


def _name_key(actor):
    return folded(actor["name"]), actor.get("country_iso3")


# -- in words


def _label(record):
    row = vocabulary.event_types().get(record.get("type"))
    return row.label if row else record.get("type")


def _place(place):
    country = place.get("country")
    return f"{place['name']}, {country}" if country and country != place["name"] else place["name"]


def _name(actor):
    return called(actor["name"]) if may_be_named(actor) else "somebody"


def _thing(vocabulary_name, value):
    row = vocabulary.terms(vocabulary_name).get(value["kind"])
    return row.label.lower() if row else value["kind"]


def _weapon(weapon):
    used = counted(weapon.get("used") or {})
    return _thing("weapons", weapon) + (f" ({used}{_done(weapon)})" if used else "")


def _done(weapon):
    """What became of those counted, where more can be said than that there were so many."""
    done = done_with(weapon["kind"])
    return "" if done in MERE else f" {done}"


def _damaged(thing):
    count = counted(thing.get("count") or {})
    return f"{_thing('damage', thing)} {thing['status']}" + (f" ({count})" if count else "")


def _source(source):
    return source.get("publisher") or source.get("title") or source["url"]


TELLERS = (
    *(_end, _toll, _modality, _type, _when, _places, _weapons, _damage, _actors, _speakers),
    *(_sources, _links, _codes, _confidence, _status),
)
