"""Names and what they are names of: towns that bear no sign " "of it but the words around, and their opposites."""

from __future__ import annotations

Case = tuple[str, dict[str, str | None], str]
"""A text, the kind of some names in it (None: no name of that extent), and why the case is there."""

PLACES: list[Case] = [
    (
        "Fighters attacked Djugu on Monday. Djugu residents fled to Bunia.",
        {"Djugu": "place"},
        "a territory with residents, and attacked",
    ),
    (
        "Clashes reached Walikale on Sunday. Thousands have left Walikale since.",
        {"Walikale": "place"},
        "reached and left",
    ),
    (
        "Families from Metuge, Mucojo and Quissanga arrived in Pemba.",
        {"Metuge": "place", "Mucojo": "place", "Quissanga": "place"},
        "a row after 'from'",
    ),
    (
        "Insurgents burnt houses in Quissanga. Quissanga was calm on Friday.",
        {"Quissanga": "place"},
        "once 'in', then a subject",
    ),
    ("Aid reached Mucojo by boat. Mucojo has had no clinic since May.", {"Mucojo": "place"}, "aid reaches towns"),
    (
        "Police fired tear gas in Rajshahi. Rajshahi and Sylhet were under curfew.",
        {"Rajshahi": "place", "Sylhet": "place"},
        "a city, then a subject with another",
    ),
    (
        "The bus was stopped at Kuchlak. Two passengers were taken off.",
        {"Kuchlak": "place"},
        "'at', and nothing against it",
    ),
    (
        "Shells landed in al-Mudhaffar district. In al-Mudhaffar, shops stayed shut.",
        {"al-Mudhaffar": "place"},
        "a district with its article",
    ),
    ("Gunmen rode into Dan Ali and Zurmi before dawn.", {"Zurmi": "place"}, "'into' and a row"),
    (
        "The convoy left Boni for Hombori. Hombori lies 80 kilometres to the east.",
        {"Boni": "place", "Hombori": "place"},
        "left A for B",
    ),
    ("A drone struck a market in Togoga. Togoga is a village in Tigray.", {"Togoga": "place"}, "said to be a village"),
    (
        "Rebels seized Bunagana and Rutshuru. Residents of Bunagana fled to Uganda.",
        {"Bunagana": "place", "Rutshuru": "place"},
        "seized, with residents",
    ),
    (
        "The village of Zarbash was shelled. Zarbash fell at noon.",
        {"Zarbash": "place"},
        "'the village of', then it fell",
    ),
    (
        "Soldiers pushed towards Kolofata. The mayor of Kolofata was killed.",
        {"Kolofata": "place"},
        "towards, and a mayor",
    ),
    ("Air strikes hit targets near Shuqra. Shuqra had changed hands twice.", {"Shuqra": "place"}, "'near'"),
    (
        "Militants ambushed a patrol between Dori and Seytenga.",
        {"Dori": "place", "Seytenga": "place"},
        "between two towns",
    ),
    (
        "People who fled Barsalogho said that gunmen came at night. Barsalogho is empty.",
        {"Barsalogho": "place"},
        "fled without 'from'",
    ),
    ("The road from Djibo to Ouagadougou was mined.", {"Djibo": "place", "Ouagadougou": "place"}, "from A to B"),
    ("Troops withdrew from Lyman and Kupiansk.", {"Lyman": "place", "Kupiansk": "place"}, "withdrew from"),
    ("Shelling of Nikopol went on. Nikopol lies across the river.", {"Nikopol": "place"}, "shelling of a town"),
    ("Two people died in Chuhuiv, Kharkiv region.", {"Chuhuiv": "place"}, "a region after the comma"),
    ("Farmers in Agatu and Guma have been killed.", {"Agatu": "place", "Guma": "place"}, "'in' and a row"),
    (
        "Maungdaw township was set alight. Villagers fled Maungdaw.",
        {"Maungdaw township": None, "Maungdaw": "place"},
        "a township",
    ),
    (
        "Myawaddy residents crossed into Mae Sot.",
        {"Myawaddy": "place", "Mae Sot": "place"},
        "residents before, 'into' after",
    ),
    (
        "Clashes in Loikaw, Demoso and Hpruso displaced 40,000 people.",
        {"Loikaw": "place", "Demoso": "place", "Hpruso": "place"},
        "a row of three",
    ),
    (
        "In Tumaco, gunmen killed a teacher. Tumaco is a port.",
        {"Tumaco": "place"},
        "at the start, and said to be a port",
    ),
    (
        "Guerrillas blocked the road to Argelia. Argelia has been cut off for a week.",
        {"Argelia": "place"},
        "the road to it",
    ),
    (
        "Police in Srebarna said that the body was found near Vetrino.",
        {"Srebarna": "place", "Vetrino": "place"},
        "police in it",
    ),
    (
        "The army shelled Kalemyo and entered Tamu on Thursday.",
        {"Kalemyo": "place", "Tamu": "place"},
        "shelled and entered",
    ),
    ("Marawi City residents returned. The siege of Marawi lasted five months.", {"Marawi": "place"}, "a siege of it"),
    (
        "Gangs control Martissant, Bel Air and Cite Soleil in Port-au-Prince.",
        {"Port-au-Prince": "place"},
        "quarters of a city",
    ),
    ("Kandahar airport was closed.", {"Kandahar": "place"}, "the airport of a town"),
    ("Fighting spread to Wad Madani and then to Singa.", {"Wad Madani": "place", "Singa": "place"}, "'spread to'"),
    (
        "The camp at Zamzam was shelled. Zamzam hosts half a million people.",
        {"Zamzam": "place"},
        "a camp, and it hosts people",
    ),
    ("Al-Shabaab fighters stormed Adale and Cadaado.", {"Adale": "place"}, "stormed"),
    ("A bomb went off outside Kuchlak. Kuchlak is home to many refugees.", {"Kuchlak": "place"}, "outside it"),
    (
        "BUNIA, Congo -- Militiamen raided Djugu territory. Djugu is in Ituri.",
        {"Djugu": "place", "Ituri": "place"},
        "a territory in the dateline's country",
    ),
    (
        "Villagers of Koro and Bankass buried their dead.",
        {"Koro": "place", "Bankass": "place"},
        "'villagers of' and a row",
    ),
    (
        "The governor of Kayin said that Kawkareik was quiet. Troops hold Kawkareik.",
        {"Kawkareik": "place"},
        "an unknown town, held and quiet",
    ),
]

