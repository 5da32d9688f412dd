"""A certificate is checked in a real browser without network; the server adds what is new."""

from __future__ import annotations

from typing import Any

import pytest

from simpul.incentives.actions import review
from simpul.incentives.models import Certificate
from simpul.papers import tokens

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,  # permits walk the same reader of codes in every run
    pytest.mark.django_db(transaction=True),
]
BOARD = "#check:not([hidden])[data-done] [data-verdict]:not([hidden])"


def shown(page: Any, token: str) -> str:
    """The verdict that stands once everything has been asked."""
    page.goto("about:blank")
    page.goto(f"/insentif/sertifikat/#{token}")
    verdict: str = page.wait_for_selector(BOARD).get_attribute("data-verdict")
    return verdict


def test_a_scanned_certificate_is_checked_without_network(
    awarded: Any, page: Any, context: Any, ani: Any
) -> None:
    case = awarded()
    paper = Certificate.objects.get(case=case)
    page.goto("/insentif/sertifikat/")
    page.wait_for_selector("html[data-kept]", state="attached")
    context.set_offline(True)
    assert shown(page, paper.token) == "rehearsal"  # the scheme is only a proposal
    text = page.inner_text("main")
    assert "Tanpa jaringan" in text
    assert paper.number in text
    assert "Rp1.200.000.000" in text.replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    assert "Senja di Menteng" in text

    small = {"n": "N-1", "c": paper.short_code, "k": "provisional", "a": "5", "u": "IDR"}
    for about, verdict in (({"v": "2020-01-01"}, "expired"), ({"v": "2999-01-01"}, "valid")):
        assert shown(page, tokens.issue({**small, **about}, use="certificate")) == verdict
    head, body, tail = paper.token.split(".")
    other = "A" if body[20] != "A" else "B"
    for forged in (
        f"{head}.{body[:20]}{other}{body[21:]}.{tail}",
        tokens.issue(small, use="check"),  # a permit's code is no certificate's
        "<img src=x onerror=alert(1)>",
    ):
        assert shown(page, forged) == "forged", forged

    context.set_offline(False)
    review.withdraw_case(actor=ani.actor, case_id=case.pk)
    assert shown(page, paper.token) == "lapsed"
    context.set_offline(True)
    assert shown(page, paper.token) == "lapsed"  # bad news stays known
