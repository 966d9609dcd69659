"""Production names the setting it misses and stops; the demo never starts there."""

import os
import subprocess
import sys

import pytest

FULL = {
    "DJANGO_ENV": "production",
    "DJANGO_SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "nrc.example",
    "BASE_URL": "https://nrc.example",
    "DATABASE_URL": "postgres://nrc@127.0.0.1/nrc",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "LINK_KEY": "l" * 60,
    "SEAL_P12": "/etc/nrc/seal.p12",
    "SEAL_PASSPHRASE": "p" * 30,
}
READ = (
    "from nrc_platform import settings as s;"
    "print(s.DEMO, s.DEBUG, s.SESSION_COOKIE_SECURE, s.SECOND_FACTOR_REQUIRED, s.EMAIL_BACKEND)"
)


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], **FULL, **changes}
    return subprocess.run([sys.executable, "-c", READ], env=env, capture_output=True, text=True)


@pytest.mark.parametrize("name", [name for name in FULL if name != "DJANGO_ENV"])
def test_production_names_the_missing_setting(name: str) -> None:
    result = start(**{name: ""})
    assert result.returncode != 0
    assert f"Set {name} (" in result.stderr
    assert "production does not start without it" in result.stderr


def test_a_token_replaces_the_file_of_the_key_and_asks_for_its_root() -> None:
    token = {"SEAL_P12": "", "SEAL_PKCS11": "module=/m.so;token=t;key=k"}
    result = start(**token)
    assert result.returncode != 0
    assert "Set SEAL_ROOTS (" in result.stderr
    assert start(**token, SEAL_ROOTS="/etc/nrc/roots.pem").returncode == 0
    assert "Set SEAL_PASSPHRASE (" in start(**token, SEAL_PASSPHRASE="").stderr


def test_production_has_no_key_of_the_demo() -> None:
    env = {"PATH": os.environ["PATH"], **FULL}
    command = [sys.executable, "-c", "from nrc_platform import settings as s; print(s.SEAL_DEMO)"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{}"


def test_production_is_closed_and_asks_a_second_factor() -> None:
    result = start()
    assert result.returncode == 0, result.stderr
    assert result.stdout.split()[:4] == ["False", "False", "True", "True"]
    assert result.stdout.split()[4] == "django.core.mail.backends.smtp.EmailBackend"


def test_production_seeds_no_demo() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "prepare_demo"],
        env={"PATH": os.environ["PATH"], **FULL},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 2
    assert "La démonstration ne se prépare pas en production." in result.stderr
