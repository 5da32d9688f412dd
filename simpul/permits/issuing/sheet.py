"""The permit's words, one language at a time: from frozen contents to what the paper prints.

No decision falls here: every line says what `contents` says. The words are those of the language
asked for, whoever's request it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from simpul.kit.money import Money
from simpul.kit.references import show_code
from simpul.permits import wording
from simpul.permits.issuing.sheet_words import (
    area_words,
    code_name,
    dates_words,
    label_for,
    named,
    verdict_words,
)
from simpul.rulebook import choices
from simpul.web.formats import (
    day_words,
    hours_words,
    moment_words,
    money_words,
    number_words,
    period_words,
)
from simpul.web.formats import pick_text as pick

LANGUAGES = ("id", "en")


def paper(contents: Mapping[str, Any], *, qr: str, check_url: str) -> dict[str, Any]:
    """Everything `paper/permit.typ` needs. `qr`: SVG; `check_url`: where a code is typed."""
    return {
        "number": contents["number"],
        "version": contents["version"],
        "code": show_code(contents["code"]),
        "qr": qr,
        "map": contents["map"],
        "check_url": check_url.split("://", 1)[-1],
        "sheets": [sheet(contents, language) for language in LANGUAGES],
    }


def sheet(contents: Mapping[str, Any], language: str) -> dict[str, Any]:
    """One language of the paper."""
    with override(language):
        return {
            "language": language,
            "words": _words(contents),
            "agency": pick(contents["city"]["agency"]),
            "city": pick(contents["city"]["names"]),
            "subtitle": _subtitle(contents),
            "facts": _facts(contents),
            "places": [_place(place) for place in contents["places"]],
            "days": [day_row(contents, day) for day in contents["days"]],
            "allowed": [_basic(contents), *part_rows(contents, "allowed")],
            "held": part_rows(contents, "held"),
            "forbidden": part_rows(contents, "forbidden"),
            "not_asked": [code_name(code) for code in contents["not_asked"]],
            "vehicles": [_vehicle(contents, row) for row in contents["vehicles"]],
            "conditions": _conditions(contents),
            "answers": [_answer(row) for row in contents["answers"]],
            "fees": _fees(contents["fees"]),
            "help": [
                {"name": pick(row["names"]), "how": pick(row.get("how"))}
                for row in contents["help"]
            ],
            "changes": [change_words(contents, change) for change in contents["changes"]],
            "signed": _signed(contents),
        }


def _words(contents: Mapping[str, Any]) -> dict[str, str]:
    """The fixed words of the paper."""
    return {
        "title": _("Filming permit"),
        "demonstration": _("Demonstration: this paper has no legal force.")
        if contents.get("demonstration")
        else "",
        "number": _("Number"),
        "version": _("Version"),
        "scan": _("Scan to check"),
        "or_type": _("or type this code at"),
        "facts": _("Who and when"),
        "where": _("Where"),
        "map_note": _("A sketch to find the place; north is up. It is no survey."),
        "when": _("When"),
        "date": _("Date"),
        "place": _("Place"),
        "hours": _("Hours"),
        "use": _("Use"),
        "people": _("People"),
        "allowed": _("Allowed"),
        "held": _("Not allowed yet"),
        "held_note": _(
            "These parts still wait for an answer. They may not happen until a new version of "
            "this permit names them as allowed."
        ),
        "forbidden": _("Not allowed"),
        "not_asked": _("Not part of this permit"),
        "not_asked_note": _("What this permit does not name as allowed is not allowed. Among it:"),
        "vehicles": _("Vehicles"),
        "class": _("Vehicle"),
        "count": _("Number of vehicles"),
        "length": _("Length"),
        "conditions": _("Conditions"),
        "answers": _("Who agreed"),
        "authority": _("Authority"),
        "answer": pgettext("what an authority said", "Answer"),
        "law": _("Legal basis"),
        "fees": _("Official fees"),
        "item": _("Item"),
        "amount": _("Amount"),
        "nothing": _("Nothing else is payable"),
        "nothing_note": _(
            "Everything official is listed here. Nobody may ask the production, its crew, the "
            "neighbours or the traders for any other payment for this permit. If somebody does, "
            "ask for a name and tell us."
        ),
        "check": _("Check, complain, appeal"),
        "check_note": _(
            "Anyone may check this permit: scan the code or type it. The check page shows whether "
            "it is still valid. It also works without network once it has been opened."
        ),
        "changes": _("What changed since the version before"),
        "page": pgettext("page number", "Page"),
        "of": pgettext("page 1 of 3", "of"),
        "signature_note": _(
            "Signed electronically. The signature covers the whole document; the printed page is "
            "checked by its code."
        ),
        "on_map": _("On the map"),
        "none": _("None"),
        "rules": _("Decided under rule version %(number)s.")
        % {"number": contents["rules"].get("number", "")},
    }


def _subtitle(contents: Mapping[str, Any]) -> str:
    valid = contents["valid"]
    return period_words(_day(valid["from"]), _day(valid["to"]))


def _day(text: str) -> Any:
    return datetime.fromisoformat(text).date()


def _facts(contents: Mapping[str, Any]) -> list[list[str]]:
    production = contents["production"]
    rows = [
        [_("Title"), production["title"]],
        [_("Kind of production"), named(choices.PRODUCTION_TYPES, production["kind"])],
        [_("Company"), production["company"]],
        [_("Local partner"), production.get("local_company") or ""],
        [_("Valid"), _subtitle(contents)],
        [_("People on site, at most"), str(contents["people"] or "")],
        [_("In charge on site"), _contact(contents, "on_site")],
        [_("Deputy"), _contact(contents, "deputy")],
        [_("Safety officer"), _contact(contents, "safety")],
        [_("Permit office"), _contact(contents, "agency")],
    ]
    if contents["confidential"]:
        rows.append([_("Confidential"), _("Title and company are not shown on public pages.")])
    return [row for row in rows if row[1]]


def _contact(contents: Mapping[str, Any], role: str) -> str:
    contact = contents["contacts"].get(role) or {}
    parts = (contact.get(key) for key in ("name", "phone", "email"))
    return " · ".join(part for part in parts if part)


def _place(place: Mapping[str, Any]) -> dict[str, str]:
    return {
        "label": place["label"],
        "name": place["name"],
        "area": area_words(place),
        "setting": named(choices.SETTINGS, place["setting"]),
        "point": f"{place['lat']:.5f}, {place['lon']:.5f}" if place["lat"] is not None else "",
    }


def day_row(contents: Mapping[str, Any], day: Mapping[str, Any]) -> dict[str, str]:
    """One day in words."""
    use = [wording.name(wording.DAY_KINDS, day["kind"])]
    if day["contingency"] and day["kind"] != "contingency":
        use.append(_("in reserve"))
    if day["exclusive_use"]:
        use.append(_("closed to others"))
    return {
        "date": day_words(day["date"]),
        "place": label_for(contents, day["place"]),
        "hours": hours_words(day["from"], day["to"]),
        "use": ", ".join(use),
        "people": str(day["people"] or ""),
    }


def _basic(contents: Mapping[str, Any]) -> dict[str, str]:
    """What every issued permit allows: to film there and then."""
    people = contents["people"]
    size = (
        ngettext("with up to %(n)d person", "with up to %(n)d people", people) % {"n": people}
        if people
        else ""
    )
    return {
        "name": _("Filming at the places, on the days and in the hours of this permit"),
        "detail": size,
        "authorities": "",
        "reason": "",
    }


def part_rows(contents: Mapping[str, Any], standing: str) -> list[dict[str, str]]:
    """The parts that are allowed, held or forbidden, in words of the active language."""
    return [_part(contents, part) for part in contents["parts"] if part["standing"] == standing]


def _part(contents: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, str]:
    label = label_for(contents, part["place"])
    detail = part["detail"]
    said = [
        _("at %(place)s") % {"place": label} if label else "",
        detail.get("road", ""),
        _lanes(detail),
        _("%(n)s m of road") % {"n": detail["length_m"]} if "length_m" in detail else "",
        _("up to %(n)s m high") % {"n": detail["height_m"]} if "height_m" in detail else "",
        _("calibre %(n)s inch") % {"n": detail["calibre_in"]}
        if detail.get("calibre_in") not in (None, 0, "0")
        else "",
        _("%(n)s m kept free around") % {"n": detail["radius_m"]} if "radius_m" in detail else "",
        dates_words(part["dates"]),
        hours_words(part["from"], part["to"]),
        _("by %(operator)s") % {"operator": detail["operator"]} if "operator" in detail else "",
        detail.get("description", ""),
    ]
    reason, law = part["reason"], pick(part["law"])
    if law:
        reason = f"{reason} ({law})" if reason else law
    return {
        "name": code_name(part["code"]),
        "detail": " · ".join(word for word in said if word),
        "authorities": ", ".join(pick(names) for names in part["authorities"]),
        "reason": reason,
    }


def _lanes(detail: Mapping[str, Any]) -> str:
    lanes = detail.get("lanes")
    if not lanes:
        return ""
    return ngettext("%(n)d lane", "%(n)d lanes", lanes) % {"n": lanes}


def _vehicle(contents: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, str]:
    length = row.get("length_m")
    return {
        "class": wording.name(wording.VEHICLE_CLASSES, row.get("class")),
        "count": str(row.get("count") or ""),
        "length": f"{number_words(length)} m" if length else "",
        "place": label_for(contents, row.get("spot")),
    }


def _conditions(contents: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Grouped by who set them, in the order of the answers."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in contents["conditions"]:
        only = _applies(contents, row["applies_to"])
        text = pick(row["texts"])
        groups.setdefault(pick(row["names"]), []).append(
            {"text": f"{only}: {text}" if only else text, "law": pick(row["law"])}
        )
    return [{"authority": name, "rows": rows} for name, rows in groups.items()]


def _applies(contents: Mapping[str, Any], names: Iterable[str]) -> str:
    """What a condition is about: letters of places, names of parts."""
    parts = {part["id"]: code_name(part["code"]) for part in contents["parts"]}
    words = [label_for(contents, name) or parts.get(name, "") for name in names]
    return ", ".join(word for word in words if word)


def _answer(row: Mapping[str, Any]) -> dict[str, str]:
    if row["kind"] in {"notice", "information"}:
        answer = _("Told")
    else:
        answer = verdict_words(row["verdict"])
    if row["carried_over"]:
        answer = _("%(answer)s (taken over from the version before)") % {"answer": answer}
    return {
        "authority": pick(row["names"]),
        "answer": answer,
        "on": day_words(row["on"], "short") if row["on"] else "",
        "law": pick(row["law"]),
    }


def _fees(fees: Mapping[str, Any]) -> dict[str, Any]:
    def money(amount: str) -> str:
        return money_words(Money(Decimal(amount), fees["currency"]))

    return {
        "lines": [_fee(line, money) for line in fees["lines"]],
        "assessed": [_("Total charged"), money(fees["assessed"])],
        "waived": [_("Waived"), money(fees["waived"])] if Decimal(fees["waived"]) else [],
        "paid": [_("Paid"), money(fees["paid"])],
        "none": _("There is no official fee for this permit."),
    }


def _fee(line: Mapping[str, Any], money: Any) -> dict[str, str]:
    sum_of = f"{line['quantity']} × {money(line['unit_amount'])}"
    return {
        "name": pick(line["texts"]),
        "day": day_words(line["day"], "weekday") if line["day"] else "",
        "sum": sum_of if line["quantity"] != "1" else "",
        "law": pick(line["law"]),
        "payee": pick(line["payee"]),
        "amount": money(line["amount"]),
    }


def _signed(contents: Mapping[str, Any]) -> dict[str, str]:
    issued = contents["issued"]
    role = _("Head of service") if issued["as"] == "head_of_service" else _("Case officer")
    return {
        "by": issued["by"],
        "as": role,
        "at": moment_words(datetime.fromisoformat(issued["at"]), "long"),
    }


def change_words(contents: Mapping[str, Any], change: Mapping[str, Any]) -> str:
    """One change in a sentence of the active language."""
    row = change["new"] or change["old"] or {}
    how = change["how"]
    if change["what"] == "parts" and how == "changed":
        return _part_change(change)
    if change["what"] == "contacts":
        return _("The person in charge on site changed")
    named = _named(contents, change["what"], row)
    return {
        "added": _("New: %(what)s"),
        "removed": _("No longer: %(what)s"),
        "changed": _("Changed: %(what)s"),
    }[how] % {"what": named}


def _part_change(change: Mapping[str, Any]) -> str:
    name = code_name(change["new"]["code"])
    if change["old"]["standing"] == change["new"]["standing"]:
        return _("Changed: %(what)s") % {"what": name}
    return {
        "allowed": _("Now allowed: %(what)s"),
        "held": _("Not allowed for now: %(what)s"),
        "forbidden": _("Not allowed: %(what)s"),
    }[change["new"]["standing"]] % {"what": name}


def _named(contents: Mapping[str, Any], what: str, row: Mapping[str, Any]) -> str:
    if what == "days":
        day, label = day_words(row["date"], "short"), label_for(contents, row["place"])
        return " · ".join(filter(None, (day, label, hours_words(row["from"], row["to"]))))
    if what == "vehicles":
        return f"{wording.name(wording.VEHICLE_CLASSES, row.get('class'))} × {row.get('count', 0)}"
    if what == "parts":
        return code_name(row["code"])
    if what == "conditions":
        return _("a condition of %(authority)s") % {"authority": pick(row["names"])}
    return str(row.get("name", ""))
