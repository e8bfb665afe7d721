"""Who says so: finds the speakers of sentences, and gives an event those of its own.

"Authorities said", "according to the governor", "the Air Force claimed it had downed": the speaker, the verb, how sure
it makes what is said, and where it was said. A quotation that runs over sentences keeps its speaker.
"""

from service import lexicon
from service.extract import _speech
from service.records import Frame, Mention, Reading


def find(reading: Reading) -> list[Mention]:
    """The attributions of the parsed sentences, in order."""
    return [
        Mention(said.start, said.end, said.sentence, {**said.value, "_charge": said.charge})
        for said in _speech.sayings(reading)
    ]


def choose(mentions: list[Mention], frame: Frame, reading: Reading) -> list[dict]:
    """The speakers of the event's sentences, each once.

    A charge is the report of the harm that it speaks of, and itself an event of words: of that it is no source.
    """
    harm = frame.category in lexicon.table("who")["roles"]["harm"]
    told: dict[str, dict] = {}
    for mention in mentions:
        name = mention.value["name"].lower()
        if mention.sentence not in frame.sentences or (mention.value["_charge"] and not harm):
            continue
        value = {key: said for key, said in mention.value.items() if not key.startswith("_")}
        if name not in told:
            told[name] = value | {"evidence": reading.evidence((mention.start, mention.end))}
        elif "channel" in value:
            told[name].setdefault("channel", value["channel"])
    return list(told.values())
