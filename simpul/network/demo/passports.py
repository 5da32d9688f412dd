"""Demonstration of project passports: partners that may be shared with, one passport filled in and
shared with an invented partner ("contoh"). Nothing is sent to anybody."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from simpul.kit.actors import Actor
from simpul.network.actions import nodes, passports
from simpul.network.demo.results import BUSAN, COUNTERPART, HONG_KONG
from simpul.network.models import Partner, Passport, Receiver
from simpul.people.demo import COMPANY, acting
from simpul.productions.models import Production

FORMS = {
    COUNTERPART: (),
    BUSAN[1]: ("kr-bfc",),
    HONG_KONG[1]: ("hk-hkfdc", "hk-lane-closure", "hk-parking"),
    "Asian Contents & Film Market": ("kr-acfm",),
}


def load_passports() -> int:
    """Add what is missing; how many things were added."""
    added = _receivers(acting("partnerships_officer"))
    production = Production.objects.filter(company__name=COMPANY).order_by("pk").first()
    if production is None or Passport.objects.filter(production=production).exists():
        return added
    _fill(production)
    _share(production)
    return added + 2


def _receivers(officer: Actor) -> int:
    added = 0
    for name, forms in FORMS.items():
        partner = Partner.objects.filter(name=name, merged_into__isnull=True).first()
        if partner is not None and not Receiver.objects.filter(partner=partner).exists():
            nodes.open_receiver(actor=officer, partner_id=partner.pk, forms=forms)
            added += 1
    return added


def _fill(production: Production) -> None:
    day = timezone.localdate()
    passports.save_passport(
        actor=acting("producer"),
        production_id=production.pk,
        version=0,
        answers={
            "title": {"en": f"{production.title} (example)"},
            "genre": {"id": "Drama keluarga", "en": "Family drama"},
            "theme": {"id": "Pulang", "en": "Coming home"},
            "format": {"id": "Film panjang, digital", "en": "Feature, digital"},
            "synopsis": {"en": "An invented story: a sailor comes home to the harbour."},
            "scouting_from": (day + dt.timedelta(days=60)).isoformat(),
            "shoot_from": (day + dt.timedelta(days=120)).isoformat(),
            "shoot_to": (day + dt.timedelta(days=126)).isoformat(),
            "days_there": 6,
            "places": {"id": "Pelabuhan, pasar ikan", "en": "Harbour, fish market"},
            "crew": 45,
            "vehicles": {"technical": 3, "generator": 1},
            "activities": ["boat", "uas_drone"],
            "requests": {"en": "A local line producer who speaks Indonesian or English."},
        },
    )


def _share(production: Production) -> None:
    receiver = Receiver.objects.filter(partner__name=COUNTERPART).first()
    if receiver is None:
        return
    passports.give_share(
        actor=acting("producer"),
        production_id=production.pk,
        receiver_id=receiver.pk,
        fields=["title", "genre", "synopsis", "shoot_from", "shoot_to", "company_name", "places"],
        purpose="Saran lokasi dan persiapan permohonan di Kota Contoh (contoh)",
        ends_on=timezone.localdate() + dt.timedelta(days=180),
        agreed=True,
    )
