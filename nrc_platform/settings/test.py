"""Settings of the test suite: the demo's, on throw-away data, with cheap passwords."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from nrc_platform.settings.base import *  # noqa: F403
from nrc_platform.settings.base import (
    CACHE_URL,
    CACHES,
    DATABASES,
    INSTALLED_APPS,
    REDIS_URL,
    env,
)

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
VAR_DIR = Path(env.str("NRC_TEST_VAR", default="") or tempfile.mkdtemp(prefix="nrc-test-"))
DEMO = True
DEMO_PASSWORD = "demo-nrc-2026-lycee"  # noqa: S105
SECRET_KEY = "for-tests-only-" + "x" * 40
LINK_KEY = "for-tests-only-" + "y" * 40
ALLOWED_HOSTS = ["*"]
BASE_URL = "http://testserver"
SECOND_FACTOR_REQUIRED = False
DOCUMENTS_DIR = VAR_DIR / "documents"
HEADS_DIR = VAR_DIR / "heads"
DEMO_MAILBOX_DIR = VAR_DIR / "mailbox"
STATIC_ROOT = VAR_DIR / "static"
# Valid whatever day a test stops the clock at.
SEAL_P12 = SEAL_PKCS11 = SEAL_ROOTS = TSA_URL = TSA_ROOTS = ""
SEAL_DEMO = {
    "folder": VAR_DIR / "keys",
    "since": datetime(2020, 1, 1, tzinfo=UTC),
    "days": 40 * 365,
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Jobs run in the test process, after the transaction: a worker cannot see a test's rows.
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
# Test processes run side by side: each has its own keys and its own queue.
_PROCESS = env.str("PYTEST_XDIST_WORKER", default="gw")
CACHES["default"]["KEY_PREFIX"] = _PROCESS
if REDIS_URL:
    # Emptying a Redis cache empties its whole database, whatever the prefix: one database each.
    _server, _, _number = CACHE_URL.rpartition("/")
    _rank = int(_PROCESS.removeprefix("gw") or 0)
    CACHES["default"]["LOCATION"] = f"{_server}/{int(_number) + _rank}"
CELERY_TASK_DEFAULT_QUEUE = f"test-{_PROCESS}"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In-memory SQLite cannot lock across threads.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
