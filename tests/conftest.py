"""What every test may use.

People are always the same few: Ani produces, Budi is in her company, Citra is an outsider who
produces elsewhere, Dewi handles cases, Eko heads the service, Fajar answers at a police desk, Gita
audits, Hadi administers.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import socket
import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as effort
from xdist.scheduler import LoadFileScheduling

from simpul.kit.actors import Actor
from simpul.web import limits
from tests.config.nodes import Node
from tests.emptying import empty_tables
from tests.migrated import MIGRATE, migrated_database, migrated_text, on_embedded_server
from tests.shelf import Shelf
from tests.snapshots import Snapshot

# The collector rests while the tests are imported (`pytest_collection_finish`).
gc.disable()

CHROMIUM = (
    shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    # Two cores have other things to do than to paint in parallel.
    "--in-process-gpu",
    "--num-raster-threads=1",
    "--js-flags=--single-threaded",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# A machine that is busy with something else makes no property untrue. Everybody tries the same
# examples, so that a red run is red for all; `make test-all` looks for new ones, and for more.
FURTHER = os.environ.get("SIMPUL_TEST_ALL", "") == "1"
effort.register_profile(
    "simpul", deadline=None, derandomize=not FURTHER, max_examples=100 if FURTHER else 30
)
effort.load_profile("simpul")


# --- the database --------------------------------------------------------------------------
COPIED_FROM = os.environ.get("SIMPUL_TEST_TEMPLATE", "")
"""On a server of its own: the database whose tables the tests copy; empty: they migrate."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The database of the tests is a copy; Django migrates only what the copy lacks: nothing."""
    if on_embedded_server():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database()
    elif COPIED_FROM:
        connection.settings_dict["TEST"]["TEMPLATE"] = COPIED_FROM


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Before the database is dropped nobody may hold it: the server would wait five seconds for a
    thread that is at its end, and then leave the database where it is."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> Iterator[None]:
    """After a test that commits only tables with rows in them are emptied, past the journal's own
    refusal. Django's way, every table anew and then its notice of a migration, takes a second."""
    usual = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: empty_tables()
    yield
    TransactionTestCase._fixture_teardown = usual


@pytest.fixture
def assert_max_queries(django_assert_max_num_queries: Any) -> Any:
    """`with assert_max_queries(12): …` fails with the queries when there are more."""
    return django_assert_max_num_queries


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    """Uploaded files of a test go with the test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files"), "base_url": None},
        },
    }


@pytest.fixture(autouse=True)
def _house_language(settings: Any) -> Iterator[None]:
    """A page read in another language leaves it on the thread; the next test starts anew."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def one_window(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Limits count in the window in which the test began, also when it runs over the full hour.

    `one_window(3600)` lets an hour pass.
    """
    moment = limits.seconds_now()

    def later(seconds: int) -> None:
        nonlocal moment
        moment += seconds

    monkeypatch.setattr(limits, "seconds_now", lambda: moment)
    return later


_ABOUT_THE_DATABASE = re.compile(r"race|constraint|trigger|append|counter|journal")
"""In the name of a file: its tests say what the database does, so they run on every server."""


def _about_the_database(file: Path) -> bool:
    return bool(_ABOUT_THE_DATABASE.search(file.as_posix().split("/tests/")[-1]))


_ASKED: dict[str, Callable[[Path], bool]] = {
    "database and not browser": lambda file: (
        _about_the_database(file) or "mark.database" in file.read_text()
    ),
    "nodes": lambda file: "mark.nodes" in file.read_text(),
    "not nodes": lambda file: "pytestmark = pytest.mark.nodes" not in file.read_text(),
}
"""For what `-m` asks: may there be such a test in a file?"""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files that hold nothing of what tools/test.py asks for are not imported: they bring much."""
    asked = str(config.getoption("markexpr", ""))
    if asked not in _ASKED or not collection_path.name.startswith("test_"):
        return None
    return None if _ASKED[asked](collection_path) else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs on PostgreSQL 15 too; what opens a page is `browser`."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "page" in names or "context" in names:
            item.add_marker("browser")
        uses_it = "db" in names or item.get_closest_marker("django_db")
        if uses_it and _about_the_database(item.path):
            item.add_marker("database")
    # The longest of them first: two processes then end at about the same time.
    again = [item for item in items if item.get_closest_marker("again")]
    items[:] = [item for item in items if not item.get_closest_marker("again")] + again[::-1]


