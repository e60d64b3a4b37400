"""Spellings of one name that must reach the same place, and names that must never meet.

Each line of :data:`SAME` is a country, the place's rough latitude and longitude, its spellings, and why they differ. Places
are chosen over the world of conflict reporting; the table was written before the gazetteer was asked.
"""

from __future__ import annotations

SAME = """
SYR 36.47 37.10 | Tal Rifaat | Tall Rif'at | Tel Rifat | Tell Rifaat | Tal Rifat # the word for hill, a doubled vowel, the ayn
SYR 35.34 40.14 | Deir ez-Zor | Deir Ezzor | Dayr az-Zawr | Deir al-Zour | Deir ez-Zour | Deir-Ezzor | Deyrizor # article; Turkish
SYR 37.05 41.23 | Qamishli | Kamishly | Kamishli | Al-Qamishli | Qamishlo | Qamişlo | Kamışlı # q and k; Kurdish and Turkish
SYR 36.89 38.35 | Kobane | Kobani | Kobanî | Ain al-Arab | Ayn al-Arab # the Kurdish and the Arabic name
SYR 36.50 40.75 | Hasakah | Hassakeh | Al-Hasakeh | Hasaka | Al-Hasakah | Hesekê # final -ah and -eh; Kurdish
SYR 36.51 36.87 | Afrin | Efrin | Afrîn | Efrîn # Kurdish
SYR 36.53 37.95 | Manbij | Minbij | Membij | Menbij | Münbiç # short vowels; Turkish
SYR 35.95 39.01 | Raqqa | Ar-Raqqah | Rakka | Al-Raqqa | Raqqah # article and doubled letters
SYR 35.93 36.63 | Idlib | Edlib | Idleb # short vowels
SYR 35.65 36.68 | Maarat al-Numan | Ma'arrat an-Nu'man | Maaret al-Numan | Maarrat al-Numan # ayn, doubled r
SYR 35.86 36.81 | Saraqib | Saraqeb | Sarakeb # q and k
SYR 35.44 36.65 | Khan Shaykhun | Khan Sheikhoun | Khan Sheikhun # diphthong
SYR 35.82 36.32 | Jisr ash-Shughur | Jisr al-Shughour | Jisr al-Shoghour | Jisr al-Shughur # article
SYR 34.73 36.72 | Homs | Hims | Hums # short vowel
SYR 34.56 38.28 | Palmyra | Tadmur | Tadmor # the ancient and the Arabic name
SYR 32.62 36.10 | Daraa | Deraa | Dar'a # ayn
SYR 32.71 36.57 | Sweida | As-Suwayda | Suweida | Soueida | Suwayda # diphthong; French
SYR 35.53 35.79 | Latakia | Lattakia | Al-Ladhiqiyah | Lattaquié # French
SYR 34.89 35.89 | Tartus | Tartous | Tartoûs # French
SYR 36.37 37.52 | Al-Bab | El Bab | al Bab # article
SYR 36.59 37.04 | Azaz | A'zaz | Ezaz # ayn; Turkish
SYR 36.82 38.01 | Jarabulus | Jarablus | Cerablus # Turkish j
SYR 34.45 40.92 | Abu Kamal | Al-Bukamal | Albu Kamal | Bukamal # contraction
SYR 33.51 36.29 | Damascus | Dimashq | Damas # English, Arabic, French
SYR 35.13 36.75 | Hama | Hamah | Hamāh # final h
IRQ 36.34 43.12 | Mosul | Al-Mawsil | Mossoul | Musul # English, Arabic, French, Turkish
IRQ 33.35 43.79 | Fallujah | Falluja | Faluja | Al-Fallujah | Fallouja # final h, article, French
IRQ 36.19 44.01 | Erbil | Arbil | Irbil | Hewler | Hawler | Hewlêr # Kurdish
IRQ 35.47 44.39 | Kirkuk | Kerkuk | Kerkûk | Kirkouk # Turkish, Kurdish, French
IRQ 35.56 45.43 | Sulaymaniyah | Sulaimaniya | Slemani | Suleimaniyah | Silêmanî | As-Sulaymaniyah # Kurdish
IRQ 36.87 42.99 | Dohuk | Duhok | Dihok | Dahuk # Kurdish
IRQ 36.38 42.45 | Tal Afar | Tall Afar | Tel Afar | Telafer | Tal 'Afar # the word for hill; Turkish
IRQ 36.32 41.86 | Sinjar | Shingal | Şengal | Shengal # Kurdish
IRQ 33.75 44.64 | Baqubah | Baquba | Ba'qubah | Bakuba # ayn, q and k
IRQ 34.20 43.87 | Samarra | Samarra' | Samarrah # final hamza
IRQ 32.62 44.02 | Karbala | Kerbala | Kerbela # Persian
IRQ 32.00 44.33 | Najaf | An-Najaf | Al-Najaf | Nedjef # article; French
IRQ 30.51 47.78 | Basra | Al-Basrah | Basrah | Bassora | Bassorah # French
IRQ 33.43 43.31 | Ramadi | Ar-Ramadi | Al-Ramadi # article
IRQ 35.33 43.77 | Hawija | Al-Hawijah | Hawijah | Hawidja # article; French
YEM 14.80 42.95 | Hodeidah | Al Hudaydah | Hudaydah | Hodeida | Al-Hodeidah | Hodeïda # diphthong; French
YEM 15.35 44.21 | Sanaa | Sana'a | San'a | Sanaʽa # ayn
YEM 13.58 44.02 | Taiz | Ta'izz | Taizz # ayn
YEM 15.46 45.32 | Marib | Ma'rib | Mareb # hamza
YEM 16.94 43.76 | Saada | Sa'dah | Saadah | Sadah # ayn
YEM 14.54 49.12 | Mukalla | Al-Mukalla | Moukalla # article; French
YEM 13.32 43.25 | Mocha | Al-Mukha | Mokha # English and Arabic
YEM 13.13 45.38 | Zinjibar | Zanjibar | Zingibar # short vowel
SDN 13.63 25.35 | El Fasher | Al-Fashir | El-Fashir | Al-Fasher # Sudanese article
SDN 13.45 22.45 | El Geneina | Al-Junaynah | Geneina | Al Geneina | El Geneïna # g and j
SDN 12.05 24.88 | Nyala | Niyala # glide
SDN 13.18 30.22 | El Obeid | Al-Ubayyid | Al-Obeid # diphthong
SDN 15.64 32.48 | Omdurman | Umm Durman | Omdourman # joined; French
SDN 14.40 33.52 | Wad Madani | Wad Medani # vowel
SDN 11.01 29.72 | Kadugli | Kaduqli | Kadougli # q and g; French
SDN 19.62 37.22 | Port Sudan | Bur Sudan | Port-Soudan # English, Arabic, French
LBY 32.12 20.07 | Benghazi | Bengazi | Banghazi | Bingazi | Benghasi # gh and g; Turkish, German
LBY 32.89 13.19 | Tripoli | Tarabulus | Trablous # Arabic
LBY 32.38 15.09 | Misrata | Misurata | Misratah | Misrâta # Italian
LBY 31.21 16.59 | Sirte | Surt | Sirt | Syrte # Arabic; French
LBY 32.77 22.64 | Derna | Darnah | Dernah # Arabic
LBY 32.08 23.96 | Tobruk | Tubruq | Tobrouk # Arabic; French
LBY 32.75 12.73 | Zawiya | Az-Zawiyah | Zawiyah | Zawia # article
LBY 30.76 20.23 | Ajdabiya | Ajdabiyah | Ijdabiya # first vowel
UKR 50.45 30.52 | Kyiv | Kiev | Kyyiv | Kiew # Ukrainian, Russian, German
UKR 49.98 36.25 | Kharkiv | Kharkov | Charkiw | Charkow # Ukrainian, Russian, German
UKR 46.96 32.00 | Mykolaiv | Nikolaev | Mykolayiv | Nikolayev | Mykolajiw # Ukrainian, Russian, German
UKR 49.84 24.02 | Lviv | Lvov | L'viv | Lwiw # Ukrainian, Russian, German
UKR 46.48 30.72 | Odesa | Odessa # Ukrainian, Russian
UKR 47.84 35.14 | Zaporizhzhia | Zaporozhye | Zaporizhia | Zaporizhzhya | Zaporozhe # Ukrainian, Russian
UKR 48.45 34.98 | Dnipro | Dnipropetrovsk | Dnepropetrovsk # the name before 2016
UKR 48.57 39.31 | Luhansk | Lugansk | Luhans'k # Ukrainian, Russian
UKR 48.00 37.80 | Donetsk | Donets'k | Donezk # soft sign; German
UKR 48.95 38.49 | Sievierodonetsk | Severodonetsk | Syevyerodonets'k | Sewerodonezk # Ukrainian, Russian, German
UKR 48.59 38.00 | Bakhmut | Artemivsk | Artyomovsk | Bachmut # the Soviet name; German
UKR 51.50 31.30 | Chernihiv | Chernigov | Tchernihiv # Ukrainian, Russian, French
UKR 46.64 32.62 | Kherson | Cherson | Herson # kh
UKR 51.27 30.22 | Chernobyl | Chornobyl | Tchernobyl # Russian, Ukrainian, French
UKR 49.21 37.25 | Izium | Izyum | Isjum # glide; German
UKR 47.78 37.25 | Vuhledar | Ugledar # Ukrainian, Russian
UKR 48.14 37.74 | Avdiivka | Avdeevka | Avdeyevka | Avdiyivka # Ukrainian, Russian
UKR 49.07 33.42 | Kremenchuk | Kremenchug | Krementchouk # Ukrainian, Russian, French
UKR 47.50 34.66 | Enerhodar | Energodar # h and g
UKR 50.62 26.25 | Rivne | Rovno # Ukrainian, Russian
UKR 49.23 28.47 | Vinnytsia | Vinnitsa | Vinnytsya # Ukrainian, Russian
UKR 48.34 38.05 | Horlivka | Gorlovka # Ukrainian, Russian
UKR 48.28 37.18 | Pokrovsk | Krasnoarmiisk # the Soviet name
UKR 48.40 37.85 | Toretsk | Dzerzhynsk # the Soviet name
UKR 47.10 37.54 | Mariupol | Mariupol' | Marioupol # soft sign; French
RUS 50.60 36.59 | Belgorod | Byelgorod | Bielgorod # e after a soft consonant
RUS 43.31 45.69 | Grozny | Groznyy | Groznyi | Grozniy # the ending -yy
RUS 47.23 39.72 | Rostov-on-Don | Rostov-na-Donu | Rostov # translated or not
RUS 42.98 47.50 | Makhachkala | Machatschkala | Makhatchkala # German, French
RUS 56.33 44.00 | Nizhny Novgorod | Nizhniy Novgorod | Nijni Novgorod # the ending -iy; French
RUS 56.85 60.61 | Yekaterinburg | Ekaterinburg # first glide
AFG 36.71 67.11 | Mazar-i-Sharif | Mazar-e Sharif | Mazar-e-Sharif | Mazari Sharif | Mazar-i Sharif # the Persian ezafe
AFG 31.61 65.71 | Kandahar | Qandahar | Qandahār # q and k
AFG 36.73 68.86 | Kunduz | Qunduz | Kondoz | Konduz # q and k
AFG 31.59 64.36 | Lashkar Gah | Lashkargah | Lashkar-gah | Lashkar Gāh # joined
AFG 34.43 70.45 | Jalalabad | Jelalabad | Jalālābād # vowel
AFG 33.55 68.42 | Ghazni | Ghaznī | Gazni # gh
AFG 34.34 62.20 | Herat | Hirat | Herāt # vowel
AFG 36.74 69.53 | Taloqan | Taluqan | Talukan | Taleqan # q and k
AFG 35.94 68.71 | Pul-e Khumri | Pul-i-Khumri | Pol-e Khomri | Puli Khumri # the ezafe
AFG 32.63 65.87 | Tarin Kowt | Tarinkot | Tirin Kot | Tarin Kot # joined
AFG 34.99 63.13 | Qala-e Naw | Qala-i-Naw | Qalay-i-Naw | Qala i Naw # the ezafe
AFG 36.67 65.75 | Sheberghan | Shibirghan | Shiberghan | Sheberghān # vowels
AFG 37.12 70.58 | Fayzabad | Faizabad | Feyzabad | Feyzābād # diphthong
AFG 33.60 69.23 | Gardez | Gardiz | Gardēz # Dari e
AFG 34.39 68.87 | Maidan Shar | Maydan Shahr | Maidan Shahr # diphthong
IRN 32.65 51.67 | Isfahan | Esfahan | Ispahan | Eşfahān # Persian; French
IRN 35.69 51.42 | Tehran | Teheran | Téhéran # French
IRN 34.31 47.06 | Kermanshah | Kirmanshah | Kirmaşan | Kermānshāh # Kurdish
IRN 36.76 45.72 | Mahabad | Mehabad # Kurdish
IRN 35.31 47.00 | Sanandaj | Sinne | Sanandadj | Senendej # Kurdish; French
IRN 37.55 45.07 | Urmia | Orumiyeh | Urmiyeh | Oroumieh # Persian; French
IRN 28.97 50.84 | Bushehr | Bushire | Boushehr # English, French
IRN 36.30 59.61 | Mashhad | Meshed | Mechhed | Mashad # English, French
IRN 36.25 46.27 | Saqqez | Saqez | Saqiz # doubled q; Kurdish
IRN 29.50 60.86 | Zahedan | Zahidan | Zāhedān # vowel
IRN 34.64 50.88 | Qom | Qum | Ghom # q and gh
TUR 37.91 40.23 | Diyarbakir | Diyarbakır | Amed | Diarbekir # Turkish, Kurdish
TUR 37.17 38.79 | Sanliurfa | Şanlıurfa | Urfa # the honour before the name
TUR 37.06 37.38 | Gaziantep | Antep | Aintab # the honour before the name; Arabic
TUR 41.01 28.95 | Istanbul | İstanbul | Stamboul # dotted capital; French
TUR 37.51 42.46 | Sirnak | Şırnak | Shirnak | Şirnex # Turkish letters; Kurdish
TUR 37.57 43.74 | Hakkari | Hakkâri | Hakari # circumflex
TUR 37.33 42.19 | Cizre | Jizre | Cizîr # Turkish c is j; Kurdish
TUR 38.41 27.14 | Izmir | İzmir | Smyrna # dotted capital
TUR 36.20 36.16 | Antakya | Antioch | Antakiya # the ancient name
TUR 37.31 40.73 | Mardin | Merdin | Mêrdîn # Kurdish
TCD 12.11 15.05 | N'Djamena | Ndjamena | N'Djaména | Njamena # apostrophe; French
TCD 13.83 20.83 | Abeche | Abéché # French
CIV 7.69 -5.03 | Bouake | Bouaké # French
COD -5.90 22.42 | Kananga | Luluabourg # the colonial name
COD 0.52 25.19 | Kisangani | Stanleyville # the colonial name
COD -11.66 27.48 | Lubumbashi | Élisabethville # the colonial name
MLI 16.77 -3.01 | Timbuktu | Tombouctou | Timbuctoo # English, French
MLI 13.43 -6.26 | Segou | Ségou # French
MLI 15.92 2.40 | Menaka | Ménaka # French
BFA 12.36 -1.53 | Ouagadougou | Wagadugu # French ou
BFA 14.10 -1.63 | Djibo | Jibo # French dj
BFA 12.06 0.36 | Fada N'Gourma | Fada Ngourma | Fada-N'Gourma # apostrophe
NER 14.21 1.45 | Tillaberi | Tillabéri | Tillabery # French
NER 16.97 7.99 | Agadez | Agadès | Agades # French
NGA 11.85 13.16 | Maiduguri | Maidugari # vowel
CMR 10.59 14.32 | Maroua | Marwa # French ou
CMR 3.87 11.52 | Yaounde | Yaoundé | Jaunde # French, German
CAF 8.41 20.65 | Ndele | Ndélé | N'Délé # apostrophe
DZA 36.75 3.04 | Algiers | Alger | Al-Jaza'ir # English, French, Arabic
DZA 35.70 -0.64 | Oran | Wahran | Ouahran # French and Arabic
DZA 22.79 5.53 | Tamanrasset | Tamanghasset | Tamanghist # Berber
DZA 36.71 4.05 | Tizi Ouzou | Tizi Wezzu | Tizi-Ouzou # Berber
TUN 34.74 10.76 | Sfax | Safaqis # French and Arabic
TUN 35.17 8.84 | Kasserine | Al-Qasrayn | Qasserine # French and Arabic
TUN 33.88 10.10 | Gabes | Gabès | Qabis # French and Arabic
MAR 31.63 -8.00 | Marrakesh | Marrakech # English and French
MAR 34.03 -5.00 | Fez | Fès | Fes # French
ESH 27.14 -13.19 | Laayoune | El Aaiún | El Aaiun | Al-Ayun # French, Spanish, Arabic
EGY 30.06 31.25 | Cairo | Al-Qahirah | Le Caire # English, Arabic, French
EGY 31.13 33.80 | El Arish | Al-Arish | Arish | El-Arich # article; French
EGY 31.22 34.11 | Sheikh Zuweid | Shaykh Zuwayd | Sheikh Zuwayed # diphthongs
EGY 31.20 29.92 | Alexandria | Al-Iskandariyah | Alexandrie # English, Arabic, French
LBN 33.89 35.49 | Beirut | Beyrouth | Bayrut | Beyrut # English, French, Arabic, Turkish
LBN 33.56 35.38 | Sidon | Saida | Sayda | Saïda # ancient, Arabic, French
LBN 33.27 35.20 | Tyre | Sour | Sur | Tyr # ancient, Arabic, French
LBN 33.38 35.48 | Nabatieh | Nabatiye | Nabatiyeh | An-Nabatiyah # final -iyah
LBN 34.01 36.21 | Baalbek | Ba'labakk | Baalbeck # ayn; French
LBN 34.43 35.84 | Tripoli | Trablous | Tarabulus # Arabic
LBN 33.12 35.43 | Bint Jbeil | Bint Jubayl | Bint Jbail # swallowed vowel
LBN 33.36 35.59 | Marjayoun | Marj 'Uyun | Marjeyoun | Marjaayoun # joined
PSE 31.50 34.47 | Gaza City | Gaza | Ghazzah | Ghazza # Arabic
PSE 31.34 34.31 | Khan Younis | Khan Yunis | Khan Yunus | Khan Younes | Khan Younès # vowels; French
PSE 31.42 34.35 | Deir al-Balah | Dayr al Balah | Deir el-Balah | Deir El Balah # diphthong
PSE 31.53 34.48 | Jabalia | Jabalya | Jabaliya | Jabaliyah | Djabaliya # final -iyah
PSE 31.55 34.50 | Beit Lahia | Bayt Lahiya | Beit Lahiya | Beit Lahya # diphthong
PSE 31.54 34.54 | Beit Hanoun | Bayt Hanun | Beit Hanun # diphthong
PSE 32.46 35.30 | Jenin | Janin | Djénine | Jénine # French
PSE 32.22 35.25 | Nablus | Naplouse | Nabulus # French
PSE 31.53 35.10 | Hebron | Al-Khalil | Hébron # Hebrew and Arabic
PSE 32.31 35.03 | Tulkarm | Tulkarem | Tulkarim | Toulkarem # short vowel; French
PSE 32.19 34.97 | Qalqilya | Qalqiliya | Kalkilya | Qalqilyah # q and k
JOR 32.07 36.09 | Zarqa | Az-Zarqa | Zarka # article
SOM 2.04 45.34 | Mogadishu | Muqdisho | Mogadiscio # Somali, Italian
SOM -0.36 42.55 | Kismayo | Kismaayo | Chisimayu | Kismayu # Somali, Italian
SOM 3.11 43.65 | Baidoa | Baydhabo | Baydhaba # Somali
SOM 4.74 45.20 | Beledweyne | Belet Weyne | Beletweyne | Beletwein # joined
SOM 6.77 47.43 | Galkayo | Gaalkacyo | Galkacyo | Galcaio # Somali c, Italian
SOM 11.28 49.18 | Bosaso | Boosaaso | Bossaso | Bosasso # Somali doubled vowels
SOM 2.78 45.50 | Jowhar | Jawhar | Giohar # Italian
SOM 9.56 44.06 | Hargeisa | Hargeysa # diphthong
SOM 8.48 47.36 | Las Anod | Laascaanood | Las Anood # Somali
SOM 2.14 45.12 | Afgoye | Afgooye | Afgoi # Somali, Italian
ETH 13.50 39.48 | Mekelle | Mek'ele | Makale | Mekele # ejective
ETH 9.02 38.75 | Addis Ababa | Addis Abeba | Addis Abäba # French
ETH 12.60 37.47 | Gondar | Gonder # vowel
ETH 14.12 38.72 | Axum | Aksum # x
ETH 14.28 39.46 | Adigrat | Addigrat # doubled d
ETH 11.13 39.63 | Dessie | Dese | Dessye # Amharic
ERI 15.34 38.93 | Asmara | Asmera # vowel
ERI 15.61 39.45 | Massawa | Mitsiwa | Massaoua # Italian; French
SSD 9.23 29.83 | Bentiu | Bantiu # vowel
SSD 7.70 28.00 | Wau | Waw # Arabic
PAK 34.01 71.58 | Peshawar | Pishawar | Peshāwar # vowel
PAK 33.00 70.07 | Miranshah | Miram Shah | Mirān Shāh # joined
PAK 30.18 67.00 | Quetta | Kwatah | Kwetta # Pashto
IND 19.07 72.88 | Mumbai | Bombay # the name before 1995
IND 22.56 88.36 | Kolkata | Calcutta # the name before 2001
MMR 16.81 96.16 | Yangon | Rangoon | Rangun # the name before 1989
MMR 20.15 92.90 | Sittwe | Akyab | Sittway # the name before 1989
MMR 19.75 96.13 | Naypyidaw | Nay Pyi Taw | Naypyitaw | Nay Pyi Daw # spaces
MMR 16.49 97.63 | Mawlamyine | Moulmein | Mawlamyaing # the name before 1989
ARM 40.18 44.51 | Yerevan | Erevan | Jerewan # Russian, German
AZE 39.82 46.75 | Stepanakert | Khankendi | Xankəndi # Armenian and Azerbaijani
AZE 40.38 49.89 | Baku | Bakı | Bakou # Azerbaijani; French
AZE 40.68 46.36 | Ganja | Gəncə | Gyandzha | Gandja # Azerbaijani, Russian
AZE 39.76 46.75 | Shusha | Şuşa | Shushi # Azerbaijani, Armenian
AZE 39.64 46.55 | Lachin | Laçın # Azerbaijani
GEO 41.69 44.83 | Tbilisi | Tiflis | Tbilissi # Russian, French
GEO 42.23 43.97 | Tskhinvali | Tskhinval | Zchinwali # Ossetian, German
GEO 43.00 41.02 | Sukhumi | Sokhumi | Sukhum | Soukhoumi # Georgian, Abkhaz, French
KAZ 43.25 76.95 | Almaty | Alma-Ata # the Soviet name
TJK 37.49 71.55 | Khorugh | Khorog | Khorugh # Russian
UZB 40.38 71.78 | Fergana | Ferghana | Farg'ona # Uzbek
XKX 42.67 21.17 | Pristina | Prishtina | Prishtinë | Priština # Albanian, Serbian
XKX 42.88 20.87 | Mitrovica | Mitrovicë | Kosovska Mitrovica # Albanian, Serbian
COL 7.89 -72.51 | Cucuta | Cúcuta # accent
MOZ -11.35 40.35 | Mocimboa da Praia | Mocímboa da Praia | Mocimboa # accent
BDI -3.38 29.36 | Bujumbura | Usumbura # the colonial name
PHL 6.05 121.00 | Jolo | Holo # Spanish j
CHN 43.80 87.60 | Urumqi | Ürümqi | Wulumuqi | Ürümchi # Uyghur and Chinese
CHN 39.47 75.99 | Kashgar | Kashi | Qeshqer # Uyghur and Chinese
"""

