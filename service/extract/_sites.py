"""Chooses the places of an event from the places of its article: the main one first, containers folded into what they hold.

What is finest and nearest to the words of the event wins; those who act, speak or are talked about are no places of it.
"""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice

from service import lexicon
from service.extract import _standing
from service.extract._standing import ACTOR, AT, BARE, FROM, HOME, PART, PATIENT, TALK, TO
from service.records import Frame, Mention, Reading

FINENESS = {"exact": 1.0, "district": 0.6, "city": 0.9, "admin2": 0.7, "admin1": 0.5, "country": 0.0}
STANDINGS = {AT: 1.5, PATIENT: 1.5, BARE: 0.0, TO: 0.2, FROM: -0.3}
IN_SENTENCE = 3.0  # where a trigger stands
IN_SCOPE = 1.2  # in another sentence that is about the event
IN_LEAD = 0.6  # at the head of an article on the event
IN_PARAGRAPH = 0.3  # beside a sentence of the event, but about another
LEAD = 3  # sentences
FURNITURE = 7  # tokens: what is shorter is no sentence ("For Immediate Release")
REPEATED = 0.4  # for each time that a place is named again
VISIT = 30  # characters between "visit" and the place
WORSE = 2.2  # how much weaker than the main place another may be
OTHERS = 12  # further places, at most


@dataclass(frozen=True, slots=True)
class Site:
    """A mention as a place of an event."""

    mention: Mention
    how: str
    score: float
    offset: int | None = None

    @property
    def place(self):
        return self.mention.value["_place"]


def of_event(mentions: list[Mention], frame: Frame, reading: Reading) -> list[dict]:
    """The places of an event, as schemas.parts.Where has them."""
    standings = _standing.of_all(mentions, reading)
    lead = _lead(reading)
    sites = [site for m in mentions if (site := _site(m, standings[m], frame, reading, lead)) is not None]
    chosen = _chosen(sites, frame) or _fallback(mentions, standings, frame, reading, lead)
    return [_value(site, role, reading) for site, role in chosen]


def _lead(reading):
    """The sentences that an article opens with, its headline among them, furniture left out."""
    head = reading.dateline.end if reading.dateline else 0
    words = (s for s in reading.sentences if s.zone in ("title", "caption", "body") and s.last - s.first >= FURNITURE)
    return {s.index for s in islice((s for s in words if s.zone == "title" or s.end > head), LEAD)}


def _site(mention, standing, frame, reading, lead):
    """The mention with how much speaks for it, None if nothing does."""
    value, sentence = mention.value, reading.sentences[mention.sentence]
    if value["_demonym"] or value["precision"] == "region" or standing.how not in STANDINGS:
        return None
    if sentence.zone in ("credit", "dateline") or _is_head(mention, reading):
        return None
    telling = {trigger.sentence for trigger in frame.triggers}
    if mention.sentence in telling:
        near = min(_gap(mention, t) for t in frame.triggers if t.sentence == mention.sentence)
        score = IN_SENTENCE - min(1.5, near / 100) - 0.2 * sorted(telling).index(mention.sentence)
    elif mention.sentence in frame.sentences:
        away = min((abs(mention.sentence - number) for number in telling), default=mention.sentence)
        score = IN_SCOPE - 0.1 * min(away, 8)
    elif frame.main and mention.sentence in lead:
        score = IN_LEAD
    elif any(reading.sentences[number].paragraph == sentence.paragraph for number in telling):
        score = IN_PARAGRAPH
    else:
        return None
    score += STANDINGS[standing.how] + FINENESS[value["precision"]] - 0.5 * (standing.offset is not None)
    return Site(mention, standing.how, score, standing.offset)


def _gap(mention, trigger):
    return max(0, mention.start - trigger.end, trigger.start - mention.end)


def _is_head(mention, reading):
    """Whether it is the place of the dateline."""
    return reading.dateline is not None and reading.dateline.start <= mention.start < reading.dateline.end


def _chosen(sites, frame):
    """The main site and what else was hit, came from or went to, each with its role."""
    visited = frame.category in lexicon.table("sites")["visited"]
    here = _supported([site for site in sites if site.how not in (FROM, TO) or (visited and _is_visited(site, frame))])
    telling = {trigger.sentence for trigger in frame.triggers}
    ends = [site for site in sites if site.how in (FROM, TO) and not visited and site.mention.sentence in telling]
    if not here:
        return _once([(site, "origin" if site.how == FROM else "destination") for site in ends])
    main = max(here, key=lambda site: (site.score, -site.mention.start))
    main = _finer(main, here)
    kept = [(main, "site")]
    for site in sorted(here, key=lambda s: s.mention.start):
        if len(kept) <= OTHERS and _also_hit(site, main, telling) and not any(_folds(site, other) for other, _ in kept):
            kept.append((site, "affected"))
    kept = _with_point(kept, here)
    kept += [(site, "origin" if site.how == FROM else "destination") for site in ends if not any(_folds(site, o) for o, _ in kept)]
    return _once(kept)


def _is_visited(site, frame):
    """"a visit to South Africa": where it goes is where it is; but not "would return to Kyiv after meeting"."""
    gaps = [site.mention.start - trigger.end for trigger in frame.triggers if trigger.sentence == site.mention.sentence]
    return site.how == TO and any(0 <= gap <= VISIT for gap in gaps)


