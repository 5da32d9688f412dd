"""`simpul run`: one process that keeps the web server and the job worker alive.

It holds the embedded database, starts a part again when it dies (waiting longer each time), and
ends everything cleanly on SIGTERM or Ctrl-C.
"""

from __future__ import annotations

import ctypes
import gettext
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from simpul.config.output import GOOD, NEGATIVE, Output

LONGEST_WAIT = 30.0
"""Seconds between two attempts at most."""
SETTLED = 60.0
"""Seconds after which a part counts as running well: the next wait is short again."""
ATTEMPTS_BEFORE_GIVING_UP = 6
PATIENCE = 20.0
"""Seconds a part has to end its work before it is killed."""
READY_WITHIN = 60.0

_PR_SET_PDEATHSIG = 1


def _end_with_parent() -> None:
    """The kernel ends a part when the supervisor is killed: nothing is left behind (Linux)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(slots=True)
class Part:
    """One process under supervision."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    not_before: float = 0.0
    failures: int = 0

    def start(self) -> None:
        self.started = time.monotonic()
        # Its own group: Ctrl-C reaches the supervisor alone, which then ends the parts in order.
        self.process = subprocess.Popen(
            self.command, preexec_fn=_end_with_parent, process_group=0, cwd=Path.cwd()
        )

    def ended(self) -> int | None:
        return self.process.poll() if self.process else None

    def clear_up(self) -> None:
        """End what a part that died has left behind: its own children hold the port."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def wait_longer(self) -> float:
        """Seconds until the next attempt: 1, 2, 4 … up to `LONGEST_WAIT`."""
        self.clear_up()
        if time.monotonic() - self.started > SETTLED:
            self.failures = 0
        self.failures += 1
        pause = min(2.0 ** (self.failures - 1), LONGEST_WAIT)
        self.not_before = time.monotonic() + pause
        self.process = None
        return pause

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.clear_up()


@dataclass(slots=True)
class Supervisor:
    """Starts the parts, watches them, ends them."""

    parts: list[Part]
    output: Output
    translate: gettext.NullTranslations
    stopping: bool = field(default=False)

    def watch(self, url: str) -> int:
        """Run until told to stop; the exit status. `url` is asked until it answers."""
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, self._stop)
        ready = False
        begun = time.monotonic()
        status = GOOD
        while not self.stopping:
            if not self._keep_alive():
                status = NEGATIVE
                break
            if not ready and _answers(f"{url}/sehat/"):
                ready = True
                self._announce(url)
            elif not ready and time.monotonic() - begun > READY_WITHIN:
                self.output.complain(
                    self.translate.gettext("The web server does not answer. Try: simpul doctor")
                )
                begun = float("inf")
            time.sleep(0.2 if not ready else 0.5)
        self.output.say(self.translate.gettext("Stopping …"))
        for part in reversed(self.parts):
            part.stop()
        return status

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _keep_alive(self) -> bool:
        """Start what is not running; False when a part cannot be kept alive."""
        for part in self.parts:
            status = part.ended()
            if status is not None and not self.stopping:
                pause = part.wait_longer()
                text = self.translate.gettext(
                    "{name} ended with status {status}; starting it again in {pause} s"
                )
                self.output.complain(text.format(name=part.name, status=status, pause=int(pause)))
                if part.failures >= ATTEMPTS_BEFORE_GIVING_UP:
                    text = self.translate.gettext("{name} does not stay up. Try: simpul doctor")
                    self.output.complain(text.format(name=part.name))
                    return False
            if part.process is None and time.monotonic() >= part.not_before:
                part.start()
        return True

    def _announce(self, url: str) -> None:
        from simpul.config import settings

        self.output.say(f"Simpul: {settings.PUBLIC_URL}/")
        if settings.DEMO:
            text = self.translate.gettext("Demonstration mode. Step in as one of the people: {url}")
            self.output.say(text.format(url=f"{settings.PUBLIC_URL}/demo/"))
        self.output.say(self.translate.gettext("Stop with Ctrl-C."))
        self.output.result({"ready": True, "url": f"{url}/", "demo": settings.DEMO})


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _parts(host: str, port: int, processes: int) -> list[Part]:
    python = sys.executable
    web = [
        *(python, "-m", "granian", "--interface", "wsgi", "simpul.config.wsgi:application"),
        *("--host", host, "--port", str(port), "--workers", str(processes)),
        *("--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "15"),
    ]
    jobs = [
        *(python, "-m", "simpul.config.manage", "procrastinate", "worker"),
        *("--concurrency", "2", "--shutdown-graceful-timeout", "15"),
    ]
    return [Part("web", web), Part("jobs", jobs)]


def supervise(*, output: Output, language: str) -> int:
    """Run the program until SIGTERM or Ctrl-C; 0 after a clean end, 1 when it cannot run."""
    from simpul.config import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "simpul.config.settings")
    folder = Path(__file__).parent / "locale"
    translate = gettext.translation("django", folder, languages=[language], fallback=True)
    if _taken(settings.HOST, settings.PORT):
        text = translate.gettext(
            "Port {port} on {host} is taken: another program listens there, perhaps a Simpul that "
            "still runs. Stop it, or choose another port: SIMPUL_PORT={other} make run"
        )
        output.complain(
            text.format(port=settings.PORT, host=settings.HOST, other=settings.PORT + 1)
        )
        return NEGATIVE
    output.say(translate.gettext("Starting web server and job worker …"))
    parts = _parts(settings.HOST, settings.PORT, settings.WEB_PROCESSES)
    address = "127.0.0.1" if settings.HOST in {"0.0.0.0", "::"} else settings.HOST  # noqa: S104
    return Supervisor(parts, output, translate).watch(f"http://{address}:{settings.PORT}")
