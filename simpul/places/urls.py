from django.urls import path

from simpul.places import views

app_name = "places"
urlpatterns = [
    path("lokasi/", views.catalogue, name="catalogue"),
    path("lokasi/<slug:code>/", views.site, name="site"),
    path("lokasi/<slug:code>/ketentuan/", views.terms, name="terms"),
]
