"""Addresses: each room brings its own `urls.py`; this file only says where it hangs."""

from django.urls import include, path

from simpul.api.v1 import api

urlpatterns = [
    path("", include("simpul.home.urls")),
    path("", include("simpul.web.urls")),
    path("akun/", include("allauth.urls")),
    path("", include("simpul.people.urls")),
    path("", include("simpul.messages.urls")),
    path("", include("simpul.papers.urls")),
    path("", include("simpul.rulebook.urls")),
    path("", include("simpul.city.urls")),
    path("", include("simpul.places.urls")),
    path("", include("simpul.permits.urls")),
    path("", include("simpul.incentives.urls")),
    path("", include("simpul.network.urls")),
    path("", include("simpul.market.urls")),
    path("api/v1/", api.urls),
    path("", include("simpul.api.urls")),
]

handler400 = "simpul.web.views.bad_request"
handler403 = "simpul.web.views.forbidden"
handler404 = "simpul.web.views.not_found"
handler500 = "simpul.web.views.server_error"
