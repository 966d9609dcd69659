"""What a fiche shows of competences once it has its visa."""

import pytest

from curriculum.models import Evidence
from exams import services
from exams.models import Fiche
from nrc_platform.people.models import User

pytestmark = pytest.mark.django_db


def test_visa_vouches_for_the_competences_of_a_fiche_until_it_is_withdrawn(
    submitted: Fiche, bob: User
) -> None:
    fiche = services.grant_visa(submitted, actor=bob)
    row = Evidence.objects.standing().get()
    assert (row.competence.code, row.level, row.by, row.by_role) == ("C32", None, bob, "teacher")
    assert (row.source_kind, row.source_id) == ("fiche", fiche.pk)
    services.withdraw_visa(fiche, actor=bob, reason="Erreur de date.")
    assert not Evidence.objects.standing().exists()
