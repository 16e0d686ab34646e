"""Settings of the installation. What differs by machine comes from the environment (see README).

With nothing set this is a desk: SQLite, debug, and no host answered but this machine's own, so that a
forgotten variable cannot open a half-configured copy to a network. `CADRE_DEBUG=0` is production, which
refuses to start without a secret of its own.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DESK_SECRET_KEY = "desk-only-secret-of-this-machine-never-used-in-production-0000"
DESK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def switch(name: str, *, default: bool) -> bool:
    """A 0-or-1 variable. Anything else is refused: a mistyped switch must not choose for us."""
    value = os.environ.get(name, "")
    if value not in {"", "0", "1"}:
        raise ImproperlyConfigured(f"{name} phải là 0 hoặc 1, đang là {value!r}.")
    return default if value == "" else value == "1"


def words(name: str) -> list[str]:
    """A comma-separated variable as a list, empty parts dropped."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def one_of(name: str, allowed: tuple[str, ...]) -> str:
    """A variable with closed values; the first is the default, an unknown one is refused."""
    value = os.environ.get(name, "") or allowed[0]
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} phải là một trong {', '.join(allowed)}, đang là {value!r}.")
    return value


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within bounds; anything else is refused."""
    value = os.environ.get(name, "") or str(default)
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} phải là số nguyên từ {least} đến {most}, đang là {value!r}.")
    return int(value)


def secret_key(*, debug: bool) -> str:
    """The signing secret. Production has no default and accepts neither the desk's own nor a short one."""
    key = os.environ.get("CADRE_SECRET_KEY", "")
    if debug:
        return key or DESK_SECRET_KEY
    if not key:
        raise ImproperlyConfigured("Thiếu CADRE_SECRET_KEY: đặt một chuỗi ngẫu nhiên từ 50 ký tự trở lên.")
    if key == DESK_SECRET_KEY or len(key) < 50 or len(set(key)) < 5:
        raise ImproperlyConfigured("CADRE_SECRET_KEY là giá trị mặc định hoặc quá yếu: đặt chuỗi khác.")
    return key


