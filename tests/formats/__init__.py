"""A record that says all that a record can say, on an invented event, and the feed it is in; hostile words for it."""

from datetime import UTC, datetime

from schemas.event import Codes, TollByKind
from service.formats import Feed

BASE = "https://feeds.example.org"
TEXT = "Drones hit a depot in Kosti overnight, killing at least four people, three of them guards, the governor said."


def quoted(words: str) -> list[dict]:
    """Evidence for words of TEXT."""
    start = TEXT.index(words)
    return [{"quote": words, "start": start, "end": start + len(words), "in": "text", "source": "art_aaaaaaaaaaaaa"}]


RECORD = {
    "id": "evt_aaaaaaaaaaaaa",
    "version": 2,
    "status": "corrected",
    "type": "drone-strike",
    "category": "armed-conflict",
    "codes": {"acled": "Explosions/Remote violence>Air/drone strike", "cameo": "195"},
    "modality": "occurred",
    "title": "Drone strike on Kosti: at least 4 killed (3 Feb 2026)",
    "summary": "A drone strike on Kosti, Sudan, took place on 3 February 2026. At least 4 people were killed.",
    "when": {
        "date": "2026-02-03",
        "start": "2026-02-02",
        "end": "2026-02-03",
        "precision": "day",
        "time_of_day": "overnight",
        "basis": "overnight before the dateline",
        "evidence": quoted("overnight"),
    },
    "where": [
        {
            "role": "site",
            "name": "Kosti",
            "precision": "city",
            "country": "Sudan",
            "country_iso2": "SD",
            "country_iso3": "SDN",
            "admin1": "White Nile",
            "admin1_iso": "SD-NW",
            "geonames_id": 371870,
            "latitude": 13.1629,
            "longitude": 32.66347,
            "evidence": quoted("Kosti"),
        },
        {"role": "origin", "name": "Sudan", "precision": "country", "country": "Sudan", "evidence": quoted("Kosti")},
    ],
    "who": [
        {
            "role": "perpetrator",
            "name": "Northern Front",
            "country_iso3": "SDN",
            "sector": "REB",
            "evidence": quoted("Drones"),
        },
        {"role": "target", "name": "guards", "evidence": quoted("guards")},
    ],
    "toll": {
        "killed": {
            "low": 4,
            "best": 4,
            "words": "at least four",
            "of": [{"group": "guards", "low": 3, "best": 3, "high": 3, "words": "three"}],
            "said_by": "the governor",
            "evidence": quoted("killing at least four people"),
            "figures": [
                {
                    "low": 2,
                    "best": 3,
                    "high": 5,
                    "words": "two to five",
                    "said_by": "a medic",
                    "source": "art_aaaaaaaaaaaaa",
                    "published": "2026-02-03",
                    "evidence": quoted("four people"),
                },
                {"low": 4, "best": 4, "source": "art_bbbbbbbbbbbbb", "evidence": quoted("at least four")},
            ],
        },
        "missing": {"low": 0, "best": 0, "high": 0, "evidence": quoted("killing")},
    },
    "weapons": [
        {
            "kind": "drone",
            "subkinds": ["loitering"],
            "used": {"low": 15, "best": 15, "high": 15},
            "intercepted": {"low": 11, "words": "more than ten"},
            "hit": {"high": 4},
            "said_by": "the governor",
            "evidence": quoted("Drones"),
        }
    ],
    "damage": [
        {
            "kind": "energy",
            "status": "burning",
            "count": {"low": 1, "best": 1, "high": 1},
            "said_by": "the governor",
            "evidence": quoted("depot"),
        }
    ],
    "said_by": [
        {
            "name": "the governor",
            "country_iso3": "SDN",
            "sector": "GOV",
            "verb": "said",
            "channel": "statement",
            "certainty": "said",
            "evidence": quoted("the governor said"),
        }
    ],
    "links": [
        {"rel": "part_of", "to": "evt_bbbbbbbbbbbbb"},
        {"rel": "caused_by", "to": "evt_ccccccccccccc"},
        {"rel": "about", "to": "evt_ddddddddddddd"},
        {"rel": "same_as", "to": "evt_eeeeeeeeeeeee"},
    ],
    "confidence": 0.86,
    "confidence_reasons": ["two sentences agree"],
    "year_inferred": True,
    "evidence": quoted(TEXT),
    "published": "2026-02-04T09:00:00.000000Z",
    "updated": "2026-02-04T10:00:00.000001Z",
    "sources": [
        {
            "id": "art_aaaaaaaaaaaaa",
            "url": "https://news.example.com/kosti?a=1&b=2",
            "title": 'Depot in "Kosti" hit',
            "publisher": "Meridian Wire",
            "published": "2026-02-03",
            "licence": "all rights reserved",
            "language": "en",
            "seen": "2026-02-04T09:00:00.000000Z",
        },
        {
            "id": "art_bbbbbbbbbbbbb",
            "url": "https://other.example.net/depot",
            "published": "2026-02-03T06:00:00Z",
            "seen": "2026-02-04T10:00:00.000000Z",
            "copy_of": "art_aaaaaaaaaaaaa",
        },
    ],
    "replaced_by": "evt_fffffffffffff",
}
FULL = RECORD | {
    "codes": {scheme: f"{scheme} code" for scheme in Codes._declared_fields},
    "toll": dict.fromkeys(TollByKind._declared_fields, RECORD["toll"]["killed"] | {"high": 6}),
}
BARE = {
    "id": "evt_zzzzzzzzzzzzz",
    "version": 1,
    "status": "active",
    "type": "protest",
    "category": "civil-unrest",
    "modality": "ongoing",
    "title": "Protest",
    "summary": "A protest is under way.",
    "confidence": 0.5,
    "evidence": quoted("Drones"),
    "published": "2026-02-01T09:00:00.000000Z",
    "updated": "2026-02-01T09:00:00.000000Z",
    "sources": [
        {"id": "art_aaaaaaaaaaaaa", "url": f"{BASE}/articles/art_aaaaaaaaaaaaa", "seen": "2026-02-01T09:00:00.000000Z"}
    ],
}


