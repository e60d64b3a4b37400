"""What the benchmark asks of a workbench: every page of its navigation, and those of single things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import quote, urlencode
from urllib.request import urlopen

from dateline.incidents import Incident
from dateline.store import Store

Asked = Mapping[str, Sequence[str]]
"""The paths of each kind of page, from the root of the workbench; those of one kind ask for different things."""
PROJECT = "big"
_NAVIGATION = re.compile(r'<a href="(/p/[^"]+)" data-key=')
_OF_EACH = 200
_SPREAD = 20


def pages(address: str, store: Store) -> dict[str, Sequence[str]]:
    """Every kind of page, by its name: those that the navigation leads to, and those of things in the store."""
    with urlopen(f"{address}/p/{PROJECT}/", timeout=60) as answer:
        found = dict.fromkeys(_NAVIGATION.findall(answer.read().decode()))
    asked: dict[str, Sequence[str]] = {path.removeprefix(f"/p/{PROJECT}/") or "overview": [path] for path in found}
    for name, paths in _things(store).items():
        if paths:
            asked[name] = [f"/p/{PROJECT}/{path}" for path in dict.fromkeys(paths)]
    return asked


def _things(store: Store) -> dict[str, list[str]]:
    incidents = list(_spread(store))
    places = [incident.place for incident in incidents if incident.place]
    actors = [actor for incident in incidents for actor in incident.actors]
    reports = [report for incident in incidents for report in incident.reports[:1]]
    days = [incident.when.start for incident in incidents if incident.when.start]
    countries = [place.country for place in places if place.country]
    actor_ids = [actor.authority_id or actor.name.casefold() for actor in actors]
    return {
        "overview, filtered": [f"?{urlencode({'country': country})}" for country in countries],
        "map, filtered": [f"map?{urlencode({'country': country})}" for country in countries],
        "map/points": ["map/points"],
        "map/points, filtered": [f"map/points?{urlencode({'country': country})}" for country in countries],
        "timeline, filtered": [f"timeline?{urlencode({'place': place.name})}" for place in places],
        "search, words": [f"search?{urlencode({'text': word})}" for word in ("market", "hospital", "jets", "army")],
        "incident": [f"incidents/{quote(incident.id)}" for incident in incidents],
        "document": [f"documents/{quote(report.document)}" for report in reports],
        "actor": [f"actors/{quote(id_, safe='')}" for id_ in actor_ids],
        "place": [f"places/{place.geonames_id}" for place in places if place.geonames_id],
        "source": [f"sources/{quote(name.casefold(), safe='')}" for r in reports if (name := r.source)],
        "situation": [
            f"situation?{urlencode({'place': place.name, 'on': day})}" for place, day in zip(places, days, strict=False)
        ][:_SPREAD],
    }


def _spread(store: Store) -> Iterator[Incident]:
    """Incidents from all over the store: some from before each of many days."""
    newest = store.incidents().page(1).items
    oldest = store.incidents(order="oldest").page(1).items
    if not newest or newest[0].when.start is None or oldest[0].when.start is None:
        yield from store.incidents().page(_OF_EACH).items
        return
    first, last = (date.fromisoformat(found[0].when.start or "") for found in (oldest, newest))
    for number in range(1, _SPREAD + 1):
        until = first + (last - first) * number / _SPREAD
        yield from store.incidents(until=until).page(_OF_EACH // _SPREAD).items
