"""Beginning a convention and writing in it, until it is sent to be signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from internships import access
from internships.facts.template import convention_template
from internships.models import (
    Convention,
    Internship,
    InternshipPeriod,
    SupportingPaper,
    Terms,
)
from internships.services import writing
from internships.states import ConventionKind, ConventionState, PaperKind, PaperState
from nrc_platform.companies.models import Company
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid, Stale
from nrc_platform.core.rows import change, insert
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people import access as people
from nrc_platform.people.models import Enrolment, Promotion, User

MAX_STUDENTS = 12
_S = ConventionState
_SIGNING = (
    "La convention est en signature\u00a0: ses clauses ne changent plus. «\u00a0Reprendre la "
    "convention\u00a0» annule les signatures déjà données et permet de la corriger."
)
_ENDED = "Cette convention est sans effet\u00a0: elle ne se modifie plus. Commencez-en une autre."
CLOSED: Mapping[str, str] = {
    _S.COMPANY_CHECK: "La convention est chez l’entreprise\u00a0: attendez sa réponse, ou faites "
    "renvoyer la convention pour la corriger.",
    _S.READY_TO_SIGN: _SIGNING,
    _S.PARTLY_SIGNED: _SIGNING,
    _S.SIGNED: "La convention est signée par tous\u00a0: seul un avenant la change.",
    _S.CLOSED: "La convention est close\u00a0: elle ne se modifie plus.",
    _S.TERMINATED: "La convention est rompue\u00a0: elle ne se modifie plus.",
    _S.REFUSED: _ENDED,
    _S.CANCELLED: _ENDED,
    _S.EXPIRED: _ENDED,
}


@service
def draft_convention(
    *,
    actor: User,
    student: User,
    promotion: Promotion,
    period: InternshipPeriod | None = None,
    kind: str = ConventionKind.INTERNSHIP,
    students: Sequence[User] | None = None,
    company: Company | None = None,
    values: Mapping[str, Any] | None = None,
) -> Convention:
    """
    Begin a convention for a student, or for the team of a project (req. 60); nothing is required.

    - dates come from the period, texts from the model, the referent from a teacher who begins it,
      address and insurance from what the student gave before;
    - `values` holds fields of the convention and of its terms;
    - one convention under way per student and period.
    """
    require(
        access.can_draft_convention(actor, student, promotion),
        "Une convention se commence pour soi-même, ou pour un étudiant que l’on suit.",
    )
    team = _team(student, students, kind)
    _check_team(team, promotion, period)
    writing.check_company(company, promotion.school_id)
    convention = insert(
        Convention(
            school=promotion.school,
            kind=kind,
            company=company,
            state_since=clock.now(),
            created_by=actor,
            **convention_template().defaults,
        )
    )
    _insert_parts(convention, team, promotion, period, actor)
    record(
        "internships.convention.draft",
        actor=actor,
        about=convention,
        school_id=convention.school_id,
        data={"kind": kind, "students": len(team), "period": period.pk if period else None},
    )
    if values:
        own = {name: value for name, value in values.items() if name not in writing.TERMS}
        terms = {name: value for name, value in values.items() if name in writing.TERMS}
        return write(writing.lock(convention.pk), actor=actor, values=own, terms=terms)
    return convention


def _insert_parts(
    convention: Convention,
    team: Sequence[User],
    promotion: Promotion,
    period: InternshipPeriod | None,
    actor: User,
) -> None:
    for member in team:
        insert(
            Internship(
                convention=convention,
                student=member,
                promotion=promotion,
                period=period,
                **_known_of(member),
            )
        )
    insert(_first_terms(convention, period, promotion, actor))


def _team(student: User, students: Sequence[User] | None, kind: str) -> list[User]:
    team = list(dict.fromkeys([student, *(students or [])]))
    if kind not in ConventionKind.values:
        raise Invalid({"kind": ["Choisissez un stage ou un projet."]})
    if kind == ConventionKind.INTERNSHIP and len(team) > 1:
        raise Invalid({"students": ["Une convention de stage est celle d’un seul étudiant."]})
    if len(team) > MAX_STUDENTS:
        raise Invalid({"students": [f"Un projet réunit {MAX_STUDENTS} étudiants au plus."]})
    return team


def _check_team(
    team: Sequence[User], promotion: Promotion, period: InternshipPeriod | None
) -> None:
    if period is not None and period.promotion_id != promotion.pk:
        raise Invalid({"period": [f"Choisissez une période de la classe {promotion.label}."]})
    rows = Enrolment.objects.filter(student__in=team, promotion=promotion)
    enrolled = set(rows.order_by().values_list("student_id", flat=True))
    absent = [str(member) for member in team if member.pk not in enrolled]
    if absent:
        raise Invalid(
            {
                "student": [
                    f"{name} n’est pas dans la classe {promotion.label}\u00a0: inscrivez d’abord "
                    "cette personne."
                    for name in absent
                ]
            }
        )


def _known_of(student: User) -> dict[str, str]:
    """Return what the student gave before: address of the last stage, accepted insurance."""
    last = (
        Internship.objects.filter(student=student)
        .exclude(address="")
        .order_by("-created_at", "id")
        .first()
    )
    paper = (
        SupportingPaper.objects.filter(
            student=student, kind=PaperKind.LIABILITY, state=PaperState.ACCEPTED
        )
        .order_by("-created_at", "id")
        .first()
    )
    return {
        "address": last.address if last else "",
        "liability_insurer": paper.insurer if paper else "",
        "liability_policy": paper.number if paper else "",
    }


def _first_terms(
    convention: Convention, period: InternshipPeriod | None, promotion: Promotion, actor: User
) -> Terms:
    return Terms(
        convention=convention,
        starts_on=period.starts_on if period else None,
        ends_on=period.ends_on if period else None,
        referent=actor if people.teaches(actor, promotion) else None,
    )


@service
def set_team(convention: Convention, *, actor: User, students: Sequence[User]) -> Convention:
    """Make those students the team of a project's convention that nobody signs yet."""
    row = writing.lock(convention.pk)
    require_unsent(row)
    require(access.can_edit_convention(actor, row))
    held = {each.student_id: each for each in row.internships.all()}
    promotion = next(iter(held.values())).promotion
    team = _team(students[0], students, row.kind)
    _check_team(team, promotion, None)
    wanted = {each.pk for each in team}
    coming = [each for each in team if each.pk not in held]
    leaving = [each.pk for key, each in held.items() if key not in wanted]
    if not coming and not leaving:
        return row
    row.internships.filter(pk__in=leaving).delete()
    for each in coming:
        insert(Internship(convention=row, student=each, promotion=promotion, **_known_of(each)))
    record(
        "internships.convention.set_team",
        actor=actor,
        about=row,
        school_id=row.school_id,
        data={"students": len(team)},
    )
    return writing.touch(writing.lock(row.pk))


