"""What the worker prints of stages, files and attaches to its round."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from internships import jobs as handlers
from internships.jobs.samples import stage_samples
from internships.models import Internship, InternshipPeriod
from internships.selectors.blank_forms import BLANK_FORMS
from internships.services import printing
from nrc_platform.core.errors import NotAllowed
from nrc_platform.documents import services as documents
from nrc_platform.documents.access import visible_documents
from nrc_platform.documents.models import Document
from nrc_platform.jobs.handlers import find
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.runner import perform
from nrc_platform.people.models import User
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import RequestState
from tests.internships.factories import (
    AttestationFactory,
    AvenantFactory,
    InternshipFactory,
    InternshipPeriodFactory,
    TermsFactory,
)
from tests.internships.printed import sample_attestation, sample_avenant, sample_convention
from tests.people.factories import RoleGrantFactory
from tests.signatures.factories import SigningRequestFactory

pytestmark = pytest.mark.django_db


def run_job(job: Job) -> Job:
    """Run a job as a worker does, and return its row."""
    perform(job.pk)
    job.refresh_from_db()
    return job


@pytest.fixture
def stage(promotion: Any, alice: User) -> Internship:
    """Alice's stage, its convention sent."""
    period = InternshipPeriodFactory(promotion=promotion)
    row: Internship = InternshipFactory(
        convention__sent=True,
        convention__school=promotion.school,
        promotion=promotion,
        student=alice,
        period=period,
    )
    TermsFactory(convention=row.convention, staffed=True)
    return row


def open_round(stage: Internship, kind: str = "convention", **fields: Any) -> SigningRequest:
    """Freeze sample facts in a round about the convention, an avenant or an attestation."""
    samples = {
        "convention": (sample_convention, stage.convention),
        "avenant": (sample_avenant, stage.convention),
        "attestation": (sample_attestation, stage),
    }
    sample, subject = samples[kind]
    if kind == "avenant":
        subject = AvenantFactory(convention=stage.convention, sent=True)
    if kind == "attestation":
        subject = AttestationFactory(internship=stage)
    reference = documents.new_reference()
    row: SigningRequest = SigningRequestFactory(
        school=stage.convention.school,
        kind=f"internships.{kind}",
        subject_id=subject.pk,
        facts=sample(reference=reference).as_dict(),
        **fields,
    )
    return row


def test_handlers_are_found_by_name_without_loading_print() -> None:
    for name in handlers._MODULES:
        if name != "expire_conventions":
            assert callable(find(f"internships.{name}"))
    pytest.raises(LookupError, find, "internships.perform")


@pytest.mark.parametrize("kind", ["convention", "avenant", "attestation"])
def test_round_is_printed_from_its_facts_and_attached(
    stage: Internship, bob: User, kind: str
) -> None:
    held = open_round(stage, kind)
    job = run_job(printing.print_round(held, actor=bob))
    held.refresh_from_db()
    document = held.document
    assert document is not None
    assert job.state == "done"
    assert job.result == {"document": str(document.pk)}
    assert document.student == stage.student
    assert document.promotion == stage.promotion
    assert document.kind == f"internships.{kind}"
    assert document.facts_sha256 == held.facts_sha256
    assert document.printed_reference == held.facts["reference"]
    with documents.open_document(document)[0] as content:
        raw = content.read()
    assert hashlib.sha256(raw).hexdigest() == document.blob_id
    text = PdfReader(io.BytesIO(raw)).pages[0].extract_text()
    assert held.facts["reference"] in text


def test_printing_twice_gives_the_same_job_and_document(stage: Internship, bob: User) -> None:
    held = open_round(stage)
    first = printing.print_round(held, actor=bob)
    assert printing.print_round(held, actor=bob) == first
    run_job(first)
    again = Job.objects.create(kind=first.kind, key="again", label="again", payload=first.payload)
    first.refresh_from_db()
    assert run_job(again).result == first.result
    assert Document.objects.count() == 1


def test_round_taken_back_is_not_printed(stage: Internship, bob: User) -> None:
    held = open_round(stage, void=True)
    job = run_job(printing.print_round(held, actor=bob))
    assert (job.state, job.result) == ("done", None)
    assert not Document.objects.exists()


