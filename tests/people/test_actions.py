"""Teams, grants and interests: who may, what is kept, what the other is told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from simpul.journal.queries import entries_for
from simpul.kit.actors import PUBLIC
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.messages.models import Message
from simpul.people import actions
from simpul.people.models import Invitation, Membership, Organisation, StaffGrant, today
from simpul.people.queries import members_of, people_at_desk, staff_with_role

pytestmark = pytest.mark.django_db


def _link() -> str:
    text = Message.objects.latest("pk").text
    return re.search(r"/undangan/([\w-]+)/", text)[1]


# --- companies and teams -----------------------------------------------------------------------
def test_whoever_registers_a_company_owns_it(make_person: Any) -> None:
    nia = make_person("Nia")
    made = actions.create_organisation(
        actor=nia.actor, details={"name": " PT  Baru ", "tax_no": "01.234.567.8-901.234"}
    )
    assert (made.name, made.tax_no) == ("PT Baru", "012345678901234")
    assert nia.actor.companies == {made.pk: "owner"}
    assert [entry.verb for entry in entries_for(f"organisation:{made.pk}")] == ["company.created"]


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "A", "registration_no": "123"}, "registration_no"),
        ({"name": "A", "tax_no": "12"}, "tax_no"),
        ({"name": "A", "country": "Indonesia"}, "country"),
        ({"name": "A", "kind": "bank"}, "kind"),
        ({"name": "A", "email": "bukan-surel"}, "email"),
    ],
)
def test_wrong_details_are_refused_at_their_field(
    ani: Any, details: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        actions.create_organisation(actor=ani.actor, details=details)
    assert list(refused.value.errors) == [field]
    assert not Organisation.objects.filter(name="A").exists()


def test_a_registered_number_leads_to_the_owners(citra: Any, company: Any) -> None:
    details = {"name": "Sama", "registration_no": company.registration_no}
    with pytest.raises(InvalidInput):
        actions.create_organisation(actor=citra.actor, details=details)


def test_without_an_account_nothing_is_registered() -> None:
    with pytest.raises(NotAllowed):
        actions.create_organisation(actor=PUBLIC, details={"name": "A"})


def test_an_invited_person_joins_with_the_link(ani: Any, company: Any, make_person: Any) -> None:
    actions.invite_member(
        actor=ani.actor, organisation_id=company.pk, email="Nia@Contoh.id", role="producer"
    )
    token = _link()
    assert not Invitation.objects.filter(digest=token).exists()
    nia = make_person("Nia")
    actions.accept_invitation(actor=nia.actor, token=token)
    assert nia.actor.companies == {company.pk: "producer"}
    with pytest.raises(WrongState):
        actions.accept_invitation(actor=nia.actor, token=token)


def test_an_invitation_counts_only_for_the_invited_address(
    ani: Any, company: Any, citra: Any
) -> None:
    actions.invite_member(
        actor=ani.actor, organisation_id=company.pk, email="nia@contoh.id", role="member"
    )
    with pytest.raises(NotAllowed):
        actions.accept_invitation(actor=citra.actor, token=_link())
    with pytest.raises(NotVisible):
        actions.accept_invitation(actor=citra.actor, token="guess")


def test_an_old_a_replaced_and_a_withdrawn_link_stop_working(
    ani: Any, company: Any, make_person: Any
) -> None:
    nia = make_person("Nia")
    invite = {"organisation_id": company.pk, "email": nia.user.email, "role": "member"}
    actions.invite_member(actor=ani.actor, **invite)
    replaced = _link()
    second = actions.invite_member(actor=ani.actor, **invite)
    for token in (replaced, _link()):
        if token != replaced:
            actions.withdraw_invitation(
                actor=ani.actor, organisation_id=company.pk, invitation_id=second.pk
            )
        with pytest.raises(WrongState):
            actions.accept_invitation(actor=nia.actor, token=token)
    third = actions.invite_member(actor=ani.actor, **invite)
    past = timezone.now() - timedelta(days=30)
    Invitation.objects.filter(pk=third.pk).update(
        invited_at=past, expires_at=past + timedelta(days=14)
    )
    with pytest.raises(WrongState):
        actions.accept_invitation(actor=nia.actor, token=_link())
    assert nia.actor.companies == {}


def test_only_owners_change_a_team_and_outsiders_see_none(
    ani: Any, budi: Any, citra: Any, dewi: Any, company: Any
) -> None:
    invite = {"organisation_id": company.pk, "email": "x@contoh.id", "role": "member"}
    for person, refusal in ((budi, NotAllowed), (dewi, NotAllowed), (citra, NotVisible)):
        with pytest.raises(refusal):
            actions.invite_member(actor=person.actor, **invite)
    assert Message.objects.count() == 0


def test_a_member_is_not_invited_again(ani: Any, budi: Any, company: Any) -> None:
    with pytest.raises(InvalidInput):
        actions.invite_member(
            actor=ani.actor, organisation_id=company.pk, email=budi.user.email, role="owner"
        )


def test_a_company_keeps_an_owner(ani: Any, budi: Any, company: Any) -> None:
    own = Membership.objects.get(user=ani.user)
    with pytest.raises(WrongState):
        actions.end_membership(actor=ani.actor, membership_id=own.pk)
    with pytest.raises(WrongState):
        actions.change_role(actor=ani.actor, membership_id=own.pk, role="viewer")
    other = Membership.objects.get(user=budi.user)
    actions.change_role(actor=ani.actor, membership_id=other.pk, role="owner")
    actions.end_membership(actor=ani.actor, membership_id=own.pk)
    assert [user.name for user in members_of(company.pk)] == ["Budi"]
    assert budi.actor.companies == {company.pk: "owner"}


def test_leaving_is_free_and_takes_effect_at_once(budi: Any, company: Any) -> None:
    own = Membership.objects.get(user=budi.user)
    actions.end_membership(actor=budi.actor, membership_id=own.pk)
    assert budi.actor.companies == {}
    with pytest.raises(NotVisible):
        actions.end_membership(actor=budi.actor, membership_id=own.pk)


# --- grants -------------------------------------------------------------------------------------
def test_a_role_is_proposed_by_one_confirmed_by_another_and_ended(
    hadi: Any, eko: Any, ani: Any
) -> None:
    grant = actions.propose_role(
        actor=hadi.actor, user_id=ani.user.pk, role="case_officer", reason="SK 12/2027"
    )
    assert ani.actor.roles == frozenset()
    assert not staff_with_role("case_officer").exists()
    assert {m.user_id for m in Message.objects.filter(template="people/grant_proposed")} == {
        eko.user.pk
    }
    actions.confirm_grant(actor=eko.actor, kind="role", grant_id=grant.pk)
    assert [user.pk for user in staff_with_role("case_officer")] == [ani.user.pk]
    assert {m.user_id for m in Message.objects.filter(template="people/grant_given")} == {
        ani.user.pk,
        hadi.user.pk,
    }
    actions.end_role(actor=hadi.actor, grant_id=grant.pk, reason="pindah tugas")
    assert not staff_with_role("case_officer").exists()
    assert StaffGrant.objects.filter(pk=grant.pk).exists()
    verbs = [entry.verb for entry in entries_for(f"user:{ani.user.pk}")]
    assert verbs == ["grant.role_proposed", "grant.role_given", "grant.role_ended"]


@pytest.mark.parametrize("kind", ["role", "desk"])
def test_one_person_with_two_accounts_gives_nothing(
    kind: str, hadi: Any, eko: Any, dewi: Any, gita: Any, make_person: Any
) -> None:
    second = make_person("Hadi Dua", roles=("administrator",), second_factor=True)
    give = {"actor": hadi.actor, "user_id": second.user.pk, "reason": "x"}
    grant: Any = (
        actions.propose_role(**give, role="case_officer")
        if kind == "role"
        else actions.propose_desk(**give, authority_code="POLDA", level="read")
    )
    decide = {"kind": kind, "grant_id": grant.pk}
    for person, refusal in (
        (hadi, NotAllowed),
        (second, NotAllowed),
        (dewi, NotVisible),
        (gita, NotVisible),
    ):
        with pytest.raises(refusal):
            actions.confirm_grant(actor=person.actor, **decide)
    weak = make_person("Indra", roles=("head_of_service",))
    with pytest.raises(NotAllowed):
        actions.confirm_grant(actor=weak.actor, **decide)
    assert (second.actor.desks, second.actor.has_role("case_officer")) == ({}, False)
    actions.confirm_grant(actor=eko.actor, **decide)
    with pytest.raises(WrongState):
        actions.confirm_grant(actor=eko.actor, **decide)


def test_a_declined_proposal_never_holds_and_may_be_made_again(
    hadi: Any, eko: Any, ani: Any
) -> None:
    give = {"actor": hadi.actor, "user_id": ani.user.pk, "role": "auditor", "reason": "x"}
    first = actions.propose_role(**give)
    actions.decline_grant(actor=eko.actor, kind="role", grant_id=first.pk)
    with pytest.raises(WrongState):
        actions.confirm_grant(actor=eko.actor, kind="role", grant_id=first.pk)
    own = actions.propose_role(**give)
    actions.decline_grant(actor=hadi.actor, kind="role", grant_id=own.pk)
    assert ani.actor.roles == frozenset()


def test_a_late_confirmation_gives_nothing_for_days_past(hadi: Any, eko: Any, ani: Any) -> None:
    grant = actions.propose_role(actor=hadi.actor, user_id=ani.user.pk, role="auditor", reason="x")
    StaffGrant.objects.filter(pk=grant.pk).update(starts_on=today() - timedelta(days=9))
    actions.confirm_grant(actor=eko.actor, kind="role", grant_id=grant.pk)
    grant.refresh_from_db()
    assert grant.starts_on == today()
    StaffGrant.objects.filter(pk=grant.pk).update(
        state="proposed", decided_by=None, decided_at=None, ends_on=today()
    )
    with pytest.raises(WrongState):
        actions.confirm_grant(actor=eko.actor, kind="role", grant_id=grant.pk)


def test_nobody_gives_a_role_to_themselves_or_without_second_factor(
    hadi: Any, ani: Any, make_person: Any
) -> None:
    role = {"role": "head_of_service", "reason": "x"}
    with pytest.raises(NotAllowed):
        actions.propose_role(actor=hadi.actor, user_id=hadi.user.pk, **role)
    weak = make_person("Indra", roles=("administrator",))
    with pytest.raises(NotAllowed):
        actions.propose_role(actor=weak.actor, user_id=ani.user.pk, **role)
    for person in (ani,):
        with pytest.raises(NotAllowed):
            actions.propose_role(actor=person.actor, user_id=hadi.user.pk, **role)


def test_a_grant_needs_a_reason_and_sensible_dates(hadi: Any, ani: Any) -> None:
    day = today()
    for values, field in (
        ({"reason": " "}, "reason"),
        ({"reason": "x", "starts_on": day - timedelta(days=1)}, "starts_on"),
        ({"reason": "x", "ends_on": day}, "ends_on"),
    ):
        with pytest.raises(InvalidInput) as refused:
            actions.propose_role(actor=hadi.actor, user_id=ani.user.pk, role="auditor", **values)
        assert list(refused.value.errors) == [field]


def test_grants_of_one_role_do_not_overlap(hadi: Any, ani: Any) -> None:
    day = today()
    give = {"actor": hadi.actor, "user_id": ani.user.pk, "role": "auditor", "reason": "x"}
    actions.propose_role(**give, ends_on=day + timedelta(days=10))
    with pytest.raises(WrongState):
        actions.propose_role(**give, starts_on=day + timedelta(days=9))
    actions.propose_role(**give, starts_on=day + timedelta(days=10))


def test_a_desk_is_given_at_a_level_and_ends_at_once(hadi: Any, eko: Any, ani: Any) -> None:
    grant = actions.propose_desk(
        actor=hadi.actor, user_id=ani.user.pk, authority_code="POLDA", level="read", reason="x"
    )
    assert not people_at_desk("POLDA").exists()
    actions.confirm_grant(actor=eko.actor, kind="desk", grant_id=grant.pk)
    assert [u.pk for u in people_at_desk("POLDA")] == [ani.user.pk]
    assert not people_at_desk("POLDA", "answer", "manage").exists()
    actions.end_desk(actor=hadi.actor, grant_id=grant.pk, reason="y")
    assert ani.actor.desks == {}
    with pytest.raises(WrongState):
        actions.end_desk(actor=hadi.actor, grant_id=grant.pk, reason="y")


def test_a_desk_of_an_unknown_authority_is_refused_once_a_city_is_known(
    hadi: Any, ani: Any, jakarta: Any
) -> None:
    with pytest.raises(InvalidInput):
        actions.propose_desk(
            actor=hadi.actor,
            user_id=ani.user.pk,
            authority_code="ATLANTIS",
            level="read",
            reason="x",
        )


def test_the_last_administrator_stays(hadi: Any, make_person: Any) -> None:
    other = make_person("Indra", roles=("administrator",), second_factor=True)
    first = StaffGrant.objects.get(user=hadi.user)
    actions.end_role(actor=other.actor, grant_id=first.pk, reason="x")
    with pytest.raises((WrongState, NotAllowed)):
        actions.end_role(
            actor=hadi.actor, grant_id=StaffGrant.objects.get(user=other.user).pk, reason="x"
        )
    assert staff_with_role("administrator").count() == 1


def test_a_new_node_names_two_administrators_and_no_third() -> None:
    for number in range(2):
        actions.appoint_administrator(email=f"kepala{number}@contoh.id", name="Kepala")
    assert staff_with_role("administrator").count() == 2
    with pytest.raises(WrongState):
        actions.appoint_administrator(email="lain@contoh.id")


def test_the_same_person_is_not_both_administrators() -> None:
    actions.appoint_administrator(email="kepala@contoh.id")
    with pytest.raises(WrongState):
        actions.appoint_administrator(email="Kepala@contoh.id")


# --- interests ----------------------------------------------------------------------------------
def test_a_declared_interest_holds_at_once_and_is_ended_by_another(
    dewi: Any, eko: Any, company: Any
) -> None:
    say = {"organisation_id": company.pk, "note": "Saudara saya produsernya."}
    interest = actions.declare_interest(actor=dewi.actor, **say)
    assert actions.declare_interest(actor=dewi.actor, **say).pk == interest.pk
    assert dewi.actor.interests == {company.pk}
    with pytest.raises(NotAllowed):
        actions.end_interest(actor=dewi.actor, interest_id=interest.pk)
    actions.end_interest(actor=eko.actor, interest_id=interest.pk)
    assert dewi.actor.interests == frozenset()


def test_others_declare_nothing_and_see_nothing(ani: Any, dewi: Any, company: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.declare_interest(actor=ani.actor, organisation_id=company.pk, note="x")
    interest = actions.declare_interest(actor=dewi.actor, organisation_id=company.pk, note="x")
    with pytest.raises(NotVisible):
        actions.end_interest(actor=ani.actor, interest_id=interest.pk)


def test_a_profile_keeps_name_and_language(ani: Any) -> None:
    actions.change_profile(actor=ani.actor, name="  Ani   Lestari ", language="en")
    ani.user.refresh_from_db()
    assert (ani.user.name, ani.user.language) == ("Ani Lestari", "en")
    for values in ({"name": " ", "language": "id"}, {"name": "A", "language": "xx"}):
        with pytest.raises(InvalidInput):
            actions.change_profile(actor=ani.actor, **values)
