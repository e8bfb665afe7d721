"""What clients of a soak ask for, and what they must be answered: any other status is an error.

An article is held by one client at a time, so that what is sent again or sent changed has one right answer.
"""

import http.client
import json
import random
import re
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator

from bench import invented, texts
from tests.serving import PATIENCE

JSON = {"Content-Type": "application/json"}
ENDED = (404, 409, 410)  # what is known of an event is old at once: others merge, retract and withdraw
FEEDS = ("atom", "jsonld", "csv", "json", "geojson", "hxl.csv")
LINES = 10  # of a bulk
WORDS = ("hospital", "bridge", "ceasefire", "bus", "wedding", "market", "flooded")
COUNTRIES = ("IND", "CHN", "USA", "BRA", "NGA", "DEU", "IDN", "BGR")
CORNERS = ((-120, 20), (-70, -30), (0, 35), (70, 10), (100, -10), (160, -45))  # of boxes: west, south
REMEMBERED = 2000  # articles and events that clients come back to
FRENCH = "Le pont est tombé hier soir dans la rivière, et deux personnes ont été blessées, dit la police."
BAD = (  # body, Content-Type, status
    (b'{"text": " "}', "application/json", 422),
    (b'{"text": "Caf\xe9 burned."}', "application/json", 400),
    (b'{"text": ' + b"[" * 5000, "application/json", 400),
    (FRENCH.encode(), "text/plain", 422),
    (b"<p>A bus overturned.", "image/png", 415),
    (b"A" * 100_001, "text/plain", 413),
)
Answer = tuple[int, http.client.HTTPMessage, bytes]


class Known:
    """What all clients share: articles yet to be told, those that were taken, events, tags, and the tally."""

    def __init__(self):
        self.lock = threading.Lock()
        self.taken: deque[tuple[dict, str]] = deque(maxlen=REMEMBERED)  # what was sent, the id that it has
        self.events: deque[str] = deque(maxlen=REMEMBERED)
        self.tags: dict[str, str] = {}
        self.kept: set[str] = set()  # every article that was answered and not withdrawn
        self.coded = 0  # articles, each version for itself
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.statuses: dict[str, Counter] = defaultdict(Counter)
        self.errors: list[str] = []
        self._new = _articles()

    def new(self) -> dict:
        """An article that nobody has sent."""
        with self.lock:
            return next(self._new)

    def borrowed(self, chance: random.Random) -> tuple[dict, str] | None:
        """An article that was taken, for one client alone until it is given back."""
        with self.lock:
            if not self.taken:
                return None
            self.taken.rotate(chance.randrange(len(self.taken)))
            return self.taken.pop()

    def tell(self, kind: str, seconds: float, status: int, right: Iterable[int], said: bytes) -> None:
        """Count an answer."""
        with self.lock:
            self.seconds[kind].append(seconds)
            self.statuses[kind][status] += 1
            if status not in right:
                self.errors.append(f"{kind}: {status} {said[:300]!r}")


def _articles() -> Iterator[dict]:
    """Of events and of none, in turns; with names that were never heard before, as news has them."""
    chance, plain = random.Random(5), texts.mixed(200)
    for number, story in enumerate(texts.endless()):
        article = plain[number // 4 % len(plain)] if number % 4 == 3 else story
        sent = texts.sent(article, number)
        name, village = invented.name(chance), invented.name(chance)
        sent["text"] += f"\n\nThe road to {village} was closed on the same day, {name} of the council said."
        yield sent


class Client(threading.Thread):
    """Asks one thing after another until it is time to stop."""

    def __init__(self, port: int, known: Known, number: int, until: float):
        super().__init__()
        self.known, self.chance, self.until = known, random.Random(number), until
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def run(self) -> None:
        """One visit after another. What goes wrong with one is an error of the soak, and the next goes on."""
        kinds, weights = zip(*VISITS.items(), strict=True)
        while time.monotonic() < self.until:
            visit = self.chance.choices(kinds, weights)[0]
            try:
                visit(self)
            except Exception as error:
                self.connection.close()
                self.known.tell(visit.__name__, 0, 0, (), repr(error).encode())
        self.connection.close()

    def ask(self, kind: str, method: str, path: str, right: Iterable[int], body=None, headers=None) -> Answer:
        """One answer, counted."""
        start = time.perf_counter()
        self.connection.request(method, path, body, headers or {})
        answer = self.connection.getresponse()
        said = answer.read()
        self.known.tell(kind, time.perf_counter() - start, answer.status, right, said)
        return answer.status, answer.headers, said

    def posted(self, kind: str, sent: dict, right: int) -> None:
        """An article, and what is known of it from now on."""
        status, _, said = self.ask(kind, "POST", "/articles", (right,), json.dumps(sent), JSON)
        if status == right:
            told = json.loads(said)
            self.took(sent, told["article"]["id"], [event["id"] for event in told["events"]], coded=kind != "repeat")

    def took(self, sent: dict, article_id: str, event_ids: list[str], *, coded: bool = True) -> None:
        """Remember an article that was answered."""
        with self.known.lock:
            self.known.coded += coded
            self.known.taken.append((sent, article_id))
            self.known.kept.add(article_id)
            self.known.events.extend(event_ids)

    def an_event(self) -> str | None:
        """The id of some event."""
        with self.known.lock:
            return self.chance.choice(self.known.events) if self.known.events else None


def new(client: Client) -> None:
    """An article that is new."""
    client.posted("new", client.known.new(), 201)


def repeat(client: Client) -> None:
    """The same article again."""
    if borrowed := client.known.borrowed(client.chance):
        client.posted("repeat", borrowed[0], 200)


def changed(client: Client) -> None:
    """Another version of an article: a figure has risen."""
    if borrowed := client.known.borrowed(client.chance):
        text = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), borrowed[0]["text"], count=1)
        client.posted("changed version", {**borrowed[0], "text": f"{text}\nThis version was written later."}, 200)


