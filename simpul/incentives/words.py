"""Sentences of the estimate, the comparison and the lab, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel import Locale
from babel.numbers import format_decimal, get_currency_name
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.incentives.estimate.answers import BASIS_LABELS
from simpul.incentives.estimate.rates import WITHOUT_CENTS
from simpul.incentives.estimate.typed import Unreadable
from simpul.incentives.scheme.spec import Input, Scheme
from simpul.kit.texts import Texts, pick
from simpul.web.formats import day_words, language, locale

INSTRUMENTS: Mapping[str, Any] = {
    "rebate": gettext_lazy("Rebate"),
    "grant": gettext_lazy("Grant"),
    "tax_relief": gettext_lazy("Tax relief"),
    "in_kind": gettext_lazy("Help in kind"),
    "recoupable_financing": gettext_lazy("Financing to be paid back from income"),
    "discretionary_ceiling": gettext_lazy("Ceiling; a committee decides"),
}
INSTRUMENT_HINTS: Mapping[str, Any] = {
    "rebate": gettext_lazy("Money back after the costs are audited."),
    "grant": gettext_lazy("Money given for the project."),
    "tax_relief": gettext_lazy("Less tax, or a tax credit that is paid out."),
    "in_kind": gettext_lazy(
        "Receipts for lodging, food or places are reimbursed, or services given."
    ),
    "recoupable_financing": gettext_lazy("An investment: the fund takes its share of the income."),
    "discretionary_ceiling": gettext_lazy(
        "The amount is the highest possible, not one you can count on."
    ),
}
STATUSES: Mapping[str, tuple[str, Any]] = {
    "confirmed": ("good", gettext_lazy("Confirmed")),
    "reported": ("wait", gettext_lazy("Reported, not confirmed by the authority")),
    "assumed": ("next", gettext_lazy("Assumed: nobody has confirmed it")),
    "proposal": ("next", gettext_lazy("Proposal: not in force")),
    "unknown": ("quiet", gettext_lazy("No data")),
}
GRADES: Mapping[str, Any] = {
    "A": gettext_lazy("Everything it is reckoned with stands in its sources."),
    "B": gettext_lazy("Good sources, but some clause was not seen."),
    "C": gettext_lazy("Discretion or financing: only the upper limit is known."),
    "D": gettext_lazy("Not established: no data."),
}
TOPICS: Mapping[str, Any] = {
    "production": gettext_lazy("The production"),
    "costs": gettext_lazy("What it costs"),
    "days": gettext_lazy("Days and dates"),
    "people": gettext_lazy("People"),
    "more": gettext_lazy("A few more questions"),
}
_WRONG: Mapping[str, Any] = {
    "number": gettext_lazy("Enter a number, for example %(example)s."),
    "inexact": gettext_lazy('Write decimals as text, so that nothing is rounded: "1250.50".'),
    "ambiguous": gettext_lazy("“M” may mean a million or a billion. Write juta or miliar."),
    "currency": gettext_lazy("Enter the amount in %(limit)s."),
    "large": gettext_lazy("This number is too large."),
    "percent": gettext_lazy("Enter a percentage from 0 to 100."),
    "yes_no": gettext_lazy("Answer yes or no."),
    "choice": gettext_lazy("Choose one of: %(limit)s."),
    "date": gettext_lazy("Enter a real date, for example 2027-03-24."),
    "whole": gettext_lazy("Enter a whole number."),
    "least": gettext_lazy("It must be %(limit)s or more."),
    "most": gettext_lazy("It must be %(limit)s or less."),
    "unknown": gettext_lazy("The scheme asks nothing of this name. It asks: %(limit)s."),
}


def why_wrong(refused: Unreadable) -> str:
    """The sentence for a value that cannot be taken."""
    values = {"limit": refused.limit, "example": number(Decimal(2_500_000))}
    return str(_WRONG[refused.code]) % values


def money(amount: Decimal, currency: str) -> str:
    """ "Rp 2.500.000", "EUR 1,280,000", "KRW 300,000,000"; cents only where there are any."""
    whole = currency in WITHOUT_CENTS or amount == amount.to_integral_value()
    text = format_decimal(abs(amount), "#,##0" if whole else "#,##0.00", locale=locale())
    sign = "−" if amount < 0 else ""
    return f"{sign}{'Rp' if currency == 'IDR' else currency}\N{NO-BREAK SPACE}{text}"


def number(value: Decimal) -> str:
    """A plain number with the language's separators, as exact as it is up to six places."""
    return format_decimal(value, "#,##0.######", locale=locale())


def percent(value: Decimal) -> str:
    """0.325 → "32.5 %"."""
    return f"{number(value * 100)}\N{NO-BREAK SPACE}%"


def fact(one: Input, value: Any, currency: str) -> str:
    """An answer in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if one.kind == "choice":
        return pick(one.choices.get(str(value)), language()) or str(value)
    if one.kind == "date":
        return day_words(value, "long")
    if one.kind == "share":
        return percent(Decimal(value))
    if one.kind == "amount":
        return money(Decimal(value), currency)
    return f"{number(Decimal(value))} {unit(one.unit)}".strip()


def unit(code: str) -> str:
    """ "days" in the reader's language; a unit nobody has named stays as the file says it."""
    names = {
        "days": _("days"),
        "persons": _("people"),
        "points": _("points"),
        "minutes": _("minutes"),
        "episodes": _("episodes"),
        "countries": _("countries"),
        "hours": _("hours"),
    }
    return names.get(code, code.replace("_", " "))


