"""The verbs of the rules: make a version from a pack's contents, put it in force."""

from simpul.rulebook.actions.versions import discard_version, make_version, publish_version

__all__ = ["discard_version", "make_version", "publish_version"]
