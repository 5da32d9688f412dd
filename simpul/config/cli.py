"""The `simpul` command.

Exit status: 0 done, 1 the answer is no (or something failed), 2 the input cannot be used.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path

from environs import EnvError

from simpul.config.cli_calendar import add_calendar
from simpul.config.cli_imports import add_imports
from simpul.config.cli_incentives import add_incentives
from simpul.config.cli_market import add_market
from simpul.config.cli_network import add_network
from simpul.config.cli_words import LANGUAGES, language_of, speaking
from simpul.config.loading import load
from simpul.config.output import BAD_INPUT, NEGATIVE, Output

Arguments = argparse.Namespace


def start_django(language: str) -> None:
    """Settings, rooms and the language of the answer."""
    from django.utils import translation

    load()
    translation.activate(language)


# Each verb imports its room when it is called: `simpul run` need not load the planner.
def _plan(wanted: Arguments, output: Output) -> int:
    from simpul.permits.commands import plan

    return plan(wanted.file, filed=wanted.filed, language=wanted.language, output=output)


def _pack_check(wanted: Arguments, output: Output) -> int:
    from simpul.city.commands import pack_check

    return pack_check(wanted.folder, output=output, language=wanted.language)


def _pack_load(wanted: Arguments, output: Output) -> int:
    from simpul.city.commands import pack_load

    return pack_load(wanted.folder, output=output, language=wanted.language, note=wanted.note)


def _areas_import(wanted: Arguments, output: Output) -> int:
    from simpul.city.commands import areas_import

    return areas_import(wanted.file, output=output, language=wanted.language, source=wanted.source)


def _doctor(wanted: Arguments, output: Output) -> int:
    from simpul.config.doctor import doctor

    return doctor(output=output)


def _backup(wanted: Arguments, output: Output) -> int:
    from simpul.config.backup import backup

    return backup(wanted.file, with_keys=not wanted.without_keys, output=output)


def _restore(wanted: Arguments, output: Output) -> int:
    from simpul.config.backup import restore

    return restore(wanted.file, replace=wanted.replace, output=output)


def _setup_database(wanted: Arguments, output: Output) -> int:
    from simpul.config.installation import setup_database

    return setup_database(output=output)


def _administrator(wanted: Arguments, output: Output) -> int:
    from simpul.config.installation import first_administrator

    return first_administrator(wanted.email, wanted.name, output=output)


def _new_key(wanted: Arguments, output: Output) -> int:
    from simpul.config.installation import new_key

    return new_key(output=output)


def _demo(wanted: Arguments, output: Output) -> int:
    from simpul.config.demo import load_demo

    return load_demo(output=output)


def _run(wanted: Arguments, output: Output) -> int:
    from simpul.config.supervisor import supervise

    return supervise(output=output, language=wanted.language)


def parser() -> argparse.ArgumentParser:
    """All verbs and their arguments."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help=_("answer for programs"))
    common.add_argument("--language", choices=LANGUAGES, help=_("language of the answer"))
    whole = argparse.ArgumentParser(prog="simpul", description=_("The desk of a film commission."))
    verbs = whole.add_subparsers(dest="verb", required=True)

    def verb(name: str, call: object, text: str, into: object = verbs) -> argparse.ArgumentParser:
        made = into.add_parser(name, help=text, description=text, parents=[common])  # type: ignore[attr-defined]
        made.set_defaults(call=call, alone=False)
        return made  # type: ignore[no-any-return]

    plan = verb("plan", _plan, _("what a shoot needs: clearances, dates, fees"))
    plan.add_argument("file", type=Path, help=_("the plan as JSON (docs/plan.md)"))
    plan.add_argument("--filed", help=_("day of filing, YYYY-MM-DD; without it, today"))

    packs = verbs.add_parser("pack", help=_("city packs")).add_subparsers(
        dest="what", required=True
    )
    check = verb("check", _pack_check, _("is the pack without mistakes? changes nothing"), packs)
    check.add_argument("folder", type=Path)
    load = verb("load", _pack_load, _("load as a draft; another person publishes it"), packs)
    load.add_argument("folder", type=Path)
    load.add_argument("--note", default="", help=_("what changed, for the record"))

    areas = verbs.add_parser("areas", help=_("administrative areas"))
    areas_verbs = areas.add_subparsers(dest="what", required=True)
    areas_import = verb("import", _areas_import, _("take boundaries from GeoJSON"), areas_verbs)
    areas_import.add_argument("file", type=Path)
    areas_import.add_argument("--source", default="", help=_("where the boundaries come from"))

    add_calendar(verbs, verb)
    add_imports(verbs, verb)
    add_incentives(verbs, verb)
    add_market(verbs, verb)
    add_network(verbs, verb)

    verb("doctor", _doctor, _("what works, what does not, and how to mend it"))
    saved = verb("backup", _backup, _("save database, files and keys into one file"))
    saved.add_argument("file", type=Path)
    saved.add_argument("--without-keys", action="store_true", help=_("leave the secrets out"))
    restored = verb("restore", _restore, _("bring a backup back onto an empty machine"))
    restored.add_argument("file", type=Path)
    restored.add_argument("--replace", action="store_true", help=_("delete what is there"))
    verb("setup-database", _setup_database, _("migrate, load the city pack at first set-up"))
    first = verb("administrator", _administrator, _("name one of the first two administrators"))
    first.add_argument("email")
    first.add_argument("--name", default="", help=_("name of the person"))
    verb("new-key", _new_key, _("sign the codes of new permits with a new key"))
    verb("demo", _demo, _("load the demonstration people and cases"))
    verb("run", _run, _("run web server and job worker until stopped"))
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of the `simpul` command."""
    given = sys.argv[1:] if arguments is None else arguments
    language = language_of(given)
    with speaking(language):
        wanted = parser().parse_args(given)
    wanted.language = language
    output = Output(as_json=wanted.json)
    try:
        if wanted.verb != "run" and not wanted.alone:
            start_django(wanted.language)
        return int(wanted.call(wanted, output))
    except KeyboardInterrupt:
        return 130
    except Exception as trouble:
        return _explain(trouble, output, language)


def _explain(trouble: Exception, output: Output, language: str) -> int:
    """Turn a refusal into sentences and an exit status; anything else is a fault and stays one."""
    if isinstance(trouble, EnvError):
        return _explain_setting(str(trouble), output, language)
    from django.db.utils import ProgrammingError
    from django.utils.translation import gettext as _
    from psycopg.errors import UndefinedTable

    from simpul.config.embedded import ServerTrouble
    from simpul.kit.outcomes import ActionError, InvalidInput

    if isinstance(trouble, InvalidInput):
        for place, texts in trouble.errors.items():
            for text in texts:
                output.complain(f"{place}: {text}" if place else str(text))
        output.result({"ok": False, "errors": trouble.errors})
        return BAD_INPUT
    if isinstance(trouble, ActionError | ServerTrouble):
        output.complain(str(trouble))
        output.result({"ok": False, "errors": {"": [str(trouble)]}})
        return NEGATIVE
    if isinstance(trouble, ProgrammingError) and isinstance(trouble.__cause__, UndefinedTable):
        told = _("The database is not set up yet. First run: simpul setup-database")
        output.complain(told)
        output.result({"ok": False, "errors": {"": [told]}})
        return NEGATIVE
    raise trouble


def _explain_setting(trouble: str, output: Output, language: str) -> int:
    """A setting that cannot be read is named; its value is not, it may be a password."""
    name = next(iter(re.findall(r'"(\w+)"', trouble)), "")
    with speaking(language):
        told = _(
            "The value of the setting %(name)s cannot be used. What it may be: docs/settings.md"
        )
    told %= {"name": name}
    output.complain(told)
    output.result({"ok": False, "errors": {name: [told]}})
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
