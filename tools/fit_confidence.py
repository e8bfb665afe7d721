"""Fits those weights of service/confidence.py that labelled sets do not give, and writes lexicon/confidence.toml.

    python tools/fit_confidence.py

Labelled sets say what an article's main event is. Of what is told beside it, and of words and deeds of states,
confidence_labels.csv has 368 reports of news articles: by which weights each was judged, whether a person who read its
sentence held it right (an event of that type, of these days, that did take place as told), and what confidence.py sees
of it. No word of an article is in it.
"""

import csv
import re
from itertools import pairwise
from pathlib import Path

import numpy as np

LABELS = Path(__file__).parent / "confidence_labels.csv"
OUT = Path(__file__).parent.parent / "service/lexicon/confidence.toml"
USED = {
    "beside": ("plain", "repeated", "counted", "agent", "unrest", "far"),
    "words": (
        "vague",
        "plain",
        "repeated",
        "lead",
        "short",
        "aside",
        "agent",
        "office",
        "planned",
        "law",
        "law_counted",
    ),
}
BY_HAND = {"beside": {"foreign": -2.85}, "words": {"foreign": -1.5}}  # too few such articles among the labelled
RIDGE = 1.0
FOLDS = 10
BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)


def main() -> None:
    """Fit each table, say how well it holds on reports that it was not fitted on, and write it."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    text = OUT.read_text(encoding="utf-8")
    for table, names in USED.items():
        mine = [row for row in rows if row["table"] == table]
        right = np.array([float(row["right"]) for row in mine])
        seen = np.array([[1.0, *(float(row[name]) for name in names)] for row in mine])
        print(f"{table}: {len(mine)} reports, {right.mean():.2f} of them right")
        for low, high, here in _bands(held_out(seen, right)):
            print(f"  {low:.1f} to {min(high, 1):.1f}: {here.sum():3} reports, {right[here].mean():.2f} right")
        fitted = dict(zip(("bias", *names), fit(seen, right), strict=True)) | BY_HAND[table]
        lines = "\n".join(f"{name} = {weight:.2f}" for name, weight in fitted.items())
        text = re.sub(rf"(?<=\[{table}\]\n).*?(?=\n\n)", lines, text, flags=re.DOTALL)
    OUT.write_text(text, encoding="utf-8")


def fit(seen: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression, by Newton's method; all but the bias are held small."""
    weights, ridge = np.zeros(seen.shape[1]), RIDGE * np.eye(seen.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(50):
        told = _logistic(seen @ weights)
        slope = seen.T @ (told - right) + ridge @ weights
        bend = (seen.T * (told * (1 - told))) @ seen + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights


def held_out(seen: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The confidence of each report by weights fitted on the reports of the other folds."""
    folds = np.random.default_rng(0).integers(0, FOLDS, len(right))
    told = np.zeros(len(right))
    for fold in range(FOLDS):
        told[folds == fold] = _logistic(seen[folds == fold] @ fit(seen[folds != fold], right[folds != fold]))
    return told


def _logistic(value):
    return 1 / (1 + np.exp(-value))


def _bands(told):
    for low, high in pairwise(BANDS):
        if (here := (told >= low) & (told < high)).any():
            yield low, high, here


if __name__ == "__main__":
    main()
