from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pytest

from simpul.kit.moves import Move, Moves


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Told(Move[Lamp]):
    told: bool = False


LINES = (
    Move(Lamp.OFF, "switch", Lamp.ON, "anybody"),
    Move(Lamp.ON, "switch", Lamp.OFF, "anybody"),
    *(Move(state, "drop", Lamp.BROKEN, "nobody", "a floor") for state in (Lamp.OFF, Lamp.ON)),
)


def test_every_line_is_found_by_its_state_and_verb_and_nothing_else_is():
    table = Moves(LINES)
    known = {(line.source, line.verb): line for line in LINES}
    for state in Lamp:
        for verb in ("switch", "drop", "mend", ""):
            line = known.get((state, verb))
            assert table.find(state, verb) is line
            assert table.may_move(state, verb) == (line is not None)


def test_a_state_as_it_is_stored_finds_the_line_of_the_state_as_it_is_named():
    table = Moves(LINES)
    assert table.find("off", "switch") is LINES[0]
    assert not table.may_move("broken", "switch")
    assert not table.may_move("OFF", "switch")


def test_two_lines_for_one_step_are_refused_instead_of_one_being_lost():
    with pytest.raises(ValueError, match="two lines for “switch” in “off”"):
        Moves((*LINES, Move(Lamp.OFF, "switch", Lamp.BROKEN, "anybody")))


def test_a_room_may_say_more_on_its_lines():
    table = Moves((Told(Lamp.OFF, "switch", Lamp.ON, "anybody", told=True),))
    found = table.find("off", "switch")
    assert found is not None and found.told and found.needs == ""


def test_a_line_cannot_be_changed():
    with pytest.raises(AttributeError):
        LINES[0].target = Lamp.BROKEN
