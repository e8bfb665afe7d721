"""The words that tell of events, type by type, and those that only seem to."""

import time
from datetime import date
from types import MappingProxyType

import pytest

from schemas import vocabulary
from service import sentences, triggers
from service.records import Article

TELLING = [
    (
        "missile-strike",
        "Two cruise missiles slammed into a railway depot near Velmar on Monday, killing four workers.",
    ),
    ("missile-strike", "The army fired a ballistic missile at the port of Sarn, wounding nine people."),
    ("drone-strike", "An explosive drone hit a grain store near Tolva, setting it ablaze."),
    ("drone-strike", "Three men were killed by a drone as they drove to the market in Kesh."),
    ("drone-strike", "Unmanned aerial vehicles attacked an oil refinery in the north of the country overnight."),
    ("air-strike", "Warplanes bombed the rebel-held town of Marun for a third day."),
    ("air-strike", "An air raid on a village in the Dara valley killed eleven civilians."),
    ("air-strike", "Government helicopters dropped barrel bombs on two districts of the city."),
    ("combined-air-attack", "The capital came under attack from missiles and drones before dawn, killing three."),
    ("shelling", "Artillery shells landed in a school yard in Orvo, wounding six pupils."),
    ("shelling", "Rebels fired dozens of rockets at the airport on Sunday."),
    ("shelling", "Government forces shelled the besieged suburb for hours."),
    ("armed-clash", "Soldiers and rebels clashed near the border town of Ilmat, leaving eight dead."),
    ("armed-clash", "Gunmen ambushed an army patrol on the road to Bessa and killed two soldiers."),
    ("armed-clash", "A gun battle between police and militants lasted through the night in Dor."),
    ("armed-clash", "Troops killed 14 insurgents in an operation in the western hills."),
    ("territory-captured", "The army retook the town of Selim from rebels after a week of fighting."),
    ("territory-captured", "Rebels seized control of three villages in the east on Friday."),
    ("territory-captured", "The strategic town fell to Islamist militants at the weekend."),
    ("air-defence-interception", "Air defence units shot down four drones over the coast."),
    ("landmine-explosion", "A farmer was killed when his tractor hit a landmine outside Povlje."),
    ("landmine-explosion", "Two children died after stepping on a mine near the old front line."),
    ("cbrn-attack", "Doctors treated dozens of people after a chlorine gas attack on the rebel-held suburb."),
    ("cbrn-attack", "Activists said the army had used sarin against the town."),
    ("blockade-siege", "Troops lay siege to the rebel-held city for a second month."),
    ("bombing-ied", "A car bomb exploded outside a police station in Tarim, killing seven people."),
    ("bombing-ied", "A roadside bomb destroyed an army truck and wounded four soldiers."),
    ("bombing-ied", "Unknown men planted explosives on the pipeline, which blew up before dawn."),
    ("suicide-bombing", "A man blew himself up at a checkpoint, killing five policemen."),
    ("suicide-bombing", "A suicide bomber struck a wedding hall in the capital."),
    ("shooting", "A gunman opened fire in a shopping centre, killing three people."),
    ("shooting", "Two teenagers were shot dead outside a school on Tuesday."),
    ("shooting", "A 34-year-old man was fatally shot in a parking lot on Oak Street, police said."),
    ("assault-other", "A man stabbed four passengers on a night train."),
    ("assault-other", "A driver ploughed into a crowd of shoppers, injuring twelve."),
    ("assault-other", "Attackers with machetes hacked three villagers to death."),
    ("assassination", "The mayor of Corrin was assassinated outside his home."),
    ("assassination", "A senior judge survived an attempt on his life when gunmen attacked his car."),
    ("abduction", "Gunmen kidnapped six aid workers on a road in the north."),
    ("abduction", "Armed men took a priest hostage and demanded a ransom."),
    ("massacre", "Militiamen massacred at least forty villagers in the province."),
    ("sexual-violence", "Soldiers raped several women during the raid on the camp, witnesses said."),
    ("sabotage-arson", "Arsonists set fire to a mosque in the southern town of Harl."),
    ("sabotage-arson", "Shops were looted and burned as crowds roamed the market."),
    ("cyber-attack", "A cyber-attack knocked out the ministry's computers."),
    ("grenade-attack", "A hand grenade was thrown into a bar in the old town, wounding nine."),
    ("organised-crime", "Customs officers seized two tonnes of cocaine hidden in a ship."),
    ("organised-crime", "Police broke up a gang that smuggled migrants across the lake."),
    ("protest", "Thousands of teachers marched through the capital to demand higher pay."),
    ("protest", "Hundreds of people protested outside parliament against the fuel tax."),
    ("protest", "Activists held a vigil at the embassy over the jailed writer."),
    ("protest-repressed", "Police fired tear gas to disperse protesters near the palace."),
    ("protest-repressed", "Security forces opened fire on demonstrators, killing two."),
    ("protest-repressed", "Police detained dozens of demonstrators at an unauthorised rally."),
    ("riot", "Rioters torched cars and smashed shop windows in the port."),
    ("riot", "Youths hurled stones at police as a protest turned violent."),
    ("mob-violence", "A mob lynched a man accused of theft in the village of Tura."),
    ("mob-violence", "Communal clashes between herders and farmers left a dozen dead."),
    ("strike-labour", "Train drivers went on strike on Monday over pay."),
    ("strike-labour", "Nurses began a two-day walkout after talks with the health ministry failed."),
    ("earthquake", "A 6.4-magnitude earthquake struck the island, killing twelve people."),
    ("tsunami", "A tsunami swept away dozens of homes along the coast."),
    ("volcanic-eruption", "Mount Aroa erupted on Sunday, spewing ash over nearby villages."),
    ("flood", "Flash floods swept through the valley, killing nine people."),
    ("flood", "The river burst its banks and flooded hundreds of homes."),
    ("tropical-cyclone", "Typhoon Melor slammed into the coast, forcing thousands to flee."),
    ("tropical-cyclone", "A powerful cyclone killed 20 people in the delta."),
    ("storm", "A tornado tore through a trailer park, killing six people."),
    ("wildfire", "A wildfire burned 2,000 hectares of forest and forced evacuations."),
    ("landslide", "A landslide buried a mountain village after days of rain, killing 15."),
    ("landslide", "An avalanche killed three skiers in the eastern range."),
    ("drought", "A severe drought has left millions of people without water."),
    ("extreme-temperature", "A heatwave killed more than 40 people in the plains."),
    ("road-crash", "A bus plunged into a ravine, killing 22 passengers."),
    ("road-crash", "Five people died when two cars collided on the highway."),
    ("rail-crash", "A passenger train derailed near Lomo, injuring dozens."),
    ("air-crash", "A small plane crashed shortly after take-off, killing all six aboard."),
    ("maritime-accident", "A ferry capsized on the lake with 80 people aboard."),
    ("structure-fire", "A fire swept through a garment factory, killing 18 workers."),
    ("structure-fire", "Four children died in a house fire early on Sunday."),
    ("explosion-accident", "A gas explosion destroyed a bakery and injured eight people."),
    ("building-collapse", "A five-storey building collapsed in the old quarter, trapping workers."),
    ("industrial-accident", "Ammonia leaked from a cold store, and 60 workers were taken to hospital."),
    ("crowd-crush", "A stampede at a religious festival killed 30 pilgrims."),
    ("disease-outbreak", "A cholera outbreak has killed 60 people in the camps."),
    ("disease-outbreak", "Health officials confirmed twelve new cases of Ebola."),
    ("mass-poisoning", "More than 30 people died of methanol poisoning after drinking home-made liquor."),
    ("talks", "The president met the Turkish foreign minister in Ankara on Monday."),
    ("talks", "Negotiators from both governments held a second round of talks in Geneva."),
    ("official-visit", "The prime minister arrived in Tokyo for a three-day visit."),
    ("agreement", "The two governments signed a trade agreement on Thursday."),
    ("agreement", "The government and the rebels reached a peace deal after months of negotiations."),
    ("support", "The foreign minister praised the government's decision to free the prisoners."),
    ("support", "The two countries restored diplomatic relations after nine years."),
    ("cooperation", "The two governments agreed to share intelligence and expertise on piracy."),
    ("concession", "The government lifted the state of emergency in the north."),
    ("concession", "The army withdrew its troops from the border zone."),
    ("ceasefire", "The army and the rebels agreed a ceasefire on Sunday."),
    ("prisoner-exchange", "The rebels freed 40 prisoners in exchange for the bodies of their dead."),
    ("aid", "The government sent food and tents to the flooded provinces, and donated aid to the victims."),
    ("accuse", "The president accused the opposition of plotting unrest."),
    ("condemn", "The foreign ministry condemned the raid on its embassy."),
    ("demand", "The president demanded the withdrawal of foreign advisers."),
    ("reject", "The government rejected the rebels' offer."),
    ("threaten", "The president threatened to close the border."),
    ("sanction", "The European Union imposed sanctions on three generals."),
    ("break-relations", "The government expelled two diplomats and recalled its ambassador."),
    ("election", "Voters went to the polls in the presidential election on Sunday."),
    ("coup", "Soldiers seized power in a coup on Tuesday and detained the president."),
    ("resignation", "The interior minister resigned on Friday."),
    ("state-of-emergency", "The government declared a state of emergency in three provinces."),
    ("restriction", "The authorities banned rallies and closed two newspapers."),
    ("arrest", "Police arrested six suspects in a raid on a flat."),
    ("troop-deployment", "The government deployed 3,000 troops along the border."),
    ("troop-deployment", "North Velia test-fired a ballistic missile on Tuesday, the army said."),
    ("weapons-seized", "Police found a weapons cache with 40 rifles in a barn."),
    ("weapons-seized", "Bomb disposal experts defused a bomb outside the court."),
    ("group-change", "Two hundred rebels surrendered and laid down their arms."),
]

