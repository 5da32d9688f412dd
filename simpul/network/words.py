"""What partners, countries, languages and times are called on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_time, get_timezone_location
from babel.numbers import format_decimal, get_currency_precision
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.network import zones
from simpul.network.contacts.rows import Trouble
from simpul.network.texts import COUNTRIES
from simpul.web.formats import day_words, language, locale

OFFERED = ("id", "en", "ko", "zh-hant", "zh-hans", "ja", "ms", "th", "vi", "tl", "nl", "fr", "de")
"""Languages offered in forms; others are kept as they came."""

NAMED_IN = ("id", "en", "ko", "zh-hant", "ja")
"""Languages in which a name is asked for."""

MONEYS = ("IDR", "KRW", "HKD", "USD", "EUR", "JPY", "SGD", "CNY", "TWD", "MYR", "THB", "GBP")

TROUBLES = {
    "no_card": gettext_lazy("There is no card in the file."),
    "no_event": gettext_lazy("There is no entry in the calendar."),
    "too_many": gettext_lazy("There are more than %(most)d entries. Take it over in parts."),
    "bad_line": gettext_lazy("This is no line of such a file."),
    "never_ends": gettext_lazy("What begins here never ends."),
    "outside": gettext_lazy("This line belongs to no card."),
    "version": gettext_lazy(
        "Cards of version %(version)s are not read. Save it as vCard 3.0 or 4.0."
    ),
    "no_person": gettext_lazy("This card is not a person's (%(kind)s)."),
    "no_name": gettext_lazy("There is no name."),
    "too_long": gettext_lazy("At most %(most)d signs are kept."),
    "email": gettext_lazy("This is not an e-mail address."),
    "broken": gettext_lazy("The quotation marks do not close."),
    "empty": gettext_lazy("There is no line with a person."),
    "unknown_column": gettext_lazy("There is no such column. These are read: %(known)s."),
    "twice": gettext_lazy("This column is there twice."),
    "missing_column": gettext_lazy("This column is missing."),
    "too_many_cells": gettext_lazy("There are more cells than the %(columns)d columns."),
    "country": gettext_lazy("Write the country as two letters, for example KR."),
    "choice": gettext_lazy("Write one of these: %(known)s."),
    "language": gettext_lazy("“%(value)s” is no language. Write codes such as ko, en, zh-hant."),
    "days_order": gettext_lazy("It cannot end before it begins."),
    "day": gettext_lazy("“%(value)s” is no date. Write it as 2026-11-23."),
    "consent_whole": gettext_lazy("Purpose, day and way of a consent belong together."),
    "future": gettext_lazy("This day has not come yet."),
    "no_organisation": gettext_lazy("No organisation is named. Choose one for the whole file."),
    "unknown_partner": gettext_lazy(
        "“%(name)s” is no partner yet: add it first, or write its country as two letters."
    ),
    "not_ics": gettext_lazy("This is no iCalendar file."),
    "bad_event": gettext_lazy("This entry cannot be read."),
    "bad_value": gettext_lazy("This value cannot be read, or it is there twice."),
    "no_start": gettext_lazy("The entry does not say when it begins."),
    "unknown_zone": gettext_lazy("Nobody knows the time zone “%(zone)s”."),
    "ends_before": gettext_lazy("It ends before it begins."),
    "no_uid": gettext_lazy("The entry has no UID, so it could not be found again."),
    "uid_twice": gettext_lazy("The entry of line %(other)d has the same UID."),
    "repeats": gettext_lazy("An entry that repeats is left out: an itinerary has none."),
    "whole_day": gettext_lazy("An entry without a time of day is left out."),
    "outside_visit": gettext_lazy("An entry on other days than the visit's is left out."),
}

LIKENESS = {
    "same_mark": gettext_lazy("the same e-mail address or site"),
    "same_name": gettext_lazy("the same name"),
    "near_name": gettext_lazy("nearly the same name"),
}


def trouble_words(trouble: Trouble) -> str:
    """What is wrong, for people: where it is, then what."""
    said = str(TROUBLES[trouble.code]) % trouble.params
    where = _("Line %(line)d") % {"line": trouble.line} if trouble.line else ""
    if where and trouble.field:
        where = f"{where}, {trouble.field}"
    return f"{where or trouble.field}: {said}" if where or trouble.field else said


def country_name(code: str) -> str:
    """The country in the reader's language; the code where Babel has no name."""
    return _territories(language()).get(code, code)


