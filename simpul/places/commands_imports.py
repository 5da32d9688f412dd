"""What the `simpul` command does to bring what a city knows: roads, buses, events, people.

Exit status: 0 done (what was refused is said), 1 a negative answer, 2 the input cannot be used.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simpul.kit.actors import Actor, system_actor
from simpul.places.actions.editions import Edition
from simpul.places.actions.events import import_events
from simpul.places.actions.gtfs import import_feed, named_corridors
from simpul.places.actions.neighbourhoods import import_units
from simpul.places.actions.quiet import import_quiet
from simpul.places.actions.roads import import_roads
from simpul.places.neighbourhoods.reading import Columns
from simpul.places.troubles import NOTED, REFUSED, REPAIRED, Troubles, Unreadable

GOOD, NEGATIVE, BAD_INPUT = 0, 1, 2
MOST_SHOWN = 50
"""So many troubles are printed; with --json up to a thousand."""

OPERATOR = system_actor("simpul import")


class Output(Protocol):
    """Where a command writes: sentences for people, complaints, and the whole answer as data."""

    def say(self, text: str = "") -> None: ...
    def complain(self, text: str) -> None: ...
    def result(self, data: Any) -> None: ...


def roads_import(
    file: Path,
    *,
    output: Output,
    language: str | None = None,
    actor: Actor = OPERATOR,
    source: str = "",
    all_or_nothing: bool = False,
) -> int:
    """Import roads from GeoJSON; say what was mended and what refused."""
    try:
        report = import_roads(actor=actor, file=file, source=source, all_or_nothing=all_or_nothing)
    except Unreadable as error:
        return _unusable(error, output, language)
    length = _("%(km)d km of road in all.") % {"km": round(report.length_m / 1000)}
    data = {
        "source": report.source,
        **asdict(report.edition),
        "length_m": round(report.length_m),
    }
    return _told([_counted(report.edition), length], data, report.troubles, output, language)


def gtfs_import(
    file: Path,
    *,
    output: Output,
    language: str | None = None,
    actor: Actor = OPERATOR,
    source: str = "",
    corridors: str | None = None,
    all_or_nothing: bool = False,
) -> int:
    """Put a GTFS feed in force; say what was mended and what refused."""
    try:
        report = import_feed(
            actor=actor,
            file=file,
            source=source,
            corridors=None if corridors is None else named_corridors(corridors),
            all_or_nothing=all_or_nothing,
        )
    except Unreadable as error:
        return _unusable(error, output, language)
    counts = report.feed.counts
    if report.same:
        told = _("This feed is in force already; nothing changed.")
    else:
        told = _("In force: %(lines)d lines on %(ways)d ways, %(stops)d stops.") % counts
    until = report.feed.runs_until
    data = {
        "same": report.same,
        **counts,
        "corridors": report.feed.corridors,
        "runs_until": until.isoformat() if until else None,
    }
    return _told([told], data, report.troubles, output, language)


def events_import(
    file: Path,
    *,
    output: Output,
    language: str | None = None,
    actor: Actor = OPERATOR,
    source: str = "",
    kind: str = "event",
    all_or_nothing: bool = False,
) -> int:
    """Bring events or road works into the calendar; say what moved and what was refused."""
    try:
        report = import_events(
            actor=actor, file=file, feed=source, kind=kind, all_or_nothing=all_or_nothing
        )
    except Unreadable as error:
        return _unusable(error, output, language)
    data = {
        "feed": report.feed,
        "new": report.new,
        "changed": report.changed,
        "cancelled": report.cancelled,
        "same": report.same,
        "gone": report.gone,
    }
    told = _("%(new)d new, %(changed)d changed, %(cancelled)d cancelled, %(same)d as before.")
    lines = [told % data]
    if report.gone:
        gone = ngettext(
            "%(n)d event of this feed is no longer in the file; it stays until it is cancelled.",
            "%(n)d events of this feed are no longer in the file; they stay until cancelled.",
            report.gone,
        )
        lines.append(gone % {"n": report.gone})
    return _told(lines, data, report.troubles, output, language)


def neighbourhoods_import(
    file: Path,
    *,
    output: Output,
    language: str | None = None,
    actor: Actor = OPERATOR,
    columns: Columns | None = None,
    source: str = "",
    all_or_nothing: bool = False,
) -> int:
    """Import neighbourhood units; say what was joined, kept apart, mended and refused."""
    try:
        report = import_units(
            actor=actor, file=file, columns=columns, source=source, all_or_nothing=all_or_nothing
        )
    except Unreadable as error:
        return _unusable(error, output, language)
    lines = [_counted(report.edition)]
    if report.unmatched:
        unmatched = ngettext(
            "%(n)d unit lies in a kelurahan that the city pack does not know.",
            "%(n)d units lie in a kelurahan that the city pack does not know.",
            report.unmatched,
        )
        lines.append(unmatched % {"n": report.unmatched})
    data = {"source": report.source, **asdict(report.edition), "unmatched": report.unmatched}
    return _told(lines, data, report.troubles, output, language)


def quiet_import(
    file: Path,
    *,
    output: Output,
    language: str | None = None,
    actor: Actor = OPERATOR,
    source: str = "",
    all_or_nothing: bool = False,
) -> int:
    """Import places that need quiet; say what was mended and what refused."""
    try:
        report = import_quiet(actor=actor, file=file, source=source, all_or_nothing=all_or_nothing)
    except Unreadable as error:
        return _unusable(error, output, language)
    data = {"source": report.source, **asdict(report.edition)}
    return _told([_counted(report.edition)], data, report.troubles, output, language)


def _counted(edition: Edition) -> str:
    told = _("%(new)d new, %(changed)d changed, %(same)d as before, %(gone)d no longer there.")
    if edition.kept:
        told += " " + _("Refused now, so left as known before: %(kept)d.")
    return told % asdict(edition)


def _told(
    lines: list[str],
    data: dict[str, Any],
    troubles: Troubles,
    output: Output,
    language: str | None,
) -> int:
    """Print the troubles, then what was done."""
    language = _language(language)
    shown = 0
    order = (REFUSED, REPAIRED, NOTED)
    for trouble in sorted(troubles, key=lambda one: order.index(one.done)):
        if shown == MOST_SHOWN:
            break
        write = output.complain if trouble.done == REFUSED else output.say
        write(trouble.sentence(language))
        shown += 1
    left = sum(troubles.counts.values()) - shown
    if left:
        more = ngettext("… and %(n)d more.", "… and %(n)d more.", left)
        output.say(more % {"n": left})
    for line in lines:
        output.say(line)
    repaired, refused = troubles.count(REPAIRED), troubles.count(REFUSED)
    if repaired or refused:
        told = _("Mended: %(repaired)d. Refused: %(refused)d.")
        output.say(told % {"repaired": repaired, "refused": refused})
    output.result(
        {
            "ok": True,
            **data,
            "repaired": repaired,
            "refused": refused,
            "troubles": [trouble.plain(language) for trouble in troubles],
            "more_troubles": troubles.left_out,
        }
    )
    return GOOD


def _unusable(error: Unreadable, output: Output, language: str | None) -> int:
    language = _language(language)
    output.complain(error.trouble.sentence(language))
    output.complain(_("Nothing was loaded."))
    output.result({"ok": False, "troubles": [error.trouble.plain(language)]})
    return BAD_INPUT


def _language(wanted: str | None) -> str:
    return wanted or translation.get_language() or "id"
