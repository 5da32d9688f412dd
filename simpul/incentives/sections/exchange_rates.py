"""exchange_rates.csv of a pack: what a foreign currency costs in the city's own, dated, sourced."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from simpul.city.sections.reading import Codes, provenance
from simpul.incentives.estimate.rates import LARGEST_RATE, Rate
from simpul.kit.packs import PackFolder, Problems, Row, Section, register_messages

FILE = "exchange_rates.csv"
COLUMNS = ("currency", "units", "amount", "law", "source", "status", "valid_from", "valid_to")

register_messages(
    {
        "not_iso_currency": {
            "id": "{value} bukan kode mata uang tiga huruf (ISO 4217)",
            "en": "{value} is not a currency code of three letters (ISO 4217)",
        },
    }
)


def _rates(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    """A city may have none: then every rate is asked of the reader."""
    if not pack.exists(FILE):
        return {"base": _own(pack), "rows": []}
    codes = Codes(pack)
    rows, seen = [], dict[tuple[str, str], int]()
    for row in pack.csv(FILE, problems, columns=COLUMNS, optional=()):
        currency = row.text("currency")
        if not re.fullmatch("[A-Z]{3}", currency):
            problems.at(row, "currency", "not_iso_currency", value=currency)
        key = (currency, row.text("valid_from"))
        if key in seen:
            problems.at(row, "currency", "duplicate", value=currency, line=seen[key])
        seen.setdefault(key, row.line)
        rows.append(
            {
                "currency": currency,
                "units": _number(row, "units", problems),
                "amount": _number(row, "amount", problems),
                **provenance(row, codes, problems),
            }
        )
    return {"base": _own(pack), "rows": rows}


def _own(pack: PackFolder) -> str:
    """The city's currency; whatever is wrong with city.toml its own section reports."""
    whole = pack.toml("city.toml", Problems())
    city = whole.get("city") if whole else None
    return str(city.get("currency", "")) if isinstance(city, Mapping) else ""


def _number(row: Row, field: str, problems: Problems) -> str:
    text = row.text(field)
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 < value <= LARGEST_RATE:
        problems.at(row, field, "not_number", value=text)
    return text


def rate_rows(content: Mapping[str, Any]) -> tuple[Rate, ...]:
    """The section's contents as rows of a `CityBook`; the base is the city's own currency."""
    return tuple(
        Rate(
            currency=row["currency"],
            units=Decimal(row["units"]),
            amount=Decimal(row["amount"]),
            base=content["base"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
            law=tuple(row["law"]),
            status=row["status"],
        )
        for row in content["rows"]
    )


EXCHANGE_RATES = Section("exchange_rates", _rates, {"id": "Nilai tukar", "en": "Exchange rates"})
