"""Settings of production: a missing secret stops the start with a sentence that names it."""

from django.core.exceptions import ImproperlyConfigured

from nrc_platform.settings.base import *  # noqa: F403
from nrc_platform.settings.base import env

_REQUIRED = {
    "DJANGO_SECRET_KEY": "the key that signs sessions",
    "ALLOWED_HOSTS": "the host names of the site, separated by commas",
    "BASE_URL": "the public address of the site",
    "DATABASE_URL": "the PostgreSQL database",
    "EMAIL_URL": "the mail server",
    "LINK_KEY": "the key that encrypts the secrets of mails",
    "SEAL_PASSPHRASE": "what opens the key that seals documents",
}
for _name, _meaning in _REQUIRED.items():
    if not env.str(_name, default=""):
        raise ImproperlyConfigured(
            f"Set {_name} ({_meaning}): production does not start without it."
        )
if not (env.str("SEAL_P12", default="") or env.str("SEAL_PKCS11", default="")):
    raise ImproperlyConfigured(
        "Set SEAL_P12 (the key that seals documents; SEAL_PKCS11 when a token holds it): "
        "production does not start without it."
    )
if env.str("SEAL_PKCS11", default="") and not env.str("SEAL_ROOTS", default=""):
    raise ImproperlyConfigured(
        "Set SEAL_ROOTS (the PEM file of the root that a PKCS#11 token does not hold): "
        "production does not start without it."
    )

SECRET_KEY = env.str("DJANGO_SECRET_KEY")
LINK_KEY = env.str("LINK_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [env.str("BASE_URL")]
vars().update(env.email_url("EMAIL_URL"))
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
