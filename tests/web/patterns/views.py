"""The pattern page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from simpul.web.forms import (
    Checks,
    ClockField,
    DayField,
    FileDrop,
    Hinted,
    MapField,
    Radios,
    RupiahField,
    YesNoField,
)

CIKINI = {
    "type": "Feature",
    "properties": {"name": "Taman Ismail Marzuki"},
    "geometry": {
        "type": "Polygon",
        "coordinates": [
            [[106.838, -6.1885], [106.8405, -6.1885], [106.8405, -6.191], [106.838, -6.1885]]
        ],
    },
}


class PatternForm(forms.Form):
    title = forms.CharField(label="Judul", help_text="Seperti pada naskah.")
    kind = forms.ChoiceField(
        label="Jenis",
        choices=[("feature", Hinted("Film panjang", "Lebih dari 60 menit")), ("ad", "Iklan")],
        widget=Radios,
    )
    parts = forms.MultipleChoiceField(
        label="Kegiatan", choices=[("drone", "Drone"), ("blast", "Ledakan")], widget=Checks
    )
    day = DayField(label="Hari", earliest=date(2026, 12, 1), latest=date(2027, 12, 31))
    start = ClockField(label="Mulai")
    amount = RupiahField(label="Biaya")
    night = YesNoField(label="Malam hari?")
    letter = forms.FileField(label="Surat", widget=FileDrop, required=False)
    place = MapField(label="Tempat", required=False)
    area = forms.ChoiceField(label="Wilayah", choices=[("", "Pilih"), ("pst", "Jakarta Pusat")])
    sure = forms.BooleanField(label="Saya menyatakan ini benar")


class FilterForm(forms.Form):
    status = forms.ChoiceField(choices=[("", "Semua"), ("open", "Terbuka")], required=False)


def page(request: HttpRequest) -> HttpResponse:
    form = PatternForm(request.POST or None, request.FILES or None)
    return render(request, "patterns/page.html", {"form": form, **parts(request)})


def parts(request: HttpRequest) -> dict[str, object]:
    return {
        "map": CIKINI,
        "filters": FilterForm(request.GET),
        "amount": Decimal(2_200_000),
        "moment": datetime(2026, 12, 10, 0, 30, tzinfo=UTC),
        "texts": {"id": "Dinas Perhubungan", "en": "Transport Agency"},
        "groups": [
            {
                "title": "Produksi",
                "tasks": [
                    {"title": "Judul", "href": "#", "status": "done"},
                    {"title": "Tempat", "href": "#", "status": "next", "hint": "Dua tempat"},
                    {"title": "Kirim", "status": "blocked"},
                ],
            }
        ],
        "steps": [
            {"title": "Dikirim", "state": "done", "when": date(2026, 11, 2)},
            {
                "title": "Diperiksa",
                "state": "now",
                "who": "Bagus Prakoso",
                "until": date(2026, 11, 20),
            },
            {"title": "Izin", "state": "next"},
        ],
        "rows": [
            {"key": "Judul", "value": "Hujan Bulan Juni", "href": "#"},
            {"key": "Tempat", "missing": True, "href": "#"},
        ],
        "tabs": [
            {"key": "a", "label": "Semua", "href": "?a", "count": 12},
            {"key": "b", "label": "Milik saya", "href": "?b", "count": None},
        ],
        "page": Paginator(range(300), 10).get_page(request.GET.get("page")),
    }
