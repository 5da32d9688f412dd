"""Words of a cell that mean one of a few things, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Mapping

from simpul.kit.late import polars as pl

YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "y", "ya", "true", "1", "x", "v"), True),
    **dict.fromkeys(("no", "n", "tidak", "bukan", "false", "0", "-", ""), False),
}


def _meaning(meaning: str, words: str) -> dict[str, str]:
    return dict.fromkeys(words.split("|"), meaning)


PAYEE_TYPES: Mapping[str, str] = {
    **_meaning("person", "person|employee|crew|cast|individual|payroll|karyawan|orang|perorangan"),
    **_meaning("person", "pekerja|kru|orang pribadi|wp op"),
    **_meaning("loan_out", "loan out|loanout|loan_out|loan-out|personal company"),
    **_meaning("company", "company|vendor|supplier|corporation|perusahaan|badan|pt|cv|wp badan"),
    **_meaning("company", "pemasok|rekanan"),
}
RESIDENCIES: Mapping[str, str] = {
    **_meaning("resident", "resident|r|local|domestic|yes|lokal|dalam negeri|dn|spdn|wni|ya"),
    **_meaning("resident", "penduduk"),
    **_meaning("non_resident", "non resident|nonresident|non_resident|non-resident|nr|foreign|no"),
    **_meaning("non_resident", "asing|luar negeri|ln|spln|wna|tidak|bukan penduduk"),
}


def coded(cells: pl.Series, words: Mapping[str, object], dtype: type[pl.DataType]) -> pl.Series:
    """The meaning of every cell; null where the word is not among them."""
    found = {text: words.get(text.strip().casefold()) for text in cells.unique().to_list()}
    return cells.replace_strict(found, return_dtype=dtype)
