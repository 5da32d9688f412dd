from django.urls import path

from simpul.web import views

app_name = "web"
urlpatterns = [
    path("bahasa/", views.language, name="language"),
    path("tampilan/", views.theme, name="theme"),
    path("sehat/", views.health, name="health"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
