"""What the database holds true of a job."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from nrc_platform.core import clock
from nrc_platform.jobs.states import JobState
from tests.jobs.factories import JobFactory


@pytest.mark.parametrize(
    ("name", "fields", "sentence"),
    [
        ("job_state_known", {"state": "lost"}, "n’existe pas"),
        ("job_lease_when_leased", {"state": JobState.LEASED}, "Un travail réservé"),
        ("job_lease_when_leased", {"lease_until": clock.now()}, "Un travail réservé"),
        ("job_end_dated", {"state": JobState.DONE}, "porte sa date de fin"),
        (
            "job_dead_has_cause",
            {"state": JobState.DEAD, "finished_at": clock.now()},
            "dit pourquoi",
        ),
    ],
)
def test_each_constraint_refuses_and_speaks_french(
    db: None, name: str, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        JobFactory.build(**fields).validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        JobFactory(**fields)


def test_a_key_serves_once(db: None) -> None:
    JobFactory(key="fiche:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        JobFactory(key="fiche:1")
