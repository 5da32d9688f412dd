"""Addresses of project passports and nodes."""

from django.urls import URLPattern

PASSPORTS: list[URLPattern] = []
