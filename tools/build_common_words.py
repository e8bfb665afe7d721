"""Counts in how many articles of a hundred a word of news stands, for service/lexicon/common_words.csv.

    python tools/build_common_words.py FOLDER

FOLDER has one folder for each collection of articles, with lines of JSON that have `title` and `text`. Every collection
counts the same, and a word must be in many of them: what only one is about is no common word. No sentence is kept.
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

from service.merge.profiles import WORD

OUT = Path(__file__).parent.parent / "service/lexicon/common_words.csv"
RAREST = 0.4  # per cent
COLLECTIONS = 6


def main(folder: str) -> None:
    """Write the list."""
    share: Counter[str] = Counter()
    found_in: Counter[str] = Counter()
    collections = sorted(path for path in Path(folder).glob("*/*.jsonl"))
    for path in collections:
        articles = [json.loads(line) for line in path.open(encoding="utf-8")]
        words = Counter(word for article in articles for word in _words(article))
        share.update({word: 100 * count / len(articles) for word, count in words.items()})
        found_in.update(words.keys())
    rows = [
        (word, round(total / len(collections), 1))
        for word, total in sorted(share.items())
        if total / len(collections) >= RAREST and found_in[word] >= COLLECTIONS
    ]
    with OUT.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("word", "articles_in_100"), *rows])
    print(f"{len(rows)} words of {len(collections)} collections")


def _words(article):
    return {word.lower() for word in WORD.findall(f"{article.get('title') or ''}\n{article['text']}")}


if __name__ == "__main__":
    main(sys.argv[1])