LOOK_ALIKES = [
    "The striker scored twice as the visitors won the match.",
    "Shares crashed after the bank's profits fell for a third quarter.",
    "The senator launched an attack on his record as governor.",
    "The manager was fired from his job after a poor season.",
    "The film was shot on location in the desert.",
    "Her memoir is a bombshell, critics say.",
    "The actor suffered a heart attack at his home.",
    "The band's new single exploded up the charts.",
    "He gave a blistering attack on the opposition's policy of low taxes.",
    "The company fired 200 employees.",
    "There was an explosion in sales of bicycles.",
    "The talks collapsed without a deal.",
    "The party won a landslide victory.",
    "The market was hit by a perfect storm of falling prices.",
    "The team's title hopes were torpedoed by a late strike.",
    "It was a political earthquake.",
    "He shot to fame in a television series.",
    "The club stormed into the final.",
    "Operation Desert Storm began with a plan.",
    "The house was flooded with light.",
    "The bank's computers crashed on Friday.",
    "An avalanche of letters reached the editor.",
    "The champion ended her title drought.",
    "The company struck a deal to buy its rival.",
    "Prices have rallied since March.",
    "The minister demonstrated that the figures were wrong.",
    "She is fighting for fitness before the match.",
    "The singer's world tour will hit Tokyo.",
    "A rescue package for the airline was agreed.",
]


