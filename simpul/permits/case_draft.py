"""An application read as a draft: what is being typed now, or what was sent; and its papers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from simpul.city.queries import city_book
from simpul.permits.applying.draft import Draft
from simpul.permits.applying.pages import Paper, papers_wanted
from simpul.permits.models import Application, PlanRevision

if TYPE_CHECKING:
    from simpul.city.book import CityBook


def draft_of(application: Application, *, at: dt.datetime, book: CityBook | None = None) -> Draft:
    """The application's present words as a draft, read against today's rules."""
    book = book or city_book()
    return Draft(
        data={"plan": application.plan, "details": application.details},
        book=book,
        filed_on=book.calendar.counts_as_filed(at),
        papers=_attached(application),
    )


def sent_draft(application: Application, revision: PlanRevision, book: CityBook) -> Draft:
    """What was sent, read against the rules it was sent under: for the commission to read."""
    return Draft(
        data={"plan": revision.plan, "details": revision.details},
        book=book,
        filed_on=book.calendar.counts_as_filed(application.submitted_at or timezone.now()),
        papers=_attached(application),
    )


def papers_not_in(draft: Draft) -> list[Paper]:
    """Papers the rules ask for that nobody has attached, promised for later or not."""
    return [paper for paper in papers_wanted(draft) if not paper.attached]


def _attached(application: Application) -> frozenset[str]:
    return frozenset(
        application.attachments.filter(removed_at=None).values_list("document_code", flat=True)
    )
