"""The first hours of a node: a draft nobody has approved, one administrator, then people decide."""

from __future__ import annotations

import io

import pytest
from django.conf import settings as program
from django.test import Client

from simpul.config import installation
from simpul.config.output import Output
from simpul.journal.models import Entry
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.papers import tokens
from simpul.people.models import StaffGrant, User
from simpul.rulebook.models import Version


@pytest.fixture
def output():
    return Output(out=io.StringIO(), err=io.StringIO())


def test_a_real_node_begins_with_a_draft(db, settings, tmp_path, output):
    settings.SIGNER_FOLDER = tmp_path / "signer"
    installation.setup_database(output=output)
    version = Version.objects.get()
    assert (version.state, version.loaded_as) == ("draft", "system:setup")
    assert "simpul administrator" in output.out.getvalue()
    installation.setup_database(output=output)
    assert Version.objects.count() == 1


def test_a_demonstration_is_in_force_at_once_under_two_names(jakarta):
    version = Version.objects.get()
    assert version.state == "published"
    assert (version.loaded_as, version.published_as) == ("system:setup", "system:first-publication")


def test_the_program_publishes_only_the_first_rules(jakarta):
    with pytest.raises(NotAllowed):
        installation.install_pack(program.CITY_PACK)


def test_the_first_administrator_chooses_a_password_by_the_link(db, output):
    installation.first_administrator("siti@contoh.id", "Siti", output=output)
    user = User.objects.get(email="siti@contoh.id")
    assert StaffGrant.objects.in_force().get(user=user).role == "administrator"
    link = next(line for line in output.out.getvalue().splitlines() if "http" in line)
    assert Client().get(link.removeprefix(program.PUBLIC_URL), follow=True).status_code == 200


def test_the_machine_names_two_administrators_only(hadi, make_person, output):
    make_person("Indra", roles=("administrator",))
    with pytest.raises(WrongState):
        installation.first_administrator("siti@contoh.id", "Siti", output=output)
    assert not User.objects.filter(email="siti@contoh.id").exists()


@pytest.mark.parametrize("email", ["", "siti", "siti@", "a b@contoh.id"])
def test_an_administrator_needs_an_address(db, email, output):
    with pytest.raises(InvalidInput):
        installation.first_administrator(email, "Siti", output=output)


def test_a_new_key_signs_from_now_on_and_old_codes_stay_valid(db, settings, tmp_path, output):
    settings.SIGNER_FOLDER = tmp_path / "signer"
    old = tokens.issue({"n": 1})
    before = tokens.public_jwk()["kid"]
    installation.new_key(output=output)
    now = tokens.public_jwk()["kid"]
    assert now != before
    assert now in output.out.getvalue()
    assert (tokens.read(old), tokens.read(tokens.issue({"n": 2}))) == ({"n": 1}, {"n": 2})
    entry = Entry.objects.get(verb="node.key_renewed")
    assert (entry.actor_kind, entry.subject) == ("system", "node:1")
