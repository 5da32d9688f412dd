"""The pages of a request: one question of the scheme each, then days, figures; what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from simpul.incentives import wording
from simpul.incentives import words as estimate_words
from simpul.incentives.case.permit_record import FIGURES
from simpul.incentives.case.quote import facts_of, questions, scheme_of
from simpul.incentives.estimate.answers import Fact
from simpul.incentives.models import Case
from simpul.incentives.scheme.spec import Input, Scheme
from simpul.kit.texts import pick
from simpul.web.formats import day_words, language, number_words, period_words


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `kind`: question, window or declared; `inputs`: of the scheme, one for a
    question."""

    slug: str
    kind: str
    title: str
    group: str
    inputs: tuple[Input, ...] = ()
    lead: str = ""


def pages_of(case: Case) -> list[Page]:
    """Every page in its order."""
    scheme = scheme_of(case)
    found = [
        Page(
            slug=one.id.replace("_", "-"),
            kind="question",
            title=pick(one.label, language()),
            group=_("What the scheme asks"),
            inputs=(one,),
        )
        for one in questions(scheme)
    ]
    return [
        Page(
            "hari-belanja",
            "window",
            _("When do you spend in the city?"),
            _("The production"),
            lead=_("Only spending inside the scheme's days can count; the paper names them."),
        ),
        Page(
            "angka-syuting",
            "declared",
            _("Figures of the shoot"),
            _("The production"),
            lead=_(
                "Permits and wrap reports know some of this already. What you write is compared "
                "with them at the audit."
            ),
        ),
        *found,
    ]


def typed(case: Case, scheme: Scheme) -> Mapping[str, Fact]:
    """Answers as typed values."""
    return facts_of(case, scheme)


def is_done(case: Case, one: Page) -> bool:
    """Everything on this page is answered."""
    if one.kind == "window":
        return case.window_from is not None and case.window_to is not None
    if one.kind == "declared":
        return set(FIGURES) <= set(case.declared)
    return all(question.id in case.facts for question in one.inputs)


def is_optional(one: Page) -> bool:
    """Nothing on this page must be answered."""
    return bool(one.inputs) and all(not i.required or i.default is not None for i in one.inputs)


def task_groups(case: Case) -> list[dict[str, Any]]:
    """The task list."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in pages_of(case):
        status = "done" if is_done(case, one) else "optional" if is_optional(one) else "todo"
        groups.setdefault(one.group, []).append(
            {"title": one.title, "href": address(case, one), "status": status}
        )
    ready = not left(case)
    send = {
        "title": _("Check and send"),
        "href": reverse("incentives:case_send", args=[case.pk]),
        "status": "todo" if ready else "blocked",
    }
    rows = [{"title": name, "tasks": tasks} for name, tasks in groups.items()]
    return [*rows, {"title": _("Send"), "tasks": [send]}]


def address(case: Case, one: Page, back: str = "") -> str:
    """Where a page is."""
    path = reverse("incentives:case_page", args=[case.pk, one.slug])
    return f"{path}?kembali={back}" if back else path


def left(case: Case) -> list[dict[str, str]]:
    """Pages that must be answered before sending, as links."""
    return [
        {"href": address(case, one, "periksa"), "text": one.title}
        for one in pages_of(case)
        if not is_done(case, one) and not is_optional(one)
    ]


def answers(case: Case, *, change: bool = True) -> list[dict[str, Any]]:
    """Every answer in words, page by page, with links to change them."""
    scheme = scheme_of(case)
    values = facts_of(case, scheme)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in pages_of(case):
        href = address(case, one, "periksa") if change else ""
        groups.setdefault(one.group, []).extend(_rows(case, one, values, scheme, href))
    return [{"title": name, "rows": rows} for name, rows in groups.items()]


def _rows(
    case: Case, one: Page, values: Mapping[str, Fact], scheme: Scheme, href: str
) -> list[dict[str, Any]]:
    if one.kind == "window":
        value = period_words(case.window_from, case.window_to) if is_done(case, one) else ""
        return [{"key": one.title, "value": value, "missing": not value, "href": href}]
    if one.kind == "declared":
        return [
            {
                "key": wording.name(wording.FIGURES, key),
                "value": wording.figure_words(case.declared.get(key)),
                "missing": key not in case.declared,
                "href": href,
            }
            for key in FIGURES
        ]
    question = one.inputs[0]
    known = question.id in values
    if not known and is_optional(one):
        return []
    shown = value_words(question, values[question.id], scheme.currency) if known else ""
    return [{"key": one.title, "value": shown, "missing": not known, "href": href}]


def value_words(one: Input, value: Fact, currency: str) -> str:
    """An answer in the reader's language."""
    if one.kind == "amount":
        return wording.amount_words(value, currency)
    if one.kind == "flag":
        return _("Yes") if value else _("No")
    if one.kind == "choice":
        return pick(one.choices.get(str(value), {}), language()) or str(value)
    if one.kind == "date":
        return day_words(value, "long")
    if one.kind == "share":
        return f"{number_words(value * 100)} %"  # type: ignore[operator]
    unit = estimate_words.unit(one.unit) if one.unit else ""
    return f"{number_words(value)} {unit}".strip()
