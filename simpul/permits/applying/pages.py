"""The table of pages, and what a draft still lacks. Pure: a draft in, statuses and problems out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from simpul.kit.texts import pick
from simpul.permits.applying.asks import closing, ground, impact, making
from simpul.permits.applying.asks.base import Ask, Page, Row, is_blank
from simpul.permits.applying.draft import Draft, reach
from simpul.permits.planning.questions import questions

GROUPS = {
    "making": gettext_lazy("The production"),
    "where": gettext_lazy("Where and when"),
    "impact": gettext_lazy("What happens there"),
    "safety": gettext_lazy("Safety"),
    "closing": gettext_lazy("Papers and confidentiality"),
    "send": gettext_lazy("Check and send"),
}

PAGES: tuple[Page, ...] = (
    making.TITLE,
    making.PURPOSE,
    making.COMPANY,
    making.PEOPLE,
    making.ORIGIN,
    making.FOREIGN,
    ground.PLACES,
    ground.DAYS,
    ground.VEHICLES,
    ground.PARKING,
    impact.TRAFFIC_PAGE,
    impact.ACTIVITIES_PAGE,
    impact.MINORS,
    impact.ANIMALS,
    impact.KEEPER,
    impact.AROUND,
    impact.NEIGHBOURS,
    closing.INSURANCE,
    closing.CONTACT,
    closing.SAFETY,
    closing.DOCUMENTS,
    closing.SECRECY,
    closing.CHECK,
    closing.DECLARATION,
)
BY_SLUG = {page.slug: page for page in PAGES}
BY_CODE = {page.code: page for page in PAGES}

NOT_DECIDING = frozenset({"asset_class", "asset_classes", "zone", "managers", "manager"})
"""Facts that the officer settles where the applicant cannot know them: asked, never blocking."""


def needed_pages(draft: Draft) -> list[Page]:
    """The pages this draft's answers make necessary, in order."""
    return [page for page in PAGES if page.when(draft)]


def rows_of(page: Page, draft: Draft) -> list[dict[str, Any]]:
    """The raw rows of a page of rows; what is no row is left out."""
    if page.rows is None:
        return []
    found = reach(draft.data, page.rows.at)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def extra_of(page: Page, draft: Draft, row: Row) -> dict[str, Any]:
    """The details beside a row."""
    if page.rows is None or not page.rows.extra:
        return {}
    found = reach(draft.data, page.rows.extra)
    beside = found.get(str(row.get("id"))) if isinstance(found, Mapping) else None
    return dict(beside) if isinstance(beside, Mapping) else {}


def asks_of(page: Page, draft: Draft, row: Row | None = None) -> list[Ask]:
    """The questions of a page that this draft (and row) makes necessary. `row` has both parts."""
    return [ask for ask in page.asks if ask.when(draft, row or {})]


def value_of(ask: Ask, draft: Draft, row: Row | None = None) -> Any:
    """The raw value of a question."""
    if ask.at in ("row", "extra"):
        return (row or {}).get(ask.stored)
    found = reach(draft.data, ask.at)
    return found.get(ask.stored) if isinstance(found, Mapping) else None


def merged(page: Page, draft: Draft, row: Row) -> dict[str, Any]:
    """A row with the details beside it."""
    return {**extra_of(page, draft, row), **row}


def path_of(ask: Ask, page: Page, index: int = 0, row: Row | None = None) -> str:
    """Where the value lies, as errors name it: "plan.days[2].date", "details.spots.s1.scene"."""
    if ask.at == "row" and page.rows:
        return f"{page.rows.at}[{index}].{ask.stored}"
    if ask.at == "extra" and page.rows:
        return f"{page.rows.extra}.{(row or {}).get('id')}.{ask.stored}"
    return f"{ask.at}.{ask.stored}"


def is_missing(ask: Ask, draft: Draft, row: Row | None = None) -> bool:
    """Required here and not answered."""
    if not ask.required(draft, row or {}):
        return False
    value = value_of(ask, draft, row)
    return value is not True if ask.kind == "tick" else is_blank(value)


def missing_sentence(ask: Ask) -> str:
    """What the error at an unanswered question says."""
    if ask.kind == "tick":
        return _("Confirm this to continue.")
    if ask.kind in ("choice", "yesno", "site", "spot", "elsewhere"):
        return _("Choose an answer.")
    if ask.kind in ("choices", "dates"):
        return _("Choose at least one.")
    if ask.kind == "map":
        return _("Draw the place or write its coordinates.")
    return _("Answer this question.")


def missing(page: Page, draft: Draft) -> dict[str, list[str]]:
    """Unanswered required questions of a page by path."""
    found: dict[str, list[str]] = {}
    if page.rows is None:
        for ask in asks_of(page, draft):
            if is_missing(ask, draft):
                found[path_of(ask, page)] = [missing_sentence(ask)]
        return found
    rows = rows_of(page, draft)
    if not rows and not (page.rows.question and _said_none(page, draft)):
        found[page.rows.at] = [
            _("Answer this question.") if page.rows.question else _("Add at least one.")
        ]
    for index, row in enumerate(rows):
        both = merged(page, draft, row)
        for ask in asks_of(page, draft, both):
            if is_missing(ask, draft, both):
                found[path_of(ask, page, index, row)] = [missing_sentence(ask)]
    return found


