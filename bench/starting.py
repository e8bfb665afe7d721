"""From the start of gunicorn to its first answer, beside a Python process that loads the model and does nothing else.

The database is made beforehand, as the release command of the Procfile does it.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from bench.table import Row, Setting, in_turns
from service.config import Config
from tests.serving import PATIENCE, answering, environment, run


def rows(setting: Setting) -> Iterator[Row]:
    """One row."""
    load = f"import spacy; spacy.load({Config.from_environment().spacy_model!r})"
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(f"sqlite:///{folder}/dateline.db", LOG_LEVEL="warning")
        if run("release", environ).wait(PATIENCE):
            raise AssertionError("release failed")

        def ours():
            start = time.perf_counter()
            with answering(environ, stdout=subprocess.DEVNULL):
                return time.perf_counter() - start

        def theirs():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", load], check=True, env=environ)
            return time.perf_counter() - start

        found = in_turns(setting.rounds + 1, ours, theirs)[1:]  # the first reads all files from the disk
    ratios = [mine / model for mine, model in found]
    figures = f"{min(mine for mine, _ in found):.1f} s at best"
    yield Row("start to first answer", "spacy.load in a process", ratios, 2, most=True, figures=figures)
