"""`make bench`: the table of ratios. Both sides of each are measured in one run: machines differ, ratios travel.

    python -m bench [ROW ...] [--events N] [--rounds N] [--keep FOLDER] [--texts FILE ...] [--quick]

The status is 1 if something breaks, and 0 whether targets are met or not.
"""

import argparse
import importlib
import sys
import tempfile
import time
import traceback
from pathlib import Path

from bench.table import Setting, printed
from service.config import one_blas_thread

ROWS = {  # name: module, in the order of the table
    "extract": "extracting",
    "post": "posting",
    "serving": "serving",
    "atom": "atom",
    "filters": "filtering",
    "merge": "merging",
    "csv": "exporting",
    "memory": "memory",
    "start": "starting",
    "scaling": "scaling",
}


def main(argv: list[str] | None = None) -> int:
    """Measure, and print the table."""
    args = _parser().parse_args(argv)
    one_blas_thread()
    sizes = {"few": 200, "many": 1000, "rounds": 1} if args.quick else {"many": args.events, "rounds": args.rounds}
    found, broken = [], 0
    with tempfile.TemporaryDirectory() as made:
        setting = Setting(args.keep or Path(made), quick=args.quick, files=tuple(args.texts), **sizes)
        for name in args.rows or ROWS:
            start = time.perf_counter()
            try:
                for row in importlib.import_module(f"bench.{ROWS[name]}").rows(setting):
                    found.append(row)
                    print(" | ".join(row.cells()), file=sys.stderr)  # should the rest take longer than one will wait
            except Exception:
                broken += 1
                traceback.print_exc()
            print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    print(printed(found))
    return 1 if broken else 0


def _parser():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="*", metavar="ROW", choices=[[], *ROWS], help=f"only these: {', '.join(ROWS)}")
    parser.add_argument("--events", type=int, default=100_000, metavar="N", help="in the large store (100,000)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the stores here, or take those that are here")
    parser.add_argument(
        "--texts", type=Path, nargs="+", default=[], metavar="FILE", help="JSON Lines to code and post, too"
    )
    parser.add_argument("--quick", action="store_true", help="little of everything, to see that it runs")
    return parser


if __name__ == "__main__":
    sys.exit(main())
