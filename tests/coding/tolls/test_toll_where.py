"""Which event did the harm, and where it was suffered."""

from __future__ import annotations

import pytest
from reading_tolls import OwnVoice, event_at, mentions_of

from dateline.coding.claims import Reasoned
from dateline.coding.mentions import Mentions, Places
from dateline.coding.tolls import find_tolls
from dateline.records import Event, Place, Span, Toll


def tolls_with(text: str, events: list[Event], places: list[str] | None = None) -> list[Toll]:
    """The tolls of the text with events given, and with places named by their words: ids p1, p2, …."""
    plain = mentions_of(text)
    made, by_token = [], {}
    for n, words in enumerate(places or [], start=1):
        start = text.index(words)
        made.append(Place(id=f"p{n}", name=words, mentions=(Span.of(text, start, start + len(words)),)))
        by_token.update({t.i: f"p{n}" for t in plain.parsed.doc if start <= t.idx < start + len(words)})
    mentions = Mentions(plain.parsed, (), Places(tuple(made), by_token), plain.dates, plain.actors)
    return [r.claim for r in find_tolls(mentions, OwnVoice(), tuple(Reasoned(e) for e in events))]


CAUSES = [
    ("Rebels killed 12 farmers.", ["killed"], "e1", "the harm is the event"),
    ("Twelve farmers were killed in the airstrike.", ["airstrike"], "e1", "suffered in it"),
    ("The airstrike killed 12 farmers.", ["airstrike"], "e1", "its subject"),
    ("A bomb exploded, killing 12 farmers.", ["exploded"], "e1", "follows from it"),
    ("Troops attacked Marrin on Monday and 12 farmers died.", ["attacked"], "e1", "nearest of the sentence"),
    (
        "A series of airstrikes killed 12 farmers.",
        ["airstrikes", "killed"],
        "e1",
        "the named cause before the harm itself",
    ),
    ("Days of shelling ended with 12 farmers dead.", ["shelling"], "e1", "subject of the verb that the harm hangs on"),
    ("Police said 14 farmers were killed, others that 12 died.", ["killed"], "e1", "one harm is no cause of another"),
    (
        "Troops attacked Marrin. Officials put the death toll at 12.",
        ["attacked"],
        "e1",
        "a count goes with what was told before",
    ),
    ("Troops attacked Marrin. Witnesses put the dead at 12.", ["attacked"], "e1", "so does the number of the dead"),
    ("Troops attacked Marrin.\n\nA year on, the death toll is 12.", ["attacked"], None, "but not across paragraphs"),
    ("Troops attacked Marrin. Twelve farmers died.", ["attacked"], None, "an event of another sentence is not guessed"),
]


@pytest.mark.parametrize(("text", "triggers", "cause", "reason"), CAUSES, ids=[c[3] for c in CAUSES])
def test_cause(text: str, triggers: list[str], cause: str | None, reason: str) -> None:
    events = [event_at(text, words, f"e{n}") for n, words in enumerate(triggers, start=1)]
    toll, *others = tolls_with(text, events)
    assert toll.event == cause, reason
    assert all(other.event is None for other in others), reason


def test_an_event_said_to_be_the_same_leads_to_the_first_told() -> None:
    text = "Jets carried out airstrikes on Marrin. At least 25 farmers were killed in these strikes."
    first = event_at(text, "airstrikes", "e1")
    second = event_at(text, "strikes.", "e2", same_as="e1")
    second = second.model_copy(update={"trigger": Span.of(text, len(text) - 8, len(text) - 1)})
    (toll,) = tolls_with(text, [first, second])
    assert toll.event == "e1"


def test_these_strikes_are_the_ones_told_before() -> None:
    text = "Jets carried out strikes on Marrin. At least 25 farmers were killed in these strikes."
    (toll,) = tolls_with(text, [event_at(text, "strikes", "e1")])
    assert toll.event == "e1"


def test_place_of_the_sentences_opening() -> None:
    text = "In the provincial capital, Marrin, police fatally shot four men on Friday, a spokesman said."
    (toll,) = tolls_with(text, [], ["Marrin"])
    assert toll.places == ("p1",)


