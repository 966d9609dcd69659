"""Competences of the demo: where students stand, what a teacher saw, two training papers."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from curriculum.models import Competence
from curriculum.services.evidence import add_evidence, position_self, withdraw_evidence
from curriculum.states import EvidenceRole
from exams.services import add_paper
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, User
from nrc_platform.web.demo.timeline import Timeline

DATA = Path(__file__).with_name("acquis.yaml")


class Acquis:
    """One run: everything is put on the timeline, at its day."""

    def __init__(
        self,
        *,
        people: Mapping[str, User],
        promotion: Promotion,
        teacher: User,
        now: datetime,
        timeline: Timeline,
    ) -> None:
        self.data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
        self.codes = {row.code: row for row in Competence.objects.all()}
        self.people = people
        self.promotion = promotion
        self.teacher = teacher
        self.now = now
        self.timeline = timeline

    def plan(self) -> None:
        """Put everything on the timeline."""
        for days, name, levels, note in self.data["positions"]:
            self._at(days, partial(self._position, self.people[name], levels, note))
        for days, name, code, level, note in self.data["observations"]:
            self._at(days, partial(self._observe, self.people[name], code, level, note))
        days, name, code, level, reason = self.data["mistaken"]
        self._at(days, partial(self._mistake, self.people[name], code, level, reason))
        for days, case, sheets in self.data["papers"]:
            for name, (mark, levels) in sheets.items():
                sheet = partial(self._paper, self.people[name], case, mark, levels)
                self._at(days, sheet)

    def _at(self, days: int, action: Callable[[], object]) -> None:
        self.timeline.at(self.now - timedelta(days=days), action)

    def _levels(self, levels: Mapping[str, int]) -> dict[Competence, int]:
        return {self.codes[code]: level for code, level in levels.items()}

    def _position(self, student: User, levels: Mapping[str, int], note: str) -> None:
        position_self(student, self.promotion, self._levels(levels), actor=student, note=note)

    def _observe(self, student: User, code: str, level: int, note: str) -> Any:
        return add_evidence(
            student,
            self.promotion,
            self.codes[code],
            actor=self.teacher,
            by_role=EvidenceRole.TEACHER,
            level=level,
            note=note,
        )

    def _mistake(self, student: User, code: str, level: int, reason: str) -> None:
        row = self._observe(student, code, level, "")
        withdraw_evidence(row, actor=self.teacher, reason=reason)

    def _paper(self, student: User, case: str, mark: str, levels: Mapping[str, int]) -> None:
        add_paper(
            student,
            self.promotion,
            actor=self.teacher,
            values={
                "case": case,
                "done_on": clock.today(),
                "mark": Decimal(mark),
                "remarks": "",
            },
            levels=self._levels(levels),
        )
