"""Where it happened: which names are places, which place each is, and which of them are an event's own."""

from datetime import date

import pytest

from schemas import vocabulary
from service.extract import where
from service.records import Article, Frame, Trigger

pytestmark = pytest.mark.model


@pytest.fixture
def read(pipeline):
    return lambda text: pipeline.read([Article("a", text, date(2026, 4, 1))], everything=True)[0]


def places(reading):
    """The places of a text as {words: (name, precision, country)}."""
    found = {}
    for mention in where.find(reading):
        value = mention.value
        found[reading.quote(mention.start, mention.end)] = (
            value["name"],
            value["precision"],
            value.get("country_iso3"),
        )
    return found


def chosen(reading, *words, kind="bombing-ied", main=True):
    """The places of an event whose triggers are these words, as (role, name)."""
    return [(place["role"], place["name"]) for place in sites(reading, *words, kind=kind, main=main)]


def sites(reading, *words, kind="bombing-ied", main=True):
    triggers = []
    for word in words:
        start = reading.text.index(word)
        sentence = reading.sentence_at(start).index
        triggers.append(Trigger(start, start + len(word), sentence, "x", "x 1", 0.8))
    scope = frozenset(trigger.sentence for trigger in triggers) or frozenset(s.index for s in reading.sentences)
    frame = Frame("r1", kind, vocabulary.event_types()[kind].category, "occurred", tuple(triggers), scope, main, 1.0)
    return where.choose(where.find(reading), frame, reading)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("A blast killed four people in Paris, Texas.", "Paris", ("Paris", "city", "USA")),
        ("A blast killed four people in Paris, officials in France said.", "Paris", ("Paris", "city", "FRA")),
        (
            "A bus fell into a ravine near San Jose, Oaxaca, in Mexico.",
            "San Jose",
            ("San José del Progreso", "city", "MEX"),
        ),
        ("Two trains collided near Springfield, Ill., on Monday.", "Ill.", ("Illinois", "admin1", "USA")),
        ("Shells fell on the Dnipro region of Ukraine.", "Dnipro", ("Dnipropetrovsk", "admin1", "UKR")),
        ("Shells fell on Kharkiv in Ukraine.", "Kharkiv", ("Kharkiv", "city", "UKR")),
        ("U.S. officials spoke.", "U.S.", ("United States", "country", "USA")),
        ("Troops killed four rebels in Konar province.", "Konar", ("Kunar", "admin1", "AFG")),
        ("Hundreds of Afghans fled.", "Afghans", ("Afghanistan", "country", "AFG")),
        ("Police in Tbilisi said the men had crossed into Georgia.", "Georgia", ("Georgia", "country", "GEO")),
        ("Police in Atlanta said the men had crossed into Georgia.", "Georgia", ("Georgia", "admin1", "USA")),
        (
            "Rebels shelled the Zarqan district of Aleppo in Syria.",
            "Zarqan district",
            ("Zarqan district", "district", "SYR"),
        ),
        ("LIMA, Peru (Agency) -- A bus overturned.", "LIMA", ("Lima", "city", "PER")),
        ("Fighting spread through the Gaza Strip.", "Gaza Strip", ("Gaza Strip", "admin1", "PSE")),
    ],
)
def test_a_name_is_read_as_the_place_it_means(read, text, words, expected):
    assert places(read(text))[words] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Prof. Jordan Austin and Florence Madison were late.",
        "He was reading a mobile phone bill.",
        "WHO and UNICEF said the alert was over.",
        "In March he will be back, and in August too.",
        "Senator Jordan Lincoln thanked Mr. Houston.",
        "Shoppers ran out of the Southland Mall.",
        "Guests were led from the Paris Hotel.",
        "She studies at West University.",
        "Ministers of the Gulf states met.",
    ],
)
def test_look_alikes_are_no_places(read, text):
    assert places(read(text)) == {}


def test_a_surname_in_a_sentence_that_the_model_was_not_asked_about_is_no_place(pipeline):
    text = (
        "FRANKLIN, La. (Agency) -- A shooting in Franklin has killed a deputy, the sheriff said.\n\n"
        "The shooting happened on Curtis Drive.\n\nAccording to the first report, when police came, they were told "
        "24-year-old Deputy Derek Hagen was shot in the face by accident.\n\nHagen worked as a guard for a year."
    )
    (reading,) = pipeline.read([Article("a", text, date(2026, 4, 1), title="Deputy killed in accidental shooting")])
    assert "Hagen" not in [mention.value["name"] for mention in where.find(reading)]


def test_nor_is_one_behind_a_comma(pipeline):
    text = (
        "A man is accused of shooting a neighbour in Dayton on Saturday, police said.\n\nHe called them himself.\n\n"
        "Police came at noon.\n\nHe had shot the woman, Jodi Butler, with a rifle.\n\nButler is in stable condition."
    )
    (reading,) = pipeline.read([Article("a", text, date(2026, 4, 1))])
    assert {mention.value["name"] for mention in where.find(reading)} == {"Dayton"}


def test_a_list_of_provinces_is_a_list_of_provinces(read):
    reading = read("Drones hit Kyiv. Kharkiv, Poltava and Sumy provinces of Ukraine were also targeted.")
    found = {m.value["name"]: m.value for m in where.find(reading)}
    assert [found[name]["admin1_iso"] for name in ("Kharkiv", "Poltava", "Sumy")] == ["UA-63", "UA-53", "UA-59"]
    assert found["Kyiv"]["geonames_id"] == 703448


