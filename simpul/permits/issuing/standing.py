"""What a permit is worth at this moment, and what its printed code carries. Pure; no database.

The same answer is computed in the browser from the signed token (static/permits/check/check.js),
without network; there it lacks only what happened after signing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

TAKEN_BACK = frozenset({"suspended", "revoked", "cancelled"})
MOST_TOKEN_PAYLOAD = 400
"""Bytes of JSON; with header and signature about 690 characters, a QR code of 4 cm from a phone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`code`: valid, amended, suspended, revoked, cancelled, not_yet, expired.

    `now`: rows of days running at this moment; `today`: rows of this date (or still running from
    yesterday); `next_day`: the next date with a row, if none is today.
    """

    code: str
    today: tuple[Mapping[str, Any], ...] = ()
    now: tuple[Mapping[str, Any], ...] = ()
    next_day: date | None = None


def window(row: Mapping[str, Any], zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end of a frozen day; an end at or before the start lies on the next morning."""
    day = date.fromisoformat(row["date"])
    starts, ends = time.fromisoformat(row["from"]), time.fromisoformat(row["to"])
    last = day + timedelta(days=1) if ends <= starts else day
    return datetime.combine(day, starts, zone), datetime.combine(last, ends, zone)


def standing(state: str, contents: Mapping[str, Any], now: datetime) -> Standing:
    """The answer for the street at `now` (aware)."""
    if state == "superseded":
        return Standing("amended")
    if state in TAKEN_BACK:
        return Standing(state)
    zone = ZoneInfo(contents["city"]["zone"])
    here = now.astimezone(zone)
    rows = [(row, *window(row, zone)) for row in contents["days"]]
    running = tuple(row for row, starts, ends in rows if starts <= here < ends)
    today = tuple(
        row for row, starts, ends in rows if starts.date() == here.date() or starts <= here < ends
    )
    if here.date() < min(starts.date() for _, starts, _ in rows):
        code = "not_yet"
    elif here >= max(ends for _, _, ends in rows) and not today:
        code = "expired"
    else:
        code = "valid"
    ahead = [starts.date() for _, starts, _ in rows if starts.date() > here.date()]
    return Standing(code, today, running, min(ahead, default=None) if not today else None)


def is_secret(contents: Mapping[str, Any], confidential_now: bool, today: date) -> bool:
    """Title and company stay hidden: asked for when signed or since, and no embargo has ended."""
    until = contents.get("embargo_until")
    if until and today >= date.fromisoformat(until):
        return False
    return bool(contents["confidential"] or confidential_now)


def payload(contents: Mapping[str, Any]) -> dict[str, Any]:
    """What the printed code carries: as much as fits, never title or company of a secret shoot.

    n number, r version, c short code, f first day (YYYYMMDD), z time zone, q people, p places,
    d rows of [place or -1, from, to, offsets of days], a/h/x allowed, held and forbidden codes,
    t title, w company, m 1 where places or hours had to be shortened.
    """
    for names, named, hours in ((34, True, True), (20, False, True), (10, False, True), (0, 0, 0)):
        small = _payload(contents, names, bool(named), bool(hours))
        if size(small) <= MOST_TOKEN_PAYLOAD:
            break
    return small


def size(data: Mapping[str, Any]) -> int:
    """Bytes of the payload as it is signed."""
    return len(json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode())


def _payload(contents: Mapping[str, Any], names: int, named: bool, hours: bool) -> dict[str, Any]:
    keys = [place["key"] for place in contents["places"]]
    first = date.fromisoformat(contents["valid"]["from"])
    small: dict[str, Any] = {
        "n": contents["number"],
        "r": contents["version"],
        "c": contents["code"],
        "f": first.strftime("%Y%m%d"),
        "d": _rows(contents["days"], keys, first) if hours else _outline(contents["days"], first),
    }
    if contents["city"]["zone"] != "Asia/Jakarta":
        small["z"] = contents["city"]["zone"]
    if contents["people"]:
        small["q"] = contents["people"]
    if names:
        small["p"] = [_short(place["name"], names) for place in contents["places"]]
    if not hours or any(len(place["name"]) > names for place in contents["places"]):
        small["m"] = 1
    for letter, state in (("a", "allowed"), ("h", "held"), ("x", "forbidden")):
        codes = [part["code"] for part in contents["parts"] if part["standing"] == state]
        if codes:
            small[letter] = list(dict.fromkeys(codes))
    if named and not contents["confidential"]:
        small["t"] = _short(contents["production"]["title"], 40)
        small["w"] = _short(contents["production"]["company"], 40)
    return small


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _clock(text: str) -> str:
    return text.replace(":", "")


def _rows(days: Sequence[Mapping[str, Any]], keys: Sequence[str], first: date) -> list[list[Any]]:
    grouped: dict[tuple[int, str, str], list[int]] = {}
    for row in days:
        group = (keys.index(row["place"]), _clock(row["from"]), _clock(row["to"]))
        grouped.setdefault(group, []).append((date.fromisoformat(row["date"]) - first).days)
    return [[place, a, b, ranges(offsets)] for (place, a, b), offsets in grouped.items()]


def _outline(days: Sequence[Mapping[str, Any]], first: date) -> list[list[Any]]:
    """Only which days, from the earliest to the latest hour: the paper and the page tell more."""
    overnight = any(row["overnight"] for row in days)
    starts = min(row["from"] for row in days)
    ends = starts if overnight else max(row["to"] for row in days)
    offsets = sorted({(date.fromisoformat(row["date"]) - first).days for row in days})
    return [[-1, _clock(starts), _clock(ends), ranges(offsets)]]


def ranges(numbers: Sequence[int]) -> str:
    """ "0-2,5" for 0, 1, 2, 5."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
