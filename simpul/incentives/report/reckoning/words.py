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


def coded(cells: pl.Series, words: Mapping[str, object], dtype: type[pl.DataType]) -> pl.Series:
    """The meaning of every cell; null where the word is not among them."""
    found = {text: words.get(text.strip().casefold()) for text in cells.unique().to_list()}
    return cells.replace_strict(found, return_dtype=dtype)


def worded(lines: pl.DataFrame, lists: Sequence[Sequence[str]]) -> list[pl.Series]:
    """word_0 … for each list of words: does any of them stand in the description of a line or in
    the name of its account?"""
    if not lists:
        return []
    described = _holding(lines["description"], lists)
    accounts = lines.select("account_text").unique()
    names = accounts.with_columns(_holding(accounts["account_text"], lists))
    named = lines.select("account_text").join(
        names, on="account_text", how="left", maintain_order="left"
    )
    return [one | named[one.name] for one in described]


def _holding(texts: pl.Series, lists: Sequence[Sequence[str]]) -> list[pl.Series]:
    """All words are looked for at once first: most texts hold none of them."""
    every = sorted({word for words in lists for word in words})
    some = texts.str.contains_any(every, ascii_case_insensitive=True)
    at = some.arg_true()
    few = texts.gather(at)
    return [
        some.scatter(at, few.str.contains_any(list(words), ascii_case_insensitive=True)).alias(
            f"word_{number}"
        )
        for number, words in enumerate(lists)
    ]
