"""The page about the API; version 1 itself is hung at /api/v1/ by `config/urls.py`, because its
addresses need a namespace of their own. Whatever else is asked below /api/ does not exist."""

from django.urls import path, re_path

from simpul.api import views

app_name = "api"
urlpatterns = [
    path("api/", views.about, name="about"),
    re_path(r"^api/.*$", views.missing),
]
