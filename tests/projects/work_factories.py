"""The work of a project, its follow-up and its review, for the tests."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from projects.models import (
    Action,
    BudgetLine,
    Deliverable,
    DeliverableRemark,
    DeliverableVersion,
    LogLink,
    Meeting,
    Observation,
    Reading,
    SponsorOpinion,
    Task,
    TimeEntry,
)
from projects.states import ActionState, OpinionState, Responsibility
from tests.internships.factories import LogEntryFactory
from tests.people.factories import UserFactory
from tests.projects.factories import IndicatorFactory, MemberFactory, ProjectFactory


def _today() -> date:
    return clock.today()


def _now() -> object:
    return clock.now()


def _next_week() -> object:
    return clock.now() + timedelta(days=7)


class ActionFactory(DjangoModelFactory):
    """Something to do in the fortnight; traits move it on."""

    class Meta:
        model = Action

    class Params:
        doing = factory.Trait(state=ActionState.DOING)
        done = factory.Trait(state=ActionState.DONE, done_on=factory.LazyFunction(_today))
        dropped = factory.Trait(state=ActionState.DROPPED)

    project = factory.SubFactory(ProjectFactory)
    label = factory.Sequence(lambda n: f"Appeler le fichier {n}")
    starts_on = factory.LazyFunction(_today)
    ends_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=14))


class TaskFactory(DjangoModelFactory):
    """A part of an action."""

    class Meta:
        model = Task

    action = factory.SubFactory(ActionFactory)
    member = factory.SubFactory(MemberFactory, project=factory.SelfAttribute("..action.project"))
    label = "Préparer le guide d’entretien"


class TimeEntryFactory(DjangoModelFactory):
    """Two hours of project management."""

    class Meta:
        model = TimeEntry

    student = factory.SubFactory(UserFactory)
    project = factory.SubFactory(ProjectFactory)
    on = factory.LazyFunction(_today)
    kind = "weekly"
    spent = Decimal(2)
    what = "Appels"


class ReadingFactory(DjangoModelFactory):
    """A value read today, in the unit of its indicator."""

    class Meta:
        model = Reading

    indicator = factory.SubFactory(IndicatorFactory)
    on = factory.LazyFunction(_today)
    value = Decimal(10)
    unit = factory.LazyAttribute(lambda row: row.indicator.unit)
    by = factory.SubFactory(UserFactory)


class BudgetLineFactory(DjangoModelFactory):
    """An expense planned."""

    class Meta:
        model = BudgetLine

    project = factory.SubFactory(ProjectFactory)
    label = factory.Sequence(lambda n: f"Affiches {n}")
    kind = "cost"
    planned = Decimal(100)


class MeetingFactory(DjangoModelFactory):
    """A work session next week; traits ask for one, or hold it."""

    class Meta:
        model = Meeting

    class Params:
        asked = factory.Trait(
            form="unplanned",
            asker="student",
            planned_at=None,
            asked_at=factory.LazyFunction(_now),
            asked_by=factory.SubFactory(UserFactory),
            purpose="Le fichier de prospects",
        )
        held = factory.Trait(
            held_on=factory.LazyFunction(_today),
            held_by=factory.SubFactory(UserFactory),
            decisions="Cibler les restaurants.",
        )

    project = factory.SubFactory(ProjectFactory)
    form = "work_session"
    planned_at = factory.LazyFunction(_next_week)


class DeliverableFactory(DjangoModelFactory):
    """A study due in two weeks."""

    class Meta:
        model = Deliverable

    project = factory.SubFactory(ProjectFactory)
    title = factory.Sequence(lambda n: f"Étude {n}")
    due_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=14))


class DeliverableVersionFactory(DjangoModelFactory):
    """A first version."""

    class Meta:
        model = DeliverableVersion

    deliverable = factory.SubFactory(DeliverableFactory)
    number = 1
    blob = factory.LazyFunction(lambda: documents.put(b"%PDF-1.7 etude %%EOF"))
    extension = "pdf"
    by = factory.SubFactory(UserFactory)


class DeliverableRemarkFactory(DjangoModelFactory):
    """A remark nobody dealt with yet."""

    class Meta:
        model = DeliverableRemark

    version = factory.SubFactory(DeliverableVersionFactory)
    author = factory.SubFactory(UserFactory)
    text = "La source du chiffre manque."


class LogLinkFactory(DjangoModelFactory):
    """A note of the logbook that belongs to a project."""

    class Meta:
        model = LogLink

    log_entry = factory.SubFactory(LogEntryFactory)
    project = factory.SubFactory(ProjectFactory)


class ObservationFactory(DjangoModelFactory):
    """What a teacher saw today."""

    class Meta:
        model = Observation

    member = factory.SubFactory(MemberFactory)
    on = factory.LazyFunction(_today)
    responsibility_level = Responsibility.ORGANISES
    autonomy = "Mène seule ses appels."
    by = factory.SubFactory(UserFactory)


class SponsorOpinionFactory(DjangoModelFactory):
    """An opinion asked for."""

    class Meta:
        model = SponsorOpinion

    class Params:
        given = factory.Trait(
            state=OpinionState.GIVEN,
            given_at=factory.LazyFunction(_now),
            answers={"useful": "4"},
        )

    project = factory.SubFactory(ProjectFactory)
