from django.urls import path

from simpul.messages import views

app_name = "messages"
urlpatterns = [
    path("pesan/", views.inbox, name="inbox"),
    path("pesan/terbaca/", views.all_read, name="all-read"),
    path("pesan/gagal/", views.failed, name="failed"),
    path("pesan/gagal/<int:pk>/", views.again, name="again"),
    path("pesan/<int:pk>/", views.message, name="message"),
    path("demo/kotak-surat/", views.demo_inbox, name="demo-inbox"),
    path("demo/kotak-surat/<int:pk>/", views.demo_message, name="demo-message"),
]
