"""Where names stand: the spans that may be names, before anything is said of their kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.coding.names.words import NameWords
from dateline.ontology.authority import Authority, AuthorityActor
from dateline.ontology.gazetteer import Gazetteer
from dateline.ontology.gazetteer.fold import ARTICLES
from dateline.parse import Doc, ParsedDocument, Token

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
_PARTICLES = ARTICLES | frozenset("de del de la las los bin ibn abu von van der den da do dos le du e y".split())
_NUMBER_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
_LONGEST = 7
_LONGEST_PLACE = 5
_TOWN = 30_000
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
    capital: tuple[bool, ...]
    title_case: tuple[bool, ...]
    lower_cased: bool
    words: NameWords
    gazetteer: Gazetteer
    authority: Authority

    def text(self, start: int, end: int) -> str:
        """The words from token ``start`` to ``end``, end exclusive, as the parser sees them."""
        return self.plain[self.doc[start].idx : self.doc[end - 1].idx + len(self.texts[end - 1])]

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
        upper,
        tuple(title),
        lower_cased,
        words,
        gazetteer,
        authority,
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

    First what the authority file knows, then what the parser takes for a name (mended at its edges), then
    capitalised words that neither has seen.
    """
    taken = [False] * len(page.texts)
    found = list(_take(_known_actors(page), taken))
    found += _take(_entities(page, taken), taken)
    found += _take(_runs(page, taken), taken)
    return _joined(page, sorted(found, key=lambda c: c.start))


def _take(spans: Iterator[Candidate], taken: list[bool]) -> Iterator[Candidate]:
    for span in spans:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = [True] * (span.end - span.start)
            yield span


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
        if options and options[0].state and (_is_first_name(page, i, end) or _is_part_of_place(page, i, end)):
            return None
        if options:
            return Candidate(
                i, end, page.doc[i].ent_type_, options[0] if len(options) == 1 else page.authority.find(text)
            )
    return None


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


def _entities(page: Page, taken: list[bool]) -> Iterator[Candidate]:
    """The parser's names, cut at commas and at what is taken, trimmed, and grown to the gazetteer's longer names."""
    for entity in page.doc.ents:
        if entity.label_ not in NAME_LABELS:
            continue
        start = entity.start
        for end in range(entity.start, entity.end + 1):
            if (
                end == entity.end
                or page.texts[end] in {",", ";", "\n", "/", "|", "--", "—", "–", ")", "("}
                or taken[end]
            ):
                if trimmed := _trimmed(page, start, end):
                    yield _grown(page, Candidate(*trimmed, entity.label_))
                start = end + 1


def _trimmed(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """The span without articles, marks, titles and lower-case words at its edges; None when nothing is left."""
    doc = page.doc
    while start < end and not page.lower_cased and not page.capital[start]:
        if start + 2 < end and page.lowers[start] in ARTICLES and page.texts[start + 1] == "-":
            break
        start += 1
    while start < end and (page.lowers[start] in {"the", "a", "an"} or doc[start].is_punct or doc[start].is_space):
        start += 1
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
        return token.pos_ == "PROPN" and token.is_alpha
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
    return token.pos_ == "PROPN" or not token.is_sent_start


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
        return i + 2
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
        cut = next((i for i in range(start + 1, end) if _is_shouted(page, i - 1) and not _is_shouted(page, i)), end)
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


def _is_shouted(page: Page, i: int) -> bool:
    """Whether the word is all in capitals, as the town of a dateline is."""
    return len(page.texts[i]) > 3 and page.texts[i].isupper()


def _joined(page: Page, found: list[Candidate]) -> list[Candidate]:
    """Names with the "County", "Province" or "Dam" after them that the parser has left out."""
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
        out.append(_with_building(page, candidate))
    return out


def _with_building(page: Page, c: Candidate) -> Candidate:
    """ "al-Noor mosque": the noun in lower case belongs to the name, unless it is a known place's ("Mosul hospital")."""
    if c.actor is None and page.lower(c.end) in page.words.building and c.label != "NORP":
        text = page.text(c.start, c.end)
        if any(e.population > _TOWN or e.feature == "PCLI" for e in page.gazetteer.find(text)):
            return c
        if (
            not (page.authority.demonym_actor(text) or page.authority.people(text))
            and page.texts[c.start].lower() not in page.words.title
        ):
            return Candidate(c.start, c.end + 1, "FAC")
    return c
