"""A hash of all that decides what is read in an article, so that it is known which were read by other rules."""

from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("service/extract", "service/lexicon", "service/merge", "schemas/vocabulary", "service/data")
ELSEWHERE = ("__init__", "__main__", "wsgi", "openapi", "headers", "access", "conditional", "negotiation", "problems")


@cache
def fingerprint(model: str) -> str:
    """The rules' hash, with a model of the given name."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        release = version(model.replace("_", "-"))
    except PackageNotFoundError:
        release = ""
    digest = sha256(f"{model} {release}".encode())
    modules = [path for path in (ROOT / "service").glob("*.py") if path.stem not in ELSEWHERE]
    parts = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in sorted([*modules, *parts]):
        if path.suffix != ".pyc":
            digest.update(f"{path.relative_to(ROOT)} ".encode() + path.read_bytes())
    return digest.hexdigest()
