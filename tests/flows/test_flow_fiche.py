"""The main job, end to end and without script: a fiche written, returned, visaed, printed."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from exams.models import Fiche
from exams.states import OFFICIAL_RUBRICS, FicheState
from nrc_platform.people.models import User
from tests.exams.factories import CandidacyFactory, make_e4
from tests.exams.words import typed
from tests.harness.client import HouseClient


def _page(client: HouseClient, name: str, fiche: Fiche, **data: Any) -> str:
    answer = client.post(reverse(name, args=[fiche.pk]), data, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.django_db
def test_student_writes_teacher_returns_then_visas_and_the_pdf_comes_out(
    alice: User, bob: User, promotion: Any, signed_in: Callable[[User], HouseClient]
) -> None:
    make_e4()
    CandidacyFactory(student=alice, promotion=promotion, number="2027-0418")
    student, teacher = signed_in(alice), signed_in(bob)

    begun = student.post(
        reverse("exams:fiche_new"), {"title": "Vendre un contrat", "kind": "negotiation_sale"}
    )
    fiche = Fiche.objects.get(student=alice)
    assert begun.url == reverse("exams:fiche_edit", args=[fiche.pk])
    assert fiche.slot == 1

    text = _page(student, "exams:fiche_submit", fiche, **typed(fiche, results_text=""))
    assert "Il manque 1 élément pour remettre la fiche" in text
    assert 'href="#id_results_text"' in text
    fiche.refresh_from_db()
    assert fiche.state == FicheState.DRAFT
    assert fiche.strategy_text.startswith("Découverte")

    text = _page(student, "exams:fiche_submit", fiche, **typed(fiche))
    assert "Fiche remise" in text
    assert [message.to for message in mail.outbox] == [["bob@ecole.example"]]

    text = _page(
        teacher, "exams:fiche_remark", fiche, rubric="context", text="Qui a pris l’initiative ?"
    )
    assert "Qui a pris l’initiative ?" in text
    text = _page(teacher, "exams:fiche_return", fiche, message="Presque : complétez le contexte.")
    assert "Fiche renvoyée à Alice Aubry" in text
    assert mail.outbox[-1].to == ["alice@ecole.example"]

    fiche.refresh_from_db()
    form = student.get(reverse("exams:fiche_edit", args=[fiche.pk])).content.decode()
    assert "Qui a pris l’initiative ?" in form
    remark = fiche.remarks.get(rubric="context")
    _page(
        student,
        "exams:fiche_edit",
        fiche,
        **typed(fiche, context_text="J’ai pris le rendez-vous.", action=f"handle:{remark.pk}"),
    )
    remark.refresh_from_db()
    assert remark.handled_at is not None
    fiche.refresh_from_db()
    _page(
        student,
        "exams:fiche_submit",
        fiche,
        **typed(fiche, context_text="J’ai pris le rendez-vous."),
    )

    seen = teacher.get(reverse("exams:fiche", args=[fiche.pk])).content.decode()
    assert "Modifiée depuis votre dernière visite" in seen
    text = _page(teacher, "exams:fiche_visa", fiche, remarks="Bon travail.")
    assert "Télécharger le PDF" in text

    answer = student.get(reverse("exams:fiche_pdf_file", args=[fiche.pk]))
    content = b"".join(answer.streaming_content)
    answer.close()
    assert answer["Cache-Control"] == "no-store"
    printed = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split()
    )
    places = [printed.find(rubric.label.split(",")[0][:24]) for rubric in OFFICIAL_RUBRICS]
    assert -1 not in places
    assert places == sorted(places)
    for words in ("session 2027", "Alice Aubry", "2027-0418", "fiche 1 sur 3", "remise 2"):
        assert words in printed
    assert "J’ai pris le rendez-vous." in printed
    assert "Bob Besson" in printed
    assert "cachet" not in printed.lower()
