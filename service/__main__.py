"""The command line, from serve to token; each command has its --help."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from service.config import Config, one_blas_thread
from service.errors import BadSetting, ServiceError
from service.terminal import line as as_line
from service.terminal import visible

LARGE = 2_000_000  # bytes of articles from which on several processes are faster


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, 1 if some articles were refused, 2 if the command makes no sense."""
    args = _parser().parse_args(argv)
    one_blas_thread()
    try:
        return args.run(args, Config.from_environment())
    except ServiceError as error:
        return _failed(str(error))
    except BrokenPipeError:  # `| head` has seen enough
        sys.stderr.close()
        return 0
    except FileNotFoundError as error:
        return _failed(f"no file {error.filename}")
    except OSError as error:  # a folder, a file of somebody else, a full disk
        return _failed(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _failed(why):
    print(f"dateline: {visible(why)}", file=sys.stderr)
    return 2


def _parser():
    parser = argparse.ArgumentParser(prog="python -m service", description="News articles in, an open event feed out.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name, run, says):
        added = commands.add_parser(name, help=says, description=says)
        added.set_defaults(run=run)
        return added

    command("serve", _serve, "serve over HTTP, for development; production is the Procfile")
    release = command(
        "release", _release, "bring the database and the gazetteer up to date; run it before the web process"
    )
    release.add_argument(
        "--back-to", metavar="MIGRATION", help="undo later ones instead, before you go back to older code"
    )
    extract = command("extract", _extract, "print the events of articles, one JSON object a line")
    _takes_articles(extract)
    extract.add_argument("--mentions", action="store_true", help="add all places and dates of the text")
    extract.add_argument("--merge", action="store_true", help='group the reports of all articles: adds "event" to each')
    ingest = command("ingest", _ingest, "put articles into the store")
    _takes_articles(ingest)
    ingest.add_argument("--queue", action="store_true", help="leave them to the workers that CELERY_BROKER_URL names")
    export = command("export", _export, "print the events of the store")
    export.add_argument("--format", default="jsonld", help="jsonld (default), atom, csv")
    again = command("reprocess", _reprocess, "code the articles of the store anew, after the rules have improved")
    again.add_argument(
        "--since", type=_moment, default=None, metavar="DATE", help="only articles that came in on that day or later"
    )
    jobs = command("jobs", _jobs, "count the articles that wait for workers, and list those that failed")
    jobs.add_argument(
        "--retry", nargs="*", metavar="ID", help="let failed ones be done once more (all if none is named)"
    )
    copy = command("backup", _backup, "copy the store to a file, as it is at this moment; others may write meanwhile")
    copy.add_argument("file", type=Path, metavar="FILE", help="where there is none yet")
    back = command("restore", _restore, "make such a copy the store, where there is none; run release afterwards")
    back.add_argument("file", type=Path, metavar="FILE")
    command("check", _check, "see that every event is what its reports make and every quote is where it is said to be")
    token = command("token", _token, "make a write token: printed is its line for WRITE_TOKENS_FILE, and itself, once")
    token.add_argument("name", metavar="NAME", help="who will have it")
    return parser


def _takes_articles(parser):
    parser.add_argument("files", nargs="+", metavar="FILE", help="plain text, one article a file; - is standard input")
    parser.add_argument(
        "--jsonl", action="store_true", help="each line is an article: {id, title, text, published, url}"
    )
    parser.add_argument("--workers", type=_positive, metavar="N", help="processes (default: all cores for large files)")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="print there; if it is there already, go on where it ends"
    )
    parser.add_argument(
        "--received", type=_day, default=None, metavar="DATE", help="the day they came in (default today)"
    )


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a day, as in 2026-03-05; {text!r} is none") from None


def _moment(text):
    return datetime.combine(_day(text), datetime.min.time(), UTC)


def _positive(text):
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"must be 1 or more; {text!r} is not")
    return int(text)


def _serve(args, config):
    from service import serve

    return serve(config)


def _release(args, config):
    from service import logs, release, store_of

    logs.set_up(config.log_level)
    if args.back_to:
        store_of(config).go_back(args.back_to)
        return 0
    return release(config)


