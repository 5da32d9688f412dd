"""The rules as people read them: who, when, what, which law, how sure; and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from simpul.kit.money import Money
from simpul.kit.texts import join_words, pick
from simpul.rulebook import choices
from simpul.rulebook.book import Book
from simpul.rulebook.conditions import write
from simpul.rulebook.outcomes import Outcome
from simpul.rulebook.tables import RuleRow, Table
from simpul.rulebook.wording import Names

LABELS = {
    "authority": pgettext_lazy("rule", "Authority"),
    "kind": pgettext_lazy("rule", "What is needed"),
    "documents": pgettext_lazy("rule", "Documents"),
    "after": pgettext_lazy("rule", "After, where these are needed"),
    "severable": pgettext_lazy("rule", "Concerns only"),
    "deemed_grant": pgettext_lazy("rule", "Deemed grant can be claimed"),
    "tier": pgettext_lazy("rule", "Impact tier"),
    "item": pgettext_lazy("rule", "Item"),
    "amount": pgettext_lazy("rule", "Amount"),
    "per": pgettext_lazy("rule", "Charged per"),
    "payee": pgettext_lazy("rule", "Paid to"),
    "limit_day_index": pgettext_lazy("rule", "Up to day of use"),
    "alternative": pgettext_lazy("rule", "Alternative item"),
}
VALUES = {
    "permit": pgettext_lazy("rule", "Permit"),
    "consent": pgettext_lazy("rule", "Consent"),
    "recommendation": pgettext_lazy("rule", "Recommendation"),
    "notice": pgettext_lazy("rule", "Notice"),
    "information": pgettext_lazy("rule", "For information"),
    "forbidden": pgettext_lazy("rule", "Not allowed"),
    "none": pgettext_lazy("rule", "Nothing"),
    "day": pgettext_lazy("rule", "day"),
    "location_day": pgettext_lazy("rule", "place and day"),
    "use_6h": pgettext_lazy("rule", "use of 6 hours"),
    "use": pgettext_lazy("rule", "use"),
    "exempt": pgettext_lazy("rule", "Exempt"),
    "notify": pgettext_lazy("rule", "Notify"),
    "low": pgettext_lazy("rule", "Low"),
    "medium": pgettext_lazy("rule", "Medium"),
    "high": pgettext_lazy("rule", "High"),
    "exceptional": pgettext_lazy("rule", "Exceptional"),
    "@manager": pgettext_lazy("rule", "Whoever manages the place"),
}
CLOCKS = {"file_before": "unit", "process": "process_unit"}
"""Columns with a number of days, and the column that says which days."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule for a page. `facts`: pairs of label and words. `laws`: (code, title).
    `sources`: (title, web address or "")."""

    row: RuleRow
    when: str
    text: str
    facts: tuple[tuple[str, str], ...]
    laws: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]

    @property
    def status(self) -> str:
        """For `{% verified rule %}`."""
        return self.row.status

    @property
    def doubtful(self) -> bool:
        """Nobody's written word: shown as to be verified. A proposal is policy, not law."""
        return self.row.status == "assumed"

    @property
    def words(self) -> str:
        """Everything on it that can be searched, in small letters."""
        parts = [self.row.id, self.when, self.text, *(title for title, _address in self.sources)]
        parts += [word for _label, word in self.facts]
        parts += [word for law in self.laws for word in law]
        return " ".join(parts).casefold()


