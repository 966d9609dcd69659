"""What people do with a fiche, refusals included."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import TestCase

from exams import services
from exams.models import Candidacy, Fiche, FicheSnapshot
from exams.rules import Actor
from exams.states import FicheState
from nrc_platform.companies.models import Company
from nrc_platform.core.errors import DomainError, Incomplete, Invalid, NotAllowed, Stale
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document
from nrc_platform.jobs.models import Job
from nrc_platform.journal.selectors import history
from nrc_platform.people.models import Promotion, User
from tests.exams.factories import RemarkFactory

pytestmark = pytest.mark.django_db


def _kinds(fiche: Fiche) -> list[str]:
    return [line.kind for line in history(fiche)]


def test_student_begins_fiches_in_the_free_places_then_apart(
    alice: User, promotion: Promotion
) -> None:
    slots = [
        services.create_fiche(actor=alice, promotion=promotion, title=f"Fiche {n}").slot
        for n in range(4)
    ]
    assert slots == [1, 2, 3, None]


@pytest.mark.req(147, rule="exams.access.can_create_fiche")
def test_teacher_cannot_begin_a_fiche(bob: User, promotion: Promotion) -> None:
    with pytest.raises(NotAllowed):
        services.create_fiche(actor=bob, promotion=promotion, title="Pour Alice")


def test_student_saves_a_draft_as_it_is(draft: Fiche, alice: User) -> None:
    saved = services.save_draft(
        draft, actor=alice, version=1, values={"results_text": "", "took_place_on": None}
    )
    assert (saved.results_text, saved.took_place_on, saved.version) == ("", None, 2)
    assert _kinds(draft) == []


def test_saving_the_same_words_changes_nothing(draft: Fiche, alice: User, e4: Any) -> None:
    values = {
        "title": draft.title,
        "actors": [Actor("Karim Belkacem", "Gérant", "Pressé, attentif au prix")],
        "competences": [e4["C32"]],
    }
    assert services.save_draft(draft, actor=alice, version=1, values=values).version == 1


def test_stale_writer_overwrites_nothing(draft: Fiche, alice: User) -> None:
    services.save_draft(draft, actor=alice, version=1, values={"place": "Angers"})
    with pytest.raises(Stale, match="Comparez les deux versions"):
        services.save_draft(draft, actor=alice, version=1, values={"place": "Nantes"})
    draft.refresh_from_db()
    assert draft.place == "Angers"


@pytest.mark.req(147, rule="exams.access.can_edit_fiche")
def test_nobody_but_the_author_writes(draft: Fiche, bob: User, classmate: User) -> None:
    for other in (bob, classmate):
        with pytest.raises(NotAllowed):
            services.save_draft(draft, actor=other, version=1, values={"place": "Nantes"})


def test_student_cannot_write_in_a_submitted_fiche(submitted: Fiche, alice: User) -> None:
    with pytest.raises(DomainError, match="déjà remise"):
        services.save_draft(submitted, actor=alice, version=1, values={"place": "Nantes"})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a" * 20_001, "20 001 caractères"), ("\n".join("a" * 401), "401 lignes")],
)
def test_too_long_a_rubric_is_refused_with_a_sentence(
    draft: Fiche, alice: User, text: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as error:
        services.save_draft(draft, actor=alice, version=1, values={"context_text": text})
    said = error.value.errors["context_text"][0].replace("\u202f", " ").replace("\u00a0", " ")
    assert sentence in said


def test_more_than_twelve_actors_are_refused(draft: Fiche, alice: User) -> None:
    crowd = [Actor(f"Personne {n}", "Client", "") for n in range(13)]
    with pytest.raises(Invalid, match="12 acteurs au plus"):
        services.save_draft(draft, actor=alice, version=1, values={"actors": crowd})


def test_company_of_the_directory_fills_only_what_is_empty(
    draft: Fiche, alice: User, school: Any
) -> None:
    company = Company.objects.create(
        school=school,
        legal_name="OPTILOC SAS",
        no_siret_reason="en création",
        address="1 rue Haute",
        city="Angers",
    )
    values = {"company": company, "company_name": "", "company_address": "Chez le client"}
    saved = services.save_draft(draft, actor=alice, version=1, values=values)
    assert (saved.company_name, saved.company_address) == ("OPTILOC SAS", "Chez le client")


def test_student_submits_and_the_teachers_are_told(
    draft: Fiche, alice: User, bob: User, charlie: User
) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        fiche = services.submit_fiche(draft, actor=alice)
    assert (fiche.state, fiche.submission_number) == (FicheState.SUBMITTED, 1)
    assert [message.to for message in mail.outbox] == [["bob@ecole.example"]]
    assert "Hygial" not in mail.outbox[0].body
    assert _kinds(fiche) == ["exams.fiche.submit"]
    kept = FicheSnapshot.objects.get(fiche=fiche)
    assert (kept.number, kept.reason, kept.facts["candidate"]) == (1, "submit", "Alice Aubry")


def test_incomplete_fiche_is_not_submitted(draft: Fiche, alice: User) -> None:
    draft.results_text = ""
    draft.save()
    with pytest.raises(Incomplete) as error:
        services.submit_fiche(draft, actor=alice)
    assert [found.url for found in error.value.findings] == ["#id_results_text"]
    draft.refresh_from_db()
    assert draft.state == FicheState.DRAFT


def test_student_cannot_submit_twice(draft: Fiche, alice: User) -> None:
    services.submit_fiche(draft, actor=alice)
    with pytest.raises(DomainError, match="déjà remise"):
        services.submit_fiche(draft, actor=alice)
    assert FicheSnapshot.objects.filter(fiche=draft).count() == 1


@pytest.mark.req(147, rule="exams.access.can_submit_fiche")
def test_teacher_cannot_submit_for_the_student(draft: Fiche, bob: User) -> None:
    with pytest.raises(NotAllowed):
        services.submit_fiche(draft, actor=bob)


def test_teacher_sends_back_with_remarks(submitted: Fiche, alice: User, bob: User) -> None:
    services.add_remark(submitted, actor=bob, rubric="context", text="Qui a appelé ?")
    with TestCase.captureOnCommitCallbacks(execute=True):
        fiche = services.send_back_fiche(submitted, actor=bob, message="Presque.")
    assert fiche.state == FicheState.RETURNED
    assert fiche.returned_at is not None
    sent = fiche.remarks.filter(sent_at__isnull=False).order_by("rubric")
    assert [row.rubric for row in sent] == ["context", "general"]
    assert mail.outbox[0].to == ["alice@ecole.example"]
    assert "2\u00a0remarques" in mail.outbox[0].body


def test_fiche_is_never_sent_back_without_a_word(submitted: Fiche, bob: User) -> None:
    with pytest.raises(Invalid, match="au moins une remarque"):
        services.send_back_fiche(submitted, actor=bob)
    submitted.refresh_from_db()
    assert submitted.state == FicheState.SUBMITTED


def test_teacher_of_another_class_grants_no_visa(submitted: Fiche, charlie: User) -> None:
    with pytest.raises(NotAllowed):
        services.grant_visa(submitted, actor=charlie)


def test_visa_freezes_the_fiche_and_files_its_pdf(submitted: Fiche, bob: User) -> None:
    fiche = services.grant_visa(submitted, actor=bob, remarks="Très clair.")
    assert (fiche.state, fiche.visa_by, fiche.visa_remarks) == ("visaed", bob, "Très clair.")
    job = Job.objects.get(kind="exams.render_fiche")
    assert (job.key, job.payload) == (f"fiche:{fiche.pk}:s1", {"fiche": str(fiche.pk)})
    kept = FicheSnapshot.objects.get(fiche=fiche, reason="grant_visa")
    assert len(kept.facts["reference"]) == 12
    with pytest.raises(DomainError, match="visée"):
        services.save_draft(fiche, actor=fiche.student, version=2, values={"place": "Nantes"})


def test_second_teacher_is_told_what_the_first_did(submitted: Fiche, bob: User) -> None:
    services.send_back_fiche(submitted, actor=bob, message="À revoir.")
    with pytest.raises(DomainError, match="déjà été renvoyée"):
        services.grant_visa(submitted, actor=bob)
    assert not Job.objects.filter(kind="exams.render_fiche").exists()


def test_teacher_withdraws_a_visa_with_a_reason(visaed: Fiche, bob: User, alice: User) -> None:
    with pytest.raises(Invalid, match="Écrivez pourquoi"):
        services.withdraw_visa(visaed, actor=bob, reason=" ")
    with pytest.raises(NotAllowed):
        services.withdraw_visa(visaed, actor=alice, reason="Je veux changer.")
    fiche = services.withdraw_visa(visaed, actor=bob, reason="Date fausse.")
    assert (fiche.state, fiche.visa_by, fiche.visa_at) == (FicheState.SUBMITTED, None, None)
    assert history(fiche)[0].data["reason"] == "Date fausse."


def test_pdf_of_a_withdrawn_visa_no_longer_stands(submitted: Fiche, bob: User) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        visaed = services.grant_visa(submitted, actor=bob)
    printed = Document.objects.current().get(key=visaed.pdf_key)
    assert documents.verify_reference(printed.reference).state == "known"
    services.withdraw_visa(visaed, actor=bob, reason="Date fausse.")
    assert documents.verify_reference(printed.reference).state == "withdrawn"
    assert documents.verify_sha256(printed.blob_id).state == "withdrawn"
    assert not Document.objects.current().filter(key=visaed.pdf_key).exists()


def test_fiche_visaed_again_gets_a_second_pdf(submitted: Fiche, bob: User) -> None:
    services.grant_visa(submitted, actor=bob)
    services.withdraw_visa(submitted, actor=bob, reason="Date fausse.")
    services.grant_visa(submitted, actor=bob)
    assert Job.objects.filter(kind="exams.render_fiche").count() == 2


def test_places_are_swapped(make_fiche: Callable[..., Fiche], alice: User) -> None:
    first, second = make_fiche(slot=1), make_fiche(slot=2)
    services.place_fiche(first, actor=alice, slot=2)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.slot, second.slot) == (2, 1)


def test_place_of_a_visaed_fiche_is_not_taken(
    visaed: Fiche, make_fiche: Callable[..., Fiche], alice: User
) -> None:
    other = make_fiche(slot=2)
    with pytest.raises(DomainError, match="son numéro est imprimé"):
        services.place_fiche(other, actor=alice, slot=1)


def test_student_handles_a_remark_once(returned: Fiche, alice: User, bob: User) -> None:
    remark = RemarkFactory(fiche=returned, sent=True)
    with pytest.raises(NotAllowed):
        services.handle_remark(remark, actor=bob)
    first = services.handle_remark(remark, actor=alice).handled_at
    assert services.handle_remark(remark, actor=alice).handled_at == first is not None


def test_sent_remark_stays(submitted: Fiche, bob: User) -> None:
    sent = RemarkFactory(fiche=submitted, sent=True)
    with pytest.raises(DomainError, match="déjà envoyée"):
        services.remove_remark(sent, actor=bob)
    kept = services.add_remark(submitted, actor=bob, rubric="goals", text="Précisez.")
    services.remove_remark(kept, actor=bob)
    assert list(submitted.remarks.all()) == [sent]


def test_number_of_another_person_is_refused(
    alice: User, classmate: User, bob: User, promotion: Promotion
) -> None:
    services.set_candidate_number(alice, actor=bob, promotion=promotion, number="2027-1")
    with pytest.raises(Invalid, match="déjà celui d’une autre"):
        services.set_candidate_number(classmate, actor=bob, promotion=promotion, number="2027-1")
    with pytest.raises(NotAllowed):
        services.set_candidate_number(alice, actor=alice, promotion=promotion, number="2")
    assert Candidacy.objects.get().number == "2027-1"
