"""Pages about what the shoot does: traffic, special activities, children, animals, neighbours."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from simpul.permits.applying.asks.base import Ask, Page, Row, Rows, always, first_capital, question
from simpul.permits.applying.asks.ground import date_in_words, hours_in_words, spot_name
from simpul.permits.applying.details import AGE_BANDS, NOTICE_METHODS, SENSITIVE
from simpul.permits.applying.draft import Draft
from simpul.permits.wording import ACTIVITIES, ROAD_CLASSES, TRAFFIC, name

NEAR = "plan.neighbourhood"
# Whoever does these must show a licence or certificate; the law is in the rule rows.
_LICENSED = frozenset(
    {
        "uas_drone", "aircraft_manned", "balloon", "parachute", "pyro_explosion", "pyro_small",
        "firearm_blank", "firearm_replica", "bullet_hit", "car_stunt", "high_speed_drive",
        "high_fall_rigging", "crane_jib", "scaffold", "boat", "hazardous_material",
        "fireworks",
    }
)  # fmt: skip
_KEEP_AWAY = frozenset(
    {
        "uas_drone", "pyro_explosion", "pyro_small", "open_flame", "bullet_hit", "firearm_blank",
        "car_stunt", "high_speed_drive", "high_fall_rigging", "crane_jib", "hazardous_material",
        "fireworks",
    }
)  # fmt: skip
_HOLDS = frozenset({"intermittent_control", "rolling_block"})
_ROADWAY = frozenset({"lane_closure", "full_closure", "intermittent_control", "rolling_block"})


def _of(attribute: str, codes: frozenset[str]) -> Any:
    return lambda draft, row: row.get(attribute) in codes


def _dates(row: Row) -> str:
    dates = row.get("dates")
    if not isinstance(dates, list) or not dates:
        return ""
    first = date_in_words(dates[0])
    return (
        first
        if len(dates) == 1
        else gettext("%(first)s and %(n)d more")
        % {
            "first": first,
            "n": len(dates) - 1,
        }
    )


def _measure(draft: Draft, row: Row) -> tuple[str, str]:
    where = row.get("road") or (spot_name(draft, row["spot"]) if row.get("spot") else "")
    parts = [str(where or ""), _dates(row), hours_in_words(row)]
    title = first_capital(name(TRAFFIC, row.get("kind"))) or "—"
    return title, " · ".join(part for part in parts if part)


def _activity(draft: Draft, row: Row) -> tuple[str, str]:
    parts = [
        spot_name(draft, row["spot"]) if row.get("spot") else "",
        _dates(row),
        str(row.get("operator") or ""),
    ]
    title = first_capital(name(ACTIVITIES, row.get("code"))) or "—"
    return title, " · ".join(part for part in parts if part)


def _animal(draft: Draft, row: Row) -> tuple[str, str]:
    return f"{row.get('count') or '?'} × {row.get('species') or '—'}", ""


def _several_spots(draft: Draft, row: Row) -> bool:
    return len((draft.data.get("plan") or {}).get("spots") or ()) > 1


def _with_minors(draft: Draft, row: Row) -> bool:
    return bool(draft.plan.minors.count)


def has_animals(draft: Draft) -> bool:
    return bool(draft.plan.animals)


def _traders(draft: Draft, row: Row) -> bool:
    return bool(draft.plan.neighbourhood.traders_displaced)


def _neighbours_hear(draft: Draft) -> bool:
    """Somebody lives or trades where it happens, or the street changes."""
    near = draft.plan.neighbourhood
    return bool(
        near.traders_displaced
        or near.amplified_sound
        or near.generator
        or near.structures
        or draft.plan.traffic
        or any(spot.residential for spot in draft.plan.spots)
    )


TRAFFIC_PAGE = Page(
    code="traffic",
    slug="lalu-lintas",
    title=_("Traffic and parking measures"),
    group="impact",
    kind="rows",
    why=_(
        "Closing a lane or holding traffic is decided by the traffic police and the transport "
        "agency, each with its own deadline. Filming on a footpath that stays free needs none."
    ),
    rows=Rows(
        at="plan.traffic",
        extra="details.traffic",
        letter="t",
        first="kind",
        one=_("Traffic measure"),
        add=_("Add a traffic measure"),
        summary=_measure,
        question=_("Must traffic, parking or the footpath be changed?"),
    ),
    asks=(
        Ask("kind", "choice", _("What is needed?"), required=always, choices=TRAFFIC),
        Ask("spot", "spot", _("At which place"), when=_several_spots),
        Ask("road", "text", _("Name of the road"), required=always),
        Ask("from_to", "text", _("From where to where"), at="extra", required=always),
        Ask("road_class", "choice", _("Class of the road"), required=always, choices=ROAD_CLASSES),
        Ask(
            "lanes",
            "count",
            _("How many lanes"),
            required=_of("kind", frozenset({"lane_closure"})),
            when=_of("kind", _ROADWAY),
        ),
        Ask("length_m", "measure", _("Length of road, in metres"), required=always),
        Ask("direction", "text", _("Direction"), at="extra", when=_of("kind", _ROADWAY)),
        Ask("bus_corridor", "yesno", question("bus_corridor"), required=always),
        Ask("bus_services", "yesno", question("bus_services"), required=always),
        Ask("dates", "dates", _("On which days"), required=always),
        Ask("from", "clock", _("From"), required=always),
        Ask("to", "clock", _("Until"), required=always),
        Ask("overnight", "tick", _("It goes on past midnight")),
        Ask(
            "max_hold_min",
            "count",
            _("Longest moment for which traffic stands, in minutes"),
            at="extra",
            required=_of("kind", _HOLDS),
            when=_of("kind", _HOLDS),
        ),
        Ask("marshals", "count", _("Marshals of the production"), at="extra"),
        Ask("police_officers", "count", _("Police officers asked for"), at="extra"),
        Ask("detour", "lines", _("Detour, if any"), at="extra", when=_of("kind", _ROADWAY)),
    ),
)

ACTIVITIES_PAGE = Page(
    code="activities",
    slug="kegiatan-khusus",
    title=_("Special activities"),
    group="impact",
    kind="rows",
    why=_(
        "Drones, explosions, weapons or stunts are decided on their own. If one of them waits, "
        "the rest of your shoot can still be permitted."
    ),
    rows=Rows(
        at="plan.activities",
        extra="details.activities",
        letter="a",
        first="code",
        one=_("Special activity"),
        add=_("Add a special activity"),
        summary=_activity,
        question=_("Are there special activities: drone, fire, weapons, stunts, crowds?"),
    ),
    asks=(
        Ask("code", "choice", _("What kind of activity?"), required=always, choices=ACTIVITIES),
        Ask("spot", "spot", _("At which place"), required=_several_spots, when=_several_spots),
        Ask("dates", "dates", _("On which days"), required=always),
        Ask("description", "lines", _("Describe it"), required=always),
        Ask(
            "height_m",
            "measure",
            question("drone_height_m"),
            required=_of("code", frozenset({"uas_drone"})),
            when=_of("code", frozenset({"uas_drone"})),
        ),
        Ask(
            "calibre_in",
            "measure",
            question("fireworks_calibre_in"),
            required=_of("code", frozenset({"fireworks"})),
            when=_of("code", frozenset({"fireworks"})),
        ),
        Ask(
            "operator",
            "text",
            _("Who carries it out"),
            required=_of("code", _LICENSED),
            hint=_("Company or person who is responsible for it."),
        ),
        Ask(
            "operator_licence",
            "text",
            _("Licence or certificate number"),
            when=_of("code", _LICENSED),
        ),
        Ask(
            "licence_expiry",
            "day",
            _("Licence valid until"),
            at="extra",
            when=_of("code", _LICENSED),
        ),
        Ask("equipment", "lines", _("Equipment"), at="extra"),
        Ask(
            "radius_m",
            "measure",
            _("Distance nobody else may come within, in metres"),
            required=_of("code", _KEEP_AWAY),
            when=_of("code", _KEEP_AWAY),
        ),
        Ask("measures", "lines", _("How people are kept safe"), at="extra", required=always),
    ),
)

MINORS = Page(
    code="minors",
    slug="anak",
    title=_("Children"),
    group="impact",
    why=_("The law limits how long children may work. Give numbers only, never names."),
    asks=(
        Ask(
            "count",
            "count",
            _("How many people under 18 take part?"),
            at="plan.minors",
            required=always,
            hint=_("Write 0 if there are none."),
        ),
        Ask(
            "max_hours",
            "measure",
            question("minors_hours"),
            at="plan.minors",
            required=_with_minors,
            when=_with_minors,
        ),
        Ask(
            "age_band",
            "choice",
            _("How old are they?"),
            at="details.minors",
            required=_with_minors,
            when=_with_minors,
            choices=AGE_BANDS,
        ),
        Ask(
            "chaperone",
            "text",
            _("Who looks after them on set"),
            at="details.minors",
            required=_with_minors,
            when=_with_minors,
        ),
        Ask(
            "tutor",
            "yesno",
            _("Is there a tutor on school days?"),
            at="details.minors",
            when=_with_minors,
        ),
        Ask(
            "consent",
            "yesno",
            _("Have the parents or guardians agreed in writing?"),
            at="details.minors",
            required=_with_minors,
            when=_with_minors,
        ),
    ),
)

ANIMALS = Page(
    code="animals",
    slug="hewan",
    title=_("Animals"),
    group="impact",
    kind="rows",
    why=_("Protected species need the nature conservation office; every animal needs its keeper."),
    rows=Rows(
        at="plan.animals",
        one=_("Animal"),
        add=_("Add animals"),
        summary=_animal,
        question=_("Do animals take part?"),
    ),
    asks=(
        Ask("species", "text", _("Species"), required=always),
        Ask("count", "count", _("How many"), required=always),
        Ask("protected", "yesno", question("protected_species"), required=always),
    ),
)

KEEPER = Page(
    code="keeper",
    slug="pawang",
    title=_("Who looks after the animals"),
    group="impact",
    when=has_animals,
    asks=(
        Ask("handler", "text", _("Handler"), at="details.animals", required=always),
        Ask("vet", "text", _("Veterinarian or health certificate"), at="details.animals"),
    ),
)

AROUND = Page(
    code="around",
    slug="sekitar",
    title=_("What people nearby will notice"),
    group="impact",
    why=_("Sub-district, RT/RW and traders are told where the shoot touches their day."),
    asks=(
        Ask("amplified_sound", "yesno", question("amplified_sound"), at=NEAR, required=always),
        Ask("generator", "yesno", question("generator"), at=NEAR, required=always),
        Ask("structures", "yesno", question("temporary_structures"), at=NEAR, required=always),
        Ask("traders_displaced", "yesno", question("traders_displaced"), at=NEAR, required=always),
        Ask("traders", "count", question("traders"), at=NEAR, required=_traders, when=_traders),
    ),
)

NEIGHBOURS = Page(
    code="neighbours",
    slug="warga",
    title=_("Neighbours and traders"),
    group="impact",
    when=_neighbours_hear,
    why=_("Neighbours who know in time complain less. No fee is owed to anybody for telling them."),
    asks=(
        Ask(
            "radius_m",
            "count",
            _("How far around are people told, in metres?"),
            at="details.neighbours",
            required=always,
        ),
        Ask("households", "count", _("Households, roughly"), at="details.neighbours"),
        Ask("businesses", "count", _("Shops and businesses, roughly"), at="details.neighbours"),
        Ask(
            "sensitive",
            "choices",
            _("What is close by?"),
            at="details.neighbours",
            choices=SENSITIVE,
        ),
        Ask(
            "methods",
            "choices",
            _("How are they told?"),
            at="details.neighbours",
            required=always,
            choices=NOTICE_METHODS,
        ),
        Ask("rt_rw", "text", _("RT and RW, if known"), at="details.neighbours"),
        Ask(
            "compensation",
            "lines",
            _("How traders are compensated"),
            at="details.neighbours",
            required=_traders,
            when=_traders,
            hint=_("An agreement in writing with each trader; never through a middleman."),
        ),
    ),
)
