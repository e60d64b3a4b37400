"""Where names stand: the spans that may be names, before anything is said of their kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dateline.coding.names.words import NameWords, around_words
from dateline.ontology.authority import Authority, AuthorityActor
from dateline.ontology.gazetteer import Gazetteer
from dateline.ontology.gazetteer.fold import ARTICLES
from dateline.parse import Doc, ParsedDocument, Token

ADDED = "ADDED"
"""The label of a name that a user's own gazetteer has, which is a place whatever the parser takes it for."""
NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
_PARTICLES = ARTICLES | frozenset("de del de la las los bin ibn abu von van der den da do dos le du e y".split())
_ARABIC_ARTICLES = frozenset({"al", "el"})
_NUMBER_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
_CUTS = frozenset({",", ";", "\n", "/", "|", "--", "—", "–", ")", "("})
_OPENERS = frozenset("near from since under with after across around outside inside throughout despite between".split())
AFTER_DATELINE = frozenset({"-", "--", "—", "–", ":", "(", "”"})
"""What stands after the place that a story opens with."""
_LONGEST = 7
_LONGEST_PLACE = 5
_TOWN, _CITY = 30_000, 300_000
_CAPITALS_OF_TITLE = 0.7
_CAPITALS_OF_RUN_IN_TITLE = 0.9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be a name: token numbers, end exclusive; the parser's label or ""; the actor that bears the name."""

    start: int
    end: int
    label: str = ""
    actor: AuthorityActor | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One document under reading, with what is asked of each token again and again."""

    parsed: ParsedDocument
    doc: Doc
    plain: str
    texts: tuple[str, ...]
    lowers: tuple[str, ...]
    starts: tuple[int, ...]
    """Where each token starts, in characters."""
    capital: tuple[bool, ...]
    title_case: tuple[bool, ...]
    lower_cased: bool
    honoured: frozenset[str]
    """The words, in lower case, that stand after "Mr" or the like: names of persons."""
    named: frozenset[str]
    """The single words, in lower case, that the parser takes for places somewhere."""
    words: NameWords
    gazetteer: Gazetteer
    authority: Authority

    def text(self, start: int, end: int) -> str:
        """The words from token ``start`` to ``end``, end exclusive, as the parser sees them."""
        return self.plain[self.starts[start] : self.starts[end - 1] + len(self.texts[end - 1])]

    def lower(self, i: int) -> str:
        """The token in lower case; "" outside the document."""
        return self.lowers[i] if 0 <= i < len(self.lowers) else ""


def page_of(parsed: ParsedDocument, gazetteer: Gazetteer, authority: Authority, words: NameWords) -> Page:
    """The page of a document."""
    doc = parsed.doc
    texts = tuple(t.text for t in doc)
    upper = tuple(t[:1].isalpha() and any(map(str.isupper, t)) for t in texts)
    letters = sum(t[:1].isalpha() for t in texts)
    lower_cased = letters > 20 and sum(upper) < 0.01 * letters
    title = [False] * len(texts)
    for sent in doc.sents:
        if _is_title_case(texts[sent.start : sent.end], sent[0], parsed):
            title[sent.start : sent.end] = [True] * (sent.end - sent.start)
    return Page(
        parsed,
        doc,
        doc.text,
        texts,
        tuple(t.lower() for t in texts),
        tuple(t.idx for t in doc),
        upper,
        tuple(title),
        lower_cased,
        _honoured(texts),
        frozenset(e[0].lower_ for e in doc.ents if e.label_ in ("GPE", "LOC") and len(e) == 1),
        words,
        gazetteer,
        authority,
    )


def _honoured(texts: tuple[str, ...]) -> frozenset[str]:
    honorifics = around_words().honorifics
    return frozenset(
        name.lower() for before, name in pairwise(texts) if before[0].isupper() and before.lower() in honorifics
    )


def _is_title_case(texts: tuple[str, ...], first: Token, parsed: ParsedDocument) -> bool:
    """Whether capitals say nothing in the sentence: most of its longer words have one."""
    long_words = [t for t in texts if len(t) > 3 and t.isalpha()]
    capitals = sum(t[0].isupper() for t in long_words)
    heading = parsed.kind_of(first) in ("headline", "heading")
    return len(long_words) >= (3 if heading else 6) and capitals >= (
        _CAPITALS_OF_TITLE if heading else _CAPITALS_OF_RUN_IN_TITLE
    ) * len(long_words)


def candidates(page: Page) -> list[Candidate]:
    """Spans that may be names, in order, none overlapping another.

    First the places that the user added, then what the authority file knows, then what the parser takes for a name (mended
    at its edges), then capitalised words that none of these has seen.
    """
    taken = [False] * len(page.texts)
    found = list(_take(_added_places(page), taken))
    found += _take(_known_actors(page), taken)
    found += _take(_armies(page), taken)
    found += _take(_entities(page, taken), taken)
    found += _take(_runs(page, taken), taken)
    named = (c for c in found if c.actor is not None or c.label == ADDED or not _is_one_letter(page, c))
    return _joined(page, sorted(named, key=lambda c: c.start))


def _is_one_letter(page: Page, candidate: Candidate) -> bool:
    """Whether a name that only the parser saw is a letter: "said on X." """
    return len(page.text(candidate.start, candidate.end).strip(". ")) < 2


def _take(spans: Iterator[Candidate], taken: list[bool]) -> Iterator[Candidate]:
    for span in spans:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = [True] * (span.end - span.start)
            yield span


def _added_places(page: Page) -> Iterator[Candidate]:
    """The longest names of the user's own gazetteer, from left to right."""
    i, size = 0, len(page.texts) if page.gazetteer.has_added else 0
    while i < size:
        begins = page.capital[i] or page.lower_cased or _starts_with_article(page, i)
        ends = range(min(i + _LONGEST, size), i, -1) if begins else ()
        end = next((e for e in ends if _is_added_place(page, i, e)), i)
        if end > i:
            yield Candidate(i, end, ADDED)
        i = max(end, i + 1)


