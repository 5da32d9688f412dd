"""The people of the demonstration. Names are invented; the desks are the pack's real codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from simpul.kit.actors import Actor
from simpul.people.actors import DEMO_DOMAIN, load_actor
from simpul.people.models import DeskGrant, Membership, Organisation, StaffGrant, User

COMPANY = "Rumah Film Simpul (contoh)"
OTHER_COMPANY = "Kamera Sebelah (contoh)"
COMPANIES: Mapping[str, Mapping[str, str]] = {
    COMPANY: {
        "registration_no": "9120001234567",
        "address": "Jalan Cikini Raya 73, Jakarta Pusat",
        "phone": "021 0000 0000",
        "email": "kantor@contoh.simpul.test",
    },
    OTHER_COMPANY: {
        "registration_no": "9120007654321",
        "address": "Jalan Kemang Raya 12, Jakarta Selatan",
        "phone": "021 0000 0001",
        "email": "sebelah@contoh.simpul.test",
    },
}
REASON = "Demonstrasi"
POLICE_DESKS = ("POLSEK", "POLRES", "POLDA", "POLRI_BAINTELKAM", "POLRI_SENPI", "POLRI_HANDAK")
TRAFFIC_DESKS = ("POLRI_LANTAS", "DISHUB", "TRANSJAKARTA")
SITE_DESKS = ("PKJTIM", "UPK_KOTATUA")


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the cast: `key` is stable, other rooms ask for it with `person(key)`."""

    key: str
    name: str
    part: Any
    what: Any
    icon: str
    roles: tuple[str, ...] = ()
    desks: Mapping[str, str] = field(default_factory=dict)
    company_role: str = ""
    company: str = COMPANY

    @property
    def email(self) -> str:
        return self.key.replace("_", "-") + DEMO_DOMAIN


CAST = (
    Member(
        "producer",
        "Ratna Wulandari",
        _("Producer"),
        _("Plans a shoot, applies, answers questions, holds the permit."),
        "clapper",
        company_role="owner",
    ),
    Member(
        "other_producer",
        "Ilham Saputra",
        _("Another producer"),
        _("Wants a street that somebody else has, and sees when it is free."),
        "clapper",
        company_role="owner",
        company=OTHER_COMPANY,
    ),
    Member(
        "case_officer",
        "Bagus Prakoso",
        _("Case officer"),
        _("Checks applications, asks the authorities, keeps the clocks."),
        "list",
        roles=("case_officer",),
    ),
    Member(
        "head_of_service",
        "Sri Handayani",
        _("Head of service"),
        _("Signs permits, countersigns waivers and deemed grants."),
        "stamp",
        roles=("head_of_service", "legal_editor"),
    ),
    Member(
        "police_desk",
        "Yusuf Hidayat",
        _("Police desk"),
        _("Answers for the sub-district, city and regional police."),
        "shield",
        desks=dict.fromkeys(POLICE_DESKS, "answer"),
    ),
    Member(
        "traffic_desk",
        "Maria Simatupang",
        _("Traffic desk"),
        _("Answers for traffic police, transport agency and buses."),
        "road",
        desks=dict.fromkeys(TRAFFIC_DESKS, "answer"),
    ),
    Member(
        "site_manager",
        "Dimas Nugroho",
        _("Site manager"),
        _("Answers for Taman Ismail Marzuki and the Old Town, and keeps their terms."),
        "building",
        desks=dict.fromkeys(SITE_DESKS, "manage"),
    ),
    Member(
        "incentive_officer",
        "Wahyu Santoso",
        _("Incentive officer"),
        _("Reviews requests for money, proposes awards, prepares payments."),
        "list",
        roles=("incentive_officer",),
    ),
    Member(
        "incentive_auditor",
        "Dewi Anggraini",
        _("Incentive auditor"),
        _("Checks cost reports line by line and says what counts."),
        "scales",
        roles=("incentive_auditor",),
    ),
    Member(
        "incentive_approver",
        "Gunawan Halim",
        _("Incentive approver and payer"),
        _("Approves awards as the second person, signs certificates, releases payments."),
        "stamp",
        roles=("incentive_approver", "incentive_payer"),
    ),
    Member(
        "market_officer",
        "Putri Maharani",
        _("Market officer"),
        _("Calls for projects, accredits guests, makes the timetable of meetings."),
        "people",
        roles=("market_officer",),
    ),
    Member(
        "market_selector",
        "Arif Budiman",
        _("Market selector"),
        _("Reads the projects of a call and votes."),
        "eye",
        roles=("market_selector",),
    ),
    Member(
        "partnerships_officer",
        "Sekar Anindya",
        _("Partnerships officer"),
        _("Keeps partners abroad, visits, agreements and what was promised."),
        "people",
        roles=("partnerships_officer",),
    ),
    Member(
        "resident",
        "Lestari Puspita",
        _("Resident"),
        _("Checks a permit on the street and sees what happens nearby."),
        "house",
    ),
    Member(
        "auditor",
        "Hendra Gunawan",
        _("Auditor"),
        _("Reads everything, changes nothing."),
        "eye",
        roles=("auditor",),
    ),
    Member(
        "administrator",
        "Nadia Rahma",
        _("Administrator"),
        _("Gives and ends roles and desks."),
        "gear",
        roles=("administrator",),
    ),
)


def person(key: str) -> User:
    """The account of a member of the cast. Raises KeyError for an unknown key."""
    member = next((m for m in CAST if m.key == key), None)
    if member is None:
        raise KeyError(key)
    return User.objects.get(email=member.email)


def acting(key: str) -> Actor:
    """A member of the cast, as if signed in with the second factor."""
    return replace(load_actor(person(key)), second_factor=True)


def company() -> Organisation:
    """The producer's company."""
    return Organisation.objects.get(name=COMPANY)


def load() -> int:
    """Add who is missing; returns how many people were added."""
    return ensure_people()


@transaction.atomic
def ensure_people() -> int:
    """Make the cast where it is missing; grants that were ended on purpose stay ended."""
    present = set(
        User.objects.filter(email__in=[m.email for m in CAST]).values_list("email", flat=True)
    )
    missing = [member for member in CAST if member.email not in present]
    for member in missing:
        _make(member)
    return len(missing)


def _make(member: Member) -> None:
    user = User.objects.create_user(email=member.email, name=member.name)
    for role in member.roles:
        StaffGrant.objects.create(user=user, role=role, reason=REASON)
    for code, level in member.desks.items():
        DeskGrant.objects.create(user=user, authority_code=code, level=level, reason=REASON)
    if member.company_role:
        organisation, _made = Organisation.objects.get_or_create(
            name=member.company,
            defaults=COMPANIES[member.company],
        )
        Membership.objects.create(user=user, organisation=organisation, role=member.company_role)
