"""Public: what one production would get from one scheme. Asked by address; nothing is stored.

`?dari=2` answers page 2 and goes on; `?hal=2` shows it; `?hasil=1` is the result, an address that
can be sent and printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from simpul.incentives import catalogue, words
from simpul.incentives.estimate.answers import Answers, as_text, asked, from_form
from simpul.incentives.estimate.edges import edges, switches
from simpul.incentives.estimate.questions import Page, page_of, pages
from simpul.incentives.estimate.quoting import quoted
from simpul.incentives.forms_estimate import QuestionForm
from simpul.incentives.listing import holds, replaced_by
from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.views.catalogue import label
from simpul.incentives.views.results import edge_rows, result, switch_rows
from simpul.web.formats import language
from simpul.web.limits import hit_from
from simpul.web.views import too_many


@require_safe
def estimate(request: HttpRequest, scheme_id: str) -> HttpResponse:
    """The questions page by page, then the result."""
    if request.GET and not hit_from(request, "incentive-estimate", limit=600, seconds=3600):
        return too_many(request)
    scheme = catalogue.by_id(scheme_id)
    if scheme.status == "unknown":
        return redirect("incentives:scheme", scheme_id=scheme.id)
    raw = {key: str(value) for key, value in request.GET.items()}
    answers = from_form(scheme, raw, language())
    every = pages(scheme)
    shown = _number(raw.get("hal"), len(every))
    answered = _number(raw.get("dari"), len(every))
    if answered and not _wrong_on(every[:answered], answers):
        if answered < len(every):
            return _page(request, scheme, every, answered + 1, answers, raw)
        return redirect(_address(scheme, answers))
    if "hasil" in raw and not answers.wrong:
        return _result(request, scheme, answers)
    wrong = _wrong_on(every, answers)
    if answered or "hasil" in raw:
        shown = page_of(scheme, wrong[0])
    return _page(request, scheme, every, shown or 1, answers, raw, told=bool(answered or wrong))


def _number(text: str | None, most: int) -> int:
    return (
        min(int(text), most) if text and text.isascii() and text.isdigit() and len(text) < 4 else 0
    )


def _wrong_on(some: tuple[Page, ...], answers: Answers) -> list[str]:
    return [one.id for page in some for one in page.inputs if one.id in answers.wrong]


def _address(scheme: Scheme, answers: Answers, **more: str) -> str:
    """The result's address: every answer in one plain writing, whatever the reader's language."""
    known = {one.id: one for one in asked(scheme)}
    query = {name: as_text(known[name], value) for name, value in answers.facts.items()}
    page = reverse("incentives:estimate", args=[scheme.id])
    return f"{page}?{urlencode({**(more or {'hasil': '1'}), **query})}"


def _page(
    request: HttpRequest,
    scheme: Scheme,
    every: tuple[Page, ...],
    number: int,
    answers: Answers,
    raw: Mapping[str, str],
    *,
    told: bool = False,
) -> HttpResponse:
    page = every[number - 1]
    here = {one.id for one in page.inputs}
    typed = {one.id: raw.get(one.id, "") for one in page.inputs}
    form = QuestionForm([(one.id, one, scheme.currency) for one in page.inputs], typed)
    if told:
        form.show({name: why for name, why in answers.wrong.items() if name in here})
    others = [one for one in asked(scheme) if one.id not in here]
    return render(
        request,
        "incentives/estimate/page.html",
        {
            **label(scheme),
            "in_force": holds(scheme, timezone.localdate()),
            "form": form,
            "page": page,
            "topic": words.TOPICS[page.topic] if len(every) > 1 else words.TOPICS["production"],
            "last": number == len(every),
            "pages": len(every),
            "kept": [(one.id, raw[one.id]) for one in others if raw.get(one.id)],
            "back": _address(scheme, answers, hal=str(number - 1)) if number > 1 else "",
        },
        status=422 if form.errors else 200,
    )


def _result(request: HttpRequest, scheme: Scheme, answers: Answers) -> HttpResponse:
    today = timezone.localdate()
    found = quoted(scheme, answers.facts)
    known = {one.id: one for one in asked(scheme)}
    said = [
        {
            "key": words.text(known[name].label),
            "value": words.fact(known[name], value, scheme.currency),
            "href": _address(scheme, answers, hal=str(page_of(scheme, name))),
        }
        for name, value in answers.facts.items()
    ]
    return render(
        request,
        "incentives/estimate/result.html",
        {
            **label(scheme),
            "in_force": holds(scheme, today),
            "next": replaced_by(catalogue.schemes(), scheme),
            "on": today,
            "said": said,
            "result": result(scheme, found, answers.facts),
            "missing": [
                {
                    "label": words.text(known[name].label) if name in known else name,
                    "href": _address(scheme, answers, hal=str(page_of(scheme, name))),
                }
                for name in found.missing
            ],
            "edges": edge_rows(scheme, edges(scheme, answers.facts, found)),
            "switches": switch_rows(scheme, switches(scheme, answers.facts, found)),
            "share": request.build_absolute_uri(_address(scheme, answers)),
            "change": _address(scheme, answers, hal="1"),
        },
    )
