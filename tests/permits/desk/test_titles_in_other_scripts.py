"""A partner's title is printed as it is written: Korean and Traditional Chinese on a PDF/A."""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from simpul.permits.actions import issuing
from simpul.productions.models import Production


def test_korean_and_chinese_title_is_on_the_signed_paper(
    accepted: Any, answer_all: Any, eko: Any
) -> None:
    application = accepted("c")
    Production.objects.filter(pk=application.production_id).update(title="부산의 밤 香港之夜")
    answer_all(application)
    permit = issuing.issue_permit(actor=eko.actor, application_id=application.pk)
    with permit.document.content.open() as file:
        data = file.read()
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfFileReader(io.BytesIO(data)).root["/Pages"]["/Kids"]
        for font in page.get_object()["/Resources"]["/Font"].values()
    }
    assert any("NotoSansKR" in name or "NotoSansTC" in name for name in fonts), fonts
