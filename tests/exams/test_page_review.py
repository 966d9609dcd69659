"""Pages of the teachers: the list, the fiche with its remarks, return, visa, versions, PDF."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import TestCase
from django.urls import reverse

from exams import services
from exams.models import Fiche, FicheVisit
from exams.states import FicheState
from nrc_platform.people.models import Promotion, User
from tests.exams.factories import FicheFactory, RemarkFactory
from tests.harness.client import HouseClient
from tests.people.fixtures import make_student

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(bob: User, signed_in: Callable[[User], HouseClient]) -> HouseClient:
    """Bob's browser."""
    return signed_in(bob)


def _page(client: HouseClient, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"exams:{name}", args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_teacher_lists_the_fiches_with_filters_in_the_address(
    teacher: HouseClient, submitted: Fiche, make_fiche: Callable[..., Fiche]
) -> None:
    make_fiche(visaed=True, slot=2, title="Animer une réunion")
    home = reverse("exams:home")
    page = teacher.get(home).content.decode()
    assert "2\u00a0fiches" in page
    page = teacher.get(f"{home}?state=visaed").content.decode()
    assert "Animer une réunion" in page
    assert "Vendre un contrat" not in page
    assert "Vendre un contrat" in teacher.get(f"{home}?q=AUBRY+contrat").content.decode()
    assert "Aucune fiche ne correspond" in teacher.get(f"{home}?q=zzz").content.decode()


def test_draft_shows_its_state_and_no_word_of_it(teacher: HouseClient, draft: Fiche) -> None:
    for page in (_page(teacher, "home"), _page(teacher, "fiche", draft.pk)):
        assert "Brouillon" in page
        assert "Vendre un contrat" not in page
        assert "Hygial" not in page
    answer = teacher.get(reverse("exams:fiche_versions", args=[draft.pk]))
    assert answer.status_code == 404


def test_list_costs_the_same_queries_for_one_fiche_or_ten(
    teacher: HouseClient, promotion: Promotion, assert_same_queries: Callable[..., int]
) -> None:
    def make() -> None:
        FicheFactory(student=make_student(promotion), promotion=promotion, submitted=True)

    assert_same_queries(reverse("exams:home"), make, client=teacher)


def test_fiche_costs_the_same_queries_for_one_remark_or_ten(
    teacher: HouseClient, submitted: Fiche, assert_same_queries: Callable[..., int]
) -> None:
    url = reverse("exams:fiche", args=[submitted.pk])
    assert_same_queries(url, lambda: RemarkFactory(fiche=submitted), client=teacher)


def test_teacher_writes_a_remark_beside_its_rubric(
    teacher: HouseClient, submitted: Fiche, alice: User, signed_in: Callable[[User], HouseClient]
) -> None:
    url = reverse("exams:fiche_remark", args=[submitted.pk])
    answer = teacher.post(url, {"rubric": "goals", "text": "Et le gérant ?"})
    assert answer.url.endswith("#r-goals")
    assert "Et le gérant ?" in _page(teacher, "fiche", submitted.pk)
    assert "Et le gérant ?" not in _page(signed_in(alice), "fiche", submitted.pk)


def test_empty_remark_is_refused_where_it_was_written(
    teacher: HouseClient, submitted: Fiche
) -> None:
    url = reverse("exams:fiche_remark", args=[submitted.pk])
    page = teacher.post(url, {"rubric": "goals", "text": " "}).content.decode()
    assert "Écrivez la remarque." in page
    assert not submitted.remarks.exists()


def test_teacher_takes_back_an_unsent_remark(teacher: HouseClient, submitted: Fiche) -> None:
    remark = RemarkFactory(fiche=submitted)
    teacher.post(reverse("exams:remark_remove", args=[remark.pk]))
    assert not submitted.remarks.exists()


def test_return_asks_for_a_word(teacher: HouseClient, submitted: Fiche) -> None:
    url = reverse("exams:fiche_return", args=[submitted.pk])
    assert "écrivez au moins un message" in teacher.get(url).content.decode()
    page = teacher.post(url, {"message": ""}).content.decode()
    assert "Écrivez au moins une remarque" in page
    submitted.refresh_from_db()
    assert submitted.state == FicheState.SUBMITTED


def test_page_says_what_changed_since_the_last_visit(
    teacher: HouseClient, submitted: Fiche, alice: User, bob: User
) -> None:
    assert "Modifiée depuis" not in _page(teacher, "fiche", submitted.pk)
    services.send_back_fiche(submitted, actor=bob, message="À revoir.")
    version = Fiche.objects.get(pk=submitted.pk).version
    services.save_draft(
        submitted, actor=alice, version=version, values={"results_text": "Tout a changé."}
    )
    services.submit_fiche(submitted, actor=alice)
    page = _page(teacher, "fiche", submitted.pk)
    assert "Modifiée depuis votre dernière visite" in page
    assert "Résultats" in page[page.index("Modifiée depuis") :][:400]
    assert "Modifiée depuis" not in _page(teacher, "fiche", submitted.pk)
    assert FicheVisit.objects.filter(fiche=submitted, reader=bob).count() == 1


def test_visa_is_confirmed_on_a_page_then_given(teacher: HouseClient, submitted: Fiche) -> None:
    url = reverse("exams:fiche_visa", args=[submitted.pk])
    assert "Viser cette fiche" in teacher.get(url).content.decode()
    page = teacher.post(url, {"remarks": "Bien."}, follow=True).content.decode()
    assert "Télécharger le PDF" in page
    again = teacher.post(url, {"remarks": ""})
    assert again.status_code == 409
    assert "déjà visée" in again.content.decode()


def test_visa_is_withdrawn_with_its_reason(teacher: HouseClient, visaed: Fiche) -> None:
    url = reverse("exams:fiche_withdraw", args=[visaed.pk])
    assert "lira ce motif" in teacher.post(url, {"reason": ""}).content.decode()
    teacher.post(url, {"reason": "Date fausse."})
    visaed.refresh_from_db()
    assert visaed.state == FicheState.SUBMITTED


def test_versions_are_read_as_they_were(
    teacher: HouseClient, draft: Fiche, alice: User, bob: User
) -> None:
    services.submit_fiche(draft, actor=alice)
    fiche = services.send_back_fiche(draft, actor=bob, message="À revoir.")
    services.save_draft(fiche, actor=alice, version=fiche.version, values={"place": "Nantes"})
    services.submit_fiche(fiche, actor=alice)
    page = _page(teacher, "fiche_versions", draft.pk)
    assert "Version 3" in page
    assert "Conditions de déroulement." in page
    assert "Le Quai, Angers" in _page(teacher, "fiche_version", draft.pk, 1)
    assert "Nantes" in _page(teacher, "fiche_version", draft.pk, 3)
    missing = teacher.get(reverse("exams:fiche_version", args=[draft.pk, 9]))
    assert missing.status_code == 404


def test_pdf_page_tells_how_far_the_work_is(
    teacher: HouseClient, submitted: Fiche, bob: User, head: User, alice: User
) -> None:
    assert "Pas encore de PDF" in _page(teacher, "fiche_pdf", submitted.pk)
    services.grant_visa(submitted, actor=bob)
    page = _page(teacher, "fiche_pdf", submitted.pk)
    assert "Le PDF se prépare" in page
    assert "hx-get" in page
    part = teacher.get(
        reverse("exams:fiche_pdf", args=[submitted.pk]), headers={"HX-Request": "true"}
    ).content.decode()
    assert "<h1" not in part


def test_job_that_failed_says_why(teacher: HouseClient, submitted: Fiche, bob: User) -> None:
    from nrc_platform.core.clock import now
    from nrc_platform.jobs.models import Job

    services.grant_visa(submitted, actor=bob)
    Job.objects.filter(kind="exams.render_fiche").update(
        state="dead", last_error="Il manque le paquet libpango-1.0-0.", finished_at=now()
    )
    assert "libpango-1.0-0" in _page(teacher, "fiche_pdf", submitted.pk)


def test_teacher_of_another_class_opens_nothing(
    submitted: Fiche, charlie: User, signed_in: Callable[[User], HouseClient]
) -> None:
    other = signed_in(charlie)
    for name in ("fiche", "fiche_return", "fiche_visa", "fiche_versions", "fiche_pdf"):
        assert other.get(reverse(f"exams:{name}", args=[submitted.pk])).status_code == 404
    assert other.post(reverse("exams:fiche_visa", args=[submitted.pk])).status_code == 404


def test_head_reads_and_answers_nothing(
    submitted: Fiche, head: User, signed_in: Callable[[User], HouseClient]
) -> None:
    reader = signed_in(head)
    page = _page(reader, "fiche", submitted.pk)
    assert "Viser la fiche" not in page
    assert reader.get(reverse("exams:fiche_visa", args=[submitted.pk])).status_code == 404
    answer = reader.post(reverse("exams:fiche_visa", args=[submitted.pk]), {"remarks": ""})
    assert answer.status_code == 403


def test_fiche_tells_which_mails_left_about_it(
    teacher: HouseClient, submitted: Fiche, alice: User, bob: User
) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.send_back_fiche(submitted, actor=bob, message="Précisez le contexte.")
    page = _page(teacher, "fiche", submitted.pk)
    assert "Courriels envoyés au sujet de cette fiche (1)" in page
    assert f"à {alice}" in page
    assert "Envoyé" in page


@pytest.mark.parametrize("name", ["fiche_return", "fiche_visa", "fiche_withdraw"])
def test_student_who_posts_an_answer_finds_no_page(
    name: str, submitted: Fiche, alice: User, signed_in: Callable[[User], HouseClient]
) -> None:
    answer = signed_in(alice).post(reverse(f"exams:{name}", args=[submitted.pk]), {"reason": ""})
    assert answer.status_code in (403, 404)
    submitted.refresh_from_db()
    assert submitted.state == FicheState.SUBMITTED
