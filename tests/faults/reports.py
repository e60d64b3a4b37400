"""Reports for the fault tests: several of each strike, copies among them, so that there is something to link."""

from __future__ import annotations

import random

from dateline.records import CodedDocument
from tests.contracts.made import At, Did, Who, coded

_OPENINGS = ("Officials said that", "According to a doctor at the scene,")
_SYLLABLES = ("ba", "ko", "ri", "ta", "me", "lu", "sha", "no", "vi", "der", "gan", "pel", "mor", "tis", "fal", "hor")


def reports(count: int) -> list[CodedDocument]:
    """``count`` reports: of each strike two accounts and a copy of the first, and after each strike a march elsewhere."""
    return [_report(number // 4, number % 4) for number in range(count)]


def _report(strike: int, which: int) -> CodedDocument:
    day = f"2024-{1 + strike // 28 % 12:02}-{1 + strike % 28:02}"
    town = At(f"Town {strike}", strike * 7 % 60, strike * 11 % 90, "TCD", "Coast", 1000 + strike)
    if which == 3:
        march = Did(f"crowds marched in Quarter {strike}", "PROTEST", "demo", at=At(f"Quarter {strike}", 61.0, strike, "SWE"),
                    days=(day, day))  # fmt: skip
        return coded(f"On that day crowds marched in Quarter {strike}.", march, published=day, source="Street Radio")
    killed = 10 + strike % 9 + (which == 2)
    words = f"shells hit the market of Town {strike} and killed {killed} people"
    hit = Did(
        words,
        mode="heavy-weapons",
        at=town,
        by=Who(f"Group {strike % 9}"),
        days=(day, day),
        tolls=(("killed", killed),),
    )
    rest = _names(strike)
    body = f"{_OPENINGS[0]} {words}. The wounded went to {' and to '.join(rest[:20])}, and the governor spoke in {rest[-1]}."
    copied = "(Wire 0) " if which == 1 else ""
    if which == 2:
        body = f"{_OPENINGS[1]} {words}, the third such attack since {rest[21]}, and the bakery of {rest[22]} burned."
    return coded(copied + body, hit, published=day, source=f"Wire {which}")


def _names(strike: int) -> list[str]:
    """Names that no other strike has, so that its reports are copies of one another alone."""
    chance = random.Random(strike)
    return ["".join(chance.choices(_SYLLABLES, k=4)).title() for _ in range(24)]
