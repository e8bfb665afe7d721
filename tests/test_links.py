"""Links between the events of one article, and pairs that only stand side by side."""

from datetime import date

import pytest

from service import coder
from service.records import Article

pytestmark = pytest.mark.model


@pytest.fixture
def links(pipeline):
    def links(text):
        article = Article("a", text, date(2026, 4, 1), published=date(2026, 3, 5))
        reports = next(coder.code(pipeline, [article])).reports
        types = {report["key"]: report["type"] for report in reports}
        return {
            (report["type"], link["rel"], types[link["to"]]) for report in reports for link in report.get("links", [])
        }

    return links


LINKED = [
    ("The foreign minister condemned the air strikes on Varna.", ("condemn", "about", "air-strike")),
    ("Hundreds protested in Tarim in response to the arrest of two students.", ("protest", "caused_by", "arrest")),
    ("Riots broke out in Tarim following the assassination of a senator.", ("riot", "caused_by", "assassination")),
]


@pytest.mark.parametrize(("text", "expected"), LINKED)
def test_a_link(links, text, expected):
    assert expected in links(text)


@pytest.mark.parametrize(
    "text",
    [
        "A bus overturned near Lomo, killing two people.\n\nA fire broke out at a hotel in Arvo, injuring three.",
        "The minister condemned the budget cuts.\n\nIn Arvo, a car bomb exploded outside a bank.",
    ],
)
def test_events_that_have_nothing_to_do_with_each_other(links, text):
    assert links(text) == set()


def test_links_go_one_way(links):
    found = links("The minister condemned the shelling of Varna. He condemned the shelling as a crime.")
    assert found
    assert not any((other, rel, kind) in found for kind, rel, other in found)
