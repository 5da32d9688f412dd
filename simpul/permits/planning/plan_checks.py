"""What one part of a plan says against another, and against the city it is planned in."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from datetime import time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from simpul.kit.geometry import Shape, metres
from simpul.permits.planning.plan import Plan, Spot
from simpul.permits.planning.plan_fields import Problems, unknown

if TYPE_CHECKING:
    from simpul.city.book import CityBook

MOST_KM2, MOST_KM = 10, 50
"""A drawing beyond this is no place of a shoot: the grounds of Ancol have some 5 km², and no film
takes a road longer than a marathon's. Every street in a drawing is looked up."""

_AREA_CODE = re.compile(r"\d{2}(\.\d{2}){0,2}(\.\d{4})?", re.ASCII)


def with_names(plan: Plan) -> Plan:
    """The plan with a short name on every place, traffic measure and activity that has none."""
    return dataclasses.replace(
        plan,
        spots=_named(plan.spots, "s"),
        traffic=None if plan.traffic is None else _named(plan.traffic, "t"),
        activities=None if plan.activities is None else _named(plan.activities, "a"),
    )


def _named(rows: Sequence[Any], letter: str) -> tuple[Any, ...]:
    taken = {row.id for row in rows if row.id}
    named = []
    number = 0
    for row in rows:
        if row.id is None:
            number += 1
            while f"{letter}{number}" in taken:
                number += 1
            taken.add(f"{letter}{number}")
            row = dataclasses.replace(row, id=f"{letter}{number}")
        named.append(row)
    return tuple(named)


def check(plan: Plan, book: CityBook, problems: Problems) -> None:
    """Add every contradiction inside the plan and with the city's lists and outline."""
    for index, spot in enumerate(plan.spots):
        _check_spot(spot, f"spots[{index}]", book, problems)
    _check_unique((spot.id for spot in plan.spots), "spots", problems)
    _check_days(plan, problems)
    for part, rows in (
        ("days", plan.days),
        ("vehicles", plan.vehicles or ()),
        ("traffic", plan.traffic or ()),
        ("activities", plan.activities or ()),
    ):
        _check_references(plan, part, rows, problems)
    for part, rows in (("traffic", plan.traffic or ()), ("activities", plan.activities or ())):
        _check_unique((row.id for row in rows), part, problems)
    for index, row in enumerate(plan.traffic or ()):
        _check_hours(row.starts, row.ends, row.overnight, f"traffic[{index}]", problems)


def _check_spot(spot: Spot, path: str, book: CityBook, problems: Problems) -> None:
    said = [key for key in ("site", "geometry", "elsewhere") if getattr(spot, key) is not None]
    if len(said) > 1:
        problems.add(
            f"{path}.{said[1]}",
            _("Say where only once: a site, or a drawing, or another city."),
        )
    if spot.site is not None and spot.site not in book.sites:
        problems.add(f"{path}.site", unknown(spot.site, book.sites))
    if spot.geometry is not None and not book.areas.inside(spot.geometry.shape):
        problems.add(f"{path}.geometry", _("This place lies outside the city."))
    elif spot.geometry is not None:
        _check_size(spot.geometry.shape, f"{path}.geometry", book, problems)
    if spot.elsewhere is not None:
        _check_elsewhere(spot.elsewhere, f"{path}.elsewhere", book, problems)


def _check_size(drawn: Shape, path: str, book: CityBook, problems: Problems) -> None:
    plane = metres(book.settings.epsg)
    if plane.area_m2(drawn) > MOST_KM2 * 1_000_000:
        problems.add(
            path,
            _("This is larger than %(most)d km². Draw only the ground you use.")
            % {"most": MOST_KM2},
        )
    elif "Line" in drawn.kind and plane.length_m(drawn) > MOST_KM * 1000:
        problems.add(
            path,
            _("This is longer than %(most)d km. Draw only the ground you use.") % {"most": MOST_KM},
        )


def _check_elsewhere(code: str, path: str, book: CityBook, problems: Problems) -> None:
    own = book.settings.area
    if code == own or code.startswith(f"{own}."):
        problems.add(path, _("This area lies in this city: draw the place or pick a site."))
    elif not _AREA_CODE.fullmatch(code) or not book.jurisdictions.police_region(code):
        problems.add(path, unknown(code, elsewhere_areas(book)))


def elsewhere_areas(book: CityBook) -> dict[str, str]:
    """Areas beyond the city's border that the pack names: code -> name, by name.

    A whole province is offered only where the pack names nothing smaller in it.
    """
    own = book.settings.area
    named = {
        row.area: row.area_name
        for row in book.jurisdictions.rows
        if row.area != own and not row.area.startswith(f"{own}.")
    }
    divided = {area.rpartition(".")[0] for area in named}
    found = {area: name for area, name in named.items() if area not in divided}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _check_unique(names: Iterable[str | None], part: str, problems: Problems) -> None:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            problems.add(f"{part}[{index}].id", _("This name is used twice."))
        elif name:
            seen.add(name)


def _check_references(plan: Plan, part: str, rows: Sequence[Any], problems: Problems) -> None:
    names = [spot.id for spot in plan.spots if spot.id]
    for index, row in enumerate(rows):
        if row.spot is not None and row.spot not in names:
            problems.add(f"{part}[{index}].spot", unknown(row.spot, names))


def _check_days(plan: Plan, problems: Problems) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    for index, day in enumerate(plan.days):
        path = f"days[{index}]"
        _check_hours(day.starts, day.ends, day.overnight, path, problems)
        same = (day.on, day.spot, day.kind, day.starts, day.ends)
        if day.on is not None and same in seen:
            problems.add(
                f"{path}.date",
                _("This is the same day as row %(row)d.") % {"row": seen[same] + 1},
            )
        seen.setdefault(same, index)


def _check_hours(
    starts: time | None, ends: time | None, overnight: bool | None, path: str, problems: Problems
) -> None:
    if starts is None or ends is None:
        return
    if ends <= starts and not overnight:
        problems.add(
            f"{path}.to",
            _("The end is not after the start. If it goes past midnight, say so (overnight)."),
        )
    if ends > starts and overnight:
        problems.add(
            f"{path}.overnight",
            _("This would last more than 24 hours; enter the next day as its own row."),
        )