def _supported(sites):
    """Sites with what their repetition adds."""
    count = Counter(map(_key, sites))
    return [replace(site, score=site.score + REPEATED * min(3, count[_key(site)] - 1)) for site in sites]


def _with_point(kept, here):
    """A district without a record keeps the city that it lies in beside it, which has a point."""
    main = kept[0][0]
    if main.place is None:
        city = next((s for s in here if s.place is not None and s.place.kind in ("city", "admin2") and _contains(s, main)), None)
        if city is not None:
            kept = [kept[0], (city, "site"), *kept[1:]]
    return kept


def _finer(main, here):
    """A finer place inside the main one that speaks as clearly: "in Syria ... in the town of Douma"."""
    inside = [s for s in here if _contains(main, s) and s.how in (AT, PATIENT) and s.score > main.score - WORSE]
    return max(inside, key=lambda s: (s.score, -s.mention.start), default=main)


def _also_hit(site, main, telling):
    """Whether another place was hit as well: told with the event's own words, in a place's position."""
    if site is main or site.score < main.score - WORSE or site.offset is not None:
        return False
    if site.place is not None and site.place.kind == "country":
        return main.place is not None and main.place.kind == "country" and site.mention.sentence in telling and site.how in (AT, PATIENT)
    return site.how == PATIENT or (site.how == AT and site.mention.sentence in telling)


def _folds(site, other):
    """Whether a place says nothing new beside another: the same, or what holds it."""
    return _key(site) == _key(other) or _contains(site, other)


def _key(site):
    value = site.mention.value
    return value.get("geonames_id") or (value["name"], value.get("admin1"), value.get("country"))


def _contains(outer, inner):
    """Whether the first place holds the second; by their names, so that it can be asked of places without a record."""
    one, two = outer.mention.value, inner.mention.value
    if one is two or one.get("country") != two.get("country"):
        return False
    if one["precision"] == "country":
        return two["precision"] != "country"
    if one["precision"] == "admin1":
        return two["precision"] not in ("country", "admin1") and one["name"] == two.get("admin1")
    finer = two["precision"] == "district" or (one["precision"] == "admin2" and two["precision"] in ("city", "exact"))
    return one["precision"] in ("admin2", "city") and finer and one.get("admin1") == two.get("admin1") and one["name"] in (
        two.get("_within"),
        two["_place"].admin2 if two["_place"] else None,
    )


def _once(chosen):
    seen, kept = set(), []
    for site, role in chosen:
        if _key(site) not in seen:
            seen.add(_key(site))
            kept.append((site, role))
    return kept


def _fallback(mentions, standings, frame, reading, lead):
    """Where nothing stands as a site: in an institution's name, the dateline, the country of those it happened to."""
    telling = {trigger.sentence for trigger in frame.triggers} or frame.sentences
    near = [m for m in mentions if m.sentence in telling and m.value["precision"] != "region"]
    verbal = frame.category in lexicon.table("sites")["verbal"]
    if verbal:
        return []
    steps = [[m for m in near if m.value["_demonym"] and _is_victims(m, reading)]]
    steps.append([m for m in near if standings[m].how in (HOME, PART) and not m.value["_demonym"] and m.value["precision"] != "country"])
    if frame.main:
        steps.append([m for m in mentions if _is_head(m, reading)])
        steps.append([m for m in near if standings[m].how == ACTOR and m.value["precision"] not in ("country",) and not m.value["_demonym"]])
        steps.append([m for m in mentions if m.sentence <= max(lead, default=0) and standings[m].how in (AT, PATIENT, BARE) and not m.value["_demonym"]])
        steps.append(_only_country(mentions, standings))
    for found in steps:
        found = [m for m in found if m.value["precision"] != "region"]
        if found:
            best = max(found, key=lambda m: (FINENESS[m.value["precision"]], -m.start)) if _is_head(found[0], reading) else found[0]
            return [(Site(best, AT, 0.0), "site")]
    return []


def _only_country(mentions, standings):
    """The country of an article that knows no other: "China's commission said the flooding had forced 239,000 to leave"."""
    countries = {m.value.get("country_iso3") for m in mentions} - {None}
    if len(countries) != 1:
        return []
    return [m for m in mentions if not m.value["_demonym"] and m.value["precision"] == "country" and standings[m].how != HOME]


def _is_victims(mention, reading):
    """"a Syrian town", "the Afghan capital": the demonym says where."""
    following = reading.text[mention.end : mention.end + 30].split()
    return any(word.strip(",.").lower() in lexicon.table("sites")["victims"] for word in following[:2])


def _value(site, role, reading):
    mention = site.mention
    value = {key: entry for key, entry in mention.value.items() if not key.startswith("_")}
    if mention.value["_demonym"] and site.place.kind == "country":
        value["name"] = site.place.name
    span = (mention.start, mention.end)
    if site.offset is not None:  # "50 km north of Homs" is not in Homs: its name, and what surely holds it
        span = (site.offset, mention.end)
        value = {key: value[key] for key in ("country", "country_iso2", "country_iso3", "admin1", "admin1_iso") if key in value}
        value |= {"name": " ".join(reading.quote(*span).split()), "precision": "admin2"}
    return {"role": role, **value, "evidence": reading.evidence(span)}
