"""Settings of the tests: those of the program, on a database server that need not be durable.

The server's files are in `var/test` (SIMPUL_VAR names another place). DATABASE_URL runs the same
tests on another server.
"""

import os
from pathlib import Path

os.environ.setdefault("SIMPUL_VAR", str(Path(__file__).resolve().parents[1] / "var" / "test"))
os.environ.setdefault("SIMPUL_POSTGRES_FAST", "1")
# What the machine's own `.env` says must not change what the tests see.
for _name, _value in {
    "SIMPUL_DEMO": "0",
    "SIMPUL_DEBUG": "0",
    "SIMPUL_PUBLIC_URL": "http://testserver",
    "SIMPUL_ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "SIMPUL_SMTP_HOST": "",
    "SIMPUL_S3_BUCKET": "",
    "SIMPUL_OIDC_PROVIDERS": "[]",
    "SIMPUL_MAP_TILES_URL": "",
    "SIMPUL_LOG_LEVEL": "ERROR",
    "SIMPUL_CITY_PACK": str(Path(__file__).resolve().parents[1] / "cities" / "jakarta"),
}.items():
    os.environ[_name] = _value

from simpul.config.settings import *  # noqa: E402, F403
from simpul.config.settings import NODE_MODULES as _NODE_MODULES  # noqa: E402
from simpul.config.settings import STATICFILES_DIRS as _STATICFILES_DIRS  # noqa: E402
from simpul.config.settings import STORAGES as _STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
STATICFILES_DIRS = [*_STATICFILES_DIRS, ("vendor/axe-core", str(_NODE_MODULES / "axe-core"))]
