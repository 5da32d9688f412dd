"""vCard 3.0 (RFC 2426) and 4.0 (RFC 6350): business cards read and written.

Read of each card: UID, FN or N, ORG, TITLE or ROLE, one EMAIL and TEL of work, and beyond the card
the mobile number and LANG. What is marked as private (home) is not read, nor are pictures, notes,
birthdays. Older cards (2.1) are refused: their texts have no certain writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from simpul.network.contacts.lines import BadLine, Line, escape, folded, parsed, unfolded
from simpul.network.contacts.rows import Contact, ContactReading, Trouble, too_long

MOST_CARDS = 5000
VERSIONS = ("3.0", "4.0")


@dataclass(slots=True)
class _Card:
    line: int
    lines: list[Line] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [one for one in self.lines if one.name == name]

    def first(self, name: str) -> Line | None:
        return next((one for one in self.lines if one.name == name), None)

    def text(self, name: str) -> str:
        found = self.first(name)
        return " ".join(found.value.split()) if found else ""


def read_vcards(text: str) -> ContactReading:
    """Everything a file of cards says, or every line that is wrong."""
    troubles: list[Trouble] = []
    cards = list(_cards(text, troubles))
    if not cards and not troubles:
        troubles.append(Trouble(0, "", "no_card"))
    if len(cards) > MOST_CARDS:
        return ContactReading(troubles=(Trouble(0, "", "too_many", {"most": MOST_CARDS}),))
    contacts = [found for card in cards if (found := _contact(card, troubles)) is not None]
    if troubles:
        return ContactReading(troubles=tuple(troubles))
    return ContactReading(contacts=tuple(contacts))


def _cards(text: str, troubles: list[Trouble]) -> Iterator[_Card]:
    card: _Card | None = None
    for number, whole in unfolded(text):
        try:
            line = parsed(number, whole)
        except BadLine:
            troubles.append(Trouble(number, whole[:40], "bad_line"))
            continue
        mark = line.raw.strip().upper()
        if line.name == "BEGIN" and mark == "VCARD":
            if card is not None:
                troubles.append(Trouble(card.line, "BEGIN", "never_ends"))
            card = _Card(number)
        elif line.name == "END" and mark == "VCARD":
            if card is None:
                troubles.append(Trouble(number, "END", "outside"))
            else:
                yield card
            card = None
        elif card is None:
            troubles.append(Trouble(number, line.name, "outside"))
        else:
            card.lines.append(line)
    if card is not None:
        troubles.append(Trouble(card.line, "BEGIN", "never_ends"))


def _contact(card: _Card, troubles: list[Trouble]) -> Contact | None:
    version, kind = card.text("VERSION"), card.text("KIND").lower()
    name = _name(card)
    before = len(troubles)
    if version not in VERSIONS:
        troubles.append(Trouble(card.line, "VERSION", "version", {"version": version or "–"}))
    if kind not in ("", "individual"):
        troubles.append(Trouble(card.line, "KIND", "no_person", {"kind": kind}))
    if not name:
        troubles.append(Trouble(card.line, "FN", "no_name"))
    organisation = next((part for one in card.all("ORG") for part in one.parts if part), "")
    values = {
        "name": name,
        "uid": card.text("UID").removeprefix("urn:uuid:"),
        "organisation": organisation,
        "title": card.text("TITLE") or card.text("ROLE"),
        "email": _work(card.all("EMAIL"), avoid={"home"}),
        "phone": _number(_work(card.all("TEL"), avoid={"home", "cell", "fax", "pager"})),
        "mobile": _number(_typed(card.all("TEL"), "cell")),
    }
    called = {"name": "FN", "organisation": "ORG", "phone": "TEL", "mobile": "TEL"}
    called = {key: called.get(key, key.upper()) for key in values}
    troubles.extend(too_long(values, card.line, called))
    if values["email"] and "@" not in values["email"]:
        line = next(one.number for one in card.all("EMAIL"))
        troubles.append(Trouble(line, "EMAIL", "email"))
    if len(troubles) > before:
        return None
    languages = tuple(dict.fromkeys(one.value.lower() for one in card.all("LANG") if one.value))
    return Contact(
        line=card.line,
        name=name,
        uid=values["uid"],
        names=_names(card, name),
        organisation=organisation,
        country=_country(card),
        title=values["title"],
        email=values["email"],
        phone=values["phone"],
        languages=languages,
        mobile=values["mobile"],
    )


def _name(card: _Card) -> str:
    if found := card.text("FN"):
        return found
    parts = [*(card.first("N") or Line(0, "N", {}, "")).parts, "", "", "", "", ""]
    family, given, middle, before, after = parts[:5]
    return " ".join(" ".join((before, given, middle, family, after)).split())


def _names(card: _Card, name: str) -> dict[str, str]:
    """The name in other languages: FN with LANGUAGE, other than the first."""
    found: dict[str, str] = {}
    for one in card.all("FN"):
        said = one.parameters.get("LANGUAGE", ("",))[0].lower()
        if said and one.value != name:
            found[said[:20]] = one.value[:200]
    return found


def _country(card: _Card) -> str:
    """The country of the address, where it is written as a code of two letters."""
    for one in card.all("ADR"):
        said = one.parts[6] if len(one.parts) > 6 else ""
        if len(said) == 2 and said.isascii() and said.isalpha():
            return said.upper()
    return ""


def _work(lines: list[Line], *, avoid: set[str]) -> str:
    usable = [one for one in lines if not one.types & avoid]
    marked = [one for one in usable if "work" in one.types]
    return (marked or usable or [Line(0, "", {}, "")])[0].value


def _typed(lines: list[Line], kind: str) -> str:
    return next((one.value for one in lines if kind in one.types), "")


def _number(text: str) -> str:
    return text.removeprefix("tel:").strip()


def write_vcards(people: Iterable[Contact], *, version: str = "4.0") -> str:
    """Cards for people whose consent has been looked at by the caller; `uid` is a UUID."""
    return "".join(_written(one, version) for one in people)


def _written(one: Contact, version: str) -> str:
    new = version == "4.0"
    uid = f"urn:uuid:{one.uid}" if new else one.uid
    family, _, given = one.name.rpartition(" ")[::-1]
    lines = ["BEGIN:VCARD", f"VERSION:{version}", f"UID:{escape(uid)}", f"FN:{escape(one.name)}"]
    if new:
        lines += [f"FN;LANGUAGE={code}:{escape(name)}" for code, name in _plain(one.names)]
    else:
        lines.append(f"N:{escape(family)};{escape(given)};;;")
    named: Mapping[str, str] = {
        "ORG": one.organisation,
        "TITLE": one.title,
        "EMAIL;TYPE=work": one.email,
        "TEL;TYPE=work": one.phone,
        "TEL;TYPE=cell": one.mobile,
    }
    lines += [f"{key}:{escape(value)}" for key, value in named.items() if value]
    if one.country:
        lines.append(f"ADR;TYPE=work:;;;;;;{one.country}")
    if new:
        lines += [f"LANG;PREF={at}:{code}" for at, code in enumerate(one.languages, 1)]
    return "".join(folded(line) for line in [*lines, "END:VCARD"])


def _plain(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted((code, name) for code, name in names.items() if name)
