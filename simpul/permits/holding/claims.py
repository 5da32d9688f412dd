"""What a case wants of the city's ground, and which holds it has there.

A permit and all its amendments are one holder: they are never in each other's way.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from simpul.kit.actors import Actor
from simpul.permits import wording
from simpul.permits.case_book import book_of
from simpul.permits.models import Application, CaseHold, Permit
from simpul.permits.planned_uses import PlanUse, uses_of
from simpul.permits.planning.plan import Plan, parse_plan
from simpul.places.actions.planned import uses_of_plan
from simpul.places.models import Hold
from simpul.places.near import Use
from simpul.places.planned import prepare
from simpul.places.states import LIVE, UNCONFIRMED

if TYPE_CHECKING:
    from simpul.city.book import CityBook

KIND = "application"
_DAY = timedelta(days=1)


def holder_of(application: Application) -> str:
    """The calendar's name for the case: that of the first request of its permit."""
    return f"{KIND}:{root_of(application)}"


def root_of(application: Application) -> uuid.UUID:
    """The request that began the permit which this one amends; itself where it amends none."""
    if application.amends is None:
        return application.pk
    first = Permit.objects.filter(number=application.amends.number, version=1)
    found: uuid.UUID = first.values_list("application_id", flat=True)[0]
    return found


def waiting_hold(application: Application) -> Hold | None:
    """Its pencil note or option."""
    return _linked(application).filter(state__in=UNCONFIRMED).first()


def confirmed_hold(application: Application) -> Hold | None:
    """The ground that its permit has."""
    return Hold.objects.filter(holder=holder_of(application), state=Hold.State.CONFIRMED).first()


def live_holds(application: Application, *, holder: str = "") -> list[Hold]:
    """What waits and what is confirmed, of this case: what its permit has counts. `holder`: of
    `holder_of`, where the caller has it already."""
    own = CaseHold.objects.filter(application=application).values("hold")
    found = Hold.objects.filter(holder=holder or holder_of(application)).filter(
        Q(state=Hold.State.CONFIRMED) | Q(state__in=UNCONFIRMED, pk__in=own)
    )
    return list(found.order_by("state", "pk"))


def family_holds(application: Application) -> list[Hold]:
    """Every live hold of the permit and of its amendments."""
    return list(
        Hold.objects.filter(holder=holder_of(application), state__in=LIVE).order_by("state", "pk")
    )


def own_holders(actor: Actor, since: datetime) -> frozenset[str]:
    """The calendar's names of the cases of the actor's companies that hold ground after a moment.
    One statement; none for those without a company."""
    if not actor.companies:
        return frozenset()
    cases = CaseHold.objects.filter(
        application__company_id__in=list(actor.companies),
        hold__state__in=LIVE,
        hold__bookings__during__endswith__gt=since,
    )
    return frozenset(cases.order_by().values_list("hold__holder", flat=True).distinct())


def _linked(application: Application) -> QuerySet[Hold]:
    keys = CaseHold.objects.filter(application=application).values("hold")
    return Hold.objects.filter(pk__in=keys).order_by("pk")


class Present(NamedTuple):
    """The plan of a case as it is now: as JSON, read, and the rules it is read under."""

    data: dict[str, Any]
    plan: Plan
    book: CityBook


def present_plan(application: Application) -> Present:
    """The plan as it is being typed in a draft or returned file, else as it was sent last."""
    book = book_of(application)
    data = application.plan
    if application.state not in (Application.State.DRAFT, Application.State.RETURNED):
        revision = application.revisions.order_by("number").last()
        data = revision.plan if revision is not None else data
    return Present(dict(data), parse_plan(data, book).plan, book)


def part_of(row: PlanUse, plan: Plan) -> str:
    """Id of the severable part that the use belongs to; "" for the days of the shoot itself."""
    name, _, number = row.path.rstrip("]").partition("[")
    if name == "traffic":
        return str((plan.traffic or ())[int(number)].id)
    if name == "activities":
        return str((plan.activities or ())[int(number)].id)
    return ""


def people_of(application: Application) -> int | None:
    """How many neighbours the application says it disturbs: households and businesses, each once,
    as the form asks for them. None where neither is said."""
    said = application.details.get("neighbours")
    counts = [said.get(name) for name in ("households", "businesses")] if said else []
    known = [count for count in counts if isinstance(count, int)]
    return sum(known) if known else None


def impact_of(application: Application) -> int | None:
    """Rank of its tier, the smallest impact first. None while it is not known."""
    tiers = list(wording.TIERS)
    return tiers.index(application.tier) if application.tier in tiers else None


def rows_of(
    plan: Plan,
    book: CityBook,
    *,
    without: Collection[str] = (),
    only: Collection[str] | None = None,
) -> list[PlanUse]:
    """What a plan takes, less the parts of `without`; or of the parts of `only` alone."""
    rows = [(row, part_of(row, plan)) for row in uses_of(plan, book)]
    return [row for row, part in rows if part not in without and (only is None or part in only)]


def ground_uses(rows: Sequence[PlanUse], application: Application) -> list[Use]:
    """The same as uses of stored grounds, which are made where they are missing."""
    if not rows:
        return []
    return uses_of_plan(prepare([row.use for row in rows], holder=holder_of(application)))


def beyond(uses: Sequence[Use], had: Sequence[Use]) -> list[Use]:
    """Of the uses those that are not among the ones one has already."""
    known = {_key(use) for use in had}
    return [use for use in uses if _key(use) not in known]


def same(one: Sequence[Use], other: Sequence[Use]) -> bool:
    """Do both say the same?"""
    return {_whole(use) for use in one} == {_whole(use) for use in other}


def _key(use: Use) -> tuple[object, ...]:
    return (
        use.ground.pk, use.kind, use.period.start, use.period.end, use.exclusive, use.radius_m
    )  # fmt: skip


def _whole(use: Use) -> tuple[object, ...]:
    return (*_key(use), use.vehicles, use.details.parking_m, use.details.loud)


def kept_until(uses: Sequence[Use], *, days: int | None = None) -> datetime:
    """Until when a hold is kept: to the end of its last use, or `days` from now where that is
    earlier. Never shorter than a day: an application may speak of days that are over."""
    now = timezone.now()
    last = max(max(use.period.end for use in uses), now + _DAY)
    return last if days is None else min(last, now + days * _DAY)


def title_of(application: Application, plan: Plan) -> str:
    """The title under which the calendar knows the case."""
    return str(plan.production.title or application.production.title)


def is_confidential(application: Application, plan: Plan) -> bool:
    """Nobody outside reads title or company. An embargo that has ended opens them."""
    until = application.production.embargo_until
    if until is not None and timezone.localdate() >= until:
        return False
    return bool(
        plan.production.confidential
        or application.confidential
        or application.production.confidential
    )
