"""The vocabularies of others that the record uses: PLOVER 2.0 and the ACLED 2024 codebook."""

from __future__ import annotations

from collections.abc import Mapping

PLOVER_MODES: Mapping[str, frozenset[str]] = {
    event_type: frozenset(modes.split())
    for event_type, modes in {
        "AGREE": "",
        "CONSULT": "visit third-party multilateral phone",
        "SUPPORT": "",
        "CONCEDE": "",
        "COOPERATE": "",
        "AID": "",
        "RETREAT": "withdraw release disarm ceasefire access resign",
        "REQUEST": "assist change yield meet",
        "ACCUSE": "disapprove investigate allege",
        "REJECT": "assist change yield meet",
        "THREATEN": "restrict arrest relations expel territory violence",
        "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
        "SANCTION": "convict expel withdraw discontinue",
        "MOBILIZE": "troops weapons police militia",
        "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
        "ASSAULT": (
            "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
            "heavy-weapons crowd-control unconventional"
        ),
    }.items()
}
"""The modes of each PLOVER event type (PLOVER manual, openeventdata/PLOVER)."""

PLOVER_CONTEXTS = frozenset(
    "military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic legal "
    "reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality diplomatic "
    "territory peacekeeping health asylum migration disasters natural_resource environment technology terrorism cbrn cyber "
    "misinformation crime corruption illegal_drugs trafficking".split()
)
"""The 37 PLOVER contexts."""

ACLED_SUB_EVENTS: Mapping[str, frozenset[str]] = {
    "Battles": frozenset({"Armed clash", "Government regains territory", "Non-state actor overtakes territory"}),
    "Explosions/Remote violence": frozenset(
        {
            "Chemical weapon",
            "Air/drone strike",
            "Suicide bomb",
            "Shelling/artillery/missile attack",
            "Remote explosive/landmine/IED",
            "Grenade",
        }
    ),
    "Violence against civilians": frozenset({"Sexual violence", "Attack", "Abduction/forced disappearance"}),
    "Protests": frozenset({"Peaceful protest", "Protest with intervention", "Excessive force against protesters"}),
    "Riots": frozenset({"Violent demonstration", "Mob violence"}),
    "Strategic developments": frozenset(
        {
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        }
    ),
}
"""The sub-event types of each ACLED event type (2024 codebook)."""
