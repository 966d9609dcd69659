"""Public pages, health and the living page."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nrc_platform.core import clock
from nrc_platform.jobs.models import Job
from nrc_platform.web import health
from nrc_platform.web.vocabulary import WORDS

PUBLIC = ("web:accessibility", "web:privacy", "web:legal", "web:help")


def make_job(**fields: Any) -> Job:
    """Write a job as the work list keeps it."""
    plain = {"kind": "web.nothing", "label": "Essai", "key": f"k{Job.objects.count()}"}
    return Job.objects.create(**{**plain, **fields})


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_visitor_reads_public_page(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert page.count("<h1>") == 1
    assert 'lang="fr"' in page
    assert "Se connecter" in page
    assert "Accessibilité\xa0: partiellement conforme" in page


@pytest.mark.django_db
def test_visitor_learns_what_is_not_accessible_and_whom_to_ask(client: Client) -> None:
    page = client.get(reverse("web:accessibility")).content.decode()
    assert "Aucun essai complet avec un lecteur d’écran" in page
    assert "Défenseur des droits" in page


@pytest.mark.django_db
def test_visitor_learns_which_licences_are_used(client: Client) -> None:
    page = client.get(reverse("web:legal")).content.decode()
    assert "EUPL-1.2" in page
    assert "bootstrap-icons" in page
    assert "OFL-1.1" in page


@pytest.mark.django_db
def test_monitoring_hears_that_the_site_answers(client: Client) -> None:
    assert json.loads(client.get("/healthz").content) == {"status": "ok"}


@pytest.mark.django_db
def test_monitoring_hears_that_the_site_is_ready(client: Client) -> None:
    make_job(run_at=clock.now() - timedelta(minutes=1))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(json.loads(answer.content)["checks"].values()) == {"ok"}


@pytest.mark.django_db
def test_monitoring_hears_that_the_worker_has_stopped(client: Client) -> None:
    make_job(run_at=clock.now() - timedelta(minutes=3))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "Relancez le worker" in json.loads(answer.content)["checks"]["worker"]


@pytest.mark.django_db
def test_monitoring_hears_which_package_is_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(health.LIBRARIES, "libabsente.so.9", "paquet-absent")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "paquet-absent" in json.loads(answer.content)["checks"]["printing"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("result", "hours", "said"),
    [
        ({"ok": "true", "sentence": ""}, 1, "ok"),
        ({"ok": "true", "sentence": ""}, 25, "depuis plus d’un jour"),
        ({"ok": "false", "sentence": "La clé du cachet manque."}, 1, "La clé du cachet manque."),
    ],
)
def test_monitoring_hears_how_the_seal_fares(
    client: Client, result: dict[str, str], hours: int, said: str
) -> None:
    make_job(
        kind="documents.probe_seal",
        state="done",
        result=result,
        finished_at=clock.now() - timedelta(hours=hours),
    )
    answer = client.get("/readyz")
    assert said in json.loads(answer.content)["checks"]["seal"]
    assert answer.status_code == (200 if said == "ok" else 503)


@pytest.mark.django_db
def test_visitor_of_the_demo_sees_every_component(client: Client) -> None:
    page = client.get(reverse("web:components")).content.decode()
    for states in WORDS.values():
        for said in states.values():
            assert said.text in page
            if said.mine:
                assert said.mine.text in page


@pytest.mark.django_db
def test_nobody_sees_the_components_outside_the_demo(client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert client.get(reverse("web:components")).status_code == 404
