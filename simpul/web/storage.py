"""Static files under names that carry their content's digest, so that a browser keeps them."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage as Base

OWN_MODULES = (
    "web/js/*.js",
    "home/*.js",
    "incentives/*.js",
    "places/*.js",
    "permits/*.js",
    "permits/*/*.js",
)
"""Modules of this house, whose imports get digests too; those of packages stay as they are."""


class Storage(Base):
    """Before `collectstatic` has run (tests, a first start) a file keeps its plain name."""

    manifest_strict = False
    patterns = (
        *Base.patterns,
        *((glob, Base._js_module_import_aggregation_patterns[1]) for glob in OWN_MODULES),
    )

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
