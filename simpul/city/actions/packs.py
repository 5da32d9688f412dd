"""Load a pack as a draft, and put it in force. All or nothing."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.city.pack import read_pack
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed
from simpul.rulebook.access import may_load
from simpul.rulebook.actions import make_version, publish_version
from simpul.rulebook.models import Version


def load_pack(*, actor: Actor, folder: Path | str, note: str = "") -> Version:
    """Read a pack and keep it as the next draft of its city.

    InvalidInput, by file, with every problem found; then nothing was kept. NotAllowed for who may
    not load. What is in force does not change.
    """
    if not (answer := may_load(actor)):
        raise NotAllowed(answer.reason)
    reading = read_pack(folder)
    if reading.problems:
        raise InvalidInput(reading.problems.by_file(get_language() or "id"))
    if not reading.city_code:
        raise InvalidInput({"city.toml": [_("The pack does not name its city.")]})
    return make_version(
        actor=actor, city_code=reading.city_code, contents=reading.contents, note=note
    )


def publish_pack(*, actor: Actor, version_id: int) -> Version:
    """Put a draft in force; areas, authorities and sites follow in the same transaction.

    Errors as in `rulebook.actions.publish_version`: never by the person who loaded it.
    """
    return publish_version(actor=actor, version_id=version_id)
