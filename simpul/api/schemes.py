"""GET /schemes, GET /schemes/{id}, POST /schemes/{id}/quote: schemes, what they give."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, gettext_noop
from ninja import Body, Query, Router
from pydantic import Field

from simpul.api.errors import REFUSALS, Strict, guarded
from simpul.incentives import catalogue, words
from simpul.incentives.answer_data import quote_data, scheme_data, scheme_head
from simpul.incentives.estimate.answers import from_file
from simpul.incentives.estimate.quoting import quoted
from simpul.incentives.listing import holds
from simpul.kit.outcomes import InvalidInput
from simpul.permits.planning.plan_fields import FIRST_DAY, LAST_DAY

router = Router()


class SchemesQuery(Strict):
    """`on`: only what is in force on that day. `country`: two letters."""

    on: date | None = Field(
        None,
        ge=FIRST_DAY,
        le=LAST_DAY,
        description=gettext_noop("Only what is in force on that day"),
    )
    country: str = Field(
        "", pattern="^([A-Z]{2})?$", description=gettext_noop("Country, two letters")
    )


class Nothing(Strict):
    """No parameters."""


@router.get(
    "/schemes",
    response={200: list[dict[str, Any]], **REFUSALS},
    summary=gettext_noop("Incentive schemes, each with how sure it is"),
    operation_id="schemes",
)
@guarded("schemes", asks=SchemesQuery, limit=60)
def schemes(request: HttpRequest, filters: Query[SchemesQuery]) -> Any:
    """All versions, or those in force on a day. A proposal and “no data” are never in force."""
    language = get_language() or "id"
    found = [
        scheme_head(one, language)
        for one in catalogue.schemes().values()
        if (not filters.country or one.country == filters.country)
        and (filters.on is None or holds(one, filters.on))
    ]
    return 200, found


@router.get(
    "/schemes/{scheme_id}",
    response={200: dict[str, Any], **REFUSALS},
    summary=gettext_noop("One scheme: what it asks, tests, reckons, and its sources"),
    operation_id="scheme",
)
@guarded("scheme", asks=Nothing, limit=120)
def scheme(request: HttpRequest, scheme_id: str) -> Any:
    """404 for an unknown id."""
    return 200, scheme_data(catalogue.by_id(scheme_id), get_language() or "id")


@router.post(
    "/schemes/{scheme_id}/quote",
    response={200: dict[str, Any], **REFUSALS},
    summary=gettext_noop("What a scheme gives for these answers, step by step"),
    operation_id="scheme_quote",
)
@guarded("scheme-quote", asks=Nothing, limit=60)
def quote(request: HttpRequest, scheme_id: str, facts: Body[dict[str, Any]]) -> Any:
    """The body: input → value. Amounts as whole numbers or text ("1250.50"); shares as "32%".
    Nothing is stored. A missing fact is named, never guessed."""
    found = catalogue.by_id(scheme_id)
    answers = from_file(found, facts)
    if answers.wrong:
        raise InvalidInput({name: [words.why_wrong(why)] for name, why in answers.wrong.items()})
    return 200, quote_data(found, quoted(found, answers.facts), get_language() or "id")
