"""Between commissions: who this node is, what a passport looks like, and the door for messages of
other nodes."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from simpul.api.errors import REFUSALS, Trouble, guarded, trouble
from simpul.network.exchange import envelope
from simpul.network.exchange.identity import own_card
from simpul.network.exchange.receiving import receive
from simpul.network.exchange.signing import NotAccepted, WrongClock
from simpul.network.passports.format.schema import schema

log = logging.getLogger(__name__)
router = Router()
SIGNED: dict[Any, Any] = {frozenset({400, 401, 404, 409, 413, 422, 429}): Trouble}


class CardOut(Schema):
    """What a node publishes of itself. `public_key`: Ed25519, base64url. Trust it only after its
    fingerprint was compared by another way."""

    simpul_node: int
    names: dict[str, str]
    country: str
    address: str
    public_key: str


class ReceiptOut(Schema):
    """The message with this number was carried out; `again`: it had been before."""

    id: uuid.UUID
    again: bool


@router.get(
    "/network/node",
    response={200: CardOut, **REFUSALS},
    summary=gettext_noop("The card of this node, for partner commissions"),
    operation_id="network_node",
)
@guarded("network_node", asks=Schema, limit=60)
def node(request: HttpRequest) -> Any:
    """Public; 409 while no city pack is in force."""
    return 200, own_card().data()


@router.get(
    "/network/passport-schema",
    response={200: dict[str, Any], **REFUSALS},
    summary=gettext_noop("Project passport as JSON Schema"),
    operation_id="passport_schema",
)
@guarded("passport_schema", asks=Schema, limit=60)
def passport_schema(request: HttpRequest) -> Any:
    """docs/project-passport.md explains the fields."""
    return 200, schema()


@router.post(
    "/network/messages",
    response={200: ReceiptOut, **SIGNED},
    summary=gettext_noop("A signed message of a trusted node"),
    operation_id="network_message",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["simpul", "id", "kind", "about"],
                        "properties": {
                            "simpul": {"const": envelope.VERSION},
                            "id": {"type": "string", "format": "uuid"},
                            "kind": {"enum": list(envelope.KINDS)},
                            "about": {"type": "object"},
                        },
                    }
                }
            },
        }
    },
)
@guarded("network_message", asks=Schema, limit=120)
def message(request: HttpRequest) -> Any:
    """Signed as RFC 9421 says, with the digest of RFC 9530. Whoever is not trusted learns nothing
    but that; 401 with the code "clock" is for a trusted node whose clock is wrong."""
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal():
        return trouble(400, "unreadable", _("This could not be read"))
    if int(length) > envelope.LARGEST:
        return trouble(413, "too_large", _("This is too large"))
    try:
        receipt = receive(headers=request.headers, body=request.body)
    except WrongClock as wrong:
        log.warning("a trusted node signed at %s", wrong)
        return trouble(401, "clock", _("The request was not signed at this time. Set the clock."))
    except NotAccepted as refused:
        log.warning("a message of another node was refused: %s", refused)
        return _not_accepted()
    return 200, {"id": receipt.number, "again": receipt.again}


def _not_accepted() -> HttpResponse:
    """The same for everybody who is not trusted, whatever was wrong."""
    return trouble(401, "not_accepted", _("This request was not accepted."))
