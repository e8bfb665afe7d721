"""The command line: what goes in, what comes out, and the exit status."""

import io
import json
import subprocess
import sys
from datetime import date

import pytest

from service import ingest
from service.__main__ import main
from service.records import Article
from service.store import open_store
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


def test_a_page_is_read_by_its_name(tmp_path, capsys):
    path = tmp_path / "ferry.HTML"
    path.write_text(
        "<title>Ferry</title><nav>News</nav><p>A ferry capsized near Lom, killing 12 people, police said.</p>"
    )
    assert main(["extract", str(path)]) == 0
    (event,) = lines_of(capsys)[0]["events"]
    assert event["toll"]["killed"]["evidence"][0]["quote"] == "killing 12 people"
    assert "<" not in event["title"]


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


def test_what_codes_nothing_starts_without_the_model():
    code = "import sys, service.upkeep; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


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


def many(tmp_path, number):
    """Articles that differ in a figure, of which one is refused."""
    made = [
        {
            "id": f"a{n}",
            "text": f"A ferry capsized near Lom on Thursday, killing {n + 2} people.",
            "published": "2026-03-06",
        }
        for n in range(number)
    ]
    made[number // 2]["text"] = " "
    return jsonl(tmp_path, *made)


def test_a_run_that_was_broken_off_goes_on_where_it_was(tmp_path, capsys):
    path, whole, broken = many(tmp_path, 7), tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    assert main(["extract", "--jsonl", path, "--output", str(whole)]) == 1
    lines = whole.read_bytes().splitlines(keepends=True)
    assert [json.loads(line)["id"] for line in lines] == [f"a{n}" for n in range(7)]
    broken.write_bytes(b"".join(lines[:5]) + lines[5][:20])
    assert main(["extract", "--jsonl", path, "--output", str(broken)]) == 0
    assert broken.read_bytes() == whole.read_bytes()
    assert main(["extract", "--jsonl", path, "--merge", "--output", str(broken)]) == 2
    assert "--merge" in capsys.readouterr().err


def test_processes_that_code_ahead_make_the_same_store(tmp_path, capsys, monkeypatch):
    path = many(tmp_path, 150)
    assert main(["ingest", "--jsonl", path]) == 1
    alone = lines_of(capsys)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/together.db")
    assert main(["ingest", "--jsonl", "--workers", "2", path]) == 1
    assert lines_of(capsys) == alone
    assert main(["ingest", "--jsonl", "--workers", "2", path]) == 1  # once more changes nothing
    assert not any(line.get("created") for line in lines_of(capsys))


def test_articles_are_left_to_workers(tmp_path, capsys, monkeypatch):
    """The broker is away: the articles are kept all the same."""
    path = many(tmp_path, 3)
    assert main(["ingest", "--jsonl", "--queue", path]) == 2
    assert "CELERY_BROKER_URL" in capsys.readouterr().err
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://127.0.0.1:1/0")
    assert main(["ingest", "--jsonl", "--queue", path]) == 1
    told = lines_of(capsys)
    assert [("job" in line, "problem" in line) for line in told] == [(True, False), (False, True), (True, False)]
    assert main(["jobs"]) == 0
    assert lines_of(capsys) == [{"queued": 2, "failed": 0, "done": 0}]


def test_jobs_that_failed_are_listed_and_retried(tmp_path, capsys):
    url = f"sqlite:///{tmp_path}/dateline.db"
    assert main(["release"]) == 0
    store = open_store(url)
    sent = ingest.named(Article(id="", text="A ferry capsized.", received=date(2026, 3, 6)))
    job_id = store.jobs.accept(sent, external_id=None, patience=0)
    store.jobs.fail(job_id, {"title": "Defect of ours", "status": 500, "detail": "KeyError"}, for_good=True)
    assert main(["jobs"]) == 1
    assert lines_of(capsys)[1]["problem"]["detail"] == "KeyError"
    assert main(["jobs", "--retry", "job_aaaaaaaaaaaaa"]) == 1
    (told,) = lines_of(capsys)
    assert (told["id"], told["problem"]["status"]) == ("job_aaaaaaaaaaaaa", 404)
    assert main(["jobs", "--retry"]) == 0
    assert lines_of(capsys) == [{"id": job_id, "sent": False}]
    assert main(["jobs"]) == 0
    store.close()


def test_migrations_can_be_undone_and_done_again(tmp_path, capsys):
    path = jsonl(tmp_path, {"id": "bus", **json.loads(BUS.read_text())})
    assert main(["ingest", "--jsonl", path]) == 0
    (before,) = lines_of(capsys)
    assert main(["release", "--back-to", "0005"]) == 0
    assert main(["release", "--back-to", "9999"]) != 0
    assert "no migration '9999': there are 0001, " in capsys.readouterr().err
    assert main(["release"]) == 0
    assert main(["ingest", "--jsonl", path]) == 0
    (after,) = lines_of(capsys)
    assert (after["events"], after["created"]) == (before["events"], False)


def test_a_folder_is_no_article(tmp_path, capsys):
    assert main(["extract", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"dateline: {tmp_path}: Is a directory\n"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["reprocess", "--since", "yesterday"], "--since: must be a day, as in 2026-03-05; 'yesterday' is none"),
        (["extract", "--received", "5.3.2026", "x"], "--received: must be a day, as in 2026-03-05"),
        (["extract", "--workers", "two", "x"], "--workers: must be 1 or more; 'two' is not"),
        (["extract", "--workers", "0", "x"], "--workers: must be 1 or more; '0' is not"),
    ],
)
def test_an_option_that_does_not_fit_says_what_would(argv, said, capsys):
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_what_could_turn_about_what_is_read_is_printed_as_an_escape(tmp_path, capsys):
    text = "A ferry capsized near Lom\u202e on Thursday, killing 12 people, \u2066police said."
    path = jsonl(tmp_path, {"id": "ferry\u202e", "text": text})
    assert main(["extract", "--jsonl", path]) == 0
    out = capsys.readouterr().out
    assert not set("\u202e\u2066") & set(out)
    assert json.loads(out)["id"] == "ferry\u202e"
    assert main(["extract", "no\x1b[2J\u202efile"]) == 2
    assert capsys.readouterr().err == "dateline: no file no\\u001b[2J\\u202efile\n"