def database(data_dir: Path) -> dict[str, Any]:
    """The database of DATABASE_URL, or a SQLite file. Several PostgreSQL hosts may stand in the URL."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        url = f"sqlite:///{data_dir / 'cadre.sqlite3'}"
    config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Writers queue at BEGIN instead of failing at their first write.
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,  # the writing of a large file holds the one place of a writer for so long
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    elif config["ENGINE"] == "django.db.backends.postgresql":
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = {"connect_timeout": 5, **config.get("OPTIONS", {})}
    else:
        raise ImproperlyConfigured("DATABASE_URL phải là sqlite:// hoặc postgres://.")
    return config


DEBUG = switch("CADRE_DEBUG", default=True)
SECRET_KEY = secret_key(debug=DEBUG)
ALLOWED_HOSTS = words("CADRE_ALLOWED_HOSTS") or (DESK_HOSTS if DEBUG else [])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Thiếu CADRE_ALLOWED_HOSTS: nêu tên máy chủ mà người dùng gõ vào trình duyệt.")
CSRF_TRUSTED_ORIGINS = words("CADRE_TRUSTED_ORIGINS")
DATA_DIR = Path(os.environ.get("CADRE_DATA_DIR", "") or BASE_DIR / ".data")
SECRECY = one_of("CADRE_SECRECY", ("normal", "independent_lan"))

INSTALLED_APPS = [
    "rotations.apps.RotationsConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "import_export",
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cadre_rotation.compression.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "rotations.views.errors.QuietBrowser",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rotations.views.kept_forms.SignInFirst",
    "rotations.views.closed.ClosedByDefault",
    "rotations.views.errors.BodyLimit",
    "rotations.views.idle.IdleTimeout",
    "rotations.views.kept_forms.KeptForms",
    "rotations.views.first_things.FirstThings",
    "allauth.account.middleware.AccountMiddleware",
    "rotations.views.busy.BusyDatabase",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it turns what the sign-in answered into the page of a locked account
]

ROOT_URLCONF = "cadre_rotation.urls"
WSGI_APPLICATION = "cadre_rotation.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(DATA_DIR)}
# What is counted for the rate limits lies in the database, so that several web processes count together.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "rate_counts"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts
AUTH_USER_MODEL = "rotations.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "rotations.access.RoleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "rotations:home"
LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "rotations.forms.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "rotations.forms.passwords.NotAmongTheCommon"},
    {"NAME": "rotations.forms.passwords.NotTheWordsOfTheOffice"},
    {"NAME": "rotations.forms.passwords.NotLikeTheAccount"},
]
# The address of who asks: this machine's peer, or what one proxy in front of it says.
BEHIND_PROXY = switch("CADRE_BEHIND_PROXY", default=False)
# Five wrong passwords for one account from one address shut it there for a quarter of an hour, on every web process.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken", "next", "kept"]
AXES_USERNAME_CALLABLE = "rotations.access.lock_out.counted_name"
AXES_CLIENT_IP_CALLABLE = "rotations.access.sessions.address_of"
AXES_LOCKOUT_CALLABLE = "rotations.views.signing_in.locked_out"
# The second factor. Beyond it the library's pages are not in the URLs: no signing up, no mail.
# What closes the secrets of second factors; of its own where the signing secret is to be changed some day.
SECOND_FACTOR_KEY = os.environ.get("CADRE_SECOND_FACTOR_KEY", "") or SECRET_KEY
SECOND_FACTOR_REQUIRED = switch("CADRE_SECOND_FACTOR", default=False)
ACCOUNT_ADAPTER = "rotations.access.second_factor.FrontDoor"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {"reauthenticate": "rotations.forms.accounts.PasswordAgainForm"}
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/10m/ip,30/h/key",
    "reauthenticate": "10/m/user",
    "import": "30/10m/user",
}
MFA_ADAPTER = "rotations.access.second_factor.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODE_COUNT = 10
MFA_FORMS = {
    "authenticate": "rotations.forms.accounts.CodeForm",
    "reauthenticate": "rotations.forms.accounts.CodeAgain",
    "activate_totp": "rotations.forms.accounts.EnrolForm",
}
SESSION_ENGINE = "rotations.access.sessions"
SESSION_COOKIE_AGE = 60 * 60  # of idleness: `views.idle` renews it
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# One sample account per role exists in demonstration mode only.
DEMO_PASSWORD = os.environ.get("CADRE_DEMO_PASSWORD", "")

# Language and dates: day first, everywhere (FORMAT_MODULE_PATH for forms, DATE_INPUT_FORMATS for import-export).
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "cadre_rotation" / "locale"]  # what the libraries do not say in Vietnamese
FORMAT_MODULE_PATH = ["cadre_rotation.formats"]
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]

# Static files: our own; the style sheet is put together, with Bootstrap out of its installed package.
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
if DEBUG:  # a desk serves from the sources; the folder is there so that nothing warns of its absence
    STATIC_ROOT.mkdir(mode=0o700, parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "cadre_rotation.stylesheet.SiteStylesheet",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Whose papers are printed: the body above and the issuer, the place of their date, who signs ("|" between two lines).
OFFICE_SUPERIOR = os.environ.get("CADRE_OFFICE_SUPERIOR", "").strip()
OFFICE_NAME = os.environ.get("CADRE_OFFICE", "").strip() or "BAN TỔ CHỨC"
OFFICE_PLACE = os.environ.get("CADRE_OFFICE_PLACE", "").strip()
OFFICE_SIGNED_BY = os.environ.get("CADRE_OFFICE_SIGNED_BY", "").strip() or "TRƯỞNG BAN"

# Forms, import and export. Files are read and written by threads of the web process, or by `manage.py import_worker`.
IMPORTS_RUN_IN = one_of("CADRE_IMPORTS", ("web", "worker"))
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # what is typed into forms
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
ATTACHMENT_MAX_BYTES = whole_number("CADRE_ATTACHMENT_MB", 20, least=1, most=100) * 1024 * 1024
REQUEST_MAX_BYTES = (
    101 * 1024 * 1024
)  # the largest register or attachment there may be, and the form around it

# Mail: none unless a host is named. What leaves by it are numbers and links; names only where it is switched on.
EMAIL_HOST = os.environ.get("CADRE_EMAIL_HOST", "")
EMAIL_PORT = whole_number("CADRE_EMAIL_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = os.environ.get("CADRE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("CADRE_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = switch("CADRE_EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("CADRE_EMAIL_FROM", "")
MAIL_NAMES_PEOPLE = switch("CADRE_EMAIL_NAMES", default=False)
SITE_ADDRESS = os.environ.get("CADRE_ADDRESS", "").rstrip("/")  # what links in a mail begin with

# The web
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
PERMISSIONS_POLICY = ", ".join(
    f"{asked}=()"
    for asked in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # a link in a mail opens for who is signed in
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = False
CSRF_FAILURE_VIEW = "rotations.views.kept_forms.stale_page"
if not DEBUG and switch("CADRE_HTTPS", default=True):
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Logs go to the console of the process and hold nobody's name: see `logs.NobodyNamed`.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "nobody_named": {
            "()": "cadre_rotation.logs.NobodyNamed",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "nobody_named"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
