"""Words of a cell that mean one of a few things, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def yes_or_no(text: str) -> bool | None:
    """What a cell says; None where it is neither."""
    return YES_NO.get(text.strip().casefold())


def coded(cells: pl.Series, words: Mapping[str, str]) -> pl.Series:
    """The meaning of every cell of a column; "" where the word is not among them."""
    meant = {text: words.get(text.strip().casefold(), "") for text in cells.unique().to_list()}
    return replaced(cells, meant)


def replaced(cells: pl.Series, by: Mapping[str, str]) -> pl.Series:
    """Every text of a column as another; the column itself where all of them stay."""
    if all(text == new for text, new in by.items()):
        return cells
    return cells.replace_strict(by, return_dtype=pl.String)


def worded(lines: pl.DataFrame, lists: Sequence[Sequence[str]]) -> list[pl.Series]:
    """word_0 … for each list of words: does any of them stand in the description of a line or in
    the name of its account?"""
    if not lists:
        return []
    described, named = (_holding(lines[name], lists) for name in ("description", "account_text"))
    return [one | other for one, other in zip(described, named, strict=True)]


def _holding(texts: pl.Series, lists: Sequence[Sequence[str]]) -> list[pl.Series]:
    """All words are looked for at once first: most texts hold none of them."""
    every = sorted({word for words in lists for word in words})
    some = texts.str.contains_any(every, ascii_case_insensitive=True)
    if not some.any():
        return [some.alias(f"word_{at}") for at in range(len(lists))]
    places = some.arg_true()
    few = texts.gather(places).alias("few").to_frame()
    found = few.select(
        pl.col("few").str.contains_any(list(words), ascii_case_insensitive=True).alias(f"word_{at}")
        for at, words in enumerate(lists)
    )
    return [some.scatter(places, hits).alias(hits.name) for hits in found.get_columns()]