def _is_added_place(page: Page, start: int, end: int) -> bool:
    if (
        end - start == 1
        and (page.lower_cased or _is_sentence_word(page, start))
        or not page.texts[end - 1][-1].isalnum()
    ):
        return False
    text = page.text(start, end)
    return "\n" not in text and page.gazetteer.adds(text)


def _known_actors(page: Page) -> Iterator[Candidate]:
    """The longest names of the authority file, from left to right."""
    i, size = 0, len(page.texts)
    while i < size:
        found = (
            _known_actor_at(page, i) if page.capital[i] or page.lower_cased or _starts_with_article(page, i) else None
        )
        if found:
            yield found
        i = found.end if found else i + 1


def _known_actor_at(page: Page, i: int) -> Candidate | None:
    for end in range(min(i + _LONGEST, len(page.texts)), i, -1):
        last = page.texts[end - 1]
        if not last[-1].isalnum() and last[-1] != ".":
            continue
        if end - i > 1 and not (page.capital[end - 1] or page.lower_cased):
            continue
        text = page.text(i, end)
        if "\n" in text or (end - i == 1 and (page.lower_cased or _is_sentence_word(page, i))):
            continue
        options = page.authority.candidates(text)
        if not options:
            continue
        if options[0].state and (_is_person(page, i, end, text) or _is_part_of_place(page, i, end)):
            return None
        if end - i == 1 and _needs_article(text, options) and page.lower(i - 1) != "the":
            continue
        if _is_inside_word(page, i, end):
            continue
        return Candidate(i, end, page.doc[i].ent_type_, options[0] if len(options) == 1 else page.authority.find(text))
    return None


def _is_inside_word(page: Page, start: int, end: int) -> bool:
    """Whether hyphens make the words a part of one name: the AU of "PORT-AU-PRINCE", the Saudi of "Al-Saudi hospital"."""
    before = start > 1 and page.texts[start - 1] == "-" and page.starts[start] == page.starts[start - 1] + 1
    after = end < len(page.texts) and page.text(start, end + 1).endswith("-") and not page.doc[end - 1].whitespace_
    return before and (after or page.lower(start - 2) in _ARABIC_ARTICLES)


def _needs_article(word: str, options: Iterable[AuthorityActor]) -> bool:
    """Whether the word is only a name with its article: "The Monitor", and no "Conflict Monitor"."""
    names = {name.casefold() for actor in options for name in (actor.name, *actor.aliases)}
    return word.casefold() not in names and f"the {word.casefold()}" in names


def _is_person(page: Page, start: int, end: int, text: str) -> bool:
    return _is_first_name(page, start, end) or (text.lower() in page.honoured and page.doc[start].ent_type_ == "PERSON")


def _is_first_name(page: Page, start: int, end: int) -> bool:
    """Whether the parser sees here the start of a longer person's name, as in "Jordan" and a family name."""
    first, beyond = page.doc[start], page.doc[end] if end < len(page.texts) else None
    return (
        beyond is not None and first.ent_type_ == "PERSON" and beyond.ent_type_ == "PERSON" and beyond.ent_iob_ == "I"
    )


