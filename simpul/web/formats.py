"""Dates, times and money in words, in the reader's language. Babel knows the names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import get_language, gettext, override

DATE_SHAPES = {
    "full": "EEEE, d MMMM y",
    "long": "d MMMM y",
    "short": "d MMM y",
    "weekday": "EEE, d MMM",
    "month": "MMMM y",
}


def language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def locale(code: str | None = None) -> str:
    """Babel's name of a language; dates in English follow the British order, day first."""
    code = (code or language()).replace("-", "_")
    return "en_GB" if code == "en" else code


def in_letter(context: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Values of a letter in the reader's language; there is no page around it that would do so.

    A day becomes words; a function is asked with the language `code`.
    """
    with override(code):
        return {
            name: day_words(value, "long", code)
            if isinstance(value, date)
            else (value(code) if callable(value) else value)
            for name, value in context.items()
        }


def local(moment: datetime) -> datetime:
    """The moment on the city's clock."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def as_day(value: Any) -> date | None:
    """A date from a date, a moment or ISO text; None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return local(value).date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])


def day_words(value: Any, shape: str = "full", code: str | None = None) -> str:
    """ "Kamis, 10 Desember 2026"; shapes: full, long, short, weekday, month."""
    day = as_day(value)
    return format_date(day, DATE_SHAPES[shape], locale=locale(code)) if day else ""


def clock_words(value: datetime | time, code: str | None = None) -> str:
    """ "07.00" in Indonesian, "07:00" in English."""
    if isinstance(value, datetime):
        value = local(value).time()
    return format_time(value, "HH.mm" if locale(code) == "id" else "HH:mm", locale=locale(code))


def moment_words(value: datetime, shape: str = "short", code: str | None = None) -> str:
    """Day and clock: "10 Des 2026, 07.00 WIB"."""
    zone = local(value).strftime("%Z") if value.tzinfo else ""
    return f"{day_words(value, shape, code)}, {clock_words(value, code)} {zone}".strip()


def period_words(start: Any, end: Any, shape: str = "long", code: str | None = None) -> str:
    """A span without repeating what both ends share.

    Moments on one day give "10 Desember 2026, 07.00–19.00"; dates give "10–12 Desember 2026".
    """
    moments = isinstance(start, datetime) and isinstance(end, datetime)
    first, last = as_day(start), as_day(end)
    if first is None or last is None:
        known = first or last
        return day_words(known, shape, code) if known else ""
    if moments:
        if first == last:
            clock = f"{clock_words(start, code)}–{clock_words(end, code)}"
            return f"{day_words(first, shape, code)}, {clock}"
        return f"{moment_words(start, shape, code)} – {moment_words(end, shape, code)}"
    if first == last:
        return day_words(first, shape, code)
    if (first.year, first.month) == (last.year, last.month) and shape in {"long", "short"}:
        return f"{first.day}–{day_words(last, shape, code)}"
    if first.year == last.year and shape in {"long", "short"}:
        start_words = format_date(
            first, "d MMMM" if shape == "long" else "d MMM", locale=locale(code)
        )
        return f"{start_words} – {day_words(last, shape, code)}"
    return f"{day_words(first, shape, code)} – {day_words(last, shape, code)}"


def hours_words(start: Any, end: Any, code: str | None = None) -> str:
    """ "07.00–19.00"; says when the end is on the next day."""
    start, end = _as_time(start), _as_time(end)
    if start is None or end is None:
        return ""
    words = f"{clock_words(start, code)}–{clock_words(end, code)}"
    return f"{words} {gettext('(next day)')}" if end <= start else words


def _as_time(value: Any) -> time | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return local(value).time()
    return value if isinstance(value, time) else time.fromisoformat(str(value))


def number_words(value: Any, code: str | None = None) -> str:
    """A number with the language's separators."""
    return format_decimal(Decimal(str(value)), locale=locale(code)) if value is not None else ""


def money_words(value: Any, code: str | None = None) -> str:
    """ "Rp 2.200.000" (Indonesian) or "Rp 2,200,000" (English) for a Money or an amount in rupiah.

    Parts of a rupiah are shown only where they exist; other currencies carry their code.
    """
    if value is None or value == "":
        return ""
    amount = Decimal(str(getattr(value, "amount", value)))
    currency = getattr(value, "currency", "IDR")
    pattern = "#,##0.##" if currency == "IDR" else "#,##0.00"
    number = format_decimal(abs(amount), pattern, locale=locale(code))
    sign = "−" if amount < 0 else ""
    unit = "Rp" if currency == "IDR" else currency
    return f"{sign}{unit}\N{NO-BREAK SPACE}{number}"


def pick_text(texts: Any, code: str | None = None) -> str:
    """A pack text in the reader's language; the text itself when it is already one."""
    if texts is None:
        return ""
    if isinstance(texts, str):
        return texts
    for wanted in (code or language(), "id", "en"):
        if texts.get(wanted):
            return str(texts[wanted])
    return next((str(text) for text in texts.values() if text), "")
