"""Tolls: who was harmed, how many, and what keeps a mention out. The sentences are ours; the events are invented."""

from datetime import date

import pytest

from service.extract import toll
from service.records import Article, Frame

pytestmark = pytest.mark.model


@pytest.fixture
def toll_of(pipeline):
    """text, title -> {kind: toll} of the whole article as one event."""

    def read(text, title=""):
        article = Article("a1", text, date(2026, 5, 4), title=title)
        reading = pipeline.read([article], everything=True)[0]
        everything = frozenset(sentence.index for sentence in reading.sentences)
        frame = Frame("r1", "other", "other", "occurred", (), everything, True, 0.0)
        return toll.choose(toll.find(reading), frame, reading)

    return read


def bounds(figure):
    return figure.get("low"), figure.get("best"), figure.get("high")


EXACT = {
    # passive subject, active object, dying, found dead
    "Three people were killed in the blast.": {"killed": 3},
    "A bomb killed four traders and injured nine others.": {"killed": 4, "injured": 9},
    "Two climbers died in an avalanche.": {"killed": 2},
    "A baker was found dead in his shop.": {"killed": 1},
    # the verb left out
    "Nine people were killed and 30 injured when a lorry hit a bus.": {"killed": 9, "injured": 30},
    "Two people were killed and one injured.": {"killed": 2, "injured": 1},
    "One man was killed and another injured after they were shot.": {"killed": 1, "injured": 1},
    # who they are
    "A mother and her two children died in the fire.": {"killed": 3},
    "A family of five was killed.": {"killed": 5},
    "Jane Roe, 34, and Richard Roe, 36, were pronounced dead at the scene.": {"killed": 2},
    "Three people, a man and two women, were killed.": {"killed": 3},
    "A 39-year-old woman, a 21-year-old man and a 15-year-old girl were wounded.": {"injured": 3},
    "A woman, 39, a man, 21, and a girl, 15, were shot.": {"injured": 3},
    "Bob Roewer, 35, Ada Lindman, 29, and their two children died after the fire.": {"killed": 4},
    "Ada Lindman, 39, a teacher and mother of two, was shot.": {"injured": 1},
    "Ada Lindman, 39, Harn, was shot.": {"injured": 1},
    "One officer, four soldiers and three civilians were killed.": {"killed": 8},
    "The storm killed his brother or a neighbour.": {"killed": 1},
    "The two gunmen fled the scene on foot.": {},
    "Two women fled their village.": {"displaced": 2},
    "The attack injured 41 others most of them women and children.": {"injured": 41},
    "The blast killed 52 people among them 48 students.": {"killed": 52},
    "The death toll from the fire of rebels on houses in the old part of town in the past 24 hours has reached 20.": {
        "killed": 20
    },
    "Drones hit an oil refinery, sparking a fire. No one was hurt.": {"injured": 0},
    # shot, and dead or not
    "Five people were shot, two of them fatally.": {"killed": 2, "injured": 3},
    "A gunman shot six people, killing four.": {"killed": 4, "injured": 2},
    "Two teenagers were shot on Elm Street. They died at the scene.": {"killed": 2},
    "A clerk was shot in the leg. He was taken to hospital in stable condition.": {"injured": 1},
    "A clerk was shot in the chest. The 24-year-old later died.": {"killed": 1},
    "He killed his wife and two neighbours before killing himself.": {"killed": 4},
    "A man killed three shoppers before being shot dead by an officer.": {"killed": 4},
    "Officers found a man shot in the leg.": {"injured": 1},
    "A 47-year-old man is recovering after being shot twice at a bar.": {"injured": 1},
    "A friend of hers drove up to the house and was shot.": {"injured": 1},
    "Two men were shot on Elm Street. Both died. A boy was wounded.": {"killed": 2, "injured": 1},
    "A 4-year-old died on Friday. Deputies were told a 4-year-old boy was badly injured. He died.": {"killed": 1},
    "The gunman opened fire on Sunday night, striking five people.": {"injured": 5},
    "A bullet struck a girl on Elm Street.": {"injured": 1},
    "He fatally shot his parents and three younger siblings.": {"killed": 5},
    "Shooter sought after man shot, killed at Harn hall": {"killed": 1},
    "Teen found shot to death in Harn": {"killed": 1},
    "Woman found shot in Harn": {"injured": 1},
    "Police shot at a man they killed after he stabbed a dog.": {"killed": 1},
    "Bob Lindman, 41, was pronounced dead. Ada Lindman was shot in the arm.": {"killed": 1, "injured": 1},
    "A man was shot dead on Elm Street. The second victim is being treated for wounds.": {"killed": 1, "injured": 1},
    # nouns
    "The death toll rose to 14.": {"killed": 14},
    "Officials reported eight deaths.": {"killed": 8},
    "Police are investigating the deaths of three men.": {"killed": 3},
    "The flood claimed 12 lives.": {"killed": 12},
    "Police are investigating a double homicide.": {"killed": 2},
    "The death toll rose from 12 to 15.": {"killed": 15},
    "The number of people killed in the floods has risen to 14.": {"killed": 14},
    "This brings to 14 the number of people killed in the floods.": {"killed": 14},
    "The number of injured in the blast stood at 30.": {"injured": 30},
    # wounds
    "Officers found a 15-year-old with a gunshot wound to his leg.": {"injured": 1},
    "Two men were found in the yard of a house with stab wounds.": {"injured": 2},
    "A gunshot victim was found in a car.": {"injured": 1},
    "The victim turned up at a hospital with a gunshot wound.": {"injured": 1},
    "The 2-year-old suffered non-life-threatening injuries after the gun went off.": {"injured": 1},
    "The blast left one man dead and another with serious injuries.": {"killed": 1, "injured": 1},
    # who shoots may die, too
    "Gunman kills 3, wounds 14, dies in shootout.": {"killed": 4, "injured": 14},
    "A gunman opened fire on a patrol, killing two deputies. The gunman was shot dead.": {"killed": 3},
    "A burglar was shot by a shopkeeper. The shopkeeper was also shot.": {"injured": 2},
    "Gunmen killed 1, wounded 9 in Dorn.": {"killed": 1, "injured": 9},
    "A rebel was killed. Also killed in the strike were six rebels, including two leaders.": {"killed": 7},
    "The quake killed 45 people, injured some 300 and left 2,000 homeless.": {
        "killed": 45,
        "injured": 300,
        "displaced": 2000,
    },
    "A suicide bomber killed himself and three guards.": {"killed": 4},
    "Officials said 23 people had died and 41 remained in hospital.": {"killed": 23, "injured": 41},
    "The death toll from the floods has topped 200.": {"killed": 200},
    "Three people died instantly. A fourth died in hospital.": {"killed": 4},
    "A seventh shooting victim has died.": {"killed": 7},
    "A third grade teacher was killed.": {"killed": 1},
    "Three people died on the spot and two more died in hospital.": {"killed": 5},
    "Officials earlier put the death toll at 9, but later said 11 people had died.": {"killed": 11},
    "Two suspects were killed and a third was captured.": {"killed": 2, "detained": 1},
    "Seven people were killed, bringing to 50 the number of deaths this month.": {"killed": 7},
    # ages, and aims
    "Two males, both 19, died after they were shot.": {"killed": 2},
    "The painter Ada Lund died at 75.": {"killed": 1},
    "Three people were shot at a party.": {"injured": 3},
    # a whole and its parts
    "Four people were shot. The victims who died were brothers.": {"injured": 4},
    "The clashes caused some 300 casualties (127 dead and 155 wounded).": {"killed": 127, "injured": 155},
    # an aside on other times
    "Jane Roe, whose party has ruled since 1986, was killed by a mob.": {"killed": 1},
    # the other kinds
    "Two hikers have been missing since Saturday.": {"missing": 2},
    "Police arrested 45 demonstrators.": {"detained": 45},
    "The force captured a rebel leader. It also detained two suspected rebels.": {"detained": 3},
    "The force captured a rebel leader along with two of his associates.": {"detained": 3},
    "The force captured a rebel sub-commander. The suspect was detained after a search.": {"detained": 1},
    "The force came in and without incident detained two suspected rebels.": {"detained": 2},
    "Gunmen kidnapped 20 schoolgirls and a teacher.": {"abducted": 21},
    "The storm left 1,200 people homeless.": {"displaced": 1200},
    "Some 400 people from the valley sought refuge with relatives.": {"displaced": 400},
    "The fire forced 300 people to evacuate.": {"evacuated": 300},
    "Firefighters rescued 12 people from the roof.": {"rescued": 12},
    # who died of those that were hit
    "Two men were shot on Elm Street, one fatally.": {"killed": 1, "injured": 1},
    "One of five people hurt in a shooting in Harn has died.": {"killed": 1, "injured": 4},
    "Three men were shot. Two of those men, Jon Roe and Al Lund, later died.": {"killed": 2, "injured": 1},
    "Ada Lund, 26, and a 3-year-old girl were wounded in the blast. Lund, 26, died on Sunday.": {
        "killed": 1,
        "injured": 1,
    },
    # the verb shared or left out
    "The shooting left a man dead and three other teenagers wounded, police said.": {"killed": 1, "injured": 3},
    "Teen Killed, Another Wounded in Harn Shooting": {"killed": 1, "injured": 1},
    # kin
    "The boy shot his sister to death, wounded his older brother and killed himself.": {"killed": 2, "injured": 1},
    # an age
    "The 4 yo boy was shot on Elm Street.": {"injured": 1},
    # nobody
    "No one was hurt in the blast.": {"injured": 0},
    "There were no casualties.": {"killed": 0, "injured": 0},
    "No women or children were injured.": {"injured": 0},
}

