"""Sites and their terms; grounds, holds and what is taken; streets and bus lines.

The states of a hold: `states.py`.
"""

from simpul.places.models.events import ImportedEvent
from simpul.places.models.ground import Ground, GroundPart
from simpul.places.models.hold import LARGEST_RADIUS_M, Booking, Hold, Taken
from simpul.places.models.site import LONGEST_NOTICE, MOST_PEOPLE, Site, Terms
from simpul.places.models.streets import Street
from simpul.places.models.transit import BusFeed, BusRoute, BusShape, BusStop
from simpul.places.models.units import NeighbourhoodUnit, QuietSpot
from simpul.places.models.withdrawn import Withdrawn

__all__ = [
    "LARGEST_RADIUS_M",
    "LONGEST_NOTICE",
    "MOST_PEOPLE",
    "Booking",
    "BusFeed",
    "BusRoute",
    "BusShape",
    "BusStop",
    "Ground",
    "GroundPart",
    "Hold",
    "ImportedEvent",
    "NeighbourhoodUnit",
    "QuietSpot",
    "Site",
    "Street",
    "Taken",
    "Terms",
    "Withdrawn",
]
