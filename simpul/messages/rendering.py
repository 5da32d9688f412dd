"""From template and context to subject, text and HTML, in the recipient's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist, loader
from django.utils import translation

MAX_SUBJECT = 250


class BadTemplate(Exception):
    """The template does not begin with a subject line, or has no text below it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What goes out. `html` is empty where the template has no HTML part."""

    subject: str
    text: str
    html: str


def render(template: str, context: Mapping[str, Any], language: str) -> Rendered:
    """Render `messages/<template>.txt` (first line: the subject) and, if there is one, `.html`.

    The context gains `public_url` and `language`. Raises TemplateDoesNotExist or BadTemplate.
    """
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    values = {"public_url": settings.PUBLIC_URL, "language": known, **context}
    with translation.override(known):
        whole = _render(f"messages/{template}.txt", values, escape=False)
        try:
            html = _render(f"messages/{template}.html", values, escape=True)
        except TemplateDoesNotExist:
            html = ""
    first, _, rest = whole.strip().partition("\n")
    subject = " ".join(first.split())
    text = rest.strip()
    if not subject or not text:
        raise BadTemplate(f"messages/{template}.txt needs a subject line and a text below it")
    return Rendered(_shortened(subject), text + "\n", html.strip())


def _render(name: str, values: Mapping[str, Any], *, escape: bool) -> str:
    template: Any = loader.get_template(name)
    return str(template.template.render(Context(dict(values), autoescape=escape)))


def _shortened(subject: str) -> str:
    return subject if len(subject) <= MAX_SUBJECT else subject[: MAX_SUBJECT - 1] + "…"
