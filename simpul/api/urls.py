"""Version 1 of the API hangs at /api/v1/; whatever else is asked below /api/ does not exist."""

from django.urls import path, re_path

from simpul.api import views
from simpul.api.v1 import api

app_name = "api"
urlpatterns = [
    path("api/", views.about, name="about"),
    path("api/v1/", api.urls),
    re_path(r"^api/.*$", views.missing),
]
