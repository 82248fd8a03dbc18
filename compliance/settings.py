"""Settings of the site, driven by the environment.

``DESK_MODE`` says what kind of place this is:

- ``embedded`` (the default): everything in ``var/`` on this machine, reached from this machine only;
- ``production``: every address and secret must be given, and nothing is assumed.

A bad or missing value stops the start with one line that names it.
"""

from __future__ import annotations

import logging
import secrets
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from compliance import mail_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
"""Each value is in the environment, or in a file that ``NAME_FILE`` names there."""

MODE = env.str("DESK_MODE", "embedded")
if MODE not in ("embedded", "production"):
    raise ImproperlyConfigured(f"DESK_MODE is {MODE!r}; it is 'embedded' or 'production'")
EMBEDDED = MODE == "embedded"
VAR_DIR = Path(env.str("DESK_VAR_DIR", str(BASE_DIR / "var")))
"""Where an embedded desk keeps its database, its secret and its demonstration mail."""


def _required(name: str, embedded: str | None = None) -> str:
    value = str(env.str(name, embedded if EMBEDDED and embedded is not None else "")).strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; DESK_MODE={MODE} needs it")
    return value


def _embedded_secret() -> str:
    """Made once for this machine and kept readable by its owner only."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


def _whole_number(name: str, default: int) -> int:
    value = env.str(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}; it is a whole number")
    return int(value)


def _hour(name: str, default: int) -> int:
    value = _whole_number(name, default)
    if value > 23:
        raise ImproperlyConfigured(f"{name} is {value}; it is an hour of the day, 0 to 23")
    return value


def _hours(name: str, default: str) -> tuple[int, int] | None:
    value = env.str(name, default)
    first, _, last = value.partition("-")
    if value and not (first.isdecimal() and last.isdecimal() and int(first) < int(last) <= 24):
        raise ImproperlyConfigured(f"{name} is {value!r}; it is two hours of the day such as 8-18, or empty")
    return (int(first), int(last)) if value else None


def _scanner(name: str) -> str:
    value = env.str(name, "")
    address = urlsplit(value)
    by_network = address.scheme == "tcp" and address.hostname and _port(value)
    by_socket = address.scheme == "unix" and not address.netloc and address.path.startswith("/")
    if value and not (by_network or by_socket):
        raise ImproperlyConfigured(f"{name} is {value!r}; it is tcp://host:port or unix:///path")
    return str(value)


def _with_password(address: str, name: str) -> str:
    """An address with a password that is kept apart from it, where there is one."""
    parts, password = urlsplit(address), env.str(name, "").strip()
    if not password or parts.password:
        return address
    user, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()


def _port(address: str) -> int | None:
    try:
        return urlsplit(address).port
    except ValueError:
        return None


SECRET_KEY = env.str("SECRET_KEY", "").strip() or (
    _embedded_secret() if EMBEDDED else _required("SECRET_KEY")
)
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters; make one with a random generator")

SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
"""Keys that were in use before: what was signed or encrypted with them can still be read."""

SITE_URL = _required("SITE_URL", "http://localhost:8000")
"""Where readers reach the site: letters link to it."""
_site = urlsplit(SITE_URL)
if _site.scheme not in ("http", "https") or not _site.hostname:
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}; it is an address such as https://desk.example.org")
if not EMBEDDED and _site.scheme != "https":
    raise ImproperlyConfigured("SITE_URL must begin with https:// in production")
SECURE_SITE = _site.scheme == "https"

DEBUG = False
ALLOWED_HOSTS = [_site.hostname, "127.0.0.1", "localhost"] if EMBEDDED else [_site.hostname]
RELEASE = (
    env.str("DESK_RELEASE", "")
    or tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
)
"""What runs: as the build named it (a tag, a commit), else the project's version."""
DEMONSTRATION = EMBEDDED and env.bool("DESK_DEMONSTRATION", False)
"""Whether the mail inbox page of the demonstration is served; never in production."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "simple_history",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_structlog",
    "compliance.apps.ComplianceConfig",
    "compliance.accounts.apps.AccountsConfig",
    "cases.apps.CasesConfig",
    "notifications.apps.NotificationsConfig",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "cases.web.probes.asked.AskedFromInside",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "cases.web.middleware.ReadableRequests",
    "cases.web.register.public.WithoutCookies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "compliance.accounts.limits.SessionLimits",
    "compliance.accounts.language.PersonsLanguage",
    "compliance.logs.RequestContext",
    "cases.web.middleware.ActorMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "compliance.urls"
WSGI_APPLICATION = "compliance.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cases.web.context.site",
            ],
        },
    },
]

# Data

_database_url = _with_password(
    _required("DATABASE_URL", f"sqlite:///{VAR_DIR / 'desk.sqlite3'}"), "DATABASE_PASSWORD"
)
DATABASES = {"default": env.db_url_config(_database_url)}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    if not EMBEDDED:
        raise ImproperlyConfigured("DATABASE_URL names SQLite; production runs on PostgreSQL")
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits are counted in the database: they hold for every process, and when the broker is down.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "desk_cache"}}

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Zurich"

# Static files: Bootstrap and htmx come from packages, nothing from another host.

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "compliance.assets.BootstrapFinder",
]
DOCUMENTS_DIR = _required("DOCUMENTS_DIR", str(VAR_DIR / "documents"))
"""Where documents are kept; nothing serves this folder, every download goes through its own page."""
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DOCUMENTS_DIR,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Uploads: every body with files is cut at the limits, whichever page it is sent to.

FILE_UPLOAD_HANDLERS = [
    "cases.web.documents.handler.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CLAMD_URL = _scanner("CLAMD_URL")
"""Where a ClamAV daemon listens; "" where documents are not scanned."""

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "compliance.accounts.passwords.OrdinaryWords"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
ACCOUNT_ADAPTER = "compliance.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "calendar_feed": "60/m/ip",
    "public_register": "120/m/ip",
}
# In production a proxy that ends TLS stands before the site; without it everybody would share one address.
ALLAUTH_TRUSTED_PROXY_COUNT = _whole_number("TRUSTED_PROXY_COUNT", 0 if EMBEDDED else 1)
PASSWORD_RESET_TIMEOUT = 3600
FORGET_AFTER_DAYS = _whole_number("FORGET_AFTER_DAYS", 5 * 365)
"""How long after somebody left their name and address stay in their account; 0 for ever. Our choice."""
INVITATION_DAYS = 7
MFA_ADAPTER = "compliance.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "reauthenticate": "compliance.accounts.proof.PasswordAndCode",
    "reauthenticate_webauthn": "compliance.accounts.proof.PasswordAndKey",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED  # http://localhost; production is always https
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_IDLE_SECONDS = _whole_number("SESSION_IDLE_SECONDS", 60 * 60)
SESSION_ABSOLUTE_SECONDS = _whole_number("SESSION_ABSOLUTE_SECONDS", 12 * 60 * 60)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"

# A message to the reader can carry a name: it stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The API: its own tokens and nothing else, JSON and nothing else.

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["cases.api.authentication.BearerToken"],
    "DEFAULT_PERMISSION_CLASSES": ["cases.api.authentication.WithToken"],
    "DEFAULT_PARSER_CLASSES": ["cases.api.parsing.PlainJSON"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["cases.api.throttles.EachPerson"],
    "DEFAULT_PAGINATION_CLASS": "cases.api.pagination.ByKey",
    "DEFAULT_FILTER_BACKENDS": ["cases.api.filters.Narrowed"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "cases.api.description.Described",
    "EXCEPTION_HANDLER": "cases.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
API_RATES = {"reading": "600/min", "changing": "120/min"}
"""How often one person's tokens together may ask."""
SPECTACULAR_SETTINGS = {
    "TITLE": "Compliance desk",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,
    "DESCRIPTION": "What your own desk shows and does, in the limits of your role and your token. See docs/api.md.",
    "ENUM_NAME_OVERRIDES": {
        "RequestStage": "cases.models.InformationRequest.Stage",
        "MatterStage": "cases.api.description.MATTER_STAGES",
        "DatePrecision": "cases.models.meeting.Precision",
        "MeasureKind": "cases.models.measure.MeasureKind",
        "FactKind": "compliance.rules.types.FactKind",
        "TokenScope": "compliance.accounts.api_token.Scope",
        "TradeScope": "cases.models.measure.Measure.Scope",
    },
}

