"""Heavy libraries that are loaded when they are first used, not when the program starts.

Most commands and most pages work out nothing with tables and sign nothing; polars alone takes as
long to load as a page takes to make, pyHanko a fifth of a start. `from simpul.kit.late import
polars as pl` has all its types, and none of its weight before the first attribute is asked for. The
parts of a package are late as well: `pyhanko.sign.signers`.
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
        module = import_module(self.__name__)
        # A package knows those of its parts only that somebody has loaded.
        if not hasattr(module, name):
            import_module(f"{self.__name__}.{name}")
        value = getattr(module, name)
        value = _Late(value.__name__) if isinstance(value, ModuleType) else value
        setattr(self, name, value)
        return value


if TYPE_CHECKING:
    import polars as polars
    import pyhanko as pyhanko
    import pyhanko.keys
    import pyhanko.pdf_utils.generic
    import pyhanko.pdf_utils.incremental_writer
    import pyhanko.pdf_utils.misc
    import pyhanko.pdf_utils.reader
    import pyhanko.pdf_utils.writer
    import pyhanko.sign.fields
    import pyhanko.sign.general
    import pyhanko.sign.signers
    import pyhanko.sign.validation
    import pyhanko_certvalidator as pyhanko_certvalidator
    import pyhanko_certvalidator.registry
else:
    polars = _Late("polars")
    pyhanko = _Late("pyhanko")
    pyhanko_certvalidator = _Late("pyhanko_certvalidator")
