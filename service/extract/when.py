"""When it happened: finds all that a text says of time, and chooses the day of one event from it."""

from datetime import date, timedelta

from service import lexicon
from service.extract import _dates, _event_day, _expressions, _tense
from service.records import Frame, Mention, Reading

EVENING = 17  # the hour from which a bare "9:20 p.m." in a day's news is that of the day before
SEQUEL = 7  # days over which what happened is spoken of, and people are charged with it
NEARBY = 2  # sentences over which a day holds for an hour: "... on Sunday. The quake struck at 4:17 a.m."
NO_DATE = "the text gives no date"


def find(reading: Reading) -> list[Mention]:
    """Every expression of time that can be resolved. `_value` is its value as TimeML writes it."""
    head = reading.dateline
    expressions = [e for e in _expressions.scan(reading.text) if not (head and head.start <= e.start < head.end)]
    calendar = _dates.Calendar(reading.today, day_first=_day_first(expressions))
    found = _of_dateline(reading)
    sentence, near, paragraph, named = None, None, None, 0
    for expression in _expressions.with_clocks(expressions, reading.text):
        here = reading.sentence_at(expression.start)
        if here.paragraph != paragraph:
            paragraph, calendar.year = here.paragraph, None
        if here is not sentence:
            sentence, near = here, None
            if here.index - named > NEARBY:
                calendar.nearby = None
        tense, year = _tense.of(reading, expression.start, expression.end), calendar.year
        days = calendar.resolve(expression, tense, near)
        if _event_day.counts_from(reading.text, expression.start):
            calendar.year = year  # "besieged since March 2014. On February 27 a ceasefire took effect": not of 2014
        if days is None:
            continue
        if days.precision == "day" and expression.kind != "clock":
            near, named = days.date, here.index
        mention = Mention(expression.start, expression.end, here.index, _value(days, expression))
        if _event_day.is_of_sequel(mention, reading):
            first = date.fromisoformat(mention.value["start"][:10]).toordinal()
            mention.value["_sequel_from"] = date.fromordinal(max(first - SEQUEL, 1)).isoformat()
        found.append(mention)
    return found


def choose(mentions: list[Mention], frame: Frame, reading: Reading) -> dict | None:
    """The day of the event that a frame tells.

    An event besides the main one has a date only if one is said of it: the news of a day tells of older things, too.
    """
    candidates = _event_day.candidates(mentions, frame, reading)
    totals = {m: _event_day.total(_event_day.features(m, candidates, frame, reading)) for m in candidates}
    best = max(candidates, key=totals.__getitem__, default=None)
    if best is None or _is_of_another_time(best, frame):
        return _day_of_the_news(frame, reading)
    if totals[best] < _event_day.FLOOR:
        return _day_of_the_news(frame, reading) or _chosen(best, reading)
    if best.value["_kind"] == "clock":
        return _evening_before(best, reading)
    return _with_clock(_chosen(best, reading), best, mentions, frame, reading)


def _is_of_another_time(mention, frame):
    """Whether a month or a year comes only after the news was told: "... killed four. In June rebels had ..."."""
    coarse = mention.value["precision"] not in _event_day.FINE
    told = {trigger.sentence for trigger in frame.triggers}
    return coarse and frame.main and bool(told) and mention.sentence not in told and mention.sentence > min(told)


def _of_dateline(reading):
    """The day of the dateline, as a mention of its own kind: it is not the day of any event."""
    if not (reading.today and reading.today.span):
        return []
    (start, end), day = reading.today.span, reading.today.date.isoformat()
    value = {"date": day, "start": day, "end": day, "precision": "day", "basis": reading.today.basis}
    return [Mention(start, end, reading.sentence_at(start).index, value | {"_value": day, "_kind": "dateline"})]


def _value(days, expression):
    value = {
        "date": days.date.isoformat(),
        "start": days.start.isoformat(),
        "end": days.end.isoformat(),
        "precision": days.precision,
        "basis": days.basis,
        "_value": days.value,
        "_kind": expression.kind,
        "_full": "year" in expression.parts,
    }
    if days.part:
        value["time_of_day"] = days.part
    if days.behind:
        value["_behind"] = days.behind
    return value


def _day_first(expressions):
    """Whether the text writes the day before the month ("5 March"), and so 3/5 is the third of May."""
    days = [list(e.parts) for e in expressions if e.kind == "day"]
    return sum(names.index("day") < names.index("month") for names in days) * 2 > len(days)


def _chosen(mention, reading):
    value = {key: value for key, value in mention.value.items() if not key.startswith("_")}
    return value | {"evidence": _evidence(value["basis"], (mention.start, mention.end), reading)}


def _evidence(basis, span, reading):
    """The words, and those of the dateline where the day was counted from it."""
    counted = reading.today and reading.today.span and "dateline" in basis
    return reading.evidence(span, *([reading.today.span] if counted else []))


def _with_clock(value, best, mentions, frame, reading):
    """The value with the time of day that a sentence on the event gives for it: "It began about 9:40 p.m."."""
    if value["precision"] != "day" or value.get("time_of_day", "")[:1].isdigit():
        return value
    for clock in mentions:
        timed = clock.value["_kind"] == "clock" and clock.value.get("time_of_day")
        same_day = timed and clock.value.get("date") == value["date"]
        if (
            same_day
            and best.sentence <= clock.sentence <= best.sentence + 2
            and _event_day.of_event(clock, frame, reading)
        ):
            value["time_of_day"] = clock.value["time_of_day"]
            value["evidence"] += reading.evidence((clock.start, clock.end))
            break
    return value


def _evening_before(clock, reading):
    """A time of day without any day: of the day of the news, or of the evening before it was written."""
    value = _chosen(clock, reading)
    day = date.fromisoformat(value["date"])
    source = "dateline" if reading.today and reading.today.span else "publication"
    part = value.get("time_of_day", "")
    clock_time = part if part[:1].isdigit() else ""
    late = clock_time >= f"{EVENING}:00" and reading.today and day == reading.today.date
    first = (day - timedelta(1)).isoformat() if late else value["date"]
    basis = f"{'evening before' if late else 'day of'} the {source}; the text gives only the time"
    return value | {
        "date": first,
        "start": first,
        "basis": basis,
        "evidence": _evidence(basis, (clock.start, clock.end), reading),
    }


def _day_of_the_news(frame, reading):
    """The day called today, for a main event of a kind that is told the same day, where the text gives no date."""
    same_day = lexicon.table("when")["event_day"]["same_day"]
    kind = frame.category in same_day["categories"] or frame.type in same_day["types"]
    occurred = frame.main and frame.triggers and frame.modality in ("occurred", "ongoing")
    if not (kind and occurred and reading.today):
        return None
    day = reading.today.date.isoformat()
    basis = f"day of {'the dateline' if reading.today.span else 'publication'}; {NO_DATE}"
    span = (frame.triggers[0].start, frame.triggers[0].end)
    value = {"date": day, "start": day, "end": day, "precision": "day", "basis": basis}
    return value | {"evidence": _evidence(basis, span, reading)}
