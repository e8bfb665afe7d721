"""What persons decide of events holds against machines, is kept with its trail, and can be taken back."""

import pytest

from schemas import EventSchema
from service.errors import BadCorrection, Conflict, NotFound

from .conftest import LOM

CRASH = "Three people died on Tuesday when a bus overturned near Lom, police said."
AGAIN = "A bus overturned near Lom on Tuesday and four people lost their lives."
BUS = {"day": "2026-03-03", "places": [LOM], "killed": {"low": 3, "best": 3, "high": 3, "words": "Three"}}
FOUR = {"day": "2026-03-03", "places": [LOM], "killed": {"low": 4, "best": 4, "high": 4, "words": "four"}}
WHO = {"author": "Ana Ilieva", "reason": "The hospital has counted again."}


@pytest.fixture
def one(put):
    """The id of an event."""
    return put(CRASH, ("road-crash", CRASH, BUS), url="https://one.example/bus").event_ids[0]


@pytest.fixture
def other(put, one):
    """The id of the same event in another article, which no machine has seen to be the same."""
    return put(AGAIN, ("road-crash", AGAIN, FOUR), url="https://two.example/bus", publisher="Two").event_ids[0]


def later(put, number, killed):
    """The first article comes again with another figure."""
    text = CRASH.replace("Three", killed)
    told = {**BUS, "killed": {"low": number, "best": number, "high": number, "words": killed}}
    return put(text, ("road-crash", text, told), url="https://one.example/bus")


def test_a_corrected_field_rests_on_the_persons_word(store, one):
    record = store.correct(one, {"toll": {"killed": {"low": 5, "best": 5, "high": 5, "words": "five"}}}, **WHO)
    assert EventSchema().validate(record) == {}
    assert (record["version"], record["status"], record["toll"]["killed"]["best"]) == (2, "corrected", 5)
    *_, source = record["sources"]
    assert (source["publisher"], source["id"][:4]) == ("Ana Ilieva", "cor_")
    assert record["toll"]["killed"]["evidence"] == [
        {"quote": WHO["reason"], "start": 0, "end": len(WHO["reason"]), "in": "text", "source": source["id"]}
    ]
    assert "5 killed" in record["title"]
    now, first = store.history(one)
    assert (now["cause"], now["author"], now["reason"]) == ("correct", *WHO.values())
    assert now["headline"].startswith("killed 3 -> 5")
    assert (first["version"], first["cause"]) == (1, "article")
    assert store.decision(now["decision"])["sets"]["toll.killed"]["best"] == 5


def test_no_machine_overwrites_what_a_person_set(store, one, put):
    store.correct(one, {"toll": {"killed": {"low": 5, "best": 5, "high": 5}}}, **WHO)
    later(put, 9, "Nine")
    record = store.event(one)
    assert record["toll"]["killed"]["best"] == 5
    assert any("Nine" in part["quote"] for part in record["evidence"])
    assert store.undo(one, author="Ana Ilieva", reason="My mistake.")["toll"]["killed"]["best"] == 9
    assert list(store.check()) == []


def test_null_takes_a_value_away(store, one):
    assert "toll" not in store.correct(one, {"toll": None}, **WHO)
    assert "where" not in store.correct(one, {"where": None}, **WHO)


def test_the_type_decides_category_and_codes(store, one):
    record = store.correct(one, {"type": "air-crash"}, **WHO)
    assert (record["type"], record["category"]) == ("air-crash", "accident")
    assert store.events({"sub_event_type": ["air-crash"]}).events[0]["id"] == one


@pytest.mark.parametrize(
    ("patch", "pointer"),
    [
        ({"id": "evt_aaaaaaaaaaaaa"}, "/id"),
        ({"confidence": 3}, "/confidence"),
        ({"type": "picnic"}, ""),
        ({"when": {"date": "yesterday"}}, ""),
        ({"toll": {"eaten": {"best": 1}}}, "/toll/eaten"),
        ({"toll": {"killed": {"low": 9, "best": 1}}}, "/toll/killed/low"),
        ({"where": "here"}, ""),
        ({"title": None}, ""),
        ({"toll": 7}, ""),
    ],
)
def test_what_would_be_no_record_is_refused_and_changes_nothing(store, one, patch, pointer):
    before = store.event(one), store.state()
    with pytest.raises(BadCorrection) as caught:
        store.correct(one, patch, **WHO)
    assert caught.value.status == 422
    if pointer:
        assert pointer in [error["pointer"] for error in caught.value.errors]
    assert (store.event(one), store.state()) == before


