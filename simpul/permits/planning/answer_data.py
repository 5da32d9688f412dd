"""A planner's answer as JSON data, in one language: the same for page, command line and API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from simpul.kit.texts import pick
from simpul.permits import wording
from simpul.permits.planning.clocks import Clock
from simpul.permits.planning.questions import questions
from simpul.permits.planning.quote import FeeLine, OpenFee
from simpul.permits.planning.required import Notice, PossibleClearance
from simpul.rulebook.facts import FILMING_FACTS
from simpul.web.formats import day_words

if TYPE_CHECKING:
    from simpul.city.book import CityBook
    from simpul.kit.workdays import Trace
    from simpul.permits.planning.planner import Caution, PlanAnswer, PlannedClearance
    from simpul.rulebook.tables import RuleRow


def to_json(answer: PlanAnswer, language: str) -> dict[str, Any]:
    """Everything the answer says, with names and sentences in `language` ("id" or "en")."""
    with override(language):
        return _Writer(answer, language).whole()


class _Writer:
    def __init__(self, answer: PlanAnswer, language: str) -> None:
        self.answer, self.language = answer, language
        self.book: CityBook = answer.facts.book

    def whole(self) -> dict[str, Any]:
        answer = self.answer
        return {
            "rule_version": self.book.number,
            "language": self.language,
            "filed_on": answer.filed_on.isoformat(),
            "first_day": _iso(answer.first_day),
            "earliest_lawful_start": answer.earliest_start.isoformat(),
            "could_become": answer.could_start.isoformat(),
            "lawful": answer.lawful,
            "tier": {
                "code": answer.tier.code,
                "name": wording.name(wording.TIERS, answer.tier.code),
                "why": [self.rule(row) for row in answer.tier.why],
                "could_be": list(answer.tier.could_be),
            },
            "forbidden": [self.rule(fired.row) for fired in answer.forbidden],
            "clearances": [self.clearance(one) for one in answer.clearances],
            "possible": [self.possible(one) for one in answer.possible],
            "not_needed": [self.rule(row) for row in answer.not_needed],
            "notices": [self.notice(one) for one in answer.notices],
            "fees": self.fees(),
            "questions": self.questions(),
            "unverified": [self.rule(row) for row in answer.unverified],
            "warnings": [
                {"code": one.code, "text": caution_text(one, answer)} for one in answer.cautions
            ],
        }

    def authority(self, code: str) -> dict[str, Any]:
        row = self.book.authorities.get(code)
        return {
            "code": code,
            "name": pick(row.names, self.language) if row else code,
            "short": pick(row.short, self.language) if row else code,
            "channel": pick(row.channel, self.language) if row else "",
            "fee_note": pick(row.fee_note, self.language) if row else "",
        }

    def rule(self, row: RuleRow) -> dict[str, Any]:
        """A row; judged by an assumed fact, it is no surer than that fact."""
        rests = sorted(self.answer.facts.assumed.intersection(row.condition.facts))
        return {
            "id": row.id,
            "table": row.table,
            "text": pick(row.texts, self.language),
            "law": self.laws(row.law),
            "source": row.source,
            "status": "assumed" if rests and row.verified else row.status,
            "verified": self.answer.facts.sure(row),
            "rests_on": [self.fact(name) for name in rests],
        }

    def fact(self, name: str) -> dict[str, str]:
        known = FILMING_FACTS.get(name, "application")
        return {"code": name, "name": pick(known.label, self.language) if known else name}

    def laws(self, codes: Iterable[str]) -> list[dict[str, str]]:
        return [{"code": code, "title": law_title(self.book, code)} for code in codes]

    def documents(self, codes: Iterable[str]) -> list[dict[str, str]]:
        return [{"code": code, "name": document_name(self.book, code)} for code in codes]

    def clearance(self, one: PlannedClearance) -> dict[str, Any]:
        asked, dates = one.required, one.dates
        return {
            "key": asked.key,
            "authority": self.authority(asked.authority),
            "unit": pick(asked.unit, self.language),
            "kind": {"code": asked.kind, "name": wording.name(wording.KINDS, asked.kind)},
            "reasons": [self.rule(row) for row in asked.rows],
            "law": self.laws(asked.law),
            "verified": asked.verified,
            "documents": self.documents(asked.documents),
            "after": list(asked.after),
            "severable": list(asked.severable),
            "parts": list(asked.parts),
            "spots": list(asked.spots),
            "dates": [day.isoformat() for day in asked.dates],
            "file_before": _clock(asked.file_before),
            "process": _clock(asked.process),
            "earliest_filing_day": dates.earliest_filing.isoformat(),
            "last_filing_day": _iso(dates.last_filing),
            "last_filing_trace": self.trace(dates.last_filing_trace),
            "earliest_lawful_start": _iso(
                dates.earliest_start.result if dates.earliest_start else None
            ),
            "earliest_lawful_start_trace": self.trace(dates.earliest_start),
            "decided_by": _iso(dates.decided),
            "late": one.late,
            "deemed_grant": asked.deemed_grant,
        }

    def trace(self, trace: Trace | None) -> dict[str, Any] | None:
        if trace is None:
            return None
        return {
            "result": trace.result.isoformat(),
            "counted": [day.isoformat() for day in trace.counted],
            "skipped": [
                {"day": s.day.isoformat(), "kind": s.kind, "name": pick(s.names, self.language)}
                for s in trace.skipped
            ],
        }

    def possible(self, one: PossibleClearance) -> dict[str, Any]:
        return {
            "authority": self.authority(one.authority),
            "kind": one.kind,
            "rule": self.rule(one.row),
            "spot": one.spot,
            "missing": list(one.missing),
        }

    def notice(self, one: Notice) -> dict[str, Any]:
        return {
            "authority": self.authority(one.authority),
            "unit": pick(one.unit, self.language),
            "documents": self.documents(one.documents),
            "reasons": [self.rule(row) for row in one.rows],
            "spots": list(one.spots),
        }

    def fees(self) -> dict[str, Any]:
        fees = self.answer.fees
        return {
            "currency": fees.currency,
            "lines": [self.fee_line(line) for line in fees.lines],
            "total": str(fees.total.amount),
            "open": [self.open_fee(one) for one in fees.open],
            "nothing_else": _("Nothing else is payable."),
        }

    def fee_line(self, line: FeeLine) -> dict[str, Any]:
        return {
            "key": line.key,
            "rule": line.rule_id,
            "item": line.item,
            "text": pick(line.texts, self.language),
            "law": self.laws(line.law),
            "source": line.source,
            "status": line.status,
            "payee": self.authority(line.payee),
            "spot": line.spot_key,
            "date": line.day.isoformat(),
            "day_type": line.day_type,
            "per": line.per,
            "quantity": line.quantity,
            "unit_amount": str(line.unit_amount),
            "amount": str(line.amount.amount),
        }

    def open_fee(self, one: OpenFee) -> dict[str, Any]:
        return {
            "why": one.why,
            "text": wording.name(wording.OPEN_FEES, one.why),
            "spot": one.spot_key,
            "dates": [day.isoformat() for day in one.days],
            "rules": [self.rule(row) for row in one.rows],
            "missing": list(one.missing),
        }

    def questions(self) -> list[dict[str, Any]]:
        return [
            {
                "fact": one.fact,
                "text": pick(one.text, self.language),
                "spot": one.spot,
                "paths": list(one.paths),
                "needed_for": list(one.tables),
            }
            for one in questions(self.answer.questions, self.answer.plan)
        ]


def law_title(book: CityBook, code: str) -> str:
    """The title of a law in the active language, its code if the pack does not list it."""
    law = book.laws.get(code)
    return wording.pick_active(law.title) if law else code


def short_name(answer: PlanAnswer, code: str) -> str:
    """The short name of an authority in the active language."""
    row = answer.facts.book.authorities.get(code)
    return wording.pick_active(row.short) if row else code


def document_name(book: CityBook, code: str) -> str:
    """The name of a document in the active language."""
    document = book.documents.get(code)
    return wording.pick_active(document.names) if document else code


def spot_name(answer: PlanAnswer, key: str) -> str:
    """How the plan's place is called: its own name, the site's, or its short name."""
    spot = answer.plan.spot(key)
    if spot is None:
        return key
    site = answer.facts.book.sites.get(spot.site or "")
    return spot.name or (wording.pick_active(site.names) if site else "") or key


def caution_text(caution: Caution, answer: PlanAnswer) -> str:
    """The sentence of a caution in the active language."""
    params = dict(caution.params)
    if "day" in params:
        params["day"] = day_words(params["day"])
    if "spot" in params:
        params["spot"] = spot_name(answer, params["spot"])
    if "part" in params:
        params["part"] = part_name(answer, params["part"])
    return str(wording.CAUTIONS[caution.code]) % params


def part_name(answer: PlanAnswer, name: str) -> str:
    """The name of a traffic measure or an activity of the plan by its short name."""
    for row in answer.plan.traffic or ():
        if row.id == name:
            return wording.name(wording.TRAFFIC, row.kind)
    for act in answer.plan.activities or ():
        if act.id == name:
            return wording.name(wording.ACTIVITIES, act.code)
    return name


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _clock(clock: Clock | None) -> dict[str, Any] | None:
    return {"days": clock.days, "unit": clock.unit} if clock else None
