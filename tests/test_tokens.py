"""Tokens are known by their digests alone, and their file counts as it is now, or as it last made sense."""

import logging
import os
import pickle
import re
from hashlib import sha256

import pytest

from service import access, tokens
from service.__main__ import main
from service.config import Config
from service.errors import BadSetting
from service.tokens import TokensFile, holder, listed, new

EMPTY = sha256(b"").hexdigest()
BAD_LINES = [
    "s3cret",
    ":s3cret",
    "press:",
    "press:s3 cret",
    "press:s3cr\xe9t",
    "press:sha256$",
    f"press:sha256${'s3' * 32}",
    f"press:sha256${'0a ' * 21}0",  # 64 characters, of which bytes.fromhex would make something
    f"press:sha256${'0' * 63}",
    f"press:sha256${'0' * 65}",
    f"press:sha256${EMPTY}",
    "loopback:s3cret",
    "Loopback:s3cret",
    "pre\x01ss:s3cret",
]


def digest(token):
    return f"sha256${sha256(token.encode()).hexdigest()}"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tokens"


@pytest.fixture
def settled(monkeypatch):
    """A file is at once what it looks like, as it is two seconds after its last change."""
    monkeypatch.setattr(tokens, "UNSETTLED", -(10**12))


def names(found):
    return [token.name for token in found]


def written(path, text):
    """Written as it should be: beside it, and put in its place."""
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def test_a_digest_is_as_good_as_its_token():
    plain, hashed = listed(f"press:s3cret, desk:{digest('4n0ther')}")
    assert (plain.digest, hashed.digest) == (sha256(b"s3cret").digest(), sha256(b"4n0ther").digest())
    assert listed(f"press:{digest('s3cret').upper().replace('SHA', 'sha')}") == (plain,)
    assert names(listed(f"{digest('a')},:b,c:d")) == ["token 1", "token 2", "c"]


def test_who_holds_it():
    known = listed(f"press:s3cret,desk:{digest('4n0ther')},press:t00")
    assert [holder(known, given) for given in (b"s3cret", b"4n0ther", b"t00")] == ["press", "desk", "press"]
    assert holder(known, b"") is holder(known, b"s3cre") is holder((), b"s3cret") is None


def test_to_know_a_digest_is_not_to_have_the_token():
    known = listed(f"press:{digest('s3cret')}")
    assert holder(known, digest("s3cret").encode()) is None
    assert holder(known, sha256(b"s3cret").digest()) is None


def test_all_are_compared_in_constant_time(monkeypatch):
    seen = []
    monkeypatch.setattr(tokens.hmac, "compare_digest", lambda *pair: seen.append(pair) or pair[0] == pair[1])
    assert holder(listed("a:1,b:2,c:3"), b"1") == "a"
    assert len(seen) == 3 and all(len(side) == 32 for pair in seen for side in pair)


def test_nothing_that_is_kept_shows_or_has_a_token(path):
    path.write_text("desk:4n0ther\n")
    config = Config(write_tokens=listed("press:s3cret"), write_tokens_file=TokensFile(path))
    access.check_settings(config)
    assert names(config.write_tokens_file.tokens()) == ["desk"]
    for value in (config, config.write_tokens, config.write_tokens_file, config.write_tokens_file.tokens()):
        for token in ("s3cret", "4n0ther"):
            assert token.encode() not in pickle.dumps(value)  # all of its state
            shown = f"{value!r} {value!s}"
            assert token not in shown and repr(sha256(token.encode()).digest()) not in shown


def test_a_file_has_comments_and_blank_lines(path):
    path.write_bytes(
        f"\ufeff# who may write\r\n\r\npress:{digest('s3cret')}  # the old one\r\n"
        f"  press : {digest('n3w')}\r\ndesk:4n0#ther".encode()
    )
    found = TokensFile(path).load()
    assert names(found) == ["press", "press", "desk"]
    assert [holder(found, given) for given in (b"s3cret", b"n3w", b"4n0#ther")] == ["press", "press", "desk"]


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_bad_line_is_named_and_not_repeated(path, line):
    path.write_text(f"# comment\ndesk:4n0ther\n{line}\n", encoding="utf-8")
    with pytest.raises(BadSetting, match=f"^WRITE_TOKENS_FILE: {re.escape(str(path))}: line 3: ") as refused:
        access.check_settings(Config(write_tokens_file=TokensFile(path)))
    assert "s3" not in str(refused.value).removeprefix(f"WRITE_TOKENS_FILE: {path}")
    assert refused.value.__suppress_context__


def test_at_the_start_the_file_must_be_there(path):
    config = Config.from_environment({"WRITE_TOKENS_FILE": str(path)})
    with pytest.raises(BadSetting, match=r"^WRITE_TOKENS_FILE: .*No such file"):
        access.check_settings(config)
    path.mkdir()
    with pytest.raises(BadSetting, match="not a file"):
        access.check_settings(config)
    path.rmdir()
    os.mkfifo(path)  # to read it would wait for ever
    with pytest.raises(BadSetting, match="not a file"):
        access.check_settings(config)
    path.unlink()
    path.write_bytes(b"press:\xff")
    with pytest.raises(BadSetting, match="not UTF-8"):
        access.check_settings(config)