# Headers and cookies

SESSION_COOKIE_NAME = "__Host-session" if SECURE_SITE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_SITE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
SECURE_SSL_REDIRECT = SECURE_SITE
# Asked from inside, where no proxy ends TLS; what they answer is no secret, or needs a token.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_SITE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SITE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# What is published

PUBLIC_REGISTER = env.bool("PUBLIC_REGISTER", False)
"""Whether everybody may read which measures Notifications to the Parties announced; off, there is no such page."""

# Jobs: the broker carries only "wake up", every fact lives in the database.

CELERY_BROKER_URL = _with_password(_required("BROKER_URL", "redis://127.0.0.1:6399/0"), "BROKER_PASSWORD")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A wake-up that waits for a broker that is down must not hold the reader's page.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"socket_timeout": 5, "socket_connect_timeout": 2}
if _master := env.str("BROKER_SENTINEL_MASTER", ""):  # for sentinel:// addresses: the name of what they watch
    CELERY_BROKER_TRANSPORT_OPTIONS["master_name"] = _master
CELERY_TASK_PUBLISH_RETRY = False
SWEEP_EVERY_SECONDS = _whole_number("SWEEP_EVERY_SECONDS", 3600)
DELIVERY_EVERY_SECONDS = _whole_number("DELIVERY_EVERY_SECONDS", 60)

