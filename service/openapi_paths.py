"""Every operation of the service, as OpenAPI has it: what it takes, every status, every media type."""

from schemas.derive import COLUMNS
from schemas.query import MOST
from service import formats
from service.config import Config
from service.formats import _changes, _csvw, _vocabulary
from service.openapi_parts import (
    ACCEPTED,
    PREFER,
    content,
    example,
    feed_examples,
    feed_media,
    fresh,
    id_of,
    operation_of,
    posted,
    shape_of,
)
from service.views import _feed as _feed_views
from service.views import _kinds

JSON, HTML, NDJSON, TEXT = "application/json", "text/html", "application/x-ndjson", "text/plain"
MERGE_PATCH = "application/merge-patch+json"
JSONLD = formats.jsonld.MEDIA_TYPE
SECURITY = [{}, {"token": []}]
WRITING = (400, 401, 403, 413, 415, 422, 429, 503, 507)
CONDITION = "With If-Match (an ETag of it) or If-Unmodified-Since only if it is still as you read it."
SUFFIXES = {"json": (JSON, "Event"), "jsonld": (JSONLD, dict), "html": (HTML, str)}


def paths(config: Config, filters: list[dict], members: list[dict]) -> dict[str, dict]:
    """Path -> method -> operation. `filters` are parameters of listings, `members` those of an article in the query."""
    return {
        **_articles(config, members),
        **_listings(filters),
        **_single_events(),
        **_decisions(),
        **_feeds(filters),
        **_about(),
    }


def _articles(config, members):
    post = operation_of(
        "articles",
        "postArticle",
        "Code an article and keep it",
        {
            200: posted("It was there already, or this is a new version of it; or one line for each of many"),
            201: posted("It is new"),
            202: ACCEPTED,
        },
        (*WRITING, 409),
        description=f"An article in English, at most {config.max_article_chars:,} characters: JSON, plain text, or a "
        "page of HTML, of which the text, the headline and what it states of its publication are read. Members that "
        "are not in the body may be in the query, and go before what a page states. As NDJSON, an article a line, "
        "answered line by line while they are read: `{line, status, article, events}`, or `{line, status, problem}` "
        "for one that is refused.",
        parameters=[*members, PREFER],
    )
    post["responses"][200]["content"][NDJSON] = example("posted-lines", {"type": "string"})
    post["requestBody"] = {
        "required": True,
        "content": {
            JSON: example("article", "Article"),
            TEXT: example("article-text", {"type": "string", "minLength": 1}),
            HTML: example("article-page", {"contentMediaType": HTML}),
            NDJSON: {"schema": {"type": "string", "minLength": 1}},
        },
    }
    post["security"] = SECURITY
    get = operation_of(
        "articles",
        "getArticle",
        "What is known of an article",
        {200: fresh("The article", {JSON: "KnownArticle", HTML: str})},
        (404, 406, 410, 503),
        description="All but its text: what was sent with it, its events, and the words that records rest on.",
        parameters=[id_of("art")],
    )
    delete = operation_of(
        "articles",
        "deleteArticle",
        "Erase the words and quotes of an article",
        {204: {"description": "They are gone, from every version of every record"}},
        (401, 403, 404, 412, 429, 503, 507),
        description=f"Erase the words and quotes of an article. {CONDITION}",
        parameters=[id_of("art")],
    )
    known = {"description": "Where it stands", "content": {JSON: example("job", "Job")}}
    job = operation_of(
        "articles",
        "getJob",
        "What becomes of an article that workers code",
        {200: known},
        (404, 503),
        parameters=[id_of("job")],
    )
    return {
        "/articles": {"post": post},
        "/articles/{id}": {"get": get, "delete": delete | {"security": SECURITY}},
        "/jobs/{id}": {"get": job},
    }