@lru_cache(maxsize=8)
def _territories(code: str) -> Mapping[str, str]:
    return dict(Locale.parse(locale(code)).territories)


def countries() -> list[tuple[str, str]]:
    """Countries to choose from, by their names in the reader's language."""
    names = _territories(language())
    known = [(code, names.get(code, code)) for code in sorted(COUNTRIES)]
    return sorted(known, key=lambda one: one[1])


def language_name(code: str) -> str:
    """A language in the reader's language; the code where Babel has no name."""
    base, _dash, script = code.partition("-")
    try:
        found = Locale.parse("_".join([base, script.title()] if script else [base]))
    except (ValueError, UnknownLocaleError):
        return code
    return found.get_display_name(locale()) or code


def languages(known: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Languages to choose from; those that are kept already among them."""
    codes = dict.fromkeys([*OFFERED, *known])
    return [(code, language_name(code)) for code in codes]


def time_zones() -> list[tuple[str, str]]:
    """Zones to choose from."""
    return [("", "–"), *((name, name.replace("_", " ")) for name in zones.known())]


def currencies() -> list[tuple[str, str]]:
    """Currencies to choose from, ours and our partners' first."""
    names = Locale.parse(locale()).currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in MONEYS]


# --- one moment on two clocks --------------------------------------------------------------------


def clock(moment: datetime, zone: str) -> str:
    """ "14.00" on the clocks of the zone."""
    shape = "HH.mm" if locale() == "id" else "HH:mm"
    return format_time(zones.on(moment, zone).time(), shape, locale=locale())


def zone_name(zone: str) -> str:
    """The place whose clocks are meant: "Seoul", or the name of the zone."""
    try:
        return get_timezone_location(zone, locale=locale(), return_city=True) or zone
    except LookupError:
        return zone


def span(starts: datetime, ends: datetime, zone: str) -> str:
    """ "14.00–15.30" on the clocks of the zone; says how many days later it ends."""
    first, last = zones.on(starts, zone).date(), zones.on(ends, zone).date()
    words = f"{clock(starts, zone)}–{clock(ends, zone)}"
    return f"{words} (+{(last - first).days})" if last != first else words


def both_clocks(starts: datetime, ends: datetime, zone: str) -> list[dict[str, Any]]:
    """The times in the zone of the place and at home; one row where the clocks agree."""
    first = zones.on(starts, zone).date()
    rows = []
    for name in dict.fromkeys((zone, settings.TIME_ZONE)):
        day = zones.on(starts, name).date()
        rows.append(
            {
                "place": zone_name(name),
                "times": span(starts, ends, name),
                "day": day_words(day, "weekday"),
                "other_day": day != first,
            }
        )
    return rows


def both_line(starts: datetime, ends: datetime, zone: str) -> str:
    """Both clocks in one line, for calendars."""
    rows = both_clocks(starts, ends, zone)
    return " · ".join(f"{row['place']}: {row['day']}, {row['times']}" for row in rows)


def amount(value: Decimal, currency: str) -> str:
    """ "KRW 250.000": an amount with as many digits as the currency has, or as it needs."""
    digits = get_currency_precision(currency)
    pattern = "#,##0" + ("." + "0" * digits if digits and value % 1 else "")
    number = format_decimal(value, pattern, locale=locale())
    unit = "Rp" if currency == "IDR" else currency
    return f"{unit}\N{NO-BREAK SPACE}{number}"


def distance(day: date, zone: str, home: str) -> str:
    """ "2 hours ahead of Jakarta" on that day at noon."""
    noon = zones.at(day, time(12), zone)
    there, here = zones.on(noon, zone).utcoffset(), zones.on(noon, home).utcoffset()
    minutes = int(((there or timedelta(0)) - (here or timedelta(0))).total_seconds() // 60)
    if minutes == 0:
        return _("the same time as %(place)s") % {"place": zone_name(home)}
    hours = format_decimal(abs(Decimal(minutes)) / 60, "0.##", locale=locale())
    text = (
        _("%(hours)s hours ahead of %(place)s")
        if minutes > 0
        else _("%(hours)s hours behind %(place)s")
    )
    return text % {"hours": hours, "place": zone_name(home)}
