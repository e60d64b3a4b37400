"""Who said what: case tables of invented sentences, and the chain of sources of each word."""
# ruff: noqa: E501  (a case a line: text, what is found in it, and why)

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_statements import claims_in, mentions_in, statements_in

from dateline.coding.statements.lexicon import load_lexicon
from dateline.records import CodedDocument

# text, source, cue, content, why
INDIRECT = [
    ("The army said its troops had entered Dorvan.", "The army", "said", ["its troops had entered Dorvan"], "the plain case"),
    ("The army said that its troops had entered Dorvan.", "The army", "said", ["that its troops had entered Dorvan"], "'that' belongs to the content"),
    ("The union says 19 men were killed and 96 others injured in Dorvan today.", "The union", "says", ["19 men were killed and 96 others injured in Dorvan today"], "a second figure belongs to the content"),
    ("The bridge was destroyed overnight, residents said.", "residents", "said", ["The bridge was destroyed overnight"], "the clause comes last"),
    ("Rebels shelled the airport on Monday, a spokesman insisted.", "a spokesman", "insisted", ["Rebels shelled the airport on Monday"], "a rarer verb last"),
    ("In the south, the governor said, markets were shut.", "the governor", "said", ["In the south", "markets were shut"], "the clause splits the content"),
    ("The ministry said on Monday that the road was closed.", "The ministry", "said", ["that the road was closed"], "a day between verb and clause is not content"),
    ("Rebels shelled the airport, according to the governor.", "the governor", "according to", ["Rebels shelled the airport"], "the phrase comes last"),
    ("Gunmen fired rifles at residents and set fire to at least 45 houses and 34 vehicles, spokesman Dana Turov said.", "spokesman Dana Turov", "said", ["Gunmen fired rifles at residents and set fire to at least 45 houses and 34 vehicles"], "a name that the parse hangs on the last noun"),
    ("The envoy left after the truce that the junta declared.", "the junta", "declared", ["the truce"], "what 'that' stands for"),
    ("The toll rose to 19, including four pupils, the Lakes Monitor, a rights group, said on Friday.", "the Lakes Monitor, a rights group", "said", ["The toll rose to 19, including four pupils"], "a described source after a list"),
    ("According to the Red Crescent, nine people died.", "the Red Crescent", "According to", ["nine people died"], "the phrase comes first"),
    ("According to UN estimates, the clashes displaced 4,000 people.", "UN estimates", "According to", ["the clashes displaced 4,000 people"], "a document is the source"),
    ("The clinic, according to its director, ran out of fuel.", "its director", "according to", ["The clinic", "ran out of fuel"], "the phrase splits the content"),
    ("The Red Crescent reported the deaths of nine villagers.", "The Red Crescent", "reported", ["the deaths of nine villagers"], "content is a noun phrase"),
    ("The ministry confirmed the attack.", "The ministry", "confirmed", ["the attack"], "a confirmation"),
    ("The general denied that his men had looted the town.", "The general", "denied", ["that his men had looted the town"], "a denial"),
    ("The rebels acknowledged that they had lost the hill.", "The rebels", "acknowledged", ["that they had lost the hill"], "an admission"),
    ("The governor announced that schools would reopen.", "The governor", "announced", ["that schools would reopen"], "an announcement"),
    ("The spokeswoman explained why the talks had failed.", "The spokeswoman", "explained", ["why the talks had failed"], "an indirect question"),
    ("The mayor told Reuters that the market was empty.", "The mayor", "told", ["that the market was empty"], "the listener is not content"),
    ("Villagers told a reporter they had heard two blasts.", "Villagers", "told", ["they had heard two blasts"], "the same without 'that'"),
    ("It was reported that the commander had fled.", None, "was reported", ["that the commander had fled"], "nobody is named"),
    ("The commander was reported to have fled.", None, "was reported", ["The commander", "to have fled"], "the subject belongs to the content"),
    ("The commander is said to have fled.", None, "is said", ["The commander", "to have fled"], "the same with 'said'"),
    ("Rebels reportedly seized the dam.", None, "reportedly", ["Rebels", "seized the dam"], "an adverb of hearsay"),
    ("There were reports that rebels had fled the town.", None, "reports", ["that rebels had fled the town"], "a noun of hearsay"),
    ("The ministry's claim that the town was calm was met with anger.", "The ministry's", "claim", ["that the town was calm"], "a noun with its owner"),
    ("Preliminary reports indicated that nine people had died.", "Preliminary reports", "indicated", ["that nine people had died"], "reports speak"),
    ("State television showed tanks entering the city.", "State television", "showed", ["tanks entering the city"], "pictures speak"),
    ("Witnesses believe the blast was a car bomb.", "Witnesses", "believe", ["the blast was a car bomb"], "a belief"),
    ("The agency estimates that 3,000 families have fled.", "The agency", "estimates", ["that 3,000 families have fled"], "an estimate"),
    ("The opposition accused the army of shelling the hospital.", "The opposition", "accused", ["the army of shelling the hospital"], "an accusation holds the accused"),
    ("The envoy warned of a famine in the north.", "The envoy", "warned of", ["a famine in the north"], "the preposition is part of the cue"),
    ("The envoy cautioned against reading too much into the talks.", "The envoy", "cautioned against", ["reading too much into the talks"], "content is a gerund"),
    ("The union expressed deep concern over the arrests.", "The union", "expressed", ["deep concern over the arrests"], "content is what was expressed"),
    ('The group called the raid a "cowardly crime".', "The group", "called", ['the raid a "cowardly crime"'], "a label with its quotation marks"),
    ('The governor said the siege was a "slow massacre" of his people.', "The governor", "said", ['the siege was a "slow massacre" of his people'], "some quoted words make no direct speech"),
    ('They were held in what their lawyer said was a "campaign of revenge".', "their lawyer", "said", ['was a "campaign of revenge"'], "a clause inside a relative clause"),
    ("Officials, speaking on condition of anonymity, said the dead included four children.", "Officials", "said", ["the dead included four children"], "an aside between subject and verb"),
    ("The minister, who said the road was open, blamed the weather.", "The minister, who", "said", ["the road was open"], "a relative clause reports"),
    ("The party issued a statement saying the vote had been stolen.", "The party", "saying", ["the vote had been stolen"], "whoever issues a statement speaks"),
    ("The raid was condemned by the African Union.", "the African Union", "was condemned", ["The raid"], "the agent of a passive speaks"),
    ("The mission documented the killing of six teachers.", "The mission", "documented", ["the killing of six teachers"], "a monitor's verb"),
    ("The army said 12 rebels were killed, adding that three soldiers were hurt.", "The army", "adding", ["that three soldiers were hurt"], "a participle shares its subject"),
    ("The army said 12 rebels died, but the rebels said they had lost two men.", "the rebels", "said", ["they had lost two men"], "two sources in one sentence"),
    ("Local officials put the death toll at 35.", "Local officials", "put", ["the death toll at 35"], "a toll is put at a figure"),
    ("The strike killed 12 people, Al Hadara reported, citing medics.", "Al Hadara", "reported", ["The strike killed 12 people"], "what hangs on the reporting verb is not content"),
    ("According to the Tavrian Observatory, a UK-based monitor, 25 civilians died.", "the Tavrian Observatory, a UK-based monitor", "According to", ["25 civilians died"], "an apposition belongs to the source"),
    ("The ministry claimed responsibility lay with the rebels.", "The ministry", "claimed", ["responsibility lay with the rebels"], "a claim with a clause"),
]  # fmt: skip

