"""Where events happened: (text, trigger, the words for its places, why).

``trigger`` is the text that the event's trigger overlaps; "#2" its second occurrence. The conflicts, people and groups
are invented or long past; the places are real, so that the gazetteer knows which lies in which.
"""

from __future__ import annotations

OWN_WORDS = [
    ("Rebels shelled Kherson on Monday.", "shelled", {"Kherson"}, "what was hit is the place"),
    ("Gunmen killed five farmers in Maiduguri.", "killed", {"Maiduguri"}, "phrase of the verb"),
    ("Jets bombed a market near Hodeidah.", "bombed", {"Hodeidah"}, "phrase of the object"),
    ("The siege of Mekelle entered its third week.", "siege", {"Mekelle"}, "of-phrase of an event noun"),
    ("The Kandahar bombing killed nine people.", "bombing", {"Kandahar"}, "a place before an event noun"),
    ("Troops seized the town of Bakhmut.", "seized", {"Bakhmut"}, "the town of X is X"),
    ("Militants attacked villages around Kidal and Gao.", "attacked", {"Kidal", "Gao"}, "two places, both hit"),
    (
        "Protesters marched in Khartoum, Omdurman and Port Sudan.",
        "marched",
        {"Khartoum", "Omdurman", "Port Sudan"},
        "a list",
    ),
    ("Two soldiers were abducted on the road between Goma and Bukavu.", "abducted", {"Goma", "Bukavu"}, "between two"),
    ("Parts of Mariupol were bombed overnight.", "bombed", {"Mariupol"}, "parts of a town"),
    ("The army fired rockets at positions 10 km north of Sirte.", "fired", {"Sirte"}, "a point beside a town"),
    ("Rebels shelled several towns, including Taiz and Marib.", "shelled", {"Taiz", "Marib"}, "examples of where"),
]
MOST_SPECIFIC = [
    ("Gunmen killed five people in Baga, Borno state, Nigeria.", "killed", {"Baga"}, "town, state and country"),
    ("Rebels captured Homs in western Syria.", "captured", {"Homs"}, "a town and its country"),
    ("In Ukraine, shells hit Kharkiv.", "hit", {"Kharkiv"}, "opening country, town in the clause"),
    ("In Colombia, fighters ambushed a patrol near Tumaco.", "ambushed", {"Tumaco"}, "own words before the opening"),
    ("Fighting spread across Yemen.", "Fighting", {"Yemen"}, "the country where nothing smaller is named"),
    ("Clashes erupted in Syria and in Lebanon.", "Clashes", {"Syria", "Lebanon"}, "two countries, none in the other"),
]
CLAUSE_AND_SENTENCE = [
    (
        "In Aleppo, police shot four men, a spokesman said.",
        "shot",
        {"Aleppo"},
        "opening, which the parser hangs on the last verb",
    ),
    ("On Sunday in Basra, gunmen opened fire on a crowd.", "opened fire", {"Basra"}, "an opening after a date"),
    (
        "Gunmen stopped a bus in Quetta, killing six policemen.",
        "killing",
        {"Quetta"},
        "a participle shares its verb's place",
    ),
    ("Troops entered Jaffna and arrested dozens of men.", "arrested", {"Jaffna"}, "a second verb of the same subject"),
    (
        "Troops entered Jaffna and arrested dozens of men in Batticaloa.",
        "arrested",
        {"Batticaloa"},
        "a second verb with its own place",
    ),
    (
        "After rebels stormed Bunia, soldiers arrested ten of them.",
        "arrested",
        {"Bunia"},
        "the clause that it followed",
    ),
    (
        "A blast hit Mogadishu; in Baidoa, gunmen shot an elder.",
        "blast",
        {"Mogadishu"},
        "a semicolon parts two tellings, the first",
    ),
    (
        "A blast hit Mogadishu; in Baidoa, gunmen shot an elder.",
        "shot",
        {"Baidoa"},
        "a semicolon parts two tellings, the second",
    ),
    ("Dhaka students clash with police; curfew in Chittagong", "clash", {"Dhaka"}, "whose town it is, in a headline"),
    ("The strikes hit vehicles that had left a base near Sarmin.", "strikes", {"Sarmin"}, "where those hit had been"),
    (
        "The shelling forced families from Donetsk to flee after militiamen seized a school.",
        "seized",
        {"Donetsk"},
        "the one place of the sentence",
    ),
    (
        "Soldiers raided homes in Jenin, where two men were shot dead.",
        "shot",
        {"Jenin"},
        "where leads back to the place",
    ),
]
NOT_WHERE_IT_WAS_SAID = [
    ("Rebels killed nine soldiers, he told reporters in Geneva.", "killed", set(), "a place of speaking"),
    (
        "Speaking in Ankara, he said rebels killed nine soldiers in Idlib.",
        "killed",
        {"Idlib"},
        "spoken in one place of another",
    ),
    ("A doctor in Goma said militiamen had killed nine people.", "killed", set(), "a place of the speaker"),
    ("Militiamen killed nine people, according to a doctor in Goma.", "killed", set(), "a source's place"),
    ("Traders in Gao speak of five drivers killed.", "killed", set(), "where rumour is told"),
    ("The army killed 12 rebels, a spokesman in Manila announced.", "killed", set(), "a spokesman's office"),
    (
        "The ministry in Kyiv said shelling had killed two people in Sumy.",
        "shelling",
        {"Sumy"},
        "the ministry's seat and the town hit",
    ),
    (
        "At a news conference in Bogota, the minister said guerrillas had attacked a bus near Cali.",
        "attacked",
        {"Cali"},
        "news conference",
    ),
    ("BEIRUT, March 3 (Agency) - Gunmen killed a judge on Sunday.", "killed", set(), "a reporter's dateline"),
    (
        "BEIRUT, March 3 (Agency) - Gunmen killed a judge in Tripoli on Sunday.",
        "killed",
        {"Tripoli"},
        "dateline and place",
    ),
    (
        "The United Nations envoy in Tripoli confirmed the shelling of a hospital in Misrata.",
        "shelling",
        {"Misrata"},
        "what is confirmed has its own place",
    ),
]
NOT_WHO_IT_IS = [
    ("Four US soldiers were killed by a mine.", "killed", set(), "a country that only says whose soldiers"),
    (
        "The governor of Helmand condemned the killing of two nurses.",
        "killing",
        set(),
        "a province that only says whose governor",
    ),
    ("The Islamic State in Khorasan claimed an attack on a bus.", "attack", set(), "a group's name"),
    ("Moscow bombed Kharkiv.", "bombed", {"Kharkiv"}, "a capital that stands for its government"),
    ("Drones launched from Crimea hit a depot in Odesa.", "hit", {"Odesa"}, "where weapons came from"),
    (
        "Ukraine shot down nine drones launched from Crimea.",
        "shot down",
        set(),
        "where weapons came from, and no place else",
    ),
    ("A man who lives in Toronto was shot dead by militiamen.", "shot", set(), "where the victim lives"),
]
SPEECH_AND_TALKS = [
    ("The foreign ministers of Kenya and Uganda met in Nairobi.", "met", {"Nairobi"}, "talks are held somewhere"),
    ("In Cairo, mediators met the two sides.", "met", {"Cairo"}, "the opening of talks"),
    ('"We condemn the coup," the envoy declared in Dakar.', "condemn", {"Dakar"}, "words are spoken somewhere"),
    (
        "The minister met rebels in Doha, where both sides agreed to a truce.",
        "agreed",
        set(),
        "an agreement is not placed by guess",
    ),
]
MOVES = [
    ("Troops withdrew from Kherson.", "withdrew", {"Kherson"}, "who withdraws does so where he was"),
    ("The army sent tanks to Gao.", "sent", {"Gao"}, "a destination is the place"),
    ("Soldiers deployed along the border near Agadez.", "deployed", {"Agadez"}, "where they deploy"),
]
STORY = [
    (
        "Gunmen stormed a school in Zaria on Monday. Two teachers were killed.",
        "killed",
        {"Zaria"},
        "the sentence before",
    ),
    (
        "Gunmen stormed a school in Zaria on Monday. Police came late. Two teachers were killed.",
        "killed",
        {"Zaria"},
        "two sentences before",
    ),
    (
        "Gunmen stormed a school in Zaria on Monday.\n\nTwo teachers were killed, police said.",
        "killed",
        {"Zaria"},
        "the paragraph before",
    ),
    (
        "Soldiers searched houses in Spin Boldak district on Monday. During the search they detained two men.",
        "detained",
        {"Spin Boldak"},
        "a search that is no event sets the scene",
    ),
    (
        "Gunmen stormed a school in Zaria. Elsewhere, militiamen killed two priests.",
        "killed",
        set(),
        "elsewhere is not there",
    ),
    (
        "Gunmen stormed a school in Zaria. Separately, a mine killed two priests.",
        "killed",
        set(),
        "separately is not there",
    ),
    (
        "Gunmen stormed a school in Zaria. Since 3 March, 412 people have been killed.",
        "killed",
        set(),
        "a count from a date on",
    ),
    (
        "Gunmen stormed a school in Zaria. Rebels threatened to kill hostages.",
        "kill",
        set(),
        "what did not happen has no place by guess",
    ),
    ("He met the minister in Ankara. Rebels killed two drivers.", "killed", set(), "talks do not move the story"),
    (
        "A bomb hit Baquba. The suspect is wanted for bombings in Tikrit. Five people were killed.",
        "killed",
        {"Baquba"},
        "background does not move the story",
    ),
    (
        "Troops took Beledweyne after three days of fighting. Eighty rebels were captured.",
        "captured",
        {"Beledweyne"},
        "an own place carries on",
    ),
    (
        "Rebels seized Kisangani and set fire to the market. Four traders were abducted there.",
        "abducted",
        {"Kisangani"},
        "there",
    ),
    (
        "Rebels attacked Palma. Some 3,000 people live in the town. Soldiers killed ten rebels in the town.",
        "killed",
        {"Palma"},
        "the town",
    ),
    (
        "Shells hit Nikopol in Dnipropetrovsk region. Since May 129 people have been killed in the region.",
        "killed",
        {"Dnipropetrovsk"},
        "the region",
    ),
    (
        "Gunmen killed two men in Douala. Hundreds were arrested across the country.",
        "arrested",
        set(),
        "a land that no word names is not the town",
    ),
]
SHAPES = [
    (
        "Siege of Kidal\n\nRebels shelled the airport on Monday, officials said.",
        "shelled",
        {"Kidal"},
        "the headline sets the scene",
    ),
    (
        "Daily report\n\nKherson region\n\nShelling killed two people on Friday.",
        "killed",
        {"Kherson"},
        "a heading that is a place",
    ),
    (
        "Daily report\n\nKherson:\n- Shelling killed two people.\n\nSumy:\n- A drone wounded a driver.",
        "wounded",
        {"Sumy"},
        "each item stands under its own heading",
    ),
    (
        "Daily report\n\nIn Lashkar Gah gunmen shot a judge.\n- A mine killed a boy in Sangin.\n- Police arrested two men.",
        "arrested",
        {"Lashkar Gah"},
        "an item does not go on from another",
    ),
    (
        "Blast in Peshawar\n\n10:20\nPolice sealed off the road to Kohat.\n\n09:50\nTwo people have been killed, doctors say.",
        "killed",
        {"Peshawar"},
        "an entry of a live page is about its subject",
    ),
    (
        "BASRA, Iraq - Gunmen shot dead a policeman, police said.\n\nKIRKUK, Iraq - A bomb wounded three people, police said.",
        "shot",
        {"BASRA"},
        "a round-up by datelines, the first",
    ),
    (
        "BASRA, Iraq - Gunmen shot dead a policeman, police said.\n\nKIRKUK, Iraq - A bomb wounded three people, police said.",
        "wounded",
        {"KIRKUK"},
        "a round-up by datelines, the second",
    ),
    (
        "Ministry of Defence\nMogadishu, 5 September 2024\n\nOur forces killed 12 militants in Jilib. They then shelled a bridge.",
        "shelled",
        {"Jilib"},
        "the line that a statement is dated in is no heading",
    ),
]
CASES = [
    *OWN_WORDS, *MOST_SPECIFIC, *CLAUSE_AND_SENTENCE, *NOT_WHERE_IT_WAS_SAID, *NOT_WHO_IT_IS, *SPEECH_AND_TALKS, *MOVES,
    *STORY, *SHAPES,
]  # fmt: skip
