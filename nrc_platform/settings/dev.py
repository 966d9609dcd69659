"""Settings of the demo: everything is made on first start under the run-time folder."""

import secrets

from nrc_platform.settings.base import *  # noqa: F403
from nrc_platform.settings.base import INSTALLED_APPS, SEAL_P12, SEAL_PKCS11, VAR_DIR, env


def _kept_secret(name: str) -> str:
    """Return the secret of that name, made on first use and kept readable by its owner only."""
    path = VAR_DIR / "keys" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")


DEMO = True
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="demo-nrc-2026-lycee")
SECRET_KEY = env.str("DJANGO_SECRET_KEY", default="") or _kept_secret("secret_key")
LINK_KEY = env.str("LINK_KEY", default="") or _kept_secret("link_key")
if not (SEAL_P12 or SEAL_PKCS11):
    # Made by the first process that seals or checks.
    SEAL_DEMO = {"folder": VAR_DIR / "keys"}
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
# The demo lets staff in without a second factor; production never does.
SECOND_FACTOR_REQUIRED = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
# A bench may kill its own worker at a named point; production has no such setting.
JOB_FAULT_POINT = env.str("JOB_FAULT_POINT", default="")
