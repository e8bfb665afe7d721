"""Hashes of code and data, so that what other code has made can be told: readings of articles, rows kept ready."""

from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("service/extract", "service/lexicon", "service/merge", "schemas/vocabulary", "service/data/gazetteer.tsv.xz")
ELSEWHERE = frozenset(  # modules that have no say in it
    [
        "__init__",
        "__main__",
        "access",
        "batch",
        "body",
        "conditional",
        "config",
        "encoding",
        "errors",
        "front",
        "headers",
        "logs",
        "metrics",
        "ingest",
        "negotiation",
        "openapi",
        "openapi_paths",
        "problems",
        "reprocess",
        "rules",
        "running",
        "watch",
        "wsgi",
    ]
)


@cache
def fingerprint(model: str) -> str:
    """The hash of all that decides what is read in an article, with a model of the given name."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        release = version(model.replace("_", "-"))
    except PackageNotFoundError:
        release = ""
    modules = [path for path in (ROOT / "service").glob("*.py") if path.stem not in ELSEWHERE]
    return _hash(f"{model} {release}", [*modules, *_files(FOLDERS)])


@cache
def written_by(*names: str) -> str:
    """A short hash of these files, and of all files in these folders."""
    return _hash("", _files(names))[:16]


def _files(names):
    paths = [path for name in names for path in (ROOT / name, *(ROOT / name).rglob("*"))]
    return [path for path in paths if path.is_file()]


def _hash(more, files):
    digest = sha256(more.encode())
    for path in sorted(files):
        if path.suffix != ".pyc":
            digest.update(f"{path.relative_to(ROOT)} ".encode() + path.read_bytes())
    return digest.hexdigest()
