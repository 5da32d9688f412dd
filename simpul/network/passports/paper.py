"""A share on paper: the data the template prints, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from simpul.network.models import Share
from simpul.network.passports.format.wording import pick_text
from simpul.web.formats import day_words, moment_words
from simpul.web.formats import pick_text as pick_pack_text


def paper_of(
    share: Share,
    groups: Sequence[dict[str, Any]],
    filled: Sequence[dict[str, Any]],
    language: str,
) -> dict[str, Any]:
    """What `paper/passport.typ` prints."""
    names = share.document["from"]["names"]
    # Of the production only what was chosen: a title that was not shared is on no paper either.
    title = pick_text(share.document["data"].get("title", {}), language)[0]
    return {
        "language": language,
        "agency": pick_text(names, language)[0],
        "title": _("Project passport: %(title)s") % {"title": title}
        if title
        else _("Project passport"),
        "reference": str(share.pk),
        "lead": _(
            "A record shared with consent. Only what is printed here was given; it may be used for"
            " the purpose named, until the day named, and must be deleted when it is taken back."
        ),
        "facts": [
            [_("For"), share.partner.name],
            [_("Purpose"), share.purpose],
            [_("Until"), day_words(share.ends_on, "long", language)],
            [_("Consent given"), moment_words(share.consent_at, "long", language)],
            [_("Fingerprint (SHA-256)"), share.sha256],
        ],
        "groups": [
            {
                "title": group["title"],
                "rows": [
                    [row["key"], "\n".join(part["text"] for part in row["parts"])]
                    for row in group["rows"]
                ],
            }
            for group in groups
        ],
        "forms_title": _("As the partner's forms ask it"),
        "forms": [_form(one) for one in filled],
        "heads": [_("Question"), _("What it gets")],
    }


def _form(filled: dict[str, Any]) -> dict[str, Any]:
    form = filled["form"]
    sources = [row["title"] for row in form.sources.values()]
    return {
        "title": pick_pack_text(form.names),
        "note": pick_pack_text(form.note),
        "source": _("Source: %(source)s") % {"source": "; ".join(sources)},
        "rows": [[row["label"], row["text"] or f"({row['why']})"] for row in filled["rows"]],
    }
