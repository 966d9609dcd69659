"""Writing in a project: the lock, the version, and the rules that refuse at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from nrc_platform.core import clock
from nrc_platform.core.errors import Incomplete, Invalid, Stale
from nrc_platform.core.findings import Finding
from nrc_platform.core.rows import check_row
from nrc_platform.journal.services import record
from nrc_platform.people.models import Enrolment, Promotion, User
from projects import rules
from projects.facts.check import project_check
from projects.models import Mission, Project
from projects.selectors.loading import load_project

STALE = (
    "Quelqu’un d’autre a modifié cette page entre-temps. "
    "Relisez la version enregistrée, puis refaites votre changement."
)
NOT_YOURS = "Un projet s’écrit par son équipe et par ses enseignants."
TEACHERS_ONLY = "Cette action revient à l’équipe pédagogique du projet."


def lock(project_id: UUID) -> Project:
    """Return the row locked for the rest of the transaction, its people loaded."""
    # Many rows point at a project: their writers must not wait for it.
    rows = Project.objects.with_people().select_for_update(of=("self",), no_key=True)
    return rows.get(pk=project_id)


def require_version(row: Any, version: int | None) -> None:
    """Raise `Stale` unless the writer read the version that is kept."""
    if version is not None and row.version != version:
        raise Stale(STALE)


def write(row: Any, values: Mapping[str, Any]) -> list[str]:
    """Write the values that differ in a locked row, check and save it; return their names."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    row.updated_at = clock.now()
    check_row(row)
    row.save()
    return changed


def touch(row: Project | Mission) -> None:
    """Let the version grow: somebody who read the page before must read it again."""
    row.version += 1
    row.updated_at = clock.now()
    row.save(update_fields=["version", "updated_at"])


def note(row: Project, verb: str, actor: User, **data: Any) -> None:
    """Write a line of the journal about a project."""
    record(f"projects.project.{verb}", actor=actor, about=row, school_id=row.school_id, data=data)


def refuse(found: Sequence[Finding]) -> None:
    """Refuse with the sentences of those findings, if there is one."""
    if found:
        raise Incomplete(" ".join(finding.message for finding in found), found)


def require_rules(project_id: UUID, *names: str) -> None:
    """Refuse what was just written when one of those rules blocks."""
    check = project_check(load_project(project_id))
    refuse([each for each in rules.project_findings(check) if each.rule in names])


def require_ready(project_id: UUID, blocks: Collection[str], what: str) -> None:
    """Refuse a move while a finding blocks it, and list what is missing."""
    check = project_check(load_project(project_id))
    found = [each for each in rules.project_findings(check) if each.blocks in blocks]
    if found:
        count = "1 élément" if len(found) == 1 else f"{len(found)} éléments"
        raise Incomplete(f"Il manque {count} pour {what}", found)


def require_enrolled(students: Sequence[User], promotion: Promotion) -> None:
    """Refuse a student who is not of the class."""
    rows = Enrolment.objects.filter(student__in=students, promotion=promotion)
    enrolled = set(rows.order_by().values_list("student_id", flat=True))
    absent = [str(student) for student in students if student.pk not in enrolled]
    if absent:
        raise Invalid(
            {
                "students": [
                    f"{name} n’est pas dans la classe {promotion.label}\u00a0: inscrivez d’abord "
                    "cette personne."
                    for name in absent
                ]
            }
        )