def _is_part_of_place(page: Page, start: int, end: int) -> bool:
    """Whether a longer place's name holds the state's: "New Mexico", "Mexico City", "U.S. Virgin Islands"."""
    longer = [(start - 1, end)] if start and page.capital[start - 1] else []
    longer += [(start, stop) for stop in range(end + 1, min(end + 3, len(page.texts) + 1)) if page.capital[stop - 1]]
    return any(
        "\n" not in (text := page.text(a, b)) and "," not in text and page.gazetteer.has(text) for a, b in longer
    )


def _is_sentence_word(page: Page, i: int) -> bool:
    """Whether the capital is only that of a sentence's first word, or of a title in capitals."""
    token = page.doc[i]
    return bool(token.is_sent_start or page.title_case[i]) and token.pos_ not in ("PROPN", "NOUN", "ADJ")


def _armies(page: Page) -> Iterator[Candidate]:
    """Armed groups with "of the" in their names: "Army of the Homeland in Idlib"; the place there is part of the name."""
    for i in range(len(page.texts) - 3):
        is_body = page.lowers[i] in page.words.group and not page.lowers[i].endswith("s")  # not "Fighters of the …"
        if not is_body or not page.capital[i] or page.lowers[i + 1 : i + 3] != ("of", "the"):
            continue
        end = _end_of_capitals(page, i + 3)
        if end > i + 3 and page.lower(end) == "in" and _end_of_capitals(page, end + 1) > end + 1:
            end = _end_of_capitals(page, end + 1)
        if end > i + 3:
            yield Candidate(i, end, "ORG")


def _end_of_capitals(page: Page, i: int) -> int:
    while i < len(page.texts) and page.capital[i] and not page.doc[i].is_sent_start:
        i += 1
    return i


def _entities(page: Page, taken: list[bool]) -> Iterator[Candidate]:
    """The parser's names, cut at commas and at what is taken, trimmed, and grown to the gazetteer's longer names."""
    for entity in page.doc.ents:
        if entity.label_ not in NAME_LABELS:
            continue
        start = entity.start
        for end in range(entity.start, entity.end + 1):
            titled = end < entity.end and _is_title_of_place(page, start, end, entity.label_)
            if end == entity.end or titled or page.texts[end] in _CUTS or taken[end]:
                if trimmed := _trimmed(page, start, end):
                    yield _grown(page, Candidate(*trimmed, "GPE" if titled else entity.label_))
                start = end if titled else end + 1


def _is_title_of_place(page: Page, start: int, end: int, label: str) -> bool:
    """Whether a place stands before the title of a person there, which the parser took for one name: "Idlib Governor …"."""
    titled = page.lowers[end] in page.words.title
    titled = titled or page.lowers[end] in page.words.local_body and page.lower(end + 1) in page.words.title
    return (
        end > start
        and label != "ORG"
        and titled
        and page.lowers[start] not in page.words.title
        and page.gazetteer.has(page.text(start, end))
    )