def test_round_taken_back_while_it_is_printed_issues_nothing(
    stage: Internship, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = open_round(stage)
    job = printing.print_round(held, actor=bob)

    def put(content: bytes) -> Any:
        SigningRequest.objects.update(
            state=RequestState.VOID, closed_at=held.opened_at, closed_reason="Repris."
        )
        return kept(content)

    kept = documents.put
    monkeypatch.setattr(documents, "put", put)
    assert run_job(job).state == "done"
    assert job.result is None
    assert not Document.objects.exists()


def test_project_of_a_team_is_filed_under_the_class_alone(stage: Internship, bob: User) -> None:
    InternshipFactory(convention=stage.convention, promotion=stage.promotion, period=None)
    held = open_round(stage)
    run_job(printing.print_round(held, actor=bob))
    document = Document.objects.get()
    assert document.student is None
    assert document.promotion == stage.promotion


def test_office_reads_the_papers_of_stages_and_no_other_school_does(
    stage: Internship, bob: User, emil: User
) -> None:
    run_job(printing.print_round(open_round(stage), actor=bob))
    elsewhere = RoleGrantFactory(office=True).user
    document = Document.objects.get()
    assert visible_documents(emil).get() == document
    assert not visible_documents(elsewhere).exists()
    assert visible_documents(stage.student).get() == document


def test_calendar_is_a_new_version_only_when_days_change(stage: Internship, bob: User) -> None:
    run_job(printing.ask_calendar(stage.convention, actor=bob))
    first = Document.objects.get()
    assert first.title == f"Calendrier, convention {stage.convention.number}"
    run_job(printing.ask_calendar(stage.convention, actor=bob))
    assert Document.objects.get() == first
    terms = stage.convention.terms.get()
    terms.ends_on += timedelta(days=7)
    terms.save()
    run_job(printing.ask_calendar(stage.convention, actor=bob))
    assert Document.objects.current().get().version == 2


def test_calendar_without_dates_says_why(stage: Internship, bob: User) -> None:
    stage.convention.terms.update(starts_on=None)
    job = run_job(printing.ask_calendar(stage.convention, actor=bob))
    assert job.state == "dead"
    assert "n’a pas encore ses deux dates" in job.last_error


def test_stranger_asks_for_nothing(stage: Internship, charlie: User) -> None:
    with pytest.raises(NotAllowed):
        printing.ask_calendar(stage.convention, actor=charlie)
    with pytest.raises(NotAllowed):
        printing.ask_class_pack(stage.period, actor=charlie)
    elsewhere = RoleGrantFactory().user
    with pytest.raises(NotAllowed):
        printing.ask_blank_form(stage.convention.school, "visite", actor=elsewhere)
    with pytest.raises(NotAllowed):
        printing.ask_blank_form(stage.convention.school, "inconnu", actor=charlie)


def test_class_pack_holds_sent_conventions_and_avenants_with_a_list(
    stage: Internship, bob: User
) -> None:
    printed = open_round(stage)
    run_job(printing.print_round(printed, actor=bob))
    open_round(stage, "avenant")
    other = InternshipFactory(
        convention__sent=True,
        convention__school=stage.promotion.school,
        promotion=stage.promotion,
        period=stage.period,
    )
    open_round(other, void=True)
    InternshipFactory(promotion=stage.promotion, period=stage.period)
    job = run_job(printing.ask_class_pack(stage.period, actor=bob))
    assert (job.state, job.total) == ("done", 3)
    document = Document.objects.get(kind="internships.class_pack")
    assert document in visible_documents(bob)
    with documents.open_document(document)[0] as content:
        bundle = zipfile.ZipFile(io.BytesIO(content.read()))
    assert bundle.namelist() == [
        "liste.txt",
        "convention-CV-27-0142.pdf",
        "avenant-1-CV-27-0142.pdf",
    ]
    listed = bundle.read("liste.txt").decode()
    assert str(stage.student) in listed
    assert stage.convention.company.legal_name in listed
    assert bundle.read("convention-CV-27-0142.pdf").startswith(b"%PDF-1.7")
    assert document.page_count == 6
    run_job(printing.ask_class_pack(stage.period, actor=bob))
    assert Document.objects.filter(kind="internships.class_pack").count() == 1


def test_class_pack_without_sent_convention_says_so(promotion: Any, bob: User) -> None:
    period: InternshipPeriod = InternshipPeriodFactory(promotion=promotion)
    job = run_job(printing.ask_class_pack(period, actor=bob))
    assert job.state == "dead"
    assert "encore envoyée à signer" in job.last_error


def test_asking_again_while_it_is_under_way_gives_the_same_job(
    stage: Internship, bob: User
) -> None:
    first = printing.ask_class_pack(stage.period, actor=bob)
    assert printing.ask_class_pack(stage.period, actor=bob) == first
    run_job(first)
    assert printing.ask_class_pack(stage.period, actor=bob) != first


def test_blank_form_is_one_document_of_the_school(
    stage: Internship, bob: User, alice: User
) -> None:
    school = stage.convention.school
    for form in BLANK_FORMS:
        for person in (alice, bob):
            run_job(printing.ask_blank_form(school, form, actor=person))
    assert Document.objects.count() == len(BLANK_FORMS)
    assert visible_documents(alice).count() == len(BLANK_FORMS)
    assert not visible_documents(RoleGrantFactory().user).exists()


def test_samples_are_one_of_each_paper(stage: Internship) -> None:
    for kind in ("convention", "avenant", "attestation"):
        open_round(stage, kind)
    made = dict(stage_samples())
    assert list(made) == [
        "convention",
        "avenant",
        "attestation",
        "calendrier",
        "convention-vierge",
        "visite-vierge",
        "attestation-vierge",
        "bilan-tuteur-vierge",
    ]
    assert all(printed.content.startswith(b"%PDF") for printed in made.values())


def test_web_process_loads_no_engine_of_print() -> None:
    code = (
        "import sys, django; django.setup()\n"
        "import nrc_platform.urls, internships.jobs.expiry\n"
        "import pkgutil, internships.services as all_of, importlib\n"
        "for each in pkgutil.iter_modules(all_of.__path__, 'internships.services.'):\n"
        "    importlib.import_module(each.name)\n"
        "print('weasyprint' in sys.modules)\n"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "nrc_platform.settings.test"}
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    assert done.stdout.strip() == "False"
