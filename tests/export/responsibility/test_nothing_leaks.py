"""No export under the public profile has a coordinate finer than the profile, or a withheld name: in every format."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dateline.export.contract import About, Format, Selection
from dateline.export.registry import all_formats
from dateline.incidents import Incident
from dateline.pipeline import Coder
from dateline.records import CodedDocument, Document
from tests.export.responsibility.opened_exports import files_of, folded, numbers_of, texts_of
from tests.export.responsibility.withheld_people import DAY, incident_of, profile_over, report

SAMPLES = Path(__file__).parents[3] / "samples"
_FIRST = ("Vashkira", "Ilberin", "Ołenzia", "Nurqidde", "Sörvanny")
_LAST = ("Quellinor", "Zarathwi", "Brześkavel", "al-Tabrumi", "O'Drennagh", "Mboketshi-Varn")
_TOWNS = ("Kharbatun", "Dêrmazin", "Ol Fenqar")
_COLUMNS = {"acled", "ucdp", "idmc"}


@st.composite
def _reports(draw: st.DrawFn) -> CodedDocument:
    first, last = draw(st.sampled_from(_FIRST)), draw(st.sampled_from(_LAST))
    town, target = (
        draw(st.sampled_from(_TOWNS)),
        draw(st.sampled_from(("market", "hospital", "school used as a shelter"))),
    )
    lat, lon = (
        draw(st.floats(35.9, 36.4).map(lambda n: round(round(n, 3) + 0.00017, 5))),
        draw(st.floats(37.0, 37.9).map(lambda n: round(round(n, 3) + 0.00017, 5))),
    )
    name = f"{first} {last}"
    forms = {
        "full": f"They found {name} there.", "possessive": f"{last}'s house was gone.", "curly": f"{last}’s son wept.",
        "capitals": f"{name.upper()} WAS 34.", "small": f"online as {name.casefold()} or {last.casefold()}.",
        "reversed": f"{last}, {first}", "tag": f"#{first}{last}", "joined": f"{first}_{last}.pdf", "first": f"{first} said so.",
        "broken": f"{first}\n{last} ran.", "position": f"It fell at {lat}, {lon} ({lat:.4f}N {lon:.4f}E).",
        "mail": f"Write to {first[0]}.{last}@example.org or +963 11 555 0199.",
    }  # fmt: skip
    chosen = draw(st.lists(st.sampled_from(sorted(forms)), unique=True, max_size=len(forms)))
    start = f"The army hit the {target} in {town} and killed {name}. "
    text = " ".join([start, *(forms[key] for key in chosen)])
    return report(
        text, name, (name, last), town, lat, lon, target, title=f"{draw(st.sampled_from((name, last)))} killed in {town}",
        source=f"{last} Gazette", published="2024-12-03", original_sha256="0" * 64,
        url=draw(st.sampled_from((f"https://example.org/{first}-{last}".lower(), f"https://example.org/?q={lat},{lon}"))),
        extra={"byline": name, "about": {"who": [last, {"at": [lat, lon]}]}, "file": f"/home/{last}/a.txt", "lat": lat},
    )  # fmt: skip


@given(records=st.lists(_reports(), min_size=1, max_size=3, unique_by=lambda r: r.document.id))
@settings(
    max_examples=8,
    deadline=None,
    # Each example writes every format: shrinking a failure would take many minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_no_format_lets_out_what_the_public_profile_withholds(records: list[CodedDocument]) -> None:
    incidents = [incident_of(record, number) for number, record in enumerate(records, 1)]
    names = {part for r in records for part in _parts(r.actors[0].name)} | {"nordquist"}
    sensitive = [r for r in records if r.events[0].targets[0].text != "market"]
    # A town that another report names openly is no secret of that report.
    open_towns = {folded(r.places[0].name) for r in records if r not in sensitive}
    names |= {folded(r.places[0].name) for r in sensitive} - open_towns
    # A true coordinate that is that of an area's point by chance tells nothing.
    out = [released for r in records if (released := profile_over("public", records).document(r))]
    areas = _numbers(out)
    points = {n for n in _numbers(records) if not any(math.isclose(n, m, abs_tol=1e-3) for m in areas)}
    for form in all_formats():
        _check(form, records, incidents, names, points)


def _numbers(records: list[CodedDocument]) -> set[float]:
    places = [place for r in records for p in r.places for place in (p, *p.alternatives)]
    return {n for place in places for n in (place.lat, place.lon) if n is not None}


def _parts(name: str) -> Iterator[str]:
    yield from (part for part in folded(name).replace("-", " ").replace("'", " ").split() if len(part) > 2)


def _check(
    form: Format, records: list[CodedDocument], incidents: list[Incident], names: Collection[str],
    points: Collection[float],
) -> None:  # fmt: skip
    profile = profile_over("public", records)
    about = About(
        profile="public", licence=profile.licence, methodology=profile.methodology, made=f"{DAY}T00:00:00+00:00",
        version="0", conditions=profile.conditions({"actor": records[0].actors[0].name, "near": "36.20127,37.16117"}),
    )  # fmt: skip
    selection = Selection(
        incidents=lambda: (out for i in incidents if (out := profile.incident(i))),
        documents=lambda: (out for r in records if (out := profile.document(r))),
        about=about,
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"export{form.suffix}"
        if not form.suffix:
            path.mkdir()
        form.write(selection, path)
        for file in files_of(path):
            for text in texts_of(file):
                plain = folded(text)
                found = [name for name in names if name in plain]
                assert not found, f"{form.name}: {found} in {file.name}"
                raw = [n for n in points if f"{n:.4f}"[:-1] in plain]
                assert not raw, f"{form.name}: {raw} in {file.name}"
            for number in numbers_of(file):
                near = [n for n in points if math.isclose(n, number, abs_tol=5e-4)]
                assert not near, f"{form.name}: {number} is {near} in {file.name}"


def test_the_check_finds_what_the_internal_profile_lets_out() -> None:
    """Were the check blind to a format, it would find nothing here either."""
    record = report(
        "The army hit the market in Kharbatun and killed Vashkira Quellinor.", "Vashkira Quellinor",
        ("Vashkira Quellinor",), "Kharbatun", 36.13131, 37.41414, source="Quellinor Gazette", published="2024-12-03",
    )  # fmt: skip
    incident = incident_of(record)
    seen = {}
    for form in all_formats():
        selection = Selection(
            incidents=lambda: iter([incident]), documents=lambda: iter([record]),
            about=About(profile="internal", made=f"{DAY}T00:00:00+00:00", version="0"),
        )  # fmt: skip
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"export{form.suffix}"
            if not form.suffix:
                path.mkdir()
            form.write(selection, path)
            files = files_of(path)
            seen[form.name] = (
                any("quellinor" in folded(text) for file in files for text in texts_of(file)),
                any(math.isclose(n, 36.13131, abs_tol=1e-4) for file in files for n in numbers_of(file)),
            )
    blind = {name for name, (names, _) in seen.items() if not names}
    assert blind <= {"idmc"}, "displacement tables name nobody"
    without_points = {"idmc", "plover", "followthemoney", "web-annotation", "jsonld", "xlsx"}
    assert {name for name, (_, points) in seen.items() if not points} <= without_points


@pytest.mark.parametrize("sample", sorted(p.name for p in SAMPLES.glob("*.txt")))
def test_samples_come_out_valid_and_without_their_private_people(coder: Coder, sample: str) -> None:
    text = (SAMPLES / sample).read_text("utf-8")
    record = coder.code(
        Document.from_text(text, title=text.splitlines()[0][:80], source="Sample", published="2025-01-15")
    )
    profile = profile_over("public", [record])
    out = profile.document(record)
    assert out is not None
    assert CodedDocument.from_json(out.to_json()) == out
    private = [actor for actor, shown in zip(record.actors, out.actors, strict=True) if actor.name != shown.name]
    plain = folded(out.to_json())
    for actor in private:
        assert folded(actor.name) not in plain
    held = {(p.lat, p.lon) for p in record.places if p.lat is not None and (p.precision or 1) < 4}
    assert not held & {(p.lat, p.lon) for p in out.places}
    assert [e.id for e in out.events] == [e.id for e in record.events]
