"""`simpul doctor`: what works, what does not, and how to mend it.

Every check really uses the part it speaks of: it writes a file, sets a document, talks to the mail
server. Exit status 0 when nothing failed, 1 otherwise; warnings do not count.
"""

from __future__ import annotations

import os
import shutil
import smtplib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.config.installation import pending_migrations
from simpul.config.output import GOOD, NEGATIVE, Output
from simpul.papers.checks import SelfCheck

OLDEST_SERVER = 150000
"""PostgreSQL 15."""
LITTLE_SPACE, NO_SPACE = 2_000_000_000, 200_000_000
"""Bytes."""
HEARTBEAT = timedelta(seconds=60)
"""A worker shows itself every ten seconds; silent this long, it is not there."""
_OF_TOOLS = {"SIMPUL_TEST_POSTGRES"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer. `state`: "ok", "warn" or "fail"; `mend`: what a person can do, or empty."""

    name: str
    state: str
    text: str
    mend: str = ""


def _ok(name: str, text: str) -> Finding:
    return Finding(name, "ok", text)


_STATES = {"ok": gettext_lazy("ok"), "warn": gettext_lazy("look"), "fail": gettext_lazy("broken")}
_NAMES = {
    "settings": gettext_lazy("settings"),
    "database": gettext_lazy("database"),
    "fonts": gettext_lazy("fonts"),
    "typst": gettext_lazy("documents"),
    "signer": gettext_lazy("signer"),
    "mail": gettext_lazy("mail"),
    "files": gettext_lazy("files"),
    "jobs": gettext_lazy("jobs"),
    "disk": gettext_lazy("disk"),
    "pack": gettext_lazy("city pack"),
    "journal": gettext_lazy("record"),
}
"""For people; programs read the names of the findings themselves."""


def _name(finding: Finding) -> str:
    return str(_NAMES.get(finding.name, finding.name))


def doctor(*, output: Output) -> int:
    """Ask every part and print the answers; 0 when nothing failed."""
    findings = list(examine())
    output.table([(str(_STATES[one.state]), _name(one), one.text) for one in findings])
    for finding in findings:
        if finding.mend:
            output.say(f"\n{_name(finding)}: {finding.mend}")
    failed = any(finding.state == "fail" for finding in findings)
    output.result({"ok": not failed, "findings": [asdict(finding) for finding in findings]})
    return NEGATIVE if failed else GOOD


def examine() -> Iterator[Finding]:
    """Every finding; a check that breaks is itself a finding."""
    checks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("settings", check_settings),
        ("database", check_database),
        ("fonts", check_papers),
        ("signer", check_signer),
        ("mail", check_mail),
        ("files", check_files),
        ("jobs", check_jobs),
        ("disk", check_disk),
        ("pack", check_pack),
        ("journal", check_journal),
    ]
    for name, check in checks:
        try:
            yield from check()
        except DatabaseError as error:
            text = str(error).strip().splitlines()[0]
            yield Finding(name, "fail", text, _("Run: simpul setup-database"))
        except Exception as error:
            yield Finding(name, "fail", f"{type(error).__name__}: {error}")


def check_settings() -> Iterator[Finding]:
    """Settings that would hurt people on a node with real cases."""
    trouble = False
    if settings.DEMO:
        trouble = True
        yield Finding(
            "settings",
            "warn",
            _("Demonstration mode: anybody can step in as anybody."),
            _("For real cases set SIMPUL_DEMO=0 and begin with an empty SIMPUL_VAR."),
        )
    if settings.DEBUG:
        trouble = True
        yield Finding(
            "settings",
            "fail",
            _("SIMPUL_DEBUG shows the program's insides to everybody."),
            _("Set SIMPUL_DEBUG=0."),
        )
    if not settings.SECURE and not settings.DEMO:
        trouble = True
        yield Finding(
            "settings",
            "warn",
            _("SIMPUL_PUBLIC_URL is not https: cookies and passwords travel in the open."),
            _("Put a web server with a certificate in front (docs/operations.md)."),
        )
    unknown = sorted(
        name
        for name in os.environ
        if name.startswith("SIMPUL_") and name not in settings.KNOWN_SETTINGS | _OF_TOOLS
    )
    if unknown:
        trouble = True
        yield Finding(
            "settings",
            "warn",
            _("These settings mean nothing: %(names)s") % {"names": ", ".join(unknown)},
            _("See docs/settings.md for the right names."),
        )
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        trouble = True
        yield Finding(
            "settings",
            "fail",
            _("SIMPUL_ALLOWED_HOSTS lacks the host of SIMPUL_PUBLIC_URL: %(host)s")
            % {"host": host},
            _("Add it to SIMPUL_ALLOWED_HOSTS."),
        )
    if not trouble:
        yield _ok("settings", settings.PUBLIC_URL)


def check_database() -> Iterator[Finding]:
    """The server's version, migrations, and the triggers that keep the record."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, version()")
        number, version = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        (disabled,) = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE %s",
            ["journal_%"],
        )
        (guards,) = cursor.fetchone()
    name = " ".join(version.split()[:2])
    if number < OLDEST_SERVER:
        yield Finding("database", "fail", name, _("Simpul needs PostgreSQL 15 or later."))
    else:
        where = _("server") if settings.DATABASE_URL else _("embedded")
        yield _ok("database", f"{name} ({where})")
    pending = pending_migrations()
    if pending:
        text = _("%(count)d migrations are missing") % {"count": len(pending)}
        yield Finding("database", "fail", text, _("Run: simpul setup-database"))
        return
    if disabled or not guards:
        yield Finding(
            "database",
            "fail",
            _("Triggers that protect the record are switched off or missing."),
            _("Restore the last backup, or ask who changed the database by hand."),
        )