@dataclass(frozen=True, slots=True)
class Group:
    """A table with those of its rules that are shown."""

    table: str
    title: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """`kind`: added, ended or changed. `parts`: label, words before, words after."""

    kind: str
    title: str
    before: RuleView | None
    after: RuleView | None
    parts: tuple[tuple[str, str, str], ...] = ()

    @property
    def rule(self) -> RuleView:
        """The rule as it is after, or was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change has a rule")
        return found


class Reader:
    """Shows the rules of a book in one language."""

    def __init__(self, book: Book, language: str) -> None:
        self.book = book
        self.language = language
        self.codes: Names = {
            **choices.ACTIVITIES,
            **choices.TRAFFIC,
            **book.names,
        }

    def groups(self, on: date, *, table: str = "", words: str = "") -> list[Group]:
        """The rules in force on a day, by table; those that hold every one of `words`."""
        wanted = words.casefold().split()
        found = []
        for name, rows in self.book.in_force(on).items():
            if table and name != table:
                continue
            shown = [self.view(self.book.tables[name], row) for row in rows]
            if wanted:
                shown = [v for v in shown if all(word in v.words for word in wanted)]
            if shown:
                title = pick(self.book.tables[name].title, self.language)
                found.append(Group(name, title, tuple(shown)))
        return found

    def view(self, table: Table, row: RuleRow) -> RuleView:
        """One rule in plain language."""
        return RuleView(
            row=row,
            when=table.describe(row, self.language, self.codes),
            text=pick(row.texts, self.language),
            facts=tuple(self._facts(table, row)),
            laws=tuple((code, self._name(self.book.laws, code)) for code in row.law),
            sources=tuple(
                (self._name(self.book.sources, code), self.book.addresses.get(code, ""))
                for code in row.source.split("|")
                if code
            ),
        )

    def _facts(self, table: Table, row: RuleRow) -> Iterator[tuple[str, str]]:
        for column in table.outcomes:
            value = row.outcomes[column]
            if column in CLOCKS.values() or value in (None, (), ""):
                continue
            if column in CLOCKS:
                yield self._clock(column, value, row.outcomes.get(CLOCKS[column]))
            elif column != "deemed_grant" or value is True:
                label = LABELS.get(column)
                yield str(label or column.replace("_", " ").capitalize()), self._words(value)

    def _clock(self, column: str, value: Outcome, unit: Outcome) -> tuple[str, str]:
        count = int(str(value))
        if unit == "cd":
            days = ngettext("%(n)d calendar day", "%(n)d calendar days", count) % {"n": count}
        else:
            days = ngettext("%(n)d working day", "%(n)d working days", count) % {"n": count}
        if column == "file_before":
            return _("File in time"), _("at least %(days)s before the first day") % {"days": days}
        return _("Answer within"), _("%(days)s after a complete file") % {"days": days}

    def _words(self, value: Outcome) -> str:
        match value:
            case bool():
                return pgettext("rule", "yes") if value else pgettext("rule", "no")
            case Money():
                return value.format(self.language)
            case tuple():
                return join_words([self._words(part) for part in value], self.language)
            case str() if value in VALUES:
                return str(VALUES[value])
            case str():
                return self._name(self.codes, value)
            case int() | Decimal():
                return str(value)
            case date():
                return value.isoformat()
        return ""

    def _name(self, names: Names, code: str) -> str:
        return pick(names.get(code), self.language) or code


def differences(before: Reader, before_on: date, after: Reader, after_on: date) -> list[Change]:
    """What is in force on one day and was not, or was otherwise, on another; by table and row."""
    old = {(row.table, row.id): row for row in _rows(before.book.in_force(before_on))}
    new = {(row.table, row.id): row for row in _rows(after.book.in_force(after_on))}
    found = []
    for key in dict.fromkeys([*new, *old]):
        name = key[0]
        reader = after if key in new else before
        title = pick(reader.book.tables[name].title, reader.language)
        was, now = old.get(key), new.get(key)
        was_view = before.view(before.book.tables[name], was) if was else None
        now_view = after.view(after.book.tables[name], now) if now else None
        if was is None or now is None:
            kind = "added" if was is None else "ended"
            found.append(Change(kind, title, was_view, now_view))
        elif _essence(was) != _essence(now) and was_view and now_view:
            found.append(Change("changed", title, was_view, now_view, _parts(was_view, now_view)))
    return found


def _rows(groups: Mapping[str, Iterable[RuleRow]]) -> Iterator[RuleRow]:
    for rows in groups.values():
        yield from rows


def _essence(row: RuleRow) -> object:
    """What makes a rule the same rule; not the line it stands on."""
    return (
        write(row.condition),
        dict(row.outcomes),
        dict(row.texts),
        row.law,
        row.source,
        row.status,
        row.valid_from,
        row.valid_to,
    )


def _parts(before: RuleView, after: RuleView) -> tuple[tuple[str, str, str], ...]:
    """The lines that differ, each with its words before and after."""
    was, now = dict(_lines(before)), dict(_lines(after))
    return tuple(
        (label, was.get(label, "–"), now.get(label, "–"))
        for label in dict.fromkeys([*was, *now])
        if was.get(label) != now.get(label)
    )


def _lines(view: RuleView) -> Iterator[tuple[str, str]]:
    yield _("Explanation"), view.text
    yield _("Applies when"), view.when
    yield from view.facts
    yield _("Law"), "; ".join(title for _code, title in view.laws)
    yield _("Source"), "; ".join(title for title, _address in view.sources)
    yield _("Status"), status_words(view.row.status)
    yield _("In force from"), view.row.valid_from.isoformat()
    yield _("In force until"), view.row.valid_to.isoformat() if view.row.valid_to else "–"


def status_words(status: str) -> str:
    """How sure a row is, in words."""
    return {
        "confirmed": _("Confirmed"),
        "reported": _("Reported, to be verified"),
        "assumed": _("Assumed, to be verified"),
        "proposal": _("Policy proposal"),
    }.get(status, status)
