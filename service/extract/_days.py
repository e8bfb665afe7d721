"""A stretch of days with what is known of it, and the ways to make one: a day, a week, a month, so many units away."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Days:
    """What an expression comes to: the day to file it under, first and last day, how precise, and why."""

    date: date
    start: date
    end: date
    precision: str
    basis: str
    part: str | None = None  # of the day, in words, or "21:40"
    code: str = ""  # what TimeML appends: "TNI", "T21:40"
    week: str = ""  # "2026-W10" in place of a day
    behind: date | None = None  # of a day that was read as ahead: the day if it lies behind after all

    @property
    def value(self) -> str:
        """The value as TimeML writes it.

        >>> one(date(2026, 3, 5), "as written").value
        '2026-03-05'
        """
        if self.week:
            return self.week
        length = {"year": 4, "month": 7}.get(self.precision, 10)
        return self.date.isoformat()[:length] + self.code


def one(day: date, basis: str) -> Days:
    return Days(day, day, day, "day", basis)


def week(day: date, basis: str) -> Days:
    """The week, Monday to Sunday, that holds a day."""
    monday = day - timedelta(day.weekday())
    number = monday.isocalendar()
    return Days(monday, monday, monday + timedelta(6), "week", basis, week=f"{number.year}-W{number.week:02d}")


def weekend(saturday: date, basis: str) -> Days:
    number = saturday.isocalendar()
    sunday = saturday + timedelta(1)
    return Days(saturday, saturday, sunday, "day", basis, week=f"{number.year}-W{number.week:02d}-WE")


def month(year: int, number: int, basis: str) -> Days:
    first = date(year, number, 1)
    return Days(first, first, first.replace(day=monthrange(year, number)[1]), "month", basis)


def year(number: int, basis: str) -> Days:
    return Days(date(number, 1, 1), date(number, 1, 1), date(number, 12, 31), "year", basis)


def shifted(base: date, number: int, unit: str, basis: str) -> Days:
    """So many units from a day, as precise as the unit: "three years ago" is a year, not a day."""
    if unit == "day":
        return one(base + timedelta(number), basis)
    if unit == "week":
        return week(base + timedelta(7 * number), basis)
    if unit == "month":
        months = base.year * 12 + base.month - 1 + number
        return month(months // 12, months % 12 + 1, basis)
    return year(base.year + number, basis)


def holiday(row: dict, in_year: int) -> date:
    """A row of the lexicon's holidays in a year: a day of the month, or its nth weekday (-1 is the last)."""
    if "day" in row:
        return date(in_year, row["month"], row["day"])
    days = [date(in_year, row["month"], d + 1) for d in range(monthrange(in_year, row["month"])[1])]
    fitting = [d for d in days if d.weekday() == row["weekday"]]
    return fitting[row["nth"] - (row["nth"] > 0)] + timedelta(row.get("days", 0))
