"""`make golden`: writes the expected files of every case anew. Read the difference before you commit it."""

import sys
import tempfile
from pathlib import Path

from service.pipeline import Pipeline
from tests.conftest import MODEL
from tests.golden import CASES, FOLDER, renderings


def main() -> int:
    """Write, and say how many files changed."""
    pipeline, changed = Pipeline(MODEL), 0
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            for name, content in renderings(case, pipeline, Path(folder)).items():
                path = FOLDER / case / name
                changed += not path.exists() or path.read_bytes() != content
                path.write_bytes(content)
    print(f"{len(CASES)} cases, {changed} files changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