def _extract(args, config):
    from service.batch import extract

    if args.merge and args.output:
        raise BadSetting("--merge needs all articles at once: it cannot go on where a file ends")
    options = {"jsonl": args.jsonl, "mentions": args.mentions, "merge": args.merge, "workers": _workers(args)}
    return _written(args, lambda sent: extract(sent, config, **options))


def _ingest(args, config):
    from service.batch import enqueue, ingest

    if args.queue:
        return _written(args, lambda sent: enqueue(sent, config, jsonl=args.jsonl))
    return _written(args, lambda sent: ingest(sent, config, jsonl=args.jsonl, workers=_workers(args)))


def _jobs(args, config):
    from service.upkeep import jobs

    return _printed(jobs(config, args.retry))


def _export(args, config):
    from service.upkeep import export

    for piece in export(config, args.format):
        sys.stdout.buffer.write(piece)
    return 0


def _reprocess(args, config):
    from service.batch import reprocess

    total, lines = reprocess(config, since=args.since)
    return _printed(_progress(lines, total=total))


def _backup(args, config):
    from service.store import Connections, copying

    print(f"dateline: {args.file} has {copying.backup(Connections(config.database_url), args.file):,} bytes")
    return 0


def _restore(args, config):
    from service.store import Connections, copying

    size = copying.restore(Connections(config.database_url), args.file)
    print(f"dateline: the store has {size:,} bytes; now run `python -m service release`")
    return 0


def _check(_, config):
    from service.upkeep import check

    faults = 0
    for fault in check(config):
        faults += 1
        print(visible(fault))
    print(f"dateline: {faults or 'no'} fault{'' if faults == 1 else 's'} found", file=sys.stderr)
    return 1 if faults else 0


def _token(args, _):
    """The line goes to standard output and the token to standard error, so that `>> FILE` keeps only the one."""
    from service.tokens import new

    try:
        token, line = new(args.name)
    except ValueError as error:
        raise BadSetting(f"NAME: {error}") from None
    print(f"The token, shown this once: {token}", file=sys.stderr)
    print(line)
    return 0


def _written(args, lines_of) -> int:
    """Print the lines that are made of the articles sent, or add to the file those that it does not have yet."""
    if args.output is None:
        return _printed(_progress(lines_of(_sent(args)), total=_total(args)))
    done = _complete_lines(args.output)
    with args.output.open("a", encoding="utf-8") as file:
        lines = lines_of(islice(_sent(args), done, None))
        return _printed(_progress(lines, total=_total(args), done=done), file)


def _printed(lines: Iterable[dict], file=None) -> int:
    """Print them as they come. Returns the exit status: 1 if there is a problem in any."""
    refused = 0
    for line in lines:
        refused += "problem" in line
        print(as_line(line), file=file or sys.stdout)
    return 1 if refused else 0


def _complete_lines(path: Path) -> int:
    """How many lines a file has. One that was broken off is cut off: its article comes again."""
    if not path.exists():
        return 0
    with path.open("rb+") as file:
        lines = whole = 0
        for line in file:
            if line.endswith(b"\n"):
                lines, whole = lines + 1, whole + len(line)
        file.truncate(whole)
    return lines


def _workers(args) -> int:
    """As many as were asked for; else all cores, where starting them pays."""
    large = args.jsonl and sum(Path(name).stat().st_size for name in args.files if name != "-") > LARGE
    return args.workers or (os.cpu_count() or 1 if large else 1)


def _sent(args) -> Iterator[tuple[str, bytes, date]]:
    """(name, what was sent, day received) of each article: the bytes of a file, or the line of a JSON Lines file."""
    received = args.received or date.today()
    for name in args.files:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
            if not args.jsonl:
                yield Path(name).name, file.read(), received
                continue
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield f"{Path(name).name}:{number}", line, received


def _total(args) -> int | None:
    """How many articles there are, where somebody is looking and it can be known beforehand."""
    if not sys.stderr.isatty() or "-" in args.files:
        return None
    return sum(1 for _ in _sent(args)) if args.jsonl else len(args.files)


def _progress(lines, total=None, done=0):
    """The lines, with a bar on standard error where somebody is looking: how many, how fast, how long still."""
    from tqdm import tqdm

    return tqdm(lines, total=total, initial=done, unit=" articles", smoothing=0.1, disable=not sys.stderr.isatty())


if __name__ == "__main__":
    sys.exit(main())
