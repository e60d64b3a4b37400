"""One coded document as one HTML file: the article with its claims marked, the claims, a map and a timeline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dateline.export.html.highlight import Block, Piece, Reading, highlight
from dateline.export.html.placemap import PRECISION_WORDS, degrees_words, draw_map
from dateline.export.html.templating import fill, is_web_address
from dateline.export.html.timeline import draw_timeline
from dateline.export.words.claims import LAYERS, STATUS_WORDS, ClaimWords, claims_in_words, one_line, title_of
from dateline.export.words.days import day_words
from dateline.records import Actor, CodedDocument, Place, PlaceAlternative

KIND_WORDS = {
    "tolls": "Toll",
    "events": "Event",
    "statements": "Statement",
    "relations": "Relation",
    "actors": "Actor",
    "places": "Place",
    "dates": "Date",
}
_DEEPEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    """A piece of the article as the template shows it."""

    piece: Piece
    classes: str
    claims: str
    anchored: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """An actor or place as the page lists it."""

    id: str
    kind: str
    name: str
    facts: tuple[str, ...]
    gist: str


def page(coded: CodedDocument) -> str:
    """The document as one HTML file that needs no network: write it in UTF-8.

    The article's text in the page is ``document.text``, character for character (see ``templating`` for the few that
    HTML cannot hold), with every claim marked wherever it was read.
    """
    document = coded.document
    claims = claims_in_words(coded)
    article = highlight(document.text, [*map(_claim_reading, claims), *_mention_readings(coded)])
    return fill(
        "page.html",
        script="page.js",
        document=document,
        title=title_of(document),
        source=one_line(document.source or "") or "source not known",
        published=day_words(document.published) if document.published else None,
        address=document.url if is_web_address(document.url) else None,
        blocks=[(block, [_marked(piece) for piece in block.pieces]) for block in article.blocks],
        headline=_headline_block(article.blocks, document.title),
        looked_up=article.looked_up,
        groups={layer: [claim for claim in claims if claim.layer == layer] for layer in LAYERS},
        entries={
            "actors": [_actor(actor) for actor in coded.actors],
            "places": [_place(place) for place in coded.places],
        },
        kinds=_kind_counts(coded),
        statuses=_status_counts(claims),
        kind_words=KIND_WORDS,
        places_map=draw_map(coded),
        timeline=draw_timeline(coded),
        notes=[
            (note.code, one_line(note.message), one_line(note.span.text) if note.span else "") for note in coded.notes
        ],
    )


def _claim_reading(claim: ClaimWords) -> Reading:
    return Reading(
        id=claim.id,
        kind=claim.layer,
        spans=claim.spans,
        anchors=(claim.anchor,) if claim.anchor else (),
        label="" if claim.happened else claim.status_words,
    )


def _mention_readings(coded: CodedDocument) -> list[Reading]:
    named: tuple[tuple[str, tuple[Actor | Place, ...]], ...] = (
        ("actors", coded.actors),
        ("places", coded.places),
    )
    readings = [
        Reading(id=item.id, kind=kind, spans=item.mentions, anchors=item.mentions, is_claim=False)
        for kind, items in named
        for item in items
    ]
    dates = [
        Reading(id=when.id, kind="dates", spans=(when.mention,), anchors=(when.mention,), is_claim=False)
        for when in coded.dates
    ]
    return readings + dates


def _marked(piece: Piece) -> _Marked:
    claims = sum(reading.is_claim for reading in piece.readings)
    classes = [f"depth-{min(claims, _DEEPEST)}"]
    classes += [f"on-{piece.anchored[0].kind}"] if piece.anchored else []
    classes += ["unreal"] if any(reading.label for reading in piece.anchored) else []
    return _Marked(
        piece=piece,
        classes=" ".join(classes),
        claims=" ".join(reading.id for reading in piece.readings),
        anchored=" ".join(reading.id for reading in piece.anchored),
        label=", ".join(dict.fromkeys(reading.label for reading in piece.ends if reading.label)),
    )


def _headline_block(blocks: tuple[Block, ...], title: str | None) -> int | None:
    """The index of the first paragraph where that is the title once more; it is shown more quietly then."""
    if title and blocks and "".join(piece.text for piece in blocks[0].pieces).strip() == title.strip():
        return 0
    return None


def _actor(actor: Actor) -> _Entry:
    facts = (actor.kind.replace("_", " "), actor.country or "", "person" if actor.individual else "")
    return _entry(actor.id, "actors", one_line(actor.name), facts)


def _place(place: Place) -> _Entry:
    found = place.lat is not None and place.lon is not None
    at = (
        f"{degrees_words(place.lat or 0, 'N', 'S')} {degrees_words(place.lon or 0, 'E', 'W')}" if found else "not found"
    )
    precision = PRECISION_WORDS[place.precision] if place.precision else ""
    area = ", ".join(filter(None, (place.admin1, place.country)))
    radius = f", within {place.radius_km:g} km" if place.radius_km is not None else ""
    sure = f"{place.confidence:.0%}" if place.confidence is not None else ""
    others = "; ".join(_alternative(other) for other in place.alternatives if other.confidence >= _SHOWN)
    return _entry(place.id, "places", one_line(place.name), (area, precision, f"{at}{radius}", sure, others))


_SHOWN = 0.01
"""The least probable other reading that is shown."""


def _alternative(other: PlaceAlternative) -> str:
    area = ", ".join(filter(None, (other.name, other.admin1, other.country)))
    return f"{area} ({other.confidence:.0%})"


def _entry(entry_id: str, kind: str, name: str, facts: tuple[str, ...]) -> _Entry:
    shown = tuple(one_line(fact) for fact in facts)
    return _Entry(id=entry_id, kind=kind, name=name, facts=shown, gist=f"{name}: {', '.join(filter(None, shown))}")


def _kind_counts(coded: CodedDocument) -> list[tuple[str, int]]:
    counts = [(kind, len(getattr(coded, kind))) for kind in KIND_WORDS]
    return [(kind, count) for kind, count in counts if count]


def _status_counts(claims: tuple[ClaimWords, ...]) -> list[tuple[str, str, int]]:
    """Status, its words and how many tolls and events have it."""
    counts = Counter(claim.status for claim in claims if claim.layer in ("tolls", "events"))
    return [(status, words, counts[status]) for status, words in STATUS_WORDS.items() if counts[status]]