def test_a_retracted_event_stays_away_until_that_is_undone(store, one, put):
    assert store.retract(one, **WHO)["status"] == "retracted"
    assert store.events().events == []
    later(put, 9, "Nine")
    assert store.event(one)["status"] == "retracted"
    with pytest.raises(Conflict):
        store.correct(one, {"toll": None}, **WHO)
    back = store.undo(one, author="Ana Ilieva", reason="It did happen.")
    assert (back["status"], back["toll"]["killed"]["best"]) == ("corrected", 9)
    assert list(store.check()) == []


def test_merged_events_go_by_the_older_id_and_the_other_leads_there(store, one, other):
    record = store.merge(other, one, **WHO)
    assert record["id"] == one
    assert [source["url"] for source in record["sources"]] == ["https://one.example/bus", "https://two.example/bus"]
    tombstone = store.event(other)
    assert (tombstone["status"], tombstone["replaced_by"], tombstone["version"]) == ("merged", one, 2)
    assert [record["id"] for record in store.events().events] == [one]
    assert list(store.check()) == []


def test_an_undone_merge_gives_both_back_under_their_ids(store, one, other):
    store.merge(one, other, **WHO)
    store.undo(one, author="Ana Ilieva", reason="They were two buses.")
    assert store.event(one)["status"] == store.event(other)["status"] == "corrected"
    assert [len(store.event(each)["sources"]) for each in (one, other)] == [1, 1]
    assert list(store.check()) == []


def test_an_undone_merge_gives_events_of_one_article_their_own_ids_back(store, put):
    fire = "Two people died when a hall burned in Vidin."
    events = put(f"{CRASH} {fire}", ("structure-fire", fire), ("road-crash", CRASH, BUS)).event_ids
    before = {each: store.event(each) for each in events}
    for here, there in (events, events[::-1]):
        decision = store.history(store.merge(here, there, **WHO)["id"])[0]["decision"]
        assert set(store.decision(decision)) >= {"with", "kind"} and "told" not in store.decision(decision)
        undone = store.undo(there, author="Ana Ilieva", reason="They were two.")
        assert (undone["id"], undone["type"]) == (there, before[there]["type"])
        for each in events:
            now = store.event(each)
            assert (now["status"], now["type"]) == ("corrected", before[each]["type"])
        assert len(store.events().events) == 2
        assert list(store.check()) == []


def test_an_undone_merge_does_not_give_the_older_id_to_the_event_with_more_articles(store, one, put):
    text = "Two people died when a hall burned in Vidin."
    puts = [put(text + " " * n, ("structure-fire", text), url=f"https://fire.example/{n}") for n in range(2)]
    fires = [outcome.event_ids[0] for outcome in puts]
    fire = store.merge(*fires, **WHO)["id"]
    store.merge(one, fire, **WHO)
    store.undo(one, author="Ana Ilieva", reason="A bus and a fire.")
    assert (store.event(one)["type"], len(store.event(one)["sources"])) == ("road-crash", 1)
    assert (store.event(fire)["type"], len(store.event(fire)["sources"])) == ("structure-fire", 2)
    assert list(store.check()) == []


def test_what_was_split_off_after_a_merge_stays_apart_when_that_is_undone(store, one, other, put):
    merged = store.history(store.merge(one, other, **WHO)["id"])[0]["decision"]
    second = store.event(one)["sources"][1]["id"]
    _, apart = store.split(one, [second], **WHO)
    store.undo(one, merged, author="Ana Ilieva", reason="They were two buses.")
    assert [len(store.event(each)["sources"]) for each in (one, apart["id"])] == [1, 1]
    assert list(store.check()) == []


def test_a_split_takes_articles_out_for_good(store, one, other, put):
    store.merge(one, other, **WHO)
    second = store.event(one)["sources"][1]["id"]
    kept, apart = store.split(one, [second], **WHO)
    assert kept["id"] == one
    assert [source["id"] for source in apart["sources"]] == [second]
    assert [source["url"] for source in kept["sources"]] == ["https://one.example/bus"]
    later(put, 9, "Nine")
    assert len(store.event(one)["sources"]) == 1
    assert list(store.check()) == []


def test_what_was_set_by_hand_goes_with_a_merge(store, one, other):
    store.correct(other, {"toll": {"killed": {"low": 6, "best": 6, "high": 6}}}, **WHO)
    assert store.merge(one, other, **WHO)["toll"]["killed"]["best"] == 6