def _listings(filters):
    listing = fresh("A page of records", {JSON: "Listing", HTML: str, **feed_media()}, feed_examples())
    counted = fresh(f"How many there are; a page has at most {MOST}", {JSON: "Count"})
    says = (
        "Filters narrow the listing, all of them together; a comma means or. Shown are events that occurred or are "
        "ongoing, at or above the publish threshold. `format` decides before the Accept header."
    )
    ended = [one_of(each, ["only"]) if each["name"] == "includedeleted" else each for each in filters]
    as_json = [
        one_of(each, ["json"]) if each["name"] == "format" else each
        for each in filters
        if each["name"] not in _feed_views.OF_TABLES
    ]
    found = {
        "/": ("getHome", "The newest events", fresh("A page", {HTML: str}), (406, 503), ()),
        "/events": ("listEvents", "The events, the last changed first", listing, (400, 406, 503), filters),
        "/events/deleted": ("listDeleted", "The events that have ended", listing, (400, 406, 503), ended),
        "/events/count": ("countEvents", "How many events there are", counted, (400, 406, 503), as_json),
    }
    return {
        path: {
            "get": operation_of(
                "events", name, summary, {200: ok}, problems, description=says if given else "", parameters=given
            )
        }
        for path, (name, summary, ok, problems, given) in found.items()
    }


def _single_events():
    moved = {
        "description": "It was merged into another, to which this leads",
        "headers": {"Location": {"schema": {"type": "string"}}},
        "content": {JSON: example("tombstone", "Tombstone")},
    }

    def get(name, summary, media, problems):
        answers = {200: fresh("The record", media, {JSONLD: "event-jsonld"}), 301: moved}
        return operation_of("events", name, summary, answers, problems, parameters=[id_of("evt")])

    found = {"/events/{id}": {"get": get("getEvent", "An event", dict(SUFFIXES.values()), (404, 406, 410, 503))}}
    found["/events/{id}"]["patch"] = _decision("correctEvent", "Set fields of a record", "Correction", "Event")
    for suffix, (media_type, shape) in SUFFIXES.items():
        one = get(f"getEvent_{suffix}", f"An event as {media_type}", {media_type: shape}, (404, 410, 503))
        if suffix == "html":
            one["responses"][410] = {"description": "It was retracted", "content": {HTML: example("page", str)}}
        found[f"/events/{{id}}.{suffix}"] = {"get": one}
    gone = found["/events/{id}"]["get"]["responses"]
    gone[410] = {
        "description": "It was retracted; a tombstone is left",
        "content": {"application/problem+json": example("problem410", "Problem"), HTML: example("page", str)},
    }
    versions = {200: fresh("The present one first", {JSON: "Versions"})}
    found["/events/{id}/versions"] = {
        "get": operation_of(
            "events", "listVersions", "Every version of an event", versions, (404, 503), parameters=[id_of("evt")]
        )
    }
    return found


def _decisions():
    found = {
        f"/events/{{id}}/{name}": {"post": _decision(f"{name}Event", summary, name.capitalize(), shape)}
        for name, summary, shape in (
            ("retract", "Say that there is no such event", "Event"),
            ("merge", "Say that two events are one", "Event"),
            ("split", "Say that some articles tell of another event", "SplitAnswer"),
            ("undo", "Take back a decision", "Event"),
        )
    }
    known = {200: fresh("The decision", {JSON: "KnownDecision"})}
    found["/decisions/{id}"] = {
        "get": operation_of(
            "events", "getDecision", "What a person decided", known, (404, 503), parameters=[id_of("cor")]
        )
    }
    return found


def _decision(name, summary, body, shape):
    answers = {200: {"description": "What the record says now", "content": content({JSON: shape})}}
    operation = operation_of(
        "events",
        name,
        summary,
        answers,
        (*WRITING, 404, 409, 412),
        description=f"{summary}. {CONDITION}",
        parameters=[id_of("evt")],
    )
    media = {MERGE_PATCH: body, JSON: body} if body == "Correction" else {JSON: body}
    operation["requestBody"] = {
        "required": True,
        "content": {media_type: example(body.lower(), shape) for media_type, shape in media.items()},
    }
    return operation | {"security": SECURITY}


