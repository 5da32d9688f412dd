"""The sections of a pack that the room of places reads."""

from __future__ import annotations

from simpul.places.sections.calendar import CALENDAR_RULES
from simpul.places.sections.sites import SITES

SECTIONS = (SITES, CALENDAR_RULES)
