"""Training papers: marked by a teacher of the class, each the source of evidence."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from curriculum.models import Critere, Evidence
from exams import services
from exams.models import PaperLevel, TrainingPaper
from exams.selectors import training as selectors
from nrc_platform.core import clock
from nrc_platform.core.errors import Invalid, NotAllowed, Stale
from nrc_platform.people.models import Promotion, User
from tests.curriculum.acquis import competences
from tests.exams.factories import TrainingPaperFactory

pytestmark = pytest.mark.django_db


def _values(**more: Any) -> dict[str, Any]:
    return {
        "case": "Cas Valmont",
        "done_on": clock.today(),
        "mark": Decimal("12.5"),
        "remarks": "Diagnostic solide.",
        **more,
    }


@pytest.fixture
def codes(db: None) -> dict[str, Any]:
    """The competences of the delivered référentiel."""
    return competences()


@pytest.fixture
def paper(alice: User, bob: User, promotion: Promotion, codes: dict[str, Any]) -> TrainingPaper:
    """Alice's case, judged on C21 and the first criterion."""
    criterion = Critere.objects.get(epreuve__code="E5", rank=1)
    return services.add_paper(
        alice,
        promotion,
        actor=bob,
        values=_values(),
        levels={codes["C21"]: 2},
        criteria={criterion: 4},
    )


def _standing() -> dict[str, int | None]:
    rows = Evidence.objects.standing().select_related("competence")
    return {row.competence.code: row.level for row in rows}


@pytest.mark.req(151, rule="exams.services.training._give_evidence")
def test_paper_gives_evidence_of_the_competences_of_e5(paper: TrainingPaper, bob: User) -> None:
    row = Evidence.objects.get()
    assert (row.competence.code, row.level, row.by, row.by_role) == ("C21", 2, bob, "teacher")
    assert (row.source_kind, row.source_id, row.on) == (
        "training_paper",
        paper.pk,
        paper.done_on,
    )
    assert "Cas Valmont" in row.source_label


@pytest.mark.req(152, rule="exams.selectors.training.paper_sheet")
def test_sheet_holds_the_three_competences_and_the_eight_criteria_of_e5(
    promotion: Promotion, codes: dict[str, Any]
) -> None:
    sheet = selectors.paper_sheet(promotion)
    assert [row.code for row in sheet.competences] == ["C21", "C22", "C42"]
    assert [row.rank for row in sheet.criteria] == list(range(1, 9))


def test_levels_are_read_in_words(paper: TrainingPaper) -> None:
    competences, criteria = selectors.levels_in_words(
        paper, selectors.paper_sheet(paper.promotion)
    )
    assert [(code, words) for code, _, words in competences] == [
        ("C21", "2 sur 4, avec de l’aide")
    ]
    assert [(rank, words) for rank, _, words in criteria] == [(1, "4 sur 4, avec aisance")]


def test_corrected_paper_replaces_its_evidence_and_keeps_the_first(
    paper: TrainingPaper, bob: User, codes: dict[str, Any]
) -> None:
    held = services.edit_paper(
        paper,
        actor=bob,
        version=1,
        values=_values(mark=Decimal(14)),
        levels={codes["C21"]: 3, codes["C42"]: 1},
        criteria={},
    )
    assert (held.mark, held.version) == (14, 2)
    assert _standing() == {"C21": 3, "C42": 1}
    assert Evidence.objects.count() == 3
    with pytest.raises(Stale):
        services.edit_paper(
            paper, actor=bob, version=1, values=_values(mark=None), levels={}, criteria={}
        )


def test_removed_paper_takes_its_evidence_back(paper: TrainingPaper, bob: User) -> None:
    services.remove_paper(paper, actor=bob)
    assert not TrainingPaper.objects.exists()
    assert _standing() == {}
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize("person", ["alice", "charlie", "head", "emil", "other_teacher"])
def test_only_a_teacher_of_the_class_marks(
    paper: TrainingPaper, person: str, request: pytest.FixtureRequest
) -> None:
    actor = request.getfixturevalue(person)
    words = {"actor": actor, "values": _values(case="Autre")}
    with pytest.raises(NotAllowed):
        services.add_paper(paper.student, paper.promotion, **words)
    with pytest.raises(NotAllowed):
        services.edit_paper(paper, version=1, levels={}, criteria={}, **words)
    with pytest.raises(NotAllowed):
        services.remove_paper(paper, actor=actor)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mark": Decimal(21)}, "de 0 à 20"),
        ({"mark": Decimal(-1)}, "de 0 à 20"),
        ({"done_on": clock.today() + timedelta(days=2)}, "depuis le début de la classe"),
        ({"case": "  "}, "Ce champ ne peut pas être vide"),
    ],
    ids=["too high", "negative", "to come", "no case"],
)
def test_odd_paper_is_refused(
    alice: User, bob: User, promotion: Promotion, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        services.add_paper(alice, promotion, actor=bob, values=_values(**wrong))


def test_level_outside_the_scale_and_a_stranger_are_refused(
    alice: User, other_student: User, bob: User, promotion: Promotion, codes: dict[str, Any]
) -> None:
    with pytest.raises(Invalid, match="degrés de l’échelle"):
        services.add_paper(alice, promotion, actor=bob, values=_values(), levels={codes["C21"]: 5})
    with pytest.raises(Invalid, match="pas inscrite"):
        services.add_paper(other_student, promotion, actor=bob, values=_values())


def _refused(row: Any, sentence: str, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    assert sentence in " ".join(error.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**changes)


def test_paper_keeps_its_constraints(paper: TrainingPaper, bob: User) -> None:
    level = PaperLevel.objects.get(paper=paper, competence__isnull=False)
    criterion = PaperLevel.objects.get(paper=paper, critere__isnull=False)
    other = TrainingPaperFactory(
        student=paper.student, promotion=paper.promotion, marked_by=bob, case="Cas Régal"
    )
    _refused(level, "sur un critère ou sur une compétence", competence=None)
    _refused(level.__class__.objects.get(pk=level.pk), "à partir de 1", level=0)
    _refused(TrainingPaper.objects.get(pk=paper.pk), "de 0 à 20", mark=Decimal(21))
    _refused(TrainingPaper.objects.get(pk=paper.pk), "Donnez le nom du cas", case="")
    same = {"case": paper.case, "done_on": paper.done_on}
    _refused(other, "déjà saisie", **same)
    for row, sentence in ((level, "Cette compétence"), (criterion, "Ce critère")):
        held = PaperLevel.objects.get(pk=row.pk)
        again = PaperLevel(paper=paper, competence=held.competence, critere=held.critere, level=1)
        with pytest.raises(ValidationError, match=sentence):
            again.validate_constraints()
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()
