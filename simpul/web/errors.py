"""Errors of forms as a list of links to the fields they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BaseFormSet


def linked_errors(source: Any) -> list[dict[str, str]]:
    """`[{"href": "#id_title", "text": "…"}]` for a form, a formset or field → messages."""
    if not source:
        return []
    if isinstance(source, BaseFormSet):
        own = [{"href": "", "text": str(text)} for text in source.non_form_errors()]
        return own + [entry for form in source.forms for entry in linked_errors(form)]
    if isinstance(source, BaseForm):
        return list(_form_errors(source)) if source.is_bound else []
    if isinstance(source, Mapping):
        return [
            {"href": f"#id_{field}" if field else "", "text": str(text)}
            for field, texts in source.items()
            for text in ([texts] if isinstance(texts, str) else texts)
        ]
    if isinstance(source, Sequence) and not isinstance(source, str):
        return [{"href": "", "text": str(text)} for text in source]
    return [{"href": "", "text": str(source)}]


def _form_errors(form: BaseForm) -> Iterator[dict[str, str]]:
    for name, texts in form.errors.items():
        href = ""
        if name != NON_FIELD_ERRORS and name in form.fields:
            # The fieldset of a group of radio buttons has the id of the group; its inputs do not.
            bound = form[name]
            href = f"#{bound.auto_id}" if not bound.is_hidden else ""
            if bound.use_fieldset:
                href = f"#{bound.auto_id}_group"
        for text in texts:
            yield {"href": href, "text": str(text)}
