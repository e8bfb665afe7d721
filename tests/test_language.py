"""English news is never refused, however short; what is clearly in another language is."""

import pytest

from service import language
from service.errors import BadText

ENGLISH = [
    "Quake kills 5 in Peru",
    "QUAKE KILLS 5 IN PERU",
    "Five dead",
    "Explosion rocks Kabul",
    "Bus crash kills 12 Kandara",
    "Al-Shabaab claims Mogadishu hotel attack",
    "Protesters clash police Paris",
    "Jakarta bombing suspect Abu Bakar arrested",
    "Rio de Janeiro floods displace 5,000",
    "President Emmanuel Macron visits Marseille, Lyon",
    '"Je suis Charlie": thousands march Paris',
    "Guerrillas of the ELN kidnapped three soldiers near Cúcuta.",
    "Kandara 2, Lom 1 (half-time 1-0). Vidin 0, Apia 0. Standings: Kandara 12, Lom 9, Vidin 7, Apia 7.",
    "x",
]
FOREIGN = {
    "fr": "Au moins douze personnes ont été tuées mardi dans un attentat à Kandara, a annoncé la police.",
    "es": "Al menos doce personas murieron el martes en un atentado con coche bomba en Kandara, informó la policía.",
    "de": "Die Polizei hat in Kandara einen Mann festgenommen. Er war in der Nacht in ein Haus eingebrochen.",
    "nl": "Zeker twaalf mensen zijn dinsdag om het leven gekomen bij een aanslag in Kandara. De dader had een bom.",
    "pt": "Sismo no Peru faz cinco mortos",
    "ru": "Не менее двенадцати человек погибли во вторник в результате взрыва, сообщила полиция.",
    "uk": "Щонайменше дванадцять людей загинули у вівторок, повідомила поліція.",
    "zh": "当地警方周二表示，至少十二人在一起汽车炸弹袭击中丧生。",
    "ar": "مقتل خمسة أشخاص في زلزال في بيرو",
    "hi": "पेरू में भूकंप से पांच लोगों की मौत",
    "tr": "Polis, salı günü Kandara'da düzenlenen saldırıda en az on iki kişinin öldüğünü açıkladı.",
    "id": "Sedikitnya dua belas orang tewas pada Selasa dalam serangan bom mobil di Kandara, kata polisi.",
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_read(text):
    language.check(text)


@pytest.mark.parametrize(("code", "text"), FOREIGN.items())
def test_other_languages_are_refused(code, text):
    with pytest.raises(BadText, match="not in English") as refused:
        language.check(text)
    assert refused.value.status == 422
    assert repr(code) in str(refused.value)


def test_a_foreign_quote_or_name_in_english_does_no_harm():
    language.check(
        "The mayor said: « Au moins douze personnes ont été tuées mardi. » Police gave no toll for the attack."
    )


def test_an_english_headline_does_not_make_a_foreign_text_english():
    with pytest.raises(BadText):
        language.check("Quake kills five\n" + FOREIGN["es"] * 3)


@pytest.mark.parametrize("text", ["12345", "!!! ... ---", "🙂" * 5000])
def test_a_text_without_words_is_refused(text):
    with pytest.raises(BadText, match="no words"):
        language.check(text)


def test_words_after_a_long_lead_of_none_are_words():
    language.check("-" * 5000 + " Two died.")
