"""The text of an agreement on paper: its languages side by side, its parties, their signatures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from simpul.kit.outcomes import WrongState
from simpul.network.agreements import states
from simpul.network.agreements.words import LANGUAGES, OWN_NAMES, title_of
from simpul.network.models import Agreement, AgreementParty
from simpul.network.promises.yearly_words import agency_name
from simpul.papers.typesetting import PaperProblem, render
from simpul.web.formats import day_words, language


def pdf_of(agreement: Agreement) -> bytes:
    """The paper in the reader's language around the text. WrongState where it cannot be set."""
    try:
        return render("network/agreement", data_of(agreement), at=agreement.changed_at)
    except PaperProblem as problem:
        raise WrongState(str(problem)) from problem


def data_of(agreement: Agreement) -> dict[str, Any]:
    """Everything the template prints, as texts."""
    parties = list(agreement.parties.select_related("paper"))
    codes = list(agreement.languages)
    return {
        "language": language(),
        "agency": agency_name(),
        "kind": str(agreement.get_kind_display()).capitalize(),
        "title": title_of(agreement),
        "number": agreement.number,
        "watermark": _watermark(agreement),
        "facts": _facts(agreement, parties),
        "codes": codes,
        "columns": [OWN_NAMES[code] for code in codes],
        "titles": [agreement.titles.get(code, "") for code in codes],
        "articles": [
            {
                "number": one.number,
                "headings": [one.headings.get(code, "") for code in codes],
                "texts": [one.texts.get(code, "") for code in codes],
            }
            for one in agreement.articles.all()
        ],
        "prevailing": _prevailing(agreement),
        "signature_heads": [_("Party"), _("Signed by"), _("Signed on"), _("Digest of the paper")],
        "signatures": [_signature(one) for one in parties],
        "words": {
            "signatures": _("Signatures"),
            "missing": _("Not written yet"),
            "note": _(
                "This sheet shows the text and what is recorded of its signatures. What binds is "
                "the signed papers, each named here by the digest of its file (SHA-256)."
            ),
        },
    }


def _watermark(agreement: Agreement) -> str:
    if settings.DEMO:
        return _("Demonstration: this paper has no legal force.")
    if agreement.state in states.OPEN_WORDS:
        return str(states.LABELS[states.S(agreement.state)])
    return ""


def _facts(agreement: Agreement, parties: list[AgreementParty]) -> list[list[str]]:
    rows = [
        [_("State"), str(states.LABELS[states.S(agreement.state)])],
        [_("Parties"), "; ".join(one.name for one in parties)],
    ]
    if agreement.valid_from:
        rows.append([_("First day"), day_words(agreement.valid_from, "long")])
    last = _("until somebody ends it")
    if agreement.valid_to:
        last = day_words(agreement.valid_to, "long")
    return [*rows, [_("Last day"), last]]


def _prevailing(agreement: Agreement) -> str:
    if len(agreement.languages) < 2:
        return ""
    if not agreement.prevailing:
        return _("All languages hold alike.")
    return _("Where the languages differ, the %(language)s text holds.") % {
        "language": LANGUAGES[agreement.prevailing]
    }


def _signature(one: AgreementParty) -> list[str]:
    if one.paper is None or one.signed_on is None:
        return [one.name, _("not signed yet"), "–", "–"]
    who = f"{one.signatory}, {one.office}" if one.office else one.signatory
    return [one.name, who, day_words(one.signed_on, "long"), one.paper.sha256]
