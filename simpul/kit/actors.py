"""Who acts. An `Actor` is loaded once per request (or job) and handed to every action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

APART = ("incentive_", "market_", "partnerships_")
"""How the roles begin that have nothing to do with permits."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a link without account, an API key or the system, with what it may be.

    `kind`: "user" | "link" | "system" | "public". `id`: stable text for the journal.
    `roles`: staff roles in force today: case_officer, head_of_service, auditor, administrator,
    legal_editor, incentive_officer, incentive_auditor, incentive_approver, incentive_payer,
    market_officer, market_selector, partnerships_officer.
    `desks`: authority code -> level ("read" | "answer" | "manage").
    `companies`: organisation id -> membership role ("owner" | "producer" | "member" | "viewer").
    `interests`: organisation ids in which the person declared an interest.
    `second_factor`: the person has a second factor set up and used it in this session.
    `scope`: for links, the one object the link is good for, e.g. "clearance:42".
    """

    kind: str
    id: str
    label: str
    user_id: int | None = None
    language: str = "id"
    roles: frozenset[str] = frozenset()
    desks: Mapping[str, str] = field(default_factory=dict)
    companies: Mapping[int, str] = field(default_factory=dict)
    interests: frozenset[int] = frozenset()
    second_factor: bool = False
    scope: str = ""

    def has_role(self, *roles: str) -> bool:
        """True if any of the staff roles is held today."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        """A role in the commission itself (not a desk, not a company)."""
        return bool(self.roles)

    @property
    def is_permit_staff(self) -> bool:
        """A role in the commission that has to do with permits: money or markets alone have not."""
        return any(not role.startswith(APART) for role in self.roles)


PUBLIC = Actor(kind="public", id="public", label="public")


def system_actor(name: str) -> Actor:
    """The program itself, e.g. `system_actor("worker")`."""
    return Actor(kind="system", id=f"system:{name}", label=name)
