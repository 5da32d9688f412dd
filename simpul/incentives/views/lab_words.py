"""A trial's report in words, for the page and the paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from simpul.incentives import words
from simpul.incentives.estimate.charts import Line, curves
from simpul.incentives.lab.reckoning.changes import GROUPS
from simpul.incentives.models import LabReport
from simpul.incentives.scheme.reading import read_scheme
from simpul.web.formats import day_words, moment_words

SHOWN_DAYS = 400


def report_words(report: LabReport) -> dict[str, Any]:
    """Everything that is shown; figures with their currency."""
    frozen, result = report.frozen, report.result or {}
    currency = str(frozen["before"]["currency"])
    levies = report.kind == LabReport.Kind.LEVIES
    names = _names(frozen, levies)
    labels = {} if levies else _labels(frozen)
    parts = [
        _part(result[origin], title, frozen, currency, names, labels, levies)
        for origin, title in (("past", _("Past cases")), ("synthetic", _("Synthetic year")))
        if result.get(origin)
    ]
    return {
        "title": report.title,
        "made_at": moment_words(report.made_at),
        "made_by": report.made_by.get_short_name(),
        "digest": report.digest,
        "seed": str(frozen["seed"]),
        "names": names,
        "drafts": [_draft(frozen[side], name)
                   for side, name in zip(("before", "after"), names, strict=True)
                   if frozen[side]["draft"]],
        "fund": _fund(frozen["fund"], currency),
        "ranges": [[key, value] for key, value in frozen["synthetic"]["ranges"].items()],
        "sources": [] if levies else _sources(frozen),
        "parts": parts,
        "words": _words(),
    }  # fmt: skip


def _names(frozen: Mapping[str, Any], levies: bool) -> list[str]:
    """What both versions are called; by their files where they have one name."""
    names = [_side_name(frozen[side], levies) for side in ("before", "after")]
    if names[0] != names[1] or levies:
        return names
    return [f"{names[0]} ({frozen[side]['id']})" for side in ("before", "after")]


def _side_name(side: Mapping[str, Any], levies: bool) -> str:
    if levies:
        return _("Pack version %(number)s") % {"number": side["number"]}
    return words.text(side["name"])


def _draft(side: Mapping[str, Any], name: str) -> str:
    return _("“%(name)s” is a draft: not in force, and its citations are draft citations.") % {
        "name": name
    }


def _labels(frozen: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for side in ("before", "after"):
        scheme = read_scheme(str(frozen[side]["text"]), f"{frozen[side]['id']}.toml")
        rows: list[Any] = [*scheme.tests, *scheme.steps, *scheme.inputs]
        for row in rows:
            mark = _(" (draft: %(clause)s)") if frozen[side]["draft"] else " (%(clause)s)"
            clause = getattr(row, "clause", "")
            found[row.id] = words.text(row.label) + (mark % {"clause": clause} if clause else "")
    return found


def _sources(frozen: Mapping[str, Any]) -> list[str]:
    found = []
    for side in ("before", "after"):
        scheme = read_scheme(str(frozen[side]["text"]), f"{frozen[side]['id']}.toml")
        mark = _("Draft: ") if frozen[side]["draft"] else ""
        for one in scheme.sources:
            found.append(mark + ", ".join(p for p in (one.title, one.publisher, one.date) if p))
    return list(dict.fromkeys(found))


def _fund(fund: Mapping[str, Any], currency: str) -> str:
    if fund["amount"] is None:
        return _("No limit")
    return words.money(Decimal(fund["amount"]), currency)


def _group_names(levies: bool) -> dict[str, str]:
    if levies:
        return {
            "gain": _("Pay more"), "let_in": _("Pay more"), "same": _("Pay the same"),
            "lose": _("Pay less"), "shut_out": _("Pay less"), "unknown": _("Cannot be said"),
        }  # fmt: skip
    return {
        "gain": _("Gain"), "let_in": _("Refused before, paid now"), "same": _("Get the same"),
        "lose": _("Lose"), "shut_out": _("Paid before, refused now"),
        "unknown": _("Cannot be said: a fact is missing"),
    }  # fmt: skip


def _part(
    part: Mapping[str, Any],
    title: str,
    frozen: Mapping[str, Any],
    currency: str,
    names: list[str],
    labels: Mapping[str, str],
    levies: bool,
) -> dict[str, Any]:
    def money(text: str) -> str:
        return words.money(Decimal(text), currency)

    group_names = _group_names(levies)
    sides = [part["sides"][side] for side in ("before", "after")]
    return {
        "title": title,
        "cases": part["cases"],
        "groups": [
            [group_names[name], str(part["groups"][name]["cases"]),
             money(part["groups"][name]["difference"])]
            for name in GROUPS
            if part["groups"][name]["cases"] or name in ("gain", "lose")
        ],
        "totals": [money(part["totals"][side]) for side in ("before", "after")],
        "change": money(
            str(Decimal(part["totals"]["after"]) - Decimal(part["totals"]["before"]))
        ),
        "budget": [_budget(name, side, money) for name, side in zip(names, sides, strict=True)],
        "chart": _chart(sides, frozen, names),
        "crossings": [
            [labels.get(row["id"], row["id"]), _mark(row["from"]), _mark(row["to"]),
             str(row["cases"]), money(row["difference"])]
            for row in part["crossings"]
        ],
        "near": [
            [labels.get(row["id"], row["id"]), str(row["short"]), str(row["over"])]
            for row in part["near"]
        ],
        "gain": [_named(row, money) for row in part["named"]["gain"][:10]],
        "lose": [_named(row, money) for row in part["named"]["lose"][:10]],
        "unknown": [
            [labels.get(name, name), str(count)] for name, count in part["unknown_for"].items()
        ],
    }  # fmt: skip


def _mark(text: str) -> str:
    return {"pass": _("met"), "fail": _("not met"), "yes": _("yes"), "": _("no tier")}.get(
        text, text
    )


def _named(row: Mapping[str, Any], money: Any) -> list[str]:
    return [row["case"], money(row["before"]), money(row["after"]), money(row["difference"])]


def _budget(name: str, side: Mapping[str, Any], money: Any) -> list[str]:
    cost, year = side["uncertain"]["cost"], side["year"]
    low, middle, high = (money(cost[key]) if cost else "–" for key in ("5", "50", "95"))
    closed = day_words(year["closed_on"], "long") if year["closed_on"] else _("stays open")
    return [
        name,
        str(side["awards"]),
        middle,
        f"{low} – {high}",
        closed,
        f"{words.number(Decimal(side['uncertain']['closes_in']))} %",
        str(year["waiting"]),
    ]


def _chart(sides: list[Mapping[str, Any]], frozen: Mapping[str, Any], names: list[str]) -> str:
    """Day by day: what is reserved under each version, and the fund."""
    opens = date.fromisoformat(frozen["fund"]["opens"])
    lines = []
    for look, name, side in zip("ab", names, sides, strict=True):
        points = [(0, Decimal(0))]
        for on, reserved, _taken in side["year"]["days"]:
            points.append(((date.fromisoformat(on) - opens).days, Decimal(reserved)))
        last = side["year"]["closed_on"]
        end = (date.fromisoformat(last) - opens).days if last else 364
        points.append((max(end, points[-1][0]), points[-1][1]))
        lines.append(Line(name, look, points))
    if frozen["fund"]["amount"] is not None:
        amount = Decimal(frozen["fund"]["amount"])
        lines.append(Line("fund", "limit", [(0, amount), (364, amount)]))
    closes = day_words(frozen["fund"]["closes"], "short")
    marks = [(0, day_words(opens, "short")), (364, closes)]
    title = _("What is reserved, day by day, under both versions")
    return curves(lines, title=title, days=364, marks=marks)


def _words() -> dict[str, Any]:
    return {
        "before": _("Compared with"), "after": _("Tried"), "made": _("Made on"),
        "fund": _("Money in the fund"), "seed": _("Seed"), "digest": _("Digest of what went in"),
        "who": _("Who gains, who loses"), "group_heads": [_("Group"), _("Cases"), _("Difference")],
        "difference": _("Difference"), "totals": _("Together"),
        "budget": _("The budget, with its uncertainty"),
        "budget_heads": [_("Version"), _("Awards"), _("Typical year"),
                         _("Nine years in ten lie within"), _("Fund closes on"),
                         _("Closes early in"), _("Wait in vain")],
        "budget_hint": _(
            "The year was drawn anew from its own cases, with replacement and a fixed seed. It "
            "tells how far chance among these cases reaches, not what nobody has seen."
        ),
        "chart": _("Day by day until the fund is closed"),
        "crossings": _("Conditions and tiers that change"),
        "crossing_heads": [_("Condition or tier"), _("Before"), _("After"), _("Cases"),
                           _("Difference")],
        "near": _("Within five percent of a threshold"),
        "near_heads": [_("Condition"), _("Just missed"), _("Just met")],
        "gain": _("The largest gains"), "lose": _("The largest losses"),
        "named_heads": [_("Case"), _("Before"), _("After"), _("Difference")],
        "unknown": _("Facts nobody knows of these cases"),
        "unknown_heads": [_("Fact"), _("Cases")],
        "ranges": _("Assumptions of the synthetic year"), "sources": _("Sources"),
        "draft": _("Draft"), "reference": _("Simpul · policy lab"),
    }  # fmt: skip
