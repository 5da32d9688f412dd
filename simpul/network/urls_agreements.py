"""Addresses of agreements, commitments and the board."""

from django.urls import URLPattern

AGREEMENTS: list[URLPattern] = []
