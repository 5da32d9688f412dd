"""Verbs of one clearance, by families: asking, answering, questions, deemed grants, chasing.

Each verb takes the actor and plain data, checks access and state again, owns its transaction,
writes the journal and queues the messages in it.
"""

from simpul.permits.actions.clearances.answering import give_verdict, record_verdict
from simpul.permits.actions.clearances.chasing import escalate_late, reopen_clearance
from simpul.permits.actions.clearances.deemed import claim_deemed_grant, countersign_deemed_grant
from simpul.permits.actions.clearances.questions import answer_question, ask_applicant
from simpul.permits.actions.clearances.starting import start_clearance, wake_waiting

__all__ = [
    "answer_question",
    "ask_applicant",
    "claim_deemed_grant",
    "countersign_deemed_grant",
    "escalate_late",
    "give_verdict",
    "record_verdict",
    "reopen_clearance",
    "start_clearance",
    "wake_waiting",
]
