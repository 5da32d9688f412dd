"""The first hours of a node: a draft nobody has approved, one administrator, then people decide."""

from __future__ import annotations

import io
import shutil

import pytest
from django.conf import settings as program
from django.test import Client

from simpul.city import demo as city_demo
from simpul.config import installation
from simpul.config.output import Output
from simpul.journal.models import Entry
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.papers import tokens
from simpul.people import demo as people_demo
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


@pytest.fixture
def newer_pack(settings, tmp_path):
    """A release that names the city otherwise."""
    shutil.copytree(program.CITY_PACK.parent, tmp_path / "cities")
    folder = tmp_path / "cities" / program.CITY_PACK.name
    city = folder / "city.toml"
    city.write_text(city.read_text().replace('name.id = "Jakarta"', 'name.id = "Jakarta Baru"'))
    settings.CITY_PACK = folder
    return folder


def test_a_real_node_is_told_of_a_newer_pack_and_keeps_its_rules(
    jakarta, settings, tmp_path, output, newer_pack
):
    settings.SIGNER_FOLDER = tmp_path / "signer"
    installation.setup_database(output=output)
    assert f"simpul pack load {newer_pack}" in output.out.getvalue()
    assert Version.objects.count() == 1


def test_a_node_whose_pack_is_known_hears_nothing(jakarta, settings, tmp_path, output):
    settings.SIGNER_FOLDER = tmp_path / "signer"
    installation.setup_database(output=output)
    assert "pack load" not in output.out.getvalue()


def test_a_demonstration_follows_its_pack_and_a_broken_one_changes_nothing(
    jakarta, settings, newer_pack
):
    settings.DEMO = True
    people_demo.load()
    assert city_demo.load() == 1
    old, new = Version.objects.order_by("number")
    assert (old.state, new.state) == ("superseded", "published")
    administrator = people_demo.person("administrator")
    assert (new.loaded_as, new.published_by) == ("system:setup", administrator)
    assert city_demo.load() == 0
    (newer_pack / "city.toml").write_text("[city")
    assert city_demo.load() == 0
    assert Version.objects.count() == 2


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
