"""Who took part and on which side: finds the actors of a text, and gives those of one event their roles.

In an attack the subject of the verb, a "by" phrase and whose the weapons are tell the perpetrator; the object tells the
target. In words and deeds between two (accuse, sanction, visit) the subject speaks and the object is addressed. The
source of a statement takes no part in what it reports.
"""

from dataclasses import replace

from service import lexicon
from service.extract import _actors, _dealings, _deeds
from service.extract._cast import Cast
from service.records import Frame, Mention, Reading

HARMED_BY = ("perpetrator", "target")  # of deeds; a deal has its mediator in another clause
NATION = ("state", "modifier", "capital")


def find(reading: Reading) -> list[Mention]:
    """Every actor of the text."""
    return [
        Mention(actor.start, actor.end, actor.sentence, {**_actors.as_value(actor), "_actor": actor})
        for actor in _actors.find(reading)
    ]


def choose(mentions: list[Mention], frame: Frame, reading: Reading) -> list[dict]:
    """The actors of an event with their roles, each once, in the order in which they are told."""
    kinds = lexicon.table("who")["roles"]
    if frame.category in kinds["none"]:
        return []
    harm = frame.category in kinds["harm"] and frame.type not in kinds["dealings"]
    found = (_deeds if harm else _dealings).roles(frame, reading, Cast(reading, mentions))
    found = [(role, m) for role, m in found if role not in HARMED_BY or not frame.is_elsewhere(m.start)]
    return _each_once(_fit(found, reading, harm=harm), reading, harm=harm)


def _fit(found, reading, *, harm):
    """Those that may be told of: no private person; of an attack the unnamed only where nobody is named."""
    found = [(role, _veiled(m, role, harm=harm)) for role, m in found]
    fit = [(role, m) for role, m in found if _is_public(m.value["_actor"], role, harm=harm)]
    if not harm:
        return fit
    answering = lexicon.table("who")["roles"]["answering"]
    doers = [m.value["_actor"] for role, m in fit if role == "perpetrator"]
    named = any(not _is_unnamed(actor) and actor.sector not in answering for actor in doers)
    return [
        (role, m)
        for role, m in fit
        if not (role == "perpetrator" and named and _is_unnamed(m.value["_actor"]))
        and not (role == "perpetrator" and _is_harmless(m.value["_actor"], reading))
    ]


def _is_harmless(actor, reading):
    """Whether somebody of the kind that seldom attacks is not plainly said to: "a student shot two teachers"."""
    noun = reading.doc[actor.i]
    verb = noun.head if noun.dep_ == "nsubj" else next((c for c in noun.children if c.dep_ in ("acl", "relcl")), noun)
    table = lexicon.table("who")
    verbs = [
        one for one in (verb, *verb.conjuncts) if one.lemma_.lower() in (*table["harm_verbs"], *table["launch_verbs"])
    ]
    acts = noun.i < verb.i and any(child.dep_ == "dobj" for one in verbs for child in one.children)
    return actor.sector in table["roles"]["harmless"] and not acts


def _veiled(mention, role, *, harm):
    """A policeman who was shot, or who shot, is told of as one and not by his name."""
    actor = mention.value["_actor"]
    noun = lexicon.table("who")["private"]["nouns"].get(actor.sector)
    if noun is None or actor.kind != "person" or _is_public(actor, role, harm=harm) or not actor.office:
        return mention
    return replace(mention, value={"_actor": replace(actor, name=noun, kind="noun", office=False)})


def _is_public(actor, role, *, harm):
    """Whether somebody holds an office and is told of as its holder: an officer who beat somebody, or was hurt, and a
    gunman with a name are private persons, and one is not yet found guilty."""
    if actor.kind != "person":
        return not (harm and actor.sector is None and actor.kind == "body")
    suffers = harm or role in ("perpetrator", "target")
    return actor.office and not (suffers and actor.sector in lexicon.table("who")["private"]["sectors"])


def _is_unnamed(actor):
    """Whether a noun says nothing of who they are: "gunmen", "the attackers"."""
    return actor.kind == "noun" and actor.country is None and actor.name.islower()


def _each_once(found, reading, *, harm):
    """(role, mention) pairs as values: each actor once, in its first role. A state and its army are one perpetrator."""
    out: dict[tuple, dict] = {}
    for role, mention in found:
        actor = mention.value["_actor"]
        sector = _sector(actor, role, harm=harm)
        key = ("unnamed",) if _is_lone(role, actor, harm) else _identity(actor, sector)
        if key in out or (harm and any(known["name"].lower() == actor.name.lower() for known in out.values())):
            continue
        value = {"role": role, "name": actor.name, "country_iso3": actor.country, "sector": sector}
        out[key] = {name: said for name, said in value.items() if said} | {
            "evidence": reading.evidence((mention.start, mention.end))
        }
    return list(out.values())


def _is_lone(role, actor, harm):
    """Whether those that did it are told of without a name: gunmen, then attackers, then assailants are the same."""
    return harm and role == "perpetrator" and _is_unnamed(actor)


def _identity(actor, sector):
    """What makes two mentions one actor."""
    if actor.kind in NATION or (actor.country and sector == "MIL" and actor.kind in ("noun", "body")):
        return actor.country, "state"
    if actor.kind == "noun" and actor.country is None:
        return actor.name.split()[-1].lower().rstrip("s"), sector
    return actor.name.lower(), actor.country


def _sector(actor, role, *, harm):
    """A state that attacks is its army; one that is attacked is no part of itself; one that speaks a government."""
    if actor.kind not in NATION:
        return actor.sector
    if harm:
        return "MIL" if role in ("perpetrator", "party") else None
    return "GOV"
