"""What the gate would pass over in sets that it did not learn from."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from dateline.parse.gate import Gate
from dateline.read.language import detect
from training.gate.examples import read

ROOT = Path(__file__).resolve().parents[2]
_CONFLICT = ("muc4-dev", "isaf", "idmc-dev", "satp-dev", "indiapolice")
_MIXED = ("conll2003-dev",)


def lost_and_passed(gate: Gate, data: Path) -> Iterator[str]:
    """A line a set: of texts that tell of conflict how many would be lost, of others how many are passed over."""
    yield _line("samples", _files(ROOT / "samples"), gate)
    yield _line("gold", _files(data.parents[1] / "gold"), gate)
    for corpus in _CONFLICT:
        yield _line(
            corpus, [(row["id"], row["text"]) for row in read(data, corpus) if _tells(corpus, row["gold"])], gate
        )
    texts = []
    for corpus in _MIXED:
        found = [(str(number), row["text"]) for number, row in enumerate(read(data, corpus))]
        yield _line(f"{corpus} (news of all kinds)", found, gate)
        texts += [text for _, text in found]
    begun = time.process_time()
    for text in texts:
        gate.judge(text)
    rate = sum(len(text.split()) for text in texts) / (time.process_time() - begun)
    yield f"{rate:,.0f} words a second on one core"


def _files(folder: Path) -> list[tuple[str, str]]:
    found = sorted(path for path in folder.glob("*") if path.suffix in {".txt", ".md"} and path.name != "README.md")
    return [(path.name, path.read_text("utf-8")) for path in found]


def _tells(corpus: str, gold: dict[str, object]) -> bool:
    """Whether the text tells of violence or harm, by the corpus's own labels; all of most sets do."""
    if corpus == "muc4-dev":
        entities = gold["entities"]
        return isinstance(entities, dict) and any(entities.values())
    if corpus == "indiapolice":
        sentences = gold["sentences"]
        return isinstance(sentences, list) and any(s["kill"] or s["force"] or s["arrest"] for s in sentences)
    return True


def _line(name: str, texts: list[tuple[str, str]], gate: Gate) -> str:
    texts = [(of, text) for of, text in texts if detect(text) == "en"]
    passed = [of for of, text in texts if gate.judge(text) is not None]
    shown = f": {', '.join(passed[:4])}" if 0 < len(passed) <= 4 else ""
    return f"{name}: {len(passed)} of {len(texts)} passed over ({100 * len(passed) / max(1, len(texts)):.2f}%){shown}"
