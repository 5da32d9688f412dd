"""The demonstration follows its pack: what a new release of the program brings comes into force.

A node with real cases is only told so (decision 0006).
"""

from __future__ import annotations

from django.conf import settings

from simpul.city.actions import load_pack, publish_pack
from simpul.city.queries import is_new
from simpul.kit.actors import system_actor
from simpul.people.demo import acting


def load() -> int:
    """Load the pack and let the cast's administrator publish it; how many versions were added."""
    if not is_new(settings.CITY_PACK):
        return 0
    version = load_pack(actor=system_actor("setup"), folder=settings.CITY_PACK)
    publish_pack(actor=acting("administrator"), version_id=version.pk)
    return 1
