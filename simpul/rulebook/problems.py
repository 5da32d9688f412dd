"""The sentences for what can be wrong in a rule table."""

from __future__ import annotations

from simpul.kit.packs import register_messages
from simpul.kit.texts import Texts

MESSAGES: dict[str, Texts] = {
    "empty_condition": {
        "id": "syarat kosong; tulis always bila selalu berlaku",
        "en": "no condition; write always when it always applies",
    },
    "unreadable_condition": {
        "id": "syarat tidak terbaca: {value}",
        "en": "not a condition: {value}",
    },
    "unknown_fact": {
        "id": "fakta {value} tidak dikenal dalam cakupan tabel ini",
        "en": "unknown fact {value} in the scope of this table",
    },
    "wrong_operator": {
        "id": "{value} tidak berlaku untuk {fact}; pilihannya: {choices}",
        "en": "{value} does not fit {fact}; it takes {choices}",
    },
    "not_a_range": {
        "id": "{value} bukan rentang; tulis a..b",
        "en": "{value} is not a range; write a..b",
    },
    "range_backwards": {
        "id": "rentang {value} terbalik",
        "en": "the range {value} runs backwards",
    },
    "value_twice": {"id": "{value} tertulis dua kali", "en": "{value} is there twice"},
    "no_value": {"id": "nilai untuk {fact} belum ada", "en": "a value for {fact} is missing"},
    "unknown_choice": {
        "id": "{value} bukan nilai {fact}",
        "en": "{value} is not a value of {fact}",
    },
    "not_bool": {"id": "{value}: tulis yes atau no", "en": "{value}: write yes or no"},
    "not_whole": {
        "id": "{value} bukan bilangan bulat",
        "en": "{value} is not a whole number",
    },
    "not_integer": {
        "id": "{value} bukan bilangan bulat",
        "en": "{value} is not a whole number",
    },
    "not_choice": {"id": "{value} bukan kode", "en": "{value} is not a code"},
    "not_set": {"id": "{value} bukan kode", "en": "{value} is not a code"},
    "otherwise_not_one": {
        "id": "otherwise hanya untuk tabel hit = one",
        "en": "otherwise is only for tables with hit = one",
    },
    "otherwise_not_last": {
        "id": "otherwise harus baris terakhir",
        "en": "otherwise must be the last row",
    },
    "never_true": {
        "id": "syarat ini tidak mungkin terpenuhi ({fact})",
        "en": "this condition can never hold ({fact})",
    },
    "overlap": {
        "id": "tumpang tindih dengan {other} (baris {line}), misalnya: {example}",
        "en": "overlaps with {other} (line {line}), for example: {example}",
    },
    "repeated_row": {
        "id": "sama dengan {other} (baris {line}): syarat dan hasilnya sama",
        "en": "the same as {other} (line {line}): same condition, same outcome",
    },
    "gap": {
        "id": "tidak ada jawaban sejak {since}, misalnya: {example}",
        "en": "no answer from {since} on, for example: {example}",
    },
    "gap_unproven": {
        "id": "terlalu banyak gabungan untuk membuktikan tidak ada celah; tambahkan baris "
        "otherwise atau gap = allowed",
        "en": "too many combinations to prove that there is no gap; add a row otherwise or "
        "gap = allowed",
    },
    "unlisted_table": {
        "id": "tabel {name} tidak ada di rules/tables.toml",
        "en": "the table {name} is not in rules/tables.toml",
    },
    "unknown_type": {
        "id": "{value} bukan jenis kolom hasil",
        "en": "{value} is not a type of outcome column",
    },
    "unknown_outcome": {
        "id": "{value} tidak dikenal; pilihannya: {choices}",
        "en": "unknown {value}; it is one of {choices}",
    },
    "unknown_law": {
        "id": "peraturan {value} tidak ada dalam daftar",
        "en": "the law {value} is not on the list",
    },
    "fee_without_law": {
        "id": "pungutan tanpa dasar hukum",
        "en": "a fee without a law",
    },
    "money_not_a_number": {
        "id": "{value} bukan jumlah uang; tulis angka saja",
        "en": "{value} is not an amount; write digits only",
    },
    "money_fraction": {
        "id": "{value}: {currency} tidak mengenal pecahan ini",
        "en": "{value}: {currency} has no such fraction",
    },
    "money_too_large": {"id": "{value} terlalu besar", "en": "{value} is too large"},
    "money_currency": {
        "id": "mata uang {currency} tidak dikenal",
        "en": "unknown currency {currency}",
    },
    "money_negative": {"id": "{value} kurang dari nol", "en": "{value} is below zero"},
}


def register() -> None:
    """Make the sentences known to the pack checker."""
    register_messages(MESSAGES)
