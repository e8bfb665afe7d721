"""The command line: serve, release, extract, ingest, export, reprocess, check; each has its --help."""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from service.config import Config, one_blas_thread
from service.errors import ServiceError


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, 1 if some articles were refused, 2 if the command makes no sense."""
    args = _parser().parse_args(argv)
    one_blas_thread()
    try:
        return args.run(args, Config.from_environment())
    except ServiceError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(f"dateline: no file {error.filename}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # `| head` has seen enough
        sys.stderr.close()
        return 0


def _parser():
    parser = argparse.ArgumentParser(prog="python -m service", description="News articles in, an open event feed out.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name, run, says):
        added = commands.add_parser(name, help=says, description=says)
        added.set_defaults(run=run)
        return added

    command("serve", _serve, "serve over HTTP, for development; production is the Procfile")
    command("release", _release, "bring the database and the gazetteer up to date; run it before the web process")
    extract = command("extract", _extract, "print the events of articles, one JSON object a line")
    _takes_articles(extract)
    extract.add_argument("--mentions", action="store_true", help="add all places and dates of the text")
    extract.add_argument("--merge", action="store_true", help='group the reports of all articles: adds "event" to each')
    extract.add_argument("--workers", type=_positive, default=1, metavar="N", help="processes (default 1)")
    _takes_articles(command("ingest", _ingest, "put articles into the store"))
    export = command("export", _export, "print the events of the store")
    export.add_argument("--format", default="jsonld", help="jsonld (default), atom, csv")
    again = command("reprocess", _reprocess, "code the articles of the store anew, after the rules have improved")
    again.add_argument(
        "--since", type=_moment, default=None, metavar="DATE", help="only articles that came in on that day or later"
    )
    command("check", _check, "see that every event is what its reports make and every quote is where it is said to be")
    return parser


def _takes_articles(parser):
    parser.add_argument("files", nargs="+", metavar="FILE", help="plain text, one article a file; - is standard input")
    parser.add_argument(
        "--jsonl", action="store_true", help="each line is an article: {id, title, text, published, url}"
    )
    parser.add_argument(
        "--received", type=date.fromisoformat, default=None, metavar="DATE", help="the day they came in (default today)"
    )


def _moment(text):
    return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)


def _positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _serve(args, config):
    from service import serve

    return serve(config)


def _release(args, config):
    from service import release

    return release(config)


def _extract(args, config):
    from service.batch import extract

    refused = 0
    options = {"jsonl": args.jsonl, "mentions": args.mentions, "merge": args.merge, "workers": args.workers}
    for line in _progress(extract(_sent(args), config, **options)):
        refused += "problem" in line
        sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    return 1 if refused else 0


def _ingest(args, config):
    from service.batch import ingest

    refused = 0
    for line in _progress(ingest(_sent(args), config, jsonl=args.jsonl)):
        refused += "problem" in line
        sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    return 1 if refused else 0


def _export(args, config):
    from service.batch import export

    for piece in export(config, args.format):
        sys.stdout.buffer.write(piece)
    return 0


def _reprocess(args, config):
    from service.batch import reprocess

    total, lines = reprocess(config, since=args.since)
    refused = 0
    for line in _progress(lines, total=total):
        refused += "problem" in line
        sys.stdout.write(json.dumps(line) + "\n")
    return 1 if refused else 0


def _check(_, config):
    from service.batch import check

    faults = 0
    for fault in check(config):
        faults += 1
        print(fault)
    print(f"dateline: {faults or 'no'} fault{'' if faults == 1 else 's'} found", file=sys.stderr)
    return 1 if faults else 0


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


def _progress(lines, total=None):
    """The lines, with a bar on standard error where somebody is looking."""
    from tqdm import tqdm

    return tqdm(lines, total=total, unit=" articles", disable=not sys.stderr.isatty())


if __name__ == "__main__":
    sys.exit(main())
