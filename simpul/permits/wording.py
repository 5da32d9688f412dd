"""Names of the codes in a plan, of the kinds of clearance and of the tiers; sentences of answers.

Codes that rules know too keep their names in `rulebook.choices`; they are repeated here so that one
place serves every page and paper.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as lazy

from simpul.kit.texts import Texts, pick
from simpul.rulebook.choices import (
    ACTIVITIES,
    ASSET_CLASSES,
    DAY_TYPES,
    OWNERS,
    PRODUCTION_TYPES,
    ROAD_CLASSES,
    SETTINGS,
    TRAFFIC,
    ZONES,
)

__all__ = [
    "ACTIVITIES",
    "ASSET_CLASSES",
    "BUS_CORRIDOR",
    "CAUTIONS",
    "DAY_KINDS",
    "DAY_TYPES",
    "FIELDS",
    "KINDS",
    "OPEN_FEES",
    "OWNERS",
    "PER",
    "PRODUCTION_TYPES",
    "ROAD_CLASSES",
    "SETTINGS",
    "TIERS",
    "TRAFFIC",
    "UNITS",
    "VEHICLE_CLASSES",
    "ZONES",
    "lanes",
    "name",
    "pick_active",
]

Names = Mapping[str, Texts] | Mapping[str, Promise] | Mapping[str, str]

DAY_KINDS: Mapping[str, Promise] = {
    "recce": lazy("Location visit"),
    "prep": lazy("Preparation"),
    "load_in": lazy("Load-in"),
    "shoot": lazy("Shoot"),
    "hold": lazy("Hold"),
    "strike": lazy("Strike"),
    "wrap": lazy("Wrap"),
    "contingency": lazy("Contingency"),
}

VEHICLE_CLASSES: Mapping[str, Promise] = {
    "picture": lazy("Vehicle in the picture"),
    "technical": lazy("Technical truck"),
    "camera_car": lazy("Camera car"),
    "low_loader": lazy("Low loader"),
    "generator": lazy("Generator truck"),
    "crane": lazy("Crane or lift truck"),
    "water": lazy("Water truck"),
    "honeywagon": lazy("Toilet or dressing-room truck"),
    "unit_base": lazy("Unit base vehicle"),
    "crew_car": lazy("Crew car or van"),
    "other": lazy("Other vehicle"),
}

KINDS: Mapping[str, Promise] = {
    "permit": pgettext_lazy("kind of clearance", "Permit"),
    "consent": pgettext_lazy("kind of clearance", "Consent"),
    "recommendation": pgettext_lazy("kind of clearance", "Recommendation"),
    "notice": pgettext_lazy("kind of clearance", "Notice"),
    "information": pgettext_lazy("kind of clearance", "For information"),
}

TIERS: Mapping[str, Promise] = {
    "exempt": pgettext_lazy("impact tier", "Exempt"),
    "notify": pgettext_lazy("impact tier", "Tell only"),
    "low": pgettext_lazy("impact tier", "Low impact"),
    "medium": pgettext_lazy("impact tier", "Medium impact"),
    "high": pgettext_lazy("impact tier", "High impact"),
    "exceptional": pgettext_lazy("impact tier", "Exceptional impact"),
}

UNITS: Mapping[str, Promise] = {"wd": lazy("working days"), "cd": lazy("calendar days")}

PER: Mapping[str, Promise] = {
    "day": lazy("per day"),
    "location_day": lazy("per place and day"),
    "use_6h": lazy("per use of six hours"),
    "use": lazy("per use"),
}

OPEN_FEES: Mapping[str, Promise] = {
    "competing": lazy(
        "Two official tariffs fit this use and the rules do not say which applies. "
        "The manager decides before you pay; only one of them may be charged."
    ),
    "beyond_stated_days": lazy(
        "The official tariff is stated only for the first days of use. "
        "The manager must say in writing what applies after them."
    ),
    "missing_fact": lazy("This fee depends on something you have not answered yet."),
    "hours_missing": lazy("This fee is counted by the hour: fill in the times of these days."),
    "unverified": lazy(
        "A fee was named for this, but no official text confirms it. It may not be charged "
        "until the authority shows its legal basis."
    ),
}

CAUTIONS: Mapping[str, Promise] = {
    "calendar_unknown": lazy(
        "The public holidays of %(year)s are not decreed yet. "
        "Dates that touch %(year)s may move by some days."
    ),
    "past_day": lazy("The first day, %(day)s, has already passed."),
    "measure_without_day": lazy("%(part)s is asked for %(day)s, but no day is planned then."),
    "elsewhere": lazy(
        "%(spot)s lies outside this city. Ask that city or regency too; "
        "this plan covers only what changes here."
    ),
    "area_approximate": lazy(
        "The sub-district of %(spot)s is approximate until official boundaries are loaded."
    ),
    "chain_unknown": lazy(
        "Some steps have no published time to decide. The real first day may be later."
    ),
}

BUS_CORRIDOR = lazy("bus corridor")

FIELDS: Mapping[str, Promise] = {
    "title": lazy("Title"),
    "type": lazy("Kind of production"),
    "indonesian_title": lazy("Indonesian title"),
    "foreign_producer": lazy("Foreign producer"),
    "foreign_crew": lazy("Foreign cast and crew"),
    "countries": lazy("Countries"),
    "imported_equipment": lazy("Equipment from abroad"),
    "commercial": lazy("Commercial"),
    "student": lazy("Student work"),
    "confidential": lazy("Confidential"),
    "public_exhibition": lazy("To be shown in public"),
    "crew_from_other_provinces": lazy("People from other provinces"),
    "sponsor": lazy("Sponsor boards"),
    "handheld_only": lazy("Hand-held camera only"),
    "site": lazy("Site"),
    "name": lazy("Name of the place"),
    "geometry": lazy("Drawing on the map"),
    "elsewhere": lazy("Other city or regency"),
    "setting": lazy("Kind of place"),
    "owner": lazy("Owner"),
    "asset_class": lazy("Kind of city property"),
    "residential": lazy("Residential area"),
    "exterior": lazy("Outdoors"),
    "public_place": lazy("Public place"),
    "heritage_area": lazy("Heritage area"),
    "zone": lazy("Heritage zone"),
    "road_class": lazy("Class of road"),
    "date": lazy("Date"),
    "dates": lazy("Dates"),
    "spot": lazy("Place"),
    "kind": lazy("Kind"),
    "from": pgettext_lazy("time", "From"),
    "to": pgettext_lazy("time", "Until"),
    "overnight": lazy("Past midnight"),
    "people": lazy("People"),
    "contingency": lazy("Contingency day"),
    "exclusive_use": lazy("Closed to others"),
    "class": lazy("Kind of vehicle"),
    "count": lazy("Number"),
    "length_m": lazy("Length (m)"),
    "road": lazy("Road"),
    "lanes": lazy("Lanes"),
    "bus_corridor": lazy("Bus corridor"),
    "bus_services": lazy("Bus routes"),
    "code": lazy("Activity"),
    "description": lazy("Description"),
    "operator": lazy("Operator"),
    "operator_licence": lazy("Operator's licence"),
    "height_m": lazy("Height (m)"),
    "calibre_in": lazy("Calibre (inches)"),
    "max_hours": lazy("Hours of work per day"),
    "species": lazy("Species"),
    "protected": lazy("Protected species"),
    "traders_displaced": lazy("Traders must move"),
    "traders": lazy("Traders"),
    "amplified_sound": lazy("Amplified sound"),
    "generator": lazy("Generator"),
    "structures": lazy("Temporary structures"),
    "id": lazy("Short name"),
}
"""Names of the fields of a plan, by their JSON key."""


def lanes(number: int) -> str:
    """ "2 lanes"."""
    return ngettext("%(number)d lane", "%(number)d lanes", number) % {"number": number}


def name(names: Names, code: str | None) -> str:
    """The name of a code in the active language; the code itself if the list has no name."""
    if not code:
        return ""
    found = names.get(code, code)
    return pick_active(found) if isinstance(found, Mapping) else str(found)


def pick_active(texts: Texts) -> str:
    """A pack text in the active language."""
    return pick(texts, get_language() or "id")
