"""Incidents as KML 2.2: a folder and a style by type, a span of time and a description each."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from html import escape
from pathlib import Path
from typing import IO, Any, get_args

from lxml import etree

from dateline.export.contract import Format, Selection, Written
from dateline.export.maps.rows import INCIDENT_COLUMNS, Bounds, Value, point_of, row_of
from dateline.export.words.claims import one_line
from dateline.export.words.credits import CREDIT
from dateline.export.words.days import interval_words
from dateline.export.words.incidents import plural
from dateline.incidents import Incident
from dateline.records import EventType

_KML = "http://www.opengis.net/kml/2.2"
_NAMESPACES: Any = {None: _KML}
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_SHOWN = frozenset({"figures_json"})
_AREA = 3
"""From this precision on a point stands for an area, and its pin is pale."""

_COLOURS = {
    "ASSAULT": "d7191c", "COERCE": "a6501e", "MOBILIZE": "8c510a", "SANCTION": "bf812d", "PROTEST": "f28e2b",
    "THREATEN": "e377a2", "REJECT": "9e6fb0", "ACCUSE": "7b5ea7", "REQUEST": "4e79a7", "CONSULT": "76a5d0",
    "AGREE": "1a9850", "SUPPORT": "66bd63", "CONCEDE": "91cf60", "COOPERATE": "35978f", "AID": "01a6a6",
    "RETREAT": "5e8c31",
}  # fmt: skip
"""The colour of a type, as red, green, blue."""


def write(selection: Selection, path: Path) -> Written:
    """Write one document with a folder a type; incidents without a point stand in it without a geometry."""
    bounds, incidents = Bounds(), 0
    with ExitStack() as stack:
        # A folder is written in one piece, and the incidents come in any order: each type waits in a file of its own.
        waiting: dict[str, IO[bytes]] = {}
        for incident in selection.incidents():
            if incident.type not in waiting:
                waiting[incident.type] = stack.enter_context(tempfile.TemporaryFile())
            row = row_of(incident, INCIDENT_COLUMNS)
            point = point_of(row)
            bounds.add(point)
            waiting[incident.type].write(_serial(_placemark(incident, row, point)))
            incidents += 1
        with path.open("wb") as stream:
            stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{_KML}">\n<Document>\n'.encode())
            stream.writelines(map(_serial, _head(selection, incidents, bounds.without)))
            for kind in get_args(EventType):
                if kind in waiting:
                    _copy_folder(kind, waiting[kind], stream)
            stream.write(b"</Document>\n</kml>\n")
    return Written(counts={"incidents": incidents, "of the incidents without a point": bounds.without})


def _copy_folder(kind: str, placemarks: IO[bytes], stream: IO[bytes]) -> None:
    stream.write(f"<Folder>\n<name>{kind.capitalize()}</name>\n".encode())
    placemarks.seek(0)
    shutil.copyfileobj(placemarks, stream)
    stream.write(b"</Folder>\n")


def _serial(element: etree._Element) -> bytes:
    return etree.tostring(element, encoding="UTF-8", xml_declaration=False) + b"\n"


def _element(tag: str, /, *inside: etree._Element | str, **attributes: str) -> etree._Element:
    """An element of KML with text or elements inside. What no XML can hold becomes U+FFFD."""
    made = etree.Element(f"{{{_KML}}}{tag}", {k: _holdable(v) for k, v in attributes.items()}, nsmap=_NAMESPACES)
    for part in inside:
        if isinstance(part, str):
            made.text = _holdable(part)
        else:
            made.append(part)
    return made


def _holdable(words: str) -> str:
    return _NOT_XML.sub("\ufffd", words)


def _head(selection: Selection, incidents: int, without: int) -> list[etree._Element]:
    about = selection.about
    lines = [
        f"{incidents} {plural('incident', incidents)}, {without} of them without a point.",
        "A pale pin stands for an area, not for a spot: read where_precision and radius_km.",
        *([about.methodology] if about.methodology else []),
        *([f"Licence: {about.licence}"] if about.licence else []),
        f"Profile of data responsibility: {about.profile}. Dateline {about.version}, {about.made}.",
        CREDIT,
    ]
    styles = [
        _style(f"{kind}{suffix}", opacity + _COLOURS[kind][4:] + _COLOURS[kind][2:4] + _COLOURS[kind][:2])
        for kind in get_args(EventType)
        for suffix, opacity in (("", "ff"), ("-area", "80"))
    ]
    data = [_data(name, _words(value)) for name, value in asdict(about).items() if value]
    return [
        _element("name", "Dateline: incidents"),
        _element("description", "<br/>".join(escape(one_line(line)) for line in lines)),
        *styles,
        _element("ExtendedData", *data),
    ]


def _style(name: str, colour: str) -> etree._Element:
    """A style; KML writes a colour as alpha, blue, green, red."""
    icon = _element("IconStyle", _element("color", colour), _element("scale", "1.0"))
    return _element("Style", icon, _element("LabelStyle", _element("scale", "0.7")), id=name)


def _placemark(incident: Incident, row: dict[str, Value], point: tuple[float, float] | None) -> etree._Element:
    area = "-area" if incident.place is not None and (incident.place.precision or 0) >= _AREA else ""
    parts = [
        _element("name", one_line(incident.title)),
        _element("description", _description(incident, row)),
    ]
    if incident.when.start or incident.when.end:
        ends = (("begin", incident.when.start), ("end", incident.when.end))
        parts.append(_element("TimeSpan", *(_element(name, day) for name, day in ends if day)))
    parts.append(_element("styleUrl", f"#{incident.type}{area}"))
    parts.append(_element("ExtendedData", *_shown(row)))
    if point is not None:
        parts.append(_element("Point", _element("coordinates", f"{point[0]!r},{point[1]!r}")))
    return _element("Placemark", *parts)


def _shown(row: Mapping[str, Value]) -> Iterator[etree._Element]:
    return (_data(name, _words(v)) for name, v in row.items() if v not in (None, "") and name not in _NOT_SHOWN)


def _data(name: str, value: str) -> etree._Element:
    return _element("Data", _element("value", value), name=name)


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _description(incident: Incident, row: dict[str, Value]) -> str:
    """The incident in a balloon, as HTML whose every word of a report is escaped."""
    when = incident.when
    days = interval_words(when.start, when.end, when.precision) if when.start or when.end else "no day known"
    independent = f"{incident.sources} {plural('source', incident.sources)}, {incident.independent_sources} independent"
    precision = f"precision {row['where_precision'] or 'unknown'} of 7, 1 is exact"
    radius = f"within about {row['radius_km']:g} km" if row["radius_km"] is not None else "a point"
    reasons = row["grade_reasons"]
    lines = {
        "When": days,
        "Where": ", ".join(str(row[part]) for part in ("place", "admin1", "country") if row[part]) or "no place named",
        "Position": f"{radius} ({precision})" if row["latitude"] is not None else "not known",
        "By": f"{row['actors'] or 'not said who'}{' (contested)' if row['actors_contested'] else ''}",
        "To": row["recipients"],
        "Figures": row["figures"],
        "Founded": f"{incident.grade}{': ' if reasons else ''}{reasons} ({independent})",
        "Reported by": row["publishers"],
        "Reports differ": row["disagreements"],
    }
    summary = "<p>A summary of several happenings: do not add its figures to theirs.</p>" if incident.aggregate else ""
    told = "".join(f"<b>{label}:</b> {escape(str(words))}<br/>" for label, words in lines.items() if words)
    return f"{told}{summary}<i>{'reviewed' if incident.reviewed else 'machine-made, not reviewed'} · {escape(one_line(incident.id))}</i>"


EXPORT = Format(name="kml", title="Incidents as KML 2.2", suffix=".kml", write=write)
