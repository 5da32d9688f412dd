"""What the room stores. Each file is one family; this one only gathers them."""

from simpul.incentives.models.awards import Award, Certificate
from simpul.incentives.models.cases import Appeal, Case, CaseQuestion, Reconciled
from simpul.incentives.models.cost_reports import (
    CostReport,
    CostTotal,
    Finding,
    MappingRule,
    RelatedParty,
)
from simpul.incentives.models.funds import Appropriation, Fund
from simpul.incentives.models.lab import LabReport, SavedComparison
from simpul.incentives.models.ledger import Account, Booking, CaseBalance, FundBalance
from simpul.incentives.models.payments import BankAccount, Payment
from simpul.incentives.models.recovery import Milestone, Receipt, Recovery, Waiver
from simpul.incentives.models.schemes import SchemeVersion

__all__ = [
    "Account",
    "Appeal",
    "Appropriation",
    "Award",
    "BankAccount",
    "Booking",
    "Case",
    "CaseBalance",
    "CaseQuestion",
    "Certificate",
    "CostReport",
    "CostTotal",
    "Finding",
    "Fund",
    "FundBalance",
    "LabReport",
    "MappingRule",
    "Milestone",
    "Payment",
    "Receipt",
    "Reconciled",
    "Recovery",
    "RelatedParty",
    "SavedComparison",
    "SchemeVersion",
    "Waiver",
]
