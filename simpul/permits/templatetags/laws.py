"""Laws and authorities by their names: pages never show a code of the pack."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import get_language

from simpul.city.queries import city_book
from simpul.kit.texts import pick
from simpul.permits.case_view import authority_texts
from simpul.permits.models import Application
from simpul.permits.planning.answer_data import law_title

register = template.Library()


@register.simple_tag
def law_names(application: Application, codes: Iterable[str]) -> str:
    """`{% law_names application line.law %}`: titles as the case's rule version has them."""
    book = city_book(application.rule_version_id)
    return "; ".join(law_title(book, code) for code in codes)


@register.simple_tag
def authority_name(application: Application, code: str) -> str:
    """`{% authority_name application bill.payee %}`: as the case's rule version names it."""
    return pick(authority_texts(application, code)[0], get_language() or "id")
