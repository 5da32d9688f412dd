"""What a case consists of. The states and who may move them: `states.py`."""

from simpul.permits.models.application import (
    ActivityDay,
    Application,
    Attachment,
    PlanRevision,
)
from simpul.permits.models.clearance import (
    AnswerLink,
    AttachedCondition,
    Clearance,
    ClockEvent,
    Question,
)
from simpul.permits.models.counter import ReferenceCounter
from simpul.permits.models.fees import Bill, FeeLine, Payment, Waiver
from simpul.permits.models.holding import CaseHold, CaseLook
from simpul.permits.models.permit import Permit, PermitCheck
from simpul.permits.models.plan_draft import PlanDraft
from simpul.permits.models.wrap import WrapReport

__all__ = [
    "ActivityDay",
    "AnswerLink",
    "Application",
    "AttachedCondition",
    "Attachment",
    "Bill",
    "CaseHold",
    "CaseLook",
    "Clearance",
    "ClockEvent",
    "FeeLine",
    "Payment",
    "Permit",
    "PermitCheck",
    "PlanDraft",
    "PlanRevision",
    "Question",
    "ReferenceCounter",
    "Waiver",
    "WrapReport",
]
