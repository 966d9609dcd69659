"""Beginning a project and writing what defines it."""

from collections.abc import Mapping, Sequence
from typing import Any

from curriculum.models import ProjectPhase
from internships.services.writing import check_company, tidy
from internships.states import WITHOUT_EFFECT
from nrc_platform.companies.models import Company
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import insert
from nrc_platform.journal.moves import service
from nrc_platform.people import access as people
from nrc_platform.people.models import Promotion, User
from projects import access
from projects.models import Member, Phase, Project
from projects.services import writing

TEXTS = (
    "title",
    "need",
    "environment",
    "opportunities",
    "theme",
    "solution",
    "offer",
    "clientele",
    "negotiation_scope",
    "resources",
    "integration",
    "student_purpose",
    "commissioner_purpose",
    "turnover_impact",
    "complements",
    "transfer",
    "modalities_weekly",
    "modalities_stage",
)
VALUES = frozenset(
    {
        *TEXTS,
        "company",
        "sponsor",
        "clienteles",
        "starts_on",
        "ends_on",
        "in_weekly_hours",
        "weekly_hours",
        "stage_hours",
        "personal_hours",
    }
)
# What a change of those fields may break at once.
REFUSES: Mapping[str, tuple[str, ...]] = {
    "starts_on": ("project.training", "mission.before"),
    "ends_on": ("project.training",),
    "company": ("mission.company",),
}
# Once agreed, the dates stay those of the convention and of its stages.
OF_CONVENTION = ("project.convention_period", "project.stage_periods")


@service
def create_project(
    *,
    actor: User,
    promotion: Promotion,
    company: Company,
    supervisor: User,
    title: str,
    students: Sequence[User] = (),
    values: Mapping[str, Any] | None = None,
) -> Project:
    """
    Begin a project with its three partners, and its seven phases to go through.

    - a student begins it for a team they are of; a teacher for any team of the class;
    - a supervisor who teaches something else is refused (req. 53).
    """
    require(
        access.can_create_project(actor, promotion),
        "Un projet se commence dans sa classe, par un étudiant ou par un enseignant.",
    )
    team = list(dict.fromkeys(students))
    if not people.teaches(actor, promotion) and actor not in team:
        team.insert(0, actor)
    if not team:
        raise Invalid({"students": ["Choisissez au moins un étudiant."]})
    writing.require_enrolled(team, promotion)
    check_company(company, promotion.school_id)
    row = insert(
        Project(
            school=promotion.school,
            promotion=promotion,
            company=company,
            supervisor=supervisor,
            state_since=clock.now(),
            created_by=actor,
            **tidy(Project, {"title": title}, VALUES),
        )
    )
    today = clock.today()
    for student in team:
        insert(Member(project=row, student=student, starts_on=today))
    for rank, node in enumerate(_phases(), start=1):
        insert(Phase(project=row, node=node, rank=rank))
    writing.note(row, "create", actor, students=len(team))
    writing.require_rules(row.pk, "project.supervisor", "project.supervisor_subject")
    return _write(writing.lock(row.pk), values or {}, actor=actor)


def _phases() -> list[ProjectPhase]:
    """Return the phases of the référentiel loaded first."""
    rows = ProjectPhase.objects.active().select_related("referentiel")
    found = list(rows.order_by("referentiel__created_at", "referentiel__code", "rank"))
    own = [node for node in found if node.referentiel_id == found[0].referentiel_id]
    if not own:
        raise DomainError(
            "Le référentiel n’est pas encore chargé\u00a0: demandez-le à l’administrateur de la "
            "plateforme."
        )
    return own


@service
def save_definition(
    project: Project, *, actor: User, version: int, values: Mapping[str, Any]
) -> Project:
    """
    Keep what is written, complete or not; what is not given stays.

    - `version` is the one the writer read: another one is `Stale`, nothing is overwritten;
    - a project as long as the training, or that begins before one of its missions ends, is
      refused at once (req. 94, 121).
    """
    row = writing.lock(project.pk)
    require(access.can_edit_project(actor, row), writing.NOT_YOURS)
    writing.require_version(row, version)
    return _write(row, values, actor=actor)


def _write(row: Project, values: Mapping[str, Any], *, actor: User) -> Project:
    kept = tidy(Project, values, VALUES)
    if "clienteles" in kept:
        kept["clienteles"] = sorted(kept["clienteles"])
    if "company" in kept and kept["company"] != row.company:
        _change_company(row, kept)
    changed = writing.write(row, kept)
    if not changed:
        return row
    writing.note(row, "edit", actor, fields=sorted(changed))
    broken = {name for field in changed for name in REFUSES.get(field, ())}
    if {"starts_on", "ends_on"} & set(changed) and not row.is_writable:
        broken.update(OF_CONVENTION)
    if broken:
        writing.require_rules(row.pk, *broken)
    return row


def _change_company(row: Project, kept: dict[str, Any]) -> None:
    """Let another company in while nothing is agreed; its professional is another one."""
    check_company(kept["company"], row.school_id)
    if kept["company"] is None:
        raise Invalid({"company": ["Un projet a une entreprise commanditaire."]})
    held = row.convention
    if not row.is_writable or (held is not None and held.state not in WITHOUT_EFFECT):
        raise Invalid(
            {
                "company": [
                    "La convention du projet est faite avec cette entreprise\u00a0: annulez-la "
                    "d’abord."
                ]
            }
        )
    kept.setdefault("sponsor", None)
