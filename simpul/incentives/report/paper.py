"""The auditor's report on paper: what was examined, how it was drawn, what was cut and why."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from simpul.city.queries import city_book
from simpul.incentives.case.quote import scheme_of
from simpul.incentives.models import CostReport, Finding
from simpul.incentives.report import setup as report_setup
from simpul.incentives.report.reckoning.tables import Tables
from simpul.incentives.report.words import TREATMENTS, WHY, amount_of
from simpul.kit.outcomes import WrongState
from simpul.papers.signing import SigningProblem, sign
from simpul.papers.typesetting import PaperProblem, render
from simpul.web.formats import day_words, number_words, pick_text

LANGUAGES = ("id", "en")
MOST_CUTS = 400
"""Cut lines that are printed; all of them stand in the findings."""


def audit_paper(report: CostReport, *, by: str) -> bytes:
    """The signed PDF. WrongState where it cannot be set or signed; then nothing is finished."""
    reference = f"{report.case.reference}/{report.number}"
    data = {
        "reference": reference,
        "auditor": by,
        "sheets": [_sheet(report, language) for language in LANGUAGES],
    }
    place = pick_text(dict(city_book().settings.official_names))
    try:
        pdf = render("incentives/audit", data, at=report.audited_at)
        return sign(pdf, reason=f"Laporan audit {reference}", location=place)
    except (PaperProblem, SigningProblem) as problem:
        raise WrongState(
            _("The paper could not be made and nothing was finished: %(problem)s")
            % {"problem": problem}
        ) from problem


def _sheet(report: CostReport, language: str) -> dict[str, Any]:
    with override(language):
        tables = report_setup.tables_for(report)
        book = city_book()
        agency = book.authorities.get(book.settings.lead_agency)
        cut = report.findings.filter(state__in=["reduced", "refused"])
        return {
            "language": language,
            "agency": pick_text(dict(agency.names)) if agency else book.settings.lead_agency,
            "title": _("Auditor's report on a cost report"),
            "lead": _("%(title)s, by %(company)s")
            % {"title": report.case.production.title, "company": report.case.company.name},
            "warnings": _warnings(report),
            "watermark": _("REHEARSAL") if report.case.fund.rehearsal else "",
            "words": _words(),
            "facts": _facts(report),
            "sum_heads": [_("Category"), _("Lines"), _("Spent"), _("Counts")],
            "sums": _sums(report, tables),
            "together": [
                number_words(report.lines_count),
                amount_of(report.total, report.currency),
                amount_of(report.claimed, report.currency),
            ],
            "examined": _examined(report),
            "cut_heads": [_("Line"), _("Account"), _("Why"), _("Claimed"), _("Left")],
            "cuts": [_cut(finding, report, tables) for finding in cut[:MOST_CUTS]],
            "more_cuts": _more(cut.count()),
            "opinion": report.opinion,
            "place_day": _place_day(report),
        }


def _words() -> dict[str, str]:
    return {
        "reference": _("Number"),
        "sums": _("What was spent, and what counts"),
        "together": _("Together"),
        "examined": _("What was examined"),
        "cuts": _("What was cut"),
        "no_cuts": _("Nothing was cut."),
        "opinion": _("What the auditor says"),
        "auditor": _("Auditor"),
        "signature": _("Signed electronically. The signature covers the whole document."),
        "page": pgettext("page number", "Page"),
        "of": pgettext("page 1 of 3", "of"),
    }


def _warnings(report: CostReport) -> list[str]:
    """What must not be overlooked, the gravest first."""
    found = []
    if report.case.fund.rehearsal:
        found.append(_("REHEARSAL. The scheme is only a proposal, and no award rests on this."))
    if settings.DEMO:
        found.append(_("Demonstration: this paper has no legal force."))
    return found


def _scheme(report: CostReport) -> str:
    """The scheme's name; its id where nothing of it is on record."""
    try:
        return pick_text(dict(scheme_of(report.case).name))
    except WrongState:
        return report.case.scheme_id


def _facts(report: CostReport) -> list[list[str]]:
    case = report.case
    return [
        [_("Case"), case.reference or ""],
        [_("Scheme"), _scheme(report)],
        [_("Ledger"), report.source.name],
        [_("Digest of the ledger (SHA-256)"), report.sha256],
        [_("Claimed"), amount_of(report.claimed, report.currency)],
        [_("Accepted"), amount_of(report.accepted, report.currency)],
        [_("Rules"), _("version %(number)s") % {"number": _version(report)}],
    ]


def _version(report: CostReport) -> int | str:
    return report.rules_version.number if report.rules_version else "–"


def _sums(report: CostReport, tables: Tables) -> list[list[str]]:
    return [
        [
            f"{pick_text(tables.labels.get(row.category, {})) or row.category or '–'}"
            f" · {TREATMENTS.get(row.treatment, row.treatment)}",
            number_words(row.lines),
            amount_of(row.amount, report.currency),
            amount_of(row.eligible, report.currency),
        ]
        for row in report.sums.all()
    ]


def _examined(report: CostReport) -> list[str]:
    kinds = Counter(report.findings.values_list("why", flat=True))
    threshold = amount_of(report.threshold, report.currency)
    lines = [
        ngettext(
            "%(count)s line from %(amount)s on: every one of them.",
            "%(count)s lines from %(amount)s on: every one of them.",
            kinds["large"],
        )
        % {"count": number_words(kinds["large"]), "amount": threshold},
        ngettext(
            "%(count)s line drawn at random from the rest, with the seed %(seed)s: who draws again"
            " with it draws the same.",
            "%(count)s lines drawn at random from the rest, with the seed %(seed)s: who draws again"
            " with it draws the same.",
            kinds["drawn"],
        )
        % {"count": number_words(kinds["drawn"]), "seed": report.seed},
    ]
    for why in ("flag", "own"):
        if kinds[why]:
            lines.append(f"{WHY[why]}: {number_words(kinds[why])}")
    return lines


def _cut(finding: Finding, report: CostReport, tables: Tables) -> list[str]:
    """No names of persons: the line's number leads to them for whoever may see them."""
    titles = {row.id: pick_text(row.title) for row in tables.flags}
    flags = ", ".join(titles.get(flag, flag) for flag in finding.flags)
    return [
        number_words(finding.row),
        finding.account,
        f"{finding.reason} ({flags})" if flags else finding.reason,
        amount_of(finding.amount, report.currency),
        amount_of(finding.allowed, report.currency),
    ]


def _more(count: int) -> str:
    rest = count - MOST_CUTS
    if rest <= 0:
        return ""
    return ngettext(
        "%(count)s more line stands in the findings.",
        "%(count)s more lines stand in the findings.",
        rest,
    ) % {"count": number_words(rest)}


def _place_day(report: CostReport) -> str:
    place = pick_text(dict(city_book().settings.official_names))
    return f"{place}, {day_words(timezone.localdate(report.audited_at), 'long')}"
