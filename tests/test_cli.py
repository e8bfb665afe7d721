"""The command line: what goes in, what comes out, and the exit status."""

import io
import json
import sys

import pytest

from service.__main__ import main
from tests import golden

pytestmark = pytest.mark.model
BUS = golden.FOLDER / "bus-crash" / "article.json"


@pytest.fixture(autouse=True)
def own_database(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/dateline.db")


def lines_of(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def jsonl(tmp_path, *articles):
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(json.dumps(article) for article in articles) + "\n", encoding="utf-8")
    return str(path)


def test_extract_prints_a_line_for_a_plain_text_file(tmp_path, capsys):
    path = tmp_path / "ferry.txt"
    path.write_text("LOM, March 5 (Meridian Wire) -- A ferry capsized near Lom on Thursday, killing 12 people.")
    assert main(["extract", "--received", "2026-04-01", str(path)]) == 0
    (line,) = lines_of(capsys)
    assert line["id"] == "ferry.txt"
    assert line["events"][0]["type"] == "maritime-accident"
    assert line["events"][0]["when"]["date"] == "2026-03-05"
    assert line["events"][0]["year_inferred"] is True
    assert line["events"][0]["toll"]["killed"]["best"] == 12


def test_refused_articles_say_why_and_the_rest_go_on(tmp_path, capsys):
    bus = {"id": "bus", **json.loads(BUS.read_text())}
    path = jsonl(tmp_path, {"id": "blank", "text": "  "}, bus, {"id": "none"}, [])
    assert main(["extract", "--jsonl", path]) == 1
    blank, coded, none, nothing = lines_of(capsys)
    assert (blank["id"], blank["events"], blank["problem"]["status"]) == ("blank", [], 422)
    assert coded["events"][0]["type"] == "road-crash" and "problem" not in coded
    assert none["problem"]["status"] == 422
    assert "problem" in nothing


def test_too_long_is_refused_here_too(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MAX_ARTICLE_CHARS", "50")
    path = jsonl(tmp_path, {"id": "long", "text": "A bus overturned near the town of Lom. " * 3})
    assert main(["extract", "--jsonl", path]) == 1
    assert lines_of(capsys)[0]["problem"]["status"] == 413


def test_bytes_that_are_not_utf_8(tmp_path, capsys):
    path = tmp_path / "latin.txt"
    path.write_bytes(b"caf\xe9 bombed")
    assert main(["extract", str(path)]) == 1
    assert lines_of(capsys)[0]["problem"] == {
        "title": "Text that cannot be read",
        "status": 400,
        "detail": "not UTF-8: byte 3 is 0xe9",
    }


def test_mentions_and_merge(tmp_path, capsys):
    path = jsonl(tmp_path, {"id": "bus", **json.loads(BUS.read_text())})
    assert main(["extract", "--jsonl", "--mentions", "--merge", path]) == 0
    (line,) = lines_of(capsys)
    article = golden.article("bus-crash")
    assert {"Mandi", "India"} <= {place["name"] for place in line["places"]}
    for place in line["places"]:
        part = article.title if place.get("in") == "title" else article.text
        assert part[place["start"] : place["end"]] == place["text"]
    assert "2026-07-05" in {day["value"] for day in line["dates"]}
    assert len({event["event"] for event in line["events"]}) == len(line["events"])


def test_processes_give_the_same_in_the_same_order(tmp_path, capsys):
    articles = [{"id": f"a{number}", **json.loads(BUS.read_text())} for number in range(5)]
    path = jsonl(tmp_path, *articles)
    main(["extract", "--jsonl", path])
    alone = capsys.readouterr().out
    main(["extract", "--jsonl", "--workers", "2", path])
    assert capsys.readouterr().out == alone


def test_standard_input(monkeypatch, capsys):
    sent = io.TextIOWrapper(io.BytesIO(BUS.read_bytes().replace(b"\n", b" ")))
    monkeypatch.setattr(sys, "stdin", sent)
    assert main(["extract", "--jsonl", "-"]) == 0
    assert lines_of(capsys)[0]["events"][0]["type"] == "road-crash"


def test_ingest_then_export(tmp_path, capsysbinary):
    path = jsonl(tmp_path, {"id": "bus", **json.loads(BUS.read_text())})
    assert main(["ingest", "--jsonl", path]) == 0
    first = json.loads(capsysbinary.readouterr().out)
    assert first["created"] is True
    assert main(["ingest", "--jsonl", path]) == 0
    again = json.loads(capsysbinary.readouterr().out)
    assert again == {**first, "created": False}
    assert main(["export", "--format", "csv"]) == 0
    assert first["events"][0].encode() in capsysbinary.readouterr().out


def test_a_wrong_format_is_named(capsys):
    assert main(["export", "--format", "xls"]) == 2
    assert "csv" in capsys.readouterr().err


def test_a_wrong_setting_is_named(capsys, monkeypatch):
    monkeypatch.setenv("PORT", "many")
    assert main(["extract", "x.txt"]) == 2
    assert "PORT" in capsys.readouterr().err


def test_a_file_that_is_not_there(capsys):
    assert main(["extract", "nowhere.txt"]) == 2
    assert "nowhere.txt" in capsys.readouterr().err