DIRECT = [
    ('"We will not leave," the mayor told Reuters.', "the mayor", "told", ['"We will not leave,"'], "the subject comes first"),
    ('"We will not leave," said Amina Dray, the mayor of Marrat.', "Amina Dray, the mayor of Marrat", "said", ['"We will not leave,"'], "the verb comes first"),
    ('"We will not leave," she said. "This is our land."', "she", "said", ['"We will not leave,"', '"This is our land."'], "two halves are one statement"),
    ('"We will not leave," she said, "because this is our land."', "she", "said", ['"We will not leave,"', '"because this is our land."'], "two halves of one sentence"),
    ('He added: "Nobody came to help us."', "He", "added", ['"Nobody came to help us."'], "a colon"),
    ('He added, "Nobody came to help us."', "He", "added", ['"Nobody came to help us."'], "a comma"),
    ('The ministry said in a statement: "Our forces acted in self-defence."', "The ministry", "said in a statement", ['"Our forces acted in self-defence."'], "the medium belongs to the cue"),
    ('The government reaffirmed its position, stating "we stand by the agreement."', "The government", "stating", ['"we stand by the agreement."'], "no comma, and a small letter"),
    ("“We will not leave,” the mayor said.", "the mayor", "said", ["“We will not leave,”"], "curly marks"),
    ('"""We will not leave,"" the mayor said."', "the mayor", "said", ['"We will not leave,"'], "marks doubled by a CSV export"),
]  # fmt: skip