def types(text):
    return {hit.row.type for hit in triggers.hits(text, 0, len(text))}


@pytest.mark.parametrize(("kind", "text"), TELLING)
def test_words_tell_of_their_type(kind, text):
    assert kind in types(text)


def test_every_type_has_a_sentence_above_and_rows():
    tested = {kind for kind, _ in TELLING}
    assert tested == vocabulary.names("event_types") - {"other"}
    assert {row.type for row in triggers.rows()} == tested


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_tell_of_nothing(text):
    assert triggers.hits(text, 0, len(text)) == []


def test_of_rows_that_overlap_the_weightiest_is_kept():
    (hit,) = triggers.hits("Artillery shells hit the village.", 0, 33)
    assert hit.row.type == "shelling"
    assert all(
        other.weight <= hit.row.weight for other in triggers.rows() if other.match.search("Artillery shells hit")
    )


def test_hits_are_where_the_text_says_them():
    text = "Nothing happened. A ferry capsized. Nothing else happened."
    (hit,) = triggers.hits(text, 18, 36)
    assert text[hit.start : hit.end] == "capsized"


def forget():
    for cached in (triggers.rows, triggers._sieve, triggers._look_alikes, triggers._hits, triggers._classes):
        cached.cache_clear()
    triggers._classes_in.cache_clear()
    triggers._stands.cache_clear()


@pytest.fixture
def only_type(monkeypatch):
    """Puts one type, with these triggers, in the place of all."""

    def only_type(*rows):
        kind = vocabulary.EventType("picnic", "Picnic", "other", 3, MappingProxyType({}), triggers=rows)
        monkeypatch.setattr(vocabulary, "event_types", lambda: {"picnic": kind})
        forget()

    yield only_type
    forget()


@pytest.mark.parametrize(
    ("trigger", "named"),
    [
        ({"match": "picnic(", "weight": 0.5}, "picnic, trigger 1"),
        ({"match": "{sandwich}s?", "weight": 0.5}, "no class sandwich"),
        ({"match": "picnics?", "weight": 0.5, "needs": ["lemonade"]}, "no class lemonade"),
        ({"match": "picnics?", "weight": 0.5, "beside": "outing"}, "no type outing"),
    ],
)
def test_a_bad_row_stops_the_start_and_is_named(only_type, trigger, named):
    only_type(MappingProxyType(trigger))
    with pytest.raises(vocabulary.VocabularyError, match=r"event_types\.toml") as error:
        triggers.load()
    assert named in str(error.value)
    assert "picnic" in str(error.value)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Air strikes hit Homs on Monday. The bombing killed two.", ["air-strike", "air-strike"]),
        ("The bombing of a market in Kabul came after air strikes in Helmand.", ["bombing-ied", "air-strike"]),
        (
            "Air strikes hit Homs. A car bomb went off in Damascus. The bombing killed two.",
            ["air-strike", "bombing-ied", "bombing-ied"],
        ),
    ],
)
def test_a_bombing_is_what_was_told_of_last(pipeline, text, kinds):
    (reading,) = pipeline.read([Article("a", text, date(2026, 1, 1))], everything=True)
    found = [trigger.type for trigger in triggers.find(reading)]
    assert [kind for kind in found if kind in ("air-strike", "bombing-ied")] == kinds


@pytest.mark.parametrize("word", ["troops ", "killed ", "protesters in the ", "a bomb and ", "captured the "])
def test_the_longest_sentence_takes_no_time(word):
    text = (word * sentences.LONGEST)[: sentences.LONGEST]
    triggers.load()
    start = time.perf_counter()
    triggers.hits(text, 0, len(text))
    assert time.perf_counter() - start < 1
