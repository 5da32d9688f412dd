"""How an action says no. Views, API, jobs and commands translate these, none of them decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """May this be done? With the reason, so that a page can say why not."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)


def no(reason: str) -> Answer:
    """A refusal with the sentence a person reads."""
    return Answer(False, reason)


class ActionError(Exception):
    """An action that did not happen. `str()` is the sentence for the person who asked."""


class NotAllowed(ActionError):
    """The actor may see the thing but may not do this."""


class NotVisible(ActionError):
    """For this actor the thing does not exist; answered as 404, never as 403."""


class WrongState(ActionError):
    """The thing is no longer where the actor thought: somebody was first, or a step is missing."""


class InvalidInput(ActionError):
    """What was typed cannot be accepted; `errors` maps a field path to its messages."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors = {field: list(messages) for field, messages in errors.items()}
        super().__init__("; ".join(m for ms in self.errors.values() for m in ms))
