"""The non-violent types: what is said, promised, given, eased, refused, threatened and cut off, by whom and to whom.

A case is a sentence, its PLOVER type and mode, an actor and a recipient ("" where none can be named), and why. Modes are those of the PLOVER 2.0 manual.
"""
# ruff: noqa: E501  (a case a line)

from __future__ import annotations

import pytest
from reading_events import events_in

from dateline.pipeline import Coder
from dateline.records import CodedDocument

# fmt: off
AGREEMENTS = [
    ("Kenya and Uganda agreed on Monday to reopen the river crossing.", "AGREE", None, "Kenya", "Uganda", "both sides of a coordinated subject agree with each other"),
    ("Peru has agreed to share flood data with Bolivia.", "AGREE", None, "Peru", "", "an agreement to cooperate is not yet the cooperation"),
    ("The rebels and the army reached an agreement on Tuesday.", "AGREE", None, "rebels", "army", "a light verb with its noun"),
    ("Norway offered to mediate between the two factions.", "AGREE", None, "Norway", "", "an offer is a promise of one's own, no request"),
    ("Japan promised to rebuild the harbour of Beira.", "AGREE", None, "Japan", "", "a promise of any deed"),
    ("France pledged 40 million euros to Chad.", "AGREE", None, "France", "Chad", "money that is pledged is not yet given"),
    ("Colombia is ready to resume talks with the guerrillas, the foreign minister said.", "AGREE", None, "Colombia", "", "readiness is an intention"),
    ("Morocco is willing to release the sailors.", "AGREE", None, "Morocco", "", "willingness, whatever the deed"),
    ("Portugal will send food to Angola, its foreign minister said.", "AGREE", None, "Portugal", "Angola", "announced aid: AID is planned, AGREE occurred"),
    ("The Italian president will visit Tunisia in June, his office said.", "AGREE", None, "Italian", "", "an announced visit"),
    ("Rebel leaders said on Friday they would meet the UN envoy.", "AGREE", None, "Rebel", "UN envoy", "a reported future has 'would'"),
    ("The rebels announced that they will release the hostages.", "AGREE", None, "rebels", "hostages", "an announced release"),
    ("Georgia announced it will withdraw its troops from the valley.", "AGREE", None, "Georgia", "", "an announced withdrawal"),
    ("The government vowed to protect the refugees.", "AGREE", None, "government", "", "a vow of something good is no threat"),
]
MEETINGS = [
    ("The Kenyan president met the Somali prime minister in Nairobi on Monday.", "CONSULT", None, "Kenyan president", "Somali prime minister", "a plain meeting"),
    ("Ghana and Togo held talks on the border dispute.", "CONSULT", None, "Ghana", "Togo", "two parties of one subject"),
    ("The envoy met with rebel commanders on Sunday.", "CONSULT", None, "envoy", "rebel commanders", "'with' names the other side"),
    ("Talks between Chad and Sudan resumed on Thursday.", "CONSULT", None, "Chad", "Sudan", "'between' names both sides"),
    ("Ivanov telephoned the Turkish foreign minister on Friday.", "CONSULT", "phone", "Ivanov", "Turkish foreign minister", "a call"),
    ("The Brazilian foreign minister arrived in Lima for talks.", "CONSULT", "visit", "Brazilian foreign minister", "", "an arrival for talks is a visit"),
    ("Albania and Greece renewed negotiations on Monday.", "CONSULT", None, "Albania", "Greece", "negotiations taken up again"),
    ("President Okello hosted the Rwandan foreign minister on Tuesday.", "CONSULT", "visit", "Okello", "Rwandan foreign minister", "the host meets the guest"),
    ("Qatar launched a mediation effort between the two governments.", "CONSULT", None, "Qatar", "", "mediation is consultation by a third party"),
]
SUPPORT = [
    ("Chile praised the Peruvian government.", "SUPPORT", None, "Chile", "Peruvian government", "praise is verbal support"),
    ("Ethiopia apologized to Kenya for the incursion.", "SUPPORT", None, "Ethiopia", "Kenya", "an apology"),
    ("Poland and Latvia signed a treaty of friendship on Monday.", "SUPPORT", None, "Poland", "Latvia", "a signed treaty is diplomatic cooperation"),
    ("The United Kingdom restored diplomatic relations with Libya.", "SUPPORT", None, "United Kingdom", "Libya", "relations restored"),
    ("Mexico endorsed the Colombian peace plan.", "SUPPORT", None, "Mexico", "Colombia", "a plan's owner is supported"),
    ("Iran and Iraq upgraded their diplomatic ties on Sunday.", "SUPPORT", None, "Iran", "Iraq", "upgraded ties"),
]
HELP = [
    ("Sweden gave Malawi 12 million dollars for clinics.", "AID", None, "Sweden", "Malawi", "a double object: the receiver comes first"),
    ("Turkey sent medicine to Somalia on Monday.", "AID", None, "Turkey", "Somalia", "goods that help"),
    ("The Red Cross delivered blankets to the refugees.", "AID", None, "Red Cross", "refugees", "delivery of relief goods"),
    ("Australia has granted asylum to the two officers.", "AID", None, "Australia", "officers", "asylum is protection given"),
    ("Belgian doctors handed over medicine to the Red Crescent.", "AID", None, "Belgian doctors", "Red Crescent", "a particle verb with goods as its object"),
    ("Canada provided training to the Malian army.", "AID", None, "Canada", "Malian army", "military help is help"),
    ("Oman evacuated the wounded from the port.", "AID", None, "Oman", "", "evacuation"),
    ("Kenya and Tanzania shared evidence with Uganda.", "COOPERATE", None, "Kenya", "Uganda", "information shared"),
    ("Spain extradited the suspect to Morocco on Friday.", "COOPERATE", None, "Spain", "", "extradition is judicial cooperation"),
    ("The Indian and Nepali armies held joint exercises.", "COOPERATE", None, "", "", "joint exercises are no show of force against each other"),
    ("The two sides exchanged prisoners on Saturday.", "COOPERATE", None, "sides", "", "an exchange needs both"),
]
YIELDING = [
    ("The government lifted the curfew in Basra on Monday.", "CONCEDE", None, "government", "", "an eased curfew concedes"),
    ("Authorities eased emergency measures in the province.", "CONCEDE", None, "Authorities", "", "eased emergency rule"),
    ("The army ended martial law on Friday.", "CONCEDE", None, "army", "", "martial law under a verb of ending"),
    ("The teachers' union called off its strike on Tuesday.", "CONCEDE", None, "union", "", "a protest called off is none"),
    ("Bus drivers ended their strike on Sunday.", "CONCEDE", None, "drivers", "", "a strike under 'end'"),
    ("The prisoners suspended their hunger strike.", "CONCEDE", None, "prisoners", "", "a hunger strike under 'suspend'"),
    ("The regime bowed to demands from the opposition.", "CONCEDE", None, "regime", "opposition", "demands met"),
    ("The council cancelled restrictions on foreign newspapers.", "CONCEDE", None, "council", "", "restrictions under 'cancel'"),
    ("The navy lifted its blockade of the port.", "RETREAT", "access", "navy", "", "a blockade that is lifted gives access"),
    ("The European Union lifted sanctions on Zimbabwe.", "RETREAT", "access", "European Union", "Zimbabwe", "sanctions lifted"),
    ("Ethiopia reopened the border to Eritrean traders.", "RETREAT", "access", "Ethiopia", "Eritrean traders", "a border opened"),
    ("The militia released three Red Cross workers on Monday.", "RETREAT", "release", "militia", "Red Cross workers", "a release"),
    ("Forty rebels laid down their arms in Kindu.", "RETREAT", "disarm", "rebels", "", "disarmament"),
    ("The rebels declared a ceasefire on Friday.", "RETREAT", "ceasefire", "rebels", "", "a ceasefire declared is one"),
    ("The defence minister resigned on Thursday.", "RETREAT", "resign", "defence minister", "", "a resignation"),
    ("The army completed its withdrawal from the town.", "RETREAT", "withdraw", "army", "", "a withdrawal that is carried out"),
    ("Iraq returned the seized helicopter to Iran.", "RETREAT", "release", "Iraq", "", "property given back"),
]
REFUSALS = [
    ("Eritrea rejected the Ethiopian proposal.", "REJECT", None, "Eritrea", "Ethiopia", "whose proposal it was is refused"),
    ("The rebels refused to disarm.", "REJECT", "yield", "rebels", "", "refusal to yield"),
    ("The president refused to meet the opposition leader.", "REJECT", "meet", "president", "opposition leader", "refusal to meet"),
    ("Hungary refused to send weapons to Ukraine.", "REJECT", "assist", "Hungary", "Ukraine", "refusal to help"),
    ("The rebels said they will not release the hostages.", "REJECT", "yield", "rebels", "hostages", "'will not' by the one who could"),
    ("Cyprus said it would not send aid to the enclave.", "REJECT", "assist", "Cyprus", "", "reported 'would not'"),
    ("Russia vetoed the Security Council resolution.", "REJECT", None, "Russia", "Security Council", "a veto"),
    ("The Maltese government opposes French mediation.", "REJECT", None, "Maltese", "French", "whose deed it is that is opposed"),
    ("The government reneged on its promise to the farmers.", "REJECT", None, "government", "", "a promise broken"),
]
DEMANDS = [
    ("Nepal demanded that China release the climbers.", "REQUEST", "yield", "Nepal", "China", "a demand for release, of whoever should act"),
    ("The opposition called for the release of the journalists.", "REQUEST", "yield", "opposition", "", "a call for release"),
    ("Malawi appealed for aid on Monday.", "REQUEST", "assist", "Malawi", "", "an appeal for help"),
    ("Egypt called for talks with Ethiopia.", "REQUEST", "meet", "Egypt", "Ethiopia", "a call for talks is no talk"),
    ("Families from the valley sought asylum in Jordan.", "REQUEST", "assist", "Families", "", "asylum is asked for"),
    ("The bishops urged restraint.", "REQUEST", "yield", "bishops", "", "restraint is a yielding"),
    ("Lebanon accused Israel of violating its airspace.", "ACCUSE", "allege", "Lebanon", "Israel", "an allegation"),
    ("Bolivia condemned the Chilean decision.", "ACCUSE", "disapprove", "Bolivia", "Chile", "whose decision it was is blamed"),
    ("Prosecutors opened an investigation into the police commander.", "ACCUSE", "investigate", "Prosecutors", "police commander", "an investigation"),
    ("Serbia lodged an official protest with Croatia.", "ACCUSE", "disapprove", "Serbia", "Croatia", "a note of protest is no demonstration"),
    ("Chad complained to the United Nations over the raid.", "ACCUSE", "disapprove", "Chad", "", "a complaint"),
]
THREATS = [
    ("The rebels threatened to attack the capital.", "THREATEN", "violence", "rebels", "", "force threatened"),
    ("Azerbaijan threatened to break relations with Armenia.", "THREATEN", "relations", "Azerbaijan", "Armenia", "relations threatened"),
    ("The United States threatened to impose sanctions on Sudan.", "THREATEN", "restrict", "United States", "", "sanctions threatened"),
    ("The militia swore to fight until the end.", "THREATEN", "violence", "militia", "", "an oath to use force"),
    ("The president announced that he will extend the curfew.", "THREATEN", "restrict", "president", "", "an announced restriction"),
    ("The miners said they would blockade the port from Monday.", "THREATEN", "restrict", "miners", "", "an announced blockade"),
    ("The government is prepared to impose martial law.", "THREATEN", "restrict", "government", "", "readiness for something hostile is no agreement"),
    ("Fishermen threatened to hold a strike.", "THREATEN", None, "Fishermen", "", "a strike threatened"),
]
CUTS = [
    ("Denmark suspended aid deliveries to the province.", "SANCTION", "discontinue", "Denmark", "", "aid under 'suspend' is the opposite of aid"),
    ("Norway suspended part of a military aid programme for Mali.", "SANCTION", "discontinue", "Norway", "", "part of an aid programme"),
    ("Rabat announced a suspension of aid to Mauritania.", "SANCTION", "discontinue", "", "Mauritania", "an ending told by its noun"),
    ("The minister cancelled a planned visit to Belarus.", "SANCTION", "discontinue", "minister", "", "a visit called off reduces relations"),
    ("Egypt froze its cooperation with Ethiopia.", "SANCTION", "discontinue", "Egypt", "Ethiopia", "cooperation frozen"),
    ("Canada imposed sanctions on Belarus.", "SANCTION", "discontinue", "Canada", "Belarus", "sanctions"),
    ("Bulgaria expelled two Russian diplomats.", "SANCTION", "expel", "Bulgaria", "Russian diplomats", "an expulsion"),
    ("Algeria recalled its ambassador from Paris.", "SANCTION", "withdraw", "Algeria", "", "an ambassador recalled"),
    ("The United Nations withdrew its peacekeepers from the island.", "SANCTION", "withdraw", "United Nations", "", "peacekeepers withdrawn end help, not war"),
    ("Soldiers remained on alert along the river.", "MOBILIZE", "troops", "Soldiers", "", "readiness of forces"),
    ("The government ordered patrols by police in the market.", "MOBILIZE", "police", "government", "", "police set in motion"),
    ("India strengthened its forces along the border.", "MOBILIZE", "troops", "India", "", "reinforcement"),
]
# fmt: on
CASES = [*AGREEMENTS, *MEETINGS, *SUPPORT, *HELP, *YIELDING, *REFUSALS, *DEMANDS, *THREATS, *CUTS]


