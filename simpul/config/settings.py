"""Settings, read from the environment (and `.env`), checked strictly. See docs/settings.md."""

from __future__ import annotations

import secrets
from pathlib import Path

from environs import Env

from simpul.config.database import connection_settings
from simpul.config.embedded import embedded_server

BASE_DIR = Path(__file__).resolve().parents[2]

env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

VAR = Path(env.str("SIMPUL_VAR", str(BASE_DIR / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """A secret made once and kept in `var/secrets/`, for machines without a secret store."""
    path = VAR / "secrets" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text().strip()


# --- what kind of node this is -------------------------------------------------------------
DEMO = env.bool("SIMPUL_DEMO", False)
"""Demonstration mode: step-in page and inbox page. Never on a node with real cases."""
DEBUG = env.bool("SIMPUL_DEBUG", False)
SECRET_KEY = env.str("SIMPUL_SECRET_KEY", "") or _kept_secret("django")
HOST = env.str("SIMPUL_HOST", "127.0.0.1")
PORT = env.int("SIMPUL_PORT", 8000)
WEB_PROCESSES = env.int("SIMPUL_WEB_PROCESSES", 2)
PUBLIC_URL = env.str("SIMPUL_PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("SIMPUL_ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PROXIES = env.int("SIMPUL_PROXIES", 0)
"""How many proxies of our own stand in front; each adds an address to X-Forwarded-For."""
SECURE = PUBLIC_URL.startswith("https://")
CITY_PACK = Path(env.str("SIMPUL_CITY_PACK", str(BASE_DIR / "cities" / "jakarta")))

# --- rooms ---------------------------------------------------------------------------------
ROOMS = [
    "simpul.journal",
    "simpul.papers",
    "simpul.messages",
    "simpul.web",
    "simpul.people",
    "simpul.rulebook",
    "simpul.city",
    "simpul.productions",
    "simpul.places",
    "simpul.permits",
    "simpul.incentives",
    "simpul.network",
    "simpul.market",
    "simpul.api",
    "simpul.home",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simpul.people.middleware.ActorMiddleware",
    "simpul.people.middleware.StaffSessionMiddleware",
    "simpul.web.middleware.OutcomeMiddleware",
    "simpul.people.middleware.EnrolmentMiddleware",
]
ROOT_URLCONF = "simpul.config.urls"
WSGI_APPLICATION = "simpul.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "simpul.web.context.shell",
                "simpul.people.context.kept_form",
            ],
            "builtins": ["simpul.web.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "simpul.web.forms.Renderer"

# --- database and jobs ---------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", "")
POSTGRES_FAST = env.bool("SIMPUL_POSTGRES_FAST", False)
"""The embedded server does not wait for the disk. For tests: a power cut loses the data."""
DATABASES = {
    "default": connection_settings(
        DATABASE_URL or embedded_server(VAR / "postgres", fast=POSTGRES_FAST).join()
    ),
}
if test_name := env.str("SIMPUL_TEST_DATABASE", ""):
    DATABASES["default"]["TEST"] = {"NAME": test_name}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = None

# --- people --------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = env.str("SIMPUL_EMAIL_VERIFICATION", "none" if DEMO else "mandatory")
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Simpul"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
CSRF_FAILURE_VIEW = "simpul.web.views.csrf_failure"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "simpul.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {"signup": "simpul.people.forms.SignupForm"}
LOGIN_REDIRECT_URL = "home:desk"
LOGOUT_REDIRECT_URL = "home:front"
OIDC_PROVIDERS = env.json("SIMPUL_OIDC_PROVIDERS", [])
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_PROVIDERS}}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
STAFF_SESSION_SECONDS = env.int("SIMPUL_STAFF_SESSION_HOURS", 12) * 3600
"""After so long whoever handles cases signs in anew, however busy; others keep two weeks."""
STAFF_IDLE_SECONDS = env.int("SIMPUL_STAFF_IDLE_MINUTES", 60) * 60
"""After so long without a click, too."""

# --- language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "simpul" / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("SIMPUL_TIME_ZONE", "Asia/Jakarta")
"""The zone of the commission's city, as its pack names it."""

# --- security headers ----------------------------------------------------------------------
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MAP_TILES_URL = env.str("SIMPUL_MAP_TILES_URL", "")
"""Address of a tile service the operator has chosen, e.g. its own; empty: the plain base map."""
_tile_origin = ["/".join(MAP_TILES_URL.split("/")[:3])] if MAP_TILES_URL else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *_tile_origin],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# --- files ---------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
NODE_MODULES = Path(env.str("SIMPUL_NODE_MODULES", str(BASE_DIR / "node_modules")))
STATICFILES_DIRS = [
    (f"vendor/{package}", str(NODE_MODULES / package / folder))
    for package, folder in (
        ("leaflet", "dist"),
        ("terra-draw", "dist"),
        ("terra-draw-leaflet-adapter", "dist"),
        ("@fontsource-variable/plus-jakarta-sans", "files"),
    )
    if (NODE_MODULES / package / folder).is_dir()
]
_FONTS = NODE_MODULES / "@expo-google-fonts"
# Korean and Traditional Chinese titles: only the weights the papers use are opened.
FONT_FOLDERS = [
    _FONTS / "plus-jakarta-sans",
    *(
        _FONTS / family / weight
        for family in ("noto-sans-kr", "noto-sans-tc")
        for weight in ("400Regular", "700Bold")
    ),
]
S3_BUCKET = env.str("SIMPUL_S3_BUCKET", "")
S3_ENDPOINT = env.str("SIMPUL_S3_ENDPOINT", "")
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": S3_BUCKET,
                "endpoint_url": S3_ENDPOINT or None,
                "querystring_auth": True,
                "file_overwrite": False,
            },
        }
        if S3_BUCKET
        else {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": str(VAR / "files"),
                "base_url": None,
                # Passports and consents: for the program alone, whoever else works on the machine.
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    ),
    "staticfiles": {"BACKEND": "simpul.web.storage.Storage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000
"""A year of shooting days in the planner is one form."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = env.int("SIMPUL_UPLOAD_MAX_BYTES", 25 * 1024 * 1024)
LEDGER_MAX_BYTES = env.int("SIMPUL_LEDGER_MAX_BYTES", 256 * 1024 * 1024)
"""For a cost report's ledger only: 500,000 lines take about 120 MB as CSV."""
KEEP_DAYS = {
    "sensitive": env.int("SIMPUL_KEEP_SENSITIVE_DAYS", 90),
    "personal": env.int("SIMPUL_KEEP_PERSONAL_DAYS", 730),
}
"""Days for which papers with personal data are kept after their case has ended. The commission's
retention schedule (jadwal retensi arsip) decides; decisions and permits are never erased."""

PENCIL_DAYS = env.int("SIMPUL_PENCIL_DAYS", 14)
RETURNED_HOLD_DAYS = env.int("SIMPUL_RETURNED_HOLD_DAYS", 30)
"""Days for which a place is kept for a plan that has not been sent, and for a file that waits for
its applicant. The commission's own policy (docs/decisions/0012-the-calendar-in-a-case.md)."""

BANK_COOLING_DAYS = env.int("SIMPUL_BANK_COOLING_DAYS", 7)
INCENTIVE_APPEAL_DAYS = env.int("SIMPUL_INCENTIVE_APPEAL_DAYS", 30)
INCENTIVE_RECOVERY_DAYS = env.int("SIMPUL_INCENTIVE_RECOVERY_DAYS", 30)
"""Days until a company's new bank account may be paid to, in which it may object to a refused
incentive, and in which it pays back what was paid on account and is not due in the end. The
commission's own policy, no law."""

KEEP_INCENTIVE_DAYS = env.int("SIMPUL_KEEP_INCENTIVE_DAYS", 0)
"""Days after the end of an incentive's case for which ledgers, their lines and evidence are kept;
0: for ever. How long accounts must be kept is for the commission's retention schedule to say."""

# --- mail ----------------------------------------------------------------------------------
EMAIL_BACKEND = env.str(
    "SIMPUL_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if env.str("SIMPUL_SMTP_HOST", "")
    else "django.core.mail.backends.dummy.EmailBackend",
)
EMAIL_HOST = env.str("SIMPUL_SMTP_HOST", "")
EMAIL_PORT = env.int("SIMPUL_SMTP_PORT", 25)
EMAIL_HOST_USER = env.str("SIMPUL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.str("SIMPUL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.bool("SIMPUL_SMTP_STARTTLS", False)
EMAIL_USE_SSL = env.bool("SIMPUL_SMTP_TLS", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("SIMPUL_MAIL_FROM", "Simpul <simpul@localhost>")

# --- other nodes ---------------------------------------------------------------------------
NODE_ADDRESSES = env.str("SIMPUL_NODE_ADDRESSES", "any" if DEMO else "public")
"""Where requests to partners' nodes may go: "public" is https and the public internet only; "any"
also http and inner addresses, for several nodes on one machine or in one private network."""

# --- signing -------------------------------------------------------------------------------
SIGNER = env.str("SIMPUL_SIGNER", "local")
SIGNER_FOLDER = Path(env.str("SIMPUL_SIGNER_FOLDER", str(VAR / "signer")))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("SIMPUL_LOG_LEVEL", "WARNING")},
}
KNOWN_SETTINGS = frozenset(env.dump())
"""Every name read above; `simpul doctor` names others that begin alike."""