NOT_PLACES: list[Case] = [
    ("Al-Qaeda in the Islamic Maghreb claimed the attack.", {"Maghreb": None}, "inside a group's name"),
    ("Paris Hilton flew to London on Monday.", {"Paris": None, "Paris Hilton": "not place"}, "a first name"),
    (
        "Mr Jordan said that he would appeal. Jordan said he was innocent.",
        {"Jordan": "not place"},
        "a family name after Mr, and so ever after",
    ),
    (
        "Sydney Mufamadi mediated. Mufamadi said that both sides had agreed.",
        {"Sydney": None, "Mufamadi": "person"},
        "a minister's first name",
    ),
    (
        "Hezbollah said it had fired rockets. Support for Hezbollah is strong in Tyre.",
        {"Hezbollah": "group", "Tyre": "place"},
        "a group that speaks",
    ),
    (
        "Renamo accused Frelimo of fraud. Members of Renamo marched in Beira.",
        {"Renamo": "not place", "Frelimo": "not place", "Beira": "place"},
        "parties with members",
    ),
    (
        "Boeing said its plant in Everett would reopen.",
        {"Boeing": "not place", "Everett": "place"},
        "a firm that speaks",
    ),
    ("The frigate Lagos sailed from Durban.", {"Lagos": "other", "Durban": "place"}, "a ship"),
    ("The Baltimore Sun reported the arrest.", {"Baltimore": None}, "a newspaper"),
    ("The Khartoum Post wrote that talks had failed.", {"Khartoum": None}, "another newspaper"),
    ("Juventus beat Lyon 2-0. Lyon missed a penalty.", {"Juventus": "not place"}, "a club"),
    (
        "Colonel Aden Warsame was killed. Warsame had led the unit since May.",
        {"Aden": None, "Warsame": "person"},
        "an officer",
    ),
    (
        "Fighters loyal to Haftar shelled Tripoli. Haftar denied it.",
        {"Haftar": "not place", "Tripoli": "place"},
        "loyal to a person",
    ),
    (
        "Talks with Codeco failed. Codeco fighters killed ten people in Mahagi.",
        {"Codeco": "not place", "Mahagi": "place"},
        "a militia with fighters",
    ),
    (
        "Zanla commanders met in Lusaka. The leader of Zanla was absent.",
        {"Zanla": "not place", "Lusaka": "place"},
        "commanders and a leader",
    ),
    ("Two Fulani herders were shot in Barkin Ladi.", {"Fulani": "not place"}, "a people"),
    (
        "He works for Petrocorp in Basra. Petrocorp said he was safe.",
        {"Petrocorp": "not place", "Basra": "place"},
        "a firm one works for",
    ),
    (
        "A spokesman for Ansarullah said the ship was hit. Ansarullah controls Sanaa.",
        {"Ansarullah": "not place"},
        "a group with a spokesman that controls a city",
    ),
    ("Operation Kandahar Dawn ended on Friday.", {"Kandahar": None}, "an operation"),
    ("The Treaty of Lisbon was signed in 2007.", {"Treaty of Lisbon": "not place"}, "a treaty"),
    ("Faith in Parliament has fallen.", {"Parliament": "not place"}, "a body after 'in'"),
    (
        "Confidence in Moyo has collapsed. Moyo told supporters to stay calm.",
        {"Moyo": "not place"},
        "confidence in a person, who tells",
    ),
    (
        "The rebels split from Sadiqist in June; Sadiqist leaders rejected the deal.",
        {"Sadiqist": "not place"},
        "a group with leaders",
    ),
    ("Shares in Glencor fell in Zurich.", {"Glencor": "not place", "Zurich": "place"}, "shares in a firm"),
    ("He was a member of Seleka and fought in Bangui.", {"Seleka": "not place", "Bangui": "place"}, "a member of it"),
    ("The weapons came from Hamas, officials said. Hamas denied it.", {"Hamas": "not place"}, "from a group"),
    (
        "Imam Tabriz Khan led prayers. Khan appealed for calm.",
        {"Khan": "person"},
        "a town's name in a person's, after a title",
    ),
    ("Reports on Twitter and in Haaretz said so.", {"Haaretz": "not place"}, "a newspaper after 'in'"),
    (
        "A letter from Okello reached the court. His lawyer said Okello was ill.",
        {"Okello": "not place"},
        "a letter from a man",
    ),
    ("Gunmen killed Santiago, who had led the union. Santiago was 45.", {"Santiago": "not place"}, "somebody who"),
]

