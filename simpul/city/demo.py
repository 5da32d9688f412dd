"""The demonstration follows its pack: what a new release of the program brings comes into force.

A node with real cases is only told so (decision 0006).
"""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from simpul.city.actions import load_pack, publish_pack
from simpul.city.queries import is_new
from simpul.kit.actors import system_actor
from simpul.people.actors import load_actor
from simpul.people.demo import person


def load() -> int:
    """Load the pack and let the cast's administrator publish it; how many versions were added."""
    if not is_new(settings.CITY_PACK):
        return 0
    version = load_pack(actor=system_actor("setup"), folder=settings.CITY_PACK)
    administrator = replace(load_actor(person("administrator")), second_factor=True)
    publish_pack(actor=administrator, version_id=version.pk)
    return 1