UNTIL = float(os.environ.get("SIMPUL_TEST_UNTIL", "inf"))
"""When the last walk of a run begins (seconds since 1970). A slow machine runs all other tests in
the ten minutes, and says which walks it had no time for."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("again") and time.time() > UNTIL:
        pytest.skip(f"{item.name}: the ten minutes are over here; make test-all walks it")


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    gc.enable()


class _ByFile(LoadFileScheduling):
    """The tests of a file run in one process; each long walk of the browser goes where there is
    room."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file == "tests/browser/test_flows.py" else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    return _ByFile(config, log)


# --- people --------------------------------------------------------------------------------
class Person:
    """An account and who it is today. `actor` is read anew, so grants given later count."""

    def __init__(self, user: Any, second_factor: bool = False) -> None:
        self.user = user
        self._second_factor = second_factor

    @property
    def actor(self) -> Actor:
        from simpul.people.actors import load_actor

        actor = load_actor(self.user)
        return replace(actor, second_factor=True) if self._second_factor else actor


def number_of(name: str) -> int:
    """People and companies have the same number in every test: what is kept of one test can be put
    back in another (`tests/shelf.py`)."""
    return 1_000_000_000 + crc32(name.encode())


@pytest.fixture
def make_person(db: None) -> Callable[..., Person]:
    """Make a person: `make_person("Ani", company=…, role="owner")`, `roles=[…]`, `desks={…}`."""
    from simpul.people.models import DeskGrant, Membership, StaffGrant, User

    known: set[int] = set()

    def make(
        name: str,
        *,
        company: Any = None,
        role: str = "producer",
        roles: tuple[str, ...] = (),
        desks: dict[str, str] | None = None,
        language: str = "id",
        second_factor: bool = False,
    ) -> Person:
        email = f"{name.lower().replace(' ', '.')}@contoh.id"
        own = {"id": number} if (number := number_of(name)) not in known else {}
        known.add(number)
        user = User.objects.create_user(email=email, name=name, language=language, **own)
        if company is not None:
            Membership.objects.create(user=user, organisation=company, role=role)
        for staff_role in roles:
            StaffGrant.objects.create(user=user, role=staff_role, reason="test")
        for code, level in (desks or {}).items():
            DeskGrant.objects.create(user=user, authority_code=code, level=level, reason="test")
        return Person(user, second_factor)

    return make


@pytest.fixture
def company(db: None) -> Any:
    """Ani's and Budi's company."""
    from simpul.people.models import Organisation

    return Organisation.objects.create(
        id=number_of("PT Layar Contoh"), name="PT Layar Contoh", registration_no="1234567890123"
    )


@pytest.fixture
def other_company(db: None) -> Any:
    """Citra's company, which has nothing to do with Ani's cases."""
    from simpul.people.models import Organisation

    return Organisation.objects.create(
        id=number_of("PT Gambar Lain"), name="PT Gambar Lain", registration_no="9876543210123"
    )


@pytest.fixture
def ani(make_person: Callable[..., Person], company: Any) -> Person:
    """A producer, owner of her company."""
    return make_person("Ani", company=company, role="owner")


@pytest.fixture
def budi(make_person: Callable[..., Person], company: Any) -> Person:
    """A member of Ani's company."""
    return make_person("Budi", company=company, role="member")


@pytest.fixture
def citra(make_person: Callable[..., Person], other_company: Any) -> Person:
    """A producer elsewhere: the outsider of every access test."""
    return make_person("Citra", company=other_company, role="owner")


@pytest.fixture
def dewi(make_person: Callable[..., Person]) -> Person:
    """A case officer."""
    return make_person("Dewi", roles=("case_officer",), second_factor=True)


@pytest.fixture
def eko(make_person: Callable[..., Person]) -> Person:
    """The head of service."""
    return make_person("Eko", roles=("head_of_service",), second_factor=True)


@pytest.fixture
def fajar(make_person: Callable[..., Person]) -> Person:
    """Answers at the desks of the regional and the sub-district police."""
    return make_person("Fajar", desks={"POLDA": "answer", "POLSEK": "answer"}, second_factor=True)


