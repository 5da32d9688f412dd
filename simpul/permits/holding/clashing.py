"""The whole check of the calendar for one case, and the sentence that stops a signature."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from simpul.kit.outcomes import WrongState
from simpul.kit.texts import pick
from simpul.permits.holding.claims import holder_of
from simpul.permits.models import Application
from simpul.places.calendar.clash import Clash, Grade
from simpul.places.checking import Calendar
from simpul.places.planned import PlannedUse
from simpul.web.formats import period_words


def refuse_hard(application: Application, planned: Sequence[PlannedUse]) -> None:
    """WrongState with what, whom, where and when, if anything hard is in the way."""
    found = Calendar(holder=holder_of(application)).check(planned).clashes
    hard = [clash for clash in found if clash.grade == Grade.HARD]
    if hard:
        raise WrongState(
            " ".join([*(sentence(clash) for clash in hard[:3]), _("Nothing was issued.")])
        )


def sentence(clash: Clash) -> str:
    """One clash in words: what, with whom, where, when. Never a confidential name."""
    language = get_language() or "id"
    facts = [pick(clash.other, language), pick(clash.ground, language)]
    if clash.period is not None:
        facts.append(period_words(clash.period.start, clash.period.end, "short"))
    told = "; ".join(fact for fact in facts if fact)
    text = pick(clash.text, language)
    return f"{text} ({told})" if told else text
