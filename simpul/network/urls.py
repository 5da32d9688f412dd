"""Addresses of the network room: one list for each topic."""

from django.urls import URLPattern

from simpul.network.urls_agreements import AGREEMENTS
from simpul.network.urls_partners import PARTNERS
from simpul.network.urls_passports import PASSPORTS

app_name = "network"

urlpatterns: list[URLPattern] = [*PARTNERS, *AGREEMENTS, *PASSPORTS]