# Mail. EMAIL_URL names an SMTP server or a provider; MAIL_BACKEND puts another of Django's backends in its place.

_outgoing = mail_settings.outgoing(
    url=_with_password(_required("EMAIL_URL", "smtp://127.0.0.1:8025"), "EMAIL_PASSWORD"),
    read=lambda name: str(env.str(name, "")),
)
EMAIL_BACKEND = env.str("MAIL_BACKEND", "") or _outgoing.backend
MAIL_PROVIDER = _outgoing.provider
"""The provider that letters leave by, as django-anymail names it; "" for an SMTP server."""
ANYMAIL = _outgoing.anymail
EMAIL_HOST = _outgoing.smtp.get("EMAIL_HOST", "")
EMAIL_PORT = _outgoing.smtp.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _outgoing.smtp.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _outgoing.smtp.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _outgoing.smtp.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _outgoing.smtp.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = _required("MAIL_FROM", "CITES compliance desk <desk@localhost>")
MESSAGE_ID_DOMAIN = _site.hostname
INBOUND_ADDRESS = mail_settings.inbound_address(
    env.str("INBOUND_ADDRESS", "desk@in.desk.example" if EMBEDDED else "")
)
"""The mailbox that replies to letters come to, each with the sign of its case; "" where no mail is read."""
IMAP_MAILBOX = mail_settings.mailbox(env.str("IMAP_URL", ""), inbound=INBOUND_ADDRESS)
"""Where ``receive_mail --imap`` fetches them; None where they come in another way."""
DIGEST_HOUR = _hour("DIGEST_HOUR", 8)
"""From which hour at the seat the digest of a working day goes, with what came until then."""
DELIVERY_PAUSED = env.bool("DELIVERY_PAUSED", False)
"""Whether letters wait whatever the desk's own pauses say: a system that was restored starts so."""
WORKING_HOURS = _hours("WORKING_HOURS", "" if EMBEDDED else "8-18")
"""From which hour until which letters to a Party are handed over, there; None at any hour. Our choice."""

WEBHOOK_TEST_HOSTS = env.list("WEBHOOK_TEST_HOSTS", default=[])
"""Hosts that webhooks may reach though they are on this machine, without TLS: for tests alone, never in production."""

# What those who run the desk look at: docs/operations.md

METRICS_TOKEN = env.str("METRICS_TOKEN", "").strip()
"""What Prometheus shows at /metrics; "" where there is no such page."""
if METRICS_TOKEN and len(METRICS_TOKEN) < 32:
    raise ImproperlyConfigured(
        "METRICS_TOKEN is shorter than 32 characters; make one with a random generator"
    )
LETTERS_LATE_SECONDS = _whole_number("LETTERS_LATE_SECONDS", 2 * 3600)
"""How long a letter that nothing holds back may wait before the desk is not ready."""
SENTRY_DSN = env.str("SENTRY_DSN", "")
OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
"""Where errors and traces go; the packages for either are not in the lock file (``manage.py check`` names them)."""

LOG_FORMAT = env.str("LOG_FORMAT", "plain" if EMBEDDED else "json")
if LOG_FORMAT not in ("plain", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}; it is 'plain' or 'json'")
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
# Celery itself says that a task began and ended.
DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_SUCCESS_LOG_LEVEL = logging.DEBUG
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "compliance.logs.InUTC"},
        "json": {"()": "compliance.logs.AsJSON"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "loggers": {
        "security": {"level": "INFO"},
        # One line for each request is for machines; a person at the embedded desk reads gunicorn's.
        "django_structlog": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
