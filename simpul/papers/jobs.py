"""Nightly housekeeping of files."""

from __future__ import annotations

from procrastinate.contrib.django import app

from simpul.papers import actions


@app.periodic(cron="20 2 * * *")
@app.task(queue="papers", queueing_lock="papers.erase")
def erase_due_files(timestamp: int) -> None:
    """Erase files whose keeping time has passed."""
    actions.erase_due()


@app.periodic(cron="40 2 * * *")
@app.task(queue="papers", queueing_lock="papers.sweep")
def sweep_orphans(timestamp: int) -> None:
    """Delete bytes whose transaction never came to an end."""
    actions.sweep_orphans()