@pytest.mark.parametrize(
    ("text", "event_type", "mode", "actor", "recipient", "reason"), CASES, ids=[c[-1] for c in CASES]
)
def test_type_mode_and_sides(
    coder: Coder, text: str, event_type: str, mode: str | None, actor: str, recipient: str, reason: str
) -> None:
    coded = coder.code(text, published="2024-05-14")
    of_type = [e for e in coded.events if e.type == event_type and e.status in ("occurred", "ongoing")]
    assert of_type, f"{reason}: found {[(e.type, e.mode, e.status, e.rule) for e in coded.events]}"
    found = [(e.mode, _names(coded, e.actors), _names(coded, e.recipients)) for e in of_type]
    fits = [f for f in found if f[0] == mode and actor.casefold() in f[1] and recipient.casefold() in f[2]]
    assert fits, f"{reason}: found {found}"


def _names(coded: CodedDocument, ids: tuple[str, ...]) -> str:
    """All that the actors are called, in one text."""
    called = [t for a in coded.actors if a.id in ids for t in (a.name, *(m.text for m in a.mentions))]
    return " | ".join(called).casefold()


NOT_DONE = [
    ("Portugal will send food to Angola, its foreign minister said.", "AID", "what will be sent has not been sent"),
    ("The rebels said they will not release the hostages.", "RETREAT", "nobody was released"),
    ("Denmark suspended aid deliveries to the province.", "AID", "aid that is suspended is not given"),
    ("Bus drivers ended their strike on Sunday.", "PROTEST", "a strike that ended is not staged"),
    ("The army ended martial law on Friday.", "COERCE", "martial law that ended is not imposed"),
    ("Egypt called for talks with Ethiopia.", "CONSULT", "what is called for has not happened"),
    ("If the talks fail, Norway would send troops.", "AGREE", "a hypothesis is no promise"),
    ("Officials said the rebels will attack the town.", "THREATEN", "a forecast by others is no threat of one's own"),
]


