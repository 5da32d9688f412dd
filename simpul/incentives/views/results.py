"""A quote in words: the result, every step, what was cut and by which clause, when it is paid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simpul.incentives import words
from simpul.incentives.estimate.answers import Fact
from simpul.incentives.estimate.edges import Edge, Switch
from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.scheme.trace import Quote, StepResult


def result(scheme: Scheme, found: Quote, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Everything a page or paper shows of one quote."""
    spend = _spend(scheme, facts)
    return {
        "state": state(scheme, found),
        "amount": figure(found.result, found.unit, scheme) if found.result is not None else "",
        "up_to": scheme.discretionary,
        "net": _net(scheme, found),
        "tax": words.taxable(scheme),
        "part": _part(found, spend),
        "refused": [_refusal(one) for one in found.refused],
        "tests": [_test(one) for one in found.tests if one.tested],
        "to_decide": [words.text(one.label) for one in found.tests if one.id in found.to_decide],
        "steps": [step(one, scheme) for one in found.steps if not _idle(one)],
        "cuts": [step(one, scheme) for one in found.steps if one.cut],
        "assumed": [_assumed(scheme, name) for name in found.assumed],
        "payments": [
            {
                "label": words.text(part.label),
                "amount": "" if part.amount is None else figure(part.amount, "money", scheme),
                "months": _months(part.months),
            }
            for part in found.payments
        ],
    }


def state(scheme: Scheme, found: Quote) -> str:
    """no_data | refused | open | undefined | proposal | ceiling | paid."""
    if found.no_data:
        return "no_data"
    if found.refused:
        return "refused"
    if found.result is None:
        return "open" if found.missing else "undefined"
    if scheme.status == "proposal":
        return "proposal"
    return "ceiling" if scheme.discretionary else "paid"


def figure(value: Decimal, unit: str, scheme: Scheme) -> str:
    """A step's value in its unit."""
    if unit == "money":
        return words.money(value, scheme.currency)
    if unit == "share":
        return words.percent(value)
    if unit == "number":
        return words.number(value)
    return f"{words.number(value)} {words.unit(unit)}"


def step(one: StepResult, scheme: Scheme) -> dict[str, Any]:
    """One row of the reckoning."""
    sources = {source.id: source.title for source in scheme.sources}
    return {
        "label": words.text(one.label) or one.id,
        "kind": words.step_kind(one.kind),
        "value": "" if one.value is None else figure(one.value, one.unit, scheme),
        "cut": figure(one.cut, one.unit, scheme) if one.cut else "",
        "clause": one.clause,
        "law": one.law,
        "sources": [sources.get(name, name) for name in one.sources],
        "why": words.text(one.why),
        "skipped": one.skipped,
        "open": one.value is None,
    }


def _idle(one: StepResult) -> bool:
    """Plain figures of the file say nothing about this production."""
    return one.kind == "value"


def _refusal(one: Any) -> dict[str, str]:
    return {"label": words.text(one.label), "clause": one.clause, "why": words.text(one.why)}


def _test(one: Any) -> dict[str, Any]:
    return {"label": words.text(one.label), "clause": one.clause, "holds": one.holds}


def _assumed(scheme: Scheme, name: str) -> dict[str, str]:
    one = scheme.input(name)
    if one is None:
        return {"key": name, "value": ""}
    taken = (
        "" if one.default is None else words.fact(one, words.plain(one.default), scheme.currency)
    )
    return {"key": words.text(one.label), "value": taken}


def _net(scheme: Scheme, found: Quote) -> str:
    """What is left after tax, where that differs and is known."""
    if found.net is None or found.net == found.result:
        return ""
    return words.money(found.net, scheme.currency)


def _spend(scheme: Scheme, facts: Mapping[str, Fact]) -> Decimal:
    """The costs that were named, for “so much of what you spend”."""
    amounts = [facts.get(one.id) for one in scheme.inputs if one.category]
    return sum((one for one in amounts if isinstance(one, Decimal)), Decimal(0))


def _part(found: Quote, spend: Decimal) -> str:
    if not found.result or not spend or found.unit != "money":
        return ""
    share = (found.result / spend).quantize(Decimal("0.001"))
    return _("%(share)s of the costs you named") % {"share": words.percent(share)}


def _months(months: int | None) -> str:
    if months is None:
        return ""
    text = ngettext(
        "%(n)d month after the certificate", "%(n)d months after the certificate", months
    )
    return text % {"n": months}


def edge_rows(scheme: Scheme, found: Iterable[Edge]) -> list[dict[str, Any]]:
    """Each nearby jump as a sentence."""
    return [
        {
            "text": _edge(scheme, one),
            "rule": words.text(one.rule),
            "clause": one.clause,
            "better": (one.then or Decimal(0)) > (one.now or Decimal(0)),
        }
        for one in found
    ]


def _edge(scheme: Scheme, one: Edge) -> str:
    values = {
        "by": figure(one.by, one.unit, scheme),
        "what": words.text(one.label),
        "then": words.money(one.then, scheme.currency) if one.then is not None else "",
    }
    if one.then is None:
        if one.more:
            return _("%(by)s more (“%(what)s”) and nothing is paid.") % values
        return _("%(by)s less (“%(what)s”) and nothing is paid.") % values
    if one.more:
        return _("%(by)s more (“%(what)s”) and it would be %(then)s.") % values
    return _("%(by)s less (“%(what)s”) and it would be %(then)s.") % values


def switch_rows(scheme: Scheme, found: Iterable[Switch]) -> list[str]:
    """Each question whose other answer would bring more."""
    return [
        _("With “%(answer)s” to “%(input)s” it would be %(then)s.")
        % {
            "answer": _("Yes") if one.value else _("No"),
            "input": words.text(one.input.label),
            "then": words.money(one.then, scheme.currency),
        }
        for one in found
    ]
