"""Reading partners and their people; every question asks first who reads."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.network import access
from simpul.network.contacts.rows import Contact
from simpul.network.models import Consent, Distinct, Partner, PartnerPerson, Post
from simpul.network.partners.likeness import Known, Likeness, host_of, likenesses


def partner_for(actor: Actor, partner_id: int) -> Partner:
    """The partner; a merged one leads to the one that stays. NotVisible for outsiders."""
    access.require_reader(actor)
    found = Partner.objects.filter(pk=partner_id).first()
    while found is not None and found.merged_into_id:
        found = Partner.objects.get(pk=found.merged_into_id)
    if found is None:
        raise NotVisible(_("Not found."))
    return found


def person_for(actor: Actor, person_id: int) -> PartnerPerson:
    """The person; a merged one leads to the one that stays. NotVisible for outsiders."""
    access.require_reader(actor)
    found = PartnerPerson.objects.filter(pk=person_id).first()
    while found is not None and found.merged_into_id:
        found = PartnerPerson.objects.get(pk=found.merged_into_id)
    if found is None:
        raise NotVisible(_("Not found."))
    return found


def live_partners() -> QuerySet[Partner]:
    """Partners that were not merged into another."""
    return Partner.objects.filter(merged_into__isnull=True)


def countries() -> list[str]:
    """Where our partners are."""
    return sorted(set(live_partners().values_list("country", flat=True)))


def live_people() -> QuerySet[PartnerPerson]:
    """People that were not merged into another."""
    return PartnerPerson.objects.filter(merged_into__isnull=True)


def people_of(partners: Iterable[int]) -> QuerySet[PartnerPerson]:
    """Who holds, or held, a post at one of these partners."""
    return live_people().filter(posts__partner_id__in=list(partners)).distinct()


# --- what may be taken out ---------------------------------------------------------------------


def exportable(purpose: str) -> QuerySet[PartnerPerson]:
    """People whose consent for this purpose is in force: nobody else leaves the house in a file."""
    given = Consent.objects.filter(purpose=purpose, withdrawn_on__isnull=True)
    return live_people().filter(pk__in=given.values("person_id"))


def exported(purpose: str, *, one_each: bool) -> list[Contact]:
    """Lines of a file for this purpose; with `one_each` a person's present post only.

    What is beyond a card goes along only where it is kept, that is with consent.
    """
    people = {one.pk: one for one in exportable(purpose)}
    posts = (
        Post.objects.filter(person_id__in=people, partner__merged_into__isnull=True)
        .select_related("partner")
        .order_by("person__name", "person_id", "-valid_from", "-pk")
    )
    today = timezone.localdate()
    consents = {
        one.person_id: one
        for one in Consent.objects.filter(
            person_id__in=people, purpose=purpose, withdrawn_on__isnull=True
        )
    }
    lines: dict[int, list[Contact]] = {}
    for post in posts:
        if one_each and post.valid_to is not None and post.valid_to <= today:
            continue
        if one_each and post.person_id in lines:
            continue
        line = _line(people[post.person_id], post, consents[post.person_id])
        lines.setdefault(post.person_id, []).append(line)
    return [line for person in lines.values() for line in person]


def _line(person: PartnerPerson, post: Post, consent: Consent) -> Contact:
    return Contact(
        line=0,
        uid=str(person.uid),
        name=person.name,
        names=person.names,
        organisation=post.partner.name,
        country=post.partner.country,
        kind=post.partner.kind,
        title=post.title,
        email=post.email,
        phone=post.phone,
        valid_from=post.valid_from,
        valid_to=post.valid_to,
        languages=tuple(person.languages),
        mobile=person.mobile,
        consent=consent.purpose,
        consent_on=consent.given_on,
        consent_how=consent.how,
        consent_note=consent.note,
    )


# --- who may be the same -------------------------------------------------------------------------


def alike_partners() -> list[tuple[Partner, Partner, str]]:
    """Pairs of partners that may be one, with the reason."""
    rows = {one.pk: one for one in live_partners()}
    found = likenesses((_known_partner(one) for one in rows.values()), near=True)
    two = _known_as_two(Distinct.Kind.PARTNER)
    return [
        (rows[one.first], rows[one.second], one.reason)
        for one in found
        if (one.first, one.second) not in two
    ]


def _known_as_two(kind: str) -> set[tuple[int, int]]:
    return set(Distinct.objects.filter(kind=kind).values_list("first", "second"))


def _known_partner(one: Partner) -> Known:
    hosts = tuple(host_of(link) for link in one.links)
    return Known(one.pk, (one.name, *one.names.values()), hosts, one.country)


def alike_people() -> list[tuple[PartnerPerson, PartnerPerson, str]]:
    """Pairs of people that may be one. One name is only a reason to look."""
    people = {one.pk: one for one in live_people().prefetch_related("posts__partner")}
    found: list[Likeness] = likenesses(
        Known(
            one.pk,
            (one.name, *one.names.values()),
            tuple({post.email for post in one.posts.all() if post.email}),
        )
        for one in people.values()
    )
    two = _known_as_two(Distinct.Kind.PERSON)
    return [
        (people[one.first], people[one.second], one.reason)
        for one in found
        if (one.first, one.second) not in two
    ]


def searched(words: str) -> Q:
    """Partners with these words in a name, a city or a person's name."""
    wanted = Q()
    for word in words.split()[:8]:
        wanted &= (
            Q(name__icontains=word)
            | Q(names__icontains=word)
            | Q(city__icontains=word)
            | Q(posts__person__name__icontains=word)
        )
    return wanted
