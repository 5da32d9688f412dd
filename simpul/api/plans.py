"""POST /plan: the same answer as the planner page and `simpul plan`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from ninja import Body, Query, Router
from pydantic import Field

from simpul.api.errors import REFUSALS, Strict, guarded
from simpul.city.queries import city_book
from simpul.kit.outcomes import InvalidInput
from simpul.permits.plan_calendar.data import calendar_data
from simpul.permits.planning.answer_data import to_json
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.plan_fields import FIRST_DAY, LAST_DAY
from simpul.permits.planning.planner import answer_plan

router = Router()


class PlanQuery(Strict):
    """`filed_on`: the day on which the application would be filed; without it, today."""

    filed_on: date | None = Field(
        None,
        ge=FIRST_DAY,
        le=LAST_DAY,
        description=gettext_noop("Day of filing, YYYY-MM-DD; else today"),
    )


@router.post(
    "/plan",
    response={200: dict[str, Any], **REFUSALS},
    summary=gettext_noop(
        "What a shoot needs: clearances in order, dates, fees, notices, open questions, clashes"
    ),
    operation_id="plan",
)
@guarded("plan", asks=PlanQuery, limit=60)
def plan(
    request: HttpRequest,
    filters: Query[PlanQuery],
    plan: Body[dict[str, Any]],
) -> Any:
    """The body is the plan (docs/plan.md). Nothing is stored."""
    book = city_book()
    parsed = parse_plan(plan, book)
    if not parsed.ok:
        raise InvalidInput(parsed.errors)
    filed_on = filters.filed_on or book.calendar.counts_as_filed(timezone.now())
    answer = answer_plan(parsed.plan, book, filed_on=filed_on)
    language = get_language() or "id"
    return 200, {**to_json(answer, language), "calendar": calendar_data(answer, language)}
