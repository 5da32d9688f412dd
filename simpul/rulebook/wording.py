"""Conditions in plain language: "Ada lajur yang ditutup dan jalan memuat koridor bus"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from simpul.kit.texts import Texts, join_words, pick
from simpul.rulebook.facttypes import Fact, FactType, FactValue

if TYPE_CHECKING:
    from simpul.rulebook.conditions import Atom, Condition

Names = Mapping[str, Texts]
"""Codes of the pack (authorities, sites) with their names."""

_WORDS: Mapping[str, Texts] = {
    "always": {"id": "selalu", "en": "always"},
    "otherwise": {"id": "dalam hal lainnya", "en": "in every other case"},
    "=": {"id": "{label} adalah {value}", "en": "{label} is {value}"},
    "!=": {"id": "{label} bukan {value}", "en": "{label} is not {value}"},
    "in": {"id": "{label} adalah {value}", "en": "{label} is {value}"},
    "not in": {"id": "{label} bukan {value}", "en": "{label} is not {value}"},
    ">=": {"id": "{label} paling sedikit {value}", "en": "{label} is at least {value}"},
    ">": {"id": "{label} lebih dari {value}", "en": "{label} is more than {value}"},
    "<=": {"id": "{label} paling banyak {value}", "en": "{label} is at most {value}"},
    "<": {"id": "{label} kurang dari {value}", "en": "{label} is less than {value}"},
    "between": {
        "id": "{label} {low} sampai {high}",
        "en": "{label} is between {low} and {high}",
    },
}
_DATE_WORDS: Mapping[str, Texts] = {
    ">=": {"id": "{label} mulai {value}", "en": "{label} is {value} or later"},
    ">": {"id": "{label} setelah {value}", "en": "{label} is after {value}"},
    "<=": {"id": "{label} paling lambat {value}", "en": "{label} is {value} or earlier"},
    "<": {"id": "{label} sebelum {value}", "en": "{label} is before {value}"},
}


def describe(
    condition: Condition, language: str, facts: Mapping[str, Fact], names: Names | None = None
) -> str:
    """The condition as a sentence without full stop, in the reader's language.

    `facts`: those of the table (`Table.facts`). `names`: names of the pack's codes.
    """
    if condition.otherwise:
        sentence = pick(_WORDS["otherwise"], language)
    elif not condition.atoms:
        sentence = pick(_WORDS["always"], language)
    else:
        parts = [_atom(a, language, facts[a.fact], names or {}) for a in condition.atoms]
        sentence = _joined(parts, language)
    return sentence[:1].upper() + sentence[1:]


def _joined(parts: list[str], language: str) -> str:
    """Parts joined by "and"; by semicolons where a part is a list itself, so that it stays clear
    what belongs together."""
    link = join_words(["", ""], language).strip()
    either = join_words(["", ""], language, last="or").strip()
    if len(parts) > 1 and any(f" {word} " in part for part in parts for word in (link, either)):
        return f"{'; '.join(parts[:-1])}; {link} {parts[-1]}"
    return join_words(parts, language)


def describe_value(fact: Fact, value: FactValue, language: str, names: Names | None = None) -> str:
    """A value of a fact for people: the label of a choice, the name of a code, yes and no."""
    if isinstance(value, bool):
        return pick({"id": "ya", "en": "yes"} if value else {"id": "tidak", "en": "no"}, language)
    if isinstance(value, frozenset):
        return join_words([_code(fact, m, language, names or {}) for m in sorted(value)], language)
    if isinstance(value, str):
        return _code(fact, value, language, names or {})
    return _number(value, language)


def _atom(atom: Atom, language: str, fact: Fact, names: Names) -> str:
    if fact.type is FactType.BOOL:
        yes = (atom.values[0] is True) == (atom.op == "=")
        return pick(fact.label if yes else fact.negative, language)
    if fact.type is FactType.SET:
        return _set_atom(atom, language, fact, names)
    template = _WORDS[atom.op]
    if fact.type is FactType.DATE:
        template = _DATE_WORDS.get(atom.op, template)
    label = pick(fact.label, language)
    if atom.op == "between":
        low, high = (_number(value, language) for value in atom.values)
        return pick(template, language).format(label=label, low=low, high=high)
    words = [
        _code(fact, value, language, names) if isinstance(value, str) else _number(value, language)
        for value in atom.values
    ]
    value = join_words(words, language, last="or")
    return pick(template, language).format(label=label, value=value)


def _set_atom(atom: Atom, language: str, fact: Fact, names: Names) -> str:
    words = [_code(fact, str(value), language, names) for value in atom.values]
    phrase = fact.phrase_none if atom.op == "excludes" else fact.phrase
    last = "and" if atom.op == "includes all" else "or"
    return pick(phrase, language).format(join_words(words, language, last=last))


def _code(fact: Fact, code: str, language: str, names: Names) -> str:
    return pick(fact.choices.get(code) or names.get(code), language) or code


def _number(value: FactValue, language: str) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if language.startswith("id") else text