NOTHING = [
    "Gunmen tried to kill the mayor.",
    "Up to 30 people may have died.",
    "The dam could have killed hundreds.",
    "Bodies may still be under the rubble.",
    "There were no reports of casualties.",
    "He threatened to kill two neighbours.",
    "They launched an operation to arrest a rebel leader.",
    "In a similar crash last year, three people died.",
    "Since 2014 the war has killed 13,000 people.",
    "A dog was killed in the fire.",
    "Injuring one of the family's dogs, the car drove off.",
    "Three men announced a robbery, and one fired a shot into the ceiling.",
    "At least one shot was fired near a school bus.",
    "Officials say shooting suspect Oto Haas surrendered on Monday.",
    "The car drove off, injuring one of the family dogs.",
    "A former actor died of cancer on Sunday.",
    "The man shot at two officers and missed.",
    "Someone fired shots from a car, hitting a parked van.",
    "He fired another shot and ran.",
    "The bill was killed in committee.",
    "He is wanted dead or alive.",
    "Fuel prices shot up 9 percent.",
    "How many died is not known.",
    "Rebels killed or wounded 30 soldiers.",
    "The army has detained more than 25 rebels since Dec. 1.",
    "Three teenagers shot at them and missed.",
    "The robber struck twice at the bar on Elm Street.",
    "The raid came less than a week after gunmen killed six villagers.",
]


