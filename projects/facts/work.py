"""The work of a project as its rules look at it; no query once its parts are loaded."""

from nrc_platform.core import clock
from projects.models import Action, Meeting, Project
from projects.rules import ActionFacts, MeetingFacts, WorkFacts


def work_facts(row: Project) -> WorkFacts:
    """Return the plan, the constraints, the meetings, and who was not observed yet."""
    today = clock.today()
    return WorkFacts(
        actions=tuple(_action(each) for each in row.actions.all()),
        constraints=tuple(each.label for each in row.constraints.all()),
        meetings=tuple(_meeting(each) for each in row.meetings.all()),
        unobserved=tuple(
            str(each.student)
            for each in row.members.all()
            if (each.ends_on is None or each.ends_on >= today) and not each.observations.all()
        ),
    )


def _action(row: Action) -> ActionFacts:
    return ActionFacts(
        label=row.label,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        owned=bool(row.owners.all()),
        state=row.state,
        meets=tuple(each.label for each in row.constraints.all()),
    )


def _meeting(row: Meeting) -> MeetingFacts:
    return MeetingFacts(
        form=row.form,
        on=row.held_on or row.planned_on,
        held=row.held_on is not None,
        with_professionals=bool(row.professionals.all()),
        themed=bool(row.themes or row.other_theme),
    )
