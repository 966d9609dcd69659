"""
Giving evidence of a competence: only ever adding rows.

- `add_evidence`: one word on one competence; `position_self`: the student on themselves;
- `record_source`: all that a log entry, an assessment or a paper says, as often as one likes;
- a correction replaces, a withdrawal replaces too: nothing is edited.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from curriculum.access import can_add_evidence, can_correct_evidence
from curriculum.facts import EvidenceSource
from curriculum.models import Competence, Evidence, EvidenceNote, EvidenceScale
from curriculum.services.scale import scale_in_force
from curriculum.states import EvidenceRole, SourceKind
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import Promotion, User

Levels = Mapping[Competence, int | None]
MAX_NOTE, MAX_LABEL = 2000, 200
REFUSAL = "Une preuve se donne par l’étudiant, pour lui-même, ou par un professeur de sa classe."
NOT_YOURS = (
    "Cette preuve se corrige par son auteur, tant qu’elle vaut\u00a0; celle d’une note du carnet, "
    "d’un bilan ou d’une copie se corrige dans cet objet."
)
AT_ONCE = "Quelqu’un vient d’enregistrer la même preuve. Rechargez la page pour la voir."
OWN_WORD = {
    EvidenceRole.STUDENT: EvidenceSource(SourceKind.SELF, "Auto-positionnement"),
    EvidenceRole.TEACHER: EvidenceSource(SourceKind.OBSERVATION, "Observation du professeur"),
}


@dataclass
class _Word:
    """Who says something about whom, on what it rests, and the rows to add."""

    student: User
    promotion: Promotion
    actor: User | None
    by_role: str
    source: EvidenceSource
    on: date
    scale: EvidenceScale
    note: str = ""
    rows: list[Evidence] = field(default_factory=list)

    def say(
        self,
        competence_id: UUID,
        level: int | None,
        *,
        replaces: Evidence | None = None,
        withdrawn: bool = False,
    ) -> None:
        """Add an evidence to what will be written."""
        by = {EvidenceRole.STUDENT: self.student, EvidenceRole.TEACHER: self.actor}
        self.rows.append(
            Evidence(
                student=self.student,
                promotion=self.promotion,
                competence_id=competence_id,
                scale=self.scale,
                level=level,
                by_role=self.by_role,
                by=by.get(EvidenceRole(self.by_role)),
                source_kind=self.source.kind,
                source_id=self.source.id,
                source_label=self.source.label[:MAX_LABEL],
                on=self.on,
                replaces=replaces,
                withdrawn=withdrawn,
            )
        )

    def write(self) -> list[Evidence]:
        """Write the rows and their note; another writer of the same word is told."""
        if not self.rows:
            return []
        try:
            with transaction.atomic():
                Evidence.objects.bulk_create(self.rows)
        except IntegrityError as lost:
            raise DomainError(AT_ONCE, code="at_once") from lost
        if self.note:
            EvidenceNote.objects.bulk_create(
                EvidenceNote(evidence=row, text=self.note) for row in self.rows
            )
        self._write_down()
        return self.rows

    def _write_down(self) -> None:
        # Neither the level nor the words: the journal outlives them.
        record(
            "curriculum.evidence.add",
            actor=self.actor,
            about=self.student,
            school_id=self.promotion.school_id,
            data={
                "by_role": self.by_role,
                "source_kind": self.source.kind,
                "source_id": str(self.source.id) if self.source.id else None,
                "evidence": [str(row.pk) for row in self.rows],
                "withdrawn": sum(row.withdrawn for row in self.rows),
            },
        )


def _checked_note(note: str) -> str:
    kept = clean_text(note).strip()
    if len(kept) > MAX_NOTE:
        raise Invalid({"note": [f"Écrivez {MAX_NOTE}\u00a0signes au plus\u00a0: l’essentiel."]})
    return kept


def _checked_day(promotion: Promotion, on: date | None) -> date:
    today = clock.today()
    day = on or today
    if day > today:
        raise Invalid({"on": ["Une preuve dit ce qui s’est passé\u00a0: ce jour est à venir."]})
    if day < promotion.starts_on:
        first = dates.short_day(promotion.starts_on)
        raise Invalid({"on": [f"La classe commence le {first}\u00a0: choisissez un jour depuis."]})
    return day


def _check_level(level: int | None, scale: EvidenceScale) -> None:
    if level is not None and not 1 <= level <= len(scale.steps):
        raise Invalid({"level": ["Choisissez un degré de l’échelle."]})


def _word(
    student: User,
    promotion: Promotion,
    source: EvidenceSource,
    levels: Levels,
    *,
    actor: User | None,
    by_role: str,
    on: date | None,
    note: str,
) -> _Word:
    """Return the word of somebody who may say it, checked."""
    require(can_add_evidence(actor, student, promotion, by_role), REFUSAL)
    scale = scale_in_force(promotion)
    for level in levels.values():
        _check_level(level, scale)
    day, kept = _checked_day(promotion, on), _checked_note(note)
    return _Word(student, promotion, actor, by_role, source, day, scale, kept)


@service
def add_evidence(
    student: User,
    promotion: Promotion,
    competence: Competence,
    *,
    actor: User | None,
    by_role: str,
    level: int | None,
    source: EvidenceSource | None = None,
    on: date | None = None,
    note: str = "",
) -> Evidence:
    """
    Say that a student was seen at a level of a competence, or worked on it.

    - without source: the person's own word, a new fact each time;
    - with one: said once, another level replaces what that source gave before;
    - a tutor has no account: `actor` is None, and the app above has checked their link.
    """
    if source is None:
        require(by_role in OWN_WORD, REFUSAL)
        source = OWN_WORD[EvidenceRole(by_role)]
    word = _word(
        student, promotion, source, {competence: level},
        actor=actor, by_role=by_role, on=on, note=note,
    )  # fmt: skip
    tips = _tips(word) if source.id else {}
    tip = tips.get(competence.pk)
    if tip is not None and _says(tip, level, word):
        return tip
    word.say(competence.pk, level, replaces=tip)
    return word.write()[0]


def _tips(word: _Word) -> dict[UUID, Evidence]:
    """Return what that source last said of each competence in that role. One query."""
    rows = list(
        Evidence.objects.of_source(word.source.kind, word.source.id).filter(
            student=word.student, by_role=word.by_role
        )
    )
    replaced = {row.replaces_id for row in rows}
    return {row.competence_id: row for row in rows if row.pk not in replaced}


def _says(row: Evidence, level: int | None, word: _Word) -> bool:
    """Return whether the row already says that."""
    same_scale = level is None or row.scale_id == word.scale.pk
    return not row.withdrawn and row.level == level and row.on == word.on and same_scale


@service
def record_source(
    student: User,
    promotion: Promotion,
    source: EvidenceSource,
    levels: Levels,
    *,
    actor: User | None,
    by_role: str,
    on: date,
    note: str = "",
) -> list[Evidence]:
    """
    Make the evidence of a source say what it says now; saying it twice adds nothing.

    What is new is added, what differs is replaced, what is no longer named is taken back.
    """
    word = _word(
        student, promotion, source, levels, actor=actor, by_role=by_role, on=on, note=note
    )
    tips = _tips(word)
    named = {competence.pk: level for competence, level in levels.items()}
    for competence_id, level in named.items():
        tip = tips.get(competence_id)
        if tip is None or not _says(tip, level, word):
            word.say(competence_id, level, replaces=tip)
    for competence_id, tip in tips.items():
        if competence_id not in named and not tip.withdrawn:
            word.say(competence_id, None, replaces=tip, withdrawn=True)
    return word.write()


@service
def withdraw_source(
    student: User,
    promotion: Promotion,
    source: EvidenceSource,
    *,
    actor: User | None,
    by_role: str,
) -> list[Evidence]:
    """Take back all that a source gave: the log entry is gone, the visa is withdrawn."""
    return record_source(
        student, promotion, source, {}, actor=actor, by_role=by_role, on=clock.today()
    )


@service
def position_self(
    student: User,
    promotion: Promotion,
    levels: Mapping[Competence, int],
    *,
    actor: User,
    note: str = "",
) -> list[Evidence]:
    """
    Say where one stands today; an unchanged level adds nothing.

    A second answer on the same day corrects the first.
    """
    by_role = EvidenceRole.STUDENT
    word = _word(
        student, promotion, OWN_WORD[by_role], levels,
        actor=actor, by_role=by_role, on=None, note=note,
    )  # fmt: skip
    last: dict[UUID, Evidence] = {}
    said = Evidence.objects.standing().filter(
        student=student, promotion=promotion, source_kind=SourceKind.SELF
    )
    for row in said.order_by("on", "created_at", "id"):
        last[row.competence_id] = row
    for competence, level in levels.items():
        before = last.get(competence.pk)
        if before is not None and (before.level, before.scale_id) == (level, word.scale.pk):
            continue
        today = before is not None and before.on == word.on
        word.say(competence.pk, level, replaces=before if today else None)
    return word.write()


@service
def correct_evidence(
    evidence: Evidence, *, actor: User, level: int | None, on: date | None = None, note: str = ""
) -> Evidence:
    """Replace one's own word by another."""
    require(can_correct_evidence(actor, evidence), NOT_YOURS)
    word = _again(evidence, {evidence.competence: level}, actor=actor, on=on, note=note)
    word.say(evidence.competence_id, level, replaces=evidence)
    return word.write()[0]


@service
def withdraw_evidence(evidence: Evidence, *, actor: User, reason: str) -> Evidence:
    """Take one's own word back, and say why."""
    require(can_correct_evidence(actor, evidence), NOT_YOURS)
    if not clean_text(reason).strip():
        raise Invalid({"reason": ["Écrivez pourquoi\u00a0: l’étudiant et l’équipe le liront."]})
    word = _again(evidence, {}, actor=actor, on=None, note=reason)
    word.say(evidence.competence_id, None, replaces=evidence, withdrawn=True)
    return word.write()[0]


def _again(
    evidence: Evidence, levels: Levels, *, actor: User, on: date | None, note: str
) -> _Word:
    source = EvidenceSource(evidence.source_kind, evidence.source_label, evidence.source_id)
    return _word(
        evidence.student, evidence.promotion, source, levels,
        actor=actor, by_role=evidence.by_role, on=on or evidence.on, note=note,
    )  # fmt: skip
