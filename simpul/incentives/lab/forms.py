"""What a trial is asked with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.incentives import words
from simpul.incentives.estimate.answers import asked
from simpul.incentives.estimate.typed import Unreadable, read_number
from simpul.incentives.lab.reckoning.synthetic import ADay, Chance, Drawn, OneOf, Range
from simpul.incentives.scheme.reading import SchemeProblems, read_scheme
from simpul.incentives.scheme.spec import Input, Scheme
from simpul.web.formats import language
from simpul.web.forms import DayField, offer

MOST_TEXT = 200_000


class VersionsForm(forms.Form):
    """Which two versions: both of the pack, or the second one as the text of a scheme file."""

    before = forms.ChoiceField(label=gettext_lazy("Version to compare with"))
    after = forms.ChoiceField(label=gettext_lazy("Version to try"), required=False)
    draft = forms.CharField(
        label=gettext_lazy("Or the text of a draft scheme file"),
        help_text=gettext_lazy("The whole TOML file, as docs/schemes.md describes it."),
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, known: Mapping[str, Scheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        rows = [(key, f"{words.text(one.name)} ({key})") for key, one in sorted(known.items())]
        offer(self, "before", rows)
        offer(self, "after", [("", _("None: I paste a draft")), *rows])

    def clean(self) -> dict[str, Any]:
        """`versions`: the two schemes, and whether the second is a draft."""
        found: dict[str, Any] = super().clean() or {}
        draft, after = found.get("draft", "").strip(), found.get("after")
        if not found.get("before"):
            return found
        before = self.known[found["before"]]
        if bool(draft) == bool(after):
            self.add_error("after", _("Choose a version or paste a draft, one of both."))
            return found
        try:
            chosen = read_scheme(draft, _file_of(draft)) if draft else self.known[str(after)]
        except SchemeProblems as wrong:
            self.add_error("draft", wrong.problems.texts(language())[:20])
            return found
        if chosen.currency != before.currency:
            self.add_error("after", _("Both versions must be in one currency."))
        if chosen.digest == before.digest:
            self.add_error("after", _("These are the same version."))
        found["versions"] = (before, chosen, bool(draft) or chosen.status == "proposal")
        return found


def _file_of(text: str) -> str:
    """The name the pasted file would have: that of the id it gives."""
    found = re.search(r'^id\s*=\s*"([a-z0-9-]{1,80})"', text, re.MULTILINE)
    return f"{found[1] if found else 'draft'}.toml"


class TrialForm(forms.Form):
    """The year, the fund, past cases and the ranges of a synthetic year.

    `ranges`: inputs of the versions; of each number smallest, typical and largest.
    """

    title = forms.CharField(label=gettext_lazy("Name of the trial"), max_length=200)
    first = DayField(label=gettext_lazy("The year begins on"))
    fund = forms.CharField(
        label=gettext_lazy("Money in the fund"),
        help_text=gettext_lazy("Leave it empty if there is no limit."),
        required=False,
        widget=forms.TextInput(attrs={"class": "input-money", "inputmode": "decimal"}),
    )
    count = forms.IntegerField(
        label=gettext_lazy("Cases in the synthetic year"), min_value=0, max_value=10_000, initial=0
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        help_text=gettext_lazy("The same seed gives the same year."),
        min_value=0,
        max_value=2**31 - 1,
        initial=1,
    )

    def __init__(
        self, *args: Any, schemes: Iterable[Scheme] = (), levies: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.inputs: dict[str, Input] = {}
        for scheme in schemes:
            for one in asked(scheme):
                self.inputs.setdefault(one.id, one)
        for one in self.inputs.values():
            self._add(one)
        if levies:
            del self.fields["fund"]

    def _add(self, one: Input) -> None:
        label = words.text(one.label)
        if one.kind in ("amount", "count", "share", "number"):
            for part, name in (
                ("low", _("smallest")), ("typical", _("typical")), ("high", _("largest")),
            ):  # fmt: skip
                self.fields[f"{one.id}.{part}"] = forms.CharField(
                    label=f"{label}: {name}",
                    required=False,
                    max_length=40,
                    help_text=_("In percent.") if one.kind == "share" else "",
                    widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input-money"}),
                )
        elif one.kind == "flag":
            chance = _("yes in so many percent of the cases")
            self.fields[f"{one.id}.chance"] = forms.IntegerField(
                label=f"{label}: {chance}",
                required=False,
                min_value=0,
                max_value=100,
            )

    @property
    def groups(self) -> list[list[Any]]:
        """The fields of each input together, for the page."""
        found = []
        for name in self.inputs:
            fields = [self[key] for key in self.fields if key.startswith(f"{name}.")]
            if fields:
                found.append(fields)
        return found

    def clean(self) -> dict[str, Any]:
        """`amount`: of the fund; `draws`: what a synthetic year is drawn from."""
        found: dict[str, Any] = super().clean() or {}
        found["amount"] = self._number("fund", found.get("fund", ""))
        first = found.get("first")
        if found.get("count") and isinstance(first, date) and self.inputs:
            draws = {name: self._draw(one, found, first) for name, one in self.inputs.items()}
            found["draws"] = {name: one for name, one in draws.items() if one is not None}
        return found

    def _number(self, field: str, text: Any) -> Decimal | None:
        if text in (None, ""):
            return None
        try:
            number = read_number(str(text), language())
            if number < 0:
                raise Unreadable("least", text, "0")
        except Unreadable as refused:
            self.add_error(field, words.why_wrong(refused))
            return None
        return number

    def _draw(self, one: Input, found: dict[str, Any], first: date) -> Drawn | None:
        if one.kind == "flag":
            chance = found.get(f"{one.id}.chance")
            return None if chance is None else Chance(int(chance))
        if one.kind == "choice":
            return OneOf(sorted(one.choices))
        if one.kind == "date":
            return ADay(first, date(first.year + 1, 1, 1)) if first else None
        parts = [self._number(f"{one.id}.{p}", found.get(f"{one.id}.{p}", ""))
                 for p in ("low", "typical", "high")]  # fmt: skip
        known = [part for part in parts if part is not None]
        if not known:
            return None
        if len(known) < 3 or known != sorted(known):
            told = _("Smallest, typical and largest, in this order.")
            self.add_error(f"{one.id}.low", told)
            return None
        if one.kind == "share":
            known = [part / 100 for part in known]
        low, typical, high = known
        return Range(low, typical, high, one.kind in ("amount", "count"))
