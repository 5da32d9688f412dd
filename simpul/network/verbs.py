"""What the journal's verbs of the network room are called: one list for each topic."""

from __future__ import annotations

from simpul.journal.verbs import register
from simpul.network.agreements.verbs import VERBS as AGREEMENTS
from simpul.network.partners.verbs import VERBS as PARTNERS
from simpul.network.passports.verbs import VERBS as PASSPORTS
from simpul.network.promises.verbs import VERBS as PROMISES
from simpul.network.visits.verbs import VERBS as VISITS

register({**PARTNERS, **VISITS, **AGREEMENTS, **PROMISES, **PASSPORTS})
