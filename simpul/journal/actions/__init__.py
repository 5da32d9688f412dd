"""The verbs of the journal: record what happened, seal what was recorded."""

from simpul.journal.actions.recording import record, record_beginnings, record_many
from simpul.journal.actions.sealing import seal

__all__ = ["record", "record_beginnings", "record_many", "seal"]
