"""Turns a record into the HTML of a feed entry: the facts, then the words of the articles, escaped."""

from html import escape

from schemas import vocabulary
from schemas.derive import TOLL_KINDS
from service._arming import done_with
from service._counting import counted, grouped
from service.formats._feed import one_line, source_url


def html(record: dict, base: str) -> str:
    """What a reader shows of an event."""
    rows = "".join(f"<tr><th>{name}</th><td>{_lines(values)}</td></tr>" for name, values in _facts(record) if values)
    quotes = "".join(_quotes(record, base))
    return f"<p>{_text(record['summary'])}</p><table>{rows}</table>{quotes}"


def _facts(record):
    kind = vocabulary.event_types().get(record["type"])
    yield "What", [f"{kind.label if kind else record['type']} ({record['modality']})"]
    yield "When", [_when(record["when"])] if record.get("when") else []
    yield "Where", [_place(place) for place in record.get("where", [])]
    yield "Who", [f"{actor['name']} ({actor['role']})" for actor in record.get("who", [])]
    yield "Toll", [_toll(kind, record["toll"][kind]) for kind in TOLL_KINDS if kind in record.get("toll", {})]
    yield "Weapons", [_weapon(weapon) for weapon in record.get("weapons", [])]
    yield "Damage", [_damage(thing) for thing in record.get("damage", [])]
    yield "Said by", [speaker["name"] for speaker in record.get("said_by", [])]
    yield "Confidence", [f"{record['confidence']:.2f}"]


def _when(when):
    first, last = when["start"][:10], when["end"][:10]
    days = str(when["date"]) if first == last else f"{first} to {last}"
    return days + (f", {when['time_of_day']}" if when.get("time_of_day") else "") + f" (to the {when['precision']})"


def _place(place):
    names = dict.fromkeys(place[part] for part in ("name", "admin1", "country") if place.get(part))
    return f"{', '.join(names)} ({place['role']})"


def _toll(kind, value):
    groups = [grouped(group) for group in value.get("of", [])]
    among = f", among them {', '.join(groups)}" if groups else ""
    figures = list(dict.fromkeys(_count(figure) for figure in value.get("figures", [])))
    differ = f" (articles say {', then '.join(figures)})" if len(figures) > 1 else ""
    return f"{_count(value)} {kind}{among}{_said(value)}{differ}"


def _weapon(weapon):
    label = vocabulary.terms("weapons").get(weapon["kind"])
    told = [label.label if label else weapon["kind"]]
    for name, said in (("used", done_with(weapon["kind"])), ("intercepted", "intercepted"), ("hit", "got through")):
        if weapon.get(name):
            told.append(f"{_count(weapon[name])} {said}")
    return ", ".join(told) + _said(weapon)


def _damage(thing):
    label = vocabulary.terms("damage").get(thing["kind"])
    count = f"{_count(thing['count'])} " if thing.get("count") else ""
    return f"{label.label if label else thing['kind']}: {count}{thing['status']}{_said(thing)}"


def _count(value):
    return counted(value) or value.get("words") or "some"


def _said(value):
    return f", said {value['said_by']}" if value.get("said_by") else ""


def _quotes(record, base):
    """The words that the event rests on, article by article."""
    quotes: dict[str, list[str]] = {}
    for part in record.get("evidence", []):
        quotes.setdefault(part["source"], []).append(_text(part["quote"]))
    for source in record.get("sources", []):
        address = escape(source_url(source, base))
        name = _text(source.get("title") or source.get("publisher") or source_url(source, base))
        for quote in quotes.get(source["id"], []):
            yield f'<blockquote cite="{address}"><p>{quote}</p></blockquote>'
        yield f'<p><a href="{address}">{name}</a></p>'


def _lines(values):
    return escape("\n".join(map(one_line, values)), quote=False).replace("\n", "<br>")


def _text(value):
    """Between tags, where a quotation mark is just that."""
    return escape(one_line(value), quote=False)


def text(record: dict, base: str) -> str:
    """The same in plain text, a line for each fact."""
    lines = [one_line(record["summary"]), ""]
    lines += [f"{name}: {'; '.join(one_line(value) for value in values)}" for name, values in _facts(record) if values]
    sources = [f"{source.get('publisher') or 'Source'}: {source_url(source, base)}" for source in record["sources"]]
    quotes = [f"“{one_line(part['quote'])}”" for part in record["evidence"]]
    return "\n".join([*lines, "", *quotes, "", *map(one_line, sources)])
