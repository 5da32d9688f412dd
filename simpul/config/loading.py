"""Loading the program: the first thing that every process of it does."""

from __future__ import annotations

import gc
import os
from importlib import import_module


def load(*, pages: bool = False) -> None:
    """Settings and rooms, and the addresses with their `pages`; loading twice changes nothing.

    Python's collector rests meanwhile: it would look again and again through half a million objects
    of which none can go, a fifth of the time. They are set aside for good, so that it has less to
    look through in every request as well.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "simpul.config.settings")
    gc.disable()
    try:
        import django

        django.setup()
        if pages:
            from django.conf import settings

            import_module(settings.ROOT_URLCONF)
    finally:
        gc.freeze()
        gc.enable()
