from django.urls import path

from simpul.home import views
from simpul.home.nearby import burden, feeds
from simpul.home.nearby import views as near

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("meja/", views.desk, name="desk"),
    path("pengaduan/", views.complain, name="complain"),
    path("pengaduan/masuk/", views.complaints, name="complaints"),
    path("tentang/", views.about, name="about"),
    path("privasi/", views.privacy, name="privacy"),
    path("aksesibilitas/", views.accessibility, name="accessibility"),
    path("sekitar/", near.nearby, name="nearby"),
    path("sekitar/jalan/<int:pk>/", burden.street, name="street"),
    path("sekitar/rw/<path:key>/", burden.unit, name="unit"),
    path("sekitar/<str:code>/feed.<str:form>", feeds.area, name="area_feed"),
    path("instansi/<slug:code>/feed.<str:form>", feeds.authority, name="authority_feed"),
]
