"""An amendment as a difference: what changed, in words, and who must be asked again because of it.

A clearance is asked again when what its authority judges (`RequiredClearance.inputs`) is no longer
the same; a clearance that was not needed before is asked; one no longer needed lapses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from simpul.permits import wording
from simpul.permits.planning.plan import Day, Plan, Spot
from simpul.permits.planning.plan_fields import write_object
from simpul.permits.planning.required import RequiredClearance
from simpul.web.formats import day_words, hours_words, number_words

Effect = Literal["new", "again", "unchanged", "lapsed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different. `path`: where in the new plan (in the old one if removed).

    `old` empty: added; `new` empty: removed. Words are in the language active when computed.
    """

    path: str
    label: str
    old: str
    new: str

    def __str__(self) -> str:
        if not self.old:
            return _("%(label)s: added: %(new)s") % {"label": self.label, "new": self.new}
        if not self.new:
            return _("%(label)s: removed: %(old)s") % {"label": self.label, "old": self.old}
        values = {"label": self.label, "old": self.old, "new": self.new}
        return _("%(label)s: %(old)s → %(new)s") % values


@dataclass(frozen=True, slots=True)
class Touched:
    """What an amendment does to one clearance; `inputs`: names of the inputs that changed."""

    key: str
    effect: Effect
    inputs: tuple[str, ...]


def touched(
    old: Iterable[RequiredClearance], new: Iterable[RequiredClearance]
) -> tuple[Touched, ...]:
    """For every clearance of either plan, in the new plan's order, what is to be done."""
    before = {clearance.key: clearance.inputs for clearance in old}
    return touched_inputs(before, {clearance.key: clearance.inputs for clearance in new})


