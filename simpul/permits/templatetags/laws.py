"""Laws by their names: pages show what a person can look up, never a code of the pack."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from simpul.city.queries import city_book
from simpul.permits.models import Application
from simpul.permits.planning.answer_data import law_title

register = template.Library()


@register.simple_tag
def law_names(application: Application, codes: Iterable[str]) -> str:
    """`{% law_names application line.law %}`: titles as the case's rule version has them."""
    book = city_book(application.rule_version_id)
    return "; ".join(law_title(book, code) for code in codes)
