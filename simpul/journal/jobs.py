"""Sealing once a day, shortly after midnight in the city."""

from __future__ import annotations

from procrastinate.contrib.django import app

from simpul.journal import actions


@app.periodic(cron="10 0 * * *")
@app.task(queue="journal", queueing_lock="journal.seal", pass_context=False)
def seal_journal(timestamp: int) -> None:
    """Write the day's seal. Running it twice does no harm: an empty day makes no seal."""
    actions.seal()
