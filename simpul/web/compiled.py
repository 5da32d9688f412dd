"""A query that is worked out once and asked many times, each time with other values.

Working out what a query set says to the database takes Django longer than the database takes to
answer; that counts where every page asks (who acts, which rules are in force). The query set stays
the one place where the question is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Compiled:
    """`make(*examples)` is the question; calling this with as many values answers it.

    Each example must be a value that stands nowhere else in the question, of the type the database
    is given. Answers are rows as the database gives them: use it for `values_list` of plain
    columns, which need no conversion.
    """

    def __init__(self, make: Callable[..., QuerySet[Any]], *examples: Any) -> None:
        self._make, self._examples = make, examples
        self._sql = ""
        self._values: list[tuple[int | None, Any]] = []

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        if not self._sql:
            self._compile()
        given = [fixed if at is None else values[at] for at, fixed in self._values]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, given)
            answer: list[tuple[Any, ...]] = cursor.fetchall()
            return answer

    def _compile(self) -> None:
        sql, fixed = self._make(*self._examples).query.sql_with_params()
        at = {example: number for number, example in enumerate(self._examples)}
        self._values = [(at.get(value), value) for value in fixed]
        missing = [one for one in self._examples if one not in fixed]
        if missing:
            raise ValueError(f"the question does not ask for {missing}")
        self._sql = sql