APART = [
    ("Iran", "Iraq", "IRQ", "one letter between two countries"),
    ("Iraq", "Iran", "IRN", "one letter between two countries"),
    ("Niger", "Nigeria", "NGA", "one within the other"),
    ("Nigeria", "Niger", "NER", "one within the other"),
    ("Mali", "Malawi", "MWI", "the same consonants but one glide"),
    ("Malawi", "Mali", "MLI", "the same consonants but one glide"),
    ("Mauritania", "Mauritius", "MUS", "the same beginning"),
    ("Guinea", "Ghana", "GHA", "g and n alone"),
    ("Gambia", "Zambia", "ZMB", "the first letter"),
    ("Austria", "Australia", "AUS", "one syllable"),
    ("Slovakia", "Slovenia", "SVN", "one consonant"),
    ("Hama", "Homs", "SYR", "two cities of one road"),
    ("Homs", "Hama", "SYR", "two cities of one road"),
    ("Gao", "Goa", "IND", "letters changed about"),
    ("Kunduz", "Kunar", "AFG", "two provinces"),
    ("Kunar", "Kunduz", "AFG", "two provinces"),
    ("Khost", "Khash", "AFG", "a cluster of consonants"),
    ("Paktia", "Paktika", "AFG", "two provinces, one consonant"),
    ("Herat", "Harut", "AFG", "a town and a river's name"),
    ("Basra", "Busra", "SYR", "the Iraqi port and the Syrian town"),
    ("Tripoli", "Tivoli", "LBN", "p and v"),
    ("Sirte", "Sebha", "LBY", "two towns of one front"),
    ("Bor", "Bari", "SSD", "two letters are not enough"),
    ("Beni", "Bonny", "NGA", "two letters are not enough"),
    ("Goma", "Gemena", "COD", "one consonant more"),
    ("Bunia", "Beni", "COD", "vowels are all that parts them"),
    ("Bukavu", "Boko", "COD", "one consonant less"),
    ("Jenin", "Jinan", "CHN", "another country"),
    ("Rafah", "Raphoe", "IRL", "another country"),
    ("Donetsk", "Dnipro", "UKR", "two cities of one war"),
    ("Luhansk", "Lutsk", "UKR", "two cities of one war"),
    ("Kharkiv", "Kherson", "UKR", "two cities of one war"),
    ("Kyiv", "Kuvak", "UKR", "no village may answer for the capital"),
    ("Marib", "Mahrah", "YEM", "two governorates"),
    ("Aden", "Adan", "ETH", "another country"),
    ("Zinder", "Zunder", "NLD", "another country"),
    ("Kano", "Kona", "NGA", "vowels exchanged"),
    ("Maiduguri", "Maradi", "NGA", "the border between"),
    ("Damaturu", "Dutse", "NGA", "two capitals of states"),
    ("Kassala", "Kosti", "SDN", "two towns"),
    ("Karbala", "Kirkuk", "IRQ", "two cities"),
    ("Ramadi", "Rumaitha", "IRQ", "two towns"),
    ("Qom", "Kum", "KOR", "another country"),
    ("Mosul", "Masila", "DZA", "another country"),
    ("Batman", "Bitman", "TUR", "no namesake by sound"),
    ("Agadez", "Agadir", "MAR", "another country"),
    ("Ganja", "Gonja", "GHA", "another country"),
    ("Gondar", "Gander", "CAN", "another country"),
]
"""(name, another place's name, that place's country, why they could be mixed up): the first never finds the second."""
