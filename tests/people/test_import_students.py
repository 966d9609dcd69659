"""The import of a class from a list: added, changed, unchanged, absent; never half-written."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nrc_platform.people.models import Promotion, User
from nrc_platform.people.rules import ListedStudent
from nrc_platform.people.selectors import import_preview, students_of
from tests.people.fixtures import make_student

pytestmark = pytest.mark.django_db
HEADER = "Nom;Prénom;Mél;Né(e) le\n"


@pytest.fixture
def write(tmp_path: Path) -> Path:
    """Where the list is written."""
    return tmp_path / "classe.csv"


def run(path: Path, promotion: Promotion, *options: str) -> str:
    """Run the command and return what it printed."""
    out = io.StringIO()
    call_command(
        "import_students",
        str(path),
        "--school",
        promotion.school.uai,
        "--promotion",
        promotion.code,
        *options,
        stdout=out,
        stderr=io.StringIO(),
    )
    return out.getvalue()


def test_list_adds_changes_and_reports_the_absent(
    write: Path, promotion: Promotion, alice: User, classmate: User
) -> None:
    write.write_text(
        f"{HEADER}AUBRY;Alice;alice.aubry@ecole.example;01/02/2007\nRoy;Léa;lea@ecole.example;\n"
    )
    report = json.loads(run(write, promotion, "--json"))
    assert [len(report[key]) for key in ("added", "changed", "unchanged", "absent")] == [
        1,
        1,
        0,
        1,
    ]
    assert report["changed"][0]["fields"] == ["birth_date", "email"]
    alice.refresh_from_db()
    assert (alice.last_name, alice.email) == ("Aubry", "alice.aubry@ecole.example")
    names = [str(student) for student in students_of(promotion)]
    assert names == ["Alice Aubry", "Amir Belkacem", "Léa Roy"]


def test_dry_run_says_it_all_and_writes_nothing(
    write: Path, promotion: Promotion, alice: User
) -> None:
    write.write_bytes(f"{HEADER}Roy;Léa;lea@ecole.example;\n".encode("cp1252"))
    report = run(write, promotion, "--dry-run")
    assert "rien n’est écrit" in report
    assert "Ajoutés : 1\n  Léa Roy" in report
    assert "jamais retirés) : 1\n  Alice Aubry" in report
    assert [str(student) for student in students_of(promotion)] == ["Alice Aubry"]


def test_second_import_changes_nothing(write: Path, promotion: Promotion) -> None:
    write.write_text(f"{HEADER}Roy;Léa;lea@ecole.example;03/04/2007\nSaï;Aïcha;;\n")
    run(write, promotion)
    accounts = User.objects.count()
    report = run(write, promotion)
    assert "Ajoutés : 0" in report
    assert "Inchangés : 2" in report
    assert User.objects.count() == accounts


def test_one_wrong_line_stops_everything(write: Path, promotion: Promotion) -> None:
    write.write_text(f"{HEADER}Roy;Léa;;\nSaï;;;\nMar;Lou;lou@;\n")
    with pytest.raises(CommandError, match="2 lignes sont fausses") as refusal:
        run(write, promotion)
    assert refusal.value.returncode == 2
    assert not students_of(promotion).exists()


def test_address_of_somebody_else_is_an_error_of_its_line(
    write: Path, promotion: Promotion, bob: User
) -> None:
    write.write_text(f"{HEADER}Roy;Léa;{bob.email};\n")
    with pytest.raises(CommandError, match="1 ligne est fausse"):
        run(write, promotion)
    assert not students_of(promotion).exists()


def test_empty_cell_erases_nothing(write: Path, promotion: Promotion, alice: User) -> None:
    write.write_text(f"{HEADER}Aubry;Alice;;\n")
    assert "Inchangés : 1" in run(write, promotion)
    alice.refresh_from_db()
    assert alice.email == "alice@ecole.example"


@pytest.mark.parametrize(
    ("file", "uai", "code", "sentence"),
    [
        ("absent.csv", None, None, "n’est pas lisible"),
        ("classe.csv", "0750654D", None, "vérifiez l’UAI et le code"),
        ("classe.csv", None, "2020-2022", "vérifiez l’UAI et le code"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(
    file: str,
    uai: str | None,
    code: str | None,
    sentence: str,
    tmp_path: Path,
    promotion: Promotion,
) -> None:
    (tmp_path / "classe.csv").write_text(f"{HEADER}Roy;Léa;;\n")
    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command(
            "import_students",
            str(tmp_path / file),
            "--school",
            uai or promotion.school.uai,
            "--promotion",
            code or promotion.code,
        )
    assert refusal.value.returncode == 2


def test_preview_costs_two_queries_whatever_the_list(
    promotion: Promotion, django_assert_num_queries: object
) -> None:
    students = [make_student(promotion, last_name=f"Nom{rank}") for rank in range(10)]
    lines = [
        ListedStudent(rank, f"Nom{rank}", "Camille", email=student.email)
        for rank, student in enumerate(students)
    ]
    with django_assert_num_queries(2):  # type: ignore[operator]
        preview = import_preview(promotion, lines)
    assert len(preview.unchanged) == 10
