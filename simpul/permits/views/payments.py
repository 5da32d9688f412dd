"""Money from outside: a provider's signed callback, and the trial provider's pay page."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from simpul.kit.outcomes import ActionError, InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.permits import access, queries
from simpul.permits.actions import fees
from simpul.permits.models import Bill, Payment
from simpul.permits.providers import TrialProvider, provider_named

_STATUS = {NotVisible: 404, NotAllowed: 403, WrongState: 409, InvalidInput: 422}


@csrf_exempt
@require_POST
def callback(request: HttpRequest, provider: str) -> HttpResponse:
    """A provider tells of a payment. The signature stands in for the session."""
    try:
        payment = fees.receive_callback(
            provider=provider, headers=request.headers, body=request.body
        )
    except ActionError as error:
        return JsonResponse({"message": str(error)}, status=_STATUS.get(type(error), 400))
    return JsonResponse({"bill": payment.bill.reference, "state": "paid"})


@require_safe
def proof(request: Request, payment_id: int) -> FileResponse:
    """The proof of a payment, for the company that paid and the commission."""
    actor = request.actor
    found = Payment.objects.select_related("bill", "proof").filter(pk=payment_id).first()
    if found is None or found.proof is None:
        raise NotVisible(_("Not found."))
    application = queries.application_for(actor, found.bill.application_id)
    if not (actor.is_permit_staff or access.in_company(actor, application)):
        raise NotVisible(_("Not found."))
    return serve(found.proof)


@require_http_methods(["GET", "POST"])
def trial(request: Request, bill_id: int) -> HttpResponse:
    """The trial provider's own page (demonstration only): it sends the signed callback."""
    provider_named(TrialProvider.code)
    actor = request.actor
    bill = Bill.objects.filter(pk=bill_id).first()
    if bill is None:
        raise NotVisible(_("Not found."))
    application = queries.application_for(actor, bill.application_id)
    if not access.in_company(actor, application):
        raise NotVisible(_("Not found."))
    if request.method == "POST" and bill.state == "open":
        headers, body = TrialProvider().notice(bill.reference, bill.amount, bill.currency)
        fees.receive_callback(provider=TrialProvider.code, headers=headers, body=body)
        return redirect("permits:case", application.pk)
    return render(
        request, "permits/desk/trial_payment.html", {"bill": bill, "application": application}
    )
