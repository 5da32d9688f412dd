"""Set up Simpul on this machine; does nothing where nothing changed.

Needs python3 (3.11 or later) and nothing else: no pip, no node, no gettext, no database server.

    python3 tools/setup.py              what running needs
    python3 tools/setup.py --tests      what the tests need on top, without demonstration data
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = Path(os.environ.get("SIMPUL_VAR", ROOT / "var")).resolve()
OLDEST_NPM = 7
"""The first npm that reads this kind of package-lock.json."""


class SetupStopped(Exception):
    """Set-up cannot go on; the text says why and what a person can do."""


def say(text: str) -> None:
    print(f"simpul · {text}", flush=True)


def run(*command: object, quiet: bool = False, **variables: str) -> None:
    """Run a command; its output is shown only when it fails (or not quiet)."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    if done.returncode:
        if quiet:
            print(done.stdout[-6000:])
        raise SetupStopped(f"This command failed: {' '.join(str(part) for part in command)}")


def digest(paths: Iterable[Path], *more: str) -> str:
    """What a step was made from: names and contents of its inputs."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def done_before(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


# --- Debian packages -----------------------------------------------------------------------
def as_root() -> list[str] | None:
    """How to run a command as root without asking anybody; None: not possible."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def apt_install(*packages: str) -> bool:
    """Install Debian packages; False where we may not or the machine has no apt-get."""
    prefix = as_root()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    say(f"installing from Debian: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    if subprocess.run(install, env=environment, capture_output=True).returncode == 0:
        return True
    subprocess.run([*prefix, "apt-get", "update"], env=environment, capture_output=True)
    return subprocess.run(install, env=environment, capture_output=True).returncode == 0


# --- Python --------------------------------------------------------------------------------
def make_venv(folder: Path) -> None:
    """A virtual environment with pip; Debian keeps that part of Python in its own package."""
    if (folder / "bin" / "pip").exists():
        return
    if sys.version_info < (3, 11):
        raise SetupStopped("Simpul needs Python 3.11 or later.")
    probe = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True)
    if probe.returncode and not apt_install("python3-venv"):
        raise SetupStopped(
            "Python's venv is missing and may not be installed from here. "
            "Run this once: sudo apt-get install python3-venv, then make again."
        )
    shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, "-m", "venv", folder, quiet=True)


def index_settings(python: Path) -> dict[str, str]:
    """What this machine tells pip of its package index, in uv's words: uv reads none of it."""
    listed = subprocess.run(
        [python, "-m", "pip", "config", "list"], capture_output=True, text=True, cwd=ROOT
    )
    known = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    settings = {}
    for line in listed.stdout.splitlines():
        name, _, value = line.partition("=")
        variable = known.get(name.rpartition(".")[2])
        if variable:
            settings[variable] = str(ast.literal_eval(value))
    return settings


def install_locked(folder: Path, lock: Path) -> None:
    """Bring into an environment what a lock file names, each file checked against its hash.

    uv does it in a third of the time; where it finds no way (an index only pip is told of, a
    machine it is not made for), pip does.
    """
    python = folder / "bin" / "python"
    # Compiled when first imported: most modules of these packages never are.
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile"]
    pinned = ["--require-hashes", "--only-binary", ":all:"]
    uv = [folder / "bin" / "uv", "pip", "install", "--quiet", "--python", python, *pinned]
    try:
        run(*pip, *pinned, "-r", ROOT / "requirements" / "uv.lock", quiet=True)
        run(*uv, "-r", lock, quiet=True, **index_settings(python))
    except (SetupStopped, OSError):
        say("uv could not install them; pip does, which takes longer")
        run(*pip, *pinned, "-r", lock, quiet=True)


def install_packages(tests: bool) -> bool:
    """Install what the program, or its tests, import; False where nothing was to be done."""
    base, dev = ROOT / "requirements" / "base.lock", ROOT / "requirements" / "dev.lock"
    stamp = VENV / "simpul-packages"
    tool, version = ROOT / "requirements" / "uv.lock", sys.version.split()[0]
    with_tests, alone = digest([dev, tool], version), digest([base, tool], version)
    if done_before(stamp, with_tests) or (not tests and done_before(stamp, alone)):
        return False
    lock = dev if tests else base
    say(f"installing Python packages ({lock.name}); less than a minute")
    install_locked(VENV, lock)
    editable = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    run(PYTHON, "-m", "pip", "--disable-pip-version-check", "install", *editable, quiet=True)
    stamp.write_text(with_tests if tests else alone)
    return True


