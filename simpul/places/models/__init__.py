"""Sites and their terms; grounds, holds and what is taken. The states of a hold: `states.py`."""

from simpul.places.models.ground import Ground, GroundPart
from simpul.places.models.hold import LARGEST_RADIUS_M, Booking, Hold, Taken
from simpul.places.models.site import LONGEST_NOTICE, MOST_PEOPLE, Site, Terms

__all__ = [
    "LARGEST_RADIUS_M",
    "LONGEST_NOTICE",
    "MOST_PEOPLE",
    "Booking",
    "Ground",
    "GroundPart",
    "Hold",
    "Site",
    "Taken",
    "Terms",
]