def test_what_the_gazetteer_lacks_has_no_point_and_no_id(read):
    reading = read("A missile hit the Zarqan district of Aleppo in Syria.")
    district = next(m.value for m in where.find(reading) if m.value["precision"] == "district")
    assert district["country_iso3"] == "SYR"
    assert district["admin1"] == "Aleppo"
    assert not district.keys() & {"latitude", "longitude", "geonames_id"}


def test_the_main_place_comes_first_and_its_containers_fold_into_it(read):
    reading = read("A car bomb exploded in the city of Marhanets in the southern Dnipro region of Ukraine.")
    (site,) = sites(reading, "exploded")
    assert (site["role"], site["name"], site["geonames_id"], site["admin1_iso"]) == (
        "site",
        "Marhanets",
        701855,
        "UA-12",
    )
    assert not any(key.startswith("_") for key in site)
    (evidence,) = site["evidence"]
    assert evidence["quote"] == reading.text[evidence["start"] : evidence["end"]] == "Marhanets"


def test_further_places_are_affected(read):
    reading = read("Missiles struck Kyiv overnight. Kharkiv, Poltava and Sumy provinces were also targeted in Ukraine.")
    assert chosen(reading, "struck", "targeted") == [
        ("site", "Kyiv"),
        ("affected", "Kharkiv"),
        ("affected", "Poltava"),
        ("affected", "Sumy"),
    ]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Russian missiles and U.S.-made bombs struck Odesa in Ukraine.", "struck", [("site", "Odesa")]),
        ("Ukraine said a drone exploded near Lviv.", "exploded", [("site", "Lviv")]),
        ("Four died in a fire in Lyon, the mayor of Paris said.", "fire", [("site", "Lyon")]),
        ("A man from Ohio was shot dead in Denver.", "shot", [("site", "Denver")]),
        ("A clerk was shot in Denver. He died at a Boulder hospital.", "shot", [("site", "Denver")]),
        ("A bomb went off in a Syrian town, killing six.", "bomb", [("site", "Syria")]),
        ("Two shells landed near the Syrian capital on Sunday.", "shells", [("site", "Damascus")]),
        ("Fighters of Islamic State in Iraq seized a bridge in Raqqa.", "seized", [("site", "Raqqa")]),
    ],
)
def test_who_acts_or_speaks_is_not_where(read, text, trigger, expected):
    assert chosen(read(text), trigger) == expected


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The minister rejected Russian sovereignty over Crimea.", "rejected"),
        ("The president accused Moscow of lying.", "accused"),
    ],
)
def test_what_is_talked_about_is_not_where(read, text, trigger):
    assert chosen(read(text), trigger, kind="accuse") == []


def test_movements_have_an_origin_and_a_destination(read):
    reading = read("Some 3,000 people fled from Mosul to Erbil in Iraq.")
    assert chosen(reading, "fled") == [("origin", "Mosul"), ("destination", "Erbil")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 9,000 people were displaced from Homs city.", [("origin", "Homs")]),
        ("Another 700 people were evacuated to Maiduguri town.", [("destination", "Maiduguri")]),
        ("The delegates travelled to Geneva from Oslo.", []),
    ],
)
def test_where_people_were_driven_from_is_told_without_a_word_for_what_drove_them(read, text, expected):
    assert chosen(read(text), kind="other") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thousands fled Dhubab when the shelling began.", {"Dhubab"}),
        ("Roads to the Zabid and Hays areas were closed.", {"Zabid", "Hays"}),
    ],
)
def test_what_people_fled_and_whose_areas_are_spoken_of_is_a_place(read, text, expected):
    assert places(read(text)).keys() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 40,000 Syrians have fled in recent weeks.", [("origin", "Syria")]),
        ("Thousands of Malians have fled to Niger.", [("destination", "Niger"), ("origin", "Mali")]),
        ("Some 6,000 Afghans crossed the border from Iran.", [("origin", "Iran"), ("destination", "Afghanistan")]),
        ("Some Syrian officials have fled.", []),
        ("Officials in Kenya said that Somalis had fled.", [("site", "Kenya")]),
    ],
)
def test_a_people_that_flees_leaves_its_country(read, text, expected):
    assert chosen(read(text), kind="other") == expected


def test_a_refusal_that_people_flee_is_where_they_fled(read):
    reading = read("Some 5,000 people fled the capital, Bamako, after the governor refused to resign.")
    assert chosen(reading, "refused", kind="reject") == [("origin", "Bamako")]


def test_a_visit_is_where_it_goes(read):
    reading = read("The president cut short a visit to South Africa and would return to Kyiv.")
    assert chosen(reading, "visit", kind="official-visit") == [("site", "South Africa")]


def test_near_a_place_is_not_in_it(read):
    (site,) = sites(read("A helicopter crashed 40 km north of Homs in Syria."), "crashed", kind="road-crash")
    assert site["name"] == "40 km north of Homs"
    assert site["admin1"] == "Homs"
    assert not site.keys() & {"latitude", "longitude", "geonames_id"}


def test_the_dateline_is_the_place_when_the_text_has_none(read):
    reading = read("NAIROBI, March 3 (Agency) -- A bus overturned and caught fire, killing nine.")
    assert chosen(reading, "overturned", kind="road-crash") == [("site", "Nairobi")]
    assert chosen(reading, "overturned", kind="road-crash", main=False) == []


def test_nothing_is_invented(read):
    assert chosen(read("A bus overturned and caught fire, killing nine."), "overturned") == []
