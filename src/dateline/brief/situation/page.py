"""A situation as a page: the sections that every form renders, with numbered citations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from dateline.brief.compose import GEONAMES, cited, searches_of
from dateline.brief.phrases import phrases
from dateline.brief.pictures import ground_words, size_of
from dateline.brief.record import Brief, Citation, Evidence, Lookup, Picture, Reference, Row, Section, Sentence, Table
from dateline.brief.situation import drawn
from dateline.brief.situation.record import Holding, Running, Situation, Tie, Total
from dateline.brief.situation.wording import (
    OWN,
    STATES,
    claim_words,
    holding_words,
    named_place,
    since_words,
    tie_words,
    told_words,
    voices,
)
from dateline.brief.words import capital, clean, day_words, listed, plural, quoted
from dateline.ontology.boundaries import find_boundaries
from dateline.settings import load_settings
from dateline.store import FoundDocument

_PLACES, _TIES, _CHANGES, _POSITIONS, _FIGURES, _EARLIER = 60, 40, 40, 25, 25, 4
_QUOTE = 200
CONTROL, TIES = "Who is said to hold each place", "Who fights, talks to, backs and leads whom"
METHOD = (
    "Only reports that had been published by the end of the day count, and of those no word that was planned, threatened, called for"
    " or denied. Who holds a place is what the latest claim says, not a finding; the word of a side about itself is marked"
    f" [{OWN}]. A place is contested while a claim for another side, or a denial, stands against it that nothing told later explains."
    " Lines between parties count reports, copies once, and not events."
)


def page(
    made: Situation, reports: Mapping[str, FoundDocument], *, version: str, now: datetime | None = None, pictures: bool = True
) -> Brief:  # fmt: skip
    """The page of a situation; without ``pictures`` for forms that show none. Raises OntologyError for damaged outlines."""
    sections = tuple(section for section in _sections(made, pictures) if section is not None)
    citations = [c for section in sections for c in cited(section)]
    on = f"as of {day_words(made.on)}"
    since = f" · changes since {day_words(made.compared_with)}" if made.compared_with else ""
    return Brief(
        title=f"The situation: {clean(made.place)}" if made.place else "The situation",
        subtitle=capital(on) + since,
        place=made.place,
        until=made.on,
        made=(now or datetime.now(UTC)).isoformat(timespec="minutes"),
        version=version,
        sections=sections,
        references=tuple(_references(citations, reports)),
        searches=tuple(searches_of(citations)),
        credits=(GEONAMES,) if any(h.lat is not None for h in made.holdings) else (),
    )


def _sections(made: Situation, pictures: bool) -> Iterator[Section | None]:
    lookup = next(c for item in made.left_out for c in item.citations)
    yield _changes(made, lookup)
    yield from _control(made, lookup, pictures)
    yield _ties(made, lookup, pictures)
    yield _tolls(made, lookup)
    if made.displaced:
        yield Section(
            heading="Displacement (latest figure of each source; never added: they may count the same people)",
            tables=(_running_table("Displacement, as it was said", made.displaced),),
        )
    yield _positions(made, lookup)
    yield Section(
        heading="What is not known, or left out",
        sentences=tuple(Sentence(text=item.text, citations=item.citations) for item in made.left_out),
    )
    yield Section(heading="How to read this", sentences=(Sentence(text=METHOD, citations=(lookup,)),))


def _changes(made: Situation, lookup: Lookup) -> Section | None:
    if made.compared_with is None:
        return None
    days = f"{day_words(made.compared_with)} to {day_words(made.on)}"
    sentences = [Sentence(text=c.text, citations=c.citations) for c in made.changes[:_CHANGES]]
    if not sentences:
        sentences = [Sentence(text="No report known by the later day changes anything below.", citations=(lookup,))]
    sentences += _more(len(made.changes) - _CHANGES, "change", lookup)
    return Section(heading=f"What changed, {days}", sentences=tuple(sentences))


def _control(made: Situation, lookup: Lookup, pictures: bool) -> Iterator[Section]:
    if not made.holdings:
        text = "No report says who holds any place; that does not mean that nobody does."
        yield Section(heading=CONTROL, sentences=(Sentence(text=text, citations=(lookup,)),))
        return
    shown = sorted(made.holdings[:_PLACES], key=lambda h: h.state != "contested")
    table = Table(
        caption="Latest claim for each place: contested ones first, then the latest first",
        columns=("Place", "Holder, by the latest claim", "Since", "State"),
        rows=tuple(_row(h) for h in shown),
    )
    more = tuple(_more(len(made.holdings) - _PLACES, "place", lookup))
    yield Section(heading=CONTROL, sentences=more, tables=(table,), pictures=_map(shown, table) if pictures else ())
    yield Section(heading="By whose word, place by place", sentences=tuple(s for h in shown for s in _said(h)))


def _row(holding: Holding) -> Row:
    claims = (*holding.claims[:2], *holding.rivals[:2])
    area = f", {holding.area}" if holding.area and holding.area != holding.place else ""
    since = since_words(holding) if holding.state != "left" else f"until {day_words(holding.since)}"
    return Row(
        cells=(
            named_place(holding) + area,
            holding.holder.name,
            capital(since).removeprefix("Since "),
            STATES[holding.state],
        ),
        citations=tuple(dict.fromkeys(c for claim in claims for c in claim.citations)),
    )


def _state(holding: Holding) -> str:
    """The state in words; where it is contested, who else is said to hold the place, or that it is denied."""
    others = dict.fromkeys(r.holder.name for r in holding.rivals if r.kind in ("taken", "held"))
    also = f"also claimed for {listed(list(others))}" if others else "denied" if holding.rivals else ""
    return f"{STATES[holding.state]}: {also}" if also else STATES[holding.state]


def _said(holding: Holding) -> Iterator[Sentence]:
    """The place in a few sentences: the claims for its holder, what stands against them, and its history."""
    name = named_place(holding)
    main = next((c for c in holding.claims if holding.state == "left" or c.kind != "left"), holding.claims[0])
    own = f" [{OWN}]" if main.own else ""
    text = f"{name}: {holding_words(holding)}, {voices(main.voices)}{own}: {quoted(main.quote, _QUOTE)}"
    yield Sentence(text=text, citations=main.citations)
    for label, claims in (
        ("in line with it", [c for c in holding.claims if c is not main]),
        ("against it", holding.rivals),
    ):
        for claim in claims[:_EARLIER]:
            text = f"{name}, {label}: {claim_words(claim)}: {quoted(claim.quote, _QUOTE)}"
            yield Sentence(text=text, citations=claim.citations)
        if more := claims[_EARLIER:]:
            cites = tuple(dict.fromkeys(c for claim in more for c in claim.citations))
            yield Sentence(text=f"{name}, {label}: {plural(len(more), 'more claim')}.", citations=cites)
    if holding.earlier:
        told = "; ".join(claim_words(claim) for claim in holding.earlier[:_EARLIER])
        more_ = len(holding.earlier) - _EARLIER
        rest = f"; and {plural(more_, 'older claim')}" if more_ > 0 else ""
        cites = tuple(dict.fromkeys(c for claim in holding.earlier[:_EARLIER] for c in claim.citations))
        yield Sentence(text=f"{name}, before: {told}{rest}.", citations=cites)


def _map(shown: Sequence[Holding], table: Table) -> tuple[Picture, ...]:
    placed = [h for h in shown if h.lat is not None]
    if not placed:
        return ()
    boundaries = find_boundaries(load_settings())
    png = drawn.control_map(placed, boundaries)
    width, height = size_of(png)
    unseen = len(shown) - len(placed)
    left = f" Not on the map: {plural(unseen, 'place')} without coordinates." if unseen else ""
    named = "; ".join(f"{named_place(h)}: {h.holder.name}, {STATES[h.state]}" for h in placed[:8])
    caption = f"Who is said to hold each place, by the latest claim.{left} {ground_words(boundaries)}"
    alt = f"Map of {plural(len(placed), 'place')}: {named}."
    return (Picture(name="control", caption=caption, alt=alt, png=png, width=width, height=height, table=table),)


def _ties(made: Situation, lookup: Lookup, pictures: bool) -> Section:
    if not made.ties:
        text = "No report tells of fighting, talks, backing or command between named parties."
        return Section(heading=TIES, sentences=(Sentence(text=text, citations=(lookup,)),))
    table = Table(
        caption="Ties between parties, those told of most first",
        columns=("Who and whom", "Told in", "Last told of"),
        rows=tuple(_tie_row(t) for t in made.ties[:_TIES]),
    )
    sentences = _more(len(made.ties) - _TIES, "tie", lookup)
    return Section(
        heading=TIES,
        sentences=tuple(sentences),
        tables=(table,),
        pictures=_graph(made.ties, table) if pictures else (),
    )


def _tie_row(tie: Tie) -> Row:
    ended = f"; ended {day_words(tie.ended)}" if tie.ended else ""
    return Row(cells=(tie_words(tie), told_words(tie), day_words(tie.last) + ended), citations=tie.citations)


def _graph(ties: Sequence[Tie], table: Table) -> tuple[Picture, ...]:
    kept = drawn.drawn_ties(ties)
    png = drawn.tie_graph(kept)
    width, height = size_of(png)
    left = f" {plural(len(ties) - len(kept), 'tie')} not drawn: see the table." if len(ties) > len(kept) else ""
    caption = f"Lines are wider where more reports tell of them, and pale where they are said to have ended.{left}"
    alt = f"Graph of {plural(len(kept), 'tie')}: {'; '.join(tie_words(t) for t in kept[:8])}. All of them are in the table."
    return (Picture(name="ties", caption=caption, alt=alt, png=png, width=width, height=height, table=table),)


def _tolls(made: Situation, lookup: Lookup) -> Section:
    heading = "Tolls"
    tables = []
    if made.totals:
        tables.append(_totals_table(made.totals))
    if made.running:
        tables.append(
            _running_table("Counts over a time that sources give themselves; never added to any other", made.running)
        )
    if not tables:
        return Section(heading=heading, sentences=(Sentence(text="No report gives a toll.", citations=(lookup,)),))
    return Section(heading=heading, tables=tuple(tables))


def _totals_table(totals: Sequence[Total]) -> Table:
    rows = tuple(
        Row(
            cells=(capital(phrases().harms[t.harm]), t.words, str(t.incidents), str(t.unquantified)),
            citations=t.citations,
            figures=(t.figure,) if t.incidents else (),
        )
        for t in totals
    )
    return Table(
        caption="Sums over incidents, lowest to highest; no summary, count over time or repeated figure is added",
        columns=("Harm", "People", "Incidents with a figure", "Without one"),
        numeric=(2, 3),
        rows=rows,
    )


def _running_table(caption: str, figures: Sequence[Running]) -> Table:
    return Table(
        caption=caption, columns=("Of whom and where", "Figure", "Whose word", "Reported"),
        rows=tuple(_running_row(f) for f in figures[:_FIGURES]),
    )  # fmt: skip


def _running_row(figure: Running) -> Row:
    unit = {"person": "", "household": " (households)", "dwelling": ""}[figure.unit]
    since = f", since {day_words(figure.since)}" if figure.since else ""
    what = f"{capital(phrases().harms[figure.harm])}{unit}{f', {figure.place}' if figure.place else ''}{since}"
    return Row(
        cells=(what, figure.words, "; ".join(figure.voices), day_words(figure.known)),
        citations=figure.citations,
        figures=(figure.figure,),
    )


def _positions(made: Situation, lookup: Lookup) -> Section:
    sentences = [
        Sentence(
            text=f"{capital(p.party.name)} {p.act}: {quoted(p.quote, _QUOTE)} ({day_words(p.known)}, {'; '.join(p.voices)}).",
            citations=p.citations,
        )
        for p in made.positions[:_POSITIONS]
    ]
    sentences += _more(len(made.positions) - _POSITIONS, "position", lookup)
    if not sentences:
        sentences = [Sentence(text="No report quotes a party.", citations=(lookup,))]
    return Section(heading="Last stated positions", sentences=tuple(sentences))


def _more(count: int, word: str, lookup: Lookup) -> list[Sentence]:
    """What a page has no room for, said."""
    if count <= 0:
        return []
    return [Sentence(text=f"{plural(count, f'more {word}')}: see --format json.", citations=(lookup,))]


def _references(citations: Sequence[Citation], reports: Mapping[str, FoundDocument]) -> Iterator[Reference]:
    quotes: dict[str, dict[Evidence, None]] = {}
    for citation in citations:
        if isinstance(citation, Evidence):
            quotes.setdefault(citation.document, {})[citation] = None
    for number, (document, those) in enumerate(quotes.items(), 1):
        found = reports[document]
        yield Reference(
            number=number,
            document=document,
            title=clean(found.title or next(iter(those)).quote)[:160],
            source=clean(found.source) if found.source else None,
            published=found.published,
            url=found.url,
            quotes=tuple(those),
        )
