"""Turns a frame and the mentions of its article into a report: a plain dict, validated once by ReportSchema."""

import logging

from schemas import ReportSchema, quick
from service import bearing, codes, confidence, extract, lexicon, links, stance, wording
from service.records import Frame, Mention, Reading, Trigger

LOG = logging.getLogger(__name__)
SCHEMA = ReportSchema()
LEFT = ("displaced", "evacuated")
surely_valid = quick.look(SCHEMA)


class BadReport(AssertionError):
    """A report that our own schema refuses: a defect of an extractor, never of the article."""


def build(frame: Frame, mentions: dict[str, list[Mention]], reading: Reading) -> dict:
    """What the article says of one event."""
    report = {
        "key": frame.key,
        "type": frame.type,
        "category": frame.category,
        "codes": codes.of(frame, reading),
        "modality": frame.modality,
    }
    for name, module in extract.FIELDS.items():
        value = module.choose(mentions[name], frame, reading)
        if value:
            report[name] = value
    _attribute(report, mentions.get("said_by", []), reading)
    if reading.today and reading.today.year_inferred and "when" in report:
        report["year_inferred"] = True
    for value in _ranges(report):
        _put_in_order(value)
    report["evidence"] = _evidence(frame, reading)
    report["confidence"], report["confidence_reasons"] = confidence.of(frame, report, reading)
    report["title"] = wording.title(report)
    asked = any(reading.sentences[number].parsed for number in frame.sentences)
    report["summary"] = wording.summary(report, asked=asked)
    ordered = {name: report[name] for name in SCHEMA.fields if name in report}
    return _valid(ordered, reading)


def build_all(frames: list[Frame], mentions: dict[str, list[Mention]], reading: Reading) -> list[dict]:
    """The reports of an article, linked among themselves."""
    tolls = bearing.of_each(frames, mentions["toll"], reading)
    reports = [build(frame, mentions | {"toll": tolls[frame.key]}, reading) for frame in frames]
    found = links.between(frames, reports, reading)
    return [report | ({"links": found[report["key"]]} if found[report["key"]] else {}) for report in reports]


def as_other(report: dict) -> dict:
    """The report as one of type `other`: what it says stays, what kind of event it is does not."""
    if report["type"] == "other":
        return report
    other = {**report, "type": "other", "category": "other", "codes": codes.by_words("other", "")}
    return {**other, "title": wording.title(other), "summary": wording.summary(other)}


def bare_other(reports: list[dict]) -> dict:
    """A report of type `other` beside events that did not take place: it says no more than that there is an article,
    and who has left a place for fear of what may come."""
    first = next((told for told in reports if _left(told)), reports[0])
    kept = {"key": f"r{len(reports) + 1}", "evidence": first["evidence"]}
    if toll := _left(first):
        kept |= {"toll": toll, **{name: first[name] for name in ("where",) if name in first}}
    bare = as_other({"type": "", "modality": "occurred", "confidence": confidence.NOTHING, **kept})
    return {name: bare[name] for name in SCHEMA.fields if name in bare}


def _left(report):
    """The people who have left, of a report's toll: they did so whether or not what they feared came."""
    return {kind: value for kind, value in report.get("toll", {}).items() if kind in LEFT}


def as_non_event(report: dict) -> dict:
    """A report that is not sure enough to publish, among the non-events."""
    return {**_plain(report["evidence"][0]), "reason": "low-confidence"}


def non_events(triggers: list[Trigger], reading: Reading) -> list[dict]:
    """What looked like an event and was not coded, with the reason."""
    left = [t for t in triggers if t.modality in ("negated", "historical", "generic")]
    found = [(*_with_cue(trigger, reading), trigger.modality) for trigger in left]
    found += [(start, end, "comparison") for start, end in stance.comparisons(reading)]
    return [{**_plain(reading.article.evidence(start, end)), "reason": reason} for start, end, reason in sorted(found)]


def _with_cue(trigger, reading):
    """From the words of a trigger to the cue that speaks against it: "no one fired a shot". A cue of another sentence,
    one that shows the topic of the article, is left out."""
    start, end = trigger.cue or (trigger.start, trigger.end)
    sentence = reading.sentences[trigger.sentence]
    if not sentence.start <= start < end <= sentence.end:
        return trigger.start, trigger.end
    return min(start, trigger.start), max(end, trigger.end)


def _ranges(report):
    """All counts of a report."""
    for value in report.get("toll", {}).values():
        yield from (value, *value.get("of", ()))
    for value in (*report.get("weapons", ()), *report.get("damage", ())):
        yield from (value[name] for name in ("used", "intercepted", "hit", "count") if name in value)


def _put_in_order(value):
    """Leave out of a count what its lower bound speaks against: three held and "up to two" are at least three."""
    low = value.get("low")
    for bound in ("best", "high"):
        if low is not None and value.get(bound) is not None and value[bound] < low:
            del value[bound]
    if value.get("high") is not None and value.get("best") is not None and value["high"] < value["best"]:
        del value["high"]


def _valid(report, reading):
    """The report, held to the schema. A field that does not fit is a defect of ours: it is logged and left out, since
    the rest of the article is none the worse for it."""
    if surely_valid(report) or not (errors := SCHEMA.validate(report)):
        return report
    LOG.error("report of %s does not fit the schema: %s", reading.article.id, errors)
    kept = {name: value for name, value in report.items() if name not in errors}
    if still := SCHEMA.validate(kept):
        raise BadReport(f"{reading.article.id} {report['key']}: {still}")
    return kept


def _plain(evidence):
    return {key: evidence[key] for key in ("quote", "start", "end", "in")}


def _evidence(frame, reading):
    """The sentences of the first triggers; of an article without any, its first sentence."""
    numbers = list(dict.fromkeys(trigger.sentence for trigger in frame.triggers))[:3]
    if not numbers:
        numbers = [next((s.index for s in reading.sentences if s.zone == "body"), 0)]
    return reading.evidence(*(_trimmed(reading, reading.sentences[number]) for number in numbers))


def _trimmed(reading, sentence):
    words = reading.text[sentence.start : sentence.end]
    start = sentence.start + len(words) - len(words.lstrip())
    return start, max(start + 1, sentence.start + len(words.rstrip()))


def _attribute(report, attributions, reading):
    """Give each figure the speaker of its sentence; of several one that is placed to know."""
    placed = lexicon.table("fusion")["placed"]["official_sectors"]
    speaker: dict[int, str] = {}
    for mention in sorted(attributions, key=lambda mention: mention.value.get("sector") not in placed):
        speaker.setdefault(mention.sentence, mention.value["name"])
    values = [*report.get("toll", {}).values(), *report.get("weapons", []), *report.get("damage", [])]
    for value in values:
        first = value["evidence"][0]
        shift = reading.article.text_start if first["in"] == "text" else 0
        name = speaker.get(reading.sentence_at(first["start"] + shift).index)
        if name:
            value["said_by"] = name
