"""The closed list of facts of filming: what a rule of any city may ask about a shoot.

A new fact is written in facts_whole.py or facts_place.py, with its words in every language, and
computed from a plan in permits/planning/facts.py.
"""

from __future__ import annotations

from simpul.rulebook.facts_place import SPOT, SPOT_DAY
from simpul.rulebook.facts_whole import (
    ACTIVITIES_AND_NEIGHBOURS,
    PLACES,
    PRODUCTION,
    TRAFFIC_AND_VEHICLES,
)
from simpul.rulebook.facttypes import (
    SCOPES,
    Fact,
    FactList,
    FactProblem,
    FactType,
    FactValue,
)

__all__ = [
    "FILMING_FACTS",
    "SCOPES",
    "Fact",
    "FactList",
    "FactProblem",
    "FactType",
    "FactValue",
]

FILMING_FACTS = FactList(
    [
        *PRODUCTION,
        *PLACES,
        *TRAFFIC_AND_VEHICLES,
        *ACTIVITIES_AND_NEIGHBOURS,
        *SPOT,
        *SPOT_DAY,
    ]
)
"""The list every rule table of a city pack is read against."""
