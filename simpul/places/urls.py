from django.urls import path

from simpul.places import views
from simpul.places.published_rules import published_rules

app_name = "places"
urlpatterns = [
    path("lokasi/", views.catalogue, name="catalogue"),
    path("lokasi/<slug:code>/", views.site, name="site"),
    path("lokasi/<slug:code>/ketentuan/", views.terms, name="terms"),
    path("standar-pelayanan/kalender/", published_rules, name="calendar_rules"),
]
