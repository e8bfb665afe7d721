"""Says in words what changed between two versions of a record: "killed: at least 8 -> 12", "source added: Radio Lom".

Actors and speakers who do not act in public stay unnamed here as in titles, since changes become titles of a feed.
What only follows from other fields (title, summary, evidence, reasons) is told only where nothing else changed.
"""

from collections.abc import Callable, Iterable

from schemas import vocabulary
from schemas.event import TollByKind
from service._arming import done_with
from service._counting import counted
from service._naming import called, may_be_named
from service.merge._lists import folded
from service.wording import short_date

LONGEST = 80
SLIGHT = 0.05  # a smaller difference of confidence is none
COMPOSED = ("title", "summary")
ENDED = {"merged", "retracted"}
UNKNOWN = "not known"
KINDS = tuple(TollByKind().fields)


def changes(old: dict | None, new: dict) -> list[dict]:
    """What changed, the most important first, as [{field, from, to, text}]; of a new record nothing.

    `from` and `to` are words, and absent where nothing was or is known.
    """
    if old is None:
        return []
    found = [change for tell in TELLERS for change in tell(old, new)]
    return found or [change for name in COMPOSED for change in _value(name, name, old.get(name), new.get(name))]


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


def _value(field, label, old, new):
    """A change of one value that is told in words; None and nothing are the same."""
    if (old or None) == (new or None):
        return
    ends = {name: value for name, value in (("from", old), ("to", new)) if value}
    text = f"{label}: {new}" if not old else f"{label}: {old} -> {new or UNKNOWN}"
    yield {"field": field, **ends, "text": text}


def _end(old, new):
    """That a record has come to its end, or is back."""
    if ENDED & {old.get("status"), new.get("status")}:
        yield from _value("status", "status", old.get("status"), new.get("status"))


def _status(old, new):
    if not ENDED & {old.get("status"), new.get("status")}:
        yield from _value("status", "status", old.get("status"), new.get("status"))


def _modality(old, new):
    yield from _value("modality", "modality", old.get("modality"), new.get("modality"))


def _type(old, new):
    yield from _value("type", "type", _label(old), _label(new))


def _when(old, new):
    before, after = old.get("when") or {}, new.get("when") or {}
    yield from _value("when.date", "date", before and short_date(before), after and short_date(after))
    yield from _value("when.time_of_day", "time", before.get("time_of_day"), after.get("time_of_day"))


def _confidence(old, new):
    before, after = old.get("confidence"), new.get("confidence")
    if before is not None and after is not None and abs(after - before) >= SLIGHT - 1e-9:
        yield from _value("confidence", "confidence", f"{before:.2f}", f"{after:.2f}")


# -- counts


def _toll(old, new):
    before, after = old.get("toll") or {}, new.get("toll") or {}
    for kind in KINDS:
        was, now = before.get(kind), after.get(kind)
        yield from _count(f"toll.{kind}", kind, was, now)
        yield from _groups(kind, was or {}, now or {})


def _groups(kind, old, new):
    """The parts of a count, while it is known."""
    if not old or not new:
        return
    before, after = ({part["group"]: part for part in value.get("of", ())} for value in (old, new))
    for group in dict.fromkeys([*before, *after]):
        yield from _count(f"toll.{kind}.{group}", f"{group} {kind}", before.get(group), after.get(group))


def _count(field, label, old, new):
    yield from _value(field, label, *_counted(old, new))


def _counted(old, new):
    """Both in words. Where those are the same and the figures are not, with the best figure: "8–12, best 12"."""
    before, after = (counted(value) or value.get("words", "some") if value else "" for value in (old, new))
    bests = [value.get("best") if value else None for value in (old, new)]
    if before and before == after and bests[0] != bests[1]:
        return [
            f"{words}, best {best:,}" if best is not None else words
            for words, best in zip((before, after), bests, strict=True)
        ]
    return [before, after]


# -- lists


