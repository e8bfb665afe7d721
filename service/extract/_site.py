"""A mention as a possible place of an event: how much speaks for it, and whether another place says as much."""

from dataclasses import dataclass
from itertools import islice

from service.extract import _reality
from service.extract._standing import AT, BARE, FROM, PATIENT, TO, Standing, modifies
from service.gazetteer import Place
from service.records import Frame, Mention, Reading

PUBLISHED = ("country", "country_iso2", "country_iso3", "admin1", "admin1_iso", "geonames_id", "latitude", "longitude")
FINENESS = {"exact": 1.0, "district": 0.6, "city": 0.9, "admin2": 0.7, "admin1": 0.5, "country": 0.0}
STANDINGS = {AT: 1.5, PATIENT: 1.5, BARE: 0.0, TO: 0.2, FROM: -0.3}
IN_SENTENCE = 3.0  # where a trigger stands
IN_SCOPE = 1.2  # in another sentence that is about the event
IN_LEAD = 0.6  # at the head of an article on the event
IN_PARAGRAPH = 0.3  # beside a sentence of the event, but about another
LATER = 0.2  # for each sentence with a trigger that comes before
AWAY = 0.1  # for each sentence between it and a trigger, eight at most
WHOSE = 1.2  # less for "Florida tags"
HEAD = 2.0  # of the dateline's place, for the main event: less than a place where something is, more than a bare name
NEAR_BY = 0.5  # less for "50 km north of"
LEAD = 3  # sentences
FURNITURE = 7  # tokens: what is shorter is no sentence ("For Immediate Release")


@dataclass(frozen=True, slots=True)
class Site:
    """A mention with what it is to an event."""

    mention: Mention
    how: str
    score: float
    offset: int | None = None  # where "50 km north of" begins

    @property
    def place(self) -> Place | None:
        return self.mention.value["_place"]

    @property
    def key(self):
        """What two mentions of one place have in common."""
        value = self.mention.value
        return value.get("geonames_id") or (value["name"], value.get("admin1"), value.get("country"))


def value_of(place: Place) -> dict:
    """A place in the shape of schemas.parts.Where, without role and evidence."""
    value = {"name": place.name, "precision": place.precision}
    return value | {key: getattr(place, key) for key in PUBLISHED if getattr(place, key) is not None}


def sites(standings: dict[Mention, Standing], frame: Frame, reading: Reading) -> list[Site]:
    """The mentions that stand as places and have to do with an event."""
    telling = sorted({trigger.sentence for trigger in frame.triggers})
    opening = lead(reading)
    found = []
    for mention, standing in standings.items():
        if frame.main and is_head(mention, reading) and mention.value["precision"] == "city":
            found.append(Site(mention, BARE, HEAD))
        if not _stands(mention, standing, reading):
            continue
        base = _base(mention, frame, reading, telling, opening)
        if base is not None:
            score = base + STANDINGS[standing.how] + FINENESS[mention.value["precision"]]
            score -= NEAR_BY if standing.offset is not None else 0.0
            score -= WHOSE if standing.how == BARE and modifies(mention, reading) else 0.0
            found.append(Site(mention, standing.how, score, standing.offset))
    return found


def lead(reading: Reading) -> set[int]:
    """The sentences that an article opens with, its headline among them, furniture left out."""
    head = reading.dateline.end if reading.dateline else 0
    words = (s for s in reading.sentences if s.zone in ("title", "caption", "body") and s.last - s.first >= FURNITURE)
    return {s.index for s in islice((s for s in words if s.zone == "title" or s.end > head), LEAD)}


def is_head(mention: Mention, reading: Reading) -> bool:
    """Whether it is the place of the dateline."""
    return reading.dateline is not None and reading.dateline.start <= mention.start < reading.dateline.end


def is_of_another(mention: Mention, frame: Frame, reading: Reading) -> bool:
    """Whether it is where something else was: "the raid came days after gunmen killed nine in Lomo"."""
    told = [trigger.start for trigger in frame.triggers if trigger.sentence == mention.sentence]
    if not told:
        return False
    other = _reality.after_another(reading, reading.sentences[mention.sentence], mention.start)
    return other is not None and min(told) < other


def contains(outer: Site, inner: Site) -> bool:
    """Whether the first place holds the second; by their names, so that it can be asked of places without a record."""
    one, two = outer.mention.value, inner.mention.value
    if one is two or one.get("country") != two.get("country"):
        return False
    if one["precision"] == "country":
        return two["precision"] != "country"
    if one["precision"] == "admin1":
        return two["precision"] not in ("country", "admin1") and one["name"] == two.get("admin1")
    if one.get("admin1") != two.get("admin1") or one["precision"] not in ("admin2", "city"):
        return False
    if two["precision"] == "district":
        return one["name"] == two.get("_within")
    return one["precision"] == "admin2" and two["_place"] is not None and one["name"] == two["_place"].admin2


def _stands(mention, standing, reading):
    value = mention.value
    if value["_demonym"] or value["precision"] == "region" or standing.how not in STANDINGS:
        return False
    zone = reading.sentences[mention.sentence].zone
    return zone not in ("credit", "dateline") and not is_head(mention, reading)


def _base(mention, frame, reading, telling, opening):
    """What the place of a mention in the text says for it; None if it has nothing to do with the event."""
    number = mention.sentence
    if number in telling:
        near = min(_gap(mention, trigger) for trigger in frame.triggers if trigger.sentence == number)
        return IN_SENTENCE - min(1.5, near / 100) - LATER * telling.index(number)
    if number in frame.sentences:
        return IN_SCOPE - AWAY * min((abs(number - other) for other in telling), default=min(number, 8))
    if frame.main and number in opening:
        return IN_LEAD
    paragraph = reading.sentences[number].paragraph
    return IN_PARAGRAPH if any(reading.sentences[other].paragraph == paragraph for other in telling) else None


def _gap(mention, trigger):
    return max(0, mention.start - trigger.end, trigger.start - mention.end)