# --- front-end packages --------------------------------------------------------------------
def npm_command() -> tuple[list[str], dict[str, str]]:
    """npm from the machine, else from a Python package that carries node."""
    npm = shutil.which("npm")
    if npm:
        version = subprocess.run([npm, "--version"], capture_output=True, text=True, cwd=ROOT)
        major = version.stdout.strip().split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NPM:
            return [npm], {}
    folder = VAR / "node"
    lock = ROOT / "requirements" / "node.lock"
    if not done_before(folder / "simpul-packages", digest([lock])):
        say("installing node for the front-end packages (it is not on this machine)")
        make_venv(folder)
        install_locked(folder, lock)
        (folder / "simpul-packages").write_text(digest([lock]))
    path = f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(folder / "bin" / "npm")], {"PATH": path}


def install_front_end() -> None:
    wanted = digest([ROOT / "package-lock.json"])
    stamp = ROOT / "node_modules" / "simpul-packages"
    if done_before(stamp, wanted):
        return
    npm, variables = npm_command()
    say("installing front-end packages")
    run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", quiet=True, **variables)
    stamp.write_text(wanted)


# --- what the program makes of itself ------------------------------------------------------
def collect_static() -> None:
    """Static files with digests in their names, compressed, in `var/static`."""
    files = [path for path in sorted((ROOT / "simpul").glob("*/static/**/*")) if path.is_file()]
    wanted = digest([*files, ROOT / "package-lock.json"], *(str(path) for path in files))
    stamp = VAR / "static" / "simpul-files"
    if done_before(stamp, wanted):
        return
    # htmx extensions that no page uses name files that are not there.
    unused = ["--ignore", "hx-*"]
    run(PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", *unused, quiet=True)
    stamp.write_text(wanted)


def install_test_tools() -> None:
    """Chromium for the browser tests, pdfsig for the signature tests: from Debian."""
    missing = [
        package
        for package, program in (("chromium", "chromium"), ("poppler-utils", "pdfsig"))
        if shutil.which(program) is None
    ]
    if missing and not apt_install(*missing):
        say(f"not installed, tests that need them are skipped: {', '.join(missing)}")
    # The same Chromium without its windows saves a quarter of the time; not every archive has it.
    if shutil.which("chromium-headless-shell") is None:
        apt_install("chromium-headless-shell")


def prepare_tests() -> None:
    """What each process of the tests would do for itself, or later while others wait for a core:
    compile their files, make the tables, read the types (mypy keeps what it has read).

    What goes wrong here goes wrong again in the tests, which say so.
    """
    commands = (
        ["-m", "pytest", "--collect-only"],
        ["-m", "tests.migrated"],
        ["-m", "mypy", "simpul"],
    )
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "SIMPUL_POSTGRES_FAST": "1"}
    # Reading the settings starts a server: not the one with somebody's data.
    kept.setdefault("SIMPUL_VAR", str(ROOT / "var" / "test"))
    started = [
        subprocess.Popen(
            [str(PYTHON), *command],
            cwd=ROOT,
            env=kept,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]
    for one in started:
        one.wait()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tests", action="store_true", help="what the tests need")
    wanted = parser.parse_args(arguments)
    begun = time.monotonic()
    if not wanted.tests and not (ROOT / ".env").exists():
        # A folder without settings of its own is somebody trying Simpul out.
        os.environ.setdefault("SIMPUL_DEMO", "1")
    try:
        make_venv(VENV)
        # They mostly wait for the network.
        with ThreadPoolExecutor() as pool:
            steps = [pool.submit(install_front_end)]
            if wanted.tests:
                steps.append(pool.submit(install_test_tools))
            installed = install_packages(wanted.tests)
            run(PYTHON, "tools/messages.py", "compile", quiet=True)
            if wanted.tests and installed:
                prepare_tests()
        for step in steps:
            step.result()
        if not wanted.tests:
            collect_static()
            run(VENV / "bin" / "simpul", "setup-database")
    except SetupStopped as stop:
        say(str(stop))
        return 1
    say(f"set up ({time.monotonic() - begun:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