@pytest.mark.parametrize(("text", "expected"), EXACT.items())
def test_toll_of_a_sentence(toll_of, text, expected):
    found = {kind: figure.get("best") for kind, figure in toll_of(text).items()}
    assert found == expected


@pytest.mark.parametrize("text", NOTHING)
def test_look_alikes_give_no_toll(toll_of, text):
    found = {kind: figure for kind, figure in toll_of(text).items() if figure.get("best") != 0}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A blast hit Lomo. The governor told reporters that a total of 10 people had been killed.", {"killed": 10}),
        ("A quake hit Lomo. Police said 30 of the 80 wounded remained in hospital.", {"injured": 80}),
        ("A blast hit Lomo. Two of the five wounded died in hospital.", {"killed": 2, "injured": 3}),
        (
            "Ivo Tarr and his 11-year-old daughter were killed in the blast. The boy who survived a blast that left "
            "four others dead is in hospital.",
            {"killed": 4},
        ),
        ("A blast killed a woman in Lomo. Police said two others died in hospital.", {"killed": 3}),
    ],
)
def test_of_whom_a_number_is_a_part(toll_of, text, expected):
    found = {kind: figure["best"] for kind, figure in toll_of(text).items() if figure.get("best")}
    assert expected.items() <= found.items()


def test_a_count_of_other_years_is_not_the_toll_of_a_day(toll_of):
    filler = "Neighbours of the family spoke of a quiet street with gardens. " * 8
    shot = "A child was shot in the leg on Elm Street on Monday. " + filler
    assert "killed" not in toll_of(shot + "At least 555 children have been killed with guns at home, a report found.")
    assert toll_of(shot + "Two people were killed, police said.")["killed"]["best"] == 2


def test_a_body_is_somebody_dead(toll_of):
    assert bounds(toll_of("Hikers found a body in the woods.")["killed"]) == (1, None, None)
    assert toll_of("Deputies found a body camera in the woods.") == {}


def test_wounds_are_no_people(toll_of):
    assert bounds(toll_of("He was shot and suffered multiple gunshot wounds.")["injured"]) == (1, 1, 1)


def test_counts_keep_their_words(toll_of):
    found = toll_of("The raid killed at least eight people and injured more than 70. Dozens are missing.")
    assert bounds(found["killed"]) == (8, 8, None)
    assert (bounds(found["injured"]), found["injured"]["words"]) == ((71, 71, None), "more than 70")
    assert bounds(found["missing"]) == (24, None, None)