def test_a_file_with_a_token_will_do_where_others_can_reach_it(path):
    config = Config(host="0.0.0.0", write_tokens_file=TokensFile(path))
    path.write_text("# nobody yet\n")
    with pytest.raises(BadSetting, match="set WRITE_TOKENS or WRITE_TOKENS_FILE"):
        access.check_settings(config)
    path.write_text(f"press:{digest('s3cret')}\n")
    access.check_settings(config)


def test_only_who_serves_reads_it(path, capsys, monkeypatch):
    """Or nobody could make the first token."""
    monkeypatch.setenv("WRITE_TOKENS_FILE", str(path))
    assert main(["token", "press"]) == 0
    path.write_text(capsys.readouterr().out)
    assert names(Config.from_environment().write_tokens_file.load()) == ["press"]


def test_a_change_counts_at_once(path, settled):
    file = TokensFile(path)
    for text, expected in [("a:1\n", ["a"]), ("a:1\nb:2\n", ["a", "b"]), ("c:2\n", ["c"]), ("# none\n", [])]:
        written(path, text)
        assert names(file.tokens()) == expected
        path.write_text(f"{text}d:3\n")  # in its place is as good, for who reads after it
        assert names(file.tokens()) == [*expected, "d"]


def test_what_has_not_changed_is_not_read_again(path, settled, monkeypatch):
    path.write_text("a:1\n")
    file = TokensFile(path)
    first = file.load()
    reads = []
    monkeypatch.setattr(type(path), "read_bytes", lambda _: reads.append(1) or b"b:2\n")
    assert file.tokens() is first
    assert not reads
    os.utime(path, ns=(1, 1))
    assert names(file.tokens()) == ["b"] and len(reads) == 1


def test_a_change_that_cannot_be_seen_counts(path):
    """Of the same size, in the same file, within one tick of the file system's clock."""
    path.write_text("a:1\n")
    file = TokensFile(path)
    looks = file._look()
    assert names(file.load()) == ["a"]
    path.write_text("b:1\n")
    file._look = lambda: looks
    assert names(file.tokens()) == ["b"]


@pytest.mark.parametrize("settle", [-(10**12), 2 * 10**9])
@pytest.mark.parametrize("spoil", ["bad", "gone", "folder", "latin"])
def test_what_makes_no_sense_leaves_what_did_and_is_logged_once(path, monkeypatch, caplog, spoil, settle):
    monkeypatch.setattr(tokens, "UNSETTLED", settle)
    path.write_text("a:s3cret\n")
    file = TokensFile(path)
    file.load()
    path.unlink()
    if spoil == "bad":
        path.write_text("b:n3w\nh4lf\n")
    elif spoil == "folder":
        path.mkdir()
    elif spoil == "latin":
        path.write_bytes(b"b:n3w\nn\xe9:3\n")
    with caplog.at_level(logging.DEBUG):
        for _ in range(3):
            assert names(file.tokens()) == ["a"]
    (record,) = caplog.records
    assert record.levelname == "ERROR" and str(path) in caplog.text
    assert not any(token in caplog.text for token in ("s3cret", "n3w", "h4lf"))

    path.rmdir() if spoil == "folder" else path.unlink(missing_ok=True)
    path.write_text("c:3\n")
    assert names(file.tokens()) == ["c"]
    path.unlink()
    assert names(file.tokens()) == ["c"]
    assert [record.levelname for record in caplog.records].count("ERROR") == 2  # it is new again


def test_what_could_not_be_read_is_tried_again(path, settled, monkeypatch):
    """That it may be read now need not show in how the file looks."""
    path.write_text("a:1\n")
    file = TokensFile(path)
    file.load()
    looks = file._look()
    path.write_text("b:2\n")
    read = type(path).read_bytes

    def denied(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", denied)
    file._look = lambda: (*looks[:-1], -1)
    assert names(file.tokens()) == ["a"]
    monkeypatch.setattr(type(path), "read_bytes", read)
    assert names(file.tokens()) == ["b"]


def test_a_reload_tells_how_many_and_no_more(path, caplog):
    path.write_text("a:s3cret\nb:4n0ther\n")
    with caplog.at_level(logging.DEBUG):
        TokensFile(path).load()
    assert caplog.messages == [f"WRITE_TOKENS_FILE: {path} was read, tokens: 2"]


def test_a_new_token_is_shown_once_and_its_line_lets_it_in(path, capsys):
    assert main(["token", "the desk"]) == 0
    line, shown = capsys.readouterr()
    token = shown.split()[-1]
    assert re.fullmatch(r"[\w-]{43}", token) and token not in line
    assert re.fullmatch(r"the desk:sha256\$[0-9a-f]{64}\n", line)
    path.write_text(line)
    assert holder(TokensFile(path).load(), token.encode()) == "the desk"
    assert holder(listed(line.strip()), token.encode()) == "the desk"
    assert new("the desk")[0] != token


@pytest.mark.parametrize("name", ["", " ", "a:b", "a,b", "a#b", "a\nb", "loopback", "Loopback"])
def test_a_name_that_no_line_can_have(name, capsys):
    assert main(["token", name]) == 2
    out, err = capsys.readouterr()
    assert not out and "NAME: " in err