def _feeds(filters):
    says = "Takes the filters of /events, so that every question can be subscribed to."
    found = {
        f"/feeds/events.{name}": operation_of(
            "feeds",
            f"getFeed_{name.replace('.', '_')}",
            f"The events as {module.LABEL}",
            {
                200: fresh(
                    "A page of the feed",
                    {module.MEDIA_TYPE: shape_of(module.MEDIA_TYPE)},
                    {module.MEDIA_TYPE: f"feed-{name}"},
                )
            },
            (400, 503),
            description=says,
            parameters=_of_feed(filters, name),
        )
        for name, module in formats.FORMATS.items()
    }
    found[f"/feeds/events.{_csvw.SUFFIX}"] = operation_of(
        "feeds",
        "describeCsv",
        "What the columns of the CSV hold",
        {200: fresh("CSVW metadata", {_csvw.MEDIA_TYPE: dict})},
        (400, 503),
        description="Takes the parameters of the CSV that it describes.",
        parameters=_of_feed(filters, "csv"),
    )
    found["/feeds/changes.atom"] = operation_of(
        "feeds",
        "getChanges",
        "Every version of every event: what was corrected, and what was retracted",
        {200: fresh("A page of the feed", {_changes.MEDIA_TYPE: str})},
        (400, 503),
        parameters=[each for each in filters if each["name"] in ("limit", "cursor")],
    )
    month = {"type": "string", "pattern": r"^[12]\d{3}-(0[1-9]|1[0-2])$", "example": "2026-03"}
    found["/feeds/archive/{month}.atom"] = operation_of(
        "feeds",
        "getArchive",
        "The events that were first published in a month (RFC 5005)",
        {200: fresh("The month", {formats.FORMATS["atom"].MEDIA_TYPE: str})},
        (400, 404, 503),
        parameters=[{"in": "path", "name": "month", "required": True, "schema": month}],
    )
    return {path: {"get": operation} for path, operation in found.items()}


def _of_feed(filters, suffix):
    """The parameters that a feed has a use for."""
    for each in filters:
        if each["name"] == "format":
            yield one_of(each, [_kinds.name_of(suffix)])
        elif each["name"] == "fields":
            yield each | {
                "schema": each["schema"] | {"items": {"type": "string", "enum": [*COLUMNS]}, "example": ["title"]}
            }
        elif each["name"] not in _feed_views.OF_TABLES or suffix in _feed_views.TABLES:
            yield each


def one_of(parameter: dict, values: list[str]) -> dict:
    """The parameter, which may be any of these."""
    return parameter | {"schema": {"type": "string", "enum": values}}


def _feed(name, media_type):
    return fresh("A page of the feed", {media_type: shape_of(media_type)}, {media_type: f"feed-{name}"})


def _about():
    status = {200: {"description": "Yes", "content": {JSON: {"schema": "Status"}}}}
    context = {200: fresh("The context", {JSONLD: dict})}
    name = {"in": "path", "name": "name", "required": True, "schema": {"type": "string", "enum": [*_vocabulary.LISTS]}}
    page = {200: fresh("A page", {HTML: str})}
    terms = fresh("The list", {JSONLD: dict, HTML: str})
    found = {
        "/health": ("getHealth", "Is the process up?", status, (), ()),
        "/ready": ("getReady", "Can it serve? Not on an old database", status, (503,), ()),
        "/openapi.json": ("getOpenapi", "This", {200: fresh("OpenAPI 3.1", {JSON: dict})}, (), ()),
        "/docs": ("getDocs", "This as a page", page, (), ()),
        "/contexts/event.jsonld": ("getContext", "The JSON-LD context of an event", context, (), ()),
        "/vocab": ("listVocabularies", "The vocabularies", page, (406,), ()),
        "/vocab/{name}": ("getVocabulary", "The words of a vocabulary", {200: terms}, (404, 406), [name]),
        "/vocab/{name}.jsonld": ("getVocabulary_jsonld", "The same as JSON-LD", context, (404,), [name]),
        "/problems": ("getProblems", "What can go wrong", page, (), ()),
    }
    return {
        path: {"get": operation_of("about", name, summary, answers, problems, parameters=parameters)}
        for path, (name, summary, answers, problems, parameters) in found.items()
    }
