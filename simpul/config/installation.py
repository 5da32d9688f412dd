"""The first set-up of a node: tables, keys, the city pack, the first administrator.

How the rule "one person loads, another publishes" holds at installation, when there is nobody yet:
docs/decisions/0006-first-publication.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from simpul.config.output import GOOD, Output
from simpul.journal.actions import record
from simpul.kit.actors import system_actor

LOADER = system_actor("setup")
"""Loads the pack that came with the program."""
PUBLISHER = system_actor("first-publication")
"""Publishes it where nothing was ever in force, in demonstration and in tests only."""


def pending_migrations() -> list[str]:
    """Names of the migrations that this database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, backwards in plan]


def install_pack(folder: Path) -> Any:
    """Load a pack and publish it at once, as the program itself; returns the version.

    Raises InvalidInput for a broken pack.
    """
    from simpul.city.actions import load_pack, publish_pack

    version = load_pack(actor=LOADER, folder=folder)
    publish_pack(actor=PUBLISHER, version_id=version.pk)
    return version


def setup_database(*, output: Output) -> int:
    """Bring the database to what this program needs; changes nothing where nothing is missing."""
    from simpul.city.queries import is_new
    from simpul.network.exchange.keys import ensure_key
    from simpul.papers.signing import ensure_local_authority
    from simpul.rulebook.models import Version

    pending = pending_migrations()
    if pending:
        output.say(_("Preparing the database …"))
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if settings.SIGNER == "local":
        ensure_local_authority()
    ensure_key()
    loaded = ""
    if not Version.objects.exists():
        output.say(_("Loading the city pack %(folder)s …") % {"folder": settings.CITY_PACK.name})
        loaded = "published" if settings.DEMO else "draft"
        if settings.DEMO:
            install_pack(settings.CITY_PACK)
        else:
            _load_draft(output)
    elif not settings.DEMO and is_new(settings.CITY_PACK):
        # The commission's rules are what persons put in force, whatever a release brings.
        output.say(
            _(
                "The city pack %(folder)s says something new. What is in force stays until "
                "somebody loads the pack and another person publishes it: "
                "simpul pack load %(folder)s"
            )
            % {"folder": settings.CITY_PACK}
        )
    if settings.DEMO:
        from simpul.config.demo import load_demo

        load_demo(output=output)
    output.result({"ok": True, "migrations": pending, "pack": loaded})
    return GOOD


def _load_draft(output: Output) -> None:
    """On a node with real cases a person puts the rules in force, not the program."""
    from simpul.city.actions import load_pack

    load_pack(actor=LOADER, folder=settings.CITY_PACK)
    output.say(
        _(
            "The city pack is loaded as a draft. Name two administrators; one of them publishes "
            "it: simpul administrator NAME@EXAMPLE.ID --name NAME"
        )
    )


def first_administrator(email: str, name: str, *, output: Output) -> int:
    """Name one of the first two administrators; print the link with which a password is chosen.

    Raises WrongState where there are two already: they name others on the pages, one proposes and
    the other confirms. Raises InvalidInput for something that is no e-mail address.
    """
    from simpul.people.actions import appoint_administrator

    user = appoint_administrator(email=email, name=name)
    link = settings.PUBLIC_URL + _password_path(user)
    output.say(_("%(name)s is an administrator. Choose a password here:") % {"name": user})
    output.say(link)
    output.say(
        _("Then set up a second factor, and publish the draft of the rules under “Versions”.")
    )
    output.result({"ok": True, "user": user.pk, "link": link})
    return GOOD


def new_key(*, output: Output) -> int:
    """Sign the codes of permits with a new key from now on; what is printed stays valid."""
    from simpul.papers.tokens import rotate_key

    # The files cannot be taken back, so the record is written around them: no key without it.
    with transaction.atomic():
        actor = system_actor("operator")
        record(actor=actor, verb="node.key_renewed", subject="node:1", data={})
        key = rotate_key()
    output.say(_("New permits are signed with the key %(key)s.") % {"key": key})
    output.say(_("Codes on permits already printed stay valid. Make a backup: it holds the key."))
    output.result({"ok": True, "key": key})
    return GOOD


def _password_path(user: Any) -> str:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.urls import reverse

    uid, key = user_pk_to_url_str(user), default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
