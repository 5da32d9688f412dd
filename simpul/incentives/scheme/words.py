"""The sentences of a trace, in the languages of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from simpul.incentives.scheme.rounding import coin, decimal, rounded
from simpul.incentives.scheme.spec import UNITS, Scheme
from simpul.incentives.scheme.steps.base import Said
from simpul.incentives.scheme.terms import MONEY, NUMBERS, SHARE, Name
from simpul.kit.money import SYMBOLS
from simpul.kit.texts import Texts, pick

LANGUAGES = ("id", "en")

SENTENCES: Mapping[str, Texts] = {
    "lower_of": {"id": "terendah: {name}", "en": "the lowest: {name}"},
    "higher_of": {"id": "tertinggi: {name}", "en": "the highest: {name}"},
    "lower_of_constant": {"id": "terendah: {value}", "en": "the lowest: {value}"},
    "higher_of_constant": {"id": "tertinggi: {value}", "en": "the highest: {value}"},
    "share_of": {"id": "{rate} dari {of}", "en": "{rate} of {of}"},
    "times": {"id": "{of} kali {factor}", "en": "{of} times {factor}"},
    "divided_by_nothing": {
        "id": "pembaginya nol, jadi tidak ada nilainya",
        "en": "the divisor is nought, so there is no value",
    },
    "no_case": {
        "id": "skema tidak menetapkan nilai untuk {choice}",
        "en": "the scheme sets no value for {choice}",
    },
    "chosen_by": {"id": "menurut pilihan: {choice}", "en": "by the choice: {choice}"},
    "rounded_half_up": {"id": "dibulatkan ke {place}", "en": "rounded to {place}"},
    "rounded_half_even": {
        "id": "dibulatkan ke {place}, setengah ke genap",
        "en": "rounded to {place}, halves to even",
    },
    "rounded_down": {"id": "dibulatkan ke bawah ke {place}", "en": "rounded down to {place}"},
    "rounded_up": {"id": "dibulatkan ke atas ke {place}", "en": "rounded up to {place}"},
    "smallest_unit": {
        "id": "dibulatkan ke satuan uang terkecil; skema tidak menyebut pembulatan",
        "en": "rounded to the smallest unit of the currency; the scheme does not say how",
    },
    "cap_idle": {"id": "di bawah batas", "en": "below the limit"},
    "cap_bites": {"id": "paling banyak {limit}", "en": "at most {limit}"},
    "class_cut": {
        "id": "{class}: {before} menjadi {after}",
        "en": "{class}: {before} becomes {after}",
    },
    "no_solution": {
        "id": "bagian-bagian yang dibatasi mencapai 100% atau lebih",
        "en": "the capped shares come to 100% or more",
    },
    "band": {"id": "{rate} dari {part} = {is}", "en": "{rate} of {part} = {is}"},
    "no_tier": {"id": "tidak mencapai tingkat mana pun", "en": "no tier is reached"},
    "tier_amount": {"id": "jumlah tetap tingkat ini", "en": "the fixed amount of this tier"},
    "tier_rate": {"id": "tingkat {rate}", "en": "the tier of {rate}"},
    "needs_not_met": {"id": "syaratnya tidak terpenuhi", "en": "its conditions are not met"},
    "no_rung": {"id": "tidak ada tambahan", "en": "nothing is added"},
    "uplift": {"id": "tambahan {rate}", "en": "{rate} more"},
    "uplift_part": {
        "id": "{rate}, dihitung untuk {part}",
        "en": "{rate}, counted for {part}",
    },
    "reduce_base": {
        "id": "dikurangi uang publik lain {other}",
        "en": "less other public money of {other}",
    },
    "limit_total": {
        "id": "bersama uang publik lain {other}",
        "en": "together with other public money of {other}",
    },
    "first_claim": {"id": "klaim pertama", "en": "the first claim"},
    "history_lacks": {
        "id": "klaim terdahulu tidak memuat nilai ini",
        "en": "the earlier claims do not hold this value",
    },
    "locked": {"id": "tetap seperti klaim {period}", "en": "stays as in the claim of {period}"},
    "less_earlier": {"id": "dikurangi {earlier} terdahulu", "en": "less {earlier} of before"},
    "no_index": {
        "id": "nilai indeks pada {day} tidak diketahui",
        "en": "the value of the index on {day} is not known",
    },
    "indexed": {"id": "indeks {factor} pada {day}", "en": "the index of {factor} on {day}"},
    "elected": {"id": "dipilih: {name}", "en": "chosen: {name}"},
    "best_so_far": {
        "id": "belum dipilih; tertinggi: {name}",
        "en": "not chosen yet; the highest: {name}",
    },
    "not_said": {
        "id": "tidak diuji dalam perkiraan (biaya: {lines}), karena tidak disebut",
        "en": "not tested in the estimate (costs: {lines}), as it was not said",
    },
    "skipped": {"id": "tidak berlaku di sini", "en": "does not apply here"},
    "given": {"id": "nilai ini diberikan, tidak dihitung", "en": "this value was given"},
    "not_in_force": {
        "id": "versi ini tidak berlaku pada {day}",
        "en": "this version is not in force on {day}",
    },
    "test": {"id": "syarat ini tidak terpenuhi", "en": "this requirement is not met"},
    "category": {
        "id": "biaya tanpa kategori skema ini tidak dihitung",
        "en": "costs of no category of this scheme do not count",
    },
}

SHORT = Fraction(1, 10_000)

MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}


def number_text(value: Fraction | Decimal, language: str) -> str:
    """ "1.280.000,5" or "1,280,000.5"; at most four digits after the point."""
    short = decimal(rounded(Fraction(value), "half_even", SHORT))
    digits = f"{short:,f}"
    return digits.translate(str.maketrans(",.", ".,")) if language == "id" else digits


def unit_text(value: Fraction | Decimal, unit: str, currency: str, language: str) -> str:
    """A number with its unit: money with the currency, a share in per cent, "20 days"."""
    if unit == SHARE:
        return percent_text(value, language)
    if unit == MONEY:
        shown = rounded(Fraction(value), "half_even", coin(currency))
        return f"{SYMBOLS.get(currency, currency)} {number_text(shown, language)}"
    digits = number_text(value, language)
    if unit in NUMBERS:
        return digits
    one = "singular" if value == 1 and language == "en" else language
    words = [UNITS.get(part, {}).get(one) or part for part in unit.split("/")]
    return f"{digits} {'/'.join(words).replace(MONEY, SYMBOLS.get(currency, currency))}"


def percent_text(value: Fraction | Decimal, language: str) -> str:
    """ "12,5%" or "12.5%"."""
    return f"{number_text(Fraction(value) * 100, language)}%"


def day_text(day: date, language: str) -> str:
    """ "27 Agustus 2025"."""
    return f"{day.day} {MONTHS[language].split()[day.month - 1]} {day.year}"


class Words:
    """Sentences about one scheme: they know its currency and the labels of its names."""

    def __init__(self, scheme: Scheme) -> None:
        self.currency = scheme.currency
        self.labels: dict[str, Texts] = {}
        for rows in (scheme.inputs, scheme.categories, scheme.tests, scheme.steps):
            self.labels |= {one.id: one.label for one in rows}
        self.choices = {one.id: one.choices for one in scheme.inputs}

    def said(self, sayings: Sequence[Said], unit: str) -> Texts:
        """Sentences one after the other, in each language; {} for none."""
        if not sayings:
            return {}
        return {
            language: "; ".join(self._sentence(one, unit, language) for one in sayings)
            for language in LANGUAGES
        }

    def _sentence(self, one: Said, unit: str, language: str) -> str:
        values = {
            key: self._value(key, value, one.params, unit, language)
            for key, value in one.params.items()
        }
        if one.code in ("times", "indexed"):
            factor = one.params["rate" if one.code == "times" else "value"]
            assert isinstance(factor, Fraction)
            values["factor"] = number_text(factor, language)
        return pick(SENTENCES[one.code], language).format_map(values)

    def _value(
        self, key: str, value: object, params: Mapping[str, object], unit: str, language: str
    ) -> str:
        if isinstance(value, Name):
            return pick(self.labels.get(value.name), language) or value.name
        if key == "class":
            return pick(self.labels.get(str(value)), language) or str(value)
        if key == "choice":
            by = params.get("name")
            codes = self.choices.get(by.name, {}) if isinstance(by, Name) else {}
            return pick(codes.get(str(value)), language) or str(value)
        if isinstance(value, date):
            return day_text(value, language)
        if isinstance(value, Fraction):
            if key == "rate" or (key == "part" and "is" not in params):
                return percent_text(value, language)
            return unit_text(value, unit, self.currency, language)
        return str(value)
