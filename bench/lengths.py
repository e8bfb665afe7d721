"""How long texts of different lengths take, hostile ones among them: `python -m bench.lengths [NAME ...]`.

Prints seconds of the processor for each length and the exponent with which they grow: 1 is linear, 2 quadratic.
"""

import argparse
import math
import sys
import time
from contextlib import suppress
from datetime import date

from bench import hostile
from service import coder, intake
from service.config import Config, one_blas_thread
from service.errors import ServiceError
from service.pipeline import Pipeline
from service.records import Article

LENGTHS = (12_500, 25_000, 50_000, 100_000)


def main() -> int:
    """Print a line for each kind of text, the slowest last."""
    parser = argparse.ArgumentParser(prog="python -m bench.lengths", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="kinds of text; all of them if none is named")
    parser.add_argument("--rounds", type=int, default=1, help="of which the best counts")
    args = parser.parse_args()
    one_blas_thread()
    pipeline, texts = Pipeline(Config.from_environment().spacy_model), hostile.texts()
    seconds(pipeline, texts["prose"](LENGTHS[0]))  # what is loaded at first use
    rows = []
    for name in args.names or texts:
        found = [min(seconds(pipeline, texts[name](n)) for _ in range(args.rounds)) for n in LENGTHS]
        rows.append((name, found, math.log2(found[-1] / found[-2])))
        print(".", end="", file=sys.stderr, flush=True)
    print(f"\n{'':18}" + "".join(f"{length:>10,}" for length in LENGTHS) + f"{'exponent':>10}")
    for name, found, exponent in sorted(rows, key=lambda row: row[1][-1]):
        print(f"{name:18}" + "".join(f"{one:10.3f}" for one in found) + f"{exponent:10.2f}")
    return 0


def seconds(pipeline: Pipeline, text: str) -> float:
    """What it takes to take a text in and to code it, or to refuse it; it is coded even if it would be refused."""
    start = time.process_time()
    with suppress(ServiceError):
        intake.read({"text": text}, received=date(2026, 3, 5), max_chars=LENGTHS[-1])
    list(coder.code(pipeline, [Article("a", text, date(2026, 3, 5), published=date(2026, 3, 5))]))
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
