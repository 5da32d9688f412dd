"""What the room stores. Each file is one family; this one only gathers them."""

from simpul.market.models.afterwards import Outcome
from simpul.market.models.calls import Call, Entry, Material, MaterialAccess, Reading, Vote
from simpul.market.models.markets import Break, Market, Slot, Table, Talk, Venue, Walk
from simpul.market.models.meetings import Before, Meeting, MeetingPerson
from simpul.market.models.participants import Away, Badge, CheckIn, TalkSeat
from simpul.market.models.timetables import NoShow, Placed, Run, Seat, Timetable

__all__ = [
    "Away",
    "Badge",
    "Before",
    "Break",
    "Call",
    "CheckIn",
    "Entry",
    "Market",
    "Material",
    "MaterialAccess",
    "Meeting",
    "MeetingPerson",
    "NoShow",
    "Outcome",
    "Placed",
    "Reading",
    "Run",
    "Seat",
    "Slot",
    "Table",
    "Talk",
    "TalkSeat",
    "Timetable",
    "Venue",
    "Vote",
    "Walk",
]
