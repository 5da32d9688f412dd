"""Addresses of the incentives room."""

from django.urls import URLPattern

app_name = "incentives"
urlpatterns: list[URLPattern] = []
