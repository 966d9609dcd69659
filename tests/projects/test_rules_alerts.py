"""What the wall says of a project: facts with their dates, whose move, what waits longest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from projects.rules.alerts import (
    STUDENT,
    TEACHER,
    Asked,
    Followed,
    MemberTrace,
    Milestone,
    read_signals,
    urgency,
)
from projects.rules.progress import Reached, Target
from projects.states import ProjectState

TODAY = date(2026, 11, 24)
S = ProjectState


def ago(days: int) -> date:
    """Return the day so many days before today."""
    return TODAY - timedelta(days=days)


def calm(**changes: Any) -> Followed:
    """Return a project that asks for nothing, then changed."""
    held = Followed(
        state=S.RUNNING,
        today=TODAY,
        starts_on=ago(60),
        ends_on=TODAY + timedelta(days=60),
        members=(MemberTrace("Alice Aubry", ago(60), ago(1)),),
        goals=(
            Reached(
                Target("Clients", "clients", Decimal(0), Decimal(10), objective=True),
                Decimal(6),
                ago(3),
            ),
        ),
        sponsor="Dora Delmas",
        sponsor_seen_on=ago(10),
        next_meeting_on=TODAY + timedelta(days=3),
        last_meeting_on=ago(10),
        is_signed=True,
    )
    return replace(held, **changes)


def said(row: Followed) -> list[tuple[str, str, date, str]]:
    """Return the signals in a readable form, spaces made plain."""
    plain = str.maketrans({"\u00a0": " ", "\u202f": " "})
    return [
        (each.code, each.who, each.since, each.message.translate(plain))
        for each in read_signals(row)
    ]


def test_project_in_order_says_nothing() -> None:
    assert said(calm()) == []


def test_member_is_silent_after_a_fortnight_and_not_a_day_before() -> None:
    row = calm(
        members=(
            MemberTrace("Alice Aubry", ago(60), ago(13)),
            MemberTrace("Amir Belkacem", ago(60), ago(14)),
            MemberTrace("Zoé Dupré", ago(13)),
        )
    )
    assert said(row) == [
        (
            "member_silent",
            STUDENT,
            ago(14),
            "Amir Belkacem ne donne plus de nouvelles depuis 14 jours : "
            "dernière trace le 10/11/2026.",
        )
    ]
    assert (row.last_trace_on, row.days_since_trace) == (ago(13), 13)


def test_member_who_never_wrote_is_silent_since_the_start() -> None:
    (only,) = said(calm(members=(MemberTrace("Alice Aubry", ago(90)),)))
    assert only[2:] == (
        ago(60),
        "Alice Aubry ne donne plus de nouvelles depuis 60 jours : "
        "aucune trace depuis le début, le 25/09/2026.",
    )


@pytest.mark.parametrize("state", [S.IDEA, S.FRAMED, S.AGREED, S.REVIEWED])
def test_nobody_is_silent_before_the_project_runs_or_after(state: str) -> None:
    row = calm(state=state, members=(MemberTrace("Alice Aubry", ago(90)),), sponsor_seen_on=None)
    assert said(row) == []
    later = calm(starts_on=TODAY + timedelta(days=1), members=row.members)
    assert said(later) == []


def test_milestones_late_are_told_the_oldest_first() -> None:
    row = calm(
        pending=(
            Milestone("Livrable « Étude »", ago(1)),
            Milestone("Phase 3 « L’élucidation »", ago(9)),
            Milestone("Action « Appeler »", TODAY),
        )
    )
    assert [message for *_, message in said(row)] == [
        "Phase 3 « L’élucidation » : échéance le 15/11/2026, en retard de 9 jours.",
        "Livrable « Étude » : échéance le 23/11/2026, en retard de 1 jour.",
    ]


def test_sponsor_is_silent_after_a_month() -> None:
    assert said(calm(sponsor_seen_on=ago(29))) == []
    (heard,) = said(calm(sponsor_seen_on=ago(30)))
    assert heard == (
        "sponsor_silent",
        TEACHER,
        ago(30),
        "Sans nouvelles de Dora Delmas depuis le 25/10/2026 (30 jours).",
    )
    (never,) = said(calm(sponsor_seen_on=None, sponsor=""))
    assert never[3] == (
        "Aucune rencontre avec l’entreprise depuis le début, le 25/09/2026 (60 jours)."
    )


@pytest.mark.parametrize("state", [S.AGREED, S.RUNNING])
def test_no_meeting_booked_is_the_teacher_s_move(state: str) -> None:
    (never,) = said(calm(state=state, next_meeting_on=None, last_meeting_on=None))
    assert never[:2] == ("no_meeting", TEACHER)
    assert never[3].endswith("aucune ne s’est tenue, le projet commence le 25/09/2026.")
    (last,) = said(calm(state=state, next_meeting_on=None))
    assert last[3] == "Aucune rencontre n’est prévue : la dernière date du 14/11/2026."


def test_meeting_asked_for_waits_for_a_date() -> None:
    asked = Asked("Alice Aubry", datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert said(calm(asked=(asked,))) == [
        (
            "meeting_asked",
            TEACHER,
            date(2026, 11, 20),
            "Alice Aubry a demandé une rencontre le 20/11/2026 : proposez une date.",
        )
    ]


@pytest.mark.parametrize(
    ("in_days", "words"),
    [
        (16, None),
        (15, "Début le 09/12/2026, dans 15 jours"),
        (0, "Début le 24/11/2026, aujourd’hui"),
        (-1, "Début le 23/11/2026, il y a 1 jour"),
    ],
)
def test_convention_unsigned_is_said_a_fortnight_before_the_start(
    in_days: int, words: str | None
) -> None:
    row = calm(state=S.FRAMED, starts_on=TODAY + timedelta(days=in_days), is_signed=False)
    expected = [] if words is None else [f"{words} : la convention n’est pas signée par tous."]
    assert [message for *_, message in said(row)] == expected
    assert said(replace(row, is_signed=True)) == []


def test_project_past_its_last_day_is_to_be_evaluated() -> None:
    (only,) = [each for each in said(calm(ends_on=ago(2))) if each[1] == TEACHER]
    assert only == (
        "review_due",
        TEACHER,
        ago(2),
        "Fini le 22/11/2026 : évaluez-le au regard des objectifs de départ.",
    )


def goal(value: int | None, *, due_on: date | None = None) -> tuple[Reached, ...]:
    """Return an objective of ten clients, half of the time being spent."""
    target = Target("Clients", "clients", Decimal(0), Decimal(10), due_on, objective=True)
    held = Reached(target) if value is None else Reached(target, Decimal(value), ago(3))
    return (held,)


def test_goal_behind_the_straight_line_is_said_with_its_figures() -> None:
    assert said(calm(goals=goal(5))) == []
    (late,) = said(calm(goals=goal(4)))
    assert late == (
        "target_gap",
        STUDENT,
        ago(3),
        "Clients : 4 au 21/11/2026 (40 % du chemin, 50 attendus), cible 10 clients le 23/01/2027.",
    )
    (past,) = said(calm(goals=goal(9, due_on=ago(1))))
    assert "(90 % du chemin, 100 attendus)" in past[3]
    assert said(calm(goals=goal(10, due_on=ago(1)))) == []


def test_goal_never_read_is_said_after_a_quarter_of_the_time() -> None:
    (none,) = said(calm(goals=goal(None)))
    assert none[3] == "Clients : aucun relevé, cible 10 clients le 23/01/2027."
    early = calm(goals=goal(None), starts_on=ago(10), sponsor_seen_on=ago(10))
    assert said(early) == []


def test_wall_puts_the_teacher_s_moves_first_then_what_waits_longest() -> None:
    mine = read_signals(calm(next_meeting_on=None))
    other = read_signals(calm(next_meeting_on=None, last_meeting_on=ago(50)))
    students = read_signals(calm(goals=goal(4)))
    order = [
        urgency(mine, is_mine=True, today=TODAY),
        urgency(other, is_mine=False, today=TODAY),
        urgency(mine, is_mine=False, today=TODAY),
        urgency(students, is_mine=True, today=TODAY),
        urgency((), is_mine=True, today=TODAY),
    ]
    assert order == sorted(order)
    assert len(set(order)) == len(order)
