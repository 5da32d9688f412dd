"""Copies of the city pack that tests may break."""

from __future__ import annotations

import shutil
from pathlib import Path

CITIES = Path(__file__).resolve().parents[1] / "cities"


def copied(to: Path) -> Path:
    """Jakarta's pack in that folder, with the schemes it shares with other cities beside it."""
    shutil.copytree(CITIES / "shared", to / "shared")
    return Path(shutil.copytree(CITIES / "jakarta", to / "jakarta"))
