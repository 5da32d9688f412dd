from django.urls import path

from simpul.people import views

app_name = "people"
urlpatterns = [
    path("profil/", views.profile, name="profile"),
    path("demo/", views.demo, name="demo"),
]