def bulk(client: Client) -> None:
    """Many in one request, one of them with nothing in it."""
    sent = [client.known.new() for _ in range(LINES)] + [{"text": " "}]
    body = "".join(json.dumps(article) + "\n" for article in sent)
    headers = {"Content-Type": "application/x-ndjson"}
    *_, said = client.ask(f"bulk of {LINES}", "POST", "/articles", (200,), body, headers)
    told = [json.loads(line) for line in said.splitlines()]
    if [line["status"] for line in told] != [201] * LINES + [422]:
        raise AssertionError(f"bulk: {told}"[:500])
    for article, line in zip(sent, told[:LINES], strict=False):
        client.took(article, line["article"]["id"], line["events"])


def bad(client: Client) -> None:
    """What is no article."""
    body, media_type, right = client.chance.choice(BAD)
    client.ask("bad input", "POST", "/articles", (right,), body, {"Content-Type": media_type})


def feed(client: Client) -> None:
    """A feed as it stands."""
    path = f"/feeds/events.{client.chance.choice(FEEDS)}"
    _, headers, _ = client.ask("feed", "GET", path, (200,))
    client.known.tags[path] = headers["ETag"]


def conditional(client: Client) -> None:
    """A feed, if it is another than the last time."""
    path = f"/feeds/events.{client.chance.choice(FEEDS)}"
    tag = client.known.tags.get(path, '"none"')
    status, headers, _ = client.ask("feed, if changed", "GET", path, (200, 304), headers={"If-None-Match": tag})
    if (status == 304) != (headers["ETag"] == tag):
        raise AssertionError(f"{status} for {tag}, and it is {headers['ETag']}")
    client.known.tags[path] = headers["ETag"]


def filtered(client: Client) -> None:
    """A listing, narrowed in some way."""
    chance = client.chance
    country, killed, west, south = chance.choice(COUNTRIES), chance.randrange(12), *chance.choice(CORNERS)
    narrow = chance.choice(
        (
            f"country={country}",
            f"min_killed={killed}&orderby=killed",
            f"bbox={west},{south},{west + 20},{south + 20}",
            f"event_type=accident,natural-disaster&country={country}",
            f"q={chance.choice(WORDS)}&limit=20",
            f"starttime=2026-0{chance.randint(1, 9)}-01&orderby=time",
            "updatedafter=2026-01-01&includedeleted=true&limit=200",
        )
    )
    path = chance.choice(("/events", "/feeds/events.atom", "/feeds/events.csv", "/events/count"))
    client.ask("filtered", "GET", f"{path}?{narrow}", (200,))


def pages(client: Client) -> None:
    """Some pages, each where the one before says."""
    path = "/events?limit=100"
    for _ in range(3):
        *_, said = client.ask("page", "GET", path, (200,))
        if not (following := json.loads(said)["next"]):
            return
        path = "/events?" + following.partition("?")[2]


def one(client: Client) -> None:
    """A record, its versions, or its page."""
    if event_id := client.an_event():
        path = f"/events/{event_id}{client.chance.choice(('', '.html', '.jsonld', '/versions'))}"
        client.ask("event", "GET", path, (200, 301, *ENDED))


def correct(client: Client) -> None:
    """A figure that a person knows better; or the last decision taken back."""
    if event_id := client.an_event():
        best = client.chance.randint(2, 40)
        patch = {"toll": {"killed": {"low": best, "best": best, "high": best}}, "author": "Ana", "reason": "Counted."}
        status, *_ = client.ask("correct", "PATCH", f"/events/{event_id}", (200, *ENDED), json.dumps(patch), JSON)
        if status == 200 and client.chance.random() < 0.5:
            said = json.dumps({"author": "Ana", "reason": "Counted again."})
            client.ask("undo", "POST", f"/events/{event_id}/undo", (200, *ENDED), said, JSON)


def retract(client: Client) -> None:
    """There is no such event."""
    if event_id := client.an_event():
        said = json.dumps({"author": "Ana", "reason": "A film was being shot."})
        client.ask("retract", "POST", f"/events/{event_id}/retract", (200, *ENDED), said, JSON)


def withdraw(client: Client) -> None:
    """Erase an article."""
    if borrowed := client.known.borrowed(client.chance):
        with client.known.lock:
            client.known.kept.discard(borrowed[1])
        client.ask("withdraw", "DELETE", f"/articles/{borrowed[1]}", (204,))


VISITS = {  # and how often each is made
    new: 30,
    repeat: 5,
    changed: 5,
    bulk: 2,
    bad: 6,
    feed: 12,
    conditional: 20,
    filtered: 12,
    pages: 2,
    one: 8,
    correct: 3,
    retract: 1,
    withdraw: 1,
}
