"""``python samples/as_feed.py``: the plain-text samples as JSON Lines, each with its headline and its day of publication.

A report seldom comes without them; the plain files hold only the text, and their facts' files the day.
"""

from __future__ import annotations

import json
from pathlib import Path

for facts in sorted(Path(__file__).parent.glob("*.gold.json")):
    document = json.loads(facts.read_text("utf-8"))["document"]
    text = (facts.parent / document["file"]).read_bytes().decode("utf-8")
    title = text.lstrip("# ").partition("\n")[0].strip()
    print(json.dumps({"text": text, "title": title, "published": document["published"], "file": document["file"]}))
