"""`simpul plan FILE.json`: the planner on the command line.

Exit status: 0 the plan can be carried out as it stands (or names no day yet), 1 it cannot (a last
filing day has passed, or something in it is forbidden), 2 the file cannot be used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.kit.oserrors import why_not_opened
from simpul.kit.outcomes import InvalidInput
from simpul.permits import wording
from simpul.permits.plan_calendar.data import calendar_data
from simpul.permits.plan_calendar.said import calendar_lines
from simpul.permits.planning.answer_data import part_name, short_name
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.plan_fields import Wrong, read_day
from simpul.permits.planning.planner import PlanAnswer, answer_plan, to_json
from simpul.web.formats import day_words, money_words

LARGEST_FILE = 4 * 1024 * 1024
GOOD, NEGATIVE = 0, 1


class Output(Protocol):
    """Where the answer is written: sentences, and data for programs."""

    def say(self, text: str = "") -> None: ...
    def result(self, data: Any) -> None: ...


def plan(file: Path | str, *, filed: str | None, language: str, output: Output) -> int:
    """Answer the plan in `file` as filed on `filed` (YYYY-MM-DD; today without it).

    Raises InvalidInput with every error by path when file, day or plan cannot be used.
    """
    with override(language):
        filed_on = _day(filed)
        parsed = parse_plan(_read(Path(file)), book := city_book())
        if parsed.errors:
            raise InvalidInput(parsed.errors)
        answer = answer_plan(parsed.plan, book, filed_on=filed_on)
        data = to_json(answer, language) | {"calendar": calendar_data(answer, language)}
        _say(answer, data, output)
        output.result(data)
        return NEGATIVE if answer.lawful is False else GOOD


def _day(filed: str | None) -> date:
    if filed is None:
        return timezone.localdate()
    try:
        return read_day(filed)
    except Wrong as wrong:
        raise InvalidInput({"--filed": [str(wrong)]}) from None


def _read(file: Path) -> Any:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise InvalidInput({"": [_("The file is too large for a plan.")]})
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = _("The file cannot be read: %(why)s") % {
            "why": why_not_opened(error, get_language() or "id")
        }
        raise InvalidInput({"": [why]}) from None
    except UnicodeDecodeError:
        raise InvalidInput({"": [_("The file is not UTF-8.")]}) from None
    except json.JSONDecodeError as error:
        told = _("The file is not JSON (line %(line)d, column %(column)d).")
        place = {"line": error.lineno, "column": error.colno}
        raise InvalidInput({"": [told % place]}) from None
    except (ValueError, RecursionError):
        raise InvalidInput({"": [_("The file is not a usable JSON file.")]}) from None


def _say(answer: PlanAnswer, data: dict[str, Any], output: Output) -> None:
    _say_verdict(answer, data, output)
    for title, lines in calendar_lines(data["calendar"]):
        _say_list(title, lines, output)
    if data["clearances"]:
        output.say(f"\n{_('Who must agree, in this order')}")
    for number, one in enumerate(data["clearances"], 1):
        _say_clearance(number, one, answer, output)
    _say_list(_("To be told"), [_notice(one) for one in data["notices"]], output)
    _say_fees(data["fees"], output)
    _say_list(_("Still open"), [one["text"] for one in data["questions"]], output)
    _say_list(_("Good to know"), [one["text"] for one in data["warnings"]], output)


def _say_verdict(answer: PlanAnswer, data: dict[str, Any], output: Output) -> None:
    filed = day_words(answer.filed_on, "long")
    output.say(
        _("Filed on %(day)s, rule version %(n)s.") % {"day": filed, "n": data["rule_version"]}
    )
    if answer.tier.code:
        output.say(data["tier"]["name"])
        for row in data["tier"]["why"]:
            output.say(f"   {row['text']} [{wording.name(wording.STATUSES, row['status'])}]")
    start = day_words(answer.earliest_start)
    output.say(_("Earliest lawful start: %(day)s") % {"day": start})
    if answer.first_day:
        verdict = _("possible") if answer.lawful else _("not possible any more")
        output.say(
            _("First day of the plan: %(day)s – %(verdict)s")
            % {"day": day_words(answer.first_day), "verdict": verdict}
        )
    _say_list(_("Forbidden"), [row["text"] for row in data["forbidden"]], output)


def _say_clearance(number: int, one: dict[str, Any], answer: PlanAnswer, output: Output) -> None:
    unit = f" – {one['unit']}" if one["unit"] else ""
    output.say(f"{number}. {one['authority']['name']}{unit} ({one['kind']['name']})")
    for reason in one["reasons"]:
        output.say(f"   {reason['text']} [{wording.name(wording.STATUSES, reason['status'])}]")
    if one["law"]:
        output.say("   " + "; ".join(law["title"] for law in one["law"]))
    for line in _particulars(one, answer):
        output.say(f"   {line}")


def _particulars(one: dict[str, Any], answer: PlanAnswer) -> Iterator[str]:
    """What else is known of a clearance, one line each."""
    by_key = {c.required.key: c.required.authority for c in answer.clearances}
    before = [short_name(answer, by_key[key]) for key in one["after"] if key in by_key]
    if before:
        yield _("Comes after: %(names)s") % {"names": ", ".join(dict.fromkeys(before))}
    if one["documents"]:
        names = "; ".join(document["name"] for document in one["documents"])
        yield _("Papers: %(names)s") % {"names": names}
    if one["last_filing_day"]:
        note = " – " + _("too late") if one["late"] else ""
        yield _("Last filing day: %(day)s") % {"day": day_words(one["last_filing_day"])} + note
    if one["earliest_lawful_start"]:
        start = day_words(one["earliest_lawful_start"])
        yield _("Earliest lawful start: %(day)s") % {"day": start}
    if one["severable"]:
        names = ", ".join(part_name(answer, part) for part in one["parts"])
        yield _("Concerns only: %(parts)s") % {"parts": names}
    if one["authority"]["fee_note"]:
        yield one["authority"]["fee_note"]
    if not one["verified"]:
        yield _("Not verified: starts no clock and no fee")


def _notice(one: dict[str, Any]) -> str:
    unit = f" – {one['unit']}" if one["unit"] else ""
    reasons = " ".join(reason["text"] for reason in one["reasons"])
    return f"{one['authority']['name']}{unit}: {reasons}"


def _say_fees(fees: dict[str, Any], output: Output) -> None:
    output.say(f"\n{_('Official fees')}")
    for line in fees["lines"]:
        amount = money_words(line["amount"])
        output.say(f"- {day_words(line['date'], 'short')}: {line['text']} {amount}")
    for one in fees["open"]:
        names = ", ".join(row["text"] for row in one["rules"])
        output.say(f"- ? {wording.name(wording.OPEN_FEES, one['why'])} {names}")
    output.say(_("Total: %(amount)s") % {"amount": money_words(fees["total"])})
    output.say(fees["nothing_else"])


def _say_list(title: str, lines: list[str], output: Output) -> None:
    if lines:
        output.say(f"\n{title}")
    for line in lines:
        output.say(f"- {line}")
