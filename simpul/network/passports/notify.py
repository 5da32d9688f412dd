"""Who hears of passports and nodes. Called inside the action's transaction.

Letters name the production and the partner, never what is in a passport.
"""

from __future__ import annotations

from collections.abc import Iterable

from simpul.network.letters import write
from simpul.network.models import Node, NodeKey, Outgoing, ReceivedPassport, Share
from simpul.people.models import User
from simpul.people.queries import members_of, staff_with_role

WATCHING = ("partnerships_officer", "head_of_service")


def shared(share: Share) -> None:
    """All owners of the company know what one of them gave."""
    _about(share, "passport_shared", members_of(share.production.company_id, "owner"))


def ended(share: Share) -> None:
    """The company knows that a share is over."""
    people = members_of(share.production.company_id, "owner", "producer")
    _about(share, f"passport_{share.state}", people)


def _about(share: Share, template: str, people: Iterable[User]) -> None:
    write(
        people,
        template,
        share.subject,
        page=("share", share.pk),
        key=f"{template}:{share.pk}",
        production=share.production.title,
        partner=share.partner.name,
        ends_on=share.ends_on,
    )


def passport_arrived(row: ReceivedPassport) -> None:
    """Those who look after partners."""
    write(
        staff_with_role(*WATCHING),
        "passport_arrived",
        row.subject,
        page=("received_passport", row.pk),
        key=f"passport-arrived:{row.pk}",
        partner=row.node.partner.name,
        ends_on=row.ends_on,
    )


def not_delivered(message: Outgoing) -> None:
    """A message gave up: somebody must call the partner."""
    write(
        staff_with_role(*WATCHING),
        "node_unreached",
        message.node.subject,
        page=("node", message.node_id),
        key=f"node-unreached:{message.pk}:{message.queued_at:%Y%m%d%H%M%S}",
        partner=message.node.partner.name,
    )


def key_changed(node: Node, key: NodeKey) -> None:
    """A partner's node signs with another key from now on."""
    write(
        staff_with_role(*WATCHING),
        "node_key_changed",
        node.subject,
        page=("node", node.pk),
        key=f"node-key:{key.pk}",
        partner=node.partner.name,
    )
