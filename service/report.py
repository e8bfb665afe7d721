"""Turns a frame and the mentions of its article into a report: a plain dict, validated once by ReportSchema."""

from schemas import ReportSchema, vocabulary
from service import extract, wording
from service.records import Frame, Mention, Reading, Trigger

SCHEMA = ReportSchema()


class BadReport(AssertionError):
    """A report that our own schema refuses: a defect of an extractor, never of the article."""


def build(frame: Frame, mentions: dict[str, list[Mention]], reading: Reading) -> dict:
    """What the article says of one event."""
    report = {
        "key": frame.key,
        "type": frame.type,
        "category": frame.category,
        "codes": _codes(frame),
        "modality": frame.modality,
    }
    for name, module in extract.FIELDS.items():
        value = module.choose(mentions[name], frame, reading)
        if value:
            report[name] = value
    _attribute(report, mentions.get("said_by", []), reading)
    if reading.today and reading.today.year_inferred and "when" in report:
        report["year_inferred"] = True
    report["evidence"] = _evidence(frame, reading)
    report["confidence"], report["confidence_reasons"] = _confidence(frame, report, reading)
    report["title"] = wording.title(report)
    report["summary"] = wording.summary(report)
    if errors := SCHEMA.validate(report):
        raise BadReport(f"{reading.article.id} {frame.key}: {errors}")
    return report


def linked(reports: list[dict]) -> list[dict]:
    """The reports of one article with the links between them."""
    return reports


def as_other(report: dict) -> dict:
    """The report as one of type `other`: what it says stays, what kind of event it is does not."""
    if report["type"] == "other":
        return report
    codes = {scheme: codes[0] for scheme, codes in vocabulary.event_types()["other"].codes.items()}
    other = {**report, "type": "other", "category": "other", "codes": codes}
    return {**other, "title": wording.title(other), "summary": wording.summary(other)}


def as_non_event(report: dict) -> dict:
    """A report that is not sure enough to publish, among the non-events."""
    return {**_plain(report["evidence"][0]), "reason": "low-confidence"}


def non_events(triggers: list[Trigger], reading: Reading) -> list[dict]:
    """What looked like an event and was not coded, with the reason."""
    found = [t for t in triggers if t.modality in ("negated", "historical", "generic")]
    return [{**_plain(reading.article.evidence(t.start, t.end)), "reason": t.modality} for t in found]


def _plain(evidence):
    return {key: evidence[key] for key in ("quote", "start", "end", "in")}


def _codes(frame):
    return {scheme: codes[0] for scheme, codes in vocabulary.event_types()[frame.type].codes.items()}


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
    """Give each figure the speaker of its sentence."""
    speaker: dict[int, str] = {}
    for mention in attributions:
        speaker.setdefault(mention.sentence, mention.value["name"])
    values = [*report.get("toll", {}).values(), *report.get("weapons", []), *report.get("damage", [])]
    for value in values:
        first = value["evidence"][0]
        shift = reading.article.text_start if first["in"] == "text" else 0
        name = speaker.get(reading.sentence_at(first["start"] + shift).index)
        if name:
            value["said_by"] = name


def _confidence(frame, report, reading):
    """Being written: calibrated on the labelled sets."""
    if frame.type == "other":
        return 0.1, ["no words that tell of an event"]
    weight = max(trigger.weight for trigger in frame.triggers)
    return round(0.3 + 0.6 * weight, 2), []
