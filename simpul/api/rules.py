"""GET /rules: every rule in force on a day, in plain language, with law, source and status."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from simpul.api.errors import REFUSALS, Strict, guarded
from simpul.kit.outcomes import NotVisible
from simpul.kit.texts import pick
from simpul.permits.planning.plan_fields import FIRST_DAY, LAST_DAY
from simpul.rulebook.book import Book
from simpul.rulebook.queries import book_of, version_on
from simpul.rulebook.tables import RuleRow, Table
from simpul.rulebook.wording import describe

router = Router()


class RulesQuery(Strict):
    """Which day."""

    on: date | None = Field(
        None, ge=FIRST_DAY, le=LAST_DAY, description=gettext_noop("A day; else today")
    )


class LawOut(Schema):
    code: str
    title: str


class ConditionOut(Schema):
    fact: str
    op: str
    values: list[Any]


class RuleOut(Schema):
    """`when`: the condition in words; `conditions`: the same for programs, all must hold (none:
    always, or `otherwise` where nothing else matches). `verified` false: no source confirms the
    row, so it sets no deadline and no fee."""

    id: str
    when: str
    conditions: list[ConditionOut]
    otherwise: bool
    text: str
    outcomes: dict[str, Any]
    law: list[LawOut]
    source: str
    status: str
    verified: bool
    valid_from: date
    valid_to: date | None


class TableOut(Schema):
    name: str
    title: str
    scope: str
    hit: str
    rules: list[RuleOut]


class RulesOut(Schema):
    """The tables of the version that was in force on the day."""

    city: str
    version: int
    on: date
    tables: list[TableOut]


@router.get(
    "/rules",
    response={200: RulesOut, **REFUSALS},
    summary=gettext_noop("The rules in force on a day"),
    operation_id="rules",
)
@guarded("rules", asks=RulesQuery, limit=60)
def rules(request: HttpRequest, filters: Query[RulesQuery]) -> Any:
    """All tables with their rows; 404 before the first publication."""
    on = filters.on or timezone.localdate()
    version = version_on(on)
    if version is None:
        raise NotVisible("no rules in force")
    book, language = book_of(version), get_language() or "id"
    tables = [
        _table(book, book.tables[name], rows, language) for name, rows in book.in_force(on).items()
    ]
    return 200, {
        "city": version.city_code,
        "version": version.number,
        "on": on,
        "tables": tables,
    }


def _table(book: Book, table: Table, rows: tuple[RuleRow, ...], language: str) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": pick(table.title, language),
        "scope": table.scope,
        "hit": table.hit,
        "rules": [_rule(book, table, row, language) for row in rows],
    }


def _rule(book: Book, table: Table, row: RuleRow, language: str) -> dict[str, Any]:
    laws = [{"code": code, "title": pick(book.laws.get(code), language)} for code in row.law]
    return {
        "id": row.id,
        "when": describe(row.condition, language, table.facts, book.names),
        "conditions": [
            {"fact": atom.fact, "op": atom.op, "values": _plain(atom.values)}
            for atom in row.condition.atoms
        ],
        "otherwise": row.condition.otherwise,
        "text": pick(row.texts, language),
        "outcomes": {name: _plain(value) for name, value in row.outcomes.items()},
        "law": laws,
        "source": row.source,
        "status": row.status,
        "verified": row.verified,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _plain(value: object) -> object:
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, tuple | list | set | frozenset):
        return [_plain(one) for one in value]
    return str(value)
