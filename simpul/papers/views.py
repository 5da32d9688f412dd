"""Handing out files and the keys with which anyone checks our tokens."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from simpul.papers import tokens
from simpul.papers.models import StoredFile


def serve(file: StoredFile) -> FileResponse:
    """The file as a download, never shown inside our own pages. The caller has checked access.

    Raises Http404 where the file was erased or its bytes are gone.
    """
    if file.erased_at is not None:
        raise Http404
    try:
        content = file.content.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.mime)
    response["Content-Length"] = str(file.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def public_keys(request: HttpRequest) -> JsonResponse:
    """The keys that check our tokens, as JWK Set; open to every origin, for checks elsewhere."""
    response = JsonResponse({"keys": tokens.public_jwks()})
    response["Access-Control-Allow-Origin"] = "*"
    return response