def country(code: str) -> str:
    """The name of a country in the reader's language."""
    found = Locale.parse(locale()).territories.get(code)
    return str(found or code)


def place(code: str) -> str:
    """ "KR.Busan" → "Busan, South Korea"."""
    land, _sign, area = code.partition(".")
    return f"{area}, {country(land)}" if area else country(land)


def currency_name(code: str) -> str:
    """ "KRW (won Korea Selatan)"."""
    name = get_currency_name(code, locale=locale())
    return f"{code} ({name})" if name != code else code


def text(texts: Texts | str | None) -> str:
    """A text of a file in the reader's language."""
    return pick(texts, language())


def dates(scheme: Scheme) -> str:
    """From when to when a version holds, and how well that is known."""
    if scheme.valid_from is None and scheme.valid_to is None:
        return _("Dates not known")
    start, end = _shown(scheme, scheme.valid_from), _shown(scheme, scheme.valid_to)
    if start and end:
        words = _("from %(start)s until before %(end)s") % {"start": start, "end": end}
    elif start:
        words = _("from %(start)s, no end known") % {"start": start}
    else:
        words = _("until before %(end)s, beginning not known") % {"end": end}
    inferred = _("worked out by us")
    return f"{words} ({inferred})" if scheme.dates == "inferred" else words


def span(scheme: Scheme) -> str:
    """ "2023–2024", "2025–", "?": the years of a version, for a link."""
    start = str(scheme.valid_from.year) if scheme.valid_from else "?"
    if scheme.valid_to is None:
        return f"{start}–"
    end = (scheme.valid_to - timedelta(days=1)).year
    return start if start == str(end) else f"{start}–{end}"


def _shown(scheme: Scheme, day: Any) -> str:
    if day is None:
        return ""
    return str(day.year) if scheme.dates == "year" else day_words(day, "long")


ON_FAIL: Mapping[str, Any] = {
    "refuse": gettext_lazy("Without it nothing is paid"),
    "reduce": gettext_lazy("Without it less is paid"),
    "ask": gettext_lazy("Somebody decides"),
}
_KINDS: Mapping[str, Any] = {
    "window": gettext_lazy("Time in which costs count"),
    "place": gettext_lazy("Where costs count"),
    "payee": gettext_lazy("To whom costs may be paid"),
    "exclusion": gettext_lazy("Costs that do not count"),
    "apportionment": gettext_lazy("Part of a cost that counts"),
    "related_party": gettext_lazy("Costs between related companies"),
    "per_person_limit": gettext_lazy("Limit for each person"),
    "category_sub_cap": gettext_lazy("Limit for a kind of cost"),
    "base_cap": gettext_lazy("Limit of the base"),
    "tier": gettext_lazy("Rate by steps"),
    "uplift": gettext_lazy("Addition"),
    "uplift_cap": gettext_lazy("Limit of additions"),
    "overall_cap": gettext_lazy("Limit of the whole rate or sum"),
    "project_cap": gettext_lazy("Limit for one production"),
    "stacking": gettext_lazy("Together with other public money"),
    "cumulative": gettext_lazy("What earlier claims already gave"),
    "indexation": gettext_lazy("Tied to an index"),
    "rounding": gettext_lazy("Rounding"),
    "election": gettext_lazy("Choice between ways of reckoning"),
    "value": gettext_lazy("Fixed figure"),
    "sum": gettext_lazy("Sum"),
    "difference": gettext_lazy("Difference"),
    "share": gettext_lazy("Share"),
    "product": gettext_lazy("Multiplied"),
    "ratio": gettext_lazy("Proportion"),
    "lower_of": gettext_lazy("The lowest"),
    "higher_of": gettext_lazy("The highest"),
    "choice": gettext_lazy("By kind"),
}


def step_kind(kind: str) -> str:
    """The family of a step in a few words."""
    return str(_KINDS.get(kind, kind))


def basis(code: str) -> str:
    """Which day chooses the version."""
    return text(BASIS_LABELS[code])


def taxable(scheme: Scheme) -> str:
    """Whether tax bites, in a sentence."""
    if scheme.taxable is None:
        return _("Whether the money is taxed is not known.")
    if scheme.taxable:
        return _("The money is taxed as income.")
    return _("The money is not taxed.")


def plain(value: object) -> Any:
    """A default of a scheme file as a fact: exact numbers become decimals."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value


def state_of(state: str) -> str:
    """What a figure of a comparison is."""
    return {
        "paid": _("estimated"),
        "ceiling": _("up to; a committee decides"),
        "proposal": _("only if the proposal came into force"),
        "refused": _("nothing would be paid"),
        "open": _("answers missing"),
        "no_rate": _("needs an exchange rate"),
        "undefined": _("the rules give no value here"),
        "no_data": _("no data"),
    }[state]
