"""Turns a list of who may write into names and digests. A token itself is kept nowhere, in memory neither.

Tokens that `new` makes have 256 random bits: nobody finds one by trying, so there is nothing that a salt or a slow hash
would add, and SHA-256 is right. (Of passwords, which people choose, that would not be true.)
"""

import hmac
import logging
import re
import secrets
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

BYTES = 32  # of chance in a token of ours
PREFIX = "sha256$"
DIGEST = re.compile(r"sha256\$[0-9a-fA-F]{64}")
TAKEN = "loopback"  # what a writer at this very machine is called
COMMENT = re.compile(r"(?:^|\s)#.*")  # no token has a space, so that what comes after one is none
UNSETTLED = 2 * 10**9  # ns; the coarsest clock of a file system: two changes within it may look like one
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Token:
    """Who has it, and what it is known by."""

    name: str
    digest: bytes = field(repr=False)


def new(name: str) -> tuple[str, str]:
    """A new token, and the line that lets it in. Raises ValueError for a name that no line can have."""
    if not name.strip() or any(sign in name for sign in ":,#"):
        raise ValueError("a name has something in it, and no colon, comma or #")
    token = secrets.token_urlsafe(BYTES)
    _read(name, token)
    return token, f"{name.strip()}:{PREFIX}{_digest(token.encode()).hex()}"


def listed(value: str) -> tuple[Token, ...]:
    """The tokens of "press:s3cret,sha256$9f86...": one that has no name goes by its number. Raises ValueError."""
    tokens = []
    for number, part in enumerate((part.strip() for part in value.split(",")), start=1):
        name, colon, token = part.partition(":")
        if not colon:
            name, token = "", part
        try:
            tokens.append(_read(name.strip() or f"token {number}", token))
        except ValueError as error:
            raise ValueError(f"token {number}: {error}") from None
    return tuple(tokens)


def holder(tokens: Iterable[Token], given: bytes) -> str | None:
    """The name of the first token that this is. All are compared, so that the time taken tells nothing."""
    digest = _digest(given)
    names = [token.name for token in tokens if hmac.compare_digest(token.digest, digest)]
    return names[0] if names else None


class TokensFile:
    """A file of lines `name:sha256$hex` or `name:token`, read again when it has changed.

    Its state is one value, replaced whole, so that threads need no lock: the file is looked at before it is read, and
    where an older reading stays, the file does not look like it and is read once more.
    """

    def __init__(self, path: Path):
        self.path = path
        self._state = ((), None, "")  # tokens; what the file looked like, None to read it anyhow; what was wrong

    def __repr__(self) -> str:
        return f"TokensFile({str(self.path)!r})"

    def load(self) -> tuple[Token, ...]:
        """Its tokens. Raises ValueError, which repeats nothing that is in it, if any line makes no sense."""
        try:
            looks = self._look()
            tokens = tuple(_lines(self.path.read_bytes()))
        except OSError as error:
            raise ValueError(f"{self.path}: {error.strerror}") from None
        except ValueError as error:
            raise ValueError(f"{self.path}: {error}") from None
        if tokens != self._state[0]:
            log.info("WRITE_TOKENS_FILE: %s was read, tokens: %d", self.path, len(tokens))
        settled = time.time_ns() - max(looks[:2]) > UNSETTLED
        self._state = (tokens, looks if settled else None, "")
        return tokens

    def tokens(self) -> tuple[Token, ...]:
        """Its tokens now; while it is gone or wrong, which is logged once, those that it had before."""
        tokens, looked, wrong = self._state
        with suppress(OSError, ValueError):
            if looked and looked == self._look():
                return tokens
        try:
            return self.load()
        except ValueError as error:
            if str(error) != wrong:
                log.error("WRITE_TOKENS_FILE: %s (those that it had before go on)", error)
            self._state = (tokens, None, str(error))
            return tokens

    def _look(self):
        """What is another after a change. (ctime tells of one by a tool that sets mtime and has the inode again.)"""
        found = self.path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("not a file")
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev


def _lines(content):
    """The token of each line of a file. Raises ValueError with the number of a line that has none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if said := COMMENT.sub("", line).strip():
            name, colon, token = said.partition(":")
            try:
                if not colon or not name.strip():
                    raise ValueError("not name:token")
                yield _read(name, token)
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from None


def _read(name, token):
    """The Token of a name and what stands for the token: itself, or its digest."""
    name, token = name.strip(), token.strip()
    if not name.isprintable() or name.casefold() == TAKEN:
        raise ValueError(f"a name is printable, and not {TAKEN}, which says that there was no token")
    if token.startswith(PREFIX):
        if not DIGEST.fullmatch(token):
            raise ValueError(f"{PREFIX} is not followed by 64 hexadecimal digits")
        digest = bytes.fromhex(token.removeprefix(PREFIX))
    elif not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("is empty or has characters that no header can carry")
    else:
        digest = _digest(token.encode())
    if digest == _digest(b""):
        raise ValueError("is the digest of nothing at all")
    return Token(name, digest)


def _digest(token):
    return sha256(token).digest()
