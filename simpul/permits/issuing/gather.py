"""From the stored case to the words of a permit: reads rows and the city book, decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from simpul.city.queries import city_book
from simpul.kit.actors import Actor
from simpul.kit.sketch import Marked, Near, sketch
from simpul.kit.texts import Texts, pick
from simpul.permits import queries
from simpul.permits.issuing import contents as c
from simpul.permits.issuing.issuable import Decision
from simpul.permits.issuing.sheet import LANGUAGES
from simpul.permits.models import ActivityDay, Application, Clearance, FeeLine, Permit

if TYPE_CHECKING:
    from simpul.city.book import CityBook

NAMES_ON_MAP = 14


def frozen_contents(
    application: Application,
    decision: Decision,
    *,
    actor: Actor,
    number: str,
    version: int,
    code: str,
    now: datetime,
    before: Permit | None,
) -> dict[str, Any]:
    """Everything the new version says, read inside the caller's transaction (about ten queries)."""
    book = city_book(application.rule_version_id)
    revision = application.revisions.order_by("number").last()
    assert revision is not None
    days = list(application.days.select_related("site"))
    places = _places(days, revision.plan, book)
    clearances = list(
        application.clearances.exclude(state="ended")
        .select_related("replaces")
        .prefetch_related("conditions")
    )
    closed = _closed_to_others(revision.plan)
    fees, paid = _fees(application, before, book)
    paper = c.Paper(
        number=number,
        version=version,
        code=code,
        city=_city(book),
        issued_at=timezone.localtime(now),
        issued_by=actor.label,
        signed_as="head_of_service" if actor.has_role("head_of_service") else "case_officer",
        rules={"number": book.number},
        production=_production(application),
        demonstration=settings.DEMO,
        confidential=application.confidential or application.production.confidential,
        embargo_until=application.production.embargo_until,
        contacts=_contacts(revision.details, book),
        places=places,
        days=[_day(row, closed) for row in days],
        plan=revision.plan,
        decision=decision,
        answers=[_answer(row, book) for row in clearances],
        conditions=[
            condition for row in clearances for condition in _conditions(row, decision, book)
        ],
        fees=fees,
        paid=paid,
        help=_help(book),
    )
    frozen: dict[str, Any] = c.freeze(
        paper, sketch=_sketch(places, book), before=before.contents if before else None
    )
    return frozen


def _city(book: CityBook) -> dict[str, Any]:
    settings = book.settings
    return {
        "code": settings.code,
        "names": dict(settings.official_names),
        "agency": _names(book, settings.lead_agency),
        "zone": settings.time_zone,
    }


def _names(book: CityBook, code: str) -> Texts:
    row = book.authorities.get(code)
    return dict(row.names) if row else {"id": code}


def _production(application: Application) -> dict[str, Any]:
    production = application.production
    local = production.local_company
    return {
        "title": production.title,
        "kind": production.kind,
        "company": application.company.name,
        "local_company": local.name if local else "",
    }


def _contacts(details: Mapping[str, Any], book: CityBook) -> dict[str, c.Contact]:
    contact = details.get("contact") or {}
    safety = details.get("safety") or {}
    agency = book.authorities.get(book.settings.lead_agency)
    return {
        "on_site": c.Contact(contact.get("name", ""), contact.get("mobile", "")),
        "deputy": c.Contact(contact.get("deputy", ""), contact.get("deputy_mobile", "")),
        "safety": c.Contact(safety.get("officer", ""), safety.get("officer_mobile", "")),
        "agency": c.Contact(name=pick(agency.names, "id"), email=agency.email)
        if agency
        else c.Contact(),
    }


def _help(book: CityBook) -> list[dict[str, Any]]:
    """Whom to tell: the lead agency by its channel, and what the pack says about complaints."""
    agency = book.authorities.get(book.settings.lead_agency)
    rows: list[dict[str, Any]] = []
    if agency:
        mail = dict.fromkeys(LANGUAGES, agency.email) if agency.email else {}
        rows.append({"names": agency.names, "how": agency.channel or mail})
    if book.settings.nothing_else:
        rows.append({"names": book.settings.nothing_else, "how": {}})
    return rows


# --- where and when ------------------------------------------------------------------------


def _places(days: Iterable[ActivityDay], plan: Mapping[str, Any], book: CityBook) -> list[c.Place]:
    """Places that are used, in the order of their first day."""
    spots = {str(spot.get("id")): spot for spot in plan.get("spots") or ()}
    found: dict[str, c.Place] = {}
    for day in days:
        if day.spot_key not in found:
            found[day.spot_key] = _place(day, spots.get(day.spot_key, {}), book)
    return list(found.values())


def _place(day: ActivityDay, spot: Mapping[str, Any], book: CityBook) -> c.Place:
    area, approximate = "", False
    if day.lat is not None and day.lon is not None:
        hit = book.areas.locate(day.lat, day.lon)
        if hit is not None:
            area, approximate = hit.label, hit.approximate
    site = book.sites.get(spot["site"]) if spot.get("site") else None
    return c.Place(
        key=day.spot_key,
        name=day.place_name,
        area=area,
        approximate=approximate,
        lat=day.lat,
        lon=day.lon,
        geometry=day.geometry,
        setting=spot.get("setting") or str(getattr(site, "setting", "") or ""),
        site=spot.get("site") or "",
    )


