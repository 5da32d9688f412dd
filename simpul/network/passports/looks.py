"""How states of shares, received passports, nodes and their messages look."""

from __future__ import annotations

from simpul.network.models import Node, Outgoing, ReceivedPassport, Share
from simpul.web import statuses

_SHARES = {"given": "good", "revoked": "quiet", "expired": "quiet"}
_THEIRS = {"": "quiet", "waiting": "wait", "held": "good", "deleted": "quiet", "unreached": "bad"}
_RECEIVED = {"held": "good", "revoked": "quiet", "expired": "quiet"}
_NODES = {"proposed": "next", "trusted": "good", "ended": "bad"}
_MESSAGES = {"queued": "wait", "delivered": "good", "failed": "bad", "dropped": "quiet"}


def register() -> None:
    """Tell the frame the words of this topic."""
    for prefix, choices, tones in (
        ("share", Share.State, _SHARES),
        ("theirs", Share.Theirs, _THEIRS),
        ("received", ReceivedPassport.State, _RECEIVED),
        ("node", Node.State, _NODES),
        ("node_message", Outgoing.State, _MESSAGES),
    ):
        statuses.register(
            {f"{prefix}.{one.value}": (one.label, tones[one.value]) for one in choices}
        )
