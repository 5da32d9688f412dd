"""`simpul calendar import`: the spreadsheets of a commission become its calendar.

Exit status: 0 loaded (what was left out is said), 1 refused for another reason, 2 the input cannot
be used.
"""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from simpul.kit.actors import Actor, system_actor
from simpul.kit.outcomes import InvalidInput
from simpul.places.actions.importing import ImportReport, Manner, import_bookings
from simpul.places.commands import (
    BAD_INPUT,
    GOOD,
    Asked,
    Output,
    Unwritable,
    refused,
    tell_faults,
)
from simpul.places.sheets.problems import NothingUsable, Unusable
from simpul.places.sheets.reading import Sheets, read_sheets
from simpul.places.sheets.report import fault_row

OPERATOR = system_actor("simpul calendar import")


def calendar_import(
    sheets: Sheets,
    manner: Manner,
    rejects: Path | None,
    *,
    language: str,
    output: Output,
    actor: Actor = OPERATOR,
) -> int:
    """Load the good rows, or all or nothing; say what was left out and why."""
    try:
        reading = read_sheets(sheets, doubt_unknown=False)
        report = import_bookings(actor=actor, reading=reading, manner=manner)
        tell_faults(report.problems, Asked(rejects=rejects), language, output)
        return _told(report, language, output)
    except NothingUsable as nothing:
        tell_faults(nothing.problems, Asked(), language, output)
        found = [*nothing.problems.found, nothing.problem]
        return refused(nothing.problem.sentence(language), found, language, output)
    except Unusable as unusable:
        return refused(unusable.problem.sentence(language), [unusable.problem], language, output)
    except Unwritable as error:
        return refused(error.text(language), [], language, output)
    except InvalidInput as error:
        told = [text for texts in error.errors.values() for text in texts]
        for text in told[:-1]:
            output.complain(text)
        refused(told[-1], [], language, output)
        return BAD_INPUT


def _told(report: ImportReport, language: str, output: Output) -> int:
    counts = {
        "new": report.new,
        "changed": report.changed,
        "same": report.same,
        "cancelled": report.cancelled,
        "let_go": report.let_go,
        "faults": report.problems.faults,
    }
    output.complain(
        _(
            "%(new)d new, %(changed)d changed, %(same)d as before, %(cancelled)d cancelled, "
            "%(let_go)d cancelled here and left so; problems: %(faults)d."
        )
        % counts
    )
    problems = [fault_row(problem, language) for problem in report.problems.found]
    output.result({"ok": True, "source": report.source, **counts, "problems": problems})
    return GOOD
