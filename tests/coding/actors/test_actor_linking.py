"""Who the actors of a text are in the world: as of its year, by office, by the body they are of, and as one of several mentions."""
# ruff: noqa: E501  (a case a line)

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dateline.ontology.authority import Authority
from dateline.records import Actor
from tests.coding.reading_actors import actors_in, mentions_of, names_at, relations_in

PEOPLE = """
people:
- {name: Odhiambo Maraga, offices: [president of nru 2004-2012]}
- {name: Wanjala Kibet, offices: [president of nru 2013-2019, foreign minister of nru 2001-2006]}
- {name: Rasul Temirov, offices: [foreign minister of kaz 2010-2016]}
- {name: Ilse Brandvold, offices: [prime minister of nor 2010-2014]}
- {name: Arne Brandvold, offices: [prime minister of nor 1990-1996]}
actors:
- {id: river-front, name: River Liberation Front, kind: rebel, country: TCD, since: 2001, also: [RLF], was: [{until: 2008, kind: party}]}
- {id: river-council, name: River Liberation Council, kind: party, country: TCD, since: 2015, also: [RLC]}
"""


@lru_cache(maxsize=1)
def authority() -> Authority:
    """The packaged authority, with people and groups that no text names."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.yaml"
        path.write_text(PEOPLE, "utf-8")
        return Authority.load([path])


def linked(text: str, published: str | None) -> dict[str, Actor]:
    return {a.name: a for a in mentions_of(text, published, authority()).actors.actors}


@pytest.mark.parametrize(
    ("text", "published", "name", "authority_id", "why"),
    [
        (
            "Odhiambo Maraga met farmers in Yaren, Nauru.",
            "2010-05-01",
            "Odhiambo Maraga",
            "odhiambo-maraga",
            "a full name",
        ),
        (
            "President Maraga met farmers in Nauru.",
            "2010-05-01",
            "Odhiambo Maraga",
            "odhiambo-maraga",
            "a title and a surname, in a country of the text, in his years",
        ),
        ("President Kibet met farmers in Nauru.", "2010-05-01", "Kibet", None, "nobody is president before his time"),
        ("President Kibet met farmers in Nauru.", "2015-05-01", "Wanjala Kibet", "wanjala-kibet", "and is in it"),
        (
            "President Temirov met farmers in Nauru.",
            "2012-05-01",
            "Temirov",
            None,
            "a foreign minister is no president",
        ),
        (
            "Nauruan President Odhiambo Maraga spoke.",
            "2006-01-01",
            "Odhiambo Maraga",
            "odhiambo-maraga",
            "an adjective, a title, a name",
        ),
        (
            "Kazakhstan's foreign minister, Rasul Temirov, arrived.",
            "2012-01-01",
            "Rasul Temirov",
            "rasul-temirov",
            "a possessive, an office, a name",
        ),
        (
            "The Norwegian prime minister, Brandvold, arrived.",
            "2012-01-01",
            "Ilse Brandvold",
            "ilse-brandvold",
            "of two of one surname the one in office",
        ),
        (
            "The Norwegian prime minister, Brandvold, arrived.",
            "1993-01-01",
            "Arne Brandvold",
            "arne-brandvold",
            "and twenty years before the other",
        ),
        (
            "The Nauruan president arrived in Oslo.",
            "2016-01-01",
            "Nauruan president",
            "wanjala-kibet",
            "an office that one person held",
        ),
        (
            "The former Nauruan president arrived in Oslo.",
            "2016-01-01",
            "former Nauruan president",
            None,
            "there are many formers",
        ),
        (
            "Nauru's deputy president arrived in Oslo.",
            "2016-01-01",
            "Nauru's deputy president",
            None,
            "a deputy is another",
        ),
        (
            "A Nauruan president must be elected.",
            "2016-01-01",
            "Nauruan president",
            None,
            "any president is nobody in particular",
        ),
        (
            "The Nauruan president arrived in Oslo.",
            "2012-06-01",
            "Nauruan president",
            "odhiambo-maraga",
            "his last year",
        ),
    ],
)
def test_persons_by_year(text: str, published: str, name: str, authority_id: str | None, why: str) -> None:
    found = linked(text, published)
    assert name in found, f"{why}: {list(found)}"
    assert found[name].authority_id == authority_id, why
    assert found[name].individual


def test_the_office_and_the_name_are_one_actor() -> None:
    text = "The Nauruan president arrived in Oslo on Monday. Wanjala Kibet will stay for two days."
    actors = [
        a for a in mentions_of(text, "2016-01-01", authority()).actors.actors if a.authority_id == "wanjala-kibet"
    ]
    assert [m.text for a in actors for m in a.mentions] == ["Nauruan president", "Wanjala Kibet"]
    assert len(actors) == 1


@pytest.mark.parametrize(
    ("published", "kind", "why"),
    [
        ("2005-01-01", "party", "before it took arms"),
        ("2012-01-01", "rebel", "after"),
        (None, "rebel", "no date: as of now"),
    ],
)
def test_kind_is_of_the_documents_year(published: str | None, kind: str, why: str) -> None:
    assert linked("The River Liberation Front held a rally.", published)["River Liberation Front"].kind == kind, why


def test_the_year_is_read_from_the_text_where_no_date_of_publication_is_known() -> None:
    from dateline.coding.actors.known import _year_of
    from dateline.records import Span, When

    def told(value: str) -> When:
        return When(id=f"d{value}", value=value, type="DATE", mention=Span(start=0, end=1, text="x"))

    assert _year_of(None, [told("2003-05-01"), told("1999")]) == 2003, "the latest that is told"
    assert _year_of("2011-01-01", [told("2003-05-01")]) == 2011, "publication comes first"
    assert _year_of(None, [told("XXXX-05-01"), told("1867")]) is None, "history tells nothing of the report's day"


CLUSTERS = [
    ("The Sahel Justice Movement (SJM) attacked. Later the SJM withdrew.", "SJM", 2, ["Sahel Justice Movement"], "an acronym that the text introduces"),
    ("Hayat Tahrir al-Sham (HTS) advanced. HTS took the hill.", "HTS", 2, ["Hayat Tahrir al-Sham"], "an acronym of a known group"),
    ("Samira Haddad spoke first. Haddad then left.", "Haddad", 2, ["Samira Haddad"], "the surname alone"),
    ("Samira Haddad spoke first. Samira then left.", "Samira", 2, ["Samira Haddad"], "the given name alone"),
    ("The Iron Valley Front struck at dawn. The group then fled.", "group", 1, ["Iron Valley Front"], "a noun for a group"),
    ("A group calling itself the Sons of the Valley struck. The Sons of the Valley are unknown.", "Sons", 2, ["Sons of the Valley"], "the name and the group are one"),
    ("The defence ministry denied it. The ministry blamed rebels.", "ministry", 2, ["defence ministry"], "a noun without its modifier"),
    ("Soldiers entered Gao. They met no one.", "They", 1, ["Soldiers"], "a pronoun"),
    ("Halima Dahir hid. She was found.", "She", 1, ["Halima Dahir"], "a woman"),
    ("\"I saw them burn the school,\" Halima Dahir said.", "I", 1, ["Halima Dahir"], "who is quoted"),
    ("\"We will not leave,\" said Walid Kanaan, a spokesman for Hamas.", "We", 1, ["Hamas"], "a spokesman speaks for his group"),
    ("Foreign Minister Karim Danesh of Iran said:\n\nI welcome the truce. We will keep it.", "I", 1, ["Karim Danesh"], "a statement after a colon"),
    ("The people of Lower Karsan, who fed the soldiers, were thanked.", "who", 1, ["people"], "who is of people, not of their town"),
    ("The Karsan Army said it would fight.", "it", 1, ["Karsan Army"], "a body that speaks"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "nth", "names", "why"), CLUSTERS)
def test_clusters(text: str, word: str, nth: int, names: list[str], why: str) -> None:
    assert names_at(text, word, nth) == names, why


@pytest.mark.parametrize(
    ("text", "one", "other", "why"),
    [
        ("Russian and Syrian forces shelled the town.", "Russian forces", "Syrian forces", "two states on one noun"),
        ("Chadian and Nigerien troops crossed.", "Chadian troops", "Nigerien troops", "and other nouns"),
        ("Rebels and soldiers traded fire.", "Rebels", "soldiers", "two nouns"),
        ("Fatima Noor and Halima Dahir were killed.", "Fatima Noor", "Halima Dahir", "two persons"),
        ("The United States and Qatar mediated.", "United States", "Qatar", "two states"),
        (
            "The United Nations and the African Union sent envoys.",
            "United Nations",
            "African Union",
            "two organisations",
        ),
        (
            "Syrian rebels and Turkish-backed rebels clashed.",
            "Syrian rebels",
            "Turkish-backed rebels",
            "modifiers tell them apart",
        ),
    ],
)
def test_apart(text: str, one: str, other: str, why: str) -> None:
    found = {a.name for a in actors_in(text)}
    assert {one, other} <= found, f"{why}: {found}"


@pytest.mark.parametrize(
    ("text", "relation", "why"),
    [
        ("Iran-backed militias fired rockets.", ("Iran", "supports", "Iran-backed militias", None), "backing"),
        (
            "Rwandan-backed rebels took the ridge.",
            ("Rwanda", "supports", "Rwandan-backed rebels", None),
            "an adjective before the hyphen",
        ),
        ("US-led forces struck the depot.", ("United States", "leads", "US-led forces", None), "leading"),
        ("Saudi-led troops landed.", ("Saudi Arabia", "leads", "Saudi-led troops", None), "leading, by an adjective"),
        (
            "Moscow-allied fighters left.",
            ("Russia", "ally_of", "Moscow-allied fighters", None),
            "a capital for its state",
        ),
        (
            "Houthi-allied tribesmen blocked the road.",
            ("Houthis", "ally_of", "Houthi-allied tribesmen", None),
            "a group for its adjective",
        ),
        (
            "Iran's foreign minister, Karim Danesh, flew in.",
            ("Karim Danesh", "role_in", "Iran", "foreign minister"),
            "person, role, state",
        ),
        (
            "The Dawn Front, an affiliate of al-Qaida, claimed it.",
            ("Dawn Front", "part_of", "al-Qaida", None),
            "an apposition",
        ),
        (
            "Zabih Hotak, the Taliban's spokesman, claimed it.",
            ("Zabih Hotak", "spokesperson_of", "Taliban", None),
            "a spokesman in apposition",
        ),
    ],
)
def test_sponsors_and_roles(text: str, relation: tuple[str, str, str, str | None], why: str) -> None:
    assert relation in relations_in(text), f"{why}: {relations_in(text)}"


@pytest.mark.parametrize(
    ("text", "mention", "why"),
    [
        ("The Government of Chad agreed.", "Government of Chad", "the state is part of the name"),
        ("The armed forces of Chad withdrew.", "armed forces of Chad", "and so with forces"),
        (
            "A senior Syrian military official spoke.",
            "senior Syrian military official",
            "all its adjectives, no article",
        ),
        ("The 7th Armoured Division withdrew.", "7th Armoured Division", "the number of the unit"),
        ("Iranian Foreign Minister Karim Danesh arrived.", "Iranian Foreign Minister Karim Danesh", "a title"),
        (
            "Police Arrest Opposition Members\n\nPolice arrested two men on Monday.",
            "Opposition Members",
            "a headline's verb is no part",
        ),
    ],
)
def test_extent(text: str, mention: str, why: str) -> None:
    found = [m.text for a in actors_in(text) for m in a.mentions]
    assert mention in found, f"{why}: {found}"