def make_feed() -> Feed:
    """A page of a filtered feed."""
    return Feed(
        public_url=BASE,
        tag_authority="feeds.example.org",
        url=f"{BASE}/feeds/events.x?country=SDN",
        query="country=SDN&limit=2",
        updated=datetime(2026, 1, 1, tzinfo=UTC),
        next=f"{BASE}/feeds/events.x?country=SDN&cursor=abc&limit=2",
    )


# What the schema holds to a form: no text of an article gets there.
FORMED = {
    *("id", "type", "category", "status", "modality", "published", "updated", "seen", "source", "in", "rel", "to"),
    *("date", "start", "end", "precision", "role", "kind", "sector", "certainty", "replaced_by"),
    *("country_iso2", "country_iso3"),
}
HOSTILE = (
    "",
    "<b>&amp;]]>",
    "</script><!--",
    "\"'",
    "\r\n=1+1",
    "\x00\x1b\ufffe\ud800",
    "\u202e\u2028",
    "a\u0301😀",
    "_:b",
    "@id",
    "javascript:alert(1)",
    "//host/path",
    "http://[zz]/",
    "https://user:secret@host/",
    "http://a/<>{}|\\^`%zz%",
)


def hostile(value: object, text: str, name: str = "") -> object:
    """A record with a text in every place that may hold any: names, words, quotes, addresses."""
    if isinstance(value, dict):
        return {key: hostile(part, text, key if isinstance(part, str | list) else "") for key, part in value.items()}
    if isinstance(value, list):
        return [hostile(part, text, name) for part in value]
    return text if isinstance(value, str) and name not in FORMED else value
