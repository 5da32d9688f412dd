"""What is stored about partners, meetings and visits. The way of a visit: `states.py`."""

from simpul.network.models.agreements import Agreement, AgreementParty, Article
from simpul.network.models.commitments import Commitment, FollowUp, PolicyNote, Progress
from simpul.network.models.encounters import Encounter, EncounterPartner, EncounterPerson
from simpul.network.models.nodes import Incoming, Node, NodeKey, Outgoing, SeenNonce
from simpul.network.models.partners import (
    Consent,
    Distinct,
    FactStatus,
    Partner,
    PartnerPerson,
    Post,
)
from simpul.network.models.passports import Passport, ReceivedPassport, Receiver, Share
from simpul.network.models.reading import ReadFile
from simpul.network.models.visits import Gift, ItineraryItem, Visit, VisitCost, VisitDelegate

__all__ = [
    "Agreement",
    "AgreementParty",
    "Article",
    "Commitment",
    "Consent",
    "Distinct",
    "Encounter",
    "EncounterPartner",
    "EncounterPerson",
    "FactStatus",
    "FollowUp",
    "Gift",
    "Incoming",
    "ItineraryItem",
    "Node",
    "NodeKey",
    "Outgoing",
    "Partner",
    "PartnerPerson",
    "Passport",
    "PolicyNote",
    "Post",
    "Progress",
    "ReadFile",
    "ReceivedPassport",
    "Receiver",
    "SeenNonce",
    "Share",
    "Visit",
    "VisitCost",
    "VisitDelegate",
]