def touched_inputs(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> tuple[Touched, ...]:
    """`touched` on stored inputs (by clearance key)."""
    found = []
    for key, inputs in after.items():
        if key not in before:
            found.append(Touched(key, "new", tuple(inputs)))
            continue
        names = sorted({*inputs, *before[key]})
        changed = tuple(n for n in names if inputs.get(n) != before[key].get(n))
        found.append(Touched(key, "again" if changed else "unchanged", changed))
    found += [Touched(key, "lapsed", ()) for key in before if key not in after]
    return tuple(found)


def difference(
    old: Plan, new: Plan, *, site_names: Mapping[str, str] | None = None
) -> tuple[Change, ...]:
    """Everything that changed between two plans, in words. Equal plans give an empty tuple."""
    say = _Words(old, new, site_names or {})
    changes: list[Change] = []
    for part, title in (
        ("production", _("Production")),
        ("minors", _("Children")),
        ("neighbourhood", _("Neighbours")),
    ):
        was, now = write_object(getattr(old, part)), write_object(getattr(new, part))
        changes += say.fields(part, title, was, now)
    changes += say.rows("spots", old.spots, new.spots, lambda s: str(s.id), say.spot)
    changes += say.rows("days", old.days, new.days, say.same_day, say.day)
    changes += say.rows("vehicles", old.vehicles, new.vehicles, say.same_vehicles, say.vehicles)
    changes += say.rows("traffic", old.traffic, new.traffic, lambda t: str(t.id), say.traffic)
    changes += say.rows(
        "activities", old.activities, new.activities, lambda a: str(a.id), say.activity
    )
    changes += say.rows("animals", old.animals, new.animals, lambda a: a.species, say.animals)
    return tuple(changes)


class _Words:
    """Describes rows and values of two plans in the active language."""

    def __init__(self, old: Plan, new: Plan, site_names: Mapping[str, str]) -> None:
        self.spots = {s.id: s for s in (*old.spots, *new.spots)}
        self.site_names = site_names

    def fields(
        self, path: str, title: str, was: Mapping[str, Any], now: Mapping[str, Any]
    ) -> list[Change]:
        changes = []
        for key in dict.fromkeys([*was, *now]):
            if was.get(key) != now.get(key):
                label = f"{title}, {wording.name(wording.FIELDS, key)}"
                old, new = self.value(key, was.get(key)), self.value(key, now.get(key))
                if old == new:  # two drawings look alike in words
                    new = _("changed")
                changes.append(Change(f"{path}.{key}", label, old, new))
        return changes

    def rows(
        self,
        part: str,
        old: Sequence[Any] | None,
        new: Sequence[Any] | None,
        same: Callable[[Any], Any],
        describe: Callable[[Any], str],
    ) -> list[Change]:
        """Rows with the same name are compared field by field, others came or went."""
        was, now = _numbered(old, same), _numbered(new, same)
        changes = []
        for name, (index, row) in now.items():
            path = f"{part}[{index}]"
            if name not in was:
                changes.append(Change(path, self.title(part), "", describe(row)))
            else:
                title = describe(was[name][1])
                before, after = write_object(was[name][1]), write_object(row)
                changes += self.fields(path, title, before, after)
        for name, (index, row) in was.items():
            if name not in now:
                changes.append(Change(f"{part}[{index}]", self.title(part), describe(row), ""))
        if (old is None) != (new is None) and not changes:
            none, unknown = _("none"), _("not said")
            both = (unknown, none) if old is None else (none, unknown)
            changes.append(Change(part, self.title(part), *both))
        return changes

    def title(self, part: str) -> str:
        return {
            "spots": _("Place"),
            "days": _("Day"),
            "vehicles": _("Vehicles"),
            "traffic": _("Traffic"),
            "activities": _("Special activity"),
            "animals": _("Animals"),
        }[part]

    def value(self, key: str, value: Any) -> str:
        """One value in words; empty for absent."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if key == "geometry":
            return _("drawing")
        if key == "spot":
            return self.place(value)
        if key == "site":
            return self.site_names.get(value, value)
        if key in ("date", "dates"):
            days = [value] if isinstance(value, str) else value
            return ", ".join(day_words(day, "long") for day in days)
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        if isinstance(value, (int, float)):
            return number_words(value)
        return wording.name(_CODES.get(key, {}), value)

    def place(self, key: str | None) -> str:
        spot = self.spots.get(key)
        return self.spot(spot) if spot else ""

    def spot(self, spot: Spot) -> str:
        return spot.name or self.site_names.get(spot.site or "", spot.site or str(spot.id))

    def same_day(self, day: Day) -> tuple[Any, ...]:
        return (day.on, day.spot, day.kind)

    def day(self, day: Day) -> str:
        when = [day_words(day.on, "long")] if day.on else [_("without date")]
        if day.starts and day.ends:
            when.append(hours_words(day.starts, day.ends))
        where = self.place(day.spot)
        kind = wording.name(wording.DAY_KINDS, day.kind) if day.kind not in (None, "shoot") else ""
        return ", ".join(word for word in (*when, where, kind) if word)

    def same_vehicles(self, row: Any) -> tuple[Any, ...]:
        return (row.vehicle_class, row.spot)

    def vehicles(self, row: Any) -> str:
        name = wording.name(wording.VEHICLE_CLASSES, row.vehicle_class)
        return f"{row.count} × {name}" if row.count is not None else name

    def traffic(self, row: Any) -> str:
        where = row.road or self.place(row.spot)
        return self._with_dates(wording.name(wording.TRAFFIC, row.kind), where, row.dates)

    def activity(self, row: Any) -> str:
        where = self.place(row.spot)
        return self._with_dates(wording.name(wording.ACTIVITIES, row.code), where, row.dates)

    def animals(self, row: Any) -> str:
        name = row.species or _("Animals")
        return f"{row.count} × {name}" if row.count is not None else name

    def _with_dates(self, what: str, where: str, dates: Iterable[date] | None) -> str:
        days = [day_words(day, "short") for day in dates or ()]
        return ", ".join(word for word in (what, where, *days) if word)


_CODES: Mapping[str, Any] = {
    "type": wording.PRODUCTION_TYPES,
    "setting": wording.SETTINGS,
    "owner": wording.OWNERS,
    "asset_class": wording.ASSET_CLASSES,
    "zone": wording.ZONES,
    "road_class": wording.ROAD_CLASSES,
    "kind": {**wording.TRAFFIC, **wording.DAY_KINDS},
    "class": wording.VEHICLE_CLASSES,
    "code": wording.ACTIVITIES,
}


def _numbered(
    rows: Sequence[Any] | None, same: Callable[[Any], Any]
) -> dict[tuple[Any, int], tuple[int, Any]]:
    """Rows by name and by how often the name came before, with their index."""
    found: dict[tuple[Any, int], tuple[int, Any]] = {}
    for index, row in enumerate(rows or ()):
        name, again = same(row), 0
        while (name, again) in found:
            again += 1
        found[name, again] = (index, row)
    return found
