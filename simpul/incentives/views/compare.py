"""Public: one production, several schemes, side by side. Asked by address; nothing is stored.

`?s=…` chooses schemes; `?dari=2` answers page 2 of the questions and goes on, `?hal=2` shows it;
`?hasil=1` is the answer, an address that can be sent, printed and changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from simpul.incentives import catalogue, words
from simpul.incentives.estimate.asking import (
    CHOSEN,
    CURRENCY,
    MOST_SCHEMES,
    Query,
    Sheet,
    read_query,
    sheet_of,
    sheets,
)
from simpul.incentives.forms_estimate import QuestionForm
from simpul.incentives.listing import families
from simpul.incentives.saved import companies_of, production_answers, productions_of
from simpul.incentives.views import comparison
from simpul.incentives.views.catalogue import HOME, label
from simpul.people.requests import Request
from simpul.web.formats import language
from simpul.web.limits import hit_from
from simpul.web.views import too_many


@require_safe
def compare(request: Request) -> HttpResponse:
    """Choose, answer, read."""
    if request.GET and not hit_from(request, "incentive-compare", limit=600, seconds=3600):
        return too_many(request)
    query = query_of(request)
    every = sheets(query)
    if not query.schemes or "pilih" in request.GET:
        return _choose(request, query)
    shown, answered = (_number(request, name, len(every)) for name in ("hal", "dari"))
    wrong = [one for sheet in every for one in sheet.asks if one.name in query.said.wrong]
    if answered:
        before = [ask for sheet in every[:answered] for ask in sheet.asks if ask in wrong]
        if before:
            return _ask(request, query, every, sheet_of(query, before[0].name), told=True)
        if answered < len(every) and "selesai" not in request.GET:
            return _ask(request, query, every, answered + 1)
        return redirect(f"{reverse('incentives:compare')}?{query.address(hasil='1')}")
    if "hasil" in request.GET and not wrong:
        return _answer(request, query)
    if "hasil" in request.GET:
        return _ask(request, query, every, sheet_of(query, wrong[0].name), told=True)
    return _ask(request, query, every, shown or 1, told=bool(wrong))


def query_of(request: HttpRequest) -> Query:
    """The comparison of an address; a production's own facts where `produksi` names one."""
    lists = {name: [str(v) for v in values] for name, values in request.GET.lists()}
    found = query_from(lists)
    if not (production := lists.get("produksi", [""])[-1]):
        return found
    extra = production_answers(request, production, found)
    return query_from({**{name: [text] for name, text in extra.items()}, **lists})


def query_from(lists: Mapping[str, Sequence[str]]) -> Query:
    """The comparison of field -> texts, in the reader's language."""
    own = catalogue.rates(timezone.localdate()).base
    return read_query(lists, comparable(), language=language(), own_currency=own)


def comparable() -> dict[str, Any]:
    """Every scheme of which something is known."""
    return {key: one for key, one in catalogue.schemes().items() if one.status != "unknown"}


def _number(request: HttpRequest, name: str, most: int) -> int:
    text = request.GET.get(name, "")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 4 else 0


# --- choosing ----------------------------------------------------------------------------------
def _choose(request: Request, query: Query) -> HttpResponse:
    today = timezone.localdate()
    chosen = {one.id for one in query.schemes}
    groups: dict[str, list[dict[str, Any]]] = {}
    for family in families(comparable().values(), today):
        picked = [one for one in family.versions if one.id in chosen] or [family.current]
        for one in picked:
            entry = {**label(one), "chosen": one.id in chosen, "in_force": family.in_force}
            groups.setdefault(one.country, []).append(entry)
    order = sorted(groups, key=lambda code: (code != HOME, words.country(code)))
    currencies = sorted(
        {query.currency, "USD", "EUR", *(one.currency for one in comparable().values())}
    )
    return render(
        request,
        "incentives/compare/choose.html",
        {
            "near": [_country(code, groups) for code in order if code in NEAR],
            "far": [one for one in (_region(key, order, groups) for key in REGIONS) if one],
            "currencies": [
                {"code": code, "name": words.currency_name(code), "chosen": code == query.currency}
                for code in currencies
            ],
            "most": MOST_SCHEMES,
            "productions": productions_of(request.actor),
            "saved": bool(companies_of(request.actor)),
            "kept": _others(query, set()),
            "none": "pilih" not in request.GET and bool(request.GET),
        },
    )


NEAR = (HOME, "KR", "HK")
"""Its own country and the partners stand open; the others are folded by region."""