def test_decisions_that_make_no_sense(store, one, other):
    article = store.event(one)["sources"][0]["id"]
    with pytest.raises(Conflict):
        store.merge(one, one, **WHO)
    with pytest.raises(Conflict):
        store.split(one, [article], **WHO)
    with pytest.raises(Conflict):
        store.split(one, ["art_" + "a" * 13], **WHO)
    with pytest.raises(Conflict):
        store.undo(one, **WHO)
    with pytest.raises(NotFound):
        store.retract("evt_" + "a" * 13, **WHO)
    with pytest.raises(NotFound):
        store.undo("evt_" + "a" * 13, **WHO)


def test_the_trail_is_told_newest_first(store, one, other):
    store.retract(one, **WHO)
    told = store.revisions(limit=2)
    assert [(one["record"]["id"], one["status"]) for one in told.revisions] == [(one, "retracted"), (other, "active")]
    rest = store.revisions(limit=2, cursor=told.next_cursor)
    assert [(one["record"]["id"], one["version"]) for one in rest.revisions] == [(one, 1)]
    assert rest.next_cursor is None


def test_a_withdrawn_article_leaves_no_word_behind(store, one, other):
    store.merge(one, other, **WHO)
    articles = {source["url"]: source["id"] for source in store.event(one)["sources"]}
    store.withdraw(articles["https://two.example/bus"])
    record = store.event(one)
    assert [source["url"] for source in record["sources"]] == ["https://one.example/bus"]
    assert record["toll"]["killed"]["best"] == 3
    for told in store.history(one) + store.history(other):
        assert "lost their lives" not in str(told)
        assert "two.example" not in str(told)
    assert "two.example" not in str(store.article(articles["https://two.example/bus"]))
    assert list(store.check()) == []
    before = store.state()
    store.withdraw(articles["https://two.example/bus"])
    assert store.state() == before
    store.withdraw(articles["https://one.example/bus"])
    assert store.event(one)["status"] == "retracted"
    assert "overturned" not in str(store.history(one))
    assert store.events().events == []
    assert list(store.check()) == []


def test_a_merge_holds_all_articles_of_both(store, coded, put):
    """Two articles on each side: none is thrown out, and none is when one of them is withdrawn."""
    told = {}
    for name, text, fields in (("bus", CRASH, BUS), ("fire", "Two people died when a hall burned in Vidin.", {})):
        for number in (1, 2):
            kind = "road-crash" if name == "bus" else "structure-fire"
            outcome = put(text + " " * number, (kind, text, fields), url=f"https://{name}.example/{number}")
            told[name, number] = outcome
    bus, fire = told["bus", 1].event_ids[0], told["fire", 1].event_ids[0]
    store.merge(bus, told["bus", 2].event_ids[0], **WHO)
    store.merge(fire, told["fire", 2].event_ids[0], **WHO)
    record = store.merge(bus, fire, **WHO)
    assert (record["id"], len(record["sources"])) == (bus, 4)
    for gone in (told["bus", 2], told["fire", 1]):
        store.withdraw(gone.article_id)
    assert len(store.event(bus)["sources"]) == 2
    assert list(store.check()) == []


def test_undo_finds_a_merge_by_either_id(store, one, other):
    store.correct(one, {"title": "A bus"}, **WHO)
    store.merge(other, one, **WHO)
    store.undo(one, **WHO)
    assert store.event(other)["status"] == "corrected"
    assert store.event(one)["title"] == "A bus"


@pytest.mark.parametrize(
    "patch", [{"toll": {"killed": {"low": 9, "evidence": []}}}, {"where": [{"name": "Lom", "evidence": []}]}, {}]
)
def test_nobody_forges_evidence_and_nothing_is_no_correction(store, one, patch):
    with pytest.raises(BadCorrection):
        store.correct(one, patch, **WHO)


def test_a_correction_keeps_no_word_of_an_article_that_is_withdrawn(store, one):
    store.correct(one, {"toll": {"killed": {"best": 5}}}, **WHO)
    article = store.event(one)["sources"][0]["id"]
    decision = store.history(one)[0]["decision"]
    store.withdraw(article)
    assert "Three" not in str(store.decision(decision)) + str(store.history(one)) + str(store.event(one))
    assert store.event(one)["evidence"] == []
    assert list(store.check()) == []


def test_a_withdrawn_article_does_not_come_back_by_itself(store, one, put):
    store.withdraw(store.event(one)["sources"][0]["id"])
    with pytest.raises(Conflict):
        put(CRASH, ("road-crash", CRASH, BUS), url="https://one.example/bus")
