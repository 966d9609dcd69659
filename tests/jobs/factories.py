"""Jobs in each state."""

import uuid
from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from nrc_platform.core import clock
from nrc_platform.jobs.models import Job
from nrc_platform.jobs.states import JobState


class JobFactory(DjangoModelFactory):
    """A job that waits, due now."""

    class Meta:
        model = Job

    class Params:
        leased = factory.Trait(
            state=JobState.LEASED,
            attempts=1,
            lease_token=factory.LazyFunction(uuid.uuid4),
            lease_until=factory.LazyFunction(lambda: clock.now() + timedelta(minutes=2)),
        )
        silent = factory.Trait(
            state=JobState.LEASED,
            attempts=1,
            lease_token=factory.LazyFunction(uuid.uuid4),
            lease_until=factory.LazyFunction(lambda: clock.now() - timedelta(seconds=1)),
        )
        done_well = factory.Trait(
            state=JobState.DONE, finished_at=factory.LazyFunction(clock.now), attempts=1
        )
        dead = factory.Trait(
            state=JobState.DEAD,
            finished_at=factory.LazyFunction(clock.now),
            attempts=3,
            crashes=3,
            last_error="L’annexe est illisible. Joignez-la à nouveau.",
        )

    kind = "probe.note"
    key = factory.Sequence(lambda n: f"probe:{n}")
    label = factory.Sequence(lambda n: f"Fiche E4 n° {n}")
    payload = factory.LazyFunction(lambda: {"word": "a"})
