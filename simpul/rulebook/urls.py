from django.urls import path

from simpul.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("standar-pelayanan/", views.standards, name="standards"),
    path("standar-pelayanan/perubahan/", views.changes, name="changes"),
    path("aturan/versi/", views.versions, name="versions"),
    path("aturan/versi/<int:version_id>/", views.version, name="version"),
    path("aturan/versi/<int:version_id>/terbitkan/", views.publish, name="publish"),
    path("aturan/versi/<int:version_id>/buang/", views.discard, name="discard"),
]