MARKS: list[Case] = [
    (
        "Assad,[1] who fled to Moscow,[2] was replaced. In Homs,[3] shells fell.",
        {"Moscow": "place", "Homs": "place"},
        "marks behind a comma",
    ),
    (
        "The army entered Aleppo[6] and then Hama.[7][8] In Idlib,[citation needed] it was calm.",
        {"Aleppo": "place", "Hama": "place", "Idlib": "place"},
        "marks stuck to names",
    ),
    (
        "President Bashar al-Assad[4] met Vladimir Putin.[5]",
        {"Bashar al-Assad": "person", "Vladimir Putin": "person"},
        "persons with marks",
    ),
    ("Kigali[a] and Goma[note 3] are near.", {"Kigali": "place", "Goma": "place"}, "notes, not citations"),
]

WITHOUT_CAPITALS: list[Case] = [
    (
        "guerrillas attacked san miguel on monday and killed three soldiers in "
        "chalatenango, the police in san salvador said. no arrests were made.",
        {"san miguel": "place", "chalatenango": "place", "san salvador": "place"},
        "towns of a report in lower case",
    ),
    (
        "units were sent to lagos at 0200 hours after a call about an armed robbery "
        "near ikeja. the suspect fled on foot towards the market and was not found.",
        {"lagos": "place"},
        "a police log",
    ),
    (
        "the man said that he had a reading of the bath and the mobile was of nice make, and "
        "that the buffalo was his. he was sent home to rest and then came back again.",
        {"reading": None, "bath": None, "mobile": None, "nice": None, "buffalo": None},
        "common words that are towns' names too",
    ),
    (
        "the bomb exploded in front of the office of the chief of police, and the army "
        "said that the rebels had fled to the hills to hide from the troops there.",
        {"hills": None, "office": None, "front": None},
        "no town at all",
    ),
]

IN_CAPITALS: list[Case] = [
    (
        "GUERRILLAS ATTACKED SAN MIGUEL. A BOMB EXPLODED NEAR USULUTAN. SOURCES IN "
        "CHALATENANGO SAID THAT FIVE PEOPLE DIED IN THE ATTACK. NO GROUP HAS CLAIMED IT.",
        {"SAN MIGUEL": "place", "USULUTAN": "place", "CHALATENANGO": "place"},
        "towns of a report in capitals",
    ),
]
