"""Texts of any length that are made to take long: what repeats, never ends, nests or lists where news would not."""

import random
from itertools import cycle, islice

PLACES = [
    "Paris",
    "London",
    "Lagos",
    "Quito",
    "Hama",
    "Basra",
    "Kabul",
    "Lima",
    "Springfield",
    "Georgia",
    "Tripoli",
    "Santiago",
    "Victoria",
    "Richmond",
]
DAYS = (
    "on Monday, last Friday, on March 3, in May 2024, 3/5/2026, at 9:40 p.m., two days ago, the next day, 2026-03-05, "
)
PROSE = (
    "Rebels shelled the village of Tessin on Friday, killing four people, officials said. The harvest was good. "
    "Prices fell, and the market stayed open until late. Police arrested two men after the attack in Lomo. "
)
LEAD = "Rebels shelled the village of Tessin near Lagos on Friday, killing four people, officials said. "  # an event
UNITS = {
    "prose": PROSE,
    "quiet prose": "The board met in the morning and went through the figures. Nobody expected much more than that. ",
    "paragraphs": PROSE + "\n\n",
    "one sentence": "and the rebels who shelled the town that soldiers held killed people whom nobody knew ",
    "numbers": "12 3,400 5.6 7 million 88 ",
    "killed": "killed ",
    "killed apart": "killed. ",
    "quotes": '"We ran, he said, "and they shot," ',
    "parentheses": "(",
    "brackets apart": "( [ ( ) ",
    "emoji": "\U0001f600\U0001f525",
    "emoji words": "\U0001f600 killed \U0001f525 ",
    "capitalised": "Every Word Is Great And New Here So ",
    "capitals": "KILLED IN THE CITY OF LIMA ",
    "days": DAYS,
    "months": "May ",
    "one word": "a",
    "one number": "7",
    "blanks": " ",
    "blank lines": " \n",
    "newlines": "\n",
    "right to left": "\u202ekilled\u202c \u2067ten\u2069 ",
    "combining": "e\u0301\u0302\u0303\u0304\u0305",
    "combining words": "Pa\u0301\u0302ris\u0303 ",
    "addresses": "https://www.example.org/a/b?c=d&e=f%20g#killed ",
    "one address": "www.a.b/",
    "said he": "said he ",
    "he said it": "He said it had killed them, she said. ",
    "according to": "according to officials, according to police, ",
    "tolls": "12 killed, 13 killed, ",
    "tolls apart": "12 were killed. 13 people died in Lima. ",
    "triggers": "attack bombing shelling protest strike clash ",
    "and": "Ana and Ben and Col and Dan and ",
    "and people": "killed a man and a woman and a boy and ",
    "of": "the head of the office of the ministry of the government of ",
    "not": "not ",
    "denied": "denied plans to attack, did not attack, ",
    "html": "<div><p class='killed'>killed</p><script>alert(1)</script>",
    "xml": '<!DOCTYPE a [<!ENTITY b "&b;&b;">]><a>&b;</a>',
    "csv": '=HYPERLINK("http://a.b"),"killed",+1,@SUM(1;1)\r\n',
    "dots": "U.S. D.C. a.m. Gen. Lt. ",
    "full stops": ". ",
    "hyphens": "al-al-",
    "dashes": "LIMA -- ",
    "datelines": "LIMA, March 3 (AP) -- ",
    "state after state": "Paris, Texas, ",
    "named of": "the villages of Foua and Kafr, and ",
    "persons": "Ana Lund, 34, and Ben Holt, 35, were shot. ",
    "ranks": "Police Chief General Colonel President Minister ",
    "weapons": "three missiles and four drones, ",
    "damage": "two houses destroyed, a school damaged, ",
    "look-alikes": "a flood of doubts, a blast from the past, ",
}


def texts() -> dict:
    """Name -> a function from a number of characters to a text of that length."""
    made = {name: (lambda length, unit=unit: unit * (length // len(unit) + 1)) for name, unit in UNITS.items()}
    made |= {"toponyms": _toponyms, "names": _names, "names apart": _names_apart, "nested quotes": _nested}
    return {name: (lambda length, make=make: (LEAD + make(length))[:length]) for name, make in made.items()}


def _toponyms(length):
    return ", ".join(islice(cycle(PLACES), length // 4))


def _invented(length):
    chance = random.Random(1)
    for _ in range(length // 5):
        yield "".join(chance.choice("aeioubdgklmnrst") for _ in range(chance.randint(3, 8))).capitalize()


def _names(length):
    return ", ".join(_invented(length))


def _names_apart(length):
    return "".join(f"{name} killed two people in {name}. " for name in _invented(length))


def _nested(length):
    return "\u201c" * (length // 2) + "killed " + "\u201d" * (length // 2)
