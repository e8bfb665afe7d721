"""A page of HTML gives the article in it, and what it states of itself; nothing else in it counts."""

from datetime import UTC, date, datetime

import pytest

from service import intake, page
from service.errors import BadArticle, BadText, TooLong

HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Ferry capsizes off Apia | Meridian Wire</title>
<meta property="og:title" content="Ferry capsizes off Apia"><meta property="og:site_name" content="Meridian Wire">
<link rel="canonical" href="{url}">{stated}</head>"""
BODY = """<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Ferry capsizes off Apia</h1><p class="byline">By Ana Ilieva</p>
<p>A ferry capsized off Apia on Monday, killing four people, police&nbsp;said.</p>
<p>Divers searched the <b>wreck</b> for nine others, and the coast guard sent two boats &amp; a plane.</p></article>
<aside><h2>Read more</h2><ul><li><a href="/1">Blast kills 20 in Lom</a></li>
<li><a href="/2">Quake kills 40</a></li></ul>
</aside><footer>Copyright 2019 Meridian Wire</footer></body></html>"""
URL = "https://meridian.example/2026/ferry"
TIME = "2026-03-05T09:30:00+13:00"
OPTIONS = {"received": date(2026, 3, 7), "max_chars": 10_000}


def made(stated="", url=URL):
    return HEAD.format(url=url, stated=stated) + BODY


def test_the_text_is_the_article_and_nothing_around_it():
    found = page.members(made())
    assert found["text"].startswith("A ferry capsized off Apia on Monday, killing four people, police said.")
    assert "boats & a plane" in found["text"]
    assert not any(word in found["text"] for word in ("Lom", "Quake", "Home", "Copyright", "<"))
    assert {name: found[name] for name in found.keys() - {"text"}} == {
        "title": "Ferry capsizes off Apia",
        "publisher": "Meridian Wire",
    }


LINKED = '<script type="application/ld+json">{}</script>'
STATED = {
    "a meta element": (f'<meta property="article:published_time" content="{TIME}">', TIME),
    "by another name": ('<meta name="DC.date.issued" content="2026-03-05">', "2026-03-05"),
    "a time with no zone": ('<meta itemprop="datePublished" content="2026-03-05 09:30">', "2026-03-05"),
    "JSON-LD": (LINKED.format(f'{{"@type": "NewsArticle", "datePublished": "{TIME}"}}'), TIME),
    "a graph": (
        LINKED.format(f'{{"@graph": [{{"@type": ["ReportageNewsArticle"], "datePublished": "{TIME}"}}]}}'),
        TIME,
    ),
    "of a film": (LINKED.format('{"@type": "Movie", "datePublished": "1999-01-01"}'), None),
    "no JSON": (LINKED.format('{"@type": "NewsArticle", '), None),
    "no date": ('<meta property="article:published_time" content="last week">', None),
    "of a change": (f'<meta property="article:modified_time" content="{TIME}">', None),
}


@pytest.mark.parametrize(("stated", "published"), STATED.values(), ids=STATED)
def test_only_what_is_stated_as_such_is_when_it_was_published(stated, published):
    assert page.members(made(stated)).get("published") == published


def test_a_page_does_not_say_whose_version_it_is():
    assert "url" not in page.members(made(url="https://other.example/news/tanker-1"))


@pytest.mark.parametrize("html", ["", "<html></html>", "<nav></nav>", "<script>two died</script>"])
def test_a_page_with_no_article_is_refused(html):
    with pytest.raises(BadText, match="page"):
        page.members(html)


def test_what_the_sender_states_goes_first():
    article = intake.read_page(made(), {"title": "Ferry", "published": "2026-03-04"}, **OPTIONS)
    assert (article.title, article.published, article.url) == ("Ferry", date(2026, 3, 4), None)
    assert article.text_basis == "extracted"


def test_what_a_page_states_wrongly_is_left_out_and_what_the_sender_does_is_not():
    html = made('<meta property="article:published_time" content="1066-03-05">', "ftp://meridian.example/x/y")
    article = intake.read_page(html, {}, **OPTIONS)
    assert (article.published, article.url, article.publisher) == (None, None, "Meridian Wire")
    with pytest.raises(BadArticle, match="licence"):
        intake.read_page(html, {"licence": "x" * 501}, **OPTIONS)


def test_a_moment_keeps_its_zone():
    article = intake.read_page(made(f'<meta property="article:published_time" content="{TIME}">'), {}, **OPTIONS)
    assert article.published.astimezone(UTC) == datetime(2026, 3, 4, 20, 30, tzinfo=UTC)


HOSTILE = ["<div>" * 20_000, "<a href=x>" * 5000, "&#xD800;&#0;" * 1000, "<!--" * 9000, "<" * 9000, "<svg><p>" * 5000]


@pytest.mark.parametrize("html", HOSTILE, ids=["div", "a", "references", "comments", "brackets", "svg"])
def test_no_page_breaks_it(html):
    try:
        found = page.members(f"<p>{html} Two men died in a fire in Lom on Monday, the police said.</p>")
    except (BadText, TooLong):
        return
    assert "\x00" not in found["text"]


@pytest.mark.parametrize("reference", ["&#1;", "&#8;", "&#11;", "&#12;", "&#x1F;", "&#xFFFE;"])
def test_a_reference_to_a_control_character_is_a_blank(reference):
    html = made(f'<meta property="og:site_name" content="Meridian{reference}">')
    html = html.replace("police&nbsp;said.", f"police{reference}said.").replace("</b>", f"</b>{reference}")
    found = page.members(html)
    assert "police said." in found["text"]
    assert "wreck for nine others" in found["text"]
