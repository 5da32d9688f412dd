"""Open questions: what a missing fact asks, in words, and where in the plan its answer belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simpul.kit.texts import Texts
from simpul.permits.planning.facts import is_contingency
from simpul.permits.planning.plan import Plan
from simpul.permits.planning.required import Unknown
from simpul.rulebook.facts import FILMING_FACTS

YES_NO, NUMBER, ELSEWHERE = "yes_no", "number", "elsewhere"

# fact -> field of the plan, for facts that one field settles. "[]" stands for a row.
_WHOLE = {
    "production_type": "production.type",
    "foreign_producer": "production.foreign_producer",
    "foreign_crew": "production.foreign_crew",
    "foreign_people": "production.foreign_crew",
    "indonesian_title": "production.indonesian_title",
    "imported_equipment": "production.imported_equipment",
    "commercial": "production.commercial",
    "student": "production.student",
    "confidential": "production.confidential",
    "public_exhibition": "production.public_exhibition",
    "national_scale": "production.crew_from_other_provinces",
    "ad_sponsor": "production.sponsor",
    "handheld_only": "production.handheld_only",
    "minors": "minors.count",
    "minors_hours": "minors.max_hours",
    "animals": "animals",
    "traders_displaced": "neighbourhood.traders_displaced",
    "traders": "neighbourhood.traders",
    "temporary_structures": "neighbourhood.structures",
    "amplified_sound": "neighbourhood.amplified_sound",
    "generator": "neighbourhood.generator",
    "traffic": "traffic",
    "activities": "activities",
    "vehicles": "vehicles",
    "locations": "spots",
    "days": "days",
}
# Facts settled row by row: list of the plan, field of the row.
_ROWS = {
    "people": ("days", "people"),
    "night": ("days", "from"),
    "hours_per_day": ("days", "from"),
    "hours": ("days", "from"),
    "six_hour_uses": ("days", "from"),
    "exclusive_use": ("days", "exclusive_use"),
    "exterior": ("spots", "exterior"),
    "public_place": ("spots", "public_place"),
    "residential": ("spots", "residential"),
    "heritage_area": ("spots", "heritage_area"),
    "city_asset": ("spots", "owner"),
    "owner": ("spots", "owner"),
    "asset_class": ("spots", "asset_class"),
    "asset_classes": ("spots", "asset_class"),
    "setting": ("spots", "setting"),
    "footpath_only": ("spots", "setting"),
    "site": ("spots", "site"),
    "manager": ("spots", "site"),
    "managers": ("spots", "site"),
    "zone": ("spots", "zone"),
    "kecamatan_count": ("spots", "site"),
    "city_count": ("spots", "site"),
    "province_count": ("spots", "site"),
    "police_regions": ("spots", "site"),
    "road_classes": ("traffic", "road_class"),
    "bus_corridor": ("traffic", "bus_corridor"),
    "bus_services": ("traffic", "bus_services"),
    "drone_height_m": ("activities", "height_m"),
    "fireworks_calibre_in": ("activities", "calibre_in"),
    "protected_species": ("animals", "protected"),
    "large_vehicles": ("vehicles", "length_m"),
}
_BOOLS = frozenset(
    {"exclusive_use", "exterior", "public_place", "residential", "heritage_area"}
    | {"bus_corridor", "bus_services", "protected", "traders_displaced", "structures"}
    | {"amplified_sound", "generator", "foreign_producer", "indonesian_title"}
    | {"imported_equipment", "commercial", "student", "confidential", "public_exhibition"}
    | {"crew_from_other_provinces", "sponsor", "handheld_only"}
)
_NUMBERS = frozenset({"foreign_crew", "count", "max_hours", "traders", "people"})


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask. `paths`: where its answer goes ("spots[0].exterior"), one per open row.

    `answer`: "yes_no" or "number" where the answer can be given in place, else "elsewhere".
    `tables`: the rule tables that wait for it.
    """

    fact: str
    text: Texts
    spot: str
    paths: tuple[str, ...]
    answer: str
    tables: tuple[str, ...]


def questions(unknown: Sequence[Unknown], plan: Plan) -> tuple[Question, ...]:
    """The questions in the order of the plan's parts; what one answer settles is asked once."""
    found: dict[tuple[str, ...], Question] = {}
    for one in unknown:
        fact = FILMING_FACTS.get(one.fact, one.scope) or FILMING_FACTS.get(one.fact)
        paths = _paths(one, plan)
        field = paths[0].rsplit(".", 1)[-1] if paths else ""
        kind = YES_NO if field in _BOOLS else NUMBER if field in _NUMBERS else ELSEWHERE
        text = fact.question if fact else {"en": one.fact}
        before = found.get(paths)
        tables = tuple(dict.fromkeys((*(before.tables if before else ()), *one.tables)))
        if before:
            found[paths] = Question(
                before.fact, before.text, before.spot, paths, before.answer, tables
            )
        else:
            found[paths] = Question(one.fact, text, one.spot, paths, kind, tables)
    order = ["production", "spots", "days", "vehicles", "traffic", "activities", "minors"]
    return tuple(sorted(found.values(), key=lambda q: _place(q, order)))


def _place(question: Question, order: Sequence[str]) -> int:
    part = question.paths[0].split(".")[0].split("[")[0] if question.paths else ""
    return order.index(part) if part in order else len(order)


def _paths(one: Unknown, plan: Plan) -> tuple[str, ...]:
    if one.fact in _WHOLE and not (one.scope == "spot" and one.fact in _ROWS):
        return (_WHOLE[one.fact],)
    if one.fact not in _ROWS:
        return ()
    part, field = _ROWS[one.fact]
    rows = getattr(plan, part) or ()
    if not rows:
        return (part,)
    open_rows = [
        index
        for index, row in enumerate(rows)
        if _is_open(part, field, row) and (not one.spot or _about(part, row, one.spot, plan))
    ]
    return tuple(f"{part}[{index}].{field}" for index in open_rows or range(len(rows)))


_ATTRIBUTES = {"from": "starts"}


def _is_open(part: str, field: str, row: object) -> bool:
    if part == "days" and is_contingency(row):  # type: ignore[arg-type]
        return False
    if field == "site":
        return not any(getattr(row, name) for name in ("site", "geometry", "elsewhere"))
    return getattr(row, _ATTRIBUTES.get(field, field)) is None


def _about(part: str, row: object, spot: str, plan: Plan) -> bool:
    if part == "spots":
        return bool(getattr(row, "id", None) == spot)
    named = plan.spot(getattr(row, "spot", None))
    return named is not None and named.id == spot
