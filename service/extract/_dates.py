"""Makes days of expressions of time: words, the day called today, and the tense they stand in -> Days.

A Calendar goes through a text from left to right, because some words count from the day spoken of last ("the next
day") and a day without a year takes that of the date beside it. Whatever cannot be resolved is None: no date is better
than a wrong one.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from service import lexicon
from service.extract import _days
from service.extract._days import Days
from service.extract._expressions import Expression
from service.extract._tense import AHEAD, PAST
from service.records import Today

SOON = 14  # days: so far ahead of publication an event may be dated by mistake; farther, its year was misread
HALF_A_YEAR = 183
AGAINST_TENSE = {AHEAD: 300, PAST: 200}  # days by which a day that the tense speaks for may be farther off
WRITTEN = "as written"


class Calendar:
    """Resolves the expressions of one text in order."""

    def __init__(self, today: Today | None, *, day_first: bool = False):
        self.today = today.date if today else None
        self.source = "dateline" if today and today.span else "publication"
        self.named = today.basis.partition(",")[0] if today else ""
        self.day_first = day_first
        self.anchor: date | None = None  # the day spoken of last
        self.nearby: date | None = None  # ... near by; the reader of the text forgets it
        self.year: int | None = None  # the year written last
        self.words = lexicon.table("when")

    def resolve(self, expression: Expression, tense: int, near: date | None = None) -> Days | None:
        """The days of an expression; `near` is a day that its own sentence names before it, for "9:40 p.m."."""
        try:
            found = getattr(self, f"_{expression.kind}")(expression.parts, tense, near)
        except (ValueError, OverflowError):  # no such day: "February 30"
            return None
        if found is None:
            return None
        found = self._with_part(found, expression.parts)
        if found.precision == "day" and expression.kind not in ("clock", "ago"):
            self.anchor = self.nearby = found.date
        if "year" in expression.parts and found.precision != "year":
            self.year = found.date.year
        return found

    # dates as they are written

    def _iso(self, parts, tense, near):
        return _days.one(date(int(parts["year"]), int(parts["month"]), int(parts["day"])), WRITTEN)

    def _numeric(self, parts, tense, near):
        first, second, year = int(parts["first"]), int(parts["second"]), self._full_year(parts["year"])
        if year is None or (parts["sign"] == "." and len(parts["year"]) < 4):
            return None
        day_first = first > 12 or parts["sign"] == "." or (self.day_first and second <= 12)
        day, month = (first, second) if day_first else (second, first)
        return _days.one(date(year, month, day), "day/month/year" if day_first else "month/day/year")

    def _day(self, parts, tense, near):
        month, day = self._month_number(parts["month"]), int(parts["day"])
        if "year" in parts:
            year = self._full_year(parts["year"])
            return _days.one(date(year, month, day), WRITTEN) if year else None
        found = self._yearless(month, day, tense, parts.get("weekday"))
        if found is None:
            return None
        if self.today is None or found.year == self.year:
            return _days.one(found, "year of the date before")
        days = _days.one(found, f"year from {self.named}")
        return replace(days, behind=_year_before(found)) if found - self.today > timedelta(SOON) else days

    def _range(self, parts, tense, near):
        month = self._month_number(parts["month"])
        month_to = self._month_number(parts["month_to"]) if "month_to" in parts else month
        if "year" in parts:
            last = date(int(parts["year"]), month_to, int(parts["day_to"]))
        elif (last := self._yearless(month_to, int(parts["day_to"]), tense)) is None:
            return None
        first = date(last.year - (month > month_to), month, int(parts["day"]))
        if not timedelta(0) < last - first < timedelta(HALF_A_YEAR):
            return None
        return Days(first, first, last, "day", WRITTEN if "year" in parts else f"year from {self.named}")

    def _month(self, parts, tense, near):
        month = self._month_number(parts["month"])
        if "year" in parts:
            return _days.month(int(parts["year"]), month, WRITTEN)
        if self.today is None:
            return None
        year, now, which = self.today.year, self.today.month, (parts.get("cue") or "").lower()
        if which == "last" or (which != "next" and tense != AHEAD):
            year -= month > now or (which == "last" and month == now)
        else:
            year += month < now or (which == "next" and month == now)
        return _days.month(year, month, f"year from {self.named}")

    def _year(self, parts, tense, near):
        return _days.year(int(parts["year"]), WRITTEN)

    def _nth(self, parts, tense, near):
        if self.today is None:
            return None
        base, day = self.today.replace(day=1), int(parts["day"])
        if day > self.today.day and tense != AHEAD:
            base -= timedelta(1)
        elif day < self.today.day and tense == AHEAD:
            base += timedelta(31)
        return _days.one(base.replace(day=day), f"month from {self.named}")

    def _holiday(self, parts, tense, near):
        if self.today is None:
            return None
        row = self.words["holidays"][_plain(parts["word"])]
        days = [_days.holiday(row, self.today.year + shift) for shift in (-1, 0, 1)]
        if tense == AHEAD and parts.get("which") != "last":
            found = min(d for d in days if d >= self.today)
        else:
            found = max(d for d in days if d <= self.today)
        return _days.one(found, f"{parts['word']}, year from {self.named}")

    def _yearless(self, month, day, tense, weekday=None):
        """A day without a year: in the year of the date beside it, or in which its weekday agrees, or the nearest."""
        if self.year and (self.today is None or abs(self.year - self.today.year) > 1):
            return date(self.year, month, day)
        if self.today is None:
            return None
        years = range(self.today.year - 1, self.today.year + 2)
        days = [date(year, month, day) for year in years if day <= monthrange(year, month)[1]]
        if weekday:
            number = self.words["weekdays"][_plain(weekday)]
            days = [d for d in days if d.weekday() == number] or days
        # what is told in the past tense lies behind, but a trial that began "resumes May 4", only weeks ahead
        side, penalty = (1 if tense == AHEAD else -1), AGAINST_TENSE[AHEAD if tense == AHEAD else PAST]
        lag = {d: side * (d - self.today).days for d in days}
        return min(days, key=lambda d: lag[d] if lag[d] >= 0 else penalty - lag[d], default=None)

    # words that count from today, or from the day spoken of last

    def _weekday(self, parts, tense, near):
        if self.today is None:
            return None
        weekday = self.words["weekdays"][_plain(parts["weekday"])]
        which = _plain(parts.get("which", "")).removeprefix("the ")
        base = (self.anchor or self.today) if which in ("previous", "following") else self.today
        back, on = (base.weekday() - weekday) % 7, (weekday - base.weekday()) % 7
        if which in ("last", "past", "this past", "previous"):
            found = base - timedelta(back or 7)
        elif which in ("next", "coming", "this coming", "following"):
            found = base + timedelta(on or 7)
        else:
            found = base + timedelta(on) if tense == AHEAD else base - timedelta(back)
        behind = found - timedelta(7) if found > self.today and not which else None
        if "into" in parts:  # "overnight Tuesday into Wednesday"
            night = timedelta((self.words["weekdays"][_plain(parts["into"])] - weekday) % 7)
            return replace(_days.one(found + night, self._weekday_basis(found + night)), start=found)
        return replace(_days.one(found, self._weekday_basis(found)), behind=behind)

    def _weekday_basis(self, found):
        if found == self.today:
            return f"{found:%A}, the day of the {self.source}"
        return f"{found:%A} {'before' if found < self.today else 'after'} the {self.source} {self.today:%A}"

    def _today(self, parts, tense, near):
        if self.today is None:
            return None
        word = _plain(parts["word"])
        return self._row(self.words["from_today"][word], self.today, f"{word}, counted from the {self.source}")

    def _anchor(self, parts, tense, near):
        if self.anchor is None:
            return None
        word = _plain(parts["word"])
        return self._row(self.words["from_anchor"][word], self.anchor, f"{word}, counted from {self.anchor}")

    def _row(self, row, base, basis):
        found = _days.one(base + timedelta(row["days"]), basis)
        return self._part(found, row["part"]) if "part" in row else found

    def _ago(self, parts, tense, near):
        word, unit, way = parts["number"], parts["unit"].lower(), parts["way"].lower()
        number = int(word) if word.isdigit() else self.words["numbers"][_plain(word)]
        from_now = way == "ago" or (way in ("earlier", "previously") and self.anchor is None)
        base = self.today if from_now else (near if way in ("before", "after") else self.anchor)
        if base is None or unit == "hour":
            return None
        # "Sunday, a day after gunmen killed three": what comes after the words was a day before Sunday
        sign = 1 if way in ("later", "before", "afterward", "afterwards") else -1
        counted = f"the {self.source}" if from_now else base
        basis = f"{number} {unit}{'s' * (number != 1)} {way}, counted from {counted}"
        return _days.shifted(base, sign * number, unit, basis)

    def _unit(self, parts, tense, near):
        if self.today is None:
            return None
        unit, which = parts["unit"].lower(), _plain(parts["which"])
        bare = which.removeprefix("the ")
        base = (self.anchor or self.today) if bare in ("following", "previous") else self.today
        step = {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}.get(bare, 0)
        basis = f"{which} {unit}, counted from the {self.source}"
        if unit == "weekend":
            return _days.weekend(_saturday(base, step, tense), basis)
        return _days.shifted(base, step, unit, basis)

    def _clock(self, parts, tense, near):
        """The day that a time of day is of: that of its sentence, or one near by; never one far above."""
        day = near or self.nearby or (self.today if self.anchor is None else None)
        return _days.one(day, "the day spoken of") if day else None

    # parts of the day

    def _with_part(self, found, parts):
        if (clock := _clock(parts)) and found.precision == "day" and not found.code:
            return replace(found, part=clock, code=f"T{clock}")
        if word := parts.get("part") or parts.get("part_before"):
            found = self._part(found, word)
        early = _plain(parts.get("early") or parts.get("late") or parts.get("hours") or "")
        if not early or found.precision != "day" or "mid" in early:
            return found
        if "late" in early.split():
            return found if found.part not in (None, "night") else replace(found, part="night", code="TNI")
        return found if found.part not in (None, "morning") else replace(found, part="early hours", code="TMO")

    def _part(self, found, word):
        """The part of the day; what happened overnight began the evening before the day that it is filed under."""
        words, code = self.words["parts"][_plain(word)]
        night = timedelta(words == "overnight" and found.start == found.date)
        return replace(found, part=words, code=f"T{code}", start=found.start - night)

    def _month_number(self, name):
        return self.words["months"][name.lower().rstrip(".")]

    def _full_year(self, digits):
        year = int(digits)
        if len(digits) > 2:
            return year
        if self.today is None:
            return None
        century = self.today.year - self.today.year % 100
        return min((century + shift + year for shift in (-100, 0, 100)), key=lambda y: abs(y - self.today.year))


def _plain(words):
    return " ".join(words.lower().split()).rstrip(".")


def _saturday(base, step, tense):
    """The Saturday of "last weekend", "next weekend" or, by the tense, "the weekend"."""
    saturday = base - timedelta((base.weekday() - 5) % 7)
    if step > 0 or (step == 0 and tense == AHEAD and base.weekday() < 5):
        return saturday + timedelta(7)
    return saturday - timedelta(7) if step < 0 and base.weekday() >= 5 else saturday


def _clock(parts):
    """The time of day as "21:40", of "9:40 p.m.", "0430 GMT" or "noon"."""
    if "named" in parts:
        return "00:00" if parts["named"].lower() == "midnight" else "12:00"
    if "hour" not in parts:
        return None
    hour, minute = int(parts["hour"]), int(parts.get("minute", 0))
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _year_before(day):
    last = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))
