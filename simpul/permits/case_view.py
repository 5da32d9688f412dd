"""What a case page shows, put together once for officers, desks and applicants.

Reads what `queries.with_case_details` has prefetched; asks the database nothing more per row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal import verbs
from simpul.journal.queries import entries_for
from simpul.kit.texts import Texts, pick
from simpul.permits.case_book import book_of
from simpul.permits.clearance_clock import clock_of
from simpul.permits.issuing.issuable import Decision, Reason
from simpul.permits.looks import CHANNELS, CLEARANCE_KINDS, VERDICTS, note_words
from simpul.permits.models import Application, Clearance, Question
from simpul.permits.planning.answer_data import document_name, law_title
from simpul.permits.planning.clocks import RunningClock
from simpul.permits.planning.plan_view import PlanView
from simpul.web.formats import money_words


@dataclass(slots=True)
class ClearanceRow:
    """One authority's line: who, what, until when, and what it said."""

    clearance: Clearance
    name: str
    short: str
    kind: str
    status: str
    verdict: str
    clock: RunningClock | None
    late: bool
    rules: list[dict[str, Any]]
    waits_for: list[str]
    law: str
    note: str
    conditions: list[dict[str, str]]
    open_question: Question | None
    channel: str
    unverified: bool
    may_claim: bool

    @property
    def pk(self) -> int:
        """For addresses in templates."""
        return int(self.clearance.pk)


def authority_texts(application: Application, code: str) -> tuple[Texts, Texts]:
    """Long and short names of an authority in the case's rule version."""
    row = book_of(application).authorities.get(code)
    return (row.names, row.short) if row else ({"id": code}, {"id": code})


def law_names(application: Application, law: str) -> str:
    """A law as it was typed, or the titles of the pack's laws that it names by their codes."""
    book = book_of(application)
    return "; ".join(law_title(book, code) for code in law.split("; ")) if law else ""


def clearance_row(clearance: Clearance, language: str, today: dt.date) -> ClearanceRow:
    """The line of one clearance for a reader."""
    application = clearance.application
    names, short = authority_texts(application, clearance.authority_code)
    answered = clearance.state == Clearance.State.ANSWERED
    clock = clock_of(clearance, today)
    late = (
        clearance.state == Clearance.State.REQUESTED
        and clearance.due_on is not None
        and today > clearance.due_on
    )
    status = f"verdict.{clearance.verdict}" if answered else f"clearance.{clearance.state}"
    return ClearanceRow(
        clearance=clearance,
        name=pick(names, language),
        short=pick(short, language) or clearance.authority_code,
        kind=str(CLEARANCE_KINDS.get(clearance.kind, clearance.kind)),
        status="clearance.late" if late else status,
        verdict=str(VERDICTS.get(clearance.verdict, "")) if answered else "",
        clock=clock,
        late=late,
        rules=clearance.rule,
        waits_for=[
            pick(authority_texts(application, key.split(":")[0])[1], language)
            for key in clearance.after
        ],
        law=law_names(application, clearance.law),
        note=note_words(clearance.note),
        conditions=[
            {"text": pick(c.texts, language), "law": law_names(application, c.law)}
            for c in clearance.conditions.all()
        ],
        open_question=next((q for q in clearance.questions.all() if not q.answered_at), None),
        channel=str(CHANNELS.get(clearance.channel, "")),
        unverified=not clearance.verified,
        may_claim=late and clearance.deemed_allowed and clearance.deemed_claimed_at is None,
    )


def clearance_rows(application: Application, language: str) -> list[ClearanceRow]:
    """All living requests of a case, in the chain's order."""
    today = timezone.localdate()
    rows = []
    for clearance in application.clearances.all():
        if clearance.state == Clearance.State.ENDED and application.state in (
            "in_review",
            "awaiting_payment",
            "ready",
            "issued",
        ):
            continue
        clearance.application = application
        rows.append(clearance_row(clearance, language, today))
    return rows


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next, who has it, until when."""

    title: str
    text: str
    who: str
    until: dt.date | None = None


def next_step(application: Application, rows: list[ClearanceRow]) -> NextStep:
    """The one sentence a person looks for."""
    officer = application.officer.get_full_name() if application.officer else _("Film commission")
    producer = application.company.name
    state = application.state
    open_rows = [row for row in rows if row.clearance.is_open and row.clearance.kind != "notice"]
    if state == "in_review" and open_rows:
        dues = [r.clearance.due_on for r in open_rows if r.clearance.due_on]
        return NextStep(
            _("%(count)d authorities still have to answer") % {"count": len(open_rows)}
            if len(open_rows) > 1
            else _("One authority still has to answer"),
            "",
            ", ".join(row.short for row in open_rows[:4]) + ("…" if len(open_rows) > 4 else ""),
            max(dues) if dues and len(dues) == len(open_rows) else None,
        )
    table = {
        "draft": (_("Finish and send the application"), "", producer),
        "submitted": (_("The file is checked for completeness"), "", officer),
        "returned": (_("Answer what is missing and send again"), "", producer),
        "in_review": (_("The answers are weighed"), "", officer),
        "awaiting_payment": (_("Pay the official fees"), "", producer),
        "ready": (_("The permit is signed"), "", officer),
        "issued": (_("Shoot, and tell us afterwards how it went"), "", producer),
    }
    title, text, who = table.get(state, (_("Nothing more happens here"), "", ""))
    return NextStep(title, text, who)


def history_of(application: Application, language: str) -> list[dict[str, Any]]:
    """The case's journal in words: entry, label, and which authority it was about."""
    rows = []
    for entry in entries_for(application.subject):
        code = entry.data.get("authority", "")
        about = pick(authority_texts(application, code)[1], language) if code else ""
        row = {"entry": entry, "label": verbs.label(entry.verb), "about": about}
        rows.append({**row, "detail": _detail(application, entry.data)})
    return rows


def _detail(application: Application, data: Mapping[str, Any]) -> str:
    """What a reader must know of a step beside its name, worded now from the codes it kept."""
    missing = data.get("missing_documents") or ()
    if not missing:
        return ""
    book = book_of(application)
    names = ", ".join(document_name(book, code) for code in missing)
    return _("Without: %(papers)s") % {"papers": names}


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Why a permit can or cannot be issued, in words: (what, who) pairs."""

    issuable: bool
    reasons: list[tuple[str, str]]
    held: list[tuple[str, str]]
    forbidden: list[tuple[str, str]]


def decision_view(
    application: Application, plan: PlanView, decision: Decision, language: str
) -> DecisionView:
    """The decision of issuable.py for a reader."""
    labels = {part.key: part.label for part in (*plan.traffic, *plan.activities)}

    def names(codes: tuple[str, ...]) -> str:
        return ", ".join(pick(authority_texts(application, c)[1], language) for c in codes)

    def reason(one: Reason) -> tuple[str, str]:
        if one.code == "unpaid":
            return _("To pay"), money_words(one.amount)
        words = {
            "unanswered": _("Still to answer"),
            "refused": _("Refused by"),
            "no_days": _("The plan has no day"),
        }
        return words[one.code], names(one.authorities)

    return DecisionView(
        issuable=decision.issuable,
        reasons=[reason(one) for one in decision.reasons],
        held=[(labels.get(s.part, s.part), names(s.authorities)) for s in decision.held],
        forbidden=[(labels.get(s.part, s.part), names(s.authorities)) for s in decision.forbidden],
    )
