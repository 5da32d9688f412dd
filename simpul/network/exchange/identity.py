"""Who this node is to others: the lead agency of the city's pack, its address, its key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.network.exchange import addresses, keys
from simpul.network.passports.format.document import Party
from simpul.network.passports.format.values import BadValue, clean_text, matched

CARD_VERSION = 1
LARGEST_CARD = 4000


@dataclass(frozen=True, slots=True)
class Card:
    """What a node publishes of itself."""

    names: Mapping[str, str]
    country: str
    address: str
    public_key: str

    @property
    def fingerprint(self) -> str:
        """What two people compare."""
        return keys.fingerprint(self.public_key)

    def data(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "simpul_node": CARD_VERSION,
            "names": dict(self.names),
            "country": self.country,
            "address": self.address,
            "public_key": self.public_key,
        }


def anywhere() -> bool:
    """May requests go to inner addresses and by http? In a demonstration, and where the operator
    says so."""
    return bool(settings.NODE_ADDRESSES == "any")


def own_party() -> Party:
    """The commission of this node. WrongState while no pack is in force or it names no country."""
    book = city_book()
    agency = book.authorities.get(book.settings.lead_agency)
    names = dict(agency.names if agency else book.settings.official_names)
    if not book.settings.country:
        raise WrongState(_("The city pack does not name the country, which other nodes must know."))
    return Party(names, book.settings.country)


def own_card() -> Card:
    """What this node publishes of itself."""
    party = own_party()
    return Card(party.names, party.country, settings.PUBLIC_URL, keys.own_key().public_text)


def read_card(text: str) -> Card:
    """A card somebody pasted. Raises InvalidInput on the field "card"."""
    if len(text) > LARGEST_CARD:
        raise _bad(_("This is too long for the card of a node."))
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise _bad(_("This is not the card of a node: copy it whole, from { to }.")) from None
    wanted = {"simpul_node", "names", "country", "address", "public_key"}
    if not isinstance(given, dict) or set(given) != wanted or given["simpul_node"] != CARD_VERSION:
        raise _bad(_("This is not the card of a node: copy it whole, from { to }."))
    names = given["names"]
    try:
        if not isinstance(names, dict) or not 0 < len(names) <= 10:
            raise BadValue("names")
        kept = {
            matched(code, "[a-zA-Z-]{2,10}"): clean_text(one, 200) for code, one in names.items()
        }
        country = matched(given["country"], "[A-Z]{2}")
        key = matched(given["public_key"], "[A-Za-z0-9_-]{43}")
        keys.public_key(key)
    except (BadValue, ValueError):
        raise _bad(_("The card has a name, a country or a key that cannot be read.")) from None
    return Card(kept, country, _address(given["address"]), key)


def _address(given: object) -> str:
    try:
        return addresses.parse(str(given), anywhere=anywhere()).text
    except addresses.BadAddress as bad:
        raise _bad(
            {
                "https_only": _("The address of the node must begin with https://."),
                "inner_address": _("The address of the node is not one of the public internet."),
            }.get(bad.code, _("The address of the node cannot be read."))
        ) from None


def _bad(sentence: str) -> InvalidInput:
    return InvalidInput({"card": [sentence]})