def test_what_did_not_occur_is_no_cause() -> None:
    text = "After the threatened attack, 12 farmers died."
    (toll,) = tolls_with(text, [event_at(text, "attack", "e1", status="threatened")])
    assert toll.event is None


def test_what_an_earthquake_did_is_nobodys_deed() -> None:
    text = "The raid came after the earthquake, which killed 12 farmers."
    (toll,) = tolls_with(text, [event_at(text, "raid", "e1")])
    assert toll.event is None


def test_a_sentence_that_tells_of_an_event_again_gives_it_its_tolls() -> None:
    text = "Jets bombed Marrin. Twelve farmers died."
    event = event_at(text, "bombed", "e1")
    event = event.model_copy(update={"evidence": (*event.evidence, Span.of(text, 20, len(text)))})
    (toll,) = tolls_with(text, [event])
    assert toll.event == "e1"


def test_places_in_the_tolls_own_words() -> None:
    (toll,) = tolls_with("Rebels killed 12 farmers in Marrin, the governor of Dolbek wrote.", [], ["Marrin", "Dolbek"])
    assert toll.places == ("p1",)


def test_places_of_the_event_where_the_toll_names_none() -> None:
    text = "The raid on Marrin was brief. It was a raid that killed 12 farmers."
    event = event_at(text, "raid that", "e1", places=("p1",))
    event = event.model_copy(update={"trigger": Span.of(text, text.rindex("raid"), text.rindex("raid") + 4)})
    (toll,) = tolls_with(text, [event], ["Marrin"])
    assert (toll.event, toll.places) == ("e1", ("p1",))


MOVES = [
    ("Some 900 families fled Marrin to Dolbek.", ("p1",), ("p2",), "fled a place, to another"),
    ("The raids caused an exodus of 900 farmers from Marrin.", ("p1",), (), "exodus from"),
    ("Crews evacuated 900 people from Marrin to Dolbek.", ("p1",), ("p2",), "evacuated from, to"),
]


@pytest.mark.parametrize(("text", "origin", "destination", "reason"), MOVES, ids=[c[3] for c in MOVES])
def test_origin_and_destination(text: str, origin: tuple[str, ...], destination: tuple[str, ...], reason: str) -> None:
    (toll,) = tolls_with(text, [], [name for name in ("Marrin", "Dolbek") if name in text])
    assert (toll.origin, toll.destination) == (origin, destination), reason


def test_a_place_of_speaking_is_not_the_tolls() -> None:
    text = "Twelve farmers were killed, he told reporters in Dolbek."
    (toll,) = tolls_with(text, [], ["Dolbek"])
    assert toll.places == ()


STORY = [
    ("Gunmen raided Marrin on Monday. Twelve farmers were killed.", ("p1",), "the sentence before"),
    ("Shells hit Marrin.\n\nDoctors said nine people had been wounded.", ("p1",), "the paragraph before"),
    ("Gunmen raided Marrin on Monday. Since 3 March, 412 people have been killed.", (), "a count from a date on"),
    ("Gunmen raided Marrin on Monday. Elsewhere, twelve farmers were killed.", (), "elsewhere is not there"),
    ("Gunmen raided Marrin on Monday. Twelve farmers were killed across the country.", (), "a country is not a town"),
    ("Gunmen raided Marrin on Monday. Some 300 families are trapped there.", ("p1",), "there"),
]


@pytest.mark.parametrize(("text", "places", "reason"), STORY, ids=[c[2] for c in STORY])
def test_a_toll_without_a_place_is_where_the_story_stands(text: str, places: tuple[str, ...], reason: str) -> None:
    (toll,) = tolls_with(text, [], ["Marrin"])
    assert toll.places == places, reason


def test_people_driven_out_come_from_where_the_violence_was() -> None:
    (toll,) = tolls_with("Attacks in Marrin displaced 11,200 people.", [], ["Marrin"])
    assert (toll.places, toll.origin) == (("p1",), ("p1",))


def test_people_returned_are_where_they_came_to() -> None:
    (toll,) = tolls_with("About 6,400 people returned to Marrin in February.", [], ["Marrin"])
    assert (toll.places, toll.destination) == (("p1",), ("p1",))