def test_every_figure_has_its_evidence(toll_of):
    title, text = "Nine dead in Arvo", "At least nine people died in Arvo on Monday. Two are missing."
    for figure in toll_of(text, title).values():
        assert figure["evidence"]
        for evidence in figure["evidence"]:
            part = {"title": title, "text": text}[evidence["in"]]
            assert part[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_no_private_key_is_chosen(toll_of):
    found = toll_of("Three people, including two children, were killed. Two of the wounded were women. Nine were hurt.")
    assert {key for figure in found.values() for key in figure} <= {"low", "best", "high", "words", "of", "evidence"}


def test_groups_among_them(toll_of):
    found = toll_of("Police said 12 people died, including three children and a soldier. Five of the dead were women.")
    assert {row["group"]: row["best"] for row in found["killed"]["of"]} == {"children": 3, "soldiers": 1, "women": 5}
    assert toll_of("Two children are still unaccounted for.")["missing"]["of"][0]["group"] == "children"


def test_what_is_told_twice_counts_once(toll_of):
    text = (
        "A lorry hit a bus near Tarn on Monday, killing five people. The driver of the lorry was arrested. "
        "The five dead were pupils, police said. Two of the five people killed were sisters."
    )
    assert toll_of(text, "Five killed in bus crash")["killed"]["best"] == 5


def test_one_person_under_many_names(toll_of):
    text = (
        "A man was shot dead outside a bar on Sunday. John Doe, 42, was pronounced dead at the scene. "
        "The victim died of a wound to the chest. Police believe he was killed over a debt."
    )
    assert toll_of(text, "Man killed in Harn")["killed"]["best"] == 1


def test_the_other_of_a_headline_is_one_of_two(toll_of):
    found = toll_of("The other victim was pronounced dead at the scene.", "Teen Killed, Another Wounded in Harn")
    assert (found["killed"]["best"], found["injured"]["best"]) == (1, 1)


def test_persons_who_cannot_be_one_are_two(toll_of):
    text = "A 19-year-old man was killed on Sunday. A 60-year-old woman also died, and a boy, 7, was wounded."
    found = toll_of(text)
    assert (found["killed"]["best"], found["injured"]["best"]) == (2, 1)


def test_a_running_total_replaces(toll_of):
    text = (
        "Two more people died in hospital on Sunday, bringing the death toll to 16. The blast first killed 14 people."
    )
    assert toll_of(text)["killed"]["best"] == 16


def test_figures_that_differ_widen_the_range(toll_of):
    text = "Hospital staff put the number of dead at 15, while police said 12 people were killed."
    assert bounds(toll_of(text)["killed"]) == (12, 12, 15)


def test_a_figure_put_against_another_sentence_widens_the_range(toll_of):
    text = "Police said 12 people were killed in the blast. The health ministry put the toll at 15."
    assert bounds(toll_of(text)["killed"]) == (12, 15, 15)


def test_who_puts_the_toll_elsewhere_gives_no_total(toll_of):
    assert bounds(toll_of("The quake killed at least 1,000 people. The U.N. put the toll at 813.")["killed"]) == (
        813,
        1000,
        None,
    )
    assert bounds(toll_of("A bomb killed 30 people. Hospital staff put the toll at 35.")["killed"]) == (30, 30, 35)


def test_a_sum_knows_no_bound_that_one_part_leaves_open(toll_of):
    text = "Several marchers were arrested. A trader was arrested along with five others."
    detained = toll_of(text)["detained"]
    told = [bound for bound in bounds(detained) if bound is not None]
    assert told == sorted(told)


def test_background_does_not_add(toll_of):
    text = (
        "A shell killed two farmers near Dorn on Monday. "
        + "The village lies on the front line and most of its people have left it. " * 9
        + "A mine killed nine traders there."
    )
    assert toll_of(text)["killed"]["best"] == 2


def test_only_sentences_of_the_event_count(pipeline):
    article = Article("a1", "A bomb killed two men in Arvo. A flood killed nine people in Dorn.", date(2026, 5, 4))
    reading = pipeline.read([article], everything=True)[0]
    found = toll.find(reading)
    for sentence, killed in ((0, 2), (1, 9)):
        frame = Frame("r1", "other", "other", "occurred", (), frozenset({sentence}), True, 0.0)
        assert toll.choose(found, frame, reading)["killed"]["best"] == killed


def test_headline_ends_where_the_site_begins(toll_of):
    assert toll_of("Police gave no details.", "Man dies in crash - Channel 12 News")["killed"]["best"] == 1


def test_those_charged_together_are_no_other_persons(toll_of):
    text = (
        "Three arrested after drugs were seized. Two men and a woman were arrested Tuesday after police seized drugs "
        "near Lom, the authorities said. Ivan G. Petrov, 31, of Vidin, and Peter L. Ilin of Lom and Maria N. Kos of "
        "Ruse, both 28, are charged with making drugs, the police said."
    )
    assert bounds(toll_of(text)["detained"]) == (3, 3, 3)
