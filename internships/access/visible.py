"""What one sees of the stages."""

from typing import Any

from django.db.models import Q, QuerySet

from internships.models import (
    Absence,
    Accident,
    Assessment,
    Attestation,
    Avenant,
    Convention,
    ConventionQuerySet,
    Dispensation,
    Internship,
    InternshipPeriod,
    LogEntry,
    ProgressionStep,
    SchoolClauses,
    SearchEntry,
    SupportingPaper,
    Terms,
    Visit,
)
from internships.states import AssessmentKind, AssessmentState
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Promotion
from nrc_platform.people.states import Role
from nrc_platform.signatures.models import Signer, SigningRequest


def visible_internships(user: Viewer) -> QuerySet[Internship]:
    """
    Return the stages the person may see.

    - a student: their own; teachers: those of the classes they teach today, and those they are
      the referent of; office and head: all of the school;
    - a juror, the platform admin: none.
    """
    if not user.is_authenticated:
        return Internship.objects.none()
    followed = people.supervised_promotions(user).order_by().values("pk")
    referred = Terms.objects.in_force().filter(referent=user.pk).order_by().values("convention")
    return Internship.objects.filter(
        Q(student=user.pk) | Q(promotion__in=followed) | _as_referent(user, referred)
    )


def _as_referent(user: Viewer, referred: QuerySet[Terms, Any]) -> Q:
    # A former teacher of the school is the referent of nobody.
    if Role.TEACHER not in people.roles(user):
        return Q(pk__in=[])
    return Q(convention__in=referred)


def visible_conventions(user: Viewer) -> ConventionQuerySet:
    """Return the conventions of the stages the person may see."""
    stages = visible_internships(user).order_by().values("convention_id")
    return Convention.objects.filter(pk__in=stages)


def visible_avenants(user: Viewer) -> QuerySet[Avenant]:
    """Return the avenants of the conventions the person may see."""
    return Avenant.objects.filter(convention__in=visible_conventions(user))


def visible_attestations(user: Viewer) -> QuerySet[Attestation]:
    """Return the attestations of the stages the person may see."""
    return Attestation.objects.filter(internship__in=visible_internships(user))


def visible_periods(user: Viewer) -> QuerySet[InternshipPeriod]:
    """Return the periods of the classes the person may see, their own class for a student."""
    return InternshipPeriod.objects.filter(promotion__in=visible_classes(user))


def visible_steps(user: Viewer) -> QuerySet[ProgressionStep]:
    """Return the steps of the progression of the classes the person may see."""
    return ProgressionStep.objects.filter(promotion__in=visible_classes(user))


def visible_classes(user: Viewer) -> QuerySet[Promotion]:
    """Return the classes whose calendar of stages the person may open; the admin's: none."""
    if people.is_platform_admin(user):
        return Promotion.objects.none()
    return people.visible_promotions(user)


def followed_classes(user: Viewer) -> QuerySet[Promotion]:
    """Return the classes whose stages the person follows: taught, or of their school."""
    return people.supervised_promotions(user)


def _of_own_students(user: Viewer) -> Q:
    followed = people.supervised_promotions(user).order_by().values("pk")
    return Q(student=user.pk) | Q(promotion__in=followed)


def visible_search_entries(user: Viewer) -> QuerySet[SearchEntry]:
    """Return the search diaries: one's own, or those of the students one follows."""
    followed = people.supervised_promotions(user).order_by().values("pk")
    return SearchEntry.objects.filter(Q(student=user.pk) | Q(period__promotion__in=followed))


def visible_papers(user: Viewer) -> QuerySet[SupportingPaper]:
    """Return the supporting papers: one's own, or those of the students one follows."""
    return SupportingPaper.objects.filter(_of_own_students(user))


def visible_log_entries(user: Viewer) -> QuerySet[LogEntry]:
    """Return the logbooks: one's own, or those of the students one teaches; never the office."""
    taught = people.taught_promotions(user).order_by().values("pk")
    return LogEntry.objects.filter(Q(student=user.pk) | Q(promotion__in=taught))


def visible_absences(user: Viewer) -> QuerySet[Absence]:
    """Return the absences of the stages the person may see."""
    return Absence.objects.filter(internship__in=visible_internships(user))


def visible_accidents(user: Viewer) -> QuerySet[Accident]:
    """Return the accidents of the stages the person may see."""
    return Accident.objects.filter(internship__in=visible_internships(user))


def visible_visits(user: Viewer) -> QuerySet[Visit]:
    """Return the visits of the stages the person follows; a student sees theirs planned."""
    return Visit.objects.filter(internship__in=visible_internships(user))


def visible_assessments(user: Viewer) -> QuerySet[Assessment]:
    """
    Return the assessments the person may read.

    - the author's own drafts; the others once submitted;
    - the opinion of the student on the welcome: its author and the school, never the company
      (L124-4).
    """
    if not user.is_authenticated:
        return Assessment.objects.none()
    return Assessment.objects.filter(
        Q(state=AssessmentState.SUBMITTED)
        | Q(author=user.pk)
        | Q(kind=AssessmentKind.STUDENT, internship__student=user.pk),
        internship__in=visible_internships(user),
    )


def visible_dispensations(user: Viewer) -> QuerySet[Dispensation]:
    """Return the dispensations: one's own, or those of the students one follows."""
    return Dispensation.objects.filter(_of_own_students(user))


def visible_clauses(user: Viewer) -> QuerySet[SchoolClauses]:
    """Return the versions of the school's clauses: read by its office, its head, its teachers."""
    grants = people.open_grants(user).filter(role__in=[Role.OFFICE, Role.HEAD, Role.TEACHER])
    return SchoolClauses.objects.filter(school_id__in=grants.order_by().values("school_id"))


def visible_signing_requests(user: Viewer) -> QuerySet[SigningRequest]:
    """
    Return the rounds of signatures of what the person may see.

    - rounds of a convention, an avenant or an attestation: as what is signed.
    """
    signed: dict[str, QuerySet[Any]] = {
        "internships.convention": visible_conventions(user),
        "internships.avenant": visible_avenants(user),
        "internships.attestation": visible_attestations(user),
    }
    seen = Q(pk__in=[])
    for kind, rows in signed.items():
        seen |= Q(kind=kind, subject_id__in=rows.order_by().values("pk"))
    return SigningRequest.objects.filter(seen)


def visible_signers(user: Viewer) -> QuerySet[Signer]:
    """Return the signers of the rounds the person may see."""
    return Signer.objects.filter(request__in=visible_signing_requests(user))


def recordable_requests(user: Viewer) -> QuerySet[SigningRequest]:
    """
    Return the rounds in which the person vouches for signatures on paper.

    - teachers: of the classes they teach today; the office: of its school.
    """
    classes = Q(promotion__in=people.taught_promotions(user).order_by().values("pk")) | Q(
        promotion__school__in=people.office_schools(user).order_by().values("pk")
    )
    stages = Internship.objects.filter(classes).order_by()
    held = stages.values("convention_id")
    avenants = Avenant.objects.filter(convention__in=held).order_by()
    attestations = Attestation.objects.filter(internship__in=stages.values("pk")).order_by()
    return SigningRequest.objects.filter(
        Q(kind="internships.convention", subject_id__in=held)
        | Q(kind="internships.avenant", subject_id__in=avenants.values("pk"))
        | Q(kind="internships.attestation", subject_id__in=attestations.values("pk"))
    )
