"""The questions of the planner's page: which fields a group has, and how each is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.permits import wording
from simpul.permits.wording import Names

Words = Promise | str


@dataclass(frozen=True, slots=True)
class Asked:
    """One field. `key`: its JSON name. `kind`: text, long, number, measure, tri (yes, no, not
    known), choice, day, clock, days, site, spot, map, elsewhere, hidden. `shown`: where it applies:
    CSS shows it only then (a way of saying the place, an activity code); empty: always. `usual`:
    the code that no answer means."""

    key: str
    kind: str
    label: Words = ""
    hint: Words = ""
    choices: Names | None = None
    shown: str = ""
    wide: bool = False
    usual: str = ""


PRODUCTION = (
    Asked("title", "text", _("Working title"), _("Only you see it here."), wide=True),
    Asked("type", "choice", _("What are you making?"), choices=wording.PRODUCTION_TYPES),
    Asked("commercial", "tri", _("Is it commercial?")),
    Asked("student", "tri", _("Is it student work?")),
    Asked("indonesian_title", "tri", _("Does an Indonesian business produce it?")),
    Asked("foreign_producer", "tri", _("Is there a foreign producer?")),
    Asked(
        "foreign_crew",
        "number",
        _("How many foreign cast and crew?"),
        _("0 if nobody"),
    ),
    Asked("imported_equipment", "tri", _("Does equipment come from abroad?")),
    Asked("crew_from_other_provinces", "tri", _("Do people from several provinces take part?")),
    Asked("public_exhibition", "tri", _("Will it be shown in public?")),
    Asked("sponsor", "tri", _("Are there sponsor boards on site?")),
    Asked("confidential", "tri", _("Must the title stay confidential?")),
)

SPOT = (
    Asked("id", "hidden"),
    Asked(
        "site",
        "site",
        _("Which site?"),
        _("Type a part of the name and choose from the list."),
        shown="site",
        wide=True,
    ),
    Asked("name", "text", _("What do you call this place?"), shown="drawn elsewhere", wide=True),
    Asked("geometry", "map", _("Draw it on the map"), shown="drawn", wide=True),
    Asked("elsewhere", "elsewhere", _("In which city or regency?"), shown="elsewhere"),
    Asked(
        "setting",
        "choice",
        _("What kind of place?"),
        choices=wording.SETTINGS,
        shown="drawn elsewhere",
    ),
    Asked("owner", "choice", _("Who owns it?"), choices=wording.OWNERS, shown="drawn"),
    Asked(
        "asset_class",
        "choice",
        _("What kind of property?"),
        choices=wording.ASSET_CLASSES,
        shown="drawn",
    ),
    Asked("exterior", "tri", _("Do you film outdoors?")),
    Asked("public_place", "tri", _("Is it open to the public?")),
    Asked("residential", "tri", _("Do people live right there?"), shown="drawn elsewhere"),
    Asked(
        "heritage_area",
        "tri",
        _("Is it a heritage building or area?"),
        shown="drawn elsewhere",
    ),
    Asked("zone", "choice", _("In which zone of Kota Tua?"), choices=wording.ZONES, shown="drawn"),
)

DAY = (
    Asked("date", "day", _("Date")),
    Asked("spot", "spot", _("Place")),
    Asked("kind", "choice", _("What happens"), choices=wording.DAY_KINDS, usual="shoot"),
    Asked("from", "clock", pgettext_lazy("time", "From")),
    Asked("to", "clock", pgettext_lazy("time", "Until")),
    Asked("people", "number", _("People at the peak")),
    Asked("exclusive_use", "tri", _("Is the place closed to others?")),
    Asked("overnight", "tick", _("Ends after midnight")),
    Asked("contingency", "tick", _("Only a reserve day")),
)

VEHICLES = (
    Asked("class", "choice", _("Kind of vehicle"), choices=wording.VEHICLE_CLASSES),
    Asked("count", "number", _("How many?")),
    Asked("length_m", "measure", _("Length of one (m)")),
    Asked("spot", "spot", _("Place")),
)

TRAFFIC = (
    Asked("id", "hidden"),
    Asked("kind", "choice", _("What should happen?"), choices=wording.TRAFFIC),
    Asked("spot", "spot", _("Place")),
    Asked("road", "text", _("Name of the road")),
    Asked("road_class", "choice", _("Class of road"), choices=wording.ROAD_CLASSES),
    Asked("lanes", "number", _("Lanes taken")),
    Asked("length_m", "measure", _("Over how many metres?")),
    Asked("bus_corridor", "tri", _("Is there a bus corridor?")),
    Asked("bus_services", "tri", _("Do buses use the road?")),
    Asked("dates", "days", _("On which days?"), wide=True),
    Asked("from", "clock", pgettext_lazy("time", "From")),
    Asked("to", "clock", pgettext_lazy("time", "Until")),
    Asked("overnight", "tick", _("Ends after midnight")),
)

ACTIVITIES = (
    Asked("id", "hidden"),
    Asked("code", "choice", _("What do you plan?"), choices=wording.ACTIVITIES),
    Asked("spot", "spot", _("Place")),
    Asked("height_m", "measure", _("Flying height (m)"), shown="uas_drone"),
    Asked(
        "calibre_in",
        "measure",
        _("Calibre (inches)"),
        shown="fireworks",
    ),
    Asked(
        "radius_m",
        "measure",
        _("Kept free around (m)"),
        shown="fireworks pyro_small pyro_explosion uas_drone",
    ),
    Asked("dates", "days", _("On which days?"), wide=True),
    Asked("description", "long", _("What exactly happens?"), wide=True),
    Asked("operator", "text", _("Who does it?")),
    Asked("operator_licence", "text", _("Licence number")),
)

MINORS = (
    Asked("count", "number", _("How many children under 18?"), _("0 if nobody")),
    Asked("max_hours", "measure", _("Hours of work a day at most")),
)

ANIMALS = (
    Asked("species", "text", _("Which animals?")),
    Asked("count", "number", _("How many?")),
    Asked("protected", "tri", _("Is it a protected species?")),
)

NEIGHBOURHOOD = (
    Asked("traders_displaced", "tri", _("Must traders move for a while?")),
    Asked("traders", "number", _("How many traders?")),
    Asked("amplified_sound", "tri", _("Is sound amplified?")),
    Asked("generator", "tri", _("Does a generator run?")),
    Asked("structures", "tri", _("Do you build sets, stages or towers?")),
)

EQUIPMENT = (
    Asked(
        "handheld_only",
        "tri",
        _("Only a camera in the hand or on one tripod?"),
    ),
)

OBJECTS: Mapping[str, tuple[Asked, ...]] = {
    "production": (*PRODUCTION, *EQUIPMENT),
    "minors": MINORS,
    "neighbourhood": NEIGHBOURHOOD,
}
LISTS: Mapping[str, tuple[Asked, ...]] = {
    "spots": SPOT,
    "days": DAY,
    "vehicles": VEHICLES,
    "traffic": TRAFFIC,
    "activities": ACTIVITIES,
    "animals": ANIMALS,
}
ANY: Mapping[str, Words] = {
    "vehicles": _("Do you bring vehicles?"),
    "traffic": _("Do you need something done to traffic or parking?"),
    "activities": _("Do you plan special activities (drone, fire, weapons, stunts …)?"),
    "animals": _("Are animals on set?"),
}
"""Lists of which "none" is an answer: asked first, rows follow a yes."""

WAYS: Mapping[str, Words] = {
    "site": _("A site of the catalogue"),
    "drawn": _("Another place in the city"),
    "elsewhere": _("Outside the city"),
}
ADD: Mapping[str, Words] = {
    "spots": _("Add a place"),
    "days": _("Add a day"),
    "vehicles": _("Add vehicles"),
    "traffic": _("Add a traffic measure"),
    "activities": _("Add an activity"),
    "animals": _("Add animals"),
}
ROW: Mapping[str, Words] = {
    "spots": _("Place %(n)d"),
    "days": _("Day %(n)d"),
    "vehicles": _("Vehicles %(n)d"),
    "traffic": _("Traffic measure %(n)d"),
    "activities": _("Activity %(n)d"),
    "animals": _("Animals %(n)d"),
}
