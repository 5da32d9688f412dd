"""Addresses of partners, people, encounters and visits."""

from django.urls import URLPattern

PARTNERS: list[URLPattern] = []
