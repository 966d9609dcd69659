"""Settings shared by demo, tests and production; the environment is read here and in `prod`."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("NRC_VAR", default=str(BASE_DIR / "var"))).resolve()

DEMO = False
DEMO_PASSWORD = ""
DEBUG = False
SECRET_KEY = ""
LINK_KEY = ""
ALLOWED_HOSTS: list[str] = []
BASE_URL = env.str("BASE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "nrc_platform.core",
    "nrc_platform.journal",
    "nrc_platform.jobs",
    "nrc_platform.people",
    "nrc_platform.companies",
    "nrc_platform.documents",
    "nrc_platform.notifications",
    "nrc_platform.signatures",
    "nrc_platform.api",
    "nrc_platform.web",
    "curriculum",
    "internships",
    "projects",
    "exams",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nrc_platform.web.middleware.SessionLengthMiddleware",
    "nrc_platform.web.middleware.SecondFactorMiddleware",
    "nrc_platform.web.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "nrc_platform.urls"
WSGI_APPLICATION = "nrc_platform.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["nrc_platform.web.templatetags.nrc"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nrc_platform.web.shell.shell",
            ],
        },
    },
]

_SQLITE_OPTIONS = {
    # Every transaction takes the write lock at once: no upgrade, so no "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=27103364;"
    ),
}
DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'nrc.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {**_SQLITE_OPTIONS}
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c statement_timeout=60000 -c lock_timeout=20000",
        "connect_timeout": 10,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHE_URL = ""
if REDIS_URL:
    # A database of its own: emptying the cache must never empty the queue.
    CACHE_URL = env.str("CACHE_URL", default=REDIS_URL.rsplit("/", 1)[0] + "/1")
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CACHE_URL,
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "django_cache",
        }
    }
# Counts the API's requests: shared when Redis is there, else kept by each process in memory.
CACHES["throttle"] = (
    {**CACHES["default"], "KEY_PREFIX": "throttle"}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttle"}
)

# --- accounts -------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
ACCOUNT_ADAPTER = "nrc_platform.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# A lycée has one public address: limits go by account, never by address alone.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/300s/key",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ACCOUNT_FORMS = {
    "login": "nrc_platform.web.forms.LoginForm",
    "request_login_code": "nrc_platform.web.forms.RequestLoginCodeForm",
    "confirm_login_code": "nrc_platform.web.forms.ConfirmLoginCodeForm",
    "confirm_password_reset_code": "nrc_platform.web.forms.ConfirmPasswordResetCodeForm",
    "reauthenticate": "nrc_platform.web.forms.ReauthenticateForm",
    "change_password": "nrc_platform.web.forms.ChangePasswordForm",
    "set_password": "nrc_platform.web.forms.SetPasswordForm",
    "reset_password": "nrc_platform.web.forms.ResetPasswordForm",
    "reset_password_from_key": "nrc_platform.web.forms.ResetPasswordKeyForm",
}
MFA_FORMS = {
    "authenticate": "nrc_platform.web.forms.AuthenticateForm",
    "reauthenticate": "nrc_platform.web.forms.SecondFactorAgainForm",
    "activate_totp": "nrc_platform.web.forms.ActivateTOTPForm",
    "add_webauthn": "nrc_platform.web.forms.AddWebAuthnForm",
    "edit_webauthn": "nrc_platform.web.forms.EditWebAuthnForm",
}
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "BTS NRC"
# Idle time before a new sign-in: staff, then students (a fiche takes longer than half an hour).
SESSION_IDLE_STAFF = 30 * 60
SESSION_IDLE_STUDENT = 2 * 60 * 60
SECOND_FACTOR_REQUIRED = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "nrc_platform.web.views.csrf_failure"

# --- language, time, files ------------------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
DOCUMENTS_DIR = VAR_DIR / "documents"
# The stamped heads of the journal, outside the database: to be copied elsewhere with the backups.
HEADS_DIR = VAR_DIR / "heads"
# The seal: a PKCS#12 file, or a PKCS#11 token (« module=…;token=…;key=… »), and its passphrase.
SEAL_P12 = env.str("SEAL_P12", default="")
SEAL_PKCS11 = env.str("SEAL_PKCS11", default="")
SEAL_PASSPHRASE = env.str("SEAL_PASSPHRASE", default="")
# How the demo makes a key of its own; production has none.
SEAL_DEMO: dict[str, Any] = {}
# PEM files: the roots of seals, older ones too, and those of the time-stamp authorities.
SEAL_ROOTS = env.str("SEAL_ROOTS", default="")
TSA_ROOTS = env.str("TSA_ROOTS", default="")
# SHA-256 fingerprints of seal certificates that prove nothing any more.
SEAL_REVOKED = env.list("SEAL_REVOKED", default=[])
# Up to two authorities, separated by a space and asked in order; none means no time-stamp.
TSA_URL = env.str("TSA_URL", default="")
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- headers --------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- jobs -----------------------------------------------------------------------------------
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TRACK_STARTED = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 180,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    }
else:
    QUEUE_DIR = VAR_DIR / "queue"
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT = "nrc_platform.jobs.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # One folder for both directions: producer and worker share it.
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "processed_folder": str(QUEUE_DIR / "processed"),
        "store_processed": False,
        "polling_interval": 0.05,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=120)
JOB_SWEEP_SECONDS = env.int("JOB_SWEEP_SECONDS", default=30)
CELERY_BEAT_SCHEDULE = {
    # A sweep that waited behind a burst is stale: the next one is on its way.
    "sweep": {
        "task": "nrc_platform.jobs.tasks.sweep",
        "schedule": JOB_SWEEP_SECONDS,
        "options": {"expires": JOB_SWEEP_SECONDS},
    },
    # Asked all day long, filed once a day: a machine that was off at midnight loses no night.
    "nightly": {"task": "nrc_platform.jobs.tasks.nightly", "schedule": 600},
}
NIGHTLY_JOBS = {"internships.expire_conventions": "Conventions à faire expirer"}
if TSA_URL:
    NIGHTLY_JOBS["documents.stamp_head"] = "Horodatage du journal"
# What writes to people is filed between these hours of the school's day, never at night.
MORNING_HOURS = (8, 12)
MORNING_JOBS = {"internships.remind_signers": "Rappels aux signataires"}
WATCH_JOBS = {
    "notifications.raise_alarms": "Veille des travaux",
    "documents.probe_seal": "Essai du cachet",
}

# --- REST API -------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "nrc_platform.api.authentication.KeyAuthentication",
        "nrc_platform.api.authentication.BrowserSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["nrc_platform.api.permissions.KeyScopePermission"],
    "DEFAULT_RENDERER_CLASSES": ["nrc_platform.api.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "nrc_platform.api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "nrc_platform.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "nrc_platform.core.api.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": [
        "nrc_platform.api.throttles.CallerThrottle",
        "nrc_platform.api.throttles.WriteThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"user": "1200/min", "write": "300/min"},
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
KNOX_TOKEN_MODEL = "api.ApiKey"  # noqa: S105
REST_KNOX = {"TOKEN_MODEL": "api.ApiKey", "AUTH_HEADER_PREFIX": "Bearer"}
# knox's own migrations would create a second, unmanaged table of keys.
MIGRATION_MODULES = {"knox": None}
SPECTACULAR_SETTINGS = {
    "TITLE": "BTS NRC",
    "DESCRIPTION": "Projets, stages et épreuves d’un BTS Négociation et relation client.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        name: f"drf_standardized_errors.openapi_serializers.{name}.choices"
        for name in ("ValidationErrorEnum", "ClientErrorEnum", "ServerErrorEnum")
    },
}

# --- mail -----------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = "BTS NRC <ne-pas-repondre@demo.example>"
EMAIL_BACKEND = "nrc_platform.notifications.mailbox.DemoMailboxBackend"
# A mail server that says nothing for so long is tried again later.
EMAIL_TIMEOUT = 20
DEMO_MAILBOX_DIR = VAR_DIR / "mailbox"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "nrc_platform.web.logs.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "nrc_platform": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # It warns, with a trace, of each issuer that it does not know; our verdicts say so.
        "pyhanko": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
