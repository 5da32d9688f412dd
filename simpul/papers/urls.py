from django.urls import path

from simpul.papers import views

app_name = "papers"
urlpatterns = [
    path(".well-known/simpul-keys.json", views.public_keys, name="keys"),
]
