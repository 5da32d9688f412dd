"""What anybody may read of a permit: place, time and diversions always; names only when not secret.

Built word by word from the frozen contents, never by leaving fields out of a larger whole: what is
not named here cannot leak. People (contacts, officers), descriptions and operators are not named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from simpul.kit.references import show_code
from simpul.permits.issuing import standing as st
from simpul.permits.issuing.sheet import day_row
from simpul.permits.issuing.sheet_words import area_words, code_name, dates_words, label_for, named
from simpul.permits.models import Permit
from simpul.rulebook import choices
from simpul.web.formats import day_words, hours_words, moment_words, period_words
from simpul.web.formats import pick_text as pick

CONCEALED = "•••"


def public_view(permit: Permit, now: datetime) -> dict[str, Any]:
    """The whole public answer in the active language; the same for page and JSON."""
    contents = permit.contents
    answer = st.standing(permit.state, contents, now)
    secret = st.is_secret(contents, is_confidential(permit), now.astimezone(_zone(contents)).date())
    hide = _names_to_hide(permit) if secret else ()
    production = contents["production"]
    return {
        "state": answer.code,
        "number": permit.number,
        "version": permit.version,
        "code": show_code(permit.short_code),
        "title": "" if secret else production["title"],
        "company": "" if secret else production["company"],
        "kind": named(choices.PRODUCTION_TYPES, production["kind"]),
        "secret": secret,
        "demonstration": contents.get("demonstration", False),
        "valid": period_words(*(_day(contents["valid"][end]) for end in ("from", "to"))),
        "today": [_when(contents, row) for row in answer.today],
        "running": bool(answer.now),
        "next_day": day_words(answer.next_day) if answer.next_day else "",
        "people": contents["people"],
        "places": [
            {"label": p["label"], "name": _hidden(p["name"], hide), "area": area_words(p)}
            for p in contents["places"]
        ],
        "days": [day_row(contents, row) for row in contents["days"]],
        "allowed": _parts(contents, "allowed", hide),
        "held": _parts(contents, "held", hide),
        "forbidden": _parts(contents, "forbidden", hide),
        "conditions": [
            {
                "authority": pick(row["names"]),
                "text": _hidden(pick(row["texts"]), hide),
                "law": pick(row["law"]),
            }
            for row in contents["conditions"]
        ],
        "fees_paid": contents["fees"]["paid"],
        "agency": pick(contents["city"]["agency"]),
        "help": [
            {"name": pick(row["names"]), "how": pick(row.get("how"))} for row in contents["help"]
        ],
        "reason": _hidden(permit.state_reason, hide) if answer.code in st.TAKEN_BACK else "",
        "law": permit.state_law if answer.code in st.TAKEN_BACK else "",
        "since": moment_words(permit.state_changed_at) if permit.state_changed_at else "",
        "checked_at": moment_words(now),
    }


def is_confidential(permit: Permit) -> bool:
    """Asked for since the paper was signed: in the case, in a rider, or for the title."""
    application = permit.application
    return application.confidential or application.production.confidential


def without_names(permit: Permit) -> dict[str, Any]:
    """The frozen contents with every name of the title and its companies taken out or covered."""
    names = _names_to_hide(permit)
    contents: dict[str, Any] = _covered(permit.contents, names)
    contents["production"] |= {"title": "", "company": "", "local_company": ""}
    return contents


def _covered(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, Mapping):
        return {key: _covered(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_covered(item, names) for item in value]
    return _hidden(value, names) if isinstance(value, str) else value


def newest_version(permit: Permit) -> Permit | None:
    """The version that replaced this one, if any."""
    if permit.state != Permit.State.SUPERSEDED:
        return None
    return Permit.objects.filter(number=permit.number).order_by("-version").first()


def _zone(contents: Mapping[str, Any]) -> ZoneInfo:
    return ZoneInfo(contents["city"]["zone"])


def _day(text: str) -> Any:
    return datetime.fromisoformat(text).date()


def _when(contents: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, str]:
    place = next((p for p in contents["places"] if p["key"] == row["place"]), None)
    return {
        "hours": hours_words(row["from"], row["to"]),
        "place": place["name"] if place else "",
        "label": place["label"] if place else "",
        "date": day_words(row["date"], "weekday"),
    }


def _parts(contents: Mapping[str, Any], which: str, hide: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        {
            "code": part["code"],
            "name": code_name(part["code"]),
            "place": label_for(contents, part["place"]),
            "road": _hidden(part["detail"].get("road", ""), hide),
            "dates": dates_words(part["dates"]),
            "hours": hours_words(part["from"], part["to"]),
        }
        for part in contents["parts"]
        if part["standing"] == which
    ]


def _names_to_hide(permit: Permit) -> tuple[str, ...]:
    """Every name of the title and its companies, the frozen one and the present ones."""
    production, frozen = permit.application.production, permit.contents["production"]
    local = production.local_company
    names = {
        frozen["title"],
        frozen["company"],
        frozen.get("local_company") or "",
        production.title,
        production.working_title,
        permit.application.company.name,
        local.name if local else "",
    }
    return tuple(sorted((n.strip() for n in names if len(n.strip()) > 2), key=len, reverse=True))


def _hidden(text: str, names: tuple[str, ...]) -> str:
    """Free text written by people, without the names of a secret production."""
    for name in names:
        text = re.sub(re.escape(name), CONCEALED, text, flags=re.IGNORECASE)
    return text
