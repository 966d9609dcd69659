"""Two people at once: one succeeds, the other reads a French sentence."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from exams import services
from exams.models import Fiche, FicheSnapshot
from exams.states import FicheState
from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import tasks
from nrc_platform.jobs.models import Job
from nrc_platform.people.models import Promotion, User
from tests.people.fixtures import make_teacher

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _worker_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the jobs in their table: this is about who wins, not about the PDF."""
    monkeypatch.setattr(tasks.run, "delay", lambda *args: None)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads that start at the same time; return results and refusals."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            results[place] = act()
        except DomainError as refused:
            results[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def _one_success(results: list[Any]) -> str:
    refused = [result for result in results if isinstance(result, DomainError)]
    assert len(refused) == len(results) - 1, results
    return str(refused[0].message)


def test_double_click_submits_once(draft: Fiche, alice: User, bob: User) -> None:
    sentence = _one_success(
        together(*[lambda: services.submit_fiche(draft, actor=alice) for _ in range(2)])
    )
    assert "déjà remise" in sentence
    assert FicheSnapshot.objects.filter(fiche=draft).count() == 1


def test_two_teachers_answer_at_once(submitted: Fiche, bob: User, promotion: Promotion) -> None:
    carla = make_teacher(promotion)
    sentence = _one_success(
        together(
            lambda: services.grant_visa(submitted, actor=bob),
            lambda: services.send_back_fiche(submitted, actor=carla, message="À revoir."),
        )
    )
    submitted.refresh_from_db()
    if submitted.state == FicheState.VISAED:
        assert "déjà visée" in sentence
        assert not submitted.remarks.exists()
    else:
        assert "déjà été renvoyée" in sentence
        assert not Job.objects.filter(kind="exams.render_fiche").exists()


def test_two_windows_save_at_once_and_nothing_is_overwritten(draft: Fiche, alice: User) -> None:
    words = ["Angers", "Nantes", "Trélazé"]

    def save(place: str) -> Callable[[], Fiche]:
        return lambda: services.save_draft(draft, actor=alice, version=1, values={"place": place})

    results = together(*[save(word) for word in words])
    assert "Comparez les deux versions" in _one_success(results)
    (winner,) = [result for result in results if isinstance(result, Fiche)]
    draft.refresh_from_db()
    assert (draft.place, draft.version) == (winner.place, 2)


def test_fiches_begun_at_once_take_two_places(
    alice: User, promotion: Promotion, e4: dict[str, Any]
) -> None:
    results = together(
        *[
            lambda: services.create_fiche(actor=alice, promotion=promotion, title="Vendre")
            for _ in range(2)
        ]
    )
    assert sorted(fiche.slot for fiche in results) == [1, 2]