def require_unsent(convention: Convention) -> None:
    """Refuse to write in a convention whose terms are settled, saying what to do instead."""
    if convention.state in CLOSED:
        raise DomainError(CLOSED[convention.state], code="illegal_move")


@service
def edit_convention(
    convention: Convention,
    *,
    actor: User,
    version: int,
    values: Mapping[str, Any],
    terms: Mapping[str, Any],
    breaks: Sequence[Mapping[str, Any]] | None = None,
    competences: Sequence[Any] | None = None,
    functions: Sequence[Any] | None = None,
    student_values: Mapping[Any, Mapping[str, Any]] | None = None,
    missions: Sequence[Mapping[str, Any]] | None = None,
) -> Convention:
    """
    Write what is given in a convention that nobody signs yet; what is not given stays.

    - `version` is the one the writer read: another one is `Stale`, nothing is overwritten;
    - `student_values` goes by the key of the internship;
    - `missions` are those the convention of a project covers, all of them.
    """
    row = writing.lock(convention.pk)
    require_unsent(row)
    require(
        access.can_edit_convention(actor, row),
        "Le lycée relit cette convention\u00a0: demandez-lui le changement."
        if row.state == _S.TEACHER_REVIEW
        else "Cette convention s’écrit par l’étudiant et par le lycée.",
    )
    if row.version != version:
        raise Stale(
            "Quelqu’un d’autre a modifié cette convention entre-temps. Comparez les deux "
            "versions\u00a0: rien n’est perdu."
        )
    return write(
        row,
        actor=actor,
        values=values,
        terms=terms,
        breaks=breaks,
        sets={"competences": competences, "functions": functions},
        students=student_values,
        missions=missions,
    )


def write(
    row: Convention,
    *,
    actor: User | None,
    values: Mapping[str, Any],
    terms: Mapping[str, Any],
    breaks: Sequence[Mapping[str, Any]] | None = None,
    sets: Mapping[str, Sequence[Any] | None] | None = None,
    students: Mapping[Any, Mapping[str, Any]] | None = None,
    missions: Sequence[Mapping[str, Any]] | None = None,
) -> Convention:
    """Write in a locked convention; its version grows once, and only if something changed."""
    held = writing.lock_terms(row)
    own = writing.tidy(Convention, values, writing.VALUES)
    kept = writing.tidy(Terms, terms, writing.TERMS)
    writing.follow_company(row, held, own, kept)
    writing.check_referent(row.school_id, held, kept)
    promotions = [each.promotion for each in row.internships.all()]
    writing.check_terms(held, kept, promotions=promotions)
    _, of_terms = change(held, kept)
    names = [*of_terms, *writing.write_sets(row, **(sets or {}))]
    if breaks is not None and writing.write_breaks(row, breaks):
        names.append("breaks")
    if missions is not None and writing.write_missions(row, missions):
        names.append("missions")
    names += writing.write_students(row, students or {})
    row, of_row = change(row, own)
    if names and not of_row:
        row = writing.touch(row)
    names += of_row
    if names:
        record(
            "internships.convention.edit",
            actor=actor,
            about=row,
            school_id=row.school_id,
            data={"fields": sorted(names)},
        )
    return row
