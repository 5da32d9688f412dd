from django.urls import path

from simpul.city import views

app_name = "city"
urlpatterns = [
    path("wilayah/", views.areas, name="areas"),
    path("wilayah/titik.json", views.locate, name="locate"),
    path("wilayah/batas.json", views.outline, name="outline"),
    path("wilayah/nama.json", views.place_names, name="place_names"),
    path("instansi/", views.authorities, name="authorities"),
    path("instansi/<slug:code>/", views.authority, name="authority"),
    path("instansi/<slug:code>/surel/", views.contact, name="contact"),
]