@pytest.fixture
def gita(make_person: Callable[..., Person]) -> Person:
    """An auditor: reads everything, changes nothing."""
    return make_person("Gita", roles=("auditor",), second_factor=True)


@pytest.fixture
def hadi(make_person: Callable[..., Person]) -> Person:
    """An administrator."""
    return make_person("Hadi", roles=("administrator",), second_factor=True)


# --- the city ------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def _jakarta_rows(django_db_setup: None, django_db_blocker: Any) -> Snapshot:
    """What loading and publishing the pack writes, kept aside; the database stays empty."""
    from django.conf import settings

    from simpul.config.installation import install_pack

    with django_db_blocker.unblock(), transaction.atomic():
        before = Snapshot.counts()
        install_pack(Path(settings.CITY_PACK))
        rows = Snapshot.taken_since(before)
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        rows.keep()
    return rows


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """What this process has made and kept."""
    return Shelf()


@pytest.fixture
def jakarta(_jakarta_rows: Snapshot, shelf: Shelf, db: None) -> Any:
    """The Jakarta pack, loaded and published: the book of the city."""
    from simpul.city.queries import city_book

    _jakarta_rows.put_back()
    shelf.begin()
    return city_book()


@pytest.fixture
def kept(shelf: Shelf, jakarta: Any, request: pytest.FixtureRequest) -> Callable[..., Any]:
    """`kept(("issued", "a"), make)`: the row that `make` returns, made only once where it may."""

    def get(what: Hashable, make: Callable[[], Any]) -> Any:
        return shelf.get(what, make, request)

    return get


# --- mail ----------------------------------------------------------------------------------
class PostBox:
    """What the SMTP server received."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in str(message["To"])]


@pytest.fixture
def smtp(settings: Any) -> Iterator[PostBox]:
    """A real SMTP server; Django's mail goes there."""
    from aiosmtpd.controller import Controller

    box = PostBox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield box
    controller.stop()


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- nodes of their own ----------------------------------------------------------------------
@pytest.fixture(scope="session")
def migrated_node(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Node]:
    """Make a node whose tables are there and empty: `migrated_node(folder, SIMPUL_PORT="…")`."""
    first = Node(tmp_path_factory.mktemp("migrated"))
    if on_embedded_server():
        first.take_tables(migrated_text())
    else:
        first.python(MIGRATE)
    return lambda folder, **settings: Node(folder, **settings).take_database_of(first)


# --- the browser ---------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium from Debian, one per process."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop on this thread; the tests' own queries are synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def live(live_server: Any, settings: Any) -> str:
    """The running program with its static files; the address without a slash at the end."""
    settings.PUBLIC_URL = str(live_server)
    settings.CSRF_TRUSTED_ORIGINS = [str(live_server)]
    return str(live_server)


@pytest.fixture
def locale() -> str:
    """The language of the browser; override with `@pytest.mark.parametrize("locale", ["en"])`."""
    return "id"


@pytest.fixture
def context(browser: Any, live: str, locale: str) -> Iterator[Any]:
    """A fresh browser profile that fails the test on script errors and refused resources."""
    fresh = browser.new_context(
        base_url=live,
        locale=locale,
        timezone_id="Asia/Jakarta",
        accept_downloads=True,
        reduced_motion="reduce",
    )
    fresh.set_default_timeout(10_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    """A page whose script errors and refused resources fail the test."""
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
    opened.on(
        "console",
        lambda line: troubles.append(line.text) if "Content Security Policy" in line.text else None,
    )
    yield opened
    assert not troubles, troubles


@pytest.fixture
def step_in(context: Any, live: str, settings: Any) -> Callable[[Person], None]:
    """Sign a person in on the browser: `step_in(ani)`."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from simpul.people.actors import DEMO_SESSION_KEY

    def enter(person: Person) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(person.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.user.get_session_auth_hash()
        if person.actor.second_factor:
            session[DEMO_SESSION_KEY] = person.user.pk
        session.save()
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": session.session_key, "url": live}])

    return enter


@pytest.fixture
def in_database() -> str:
    """The version of the server the tests run on, e.g. "18.4"."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]
