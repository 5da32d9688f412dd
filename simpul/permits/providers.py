"""Payment providers: how one is asked to take money and how its word is checked.

A provider signs what it tells us. `read` returns the notice or raises NotAllowed; nothing else in
the program decides whether money came in. The city names the providers it uses; the one that is
shipped is for trying things out on one machine and takes no money.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from simpul.kit.outcomes import NotAllowed, NotVisible


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """What a provider told us: `amount` in `currency` arrived for `bill` at `paid_at`."""

    bill: str
    amount: Decimal
    currency: str
    reference: str
    paid_at: dt.datetime


class PaymentProvider(Protocol):
    """What the program needs of a payment provider."""

    code: str

    def read(self, headers: Mapping[str, str], body: bytes) -> PaymentNotice:
        """Check the signature over the whole body and read the notice."""


class TrialProvider:
    """Signs with HMAC-SHA256 over `timestamp.body`; only where settings.DEMO is on."""

    code = "trial"
    header = "X-Simpul-Signature"
    tolerance = dt.timedelta(minutes=10)

    def sign(self, body: bytes, at: dt.datetime) -> str:
        """The header a provider sends: `t=<unix seconds>,v1=<hex>`."""
        stamp = str(int(at.timestamp()))
        return f"t={stamp},v1={self._mac(stamp, body)}"

    def notice(self, bill: str, amount: Decimal, currency: str) -> tuple[dict[str, str], bytes]:
        """What this provider sends when somebody has paid a bill: headers and body."""
        now = dt.datetime.now(tz=dt.UTC)
        body = json.dumps(
            {
                "bill": bill,
                "amount": str(amount),
                "currency": currency,
                "reference": f"TRIAL-{uuid.uuid4().hex[:12].upper()}",
                "paid_at": now.isoformat(),
            }
        ).encode()
        return {self.header: self.sign(body, now)}, body

    def _mac(self, stamp: str, body: bytes) -> str:
        key = hashlib.sha256(b"trial-provider:" + settings.SECRET_KEY.encode()).digest()
        return hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()

    def read(self, headers: Mapping[str, str], body: bytes) -> PaymentNotice:
        """The notice, if the signature is ours and fresh."""
        parts = dict(
            item.split("=", 1) for item in headers.get(self.header, "").split(",") if "=" in item
        )
        stamp = parts.get("t", "")
        expected = self._mac(stamp, body)
        if not stamp.isdigit() or not hmac.compare_digest(
            expected.encode(), parts.get("v1", "").encode()
        ):
            raise NotAllowed(_("The signature of this notice is wrong."))
        sent = dt.datetime.fromtimestamp(int(stamp), tz=dt.UTC)
        if abs(dt.datetime.now(tz=dt.UTC) - sent) > self.tolerance:
            raise NotAllowed(_("This notice is too old."))
        try:
            data = json.loads(body)
            return PaymentNotice(
                bill=str(data["bill"]),
                amount=Decimal(str(data["amount"])),
                currency=str(data["currency"]),
                reference=str(data["reference"])[:100],
                paid_at=dt.datetime.fromisoformat(data["paid_at"]),
            )
        except (ValueError, KeyError, TypeError, InvalidOperation):
            raise NotAllowed(_("This notice cannot be read.")) from None


def providers() -> dict[str, PaymentProvider]:
    """The providers of this node by code."""
    found: dict[str, PaymentProvider] = {}
    if settings.DEMO:
        found[TrialProvider.code] = TrialProvider()
    return found


def provider_named(code: str) -> PaymentProvider:
    """The provider, or NotVisible: an unknown provider's address does not exist."""
    try:
        return providers()[code]
    except KeyError:
        raise NotVisible(_("Not found.")) from None
