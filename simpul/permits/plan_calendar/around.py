"""What a map of the plan shows besides its own drawings: who else is there, and the streets that a
closure follows. GeoJSON in WGS 84."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simpul.kit.geometry import Projector, metres
from simpul.kit.texts import pick
from simpul.permits.plan_calendar.asking import CalendarAnswer
from simpul.places.calendar.found import ANOTHER
from simpul.places.calendar.uses import Standing
from simpul.places.calendar.wording import KINDS
from simpul.places.closures import drawn_stretches
from simpul.web.formats import period_words

MOST_SHOWN = 80
"""So many neighbours are put on the map, those that begin first."""


def around(found: CalendarAnswer, language: str) -> dict[str, Any]:
    """`role` of a feature: "near" (somebody else's use; place and time are public, a title only
    where it is settled and not confidential, or one's own) or "stretch" (a street that a closure
    takes)."""
    features = [*_stretches(found), *_near(found, language)]
    return {"type": "FeatureCollection", "features": features}


def _stretches(found: CalendarAnswer) -> Iterable[dict[str, Any]]:
    for facts in found.checked.closures.values():
        drawn = drawn_stretches(facts.stretches) if facts.stretches else []
        for stretch, shape in zip(facts.stretches, drawn, strict=True):
            yield {
                "type": "Feature",
                "geometry": shape.geojson,
                "properties": {"role": "stretch", "name": stretch.street.name},
            }


def _near(found: CalendarAnswer, language: str) -> Iterable[dict[str, Any]]:
    if found.calendar is None:
        return
    plane = metres(found.calendar.book.settings.epsg)
    placed = [one for one in found.checked.standing if not one.plane.is_empty]
    for one in sorted(placed, key=lambda use: (use.periods[0].start, use.key))[:MOST_SHOWN]:
        yield _neighbour(one, plane, found, language)


def _neighbour(
    one: Standing, plane: Projector, found: CalendarAnswer, language: str
) -> dict[str, Any]:
    assert found.calendar is not None
    zone = found.calendar.zone
    own = one.holder in found.calendar.own
    known = own or (one.settled and not one.confidential)
    who = pick(one.label if known and one.label else ANOTHER, language)
    period = one.periods[0]
    when = period_words(period.start.astimezone(zone), period.end.astimezone(zone), "short")
    kind = pick(KINDS[one.kind], language)
    return {
        "type": "Feature",
        "geometry": plane.globe(one.plane).geojson,
        "properties": {
            "role": "near",
            "settled": one.settled,
            "name": f"{who}: {kind}, {when}",
        },
    }
