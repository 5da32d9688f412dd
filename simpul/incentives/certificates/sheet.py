"""The certificate's words, one language at a time: from frozen contents to what the paper prints.

No decision falls here. The words are those of the language asked for, whoever's request it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from simpul.incentives import wording
from simpul.incentives.scheme.spec import FINAL
from simpul.incentives.words import INSTRUMENTS
from simpul.kit.references import show_code
from simpul.web.formats import day_words, moment_words, number_words, period_words
from simpul.web.formats import pick_text as pick

LANGUAGES = ("id", "en")


def paper(contents: Mapping[str, Any], *, qr: str, check_url: str) -> dict[str, Any]:
    """Everything `paper/certificate.typ` needs. `qr`: SVG; `check_url`: where a code is typed."""
    return {
        "number": contents["number"],
        "code": show_code(contents["code"]),
        "qr": qr,
        "check_url": check_url.split("://", 1)[-1],
        "rehearsal": contents["rehearsal"],
        "sheets": [sheet(contents, language) for language in LANGUAGES],
    }


def sheet(contents: Mapping[str, Any], language: str) -> dict[str, Any]:
    """One language of the paper."""
    with override(language):
        return {
            "language": language,
            "words": _words(contents),
            "agency": pick(contents["city"]["agency"]),
            "city": pick(contents["city"]["names"]),
            "title": title(contents),
            "amount": amount(contents),
            "meaning": _meaning(contents),
            "warnings": warnings(contents),
            "facts": _facts(contents),
            "steps": [_step(contents, step) for step in contents["steps"]],
            "parts": [
                [_part(part), wording.amount_words(part["amount"], contents["currency"])]
                for part in contents["parts"]
            ],
            "figures": [
                [
                    wording.name(wording.FIGURES, row["key"]),
                    wording.figure_words(row["accepted"]),
                    wording.name(wording.EVIDENCE, row["evidence"]),
                ]
                for row in contents["figures"]
            ],
            "conditions": _conditions(contents),
            "signed": {
                "by": contents["approved_by"],
                "as": _("Approved as the second person"),
                "at": moment_words(datetime.fromisoformat(contents["issued_at"]), "long"),
                "proposed": _("Proposed by %(name)s") % {"name": contents["proposed_by"]},
            },
        }


def title(contents: Mapping[str, Any]) -> str:
    """ "Provisional certificate"."""
    return wording.name(wording.AWARDS, contents["kind"])


def amount(contents: Mapping[str, Any]) -> str:
    """The amount; of a scheme at discretion and of a provisional award only "up to"."""
    words = wording.amount_words(contents["amount"], contents["currency"])
    if contents["kind"] == "provisional":
        return _("up to %(amount)s") % {"amount": words}
    return words


def warnings(contents: Mapping[str, Any]) -> list[str]:
    """What must not be overlooked, the gravest first."""
    found = []
    if contents["rehearsal"]:
        found.append(
            _(
                "REHEARSAL. The scheme is only a proposal. This paper awards nothing, reserves no "
                "public money and can be used towards nobody."
            )
        )
    if contents["demonstration"]:
        found.append(_("Demonstration: this paper has no legal force."))
    return found


def _words(contents: Mapping[str, Any]) -> dict[str, str]:
    return {
        "number": _("Number"),
        "scan": _("Scan to check"),
        "or_type": _("or type this code at"),
        "facts": _("Who and what for"),
        "amount": _("Amount"),
        "steps": _("How the amount was computed"),
        "step": pgettext("of a computation", "Step"),
        "value": pgettext("of a computation", "Result"),
        "cut": pgettext("of a computation", "Cut"),
        "clause": _("Clause"),
        "parts": _("Payment in parts"),
        "part": _("Part"),
        "figures": _("Figures of the shoot"),
        "figure": _("Figure"),
        "accepted": _("Accepted"),
        "evidence": _("Rests on"),
        "conditions": _("What holds"),
        "check": _("Check"),
        "check_note": _(
            "Anyone may check this certificate: scan the code or type it. The page says whether it "
            "still holds. No other amount than the one shown there is certified."
        ),
        "signature_note": _(
            "Signed electronically. The signature covers the whole document; the printed page is "
            "checked by its code."
        ),
        "page": pgettext("page number", "Page"),
        "of": pgettext("page 1 of 3", "of"),
        "watermark": _("REHEARSAL") if contents["rehearsal"] else "",
    }


def _meaning(contents: Mapping[str, Any]) -> str:
    if contents["kind"] == "provisional":
        return _(
            "This amount is set aside in the fund for this production. How much is really paid is "
            "decided after the cost report and its audit. It can be less; it can be more only "
            "where the fund then has money free."
        )
    return _(
        "The cost report was audited. This amount is final and is paid in the parts named below."
    )


def _facts(contents: Mapping[str, Any]) -> list[list[str]]:
    scheme, window = contents["scheme"], contents["window"]
    rows = [
        [_("Title"), contents["production"]["title"]],
        [_("Company"), contents["company"]["name"]],
        [_("Registration number"), contents["company"]["registration_no"]],
        [_("Case"), contents["case"]["reference"]],
        [_("Scheme"), pick(scheme["names"])],
        [_("Kind of support"), wording.name(INSTRUMENTS, scheme["instrument"])],
        [_("Granted by"), scheme["authority"]],
        [_("Fund"), pick(contents["fund"]["names"])],
        [_("Spending that counts"), _window(window)],
        [_("Cost report due"), _day(contents["report_due"])],
        [_("Audited cost report (SHA-256)"), contents["report"].get("sha256", "")],
    ]
    return [[name, str(value)] for name, value in rows if value]


def _window(window: Mapping[str, str]) -> str:
    if window["from"] and window["to"]:
        return period_words(window["from"], window["to"])
    return _day(window["from"] or window["to"])


def _day(text: str) -> str:
    return day_words(text, "long") if text else ""


def _step(contents: Mapping[str, Any], step: Mapping[str, Any]) -> list[str]:
    return [
        pick(step["label"]),
        value_words(step["value"], step["unit"], contents["currency"]),
        value_words(step["cut"], step["unit"], contents["currency"]) if _cuts(step) else "",
        step["clause"] or "",
    ]


def _part(part: Mapping[str, Any]) -> str:
    """A part's label, with what it waits for where that is not the final certificate."""
    due = part.get("due", FINAL)
    label: str = pick(part["label"])
    return label if due == FINAL else f"{label} ({wording.name(wording.DUES, due)})"