def _trimmed(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """The span without articles, marks, titles and lower-case words at its edges; None when nothing is left."""
    doc = page.doc
    if end - start > 2 and len(page.texts[start]) == 1 and page.texts[start + 1] == "-":
        start += 2  # "D-Oakland" is a member of a party and a town
    while start < end and not page.lower_cased and not page.capital[start]:
        if start + 2 < end and page.lowers[start] in ARTICLES and page.texts[start + 1] == "-":
            break
        start += 1
    while start < end and (page.lowers[start] in {"the", "a", "an"} or doc[start].is_punct or doc[start].is_space):
        start += 1
    if end - start > 1 and page.lowers[start] in _OPENERS and doc[start].is_sent_start:
        return _trimmed(page, start + 1, end)
    while end > start and (
        doc[end - 1].tag_ in ("POS",) or not page.texts[end - 1][-1].isalnum() and page.texts[end - 1][-1] != "."
    ):
        end -= 1
    while end > start and not page.lower_cased and not page.capital[end - 1] and not _joined_by_hyphen(page, end - 1):
        if page.texts[end - 1][:1].isdigit():
            break
        end -= 1
    return (start, end) if start < end and any(c.isalpha() for c in page.text(start, end)) else None


def _joined_by_hyphen(page: Page, i: int) -> bool:
    return i > 1 and page.texts[i - 1] == "-" and not page.doc[i - 1].whitespace_


def _grown(page: Page, candidate: Candidate) -> Candidate:
    """The longer name that the gazetteer has here, where the parser saw a part of it only."""
    size = len(page.texts)
    if candidate.label not in ("GPE", "LOC", "PERSON", "ORG") or candidate.end >= size:
        return candidate
    following = candidate.end
    if not (page.capital[following] or page.texts[following] in {"-", "'"} or page.lowers[following] in _PARTICLES):
        return candidate
    for end in range(min(candidate.start + _LONGEST_PLACE, size), candidate.end, -1):
        if (
            page.texts[end - 1][-1].isalnum()
            and page.capital[end - 1]
            and "\n" not in (text := page.text(candidate.start, end))
            and page.gazetteer.has(text)
        ):
            return Candidate(candidate.start, end, "GPE")
    return candidate


def _runs(page: Page, taken: list[bool]) -> Iterator[Candidate]:
    """Capitalised words in a row that are no name yet; in a text without capitals, the parser's proper nouns in a row."""
    i, size = 0, len(page.texts)
    while i < size:
        if taken[i] or not _starts_run(page, i):
            i += 1
            continue
        end = i + 1
        while (step := _run_step(page, taken, end)) is not None:
            end = step
        if trimmed := _trimmed(page, i, end):
            yield from _pieces(page, *trimmed)
        i = end


def _starts_with_article(page: Page, i: int) -> bool:
    """Whether "al-Bab" or the like starts here."""
    return page.lowers[i] in ARTICLES and i + 2 < len(page.texts) and page.texts[i + 1] == "-" and page.capital[i + 2]


def _starts_run(page: Page, i: int) -> bool:
    token = page.doc[i]
    if page.lower_cased:
        return token.is_alpha and (token.pos_ == "PROPN" or token.pos_ == "NOUN" and _is_city_in_small_letters(page, i))
    if _starts_with_article(page, i):
        return True
    if (
        not page.capital[i]
        or token.ent_type_ in _NUMBER_LABELS
        or token.pos_ in ("PRON", "DET", "ADP", "CCONJ", "SCONJ", "PART", "INTJ")
    ):
        return False
    if page.title_case[i]:
        return token.pos_ == "PROPN"
    return token.pos_ == "PROPN" or not token.is_sent_start or _is_town(page, i) or _is_of_dateline(page, i)


def _is_city_in_small_letters(page: Page, i: int) -> bool:
    """Whether a city's name stands alone after a word of place, in a text without capitals."""
    if (
        page.lower(i - 1) not in page.words.locative
        or page.lowers[i] in page.words.not_places
        or len(page.texts[i]) < 4
    ):
        return False
    if i + 1 < len(page.texts) and page.doc[i + 1].pos_ in ("NOUN", "PROPN"):
        return False
    known = page.gazetteer.find(page.texts[i])
    return bool(known) and known[0].matched == "name" and known[0].population >= _CITY


def _is_of_dateline(page: Page, i: int) -> bool:
    """Whether a place's name in capitals stands there with a dash or colon after it, as a dateline's does."""
    return _is_shouted(page, i) and page.lower(i + 1) in AFTER_DATELINE and page.gazetteer.has(page.texts[i])


def _is_town(page: Page, i: int) -> bool:
    """Whether a sentence's first word is a place's name, whatever the parser takes it for.

    A city or country always is; a small town where the text has the name elsewhere too, or a body or people of a town follow.
    """
    if page.lowers[i] in page.words.not_places:
        return False
    known = page.gazetteer.find(page.texts[i])
    if not known or known[0].matched != "name":
        return False
    if known[0].population >= _CITY or known[0].feature == "PCLI":
        return True
    return page.lower(i + 1) in page.words.of_place | page.words.local_body or page.lowers[i] in page.named


def _run_step(page: Page, taken: list[bool], i: int) -> int | None:
    """The end of the run when it goes on over token ``i``; None when it ends before it."""
    size = len(page.texts)
    if i >= size or taken[i] or page.doc[i].is_sent_start:
        return None
    token = page.doc[i]
    if page.lower_cased:
        return i + 1 if token.pos_ == "PROPN" and token.is_alpha else None
    if page.capital[i] and token.ent_type_ not in _NUMBER_LABELS:
        return i + 1 if token.pos_ == "PROPN" or not page.title_case[i] else None
    if i + 1 >= size or taken[i + 1]:
        return None
    if page.texts[i] == "-" and not token.whitespace_ and page.texts[i + 1][:1].isalpha():
        return i + 2 if page.capital[i + 1] or page.doc[i + 1].pos_ == "PROPN" else None
    if (page.lowers[i] in _PARTICLES or page.texts[i] == "&") and page.capital[i + 1]:
        return i + 2
    if (
        page.lowers[i] in _PARTICLES
        and page.texts[i + 1] == "-"
        and i + 2 < size
        and page.capital[i + 2]
        and not taken[i + 2]
    ):
        return i + 3
    if (
        page.lowers[i] == "of"
        and page.capital[i + 1]
        and page.lowers[i - 1] in page.words.area | page.words.organisation
    ):
        return i + 2
    return None


def _pieces(page: Page, start: int, end: int) -> Iterator[Candidate]:
    """In running text the run as it is; in titles and texts without capitals, what the gazetteer knows of it."""
    if not (page.lower_cased or page.title_case[start]):
        cut = next((i for i in range(start + 1, end) if _ends_shout(page, i)), end)
        titled = next((i for i in range(start + 1, cut) if _is_title_of_place(page, start, i, "")), None)
        if titled is not None:
            yield Candidate(start, titled, "GPE")
            return
        yield Candidate(start, cut)
        if cut < end and page.capital[cut] and page.doc[cut].pos_ == "PROPN":
            yield Candidate(cut, end)
        return
    i = start
    while i < end:
        size = next(
            (n for n in range(min(_LONGEST_PLACE, end - i), 0, -1) if page.gazetteer.has(page.text(i, i + n))), 0
        )
        if size:
            yield Candidate(i, i + size)
        i += size or 1


def _ends_shout(page: Page, i: int) -> bool:
    """Whether words in capitals end before token ``i``, and no hyphen carries them on ("PORT-AU-PRINCE", "DEIR AL-BALAH")."""
    goes_on = page.texts[i].isupper() and len(page.texts[i]) > 1
    return _is_shouted(page, i - 1) and not goes_on and bool(page.doc[i - 1].whitespace_)


def _is_shouted(page: Page, i: int) -> bool:
    """Whether the word is all in capitals, as the town of a dateline is."""
    return len(page.texts[i]) > 3 and page.texts[i].isupper()


def _joined(page: Page, found: list[Candidate]) -> list[Candidate]:
    """Names with what the parser has cut off: "County" or "Dam" behind them, the country before a body that is not its state's."""
    heads = page.words.area | page.words.facility
    out: list[Candidate] = []
    for candidate in found:
        before = out[-1] if out else None
        follows = before is not None and before.end == candidate.start and not page.doc[candidate.start].is_sent_start
        single = (
            candidate.end - candidate.start == 1 and candidate.actor is None and not page.title_case[candidate.start]
        )
        if before and follows and single and before.actor is None and page.lowers[candidate.start] in heads:
            label = "LOC" if before.label in ("", "PERSON") else before.label
            out[-1] = Candidate(before.start, candidate.end, label)
            continue
        if before and follows and _is_body_of_country(page, before, candidate):
            out[-1] = Candidate(before.start, candidate.end, "ORG")
            continue
        out.append(_with_building(page, candidate))
    return out


def _is_body_of_country(page: Page, country: Candidate, body: Candidate) -> bool:
    """Whether a country's name opens that of an organisation: "the Sudan Doctors' Watch", and not "the Sudan army"."""
    state = country.actor
    if state is None or not state.state or body.actor is not None or body.end - body.start < 2:
        return False
    if page.title_case[body.start] or page.doc[country.end - 1].ent_type_ == "NORP":
        return False
    organisation = body.label == "ORG" or page.lowers[body.end - 1] in page.words.organisation
    return organisation and page.authority.body(state, page.text(body.start, body.end)) is None


def _with_building(page: Page, c: Candidate) -> Candidate:
    """ "al-Noor mosque": the noun in lower case belongs to the name, unless it is a known place's ("Mosul hospital")."""
    after = c.end + (page.lower(c.end) in page.words.of_building)
    if c.actor is None and page.lower(after) in page.words.building:
        text = page.text(c.start, c.end)
        if any(e.population > _TOWN or e.feature == "PCLI" for e in page.gazetteer.find(text)):
            return c
        if (
            not (page.authority.demonym_actor(text) or page.authority.people(text))
            and page.texts[c.start].lower() not in page.words.title
        ):
            return Candidate(c.start, after + 1, "FAC")
    return c