def _said_none(page: Page, draft: Draft) -> bool:
    assert page.rows is not None
    return bool(reach(draft.data, page.rows.at) == [])


def wrong(page: Page, draft: Draft) -> dict[str, list[str]]:
    """What is there and not right on a page, by path."""
    roots = tuple(_roots(page))
    return {
        path: texts
        for path, texts in draft.errors.items()
        if any(path == root or path.startswith((f"{root}.", f"{root}[")) for root in roots)
    }


def _roots(page: Page) -> Iterator[str]:
    if page.rows is not None:
        yield page.rows.at
        if page.rows.extra:
            yield page.rows.extra
        return
    for ask in page.asks:
        yield f"{ask.at}.{ask.stored}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a page is. `status`: todo, doing, done, problem, optional, blocked."""

    page: Page
    status: str
    left: int


def standing(page: Page, draft: Draft) -> Standing:
    """How far this page is."""
    if page.kind == "check":
        return Standing(page, "todo", 0)
    if page.kind == "documents":
        left = len(papers_missing(draft))
        seen = page.code in _seen(draft) or bool(draft.papers)
        return Standing(page, "done" if not left else "doing" if seen else "todo", left)
    bad, left = len(wrong(page, draft)), len(missing(page, draft))
    if bad:
        return Standing(page, "problem", bad + left)
    if left:
        return Standing(page, "doing" if _begun(page, draft) else "todo", left)
    return Standing(page, "done" if _begun(page, draft) else "optional", 0)


def _seen(draft: Draft) -> tuple[str, ...]:
    return draft.details.seen or ()


def _begun(page: Page, draft: Draft) -> bool:
    if page.code in _seen(draft):
        return True
    if page.rows is not None:
        return reach(draft.data, page.rows.at) is not None and bool(
            rows_of(page, draft) or page.rows.question
        )
    return any(not is_blank(value_of(ask, draft)) for ask in page.asks)


def task_groups(draft: Draft) -> list[tuple[str, list[Standing]]]:
    """The task list: groups with their pages."""
    pages = needed_pages(draft)
    standings = [standing(page, draft) for page in pages]
    open_before = any(
        s.status in ("todo", "doing", "problem") and s.page.kind in ("form", "rows")
        for s in standings
    )
    shown = [
        Standing(s.page, "blocked", 0) if open_before and s.page.kind == "declaration" else s
        for s in standings
    ]
    return [
        (group, found) for group in GROUPS if (found := [s for s in shown if s.page.group == group])
    ]


def next_page(page: Page, draft: Draft) -> Page | None:
    """The page after this one, among those needed now."""
    pages = needed_pages(draft)
    following = PAGES[PAGES.index(page) + 1 :]
    return next((one for one in following if one in pages), None)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document wanted, and by which authorities; `attached` or promised for later."""

    code: str
    authorities: tuple[str, ...]
    attached: bool
    later: bool


def papers_wanted(draft: Draft) -> list[Paper]:
    """The checklist, from the clearances the plan needs; each document once."""
    wanted: dict[str, list[str]] = {}
    for planned in draft.answer.clearances:
        for code in planned.required.documents:
            wanted.setdefault(code, []).append(planned.required.authority)
    later = draft.details.later or ()
    return [
        Paper(code, tuple(dict.fromkeys(who)), code in draft.papers, code in later)
        for code, who in wanted.items()
    ]


def papers_missing(draft: Draft) -> list[Paper]:
    """Wanted, neither attached nor promised for later."""
    return [paper for paper in papers_wanted(draft) if not paper.attached and not paper.later]


def problems(draft: Draft, *, today: dt.date) -> dict[str, list[str]]:
    """Everything that stands against sending, by whole path; empty when it may be sent."""
    found: dict[str, list[str]] = {path: list(texts) for path, texts in draft.errors.items()}
    for page in needed_pages(draft):
        for path, texts in missing(page, draft).items():
            found.setdefault(path, texts)
    for index, day in enumerate(draft.plan.days):
        if day.on is not None and day.on < today:
            found.setdefault(f"plan.days[{index}].date", [_("This day has passed.")])
    if not found:
        for text, path in open_questions(draft):
            found.setdefault(path, []).append(
                _("The rules need one more answer here: %(question)s") % {"question": text}
            )
    return found


def open_questions(draft: Draft) -> list[tuple[str, str]]:
    """What the rules still ask and the applicant can answer: (question, path of the answer)."""
    language = get_language() or "id"
    return [
        (pick(one.text, language), f"plan.{path}")
        for one in questions(draft.answer.questions, draft.plan)
        if one.fact not in NOT_DECIDING
        for path in one.paths
        if page_of(f"plan.{path}") is not None
    ]


def page_of(path: str) -> Page | None:
    """The page on which the value under an error's path is asked."""
    best: tuple[int, Page | None] = (0, None)
    for page in PAGES:
        for root in _roots(page):
            if path == root or path.startswith((f"{root}.", f"{root}[")):
                best = max(best, (len(root), page), key=lambda pair: pair[0])
    return best[1]


def tier_reasons(draft: Draft) -> list[dict[str, Any]]:
    """The rows behind the tier, frozen with the case: id, texts, law, source, status."""
    return [
        {
            "id": row.id,
            "texts": dict(row.texts),
            "law": list(row.law),
            "source": row.source,
            "status": row.status,
        }
        for row in draft.answer.tier.why
    ]
