"""What a list of people would change, line by line; the same before and when it is taken over.

Somebody is there already when the card's UID is known, or e-mail address and name, or name, partner
and post. A name alone never makes two people one: such a line adds a person and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from simpul.network.contacts.rows import Contact
from simpul.network.models import Partner, PartnerPerson, Post
from simpul.network.partners.likeness import words_of

Key = tuple[str, ...]

NO_TITLE = "–"
"""The post of somebody whose card names none."""


@dataclass(frozen=True, slots=True)
class Step:
    """`verb`: add | post | same. `partner`, `person`: those that exist; `follows`: the line of the
    list that makes the person (0: none). `alike`: people of the same name that are others."""

    verb: str
    contact: Contact
    partner: Partner | None = None
    person: PartnerPerson | None = None
    follows: int = 0
    alike: int = 0


def _title(one: Contact) -> str:
    return (one.title or NO_TITLE).lower()


def key(name: str) -> Key:
    """A name to look up: spelling, accents and order of words do not count."""
    return words_of(name)


def partners_by_name() -> dict[Key, Partner]:
    """Every partner by each of its names; where two share one, the older."""
    found: dict[Key, Partner] = {}
    for one in Partner.objects.filter(merged_into__isnull=True).order_by("pk"):
        for name in (one.name, *one.names.values()):
            found.setdefault(key(name), one)
    return found


@dataclass(slots=True)
class _Book:
    """The people there are, by what may tell them; lines of the list join as they are read."""

    by_uid: dict[str, PartnerPerson | int] = field(default_factory=dict)
    by_mail: dict[tuple[str, Key], PartnerPerson | int] = field(default_factory=dict)
    by_post: dict[tuple[Key, Key, str], PartnerPerson | int] = field(default_factory=dict)
    by_name: dict[Key, set[object]] = field(default_factory=dict)
    held: set[tuple[object, Key, str]] = field(default_factory=set)
    """(person, partner's name, post) that exist."""

    def find(self, one: Contact) -> PartnerPerson | int | None:
        name, where = key(one.name), key(one.organisation)
        found = self.by_uid.get(one.uid) if one.uid else None
        if found is None and one.email:
            found = self.by_mail.get((one.email.lower(), name))
        if found is None and not one.uid:
            found = self.by_post.get((name, where, _title(one)))
        return found

    def join(self, one: Contact, who: PartnerPerson | int) -> None:
        name, where = key(one.name), key(one.organisation)
        if one.uid:
            self.by_uid.setdefault(one.uid, who)
        if one.email:
            self.by_mail.setdefault((one.email.lower(), name), who)
        self.by_post.setdefault((name, where, _title(one)), who)
        self.by_name.setdefault(name, set()).add(_id(who))
        self.held.add((_id(who), where, _title(one)))


def _id(who: PartnerPerson | int) -> object:
    return who if isinstance(who, int) else ("person", who.pk)


def plan(contacts: Sequence[Contact]) -> list[Step]:
    """One step for each line, in the order of the list."""
    partners, book = partners_by_name(), _book()
    return [_step(one, partners.get(key(one.organisation)), book) for one in contacts]


def _step(one: Contact, partner: Partner | None, book: _Book) -> Step:
    who = book.find(one)
    alike = len(book.by_name.get(key(one.name), set()) - ({_id(who)} if who else set()))
    if who is None:
        book.join(one, one.line)
        return Step("add", one, partner, alike=alike)
    there = (_id(who), key(one.organisation), _title(one)) in book.held
    book.join(one, who)
    person = who if isinstance(who, PartnerPerson) else None
    follows = who if isinstance(who, int) else 0
    return Step("same" if there else "post", one, partner, person, follows)


def _book() -> _Book:
    book = _Book()
    posts = Post.objects.filter(person__merged_into__isnull=True, partner__merged_into=None)
    for post in posts.select_related("person", "partner").order_by("pk"):
        person = post.person
        for name in (post.partner.name, *post.partner.names.values()):
            known = Contact(
                line=0,
                name=person.name,
                organisation=name,
                title=post.title,
                email=post.email,
            )
            book.join(known, person)
    uids: Iterable[PartnerPerson] = PartnerPerson.objects.filter(merged_into__isnull=True)
    for person in uids:
        book.by_uid.setdefault(str(person.uid), person)
        if person.card_uid:
            book.by_uid.setdefault(person.card_uid, person)
        book.by_name.setdefault(key(person.name), set()).add(_id(person))
    return book
