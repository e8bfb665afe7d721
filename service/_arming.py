"""Turns the weapons of a report into words: "missiles (70 launched) and drones (9 launched), 60 intercepted"."""

from service import lexicon
from service._counting import counted
from service._naming import listed

WORDS = lexicon.table("wording")


def armed_with(weapons: list[dict]) -> str:
    """The kinds with their numbers; nothing if none is known.

    >>> armed_with([{"kind": "drone", "used": {"low": 9, "best": 9, "high": 9}}, {"kind": "small-arms"}])
    'drones (9 launched) and small arms'
    """
    kinds: dict[tuple, dict] = {}
    for weapon in weapons:
        if weapon["kind"] in WORDS["weapons"]:
            _take_in(weapon, kinds.setdefault((weapon["kind"], _parts(weapon)), {}))
    alone = {kind for kind, parts in kinds if not parts}
    # "110 of the missiles and drones" adds to what is told of missiles and of drones; else it is told by itself.
    both = [key for key in kinds if key[1] and alone.issuperset(key[1])]
    told = [_kind(*key, counts) for key, counts in kinds.items() if key not in both]
    stopped = [part for key in both for part in _stopped(kinds[key], " of them")]
    return ", ".join([listed(told), *stopped]) if told else ""


def done_with(kind: str) -> str:
    """What became of those that are counted as used: missiles were launched, a blade was just used."""
    return WORDS["weapons"].get(kind, {}).get("used", "used")


def _parts(weapon):
    """The kinds that one number is for: "dozens of missiles and drones"."""
    mixed = WORDS["weapons"][weapon["kind"]].get("mixed")
    return tuple(sorted(set(weapon.get("subkinds", [])) & set(WORDS["weapons"]))) if mixed else ()


def _take_in(weapon, counts):
    """Of each number the largest: an article that tells of "a missile" may tell of "70 missiles" further down."""
    for name in ("used", "intercepted", "hit"):
        if weapon.get(name) and _size(weapon[name]) > _size(counts.get(name, {})):
            counts[name] = weapon[name]


def _size(count):
    return max((count[bound] for bound in ("low", "best", "high") if count.get(bound) is not None), default=-1)


def _kind(kind, parts, counts):
    row = WORDS["weapons"][kind]
    used = counted(counts.get("used", {})) if row.get("used") else ""
    stopped = _stopped(counts)
    if "one" in row and not stopped and (used == "1" or (not used and row.get("single"))):
        return row["one"]
    name = listed([WORDS["weapons"][part]["many"] for part in parts]) if parts else row["many"]
    numbers = [f"{used} {row['used']}"] if used else []
    return f"{name} ({', '.join(numbers + stopped)})" if numbers or stopped else name


def _stopped(counts, of=""):
    ends = (("intercepted", "intercepted"), ("hit", "got through"))
    return [f"{count}{of} {end}" for name, end in ends if (count := counted(counts.get(name, {})))]