def _closed_to_others(plan: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Date and place of the days for which the place is wanted alone."""
    spots = [str(spot.get("id")) for spot in plan.get("spots") or ()]
    only = spots[0] if len(spots) == 1 else ""
    return frozenset(
        (str(day.get("date")), str(day.get("spot") or only))
        for day in plan.get("days") or ()
        if day.get("exclusive_use")
    )


def _day(row: ActivityDay, closed: Collection[tuple[str, str]]) -> c.Day:
    starts, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    return c.Day(
        date=row.date,
        place=row.spot_key,
        kind=row.kind,
        starts=starts.time(),
        ends=ends.time(),
        people=row.people,
        contingency=row.contingency,
        exclusive_use=(row.date.isoformat(), row.spot_key) in closed,
    )


def _sketch(places: Iterable[c.Place], book: CityBook) -> str:
    marked = [
        Marked(c.label_of(index), place.lat, place.lon, place.geometry)
        for index, place in enumerate(places)
    ]
    return sketch(marked, _around(marked, book))


def _around(marked: Iterable[Marked], book: CityBook) -> list[Near]:
    """The neighbourhoods nearest to the places, to find the way by."""
    points = [(m.lat, m.lon) for m in marked if m.lat is not None and m.lon is not None]
    if not points:
        return []
    known = [
        Near(area.name, area.lat, area.lon)
        for area in book.areas.rows.values()
        if area.level == "kelurahan" and area.lat is not None and area.lon is not None
    ]

    def far(near: Near) -> float:
        return min((near.lat - lat) ** 2 + (near.lon - lon) ** 2 for lat, lon in points)

    return sorted(known, key=far)[:NAMES_ON_MAP]


# --- who said what, and what was paid ---------------------------------------------------------


def law_words(codes: Iterable[str], book: CityBook) -> Texts:
    """Titles of laws in every language of the paper; what is no code of the pack stays as it is."""
    titles = [book.laws[code].title if code in book.laws else {"id": code} for code in codes]
    return {
        language: "; ".join(dict.fromkeys(pick(title, language) for title in titles))
        for language in LANGUAGES
        if titles
    }


def _rule_laws(row: Clearance) -> list[str]:
    codes: list[str] = []
    for rule in row.rule:
        law = rule.get("law") or []
        codes.extend([law] if isinstance(law, str) else law)
    return codes


def _answer(row: Clearance, book: CityBook) -> c.Answer:
    return c.Answer(
        authority=row.authority_code,
        names=_names(book, row.authority_code),
        kind=row.kind,
        verdict=row.verdict,
        on=timezone.localdate(row.answered_at) if row.answered_at else None,
        law=law_words(row.law.split("; ") if row.law else _rule_laws(row), book),
        reason=row.reason,
        carried_over=_carried_over(row),
    )


def _carried_over(row: Clearance) -> bool:
    """The answer was given to the version before and still holds (asking.py)."""
    old = row.replaces
    if old is None or old.application_id == row.application_id or not row.verdict:
        return False
    return old.answered_at == row.answered_at


def _conditions(row: Clearance, decision: Decision, book: CityBook) -> Iterable[c.Condition]:
    """Conditions of positive answers; those about parts that may not happen wait with them."""
    stopped = {one.part for one in (*decision.held, *decision.forbidden)}
    if row.verdict == "refuse":
        return
    for condition in row.conditions.all():
        about = [str(name) for name in condition.applies_to] or [str(p) for p in row.severable]
        if about and stopped.issuperset(about):
            continue
        yield c.Condition(
            names=_names(book, row.authority_code),
            texts=condition.texts,
            law=law_words(condition.law.split("; ") if condition.law else [], book),
            applies_to=tuple(about),
        )


def _fees(
    application: Application, before: Permit | None, book: CityBook
) -> tuple[list[c.Fee], Decimal]:
    """All official lines behind this permit: those of the first request and of every rider."""
    cases = [application]
    while before is not None:
        if before.application_id not in {case.pk for case in cases}:
            cases.append(before.application)
        before = before.supersedes
    lines = (
        FeeLine.objects.filter(application__in=cases)
        .prefetch_related("waivers")
        .order_by("application__created_at", "day", "id")
    )
    paid = sum((queries.balance_of(case).paid for case in cases), Decimal(0))
    return [_fee(line, book) for line in lines], paid


def _fee(line: FeeLine, book: CityBook) -> c.Fee:
    waived = sum(
        (w.amount for w in line.waivers.all() if w.approved_by_id and not w.refused), Decimal(0)
    )
    return c.Fee(
        texts=line.texts,
        amount=line.amount,
        quantity=line.quantity,
        unit_amount=line.unit_amount,
        currency=line.currency,
        law=law_words(line.law, book),
        day=line.day,
        payee=_names(book, line.payee) if line.payee else {},
        waived=waived,
    )
