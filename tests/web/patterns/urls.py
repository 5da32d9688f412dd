from django.urls import include, path

from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from tests.web.patterns import views


def _raises(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("pola/", views.page, name="patterns"),
    path("pola/invisible/", _raises(NotVisible("secret"))),
    path("pola/forbidden/", _raises(NotAllowed("Hanya pemilik."))),
    path("pola/late/", _raises(WrongState("Sudah diputuskan oleh Dewi."))),
    path("pola/bad/", _raises(InvalidInput({"title": ["Isi judul."]}))),
    path("pola/broken/", _raises(RuntimeError("secret"))),
    path("", include("simpul.config.urls")),
]
handler400 = "simpul.web.views.bad_request"
handler403 = "simpul.web.views.forbidden"
handler404 = "simpul.web.views.not_found"
handler500 = "simpul.web.views.server_error"