def _from_self_checks(checks: Iterable[SelfCheck]) -> Iterator[Finding]:
    for check in checks:
        yield Finding(check.name, "ok" if check.ok else "fail", check.detail, check.remedy)


def check_papers() -> Iterator[Finding]:
    """The fonts, and a document really set."""
    from simpul.papers.typesetting import check_fonts, render

    yield from _from_self_checks(check_fonts())
    made = render("config/doctor", {"text": "Simpul"})
    good = made.startswith(b"%PDF-")
    yield Finding("typst", "ok" if good else "fail", f"PDF/A, {len(made):,} bytes")


def check_signer() -> Iterator[Finding]:
    """Whether documents can be signed, and until when."""
    from simpul.papers.signing import check_signer as ask

    yield from _from_self_checks(ask())


def check_mail() -> Iterator[Finding]:
    """Whether the mail server answers; sends nothing."""
    if not settings.EMAIL_HOST:
        if settings.DEMO:
            yield _ok("mail", _("Not sent: demonstration mode shows messages in its inbox page."))
            return
        yield Finding(
            "mail",
            "fail",
            _("No mail server is set: nobody hears of anything."),
            _("Set SIMPUL_SMTP_HOST and its siblings (docs/settings.md)."),
        )
        return
    address = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    mail = get_connection(timeout=5)
    try:
        mail.open()
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(
            "mail",
            "fail",
            f"{address}: {error}",
            _("Check host, port, user and password of the mail server."),
        )
        return
    mail.close()
    yield _ok("mail", address)


def check_files() -> Iterator[Finding]:
    """Writes, reads and deletes a file in the store."""
    content = b"simpul doctor"
    name = default_storage.save("doctor/check.txt", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            same = file.read() == content
    finally:
        default_storage.delete(name)
    where = settings.S3_BUCKET or str(getattr(default_storage, "location", ""))
    yield Finding("files", "ok" if same else "fail", where)


def check_jobs() -> Iterator[Finding]:
    """Is a worker alive, and does it keep up?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        (heartbeat,) = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL "
            "OR scheduled_at < now() - interval '5 minutes')), "
            "count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
        )
        waiting, failed = cursor.fetchone()
    counts = _("%(waiting)d waiting, %(failed)d failed") % {"waiting": waiting, "failed": failed}
    if heartbeat is None or timezone.now() - heartbeat > HEARTBEAT:
        yield Finding(
            "jobs",
            "warn",
            _("No worker is running; %(counts)s.") % {"counts": counts},
            _("Start it with: simpul run"),
        )
    else:
        yield Finding("jobs", "warn" if failed else "ok", counts)


def check_disk() -> Iterator[Finding]:
    """Space where data and files lie."""
    free = shutil.disk_usage(settings.VAR).free
    text = _("%(free)d MB free") % {"free": free // 1_000_000}
    state = "ok" if free > LITTLE_SPACE else "warn" if free > NO_SPACE else "fail"
    mend = "" if state == "ok" else _("Make room where %(folder)s lies.") % {"folder": settings.VAR}
    yield Finding("disk", state, text, mend)


def check_pack() -> Iterator[Finding]:
    """Which rules are in force."""
    from simpul.rulebook.models import Version

    current = Version.objects.filter(state="published").order_by("-number").first()
    if current is None:
        yield Finding(
            "pack",
            "fail",
            _("No city pack is in force: the planner cannot answer."),
            _("Load one with: simpul pack load cities/…; another person publishes it."),
        )
    else:
        text = _("%(city)s, version %(number)d")
        yield _ok("pack", text % {"city": current.city_code, "number": current.number})


def check_journal() -> Iterator[Finding]:
    """Does the record still say what was written?"""
    from simpul.journal.models import Entry
    from simpul.journal.queries import last_seal
    from simpul.journal.verify import verify_all

    problems = verify_all()
    if problems:
        yield Finding(
            "journal",
            "fail",
            problems[0].text,
            _("Somebody changed the record by hand. Keep this database and call the auditor."),
        )
        return
    sealed = last_seal()
    text = _("%(count)d entries, unbroken") % {"count": Entry.objects.count()}
    late = sealed is not None and timezone.now() - sealed.at > timedelta(days=3)
    if late and sealed is not None and Entry.objects.filter(id__gt=sealed.last_entry).exists():
        yield Finding("journal", "warn", text, _("The daily seal is late: is the worker running?"))
    else:
        yield _ok("journal", text)
