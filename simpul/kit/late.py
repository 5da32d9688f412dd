"""Heavy libraries that are loaded when they are first used, not when the program starts.

Most commands and most pages work out nothing with tables; polars alone takes as long to load as a
page takes to make. `from simpul.kit.late import polars as pl` has all its types, and none of its
weight before the first attribute is asked for.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any


class _Late(ModuleType):
    """Stands for a module; each name is fetched once. Importing holds a lock, so that threads
    that come together load it once too."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(import_module(self.__name__), name)
        setattr(self, name, value)
        return value


if TYPE_CHECKING:
    import polars as polars
else:
    polars = _Late("polars")
