"""One test per constraint of the exam files, with its French sentence."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from exams.models import Fiche, FicheVisit
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from tests.exams.factories import (
    CandidacyFactory,
    FicheActorFactory,
    FicheAnnexFactory,
    FicheFactory,
    FicheSnapshotFactory,
    RemarkFactory,
)

pytestmark = pytest.mark.django_db


def _refused(row: Any, sentence: str, **changes: Any) -> None:
    """Check that the database refuses the change, and that the model says it in French."""
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    assert sentence in " ".join(error.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**changes)


def test_visaed_fiche_bears_its_date(visaed: Fiche) -> None:
    _refused(visaed, "porte la date et l’auteur du visa", visa_at=None)


def test_draft_bears_no_visa(draft: Fiche) -> None:
    _refused(draft, "une autre n’en porte pas", visa_at=clock.now())


def test_submitted_fiche_bears_its_date(submitted: Fiche) -> None:
    _refused(submitted, "la date et le numéro", submitted_at=None)


def test_returned_fiche_bears_its_date(returned: Fiche) -> None:
    _refused(returned, "la date de son renvoi", returned_at=None)


def test_file_has_three_places(draft: Fiche) -> None:
    _refused(draft, "trois places", slot=4)


@pytest.mark.req(144, rule="fiche_slot_unique")
def test_two_fiches_never_share_a_place(make_fiche: Callable[..., Fiche]) -> None:
    make_fiche(slot=1)
    second = make_fiche(slot=2)
    _refused(second, "déjà prise", slot=1)


def test_duration_is_plausible(draft: Fiche) -> None:
    _refused(draft, "de 1 à 1 440", duration_minutes=0)


def test_fiche_has_a_title(draft: Fiche) -> None:
    _refused(draft, "Donnez un titre", title="")


def test_actors_keep_their_rank(draft: Fiche) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FicheActorFactory(fiche=draft, rank=0)


def test_candidate_number_is_unique_in_school_and_session(promotion: Promotion) -> None:
    CandidacyFactory(promotion=promotion, number="1")
    other = CandidacyFactory(promotion=promotion, number="2")
    _refused(other, "déjà celui d’une autre personne", number="1")


def test_person_has_one_number_per_session(promotion: Promotion, alice: User) -> None:
    CandidacyFactory(promotion=promotion, student=alice)
    other = CandidacyFactory(promotion=promotion)
    _refused(other, "déjà un numéro", student=alice)


def test_candidate_number_is_given(promotion: Promotion) -> None:
    _refused(CandidacyFactory(promotion=promotion), "Écrivez le numéro", number="")


@pytest.mark.django_db
def test_annex_has_two_pages_at_most() -> None:
    _refused(FicheAnnexFactory(), "une ou deux pages", page_count=3)


def test_remark_is_written() -> None:
    _refused(RemarkFactory(), "Écrivez la remarque", text="")


def test_remark_is_sent_before_it_is_handled() -> None:
    _refused(RemarkFactory(), "après son envoi", handled_at=clock.now())


def test_version_numbers_are_unique() -> None:
    kept = FicheSnapshotFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        FicheSnapshotFactory(fiche=kept.fiche, number=kept.number)


def test_reader_has_one_visit_per_fiche(alice: User) -> None:
    fiche = FicheFactory()
    FicheVisit.objects.create(fiche=fiche, reader=alice, seen_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        FicheVisit.objects.create(fiche=fiche, reader=alice, seen_at=clock.now())
