"""The sections of a pack that the city room reads, in the order of publication."""

from __future__ import annotations

from simpul.city.sections.areas import AREAS
from simpul.city.sections.authorities import AUTHORITIES, JURISDICTIONS
from simpul.city.sections.calendar import CALENDAR
from simpul.city.sections.library import CONDITIONS, DOCUMENTS, LAWS, SOURCES
from simpul.city.sections.rules import TABLES
from simpul.city.sections.settings import SETTINGS

SECTIONS = (
    SETTINGS,
    SOURCES,
    LAWS,
    AREAS,
    AUTHORITIES,
    JURISDICTIONS,
    DOCUMENTS,
    CONDITIONS,
    CALENDAR,
    TABLES,
)
