"""What `simpul node …` does: show this node's card, sign with a new key.

Each verb writes to the output it is given and returns the exit status: 0 done, 1 the answer is no.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.translation import gettext as _

from simpul.network.actions.nodes import renew_key
from simpul.network.exchange.identity import own_card
from simpul.network.exchange.keys import fingerprint

GOOD = 0


class Output(Protocol):
    """Where a command writes."""

    def say(self, text: str = "") -> None: ...
    def result(self, data: Any) -> None: ...


def card(*, output: Output) -> int:
    """What a partner enters of this node, and the fingerprint to tell it by another way."""
    own = own_card()
    data = own.data()
    for name in ("address", "country", "public_key"):
        output.say(f"{name}: {data[name]}")
    output.say(_("Fingerprint: %(digits)s") % {"digits": own.fingerprint})
    output.result({"ok": True, "card": data, "fingerprint": own.fingerprint})
    return GOOD


def new_key(*, output: Output) -> int:
    """Sign with a new key from now on; trusted nodes are told, signed with the old one."""
    made = renew_key()
    digits = fingerprint(made.public_text)
    output.say(
        _("Requests are signed with a new key. Fingerprint: %(digits)s") % {"digits": digits}
    )
    output.say(_("Partners' nodes are told by themselves. Make a backup: it holds the key."))
    output.result({"ok": True, "key": made.key_id, "fingerprint": digits})
    return GOOD
