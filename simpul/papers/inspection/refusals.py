"""Why a file was refused, and the way out, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.outcomes import ActionError


class HostileFile(ActionError):
    """A file that is not taken in. `code` for programs, `text` for people."""

    def __init__(self, code: str, **params: object) -> None:
        self.code, self.params = code, params
        super().__init__(code)

    @property
    def text(self) -> str:
        """What is wrong and what to do about it."""
        params = dict(self.params)
        allowed = params.pop("allowed", ())
        params["kinds"] = ", ".join(kind.upper() for kind in allowed)  # type: ignore[attr-defined]
        if isinstance(limit := params.get("limit"), int):
            params["megabytes"] = max(1, limit // (1024 * 1024))
        if "found" in params:
            params["found"] = _found_name(str(params["found"]))
        params["extension"] = str(params.get("extension", ""))[:12] or "?"
        return _sentences()[self.code] % params


def _found_name(kind: str) -> str:
    if kind == "text":
        return _("plain text")
    if kind == "unknown":
        return _("something else")
    return kind.upper()


def _sentences() -> dict[str, str]:
    return {
        "empty": _("The file is empty. Choose the file again."),
        "too_large": _(
            "The file is larger than %(megabytes)s MB. Make it smaller, for example by scanning "
            "with fewer dots, or send it in parts."
        ),
        "executable": _(
            "This is a program, not a document, whatever its name says. Send the document itself "
            "(%(kinds)s)."
        ),
        "script": _(
            "This is a program, not a document, whatever its name says. Send the document itself "
            "(%(kinds)s)."
        ),
        "html": _("Web pages are not accepted. Print the page to PDF and send that."),
        "svg": _("SVG drawings are not accepted. Export the drawing as PDF or PNG and send that."),
        "old_office": _(
            "This is an old Office file. Open it, save it as DOCX, XLSX or PDF and send that."
        ),
        "heic": _("This is a HEIC photo. Save it as JPEG and send that."),
        "archive": _("Archives are not accepted. Send the files one by one."),
        "not_accepted": _(
            "Files ending in “.%(extension)s” are not accepted here. Send %(kinds)s."
        ),
        "mismatch": _(
            "The name ends in “.%(extension)s” but the content is %(found)s. Save it again from "
            "the program that made it and send that."
        ),
        "damaged": _("The file is damaged. Save it again and send the new file."),
        "image_too_many_pixels": _(
            "The picture has more than %(megapixels)s million pixels. Make it smaller and send "
            "it again."
        ),
        "image_moving": _("Moving pictures are not accepted. Send a single picture."),
        "pdf_encrypted": _(
            "The PDF is protected by a password. Save it without a password and send that."
        ),
        "pdf_active": _(
            "The PDF contains a program (%(what)s). Print it to a new PDF and send that."
        ),
        "pdf_attachment": _(
            "The PDF carries other files inside. Print it to a new PDF and send the other files "
            "separately."
        ),
        "bomb": _(
            "The file unpacks to far more than it should. Save it again from the program that made "
            "it and send that."
        ),
        "macros": _("The document contains macros. Save it without macros and send that."),
        "embedded_object": _(
            "The document contains other files or links to other documents. Save it as PDF and "
            "send that."
        ),
        "encoding": _(
            "The text in the file is not UTF-8. Save it as “CSV UTF-8” or as UTF-8 text and send "
            "that."
        ),
        "formula": _(
            "Line %(line)s contains a formula. Save values only, without formulas, and send that."
        ),
        "not_audit_file": _(
            "This XML is not a Standard Audit File (SAF-T). Export the ledger as SAF-T, CSV or "
            "XLSX and send that."
        ),
        "not_geojson": _("The file is not GeoJSON. Export the map as GeoJSON and send that."),
        "not_kml": _("The file is not KML. Export the map as KML and send that."),
    }
