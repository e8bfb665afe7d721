"""Many who write at once, by threads and by processes: each article is there once, and nothing is lost."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

from .conftest import NOON

FIRE = "A hall burned down in Lom."


def test_the_same_article_by_eight_threads_is_one(store, coded):
    made = coded(FIRE, ("structure-fire", FIRE), url="https://news.example/fire")
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: store.put_article(made, seen=NOON), range(16)))
    assert len({(outcome.article_id, outcome.event_ids, outcome.version) for outcome in outcomes}) == 1
    assert sum(outcome.created for outcome in outcomes) == 1
    assert store.state()[0] == 1


def test_different_articles_by_eight_threads_are_all_there(store, coded):
    made = [coded(FIRE, ("structure-fire", FIRE), url=f"https://news.example/{number}") for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: store.put_article(one, seen=NOON), made))
    moments = [record["updated"] for record in store.iterate()]
    assert len(set(moments)) == 40
    assert store.state()[0] == 40


def write_some(store, made):
    for one in made:
        store.put_article(one, seen=NOON)
    store.close()


def test_processes_write_at_once(store, coded):
    """The store was in use before the fork: a child must not touch its parent's connections."""
    assert store.state()[0] == 0
    context = multiprocessing.get_context("fork")
    urls = [[f"https://news.example/{child}/{number}" for number in range(10)] for child in range(2)]
    children = [
        context.Process(target=write_some, args=(store, [coded(FIRE, ("structure-fire", FIRE), url=u) for u in some]))
        for some in urls
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]
    assert store.state()[0] == 20
    assert len(list(store.iterate())) == 20