REQUESTS = [
    ("The envoy called for a ceasefire.", "The envoy", "called for", ["a ceasefire"], "a call"),
    ("The council urged both sides to stop the fighting.", "The council", "urged", ["both sides to stop the fighting"], "an appeal"),
    ("The council demanded that the convoy be let through.", "The council", "demanded", ["that the convoy be let through"], "a demand"),
    ("The chief vowed to fight on.", "The chief", "vowed", ["to fight on"], "an intention"),
    ("The minister threatened to close the border.", "The minister", "threatened", ["to close the border"], "a threat"),
]  # fmt: skip

SILENT = [
    ("The convoy left Marrat at dawn and reached the border by noon.", "nobody speaks"),
    ("The floods claimed the lives of 30 people.", "floods claim lives and say nothing"),
    ("Soldiers pushed the crowd back towards the river.", "a push of hands, not of words"),
    ('The film "The Long Road" opened in Marrat.', "a title is no quotation"),
    ("Rebels pressed their offensive in the east.", "an offensive is pressed without words"),
    ("The man pointed his rifle at the crowd.", "a rifle is pointed without words"),
    ("He put the gun on the table.", "only figures are put at something by someone"),
    ("Nobody knows how many were killed.", "nobody is no source"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content", "why"), [*INDIRECT, *DIRECT, *REQUESTS])
def test_statement_is_found(text: str, source: str | None, cue: str, content: list[str], why: str) -> None:
    found = [
        (s.source_text.text if s.source_text else None, s.cue.text if s.cue else None, [c.text for c in s.content])
        for s in claims_in(text)
    ]
    assert (source, cue, content) in found, why


@pytest.mark.parametrize("text", [case[0] for case in DIRECT])
def test_quotation_is_direct(text: str) -> None:
    assert [s.direct for s in claims_in(text) if ".quote" in s.rule] == [True]


@pytest.mark.parametrize("text", [case[0] for case in (*INDIRECT, *REQUESTS)])
def test_reported_speech_is_not_direct(text: str) -> None:
    assert not any(s.direct for s in claims_in(text))


@pytest.mark.parametrize(("text", "why"), SILENT)
def test_nothing_is_said(text: str, why: str) -> None:
    assert claims_in(text) == [], why


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ('"We will not leave," the mayor told Reuters.', "Reuters"),
        ("Villagers told a reporter they had heard two blasts.", "a reporter"),
        ("The council urged both sides to stop the fighting.", "both sides"),
        ("The minister said to journalists that the road was open.", "journalists"),
    ],
)
def test_addressee(text: str, addressee: str) -> None:
    mentions = mentions_in(text)
    (statement,) = claims_in(text)
    assert statement.addressee is not None
    assert mentions.actor(statement.addressee).name == addressee


