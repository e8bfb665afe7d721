"""Turns an article into its profile: the words that tell it from other articles, and by which copies of it are known.

A word weighs more the rarer it is in news (lexicon/common_words.csv) and the more often it is told; names weigh apart.
Nothing here knows what events are, so that it serves football and films as well.
"""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b

from service import lexicon
from service.records import Article

WORD = re.compile(r"[^\W_]{2,}")
NAME = re.compile(r"[A-Z][\w’'-]*[a-z][\w’'-]*|[A-Z]{2,}")
YEAR = re.compile(r"\b(?:19[5-9]\d|20[0-4]\d)\b")
LEAD = 400  # characters of the text that tell what it is about
LONGEST = 40  # letters of a word; what is longer is a key, a file or noise, and would have no end
SHINGLE, MARKS = 4, 64  # words; the smallest hashes that stand for all shingles


def of(article: Article) -> dict:
    """{words, lead, names: {word: weight}, years, marks}: small enough to be kept with every article."""
    title, text = article.title, article.text
    return {
        "words": weighed([(title, 2.0), (text[:LEAD], 1.5), (text[LEAD:], 1.0)], _limit("words")),
        "lead": weighed([(title, 1.5), (text[:LEAD], 1.0)], _limit("lead")),
        "names": _names(f"{title}. {text}"),
        "years": sorted(set(YEAR.findall(f"{title} {text}"))),
        "marks": _marks(text),
    }


def weighed(parts: Iterable[tuple[str, float]], limit: int) -> dict[str, float]:
    """The weightiest words of texts, each text with how much it counts, as a vector of length 1."""
    told: Counter[str] = Counter()
    for text, counts in parts:
        for word in WORD.findall(text):
            told[_form(word)] += counts
    weights = {}
    for word, count in told.items():
        share = common(word)
        if share <= _limit("commonest") and not _is_plain(word):
            weights[word] = (1 + math.log(count) if count > 1 else count) * math.log(100 / share)
    heaviest = sorted(weights, key=lambda word: (-weights[word], word))[:limit]
    length = math.sqrt(sum(weights[word] ** 2 for word in heaviest)) or 1.0
    return {word: round(weights[word] / length, 3) for word in heaviest}


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """How much two vectors of length 1 have in common, 0 to 1."""
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def near_copy(one: dict, other: dict) -> bool:
    """Whether one article is the other, printed again: most of the shingles of the shorter one are in the longer."""
    return overlap(one, other) >= lexicon.table("merge")["copies"]["enough"]


def overlap(one: dict, other: dict) -> float:
    """The share of one article's shingles that the other has, by the smallest hashes of both (Broder 1997)."""
    ours, theirs = set(one.get("marks", ())), set(other.get("marks", ()))
    if not ours or not theirs:
        return 0.0
    smallest = sorted(ours | theirs)[:MARKS]
    return sum(mark in ours and mark in theirs for mark in smallest) / len(smallest)


def common(word: str) -> float:
    """In how many articles of a hundred a word stands, in this form or with an s."""
    words = _common_words()
    return max(words.get(word, 0.0), words.get(f"{word}s", 0.0), _limit("rarest"))


def _names(text):
    """Words that are written with a capital wherever they stand, the weightiest."""
    small = set(re.findall(r"\b[a-z]+", text))
    told = Counter(found[0].lower().rstrip("s'’") for found in NAME.finditer(text))
    weights = {
        name: round((1 + math.log(count)) * math.log(100 / common(name)), 2)
        for name, count in told.items()
        if 2 < len(name) <= LONGEST and name not in small and common(name) <= _limit("commonest_name")
    }
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[: _limit("names")])


def _marks(text):
    words = [word.lower() for word in WORD.findall(text)]
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    hashes = sorted(int.from_bytes(blake2b(shingle.encode(), digest_size=4).digest(), "big") for shingle in shingles)
    return hashes[:MARKS]


def _form(word):
    word = word.lower()
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _is_plain(word):
    """A day of the month or a year, in too many articles to tell any apart; or no word at all."""
    if len(word) > LONGEST:
        return True
    if word.isdecimal():
        return int(word) <= 31 or bool(YEAR.fullmatch(word))
    return len(word) < 3


def _limit(name):
    return lexicon.table("merge")["profile"][name]


@cache
def _common_words():
    with (lexicon.FOLDER / "common_words.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: float(row["articles_in_100"]) for row in csv.DictReader(file)}
