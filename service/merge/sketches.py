"""Turns a report into its sketch: all that it is compared with other reports by, small enough to be kept beside it."""

from datetime import date

from schemas.event import REAL
from service import lexicon
from service.merge.profiles import weighed
from service.records import Article

SHAPE = 4  # raised with each change of what a sketch holds: others are compared after they are made anew
HARMED = ("killed", "injured")
FINE = ("exact", "district", "city", "admin2")  # precisions at which two places are near or not


def of(report: dict, profile: dict, article: Article, *, main: bool) -> dict:
    """The sketch of a report. What its own words are: of the main one the lead of the article, else its evidence."""
    quotes = " ".join(dict.fromkeys(part["quote"] for part in report["evidence"]))
    when = report.get("when")
    return {
        "shape": SHAPE,
        "article": article.id,
        "main": main,
        "type": report["type"],
        "family": report["category"],
        "days": [_day(when["start"]), _day(when["end"])] if when else None,
        "night": _night(when),
        "published": _day(article.published.isoformat()) if article.published else None,
        "received": article.received.toordinal(),
        "spots": [_spot(place) for place in report.get("where", [])[:3] if place["role"] in ("site", "affected")],
        "toll": {kind: report["toll"][kind].get("best") for kind in HARMED if kind in report.get("toll", {})},
        "own": profile["lead"] if main else weighed([(quotes, 1.0)], lexicon.table("merge")["profile"]["lead"]),
        **{name: profile[name] for name in ("words", "names", "years", "marks")},
    }


def of_all(reports: list[dict], profile: dict, article: Article) -> list[dict]:
    """The sketches of an article's reports.

    The main one is the first that is sure enough, of what took place rather than of what is planned; of an article that
    has none the first is taken for what it is, on nothing that is coded.
    """
    least = lexicon.table("merge")["sure"]
    sure = [n for n, told in enumerate(reports) if told["type"] != "other" and told["confidence"] >= least]
    main = next((n for n in sure if reports[n]["modality"] in REAL), sure[0] if sure else None)
    found = [of(told, profile, article, main=number == (main or 0)) for number, told in enumerate(reports)]
    if main is None and found:
        found[0] |= {"type": "other", "family": "other"}
    return found


def _day(text):
    return date.fromisoformat(text[:10]).toordinal()


def _night(when):
    """The day that it is filed under, of what happened in one night."""
    if not when or "night" not in when.get("time_of_day", ""):
        return None
    return _day(str(when["date"]))


def _spot(place):
    """[latitude, longitude or None, country, first-level division]: a point only where it is a fine one."""
    fine = place["precision"] in FINE and place.get("latitude") is not None
    point = [place["latitude"], place["longitude"]] if fine else [None, None]
    return [*point, place.get("country_iso3"), place.get("admin1")]
