"""The two verbs of the journal: record what happened, seal what was recorded."""

from simpul.journal.actions.recording import record
from simpul.journal.actions.sealing import seal

__all__ = ["record", "seal"]
