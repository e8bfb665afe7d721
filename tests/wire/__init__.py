"""Fifty articles of five agencies on ten invented events, as a wire would carry them over a day: figures grow."""

import tomllib
from pathlib import Path

AGENCIES = ("Northern Press", "Capital News", "Harbour Wire", "Daily Courier", "World Desk")


def articles() -> list[dict]:
    """What is sent to POST /articles, event by event, the earliest first."""
    events = tomllib.loads((Path(__file__).parent / "events.toml").read_text(encoding="utf-8"))["event"]
    return [
        {
            "url": f"https://{agency.split()[0].lower()}.example/{event['slug']}",
            "publisher": agency,
            "published": f"{event['day']}T{hour:02}:00:00Z",
            "title": event["titles"][number],
            "text": event["texts"][number].strip() + "\n",
            "id": f"{event['slug']}-{number}",
        }
        for event in events
        for number, (agency, hour) in enumerate(zip(AGENCIES, (6, 8, 10, 12, 23), strict=True))
    ]
