"""Reports of invented events, as several articles tell of them: written out by hand, and made up by hypothesis."""

from hypothesis import strategies as st

from schemas import vocabulary
from schemas.event import MODALITIES
from service import wording
from service.merge.fusion import Told

LIFE = {
    "id": "evt_aaaaaaaaaaaaa",
    "version": 1,
    "status": "active",
    "published": "2026-02-04T09:00:00.000000Z",
    "updated": "2026-02-04T09:00:00.000000Z",
}


def cite(quote, source="a1", start=0, part="text"):
    return [{"quote": quote, "start": start, "end": start + len(quote), "in": part, "source": source}]


def exactly(number, **more):
    return {"low": number, "best": number, "high": number, "words": str(number), **more}


def at_least(number, **more):
    return {"low": number, "best": number, "words": f"at least {number}", **more}


def report(source="a1", kind="road-crash", category="accident", modality="occurred", confidence=0.7, **fields):
    """What an article of our own says of a bus that left a road near Lom."""
    told = {"type": kind, "category": category, "modality": modality, **fields}
    told |= {
        "confidence": confidence,
        "evidence": fields.get("evidence", cite("A bus left the road near Lom.", source)),
    }
    return told | {"title": wording.title(told), "summary": wording.summary(told)}


def article(name="a1", published=None, seen="2026-02-05T08:00:00.000000Z", **more):
    dated = {"published": published} if published else {}
    return {"id": name, "url": f"https://{name}.example/lom", **more, **dated, "seen": seen}


def told(name, published=None, copy_of=None, **fields):
    return Told(report(name, **fields), article(name, published), copy_of)


def killed(name, count, published=None, copy_of=None, **fields):
    """An article that gives a number of dead."""
    words = fields.pop("quote", "people were killed")
    toll = {"killed": {**count, "evidence": cite(words, name)}}
    return told(name, published, copy_of, toll=toll, **fields)


# -- properties

WORDS = ("eight people", "a bus", "near Lom", "on Monday", "the death toll rose to", "officials said", "hurt")
COUNTS = st.one_of(
    st.integers(0, 60).map(exactly),
    st.integers(0, 60).map(at_least),
    st.just({"low": 24, "words": "dozens"}),
    st.integers(1, 60).map(lambda number: {"high": number, "words": f"up to {number}"}),
    st.integers(1, 60).map(lambda number: {"best": number, "words": f"about {number}"}),
    st.tuples(st.integers(0, 20), st.integers(21, 60)).map(lambda ends: {"low": ends[0], "high": ends[1]}),
    st.integers(1, 60).map(lambda number: {"best": number, "high": 60, "words": f"nearly {number}"}),
    st.just({"words": "several"}),
)
DAYS = st.sampled_from([None, "2026-02-02", "2026-02-03", "2026-02-03T07:30:00Z", "2026-02-03T21:00:00+02:00", "last"])
TYPES = ["other", "assault-other", "shooting", "bombing-ied", "suicide-bombing", "drone-strike", "road-crash", "talks"]
PLACES = [
    {"name": "Lom", "precision": "city", "country": "Norland", "country_iso3": "NOR", "geonames_id": 1},
    {"name": "Lóm", "precision": "city", "country": "Norland", "country_iso3": "NOR"},
    {"name": "Lom", "precision": "city"},
    {"name": "Norland", "precision": "country", "country": "Norland", "country_iso3": "NOR", "geonames_id": 2},
    {"name": "Upper Lom", "precision": "exact", "country_iso3": "NOR", "latitude": 60.1, "longitude": 9.0},
    {"name": "Lom Valley", "precision": "admin2", "country_iso3": "NOR", "latitude": 60.0, "longitude": 9.0},
    {"name": "Vidin", "precision": "city", "country": "Sudmark", "country_iso3": "SUD", "geonames_id": 3},
]
NAMES = ["the Governor", "governor", "Northern Front", "Northern  front", "officials", "Mila Maren", "Norland"]
SECTORS = ["GOV", "REB", "CVL", "MED"]


@st.composite
def evidences(draw, name):
    words = draw(st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, 9)), min_size=1, max_size=2))
    return [part for quote, start in words for part in cite(quote, name, start)]