def _places(old, new):
    before, after = (_by(record.get("where"), _place_key) for record in (old, new))
    main = [next(iter(places.values()), None) for places in (before, after)]
    if all(main) and _place_key(main[0]) != _place_key(main[1]):
        yield from _value("where.main", "main place", *map(_place, main))
    yield from _listed("where", "place", before, after, _place)


def _actors(old, new):
    yield from _named("who", "actor", old, new)


def _speakers(old, new):
    yield from _named("said_by", "speaker", old, new)


def _named(field, noun, old, new):
    before, after = (_by(record.get(field), _name_key) for record in (old, new))
    yield from _listed(field, noun, before, after, _actor)
    for key, now in after.items():
        if key in before and field == "who":
            yield from _value("who.role", _name(now), before[key].get("role"), now.get("role"))


def _weapons(old, new):
    before, after = (_by(record.get("weapons"), _weapon_key) for record in (old, new))
    yield from _listed("weapons", "weapon", before, after, _weapon)
    for key, now in after.items():
        for name in ("used", "intercepted", "hit") if key in before else ():
            done = done_with(now["kind"]) if name == "used" else name
            label = f"{_thing('weapons', now)} {done}"
            yield from _count(f"weapons.{name}", label, before[key].get(name), now.get(name))


def _damage(old, new):
    before, after = (_by(record.get("damage"), lambda thing: (thing["kind"], thing["status"])) for record in (old, new))
    yield from _listed("damage", "damage", before, after, _damaged)
    for key, now in after.items():
        if key in before:
            label = f"{_thing('damage', now)} {now['status']}"
            yield from _count("damage.count", label, before[key].get("count"), now.get("count"))


def _sources(old, new):
    before, after = (_by(record.get("sources"), lambda source: source["id"]) for record in (old, new))
    yield from _listed("sources", "source", before, after, _source)


def _links(old, new):
    before, after = (_by(record.get("links"), lambda link: (link["rel"], link["to"])) for record in (old, new))
    yield from _listed("links", "link", before, after, lambda link: f"{link['rel'].replace('_', ' ')} {link['to']}")


def _listed(field, noun, before, after, said):
    for key, value in after.items():
        if key not in before:
            yield {"field": field, "to": said(value), "text": f"{noun} added: {said(value)}"}
    for key, value in before.items():
        if key not in after:
            yield {"field": field, "from": said(value), "text": f"{noun} removed: {said(value)}"}


def _by(values, key: Callable[[dict], object]) -> dict:
    """Values by what they are, the first of each."""
    found: dict[object, dict] = {}
    for value in values or ():
        found.setdefault(key(value), value)
    return found


def _place_key(place):
    return place.get("geonames_id") or (folded(place["name"]), place.get("country_iso3"))


def _name_key(actor):
    return folded(actor["name"]), actor.get("country_iso3")


def _weapon_key(weapon):
    return weapon["kind"], tuple(sorted(weapon.get("subkinds", ())))


# -- in words


def _label(record):
    row = vocabulary.event_types().get(record.get("type"))
    return row.label if row else record.get("type")


def _place(place):
    country = place.get("country")
    return f"{place['name']}, {country}" if country and country != place["name"] else place["name"]


def _name(actor):
    return called(actor["name"]) if may_be_named(actor) else "somebody"


def _actor(actor):
    return f"{_name(actor)} ({actor['role']})" if actor.get("role") else _name(actor)


def _thing(vocabulary_name, value):
    row = vocabulary.terms(vocabulary_name).get(value["kind"])
    return row.label.lower() if row else value["kind"]


def _weapon(weapon):
    used = counted(weapon.get("used") or {})
    return f"{_thing('weapons', weapon)} ({used} {done_with(weapon['kind'])})" if used else _thing("weapons", weapon)


def _damaged(thing):
    count = counted(thing.get("count") or {})
    return f"{_thing('damage', thing)} {thing['status']}" + (f" ({count})" if count else "")


def _source(source):
    return source.get("publisher") or source.get("title") or source["url"]


TELLERS = (
    *(_end, _toll, _modality, _type, _when, _places, _weapons, _damage, _actors, _speakers),
    *(_sources, _links, _confidence, _status),
)
