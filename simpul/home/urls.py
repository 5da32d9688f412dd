from django.urls import path

from simpul.home import views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("meja/", views.desk, name="desk"),
    path("pengaduan/", views.complain, name="complain"),
    path("pengaduan/masuk/", views.complaints, name="complaints"),
    path("tentang/", views.about, name="about"),
    path("privasi/", views.privacy, name="privacy"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
]