def optional(draw, value, **members):
    """The value with some of the members."""
    return value | {key: draw(choice) for key, choice in members.items() if draw(st.booleans())}


@st.composite
def whens(draw, proof):
    day = draw(st.sampled_from(["2026-02-01", "2026-02-02"]))
    told = {"date": day, "start": day, "end": day, "precision": draw(st.sampled_from(["hour", "day", "month"]))}
    told |= {"basis": "given", "evidence": draw(proof)}
    return optional(draw, told, time_of_day=st.sampled_from(["evening", "overnight"]))


@st.composite
def named(draw, proof, **members):
    """Somebody with a name."""
    told = {"name": draw(st.sampled_from(NAMES)), "evidence": draw(proof)}
    told |= {key: draw(choice) for key, choice in members.items()}
    return optional(draw, told, sector=st.sampled_from(SECTORS), country_iso3=st.sampled_from(["NOR", "SUD"]))


@st.composite
def tolls(draw, proof):
    part = st.tuples(st.sampled_from(["children", "women"]), COUNTS)
    parts = st.lists(part, max_size=2).map(lambda found: [{"group": group, **count} for group, count in found])
    kinds = draw(st.lists(st.sampled_from(["killed", "injured", "missing"]), min_size=1, max_size=2))
    more = {"said_by": st.sampled_from(NAMES), "of": parts}
    return {kind: optional(draw, draw(COUNTS) | {"evidence": draw(proof)}, **more) for kind in kinds}


@st.composite
def things(draw, proof, counts, **members):
    """A weapon or something damaged."""
    told = {key: draw(choice) for key, choice in members.items()} | {"evidence": draw(proof)}
    return optional(draw, told, said_by=st.sampled_from(NAMES), **dict.fromkeys(counts, COUNTS))


@st.composite
def reports(draw, name):
    """What the article of this name says of an event."""
    kind, proof = draw(st.sampled_from(TYPES)), evidences(name)
    arms = things(proof, ["used", "hit"], kind=st.sampled_from(["drone", "missile", "combined"]))
    harmed = things(proof, ["count"], kind=st.just("school"), status=st.sampled_from(["hit", "damaged"]))
    place = st.builds(dict, st.sampled_from(PLACES), role=st.sampled_from(["site", "origin"]), evidence=proof)
    role = st.sampled_from(["perpetrator", "target", "party"])
    fields = optional(
        draw,
        {"codes": {"cap": draw(st.sampled_from(["Safety", "Transport"]))}, "evidence": draw(proof)},
        when=whens(proof),
        where=st.lists(place, min_size=1, max_size=3),
        who=st.lists(named(proof, role=role), min_size=1, max_size=3),
        toll=tolls(proof),
        weapons=st.lists(arms, min_size=1, max_size=2),
        damage=st.lists(harmed, min_size=1, max_size=2),
        said_by=st.lists(named(proof), min_size=1, max_size=3),
        links=st.just([{"rel": "part_of", "to": "evt_b"}]),
        confidence_reasons=st.lists(st.sampled_from(["has a toll", "has a date"]), min_size=1, unique=True),
        year_inferred=st.just(True),
    )
    modality, confidence = draw(st.sampled_from(MODALITIES)), draw(st.integers(0, 100)) / 100
    category = vocabulary.event_types()[kind].category
    return report(name, kind, category, modality, confidence, **fields)


@st.composite
def tellings(draw, least=1):
    """Reports of some articles, of which some are copies of each other and some tell of the event twice."""
    found = []
    for number in range(draw(st.integers(least, 5))):
        name = f"a{number}"
        copy_of = draw(st.sampled_from([None, None, "a0", "a1", "elsewhere"]))
        seen = draw(st.sampled_from(["2026-02-04T08:00:00Z", "2026-02-05T08:00:00Z"]))
        source = optional(draw, article(name, draw(DAYS), seen), publisher=st.just("Example Wire"))
        for one in draw(st.lists(reports(name), min_size=1, max_size=2)):
            found.append(Told(one, source, None if copy_of == name else copy_of))
    return found
