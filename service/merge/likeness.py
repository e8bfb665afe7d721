"""How likely two reports of different articles are of one event, and why: a few features, weighed and summed.

The weights (lexicon/merge_weights.toml) are those of a logistic regression on labelled groups of articles. What those
have too little of and a feed is full of, events that recur in one place, is settled before they are asked.
"""

import math
from dataclasses import dataclass
from functools import cache, lru_cache

from service import lexicon
from service.merge.profiles import common, cosine, overlap

EARTH = 6371.0  # km
NEAR = 25.0  # km
SOON, LATER = 1, 7  # days
HEAVIEST = 6  # words
MUCH = 100.0  # of what words tell: some twenty rare ones


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score, 0 to 1, and its reasons in words, those that weigh most first."""

    score: float
    reasons: tuple[str, ...]


def same_event(a: dict, b: dict) -> Likeness:
    """How likely the reports of two sketches are of one event. Symmetric; two of one article never are."""
    if why := never(a, b):
        return Likeness(0.0, (why,))
    weights = _weights()
    parts = {name: weights[name] * value for name, value in features(a, b).items() if value and name in weights}
    parts |= contradiction(a, b)
    score = 1 / (1 + math.exp(-weights["bias"] - sum(parts.values())))
    if not (a["main"] and b["main"]):
        score *= lexicon.table("merge")["aside"]  # what articles are about finds together first
    heaviest = sorted(parts, key=lambda name: (-abs(parts[name]), name))
    says = lexicon.table("merge")["reasons"]
    return Likeness(round(score, 6), tuple(f"{says[name]} ({parts[name]:+.1f})" for name in heaviest))


def features(a: dict, b: dict) -> dict[str, float]:
    """What two reports have in common and what tells them apart, by name."""
    return {
        "words": cosine(a["words"], b["words"]),
        "own": cosine(a["own"], b["own"]),
        "shared": min(1.0, _shared(a, b) / MUCH),
        "names": min(_covered(a, b), _covered(b, a)),
        "same_names": _alike(a["names"], b["names"]),
        "weightiest": min(_heavy(a, b), _heavy(b, a)),
        **dict.fromkeys((_years(a, b), _days(a, b), _published(a, b), _spots(a, b), _types(a, b), _tolls(a, b)), 1.0),
    }


def contradiction(a: dict, b: dict) -> dict[str, float]:
    """{what speaks against it: how much}, where day, place or type differ: the more, the less the words have in common.

    Long articles with many rare words in common are of one event, and one of them was misread; of short ones the facts
    are all that tells them apart: "A car bomb killed five in Mosul", "A car bomb killed five in Kirkuk".
    """
    table = lexicon.table("merge")["contradiction"]
    why = "days_next" if _days(a, b) == "days_next" else _elsewhere(a, b, table["far_km"])
    if not why and _types(a, b) in ("type_other", "type_unknown"):  # "Ministers met in Athens", "A blast in Athens"
        why, table = "types", table["types"]
    doubt = max(0.0, 1 - _shared(a, b) / table["enough"])
    return {f"against_{why}": -table["weight"] * doubt} if why and doubt else {}


def never(a: dict, b: dict) -> str:
    """Why two reports cannot be of one event, whatever they share; nothing if they can."""
    if a["article"] == b["article"]:
        return "they are of one article"
    if not (a["main"] and b["main"]) and not _may_be_one(a, b):
        return "one of them is no main report, and the types differ"
    if _days(a, b) == "days_apart" and overlap(a, b) < lexicon.table("merge")["copies"]["enough"]:
        return "they are days apart"  # two quakes in a week, two nights of strikes on one city
    return ""


def _may_be_one(a, b):
    return a["type"] == b["type"] != "other" or (a["family"] == b["family"] and "other" not in (a["type"], b["type"]))


def _elsewhere(a, b, far):
    """What tells the places of two events of harm apart, if anything."""
    families = lexicon.table("merge")["recurring"]["families"]
    if not (a["spots"] and b["spots"] and a["family"] in families and b["family"] in families):
        return ""
    if not _common(a, b, 2):
        return "countries"
    nearest = min(_distance(one, other) for one in a["spots"] for other in b["spots"])
    if nearest == math.inf:
        return "" if _common(a, b, 3) else "divisions"
    return "far" if nearest > far else ""


def _common(a, b, part):
    """Whether a part of their places is the same in any two, or not known of all of one."""
    ours, theirs = ({spot[part] for spot in one["spots"] if spot[part]} for one in (a, b))
    return bool(ours & theirs) or not ours or not theirs


def _shared(a, b):
    """How much the weightiest words that both have tell, all together."""
    return sum(_tells(word) for word in a["words"] if word in b["words"])


@lru_cache(20_000)
def _tells(word):
    """The rarer it is in news, the more."""
    return math.log(100 / common(word))


def _covered(one, other):
    """How much of what the names of one weigh the other has as well."""
    whole = sum(one["names"].values())
    if not whole:
        return 0.3
    return (
        sum(weight for name, weight in one["names"].items() if name in other["names"] or name in other["words"]) / whole
    )


def _alike(ours, theirs):
    """The cosine of two weighings of names."""
    length = math.sqrt(sum(w * w for w in ours.values()) * sum(w * w for w in theirs.values()))
    return sum(weight * theirs[name] for name, weight in ours.items() if name in theirs) / length if length else 0.2


def _heavy(one, other):
    """How many of the weightiest words of one the other has."""
    heaviest = sorted(one["words"], key=lambda word: (-one["words"][word], word))[:HEAVIEST]
    return sum(word in other["words"] for word in heaviest) / len(heaviest) if heaviest else 0.4


def _years(a, b):
    if not a["years"] or not b["years"]:
        return "years_unknown"
    return "years_shared" if set(a["years"]) & set(b["years"]) else "years_apart"


def _days(a, b):
    """A day tells two events apart where both articles are news of them: a day long past may be misread."""
    if not a["days"] or not b["days"]:
        return "days_unknown"
    gap = max(0, a["days"][0] - b["days"][1], b["days"][0] - a["days"][1])
    if a["night"] and b["night"] and a["night"] != b["night"]:
        return "days_apart"
    if gap == 0:
        return "days_same"
    if not (_is_sharp(a) and _is_sharp(b)):
        return "days_vague"
    return "days_next" if gap == 1 else "days_apart"


def _is_sharp(one):
    """Whether it tells of harm on a day just before the article, as news does."""
    if one["family"] not in lexicon.table("merge")["recurring"]["families"] or one["days"][1] - one["days"][0] > 1:
        return False
    return (
        one["published"] is None
        or -1 <= one["published"] - one["days"][0] <= lexicon.table("merge")["recurring"]["recent"]
    )


def _published(a, b):
    if a["published"] is None or b["published"] is None:
        return "published_unknown"
    gap = abs(a["published"] - b["published"])
    return "published_together" if gap <= SOON else "published_near" if gap <= LATER else "published_apart"


def _spots(a, b):
    if not a["spots"] or not b["spots"]:
        return "places_unknown"
    pairs = [(one, other) for one in a["spots"] for other in b["spots"]]
    if any(_distance(one, other) <= NEAR for one, other in pairs):
        return "places_near"
    if any(one[2] and one[2] == other[2] and None in (one[0], other[0]) for one, other in pairs):
        return "places_in_country"
    return "places_apart"


def _distance(one, other):
    """Great-circle distance in km; endless where one has no fine point."""
    if one[0] is None or other[0] is None:
        return math.inf
    lat1, lon1, lat2, lon2 = map(math.radians, (*one[:2], *other[:2]))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, h)))


def _types(a, b):
    if "other" in (a["type"], b["type"]):
        return "type_unknown"
    if a["type"] == b["type"]:
        return "type_same"
    if a["family"] == b["family"]:
        return "type_kin"
    harm = lexicon.table("merge")["recurring"]["families"]
    return "type_harm" if a["family"] in harm and b["family"] in harm else "type_other"


def _tolls(a, b):
    """Of equal tolls one is told by both; a dead toll does not sink from 40 to 2."""
    killed = [one["toll"].get("killed") for one in (a, b)]
    if None in killed:
        return "toll_unknown"
    if killed[0] == killed[1]:
        return "toll_same"
    return "toll_apart" if max(killed) > 3 * min(killed) + 3 else "toll_near"


@cache
def _weights():
    return lexicon.table("merge_weights")["weights"]