def _cuts(step: Mapping[str, Any]) -> bool:
    return step["cut"] not in ("", None, "0")


def value_words(value: Any, unit: str, currency: str) -> str:
    """A result of a step: money in the scheme's currency, or a plain number."""
    if value in (None, ""):
        return ""
    if unit == "money":
        return wording.amount_words(value, currency)
    return number_words(value)


def _conditions(contents: Mapping[str, Any]) -> list[str]:
    found = []
    if contents["kind"] == "provisional":
        found.append(
            _("The cost report must be in by %(day)s; after that day the certificate lapses.")
            % {"day": _day(contents["valid_to"])}
        )
        found.append(_("Only spending inside the days named above can count."))
        found.append(_("Shooting days, hires and trainee days are compared with the permits."))
    if contents["scheme"].get("discretionary"):
        found.append(_("The scheme is at the discretion of its authority."))
    found.append(
        _("Money is paid only to the company's account on file, after two people released it.")
    )
    if any(part.get("due", FINAL) != FINAL for part in contents["parts"]):
        found.append(
            _(
                "Parts paid before the final certificate are paid on account; what is not due in "
                "the end is paid back."
            )
        )
    if limits := wording.limits_words(contents, contents["currency"]):
        found.append(limits)
    if contents["reason"]:
        found.append(contents["reason"])
    return found