REGIONS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "asia": (
        gettext_lazy("Asia and the Gulf"),
        ("AE", "IN", "JP", "KZ", "LK", "MY", "PH", "SA", "SG", "TH", "TW", "UZ", "VN"),
    ),
    "pacific": (gettext_lazy("Australia and New Zealand"), ("AU", "NZ")),
    "america": (gettext_lazy("America"), ("CA", "US")),
    "rest": (gettext_lazy("Europe and others"), ()),
}
"""Region -> its name and countries; the last one takes whoever is left."""


def _country(code: str, groups: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {"name": words.country(code), "schemes": groups[code]}


def _region(
    key: str, order: Sequence[str], groups: Mapping[str, list[dict[str, Any]]]
) -> dict[str, Any] | None:
    name, codes = REGIONS[key]
    elsewhere = {*NEAR, *(code for _name, some in REGIONS.values() for code in some)}
    inside = [code for code in order if code in codes or (not codes and code not in elsewhere)]
    schemes = [one for code in inside for one in groups[code]]
    if not schemes:
        return None
    return {
        "name": name,
        "count": len(schemes),
        "chosen": any(one["chosen"] for one in schemes),
        "groups": [_country(code, groups) for code in inside],
    }


def _others(query: Query, here: set[str]) -> list[tuple[str, str]]:
    """Answers of other pages, to be carried along."""
    kept = [
        (n, text) for n, text in query.raw.items() if n in query.asks and n not in here and text
    ]
    return [*kept, *((f"kurs.{code}", text) for code, text in query.typed_rates.items())]


# --- asking ------------------------------------------------------------------------------------
def _ask(
    request: Request, query: Query, every: tuple[Sheet, ...], number: int, *, told: bool = False
) -> HttpResponse:
    sheet = every[number - 1]
    asked = [(ask.name, ask.input, query.currency) for ask in sheet.asks]
    here = {name for name, _input, _currency in asked}
    form = QuestionForm(asked, {name: query.raw.get(name, "") for name in here})
    if told:
        form.show({name: why for name, why in query.said.wrong.items() if name in here})
    return render(
        request,
        "incentives/compare/ask.html",
        {
            "form": form,
            "sheet": sheet,
            "title": comparison.group_title(query, sheet.group),
            "kind": sheet.group.kind,
            "number": number,
            "pages": len(every),
            "last": number == len(every),
            "schemes": [label(one) for one in query.schemes],
            "chosen": [(CHOSEN, one.id) for one in query.schemes],
            "currency": query.currency,
            "currency_field": CURRENCY,
            "kept": _others(query, here),
            "back": _back(query, number),
        },
        status=422 if form.errors else 200,
    )


def _back(query: Query, number: int) -> str:
    step = {"hal": str(number - 1)} if number > 1 else {"pilih": "1"}
    return f"?{query.address(**step)}"


# --- the answer --------------------------------------------------------------------------------
def _answer(request: Request, query: Query) -> HttpResponse:
    today = timezone.localdate()
    rates, wrong = query.rates(catalogue.rates(today))
    answered = comparison.answer(query, rates, today)
    form = forms.Form()
    rows = comparison.rate_rows(answered)
    for row in rows:
        row["error"] = words.why_wrong(wrong[row["field"]]) if row["field"] in wrong else ""
        if row["error"]:
            row["value"] = query.typed_rates[row["currency"]]
    address = query.address(hasil="1")
    return render(
        request,
        "incentives/compare/answer.html",
        {
            "form": form,
            "on": today,
            "places": comparison.places(query),
            "kinds": comparison.kinds(answered),
            "exclusions": comparison.exclusions(answered),
            "said": comparison.said_rows(query),
            "rates": rows,
            "rate_errors": {row["field"]: [row["error"]] for row in rows if row["error"]},
            "currency": words.currency_name(query.currency),
            "chosen": [(CHOSEN, one.id) for one in query.schemes],
            "currency_code": query.currency,
            "currency_field": CURRENCY,
            "answers": [pair for pair in _others(query, set()) if not pair[0].startswith("kurs.")],
            "share": request.build_absolute_uri(f"?{address}"),
            "address": address,
            "change": f"?{query.address(hal='1')}",
            "choose": f"?{query.address(pilih='1')}",
            "companies": companies_of(request.actor),
            "productions": productions_of(request.actor),
            "title": _("Comparison: %(places)s") % {"places": ", ".join(comparison.places(query))},
        },
    )
