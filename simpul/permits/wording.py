"""Names of the codes in a plan, of the kinds of clearance and of the tiers; sentences of answers.

Codes that rules know too keep their names in `rulebook.choices`; they are repeated here so that one
place serves every page and paper.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

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
    "STATUSES",
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
    "recce": _("Location visit"),
    "prep": _("Preparation"),
    "load_in": _("Load-in"),
    "shoot": _("Shoot"),
    "hold": _("Hold"),
    "strike": _("Strike"),
    "wrap": _("Wrap"),
    "contingency": _("Contingency"),
}

VEHICLE_CLASSES: Mapping[str, Promise] = {
    "picture": _("Vehicle in the picture"),
    "technical": _("Technical truck"),
    "camera_car": _("Camera car"),
    "low_loader": _("Low loader"),
    "generator": _("Generator truck"),
    "crane": _("Crane or lift truck"),
    "water": _("Water truck"),
    "honeywagon": _("Toilet or dressing-room truck"),
    "unit_base": _("Unit base vehicle"),
    "crew_car": _("Crew car or van"),
    "other": _("Other vehicle"),
}

KINDS: Mapping[str, Promise] = {
    "permit": pgettext_lazy("kind of clearance", "Permit"),
    "consent": pgettext_lazy("kind of clearance", "Consent"),
    "recommendation": pgettext_lazy("kind of clearance", "Recommendation"),
    "notice": pgettext_lazy("kind of clearance", "Notice"),
    "information": pgettext_lazy("kind of clearance", "For information"),
}

STATUSES: Mapping[str, Promise] = {
    "confirmed": pgettext_lazy("certainty of a rule", "confirmed"),
    "reported": pgettext_lazy("certainty of a rule", "reported, to be verified"),
    "assumed": pgettext_lazy("certainty of a rule", "not verified"),
    "proposal": pgettext_lazy("certainty of a rule", "policy proposal"),
}
"""How sure a row of the city pack is."""

TIERS: Mapping[str, Promise] = {
    "exempt": pgettext_lazy("impact tier", "Exempt"),
    "notify": pgettext_lazy("impact tier", "Tell only"),
    "low": pgettext_lazy("impact tier", "Low impact"),
    "medium": pgettext_lazy("impact tier", "Medium impact"),
    "high": pgettext_lazy("impact tier", "High impact"),
    "exceptional": pgettext_lazy("impact tier", "Exceptional impact"),
}

UNITS: Mapping[str, Promise] = {"wd": _("working days"), "cd": _("calendar days")}

PER: Mapping[str, Promise] = {
    "day": _("per day"),
    "location_day": _("per place and day"),
    "use_6h": _("per use of six hours"),
    "use": _("per use"),
}

OPEN_FEES: Mapping[str, Promise] = {
    "competing": _(
        "Two official tariffs fit this use and the rules do not say which applies. "
        "The manager decides before you pay; only one of them may be charged."
    ),
    "beyond_stated_days": _(
        "The official tariff is stated only for the first days of use. "
        "The manager must say in writing what applies after them."
    ),
    "missing_fact": _("This fee depends on something you have not answered yet."),
    "hours_missing": _("This fee is counted by the hour: fill in the times of these days."),
    "unverified": _(
        "A fee was named for this, but no official text confirms it. It may not be charged "
        "until the authority shows its legal basis."
    ),
}

CAUTIONS: Mapping[str, Promise] = {
    "calendar_unknown": _(
        "The public holidays of %(year)s are not decreed yet. "
        "Dates that touch %(year)s may move by some days."
    ),
    "past_day": _("The first day, %(day)s, has already passed."),
    "measure_without_day": _("%(part)s is asked for %(day)s, but no day is planned then."),
    "day_without_place": _(
        "Day %(row)s does not say at which place it is: its fees are not counted."
    ),
    "elsewhere": _(
        "%(spot)s lies outside this city. Ask that city or regency too; "
        "this plan covers only what changes here."
    ),
    "area_approximate": _(
        "The sub-district of %(spot)s is approximate until official boundaries are loaded."
    ),
    "chain_unknown": _(
        "Some steps have no published time to decide. The real first day may be later."
    ),
}

BUS_CORRIDOR = _("bus corridor")

FIELDS: Mapping[str, Promise] = {
    "title": _("Title"),
    "type": _("Kind of production"),
    "indonesian_title": _("Indonesian title"),
    "foreign_producer": _("Foreign producer"),
    "foreign_crew": _("Foreign cast and crew"),
    "countries": _("Countries"),
    "imported_equipment": _("Equipment from abroad"),
    "commercial": _("Commercial"),
    "student": _("Student work"),
    "confidential": _("Confidential"),
    "public_exhibition": _("To be shown in public"),
    "crew_from_other_provinces": _("People from other provinces"),
    "sponsor": _("Sponsor boards"),
    "handheld_only": _("Hand-held camera only"),
    "site": _("Site"),
    "name": _("Name of the place"),
    "geometry": _("Drawing on the map"),
    "elsewhere": _("Other city or regency"),
    "setting": _("Kind of place"),
    "owner": _("Owner"),
    "asset_class": _("Kind of city property"),
    "residential": _("Residential area"),
    "exterior": _("Outdoors"),
    "public_place": _("Public place"),
    "heritage_area": _("Heritage area"),
    "zone": _("Heritage zone"),
    "road_class": _("Class of road"),
    "date": _("Date"),
    "dates": _("Dates"),
    "spot": _("Place"),
    "kind": _("Kind"),
    "from": pgettext_lazy("time", "From"),
    "to": pgettext_lazy("time", "Until"),
    "overnight": _("Past midnight"),
    "people": _("People"),
    "contingency": _("Contingency day"),
    "exclusive_use": _("Closed to others"),
    "class": _("Kind of vehicle"),
    "count": _("Number"),
    "length_m": _("Length (m)"),
    "road": _("Road"),
    "lanes": _("Lanes"),
    "bus_corridor": _("Bus corridor"),
    "bus_services": _("Bus routes"),
    "code": _("Activity"),
    "description": _("Description"),
    "operator": _("Operator"),
    "operator_licence": _("Operator's licence"),
    "height_m": _("Height (m)"),
    "calibre_in": _("Calibre (inches)"),
    "radius_m": _("Kept free around (m)"),
    "max_hours": _("Hours of work per day"),
    "species": _("Species"),
    "protected": _("Protected species"),
    "traders_displaced": _("Traders must move"),
    "traders": _("Traders"),
    "amplified_sound": _("Amplified sound"),
    "generator": _("Generator"),
    "structures": _("Temporary structures"),
    "id": _("Short name"),
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
