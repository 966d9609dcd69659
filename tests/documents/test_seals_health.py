"""The test seal tells before a signer meets it that the seal is broken, or soon will be."""

import hashlib
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from nrc_platform.documents.jobs import probe_seal
from nrc_platform.documents.seals import health
from nrc_platform.documents.seals.health import Alarm
from nrc_platform.jobs import services as jobs
from nrc_platform.jobs.handlers import find
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState
from tests.documents.sealed import PASSPHRASE, make_p12


def certificate_ends(days: float, settings: Any, tmp_path: Path) -> None:
    """Set a key whose certificate holds for so many days and a bit."""
    now = datetime.now(UTC)
    path = tmp_path / "seal.p12"
    make_p12(path, starts=now - timedelta(days=300), ends=now + timedelta(days=days, hours=1))
    settings.SEAL_P12, settings.SEAL_PASSPHRASE = str(path), PASSPHRASE


@pytest.mark.parametrize(
    ("days", "alarm", "said"),
    [
        (91, Alarm.NONE, "fonctionne\u00a0; son certificat est valable encore 91\u00a0jours"),
        (90, Alarm.NOTICE, "expire dans 90\u00a0jours. Commandez son renouvellement"),
        (31, Alarm.NOTICE, "expire dans 31\u00a0jours"),
        (30, Alarm.WARNING, "expire dans 30\u00a0jours. Installez le nouveau sans attendre"),
        (8, Alarm.WARNING, "expire dans 8\u00a0jours"),
        (7, Alarm.URGENT, "URGENT\u00a0: le certificat du cachet expire dans 7\u00a0jours"),
        (1, Alarm.URGENT, "expire dans 1\u00a0jour."),
    ],
)
def test_the_days_left_raise_three_alarms(
    days: int, alarm: Alarm, said: str, settings: Any, tmp_path: Path
) -> None:
    certificate_ends(days, settings, tmp_path)
    found = health.test_seal()
    assert found.ok
    assert (found.alarm, found.days_left) == (alarm, days)
    assert said in found.sentence


def test_an_expired_certificate_is_a_broken_seal(settings: Any, tmp_path: Path) -> None:
    certificate_ends(-2, settings, tmp_path)
    found = health.test_seal()
    assert not found.ok
    assert found.alarm is Alarm.BROKEN
    assert found.days_left is not None
    assert found.days_left < 0
    assert "a expiré" in found.sentence


def test_a_key_that_cannot_be_read_is_told_with_its_remedy(settings: Any) -> None:
    settings.SEAL_P12 = "/nulle/part.p12"
    found = health.test_seal()
    assert (found.ok, found.alarm, found.days_left) == (False, Alarm.BROKEN, None)
    assert "SEAL_P12" in found.sentence


def test_a_seal_that_our_check_refuses_is_broken(settings: Any) -> None:
    settings.SEAL_REVOKED = [health.certificate_facts().fingerprint]
    found = health.test_seal()
    assert (found.ok, found.alarm) == (False, Alarm.BROKEN)
    assert "SEAL_REVOKED" in found.sentence


def test_the_page_that_is_sealed_is_blank_and_always_the_same(tmp_path: Path) -> None:
    assert health._blank_page() == health.PROBE
    file = tmp_path / "probe.pdf"
    file.write_bytes(health.PROBE)
    reader = PdfReader(file, strict=True)
    assert len(reader.pages) == 1
    assert reader.pages[0].extract_text() == ""
    assert len(hashlib.sha256(health.PROBE).hexdigest()) == 64


def filed(django_capture: Any) -> Job:
    with django_capture(execute=True):
        job = jobs.file("documents.probe_seal", key="essai", label="Essai du cachet")
    job.refresh_from_db()
    return job


def test_the_job_keeps_what_it_found(
    db: None, django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert find("documents.probe_seal") is probe_seal
    job = filed(django_capture_on_commit_callbacks)
    assert job.state == JobState.DONE
    assert job.result["ok"] == "true"
    assert job.result["alarm"] == "none"
    assert int(job.result["days_left"]) > 90
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_the_job_logs_an_alarm(
    db: None,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
    settings: Any,
    tmp_path: Path,
) -> None:
    certificate_ends(5, settings, tmp_path)
    job = filed(django_capture_on_commit_callbacks)
    assert job.state == JobState.DONE
    assert job.result["alarm"] == "urgent"
    assert [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR] == [
        "seal: urgent, 5 days left"
    ]
