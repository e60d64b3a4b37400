"""The relevance gate: what it passes over, what it must never, and what it leaves unjudged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import Settings
from dateline.errors import OntologyError, SettingError
from dateline.parse import gate as gate_module
from dateline.parse.gate import Gate, gate_of
from tests.strategies import WORDS

SAMPLES = Path(__file__).parents[2] / "samples"
SPORT = (
    "The home side won 3-1 on Saturday and moved to the top of the table. Their striker scored twice in the second half, and "
    "the goalkeeper made four fine saves. The coach praised his players after the match and said that the season was long. "
    "The visitors, who had a penalty saved, stay third with twelve points from seven games."
)
MARKETS = (
    "Shares rose on Friday as traders bet on lower interest rates, and the index closed at a record. The retailer gained four "
    "percent after it lifted its profit forecast for the year, while the dollar eased against the yen. Analysts expect "
    "company earnings to grow in the third quarter, and oil prices were little changed."
)
KITCHEN = (
    "Whisk the eggs with the sugar until pale, fold in the flour and the melted butter, and bake the cake for forty minutes "
    "until golden. Leave it to cool in the tin before you turn it out, then dust with icing sugar and serve with a spoonful of "
    "thick cream and a few berries. It keeps for three days in a box."
)
BLAST = "A bomb exploded outside a police station in the town, killing four officers and wounding eleven people."


@pytest.fixture(scope="module")
def gate() -> Gate:
    """The gate that ships."""
    made = gate_of(Settings(gate="on"))
    assert made is not None
    return made


@pytest.mark.parametrize("text", [SPORT, MARKETS, KITCHEN], ids=["sport", "markets", "kitchen"])
def test_other_news_is_passed_over(gate: Gate, text: str) -> None:
    judged = gate.judge(text)
    assert judged is not None
    assert judged.score < gate.threshold


@pytest.mark.parametrize("text", [SPORT, MARKETS, KITCHEN], ids=["sport", "markets", "kitchen"])
@pytest.mark.parametrize("place", ["front", "middle", "end"])
def test_one_such_sentence_is_enough(gate: Gate, text: str, place: str) -> None:
    """Wherever in a long text of something else it stands."""
    pieces = [text] * 6
    pieces.insert({"front": 0, "middle": 3, "end": 6}[place], BLAST)
    assert gate.judge("\n\n".join(pieces)) is None


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_no_sample_that_tells_of_harm_is_lost(gate: Gate, path: Path) -> None:
    told = json.loads(path.with_suffix(".gold.json").read_text("utf-8"))
    if told.get("events") or told.get("tolls"):
        assert gate.judge(path.read_text("utf-8")) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The home side won 3-1.",
        "Els jugadors van guanyar el partit " * 12,
        "选手们赢得了比赛。" * 40,
        "3 4 5 1 2 7\n" * 60,
    ],
    ids=["empty", "short", "another language", "another script", "figures"],
)
def test_what_cannot_be_judged_goes_on(gate: Gate, text: str) -> None:
    assert gate.judge(text) is None


@given(st.lists(WORDS, min_size=40, max_size=60).map(" ".join))
def test_any_text_is_judged_alike_twice(text: str) -> None:
    gate = gate_of(Settings(gate="1"))
    assert gate is not None
    judged = gate.judge(text)
    assert judged == gate.judge(text)
    assert judged is None or 0 <= judged.score < 1


@pytest.mark.parametrize("setting", ["off", "auto"])
def test_without_a_gate_all_is_coded(setting: str) -> None:
    assert gate_of(Settings(gate=setting)) is None


def test_a_least_score_can_be_set() -> None:
    """From 0 on nothing is passed over; another least score is another version of the coding."""
    none, some = gate_of(Settings(gate="0")), gate_of(Settings(gate="0.5"))
    assert none is not None
    assert some is not None
    assert none.judge(SPORT) is None
    assert some.judge(SPORT) is not None
    assert none.identity != some.identity


@pytest.mark.parametrize("setting", ["yes", "1.5", "-1", "nan", ""])
def test_a_wrong_setting_is_told(setting: str) -> None:
    with pytest.raises(SettingError, match="DATELINE_GATE"):
        gate_of(Settings(gate=setting))


def test_a_damaged_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (Path(str(gate_module._SHIPPED)) / name for name in ("manifest.json", "words.tsv")):
        (tmp_path / path.name).write_bytes(path.read_bytes() + (b"x\t1\n" if path.suffix == ".tsv" else b""))
    monkeypatch.setattr(gate_module, "_SHIPPED", tmp_path)
    with pytest.raises(OntologyError, match=r"words\.tsv.*damaged"):
        gate_module._shipped.__wrapped__()
