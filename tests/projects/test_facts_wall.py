"""What a row of the wall says in a few words, and what it leads to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from projects.facts.wall import WallRow, phase_now, wall_row
from projects.rules.alerts import Asked, Followed, MemberTrace, Milestone
from projects.rules.progress import Reached, Target
from projects.states import ProjectState

TODAY = date(2026, 11, 24)
S = ProjectState


def ago(days: int) -> date:
    """Return the day so many days before today."""
    return TODAY - timedelta(days=days)


def row(*, is_mine: bool = True, **changes: Any) -> WallRow:
    """Return the row of a project that asks for nothing, then changed."""
    held = Followed(
        state=S.RUNNING,
        today=TODAY,
        starts_on=ago(60),
        ends_on=TODAY + timedelta(days=60),
        members=(MemberTrace("Alice Aubry", ago(60), ago(1)),),
        sponsor="Dora Delmas",
        sponsor_seen_on=ago(10),
        next_meeting_on=TODAY + timedelta(days=3),
        is_signed=True,
    )
    return wall_row(
        replace(held, **changes),
        project=UUID(int=1),
        title="Vélo pro",
        company="Hygial",
        supervisor="Bob Besson",
        is_mine=is_mine,
    )


def lines(shown: WallRow) -> list[tuple[str, str]]:
    """Return the lines with their tone, spaces made plain."""
    return [(line.text.replace("\u00a0", " "), line.tone) for line in shown.lines]


def test_a_calm_row_says_what_is_quietly_true_and_is_opened() -> None:
    shown = row()
    assert lines(shown) == [
        ("Dernière trace il y a 1 jour", ""),
        ("Prochaine rencontre : vendredi 27 novembre", ""),
        ("Se termine le 23 janvier", ""),
    ]
    assert (shown.is_calm, shown.tone, shown.verb, shown.button) == (True, "", "Ouvrir", "link")
    assert shown.page == "projects:project"


@pytest.mark.parametrize(
    ("changes", "text", "tone", "page"),
    [
        (
            {"asked": (Asked("Alice", datetime(2026, 11, 22, 9, tzinfo=UTC)),)},
            "Rencontre demandée le 22 novembre",
            "",
            "follow_up",
        ),
        (
            {"state": S.FRAMED, "starts_on": TODAY + timedelta(days=12), "is_signed": False},
            "Convention non signée, départ dans 12 jours",
            "late",
            "project",
        ),
        ({"state": S.AGREED, "starts_on": TODAY, "is_signed": False},
         "Convention non signée, départ aujourd’hui", "late", "project"),
        ({"starts_on": ago(2), "is_signed": False},
         "Convention non signée, départ il y a 2 jours", "late", "project"),
        ({"ends_on": ago(3)}, "Fini depuis 3 jours, bilan à faire", "late", "results"),
        ({"next_meeting_on": None}, "Aucune rencontre prévue", "watch", "follow_up"),
        ({"sponsor_seen_on": ago(40)}, "Commanditaire silencieux depuis 40 jours", "watch",
         "follow_up"),
        ({"sponsor_seen_on": None}, "Commanditaire pas encore rencontré, 60 jours", "watch",
         "follow_up"),
        ({"pending": (Milestone("Livrable « Étude »", ago(6)),)},
         "Livrable « Étude » : 6 jours de retard", "late", "work"),
        ({"pending": (Milestone("Phase 3", ago(6)), Milestone("Phase 4", ago(2)))},
         "Phase 3 : 6 jours de retard, et 1 de plus", "late", "work"),
    ],
)  # fmt: skip
def test_each_signal_has_a_few_words_and_its_page(
    changes: dict[str, Any], text: str, tone: str, page: str
) -> None:
    shown = row(**changes)
    assert lines(shown)[0] == (text, tone)
    assert shown.page == f"projects:{page}"
    assert shown.button == ("primary" if tone == "late" else "tonal")


def test_a_member_silent_in_a_team_is_named_and_silence_of_all_is_late() -> None:
    alice, amir = MemberTrace("Alice", ago(60), ago(1)), MemberTrace("Amir", ago(60), ago(16))
    assert lines(row(members=(alice, amir)))[0] == (
        "Amir : aucune trace depuis 16 jours",
        "watch",
    )
    both = (replace(alice, last_on=ago(15)), amir)
    assert lines(row(members=both))[0] == ("Aucune trace depuis 15 jours", "late")
    never = tuple(replace(each, last_on=None) for each in both)
    assert lines(row(members=never))[0] == ("Aucune trace depuis le début", "late")


def test_a_gap_to_the_target_is_said_in_percents_of_the_way() -> None:
    aim = Target("ventes", "€", Decimal(0), Decimal(1000), objective=True)
    shown = row(goals=(Reached(aim, Decimal(250), ago(1)),))
    assert lines(shown)[0] == ("Ventes : 25 % atteints, 50 % attendus", "watch")
    unread = row(goals=(Reached(aim),))
    assert lines(unread)[0] == ("Ventes : aucun relevé, 50 % attendus", "watch")
    assert ("Objectifs atteints", "done") in lines(
        row(goals=(Reached(aim, Decimal(1200), ago(1)),))
    )


def test_what_is_late_comes_first_and_three_facts_are_shown() -> None:
    shown = row(
        next_meeting_on=None,
        sponsor_seen_on=None,
        pending=(Milestone("Phase 3", ago(6)),),
        members=(MemberTrace("Alice", ago(60), ago(20)),),
    )
    assert [tone for _, tone in lines(shown)] == ["late", "watch", "watch"]
    assert lines(shown)[0][0] == "Phase 3 : 6 jours de retard"


def test_who_only_reads_opens_the_project_whatever_is_late() -> None:
    shown = row(is_mine=False, ends_on=ago(3))
    assert (shown.tone, shown.verb, shown.button) == ("late", "Ouvrir", "link")
    assert not shown.needs_me


def test_order_is_mine_and_late_then_mine_then_late_then_the_rest() -> None:
    rows = [
        row(),
        row(is_mine=False, ends_on=ago(3)),
        row(next_meeting_on=None),
        row(ends_on=ago(3)),
    ]
    assert sorted(rows, key=lambda each: each.rank) == rows[::-1]


def test_phase_is_the_first_not_done() -> None:
    named = phase_now(
        [(2, "doing", "La mise en œuvre : animation, action"), (1, "done", "Le besoin"),
         (3, "todo", "L’évaluation")]
    )  # fmt: skip
    assert named.words == "Phase 2 sur 3, mise en œuvre"
    assert [path.count("M") for path in named.cells.values()] == [1, 1, 1]
    assert phase_now([(1, "done", "Le besoin")]).words == "Toutes les phases sont faites"
    assert phase_now([]).words == "Sans phase"