@pytest.mark.parametrize(("text", "event_type", "reason"), NOT_DONE, ids=[c[-1] for c in NOT_DONE])
def test_what_was_not_done(coder: Coder, text: str, event_type: str, reason: str) -> None:
    done = [e for e in events_in(coder, text) if e.type == event_type and e.status in ("occurred", "ongoing")]
    assert not done, f"{reason}: {[(e.rule, e.status, e.trigger.text) for e in done]}"


ORDINARY = [
    ("The recipe calls for two eggs and a cup of flour.", "a recipe"),
    ("The report provides a summary of last year's weather.", "a thing that provides"),
    ("The shop offers a discount on winter coats.", "a shop's offer"),
    ("Exercise helps the heart.", "no actor helps"),
    ("The violin teacher gave lessons on Tuesdays.", "lessons are no aid"),
    ("Rising costs forced the bakery to cut prices.", "prices that are cut"),
    ("The bridge opened to traffic in 1932.", "a bridge that opens by itself"),
    ("The museum returned the call of a curator.", "a call that is returned"),
    ("The film was released in March.", "a film's release"),
    ("The novel met with success.", "a book meets nobody"),
]


@pytest.mark.parametrize(("text", "reason"), ORDINARY, ids=[c[-1] for c in ORDINARY])
def test_ordinary_prose_tells_of_no_event(coder: Coder, text: str, reason: str) -> None:
    assert not events_in(coder, text), reason
