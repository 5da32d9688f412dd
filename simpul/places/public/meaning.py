"""What an entry is called and what it means for people who live, trade or pass there."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from simpul.city.book import CityBook
from simpul.kit.texts import pick
from simpul.places.calendar.ledger import TIRING
from simpul.places.calendar.rules import CalendarRules, span
from simpul.places.calendar.uses import common, local_days, utc
from simpul.places.public.entries import PublicEntry, Stay

KINDS: dict[str, Promise] = {
    "shoot": gettext_lazy("Filming"),
    "prep": gettext_lazy("Setting up"),
    "strike": gettext_lazy("Clearing up"),
    "unit_base": gettext_lazy("Unit base"),
    "parking": gettext_lazy("Parking reserved"),
    "closure": gettext_lazy("Road closure"),
    "drone": gettext_lazy("Drone flight"),
    "blast": gettext_lazy("Controlled explosion"),
    "event": gettext_lazy("Event"),
    "road_works": gettext_lazy("Road works"),
}


def kind_words(entry: PublicEntry) -> str:
    """What kind of use it is."""
    return str(KINDS[entry.kind])


def title_of(entry: PublicEntry) -> str:
    """Its title; where that is confidential, or of a closure, what it is."""
    if entry.title:
        return entry.title
    return _("Filming (title confidential)") if entry.filming else kind_words(entry)


def place_of(entry: PublicEntry, book: CityBook) -> str:
    """The place by its name; else the street and the area it lies in."""
    named = pick(entry.own_name, get_language() or "id")
    if named:
        return named
    area = area_of(entry, book)
    if entry.street and area:
        return _("%(street)s, in %(area)s") % {"street": entry.street, "area": area}
    return entry.street or area or _("A place drawn on the map")


def area_of(entry: PublicEntry, book: CityBook) -> str:
    """The area it lies in, from small to large; empty where it is not known."""
    words = {"kecamatan": _("Kec. %(name)s"), "province": ""}
    chain = book.areas.chain(entry.area)
    return ", ".join(
        name for row in chain if (name := words.get(row.level, "%(name)s") % {"name": row.name})
    )


def meanings(entries: Iterable[PublicEntry], rules: CalendarRules) -> list[str]:
    """Sentences for passers-by, each once: closures, buses, parking, drones, blasts, nights."""
    found: dict[str, None] = {}
    for one in entries:
        if not one.cancelled:
            found.update(dict.fromkeys(_meaning(one, rules)))
    return list(found)


def stay_meanings(stay: Stay, rules: CalendarRules) -> list[str]:
    """The sentences of all uses of a place."""
    return meanings(stay.entries, rules)


def _meaning(one: PublicEntry, rules: CalendarRules) -> Iterable[str]:
    if one.kind == "closure":
        yield _("The road is closed at these hours: take another way.")
        if one.lines:
            yield _("Bus lines cut: %(lines)s.") % {"lines": ", ".join(one.lines)}
    elif one.kind == "parking":
        yield _("Parking is reserved: you cannot park there at these hours.")
    elif one.kind == "unit_base":
        yield _("Vehicles and tents of the crew stand there.")
    elif one.kind == "drone":
        yield _("A drone flies over the place.")
    elif one.kind == "blast":
        yield (
            _("A loud bang is to be expected. Keep at least %(metres)d m away.")
            % {"metres": one.radius_m}
            if one.radius_m
            else _("A loud bang is to be expected. Keep away.")
        )
    elif one.kind == "road_works":
        yield _("Road works: the road may be narrow or closed.")
    if one.filming and one.kind in TIRING and at_night(one, rules):
        yield _("Work goes on at night.")


def at_night(entry: PublicEntry, rules: CalendarRules) -> bool:
    """Is some of it in the night, as the city's rules count the night?"""
    period = utc(entry.period)
    days = local_days(period, rules.zone)
    before = days[0].fromordinal(days[0].toordinal() - 1)
    nights = (span(day, *rules.night(day), rules.zone) for day in (before, *days))
    return any(night is not None and common(night, period) is not None for night in nights)