# text, a word, the sources responsible for it, how sure they are, why
CHAINS = [
    ("The army said rebels had fled.", "fled", ["The army"], ["stated"], "one source"),
    ("The army said rebels had fled.", "army", [], [], "the reporting clause is the reporter's own"),
    ("The army shelled the town.", "shelled", [], [], "the text's own voice"),
    ("State radio cited the ministry as saying five soldiers had died.", "died", ["State radio", "the ministry"], ["stated", "stated"], "the outlet is the outer link"),
    ("Human Rights Watch said a man told it that soldiers had burned the village.", "burned", ["Human Rights Watch", "a man"], ["stated", "stated"], "a man told it to the organisation"),
    ("Human Rights Watch said a man told it that soldiers had burned the village.", "told", ["Human Rights Watch"], ["stated"], "that he told it is the outer source's word"),
    ("The general denied that his men had looted the town.", "looted", ["The general"], ["denied"], "a denial"),
    ("The ministry confirmed the attack.", "attack", ["The ministry"], ["confirmed"], "a confirmation vouches for its object"),
    ("The union condemned the attack.", "attack", [], [], "who condemns an attack takes it for granted"),
    ("The chief declared a ceasefire.", "ceasefire", [], [], "what is declared comes about by the words"),
    ("The envoy called for a ceasefire.", "ceasefire", [], [], "nobody vouches for what is called for"),
    ("The agency estimates that 3,000 families have fled.", "fled", ["The agency"], ["estimated"], "an estimate"),
    ("Rebels reportedly seized the dam.", "seized", [None], ["reported"], "hearsay without a source"),
    ("The opposition accused the army of shelling the hospital.", "shelling", ["The opposition"], ["alleged"], "an accusation"),
    ('"They burned our homes," the mayor said. "Then they left."', "left", ["the mayor"], ["stated"], "the second half is hers, too"),
    ("A spokesman said the road was open, according to state radio.", "open", ["state radio", "A spokesman"], ["stated", "stated"], "the phrase is about the whole sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "sources", "certainties", "why"), CHAINS)
def test_chain_of_sources(text: str, word: str, sources: list[str | None], certainties: list[str], why: str) -> None:
    statements, doc = statements_in(text), mentions_in(text).parsed.doc
    chain = statements.attribution_at(next(t.i for t in doc if t.text == word))
    assert [a.source_text.text if a.source_text else None for a in chain] == sources, why
    assert [a.certainty for a in chain] == certainties, why


def test_single_quotation_marks_are_direct_speech() -> None:
    (statement,) = claims_in("'We will not leave,' the mayor said.")
    assert statement.direct
    assert [c.text for c in statement.content] == ["'We will not leave,'"]


def test_quotation_goes_on_in_the_next_paragraph() -> None:
    text = '"They came at night," the mayor said. "They took the young men.\n\n"Nobody has seen them since."'
    (statement,) = claims_in(text)
    assert [c.text for c in statement.content] == [
        '"They came at night,"',
        '"They took the young men.',
        '"Nobody has seen them since."',
    ]
    assert len(statement.evidence) >= 3


@pytest.mark.parametrize(
    ("headline", "source"),
    [("Police: Bomb Kills Five in Marrat", "Police"), ("Bomb Kills Five in Marrat: Officials", "Officials")],
)
def test_headline_with_colon(headline: str, source: str) -> None:
    statements = claims_in(f"{headline}\n\nMARRAT, Tavria (NW) — A bomb went off at noon on Monday.")
    assert [(s.source_text.text if s.source_text else None, s.content[0].text) for s in statements] == [
        (source, headline.replace(f"{source}: ", "").replace(f": {source}", ""))
    ]


def test_a_place_before_the_colon_of_a_heading_says_nothing() -> None:
    assert statements_in("South Sudan: Clashes in Jonglei\n\nFighting resumed on 24 August.").statements == ()


def test_ids_follow_the_text() -> None:
    statements = claims_in("The army said it had won. The rebels said it had lost. The mayor warned of hunger.")
    assert [s.id for s in statements] == ["s1", "s2", "s3"]
    assert [s.cue.start for s in statements if s.cue] == sorted(s.cue.start for s in statements if s.cue)


def test_every_verb_of_the_lexicon_has_a_frame() -> None:
    lexicon = load_lexicon()
    assert all(cue.frames for cue in (*lexicon.verbs.values(), *lexicon.nouns.values(), *lexicon.adverbs.values()))


PIECES = [case[0] for case in (*INDIRECT, *DIRECT, *REQUESTS)] + [
    '"',
    "\n\n",
    " — ",
    "she said",
    "“",
    "according to",
    ",",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_any_text_gives_valid_statements(pieces: list[str]) -> None:
    """Spans fit the text, ids fit the record, and content never holds its own reporting word."""
    mentions = mentions_in(" ".join(pieces))
    statements = claims_in(mentions.parsed.document.text)
    CodedDocument(document=mentions.parsed.document, actors=mentions.actors.actors, statements=tuple(statements))
    for statement in statements:
        assert statement.cue is not None
        assert not any(c.start <= statement.cue.start and statement.cue.end <= c.end for c in statement.content)
        assert [c.start for c in statement.content] == sorted(c.start for c in statement.content)
