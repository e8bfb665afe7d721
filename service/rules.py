"""Hashes of code and data, so that what other code has made can be told: readings of articles, rows kept ready."""

from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("service/extract", "service/lexicon", "service/merge", "schemas/vocabulary", "service/data")
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
        "ingest",
        "negotiation",
        "openapi",
        "openapi_paths",
        "problems",
        "reprocess",
        "rules",
        "running",
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
def written_by(*folders: str) -> str:
    """A short hash of all files in these folders."""
    return _hash("", _files(folders))[:16]


def _files(folders):
    return [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]


def _hash(more, files):
    digest = sha256(more.encode())
    for path in sorted(files):
        if path.suffix != ".pyc":
            digest.update(f"{path.relative_to(ROOT)} ".encode() + path.read_bytes())
    return digest.hexdigest()
