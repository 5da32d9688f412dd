"""The calendar's answer as lines of text, for the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _


def calendar_lines(data: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Headings with their lines, from `data.calendar_data`; nothing for a plan without places."""
    if not data["asked"]:
        return
    free = data["earliest_free_day"]
    yield _("Earliest lawful and free day"), [free["text"], *(f"  {one}" for one in free["steps"])]
    yield _("Clashes"), [line for one in data["clashes"] for line in _clash(one)]
    yield _("Closures"), [line for one in data["closures"] for line in _closure(one)]


def _clash(one: Mapping[str, Any]) -> Iterator[str]:
    who = f"{one['other']}: " if one["other"] else ""
    status = f" [{one['status_name']}]" if one["status"] else ""
    yield f"{one['grade_name'].upper()} ({one['path']}) {who}{one['text']}{status}"
    if one["when"]:
        yield f"  {'; '.join(one['when'])}"
    if one["law"]:
        yield "  " + "; ".join(law["title"] for law in one["law"])
    for line in one["calculation"]:
        yield f"  {line['text']}: {line['amount']:g}"
    for text in (*one["hints"], *(way["label"] for way in one["ways"])):
        yield f"  > {text}"


def _closure(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"{one['name']} ({one['path']})"
    if not one["drawn"]:
        yield "  " + _("Draw this closure as a line to see which streets and bus lines it takes.")
        return
    if not one["streets_known"]:
        yield "  " + _("Nothing is known: the city has imported no streets.")
    elif one["length_m"]:
        yield f"  {', '.join(one['streets'])}: {one['length_m']} m"
    else:
        yield "  " + _("The drawing follows no known street.")
    if not one["lines_known"]:
        yield "  " + _("Nothing is known: the city has imported no timetable.")
    elif one["lines"]:
        names = ", ".join(line["name"] for line in one["lines"])
        yield "  " + _("Bus lines: %(names)s") % {"names": names}
    else:
        yield "  " + _("None in the imported timetable.")
