"""The one door: what is refused, and how it is said."""

from datetime import UTC, date, datetime

import pytest

from service import intake
from service.errors import BadArticle, BadText, TooLong

RECEIVED = date(2026, 4, 1)


def read(**sent):
    return intake.read(sent, received=RECEIVED, max_chars=200, name="a1")


def test_only_the_text_is_needed():
    article = read(text="Two people died when a bus overturned.")
    assert (article.id, article.title, article.published, article.language) == ("a1", "", None, "en")


def test_null_and_empty_are_absent():
    article = read(text="Two people died when a bus overturned.", title="", url=None, published="", id=None)
    assert (article.id, article.title, article.url, article.published) == ("a1", "", None, None)


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_blank(text):
    with pytest.raises(BadText) as refused:
        read(text=text)
    assert refused.value.status == 422


def test_the_limit_is_in_characters():
    read(text="ü" + "a bus " * 33)
    with pytest.raises(TooLong, match="at most 200"):
        read(text="A bus overturned. " * 12)


@pytest.mark.parametrize(
    ("sent", "published"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        ("2026-03-05T09:30:00Z", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
    ],
)
def test_published(sent, published):
    assert read(text="Two people died when a bus overturned.", published=sent).published == published


@pytest.mark.parametrize("sent", ["2026-3-5", "5 March", "20261305", "2026", "2026-02-30", "2026-02-30T09:30Z"])
def test_published_in_another_form_is_told_which_is_wanted(sent):
    with pytest.raises(BadArticle, match="Must be an ISO 8601 date, as in 2026-03-05, or a time with its zone"):
        read(text="Two people died when a bus overturned.", published=sent)


@pytest.mark.parametrize("sent", ["yesterday", "2026-13-01", "2026-03-05T09:30:00"])
def test_published_that_is_none(sent):
    with pytest.raises(BadArticle) as refused:
        read(text="Two people died when a bus overturned.", published=sent)
    assert refused.value.errors[0]["pointer"] == "/published"


@pytest.mark.parametrize(
    ("member", "value"),
    [("url", "ftp://example.com/a"), ("url", "news"), ("title", 5), ("language", "english please"), ("colour", "red")],
)
def test_members_that_do_not_fit(member, value):
    with pytest.raises(BadArticle) as refused:
        read(**{"text": "Two people died when a bus overturned.", member: value})
    assert refused.value.errors[0]["pointer"] == f"/{member}"


def test_another_language():
    with pytest.raises(BadText, match="only English"):
        read(text="Deux personnes sont mortes dans un accident de bus lundi matin.")
    with pytest.raises(BadText, match="only English"):
        read(text="Two people died when a bus overturned.", language="fr")


@pytest.mark.parametrize("published", ["9999-12-31", "0001-01-01", "2031-05-05T10:00:00Z"])
def test_no_news_is_of_a_far_day(published):
    with pytest.raises(BadArticle, match="published"):
        read(text="Two people died when a bus overturned.", published=published)


def test_no_password_is_published_with_an_address():
    with pytest.raises(BadArticle, match="user"):
        read(text="Two people died when a bus overturned.", url="https://desk:secret@news.example/bus")
