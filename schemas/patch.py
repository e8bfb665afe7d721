"""Says what is wrong with the values that a person sets in a record, before they are laid over it.

    problems({"where": [{"name": "", "country_iso3": "XXX"}]})
    {"where": {0: {"name": ["Must not be blank ..."], "country_iso3": ["Must be an ISO 3166-1 ..."]}}}

A record is checked as a whole afterwards; here it is what a patch says that has to have its shape and its bounds, which
a machine's values keep by themselves.
"""

import re
from datetime import date, datetime

from marshmallow import ValidationError

from schemas import countries
from schemas.decision import PRINTED
from schemas.event import ReportSchema, TollByKind
from schemas.parts import When

MOST_VALUES = 100  # in one list: no record of a machine comes near
LONGEST = 1_000  # characters of one value, as of the reason
FORGED = "Cannot be set: what a person sets rests on the reason given."
NEEDED = "Cannot be taken away."
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NO_DATE = "Must be an ISO 8601 date, as in 2026-03-05."
NO_DAY = "Must be an ISO 8601 date, or a time with its zone, as in 2026-03-05T09:30:00Z."
CODES = {
    "country_iso2": (frozenset(code for code in countries.codes() if len(code) == 2), "two"),
    "country_iso3": (frozenset(countries.labels()), "three"),
}
REPORT, WHEN, TOLL = ReportSchema().fields, When().fields, TollByKind().fields
# A patch says some of the members of a record, of its day and of its toll; any other value it sets as a whole, but for
# the evidence of that.
SCHEMA = ReportSchema(
    partial=(
        *REPORT,
        *(f"{name}.evidence" for name in REPORT),
        *(f"when.{name}" for name in WHEN),
        *(f"toll.{name}.evidence" for name in TOLL),
    )
)


def problems(patch: dict) -> dict:
    """{member: what is wrong with it} of a merge patch, nested as the patch is, in the manner of marshmallow."""
    return _bounds(patch) or _taken_away(patch) or _days(patch) or SCHEMA.validate(_without_null(patch))


def _bounds(value, name=""):
    """Messages of what is too much in a value, blank in it, evidence, or the code of no country."""
    if name == "evidence":
        return [FORGED]
    if isinstance(value, list) and len(value) > MOST_VALUES:
        return [f"Must be at most {MOST_VALUES} values; these are {len(value):,}."]
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        return {key: found for key, part in parts if (found := _bounds(part, key))}
    return _of_string(value, name) if isinstance(value, str) else []


def _of_string(value, name):
    if len(value) > LONGEST:
        return [f"Must have at most {LONGEST} characters; these are {len(value):,}."]
    codes, letters = CODES.get(name, ((value,), ""))
    if value not in codes:
        return [f"Must be the ISO 3166-1 code of a country, in {letters} capitals."]
    try:
        PRINTED(value)
    except ValidationError as error:
        return error.messages
    return []


def _taken_away(patch):
    """Messages of what no record can be without."""
    wrong = {name: [NEEDED] for name, value in patch.items() if value is None and REPORT[name].required}
    when = patch["when"] if isinstance(patch.get("when"), dict) else {}
    needed = {name: [NEEDED] for name, value in when.items() if value is None and name in WHEN and WHEN[name].required}
    return wrong | ({"when": needed} if needed else {})


def _days(patch):
    """Messages of a day that is none; of the first and the last the schema takes any words."""
    when = patch["when"] if isinstance(patch.get("when"), dict) else {}
    wrong = {
        name: [form]
        for name, form in (("date", NO_DATE), ("start", NO_DAY), ("end", NO_DAY))
        if isinstance(when.get(name), str) and not _is_day(when[name], timed=form is NO_DAY)
    }
    return {"when": wrong} if wrong else {}


def _is_day(value, *, timed):
    try:
        if DATE.fullmatch(value):
            return bool(date.fromisoformat(value))
        return timed and bool(DATE.match(value) and datetime.fromisoformat(value).tzinfo)
    except ValueError:
        return False


def _without_null(value):
    """What is left of a patch without the values that it takes away; they have no shape."""
    if isinstance(value, dict):
        return {name: _without_null(part) for name, part in value.items() if part is not None}
    return [_without_null(part) for part in value] if isinstance(value, list) else value
