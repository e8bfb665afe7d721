"""The frozen shapes that travel through the service: an article, the reading of it, what was found in it.

    Article -> Reading (text, sentences, Doc) -> [Mention] and [Trigger] -> [Frame] -> report (a plain dict)

Values are plain dicts in the shape of schemas/, which is the only list of fields.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from service.gazetteer import Gazetteer


@dataclass(frozen=True)
class Article:
    """An article as it was sent. `text` is the decoded body; `received` is the day it came in."""

    id: str
    text: str
    received: date
    title: str = ""
    url: str | None = None
    published: date | datetime | None = None
    publisher: str | None = None
    licence: str | None = None
    language: str | None = None
    text_basis: str | None = None  # "extracted" where the text was found in a page, and is not all that was sent

    @cached_property
    def reading(self) -> str:
        """Title and text as one string, so that one Doc covers both. All offsets inside the service point into it."""
        return f"{self.title}\n\n{self.text}" if self.title else self.text

    @property
    def text_start(self) -> int:
        """Where the text begins in the reading."""
        return len(self.title) + 2 if self.title else 0

    def evidence(self, start: int, end: int) -> dict:
        """The evidence for reading[start:end]: the quote, and its offsets in the part that it stands in.

        >>> Article("a1", "Two died.", date(2026, 1, 1), title="Fire").evidence(6, 9)
        {'quote': 'Two', 'start': 0, 'end': 3, 'in': 'text', 'source': 'a1'}
        """
        shift = self.text_start if start >= self.text_start else 0
        quote = self.reading[start:end]
        part = "title" if self.title and start < self.text_start else "text"
        return {"quote": quote, "start": start - shift, "end": end - shift, "in": part, "source": self.id}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the reading: characters and tokens, half-open; `zone` is what part of an article it is in.

    `parsed` says whether tags, dependencies and entities are there: sentences that cannot matter are only tokenised.
    """

    index: int
    start: int
    end: int
    first: int
    last: int  # the token after the last
    zone: str  # title | caption | credit | dateline | body
    quoted: bool  # the sentence stands wholly inside quotation marks
    parsed: bool
    paragraph: int


@dataclass(frozen=True, slots=True)
class Dateline:
    """ "KYIV, April 24 (Agency) --" at the head of an article; characters of the reading. Any part may be absent."""

    start: int
    end: int
    place: tuple[int, int] | None = None
    day: tuple[int, int] | None = None
    agency: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The day that the text calls today, why, and the characters of the reading that say so (none if it was sent)."""

    date: date
    basis: str
    year_inferred: bool = False
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class Reading:
    """An article with its Doc. `doc.text == article.reading`, so a token's idx is a character of the reading."""

    article: Article
    doc: "Doc"
    sentences: tuple[Sentence, ...]
    dateline: Dateline | None
    today: Today | None
    gazetteer: "Gazetteer"

    @property
    def text(self) -> str:
        return self.article.reading

    def sentence_at(self, char: int) -> Sentence:
        """The sentence that holds a character."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high) // 2
            if char < self.sentences[middle].end:
                high = middle
            else:
                low = middle + 1
        return self.sentences[low]

    def tokens(self, sentence: Sentence) -> "Span":
        """The tokens of a sentence."""
        return self.doc[sentence.first : sentence.last]

    def quote(self, start: int, end: int) -> str:
        return self.text[start:end]

    def evidence(self, *spans: tuple[int, int]) -> list[dict]:
        """Evidence for each (start, end), in order, each once."""
        return [self.article.evidence(start, end) for start, end in dict.fromkeys(spans)]


@dataclass(frozen=True, slots=True)
class Mention:
    """Something an extractor found: characters of the reading, the sentence it is in, and what it says.

    `value` has the shape of the field in schemas/parts.py without its evidence, and may carry private keys that begin
    with an underscore, for the extractor's own `choose`; report.py drops them.
    """

    start: int
    end: int
    sentence: int
    value: dict = field(compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell of an event: characters of the reading, the type, how far the row is to be trusted, the
    stance."""

    start: int
    end: int
    sentence: int
    type: str
    row: str  # the row of event_types.toml that matched, for the reasons
    weight: float  # 0..1
    modality: str = "occurred"  # of schemas.event.MODALITIES, or negated | historical | generic: those are no events
    cue: tuple[int, int] | None = None  # the words that set the modality


@dataclass(frozen=True, slots=True)
class Frame:
    """The triggers that tell of one event, and the sentences that are about it (most important first trigger first)."""

    key: str
    type: str
    category: str
    modality: str
    triggers: tuple[Trigger, ...]
    sentences: frozenset[int]  # what these sentences say of tolls, places, dates ... is said of this event
    main: bool  # the event that the article is about
    salience: float
    elsewhere: tuple[tuple[int, int], ...] = ()  # characters of these sentences that tell of another event

    def is_elsewhere(self, at: int) -> bool:
        """Whether a character of its sentences tells of another event."""
        return any(start <= at < end for start, end in self.elsewhere)
