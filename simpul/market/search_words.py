"""Finding projects in Indonesian, English and Korean, with what every PostgreSQL has.

The `simple` configuration does not cut Korean, Chinese or Japanese into words, so such runs are
written as overlapping pairs of characters: 부산영화 becomes 부산 산영 영화. A search for 영화 then
finds it wherever it stands, also with a particle behind it (영화는), and one for a single character
finds pairs that begin with it. Latin words go through the stemmers of Indonesian and English.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

VECTOR = (
    "(to_tsvector('indonesian', {0}) || to_tsvector('english', {0}) || to_tsvector('simple', {0}))"
)
"""The indexed expression; migration 0002 spells it for both columns."""

MOST_WORDS = 12
_RUN = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
_WORD = re.compile(r"\w+")


def searchable(texts: Iterable[str]) -> str:
    """What is stored beside an entry to be searched."""
    whole = unicodedata.normalize("NFKC", " ".join(one for one in texts if one))
    found = [pair for run in _RUN.findall(whole) for pair in pairs(run)]
    return " ".join([_RUN.sub(" ", whole), *found]).strip()


def pairs(run: str) -> list[str]:
    """Overlapping pairs of a run of characters, and its last one alone, for searches of one."""
    return [run[place : place + 2] for place in range(len(run) - 1)] + [run[-1]]


def matching(column: str, typed: str) -> RawSQL | None:
    """A condition: every word typed is in `column` ("words_public", "words_guests").

    None where nothing was typed that can be looked for.
    """
    if column not in ("words_public", "words_guests"):
        raise ValueError(column)
    text = unicodedata.normalize("NFKC", typed)
    asked: list[str] = []
    values: list[str] = []
    for word in _WORD.findall(_RUN.sub(" ", text))[:MOST_WORDS]:
        asked.append(
            "(plainto_tsquery('indonesian', %s) || plainto_tsquery('english', %s)"
            " || to_tsquery('simple', %s))"
        )
        values += [word, word, f"'{word}':*"]
    for run in _RUN.findall(text)[:MOST_WORDS]:
        for one in pairs(run)[:-1] or [run]:
            asked.append("to_tsquery('simple', %s)")
            values.append(f"'{one}':*" if len(one) == 1 else f"'{one}'")
    if not asked:
        return None
    table = f'"market_entry"."{column}"'
    sql = f"{VECTOR.format(table)} @@ ({' && '.join(asked)})"
    return RawSQL(sql, values, output_field=BooleanField())  # noqa: S611 (values are parameters)
