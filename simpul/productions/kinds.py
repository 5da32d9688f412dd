"""What a production may be and who its key people are (data dictionary 5.1)."""

from __future__ import annotations

from simpul.rulebook.choices import PRODUCTION_TYPES

KINDS = tuple(PRODUCTION_TYPES)

PERSON_ROLES = (
    "producer",
    "line_producer",
    "director",
    "unit_production_manager",
    "location_manager",
    "assistant_location_manager",
    "safety_officer",
)
