"""The words of the tables: a question, a page of questions, a page of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from simpul.kit.texts import pick
from simpul.permits.applying.draft import Draft
from simpul.permits.wording import Names
from simpul.rulebook.facts import FILMING_FACTS

Words = str | Promise
Row = Mapping[str, Any]
Test = Callable[[Draft, Row], bool]
"""Does it hold for this draft and, on a page of rows, for this row?"""


def always(draft: Draft, row: Row) -> bool:
    return True


def never(draft: Draft, row: Row) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Ask:
    """One question.

    `kind`: text, lines, phone, email, yesno, tick, choice, choices, count, measure, rupiah, day,
    clock, dates, map, site, elsewhere, spot, countries. `at`: the dotted place of the object it is
    kept in, below "plan" or "details"; on a page of rows "row" (the plan's row) or "extra" (the
    details beside it).
    """

    name: str
    kind: str
    label: Words
    at: str = "row"
    key: str = ""
    hint: Words = ""
    required: Test = never
    when: Test = always
    choices: Names | None = None

    @property
    def stored(self) -> str:
        """Its name in the JSON."""
        return self.key or self.name


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `why`: the sentence behind "Why do we ask this?"."""

    code: str
    slug: str
    title: Words
    group: str
    asks: tuple[Ask, ...] = ()
    why: Words = ""
    lead: Words = ""
    when: Callable[[Draft], bool] = lambda draft: True
    rows: Rows | None = None
    kind: str = "form"
    """form, rows, documents, check, declaration."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A page that holds a list. `at`: the list; `extra`: the details beside each row, by its `id`.

    `letter`: rows of this list have an id that begins with it; "" where rows are only counted.
    `first`: the question asked alone when a row is added, because the others depend on it.
    `question`: asked first where having none is an answer too; "" where at least one is needed.
    """

    at: str
    one: Words
    add: Words
    summary: Callable[[Draft, Row], tuple[str, str]]
    extra: str = ""
    letter: str = ""
    first: str = ""
    question: Words = ""
    least: int = 0


def question(fact: str, scope: str = "application") -> Words:
    """The question of a fact as the list of facts words it, in the reader's language."""
    return _question(fact, scope)


def _ask_fact(fact: str, scope: str) -> str:
    known = FILMING_FACTS.get(fact, scope)
    if known is None:
        raise LookupError(f"there is no fact {fact!r} in {scope}")
    return pick(known.question, get_language() or "id")


_question = lazy(_ask_fact, str)


def first_capital(words: str) -> str:
    """The list of facts names codes as inside a sentence; a choice or a heading begins a line."""
    return words[:1].upper() + words[1:]


def is_blank(value: Any) -> bool:
    """Nothing was said."""
    return value is None or value == "" or value == [] or value == {}
