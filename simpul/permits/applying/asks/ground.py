"""Pages about where and when: places, days, vehicles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from simpul.kit.texts import pick
from simpul.permits.applying.asks.base import Ask, Page, Row, Rows, always, first_capital, question
from simpul.permits.applying.details import WAYS
from simpul.permits.applying.draft import Draft
from simpul.permits.planning.plan_checks import elsewhere_areas
from simpul.permits.wording import (
    ASSET_CLASSES,
    DAY_KINDS,
    OWNERS,
    ROAD_CLASSES,
    SETTINGS,
    VEHICLE_CLASSES,
    ZONES,
    name,
)
from simpul.web.formats import day_words

_OPEN_AIR = {"footpath", "road", "square", "park", "water", "cemetery"}


def way_of(row: Row) -> str:
    """How the place is said: "site", "drawn" or "elsewhere"; a plan from the planner says it by
    what it holds."""
    if row.get("way"):
        return str(row["way"])
    if row.get("site"):
        return "site"
    return "elsewhere" if row.get("elsewhere") else "drawn"


def _own(draft: Draft, row: Row) -> bool:
    """A place that is not in the catalogue and lies in this city."""
    return way_of(row) == "drawn"


def _listed(draft: Draft, row: Row) -> bool:
    return way_of(row) == "site"


def _away(draft: Draft, row: Row) -> bool:
    return way_of(row) == "elsewhere"


def _here(draft: Draft, row: Row) -> bool:
    return way_of(row) != "elsewhere"


def _unsettled(draft: Draft, row: Row) -> bool:
    """Inside or outside is open: a footpath answers for itself, and a listed hall does not."""
    if _listed(draft, row):
        site = draft.book.sites.get(str(row.get("site")))
        return site is not None and str(site.setting or "") not in _OPEN_AIR
    return _own(draft, row) and row.get("setting") not in _OPEN_AIR


def _city_ground(draft: Draft, row: Row) -> bool:
    return _own(draft, row) and row.get("owner") in ("city", "mixed")


def _heritage(draft: Draft, row: Row) -> bool:
    return _own(draft, row) and row.get("heritage_area") is True


def _road(draft: Draft, row: Row) -> bool:
    return _own(draft, row) and row.get("setting") in ("road", "footpath")


def _private(draft: Draft, row: Row) -> bool:
    return _own(draft, row) and row.get("owner") in ("private", "state_company", "mixed")


def spot_name(draft: Draft, key: Any) -> str:
    """What a place of the plan is called on a page."""
    for row in (draft.data.get("plan") or {}).get("spots") or ():
        if isinstance(row, Mapping) and row.get("id") == key:
            return _place(draft, row)[0]
    return str(key or "—")


def _place(draft: Draft, row: Row) -> tuple[str, str]:
    site = draft.book.sites.get(str(row.get("site"))) if row.get("site") else None
    if site is not None:
        named = pick(site.names, get_language() or "id")
        return str(row.get("name") or named), named if row.get("name") else gettext("Listed site")
    if row.get("elsewhere"):
        code = str(row["elsewhere"])
        area = area_name(draft, code)
        where = gettext("Outside the city")
        return str(row.get("name") or area or code), f"{where}: {area}" if area else where
    return str(row.get("name") or "—"), first_capital(name(SETTINGS, row.get("setting")))


def area_name(draft: Draft, code: str) -> str:
    """A city or regency beyond the border, as the pack names it."""
    return elsewhere_areas(draft.book).get(code, "")


def date_in_words(value: Any) -> str:
    """A date of raw JSON in words; as typed where it is none."""
    try:
        return day_words(dt.date.fromisoformat(str(value)), "full")
    except ValueError:
        return str(value or "—")


def hours_in_words(row: Row) -> str:
    """ "07:00–19:00" of a raw row."""
    hours = f"{row.get('from') or '…'}–{row.get('to') or '…'}"
    return f"{hours} ({gettext('past midnight')})" if row.get("overnight") else hours


def _day(draft: Draft, row: Row) -> tuple[str, str]:
    parts = [
        name(DAY_KINDS, row.get("kind") if isinstance(row.get("kind"), str) else None),
        spot_name(draft, row.get("spot")),
        hours_in_words(row),
    ]
    if row.get("people") not in (None, ""):
        parts.append(gettext("%(n)s people") % {"n": row["people"]})
    if row.get("contingency") is True:
        parts.append(gettext("in reserve"))
    return date_in_words(row.get("date")), " · ".join(part for part in parts if part)


def _vehicle(draft: Draft, row: Row) -> tuple[str, str]:
    count = row.get("count")
    text = name(VEHICLE_CLASSES, row.get("class")) or "—"
    length = row.get("length_m")
    more = [
        str(f"{length} m") if length else "",
        spot_name(draft, row["spot"]) if row.get("spot") else "",
    ]
    return f"{count or '?'} × {text}", " · ".join(part for part in more if part)


def _several_spots(draft: Draft, row: Row) -> bool:
    return len((draft.data.get("plan") or {}).get("spots") or ()) > 1


def has_vehicles(draft: Draft) -> bool:
    return bool(draft.plan.vehicles)


PLACES = Page(
    code="places",
    slug="tempat",
    title=_("Places of the shoot"),
    group="where",
    kind="rows",
    why=_(
        "Where you film decides who must agree and what it costs. Draw only the ground you use, "
        "with the place for the crew and the equipment."
    ),
    rows=Rows(
        at="plan.spots",
        extra="details.spots",
        letter="s",
        first="way",
        one=_("Place"),
        add=_("Add a place"),
        summary=_place,
        least=1,
    ),
    asks=(
        Ask(
            "way",
            "choice",
            _("How do you want to say where?"),
            at="extra",
            required=always,
            choices=WAYS,
        ),
        Ask("site", "site", _("Site"), required=_listed, when=_listed),
        Ask(
            "elsewhere",
            "elsewhere",
            _("City or regency"),
            required=_away,
            when=_away,
            hint=_("This city does not permit it, but which police office decides depends on it."),
        ),
        Ask("name", "text", _("What do you call this place?"), required=_own),
        Ask(
            "geometry",
            "map",
            _("Where exactly"),
            required=_own,
            when=_own,
            hint=_("A point, a line along a street, or the area you use."),
        ),
        Ask(
            "setting",
            "choice",
            question("setting", "spot"),
            required=_own,
            when=_own,
            choices=SETTINGS,
        ),
        Ask("owner", "choice", question("owner", "spot"), required=_own, when=_own, choices=OWNERS),
        Ask(
            "asset_class",
            "choice",
            question("asset_class", "spot"),
            when=_city_ground,
            choices=ASSET_CLASSES,
        ),
        Ask("road_class", "choice", _("Class of the road"), when=_road, choices=ROAD_CLASSES),
        Ask(
            "exterior", "yesno", question("exterior", "spot"), required=_unsettled, when=_unsettled
        ),
        Ask(
            "public_place",
            "yesno",
            question("public_place", "spot"),
            required=_unsettled,
            when=_unsettled,
        ),
        Ask("residential", "yesno", question("residential", "spot"), required=_own, when=_own),
        Ask("heritage_area", "yesno", question("heritage_area", "spot"), required=_own, when=_own),
        Ask("zone", "choice", question("zone", "spot"), when=_heritage, choices=ZONES),
        Ask("address", "text", _("Address or directions"), at="extra"),
        Ask(
            "scene",
            "lines",
            _("What happens here?"),
            at="extra",
            required=_here,
            hint=_("What people nearby will see and hear."),
        ),
        Ask("visible", "yesno", _("Can it be seen from a public place?"), at="extra", when=_here),
        Ask(
            "footpath_m",
            "measure",
            _("Width that stays free on the footpath, in metres"),
            at="extra",
            when=_road,
        ),
        Ask(
            "contact",
            "text",
            _("Who opens the door: owner or caretaker"),
            at="extra",
            when=_private,
        ),
        Ask("contact_phone", "phone", _("Their telephone"), at="extra", when=_private),
        Ask(
            "base",
            "lines",
            _("Where crew, catering and toilets will be"),
            at="extra",
            when=_here,
        ),
    ),
)

DAYS = Page(
    code="days",
    slug="hari",
    title=_("Days and hours"),
    group="where",
    kind="rows",
    why=_(
        "Deadlines are counted from your first day; fees depend on the hours and on whether it is "
        "a working day. Days in reserve are agreed too, but cost nothing until used."
    ),
    rows=Rows(
        at="plan.days",
        one=_("Day"),
        add=_("Add days"),
        summary=_day,
        least=1,
    ),
    asks=(
        Ask("date", "day", _("Date"), required=always),
        Ask("spot", "spot", _("Place"), required=_several_spots, when=_several_spots),
        Ask("kind", "choice", _("What kind of day?"), required=always, choices=DAY_KINDS),
        Ask("from", "clock", _("From"), required=always, hint=_("From the first call time.")),
        Ask(
            "to", "clock", _("Until"), required=always, hint=_("Until everything is cleared away.")
        ),
        Ask("overnight", "tick", _("It goes on past midnight")),
        Ask(
            "people",
            "count",
            _("People present at the busiest time"),
            required=always,
            hint=_("Cast, crew, extras and guests together."),
        ),
        Ask("exclusive_use", "yesno", _("Is the place closed to others?"), required=always),
        Ask("contingency", "tick", _("This day is in reserve (rain, delay)")),
    ),
)

VEHICLES = Page(
    code="vehicles",
    slug="kendaraan",
    title=_("Vehicles"),
    group="where",
    kind="rows",
    why=_("Large vehicles need parking bays and change the impact of your shoot."),
    rows=Rows(
        at="plan.vehicles",
        one=_("Vehicle"),
        add=_("Add vehicles"),
        summary=_vehicle,
        question=_("Will there be production vehicles?"),
    ),
    asks=(
        Ask("class", "choice", _("Kind of vehicle"), required=always, choices=VEHICLE_CLASSES),
        Ask("count", "count", _("How many"), required=always),
        Ask("length_m", "measure", _("Length of one, in metres")),
        Ask("spot", "spot", _("At which place"), when=_several_spots),
    ),
)

PARKING = Page(
    code="parking",
    slug="parkir",
    title=_("Where vehicles park"),
    group="where",
    when=has_vehicles,
    why=_("The transport agency marks the bays; the plates may follow before the first day."),
    asks=(
        Ask(
            "where",
            "lines",
            _("Where and from when until when"),
            at="details.parking",
            required=always,
        ),
        Ask("plates", "lines", _("Plates, if known"), at="details.parking"),
    ),
)
