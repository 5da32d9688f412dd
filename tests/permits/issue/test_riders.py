"""A rider: only what changed is asked again; the number stays, the version grows."""

from __future__ import annotations

import datetime as dt
import uuid
from copy import deepcopy
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from simpul.kit.outcomes import NotAllowed
from simpul.permits import queries
from simpul.permits.actions import drafts, intake, issuing, riders, submission, taking_back
from simpul.permits.applying.details import CODE_OF_CONDUCT
from simpul.permits.case_draft import draft_of, papers_not_in
from simpul.permits.models import Application, Permit
from tests.permits.issue.conftest import SIGNED
from tests.permits.issue.paying import pay_everything, proof

LATER = SIGNED + dt.timedelta(days=1)


def send(rider: Application, plan: dict[str, Any], ani: Any) -> Application:
    details = deepcopy(rider.details)
    details["declaration"] = {
        "true": True,
        "conduct": True,
        "responsible": True,
        "code": CODE_OF_CONDUCT,
    }
    Application.objects.filter(pk=rider.pk).update(plan=plan, details=details)
    return submission.submit(
        actor=ani.actor, application_id=rider.pk, submit_key=uuid.uuid4(), now=LATER
    )


def accept(rider: Application, dewi: Any) -> Application:
    intake.take_case(actor=dewi.actor, application_id=rider.pk)
    return intake.accept_complete(
        actor=dewi.actor, application_id=rider.pk, although_missing=True, now=LATER
    )


@pytest.fixture
def permit(issued: Any) -> Permit:
    """Shoot (d): a lane of a city road, closed on a Sunday."""
    return issued("d")


def test_the_rider_begins_with_the_present_plan(permit: Permit, ani: Any) -> None:
    rider = riders.start_rider(actor=ani.actor, permit_id=permit.pk)
    revision = permit.application.revisions.last()
    assert (rider.kind, rider.state, rider.amends) == ("rider", "draft", permit)
    assert rider.plan == revision.plan
    assert "declaration" not in rider.details


def test_only_those_who_may_send_begin_a_rider(permit: Permit, budi: Any, dewi: Any) -> None:
    for person in (budi, dewi):
        with pytest.raises(NotAllowed):
            riders.start_rider(actor=person.actor, permit_id=permit.pk)


def test_an_unchanged_plan_asks_nobody_again(permit: Permit, ani: Any, dewi: Any) -> None:
    rider = riders.start_rider(actor=ani.actor, permit_id=permit.pk)
    rider = accept(send(rider, rider.plan, ani), dewi)
    deciding = rider.clearances.exclude(state="ended").exclude(kind__in=["notice", "information"])
    assert deciding.exists()
    assert {row.state for row in deciding} == {"answered"}


def test_nobody_is_asked_about_a_rider_once_its_permit_is_revoked(
    permit: Permit, ani: Any, dewi: Any
) -> None:
    rider = riders.start_rider(actor=ani.actor, permit_id=permit.pk)
    plan = deepcopy(rider.plan)
    plan["traffic"][0]["length_m"] = 320
    rider = accept(send(rider, plan, ani), dewi)
    assert rider.clearances.filter(state="requested").exists()
    taking_back.revoke(
        actor=dewi.actor,
        permit_id=permit.pk,
        reason="Jalan amblas",
        law="UU 22/2009",
        appeal="PTUN",
    )
    rider.refresh_from_db()
    assert (rider.state, rider.end_reason) == ("cancelled", "Jalan amblas")
    assert not rider.clearances.filter(state__in=queries.OPEN_CLEARANCE).exists()


def test_a_rider_not_yet_sent_ends_with_its_permit(permit: Permit, ani: Any) -> None:
    rider = riders.start_rider(actor=ani.actor, permit_id=permit.pk)
    taking_back.cancel(actor=ani.actor, permit_id=permit.pk, reason="Hujan")
    rider.refresh_from_db()
    assert rider.state == "withdrawn"


def test_a_changed_lane_asks_the_road_people_again_and_makes_version_two(
    permit: Permit, ani: Any, dewi: Any, answer_all: Any
) -> None:
    rider = riders.start_rider(actor=ani.actor, permit_id=permit.pk)
    plan = deepcopy(rider.plan)
    plan["traffic"][0]["length_m"] = 150
    rider = accept(send(rider, plan, ani), dewi)
    asked = rider.clearances.filter(state__in=["requested", "waiting"])
    assert {"POLRI_LANTAS", "DISHUB"} <= set(asked.values_list("authority_code", flat=True))
    answer_all(rider, now=LATER)
    pay_everything(dewi.actor, rider)
    second = issuing.issue_permit(actor=dewi.actor, application_id=rider.pk, now=LATER)
    permit.refresh_from_db()
    assert (second.number, second.version, second.supersedes) == (permit.number, 2, permit)
    assert permit.state == "superseded"
    changed = [c for c in second.contents["changes"] if c["what"] == "parts"]
    assert [c["how"] for c in changed] == ["changed"]
    assert second.contents["parts"][0]["detail"]["length_m"] == 150


def test_the_old_code_points_to_the_new_version(
    permit: Permit, ani: Any, dewi: Any, answer_all: Any, client: Any
) -> None:
    rider = riders.start_rider(actor=ani.actor, permit_id=permit.pk)
    rider = accept(send(rider, rider.plan, ani), dewi)
    answer_all(rider, now=LATER)
    rider.refresh_from_db()
    second = issuing.issue_permit(actor=dewi.actor, application_id=rider.pk, now=LATER)
    answer = client.get(f"/periksa/keadaan/{permit.short_code}.json").json()
    assert answer["state"] == "amended"
    assert answer["newest"]["address"] == f"/izin/{second.short_code}/"
    page = client.get(f"/izin/{permit.short_code}/").content.decode()
    assert f"/izin/{second.short_code}/" in page
    assert timezone.localdate(second.issued_at) == LATER.date()


def test_a_rider_has_the_papers_of_its_case_and_stores_none_twice(
    accepted: Any, answer_all: Any, ani: Any, dewi: Any
) -> None:
    application = accepted("d")
    code = next(code for one in application.clearances.all() for code in one.documents)
    kept = drafts.attach(
        actor=ani.actor,
        application_id=application.pk,
        document_code=code,
        upload=SimpleUploadedFile("surat.png", proof(), content_type="image/png"),
    )
    answer_all(application)
    pay_everything(dewi.actor, application)
    permit = issuing.issue_permit(actor=dewi.actor, application_id=application.pk, now=SIGNED)
    rider = riders.start_rider(actor=ani.actor, permit_id=permit.pk)
    carried = rider.attachments.get()
    assert (carried.document_code, carried.file_id) == (code, kept.file_id)
    assert carried.uploaded_at == kept.uploaded_at
    missing = {paper.code for paper in papers_not_in(draft_of(rider, at=LATER))}
    assert code not in missing
