"""The school's own clauses: versions, closed variables, safe HTML, previews."""

import io
import time
from typing import Any

import pytest
from pypdf import PdfReader

from internships.facts.clauses import TOO_NESTED, VARIABLES, clauses_html
from internships.models import Internship, SchoolClauses
from internships.services import clauses, printing
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale
from nrc_platform.documents import services as documents
from nrc_platform.documents.access import visible_documents
from nrc_platform.documents.models import Document
from nrc_platform.jobs.runner import perform
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import School, User
from tests.internships.factories import InternshipFactory, TermsFactory

BODY = "Le lycée est prévenu de toute absence de **{etudiant}**."


@pytest.fixture
def stage(promotion: Any, alice: User) -> Internship:
    """Alice's complete convention."""
    row: Internship = InternshipFactory(
        convention__complete=True,
        convention__school=promotion.school,
        promotion=promotion,
        student=alice,
    )
    TermsFactory(convention=row.convention, staffed=True)
    return row


@pytest.mark.django_db
def test_each_edit_is_a_new_version_with_its_author(school: School, emil: User) -> None:
    first = clauses.save_clauses(school, actor=emil, body=BODY, number=0)
    second = clauses.save_clauses(school, actor=emil, body=f"{BODY}\n\nEt aussi.", number=1)
    assert [first.number, second.number] == [1, 2]
    assert second.author == emil
    assert SchoolClauses.objects.get(number=1).body == BODY
    lines = Entry.objects.filter(kind="internships.schoolclauses.save")
    assert lines.count() == 2


@pytest.mark.django_db
def test_the_same_text_makes_no_version(school: School, emil: User) -> None:
    first = clauses.save_clauses(school, actor=emil, body=BODY, number=0)
    assert clauses.save_clauses(school, actor=emil, body=f"{BODY}\n", number=1) == first
    assert SchoolClauses.objects.count() == 1


@pytest.mark.django_db
def test_version_saved_in_between_refuses_the_other(school: School, emil: User) -> None:
    clauses.save_clauses(school, actor=emil, body=BODY, number=0)
    with pytest.raises(Stale, match="entre-temps"):
        clauses.save_clauses(school, actor=emil, body="Autre texte.", number=0)
    assert SchoolClauses.objects.get().body == BODY


@pytest.mark.django_db
def test_teacher_student_and_other_office_write_no_clauses(
    school: School, bob: User, alice: User, other_office: User
) -> None:
    for person in (bob, alice, other_office):
        with pytest.raises(NotAllowed):
            clauses.save_clauses(school, actor=person, body=BODY, number=0)
        with pytest.raises(NotAllowed):
            clauses.preview_html(school, actor=person, body=BODY)


@pytest.mark.django_db
def test_unknown_variable_is_refused_with_those_that_are_known(school: School, emil: User) -> None:
    with pytest.raises(Invalid) as refusal:
        clauses.save_clauses(school, actor=emil, body="{etudiante} et {Tuteur}", number=0)
    (sentence,) = refusal.value.errors["body"]
    assert "{etudiante}, {Tuteur}" in sentence
    for name in VARIABLES:
        assert f"{{{name}}}" in sentence
    assert not SchoolClauses.objects.exists()


@pytest.mark.django_db
def test_too_long_text_is_refused_with_its_length(school: School, emil: User) -> None:
    with pytest.raises(Invalid) as refusal:
        clauses.save_clauses(school, actor=emil, body="mot " * 5_001, number=0)
    assert "20 000" in refusal.value.errors["body"][0].replace("\u202f", " ")


def test_values_are_text_and_never_markdown_html_nor_variables() -> None:
    values = {"entreprise": "<b>Évil & {debut}</b> **x**", "debut": "lundi"}
    html = clauses_html("Chez **{entreprise}**, le {debut}.", values)
    assert html == (
        "<p>Chez <strong>&lt;b&gt;Évil &amp; {debut}&lt;/b&gt; **x**</strong>, le lundi.</p>"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[lien](javascript:alert(1))",
        "![image](http://exemple.test/suivi.png)",
        "<http://exemple.test>",
        "[a]\n\n[a]: javascript:alert(1)",
        "<style>p{display:none}</style>",
    ],
)
def test_html_links_and_images_stay_text(hostile: str) -> None:
    html = clauses_html(hostile.replace("{", "(").replace("}", ")"), {})
    for forbidden in ("<script", "<img", "<a", "<style", "href", "src="):
        assert forbidden not in html.replace("&lt;img src=x", "")


def test_headings_lists_and_emphasis_are_kept_below_the_title() -> None:
    html = clauses_html("# Retour\n\n1. un\n2. *deux*\n\n- trois", {})
    for kept in ("<h3>Retour</h3>", "<ol>", "<em>deux</em>", "<ul>"):
        assert kept in html
    assert "id=" not in html


@pytest.mark.parametrize("piece", ["[", "![", "*", "_", "<a ", "&", "# a\n", "a\n=\n", "1. a\n"])
def test_hostile_markdown_is_read_in_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    started = time.process_time()
    clauses_html(text, {})
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "deep", [">" * 50 + " a", "\n".join(" " * 4 * level + "- a" for level in range(60))]
)
def test_too_nested_text_is_refused(deep: str) -> None:
    with pytest.raises(Invalid, match=TOO_NESTED[:30]):
        clauses_html(deep, {})


@pytest.mark.django_db
def test_preview_reads_a_real_convention_and_keeps_nothing(
    school: School, emil: User, stage: Internship, other_school: School, other_office: User
) -> None:
    shown = clauses.preview_html(school, actor=emil, body=BODY, convention=stage.convention)
    assert f"<strong>{stage.student}</strong>" in shown
    assert "[nom de l’étudiant" in clauses.preview_html(school, actor=emil, body=BODY)
    assert not SchoolClauses.objects.exists()
    with pytest.raises(DomainError, match="pas de l’établissement"):
        clauses.preview_html(
            other_school, actor=other_office, body=BODY, convention=stage.convention
        )


@pytest.mark.django_db
def test_printed_preview_is_made_by_a_job_for_the_office_alone(
    school: School, emil: User, bob: User, stage: Internship
) -> None:
    row = clauses.save_clauses(school, actor=emil, body=BODY, number=0)
    with pytest.raises(NotAllowed):
        printing.ask_clauses_preview(row, stage.convention, actor=bob)
    job = printing.ask_clauses_preview(row, stage.convention, actor=emil)
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.last_error
    document = Document.objects.get()
    assert document in visible_documents(emil)
    assert document not in visible_documents(bob)
    with documents.open_document(document)[0] as content:
        pages = PdfReader(io.BytesIO(content.read())).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert f"prévenu de toute absence de {stage.student}" in text
    assert "clauses de l’établissement version 1" in text
    elsewhere = InternshipFactory(convention__complete=True)
    with pytest.raises(DomainError, match="pas de l’établissement"):
        printing.ask_clauses_preview(row, elsewhere.convention, actor=emil)
