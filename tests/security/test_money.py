"""Nobody but a payer's company pays, and nobody forges a provider's word."""

from __future__ import annotations

from typing import Any

import pytest
from django.http.request import HttpHeaders

from simpul.kit.outcomes import NotAllowed
from simpul.permits.providers import TrialProvider
from tests.permits.desk.conftest import accepted, answer_all, draft, sent

__all__ = ["accepted", "answer_all", "draft", "sent"]


@pytest.mark.django_db
def test_those_who_only_read_a_case_cannot_pay_its_bill(
    accepted: Any, answer_all: Any, ani: Any, gita: Any, dewi: Any, client: Any, settings: Any
) -> None:
    settings.DEMO = True
    application = accepted("b")
    answer_all(application)
    bill = application.bills.get()
    for reader in (gita, dewi):
        client.force_login(reader.user)
        assert client.get(f"/tagihan/{bill.pk}/coba/").status_code == 404
        assert client.post(f"/tagihan/{bill.pk}/coba/").status_code == 404
    bill.refresh_from_db()
    assert bill.state == "open"
    client.force_login(ani.user)
    assert client.post(f"/tagihan/{bill.pk}/coba/").status_code == 302


@pytest.mark.parametrize("header", ["t=1,v1=é", "t=²,v1=aa", "v1=", "t,v1==", "t=9e9,v1=0"])
def test_signature_of_strange_letters_is_a_wrong_signature(header: str) -> None:
    headers = HttpHeaders({"HTTP_X_SIMPUL_SIGNATURE": header})
    with pytest.raises(NotAllowed):
        TrialProvider().read(headers, b"{}")
