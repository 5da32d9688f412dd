"""Addresses of the network room: one list for each topic."""

from django.urls import URLPattern

from simpul.network.agreements.urls import AGREEMENTS
from simpul.network.partners.urls import PARTNERS
from simpul.network.passports.urls import PASSPORTS
from simpul.network.promises.urls import PROMISES
from simpul.network.visits.urls import ENCOUNTERS, VISITS

app_name = "network"

urlpatterns: list[URLPattern] = [
    *PARTNERS,
    *ENCOUNTERS,
    *VISITS,
    *AGREEMENTS,
    *PROMISES,
    *PASSPORTS,
]
