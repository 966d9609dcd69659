"""Each constraint of the work of a project: its sentence, and the refusal of the database."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import check_row
from projects.states import ActionState, OpinionState
from tests.projects import work_factories as make
from tests.projects.factories import MissionFactory

pytestmark = pytest.mark.django_db
EARLY = date(2020, 1, 1)
LEVELS = "choix valide|degré de responsabilité"


def broken(row: Any, **values: Any) -> Any:
    """Return the row with values that no service would write, a protected state included."""
    row.__dict__.update(values)
    return row


def stored(row: Any) -> Any:
    """Return the row as it is stored, without what was loaded beside it."""
    return type(row).objects.get(pk=row.pk)


def unsaved(factory: Any, **values: Any) -> Any:
    """Return a new row of a table that keeps what it holds, made of another's parts."""
    first = factory()
    fields = {
        field.attname: getattr(first, field.attname)
        for field in first._meta.concrete_fields
        if field.name != "id"
    }
    return type(first)(**{**fields, **values})


def again(factory: Any, *names: str) -> Any:
    """Return a second row given the values of those columns of the first."""
    first, second = factory(), factory()
    return broken(second, **{name: getattr(first, name) for name in names})


def both(factory: Any) -> Any:
    return broken(factory(), mission_id=MissionFactory().pk)


# constraint → what breaks it, and the sentence it says.
CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "action_dates_ordered": (lambda: broken(make.ActionFactory(), ends_on=EARLY), "son début"),
    "action_done_is_dated": (
        lambda: broken(make.ActionFactory(), state=ActionState.DONE),
        "le jour où elle l’a été",
    ),
    "action_quantity_has_unit": (
        lambda: broken(make.ActionFactory(), quantity_planned=Decimal(3)),
        "porte son unité",
    ),
    "time_one_subject": (lambda: both(make.TimeEntryFactory), "pas aux deux"),
    "time_has_hours": (
        lambda: broken(make.TimeEntryFactory(), spent=None),
        "heures prévues, ou les heures passées",
    ),
    "budget_label_unique": (
        lambda: again(make.BudgetLineFactory, "project_id", "label"),
        "déjà une ligne",
    ),
    "meeting_one_subject": (lambda: both(make.MeetingFactory), "pas aux deux"),
    "meeting_has_a_date": (
        lambda: broken(make.MeetingFactory(form="on_site"), planned_at=None),
        "quand la rencontre est prévue",
    ),
    "meeting_planned_form_is_planned": (
        lambda: broken(make.MeetingFactory(held=True), planned_at=None),
        "est planifiée",
    ),
    "meeting_unplanned_names_asker": (
        lambda: broken(make.MeetingFactory(asked=True), asker=""),
        "dites de qui",
    ),
    "meeting_held_is_reported": (
        lambda: broken(make.MeetingFactory(held=True), decisions=""),
        "a été décidé",
    ),
    "meeting_held_by_somebody": (
        lambda: broken(stored(make.MeetingFactory(held=True)), held_by_id=None),
        "qui l’a menée",
    ),
    "deliverable_title_unique": (
        lambda: again(make.DeliverableFactory, "project_id", "title"),
        "déjà un livrable",
    ),
    "deliverable_version_unique": (
        lambda: unsaved(make.DeliverableVersionFactory),
        "vient de déposer",
    ),
    "log_link_one_subject": (lambda: both(make.LogLinkFactory), "pas aux deux"),
    "observation_level_on_scale": (
        lambda: unsaved(make.ObservationFactory, responsibility_level=9),
        LEVELS,
    ),
    "observation_says_something": (
        lambda: unsaved(make.ObservationFactory, autonomy=""),
        "un degré seul",
    ),
    "opinion_given_is_dated": (
        lambda: broken(make.SponsorOpinionFactory(), state=OpinionState.GIVEN),
        "porte sa date",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_constraint_says_how_to_mend_it(name: str) -> None:
    make_it, words = CASES[name]
    with pytest.raises(Invalid, match=words):
        check_row(make_it())


@pytest.mark.parametrize("name", CASES)
def test_database_refuses_what_breaks_it(name: str) -> None:
    row = CASES[name][0]()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_every_factory_makes_a_sound_row() -> None:
    for name, factory in vars(make).items():
        if name.endswith("Factory") and factory.__module__ == make.__name__:
            check_row(factory())


def test_each_trait_makes_a_sound_row() -> None:
    for row in (
        make.MeetingFactory(asked=True),
        make.MeetingFactory(held=True),
        make.ActionFactory(done=True),
        make.ActionFactory(dropped=True),
        make.SponsorOpinionFactory(given=True),
    ):
        check_row(row)
