"""Says which actors of an article are the same: "Trump" is the "U.S. President Donald Trump" of the first paragraph,
and "the Air Force" the Ukrainian one that was named before.

A body or an office without a country is that of the dateline, if the article speaks of that country at all: a wire
writes "Interior Minister X" in the capital and "the Norlandic interior minister" elsewhere.
"""

from dataclasses import replace

from service.extract import _actors_words as words
from service.records import Reading

NEAR = 2  # sentences between a person and "the president" who is that person
SUBJECTS = ("nsubj", "nsubjpass")
AT_HOME = ("GOV", "MIL", "COP", "LEG", "JUD")


def settled(actors: list, reading: Reading) -> list:
    """The actors under their fullest names, in the order of the text, with the offices and countries told anywhere."""
    people = _people(actors)
    bodies = _bodies(actors)
    home = _home(actors, reading)
    out = []
    for actor in actors:
        full = people.get(_surname(actor)) if actor.kind == "person" else bodies.get(actor.name)
        if full is not None and actor.kind == "person" and _may_be(actor.name, full.name):
            actor = replace(actor, name=full.name, country=full.country, sector=full.sector, office=full.office)
        elif full is not None and actor.kind in ("body", "noun") and actor.country is None and actor.name[0].isupper():
            actor = replace(actor, name=full.name, country=full.country)
        if home and actor.country is None and _is_domestic(actor):
            actor = replace(actor, country=home)
        out.append(actor)
    out = sorted(_apposed(out, reading), key=lambda actor: actor.i)
    known: list = []
    for actor in out:
        known.append(_again(actor, known, reading))
    return known


def _again(actor, actors, reading):
    """Whom "the minister" is, where one person with that office has been named before."""
    if actor.kind != "noun" or not any(child.lower_ == "the" for child in reading.doc[actor.i].lefts):
        return actor
    office = {word for word in actor.name.split() if word.islower()}
    if "of" in office or not office or reading.doc[actor.i].lower_ not in words.holders():
        return actor
    if group := _of_group(actor, actors):
        return replace(actor, name=group.name, country=group.country, sector=group.sector)
    known = [
        one
        for one in actors
        if one.i < actor.i
        and one.office
        and (" " in one.name or reading.doc[one.i].ent_type_ == "PERSON")
        and (actor.country is None or one.country in (actor.country, None))
        and office <= set(one.title.lower().replace("-", " ").split())
    ]
    if len({one.name for one in known}) > 1:  # of two presidents the one who last did something
        known = [
            one
            for one in reversed(known)
            if actor.sentence - one.sentence <= NEAR and reading.doc[one.i].dep_ in SUBJECTS
        ]
    return replace(known[0], i=actor.i, start=actor.start, end=actor.end, sentence=actor.sentence) if known else actor


def _of_group(actor, actors):
    """The "Front leader" that "the leader" is, if no other leader has been named before."""
    before = [one for one in actors if one.i < actor.i and one.name.split()[-1:] == [actor.name]]
    before = [one for one in before if one.kind == "noun" and " " in one.name and one.country]
    return before[-1] if len({one.name for one in before}) == 1 else None


def _surname(actor):
    parts = [part for part in actor.name.split() if part.rstrip(".") not in ("Jr", "Sr", "II", "III")]
    return parts[-1].lower() if parts else ""


def _people(actors):
    """Surname -> the fullest mention of a person who is told with an office, with the country told anywhere."""
    best: dict[str, object] = {}
    for actor in actors:
        if actor.kind != "person" or not actor.office:
            continue
        key = _surname(actor)
        known = best.get(key)
        if known is None:
            best[key] = actor
        elif _may_be(actor.name, known.name):
            fuller = max((known, actor), key=lambda one: len(one.name.split()))
            best[key] = replace(fuller, country=known.country or actor.country, sector=known.sector)
    for actor in actors:  # "Kolar, the prime minister" far from "Ana Kolar"
        if actor.kind != "person" or actor.office:
            continue
        known = best.setdefault(_surname(actor), actor)
        if len(actor.name.split()) > len(known.name.split()) and _may_be(actor.name, known.name):
            best[_surname(actor)] = replace(known, name=actor.name)
    return best


def _may_be(one, other):
    """Whether two names may be of one person: one of them a surname alone, or alike in their first letters."""
    first, second = one.split(), other.split()
    return len(first) == 1 or len(second) == 1 or first[0][:1] == second[0][:1]


def _bodies(actors):
    """Name without its nation -> the body that was named with it."""
    found: dict[str, object] = {}
    for actor in actors:
        if actor.kind in ("body", "noun") and actor.country and " " in actor.name:
            found.setdefault(actor.name.split(" ", 1)[1], actor)
    return found


def _home(actors, reading):
    """The country of the dateline's place, if an actor of the article is of it."""
    if not reading.dateline or not reading.dateline.place:
        return None
    name = reading.text[slice(*reading.dateline.place)].title()
    places = reading.gazetteer.candidates(name)
    country = places[0].country_iso3 if places else None
    return country if any(actor.country == country for actor in actors) else None


def _is_domestic(actor):
    if actor.sector not in AT_HOME:
        return False
    return (actor.kind == "person" and actor.office) or (actor.kind == "body" and actor.name[:1].isupper())


def _apposed(actors, reading):
    """Nouns with a name in apposition are that person, if they tell an office: "the army's spokesman, Col. Oto Haas".
    Of a private person the noun is told: "A gunman, Derek Jones", "Derek Jones, a gunman"."""
    by_token = {actor.i: actor for actor in actors}
    for actor in actors:
        for child in reading.doc[actor.i].children:
            other = by_token.get(child.i) if child.dep_ == "appos" else None
            if other is None or {actor.kind, other.kind} != {"noun", "person"}:
                continue
            noun, person = (actor, other) if actor.kind == "noun" else (other, actor)
            if person.office or reading.doc[noun.i].lower_ in words.holders():
                if actor is noun:
                    by_token[noun.i] = _in_office(person, noun)
                    by_token[person.i] = replace(by_token[noun.i], i=person.i)
            else:
                by_token[person.i] = replace(noun, i=person.i)
    return by_token.values()


def _in_office(person, noun):
    return replace(
        person,
        i=noun.i,
        country=person.country or noun.country,
        sector=person.sector or noun.sector,
        office=True,
        title=person.title or noun.name,
    )
