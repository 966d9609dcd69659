"""What people ask to be printed: the round just opened, a calendar, a class, a blank form."""

from internships import access
from internships.models import Convention, InternshipPeriod, SchoolClauses
from internships.selectors.blank_forms import BLANK_FORMS, member_schools
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError
from nrc_platform.jobs import services as jobs
from nrc_platform.jobs.models import Job
from nrc_platform.journal.moves import service
from nrc_platform.people.models import School, User
from nrc_platform.signatures.models import SigningRequest

# What a round of each kind is printed by.
RENDERERS = {
    "internships.convention": "internships.render_convention",
    "internships.avenant": "internships.render_avenant",
    "internships.attestation": "internships.render_attestation",
}


@service
def print_round(request: SigningRequest, *, actor: User) -> Job:
    """File the printing of what a round has just frozen; asked twice, it is the same job."""
    return jobs.file(
        RENDERERS[request.kind],
        key=f"{request.kind}:{request.subject_id}:{request.round}",
        label=f"PDF\u00a0: {request.title}",
        owner_id=actor.pk,
        school_id=request.school_id,
        request=str(request.pk),
    )


def _ask(kind: str, key: str, label: str, *, actor: User, school: School, **ids: str) -> Job:
    """
    File a printing that may be asked again: while one is under way it is given back.

    What was asked before may have changed since, so a finished job is no answer.
    """
    under_way = Job.objects.under_way().filter(key__startswith=f"{key}:").first()
    if under_way is not None:
        return under_way
    done = Job.objects.filter(key__startswith=f"{key}:").count()
    return jobs.file(
        kind,
        key=f"{key}:{done + 1}",
        label=label,
        owner_id=actor.pk,
        school_id=school.pk,
        **ids,
    )


@service
def ask_class_pack(period: InternshipPeriod, *, actor: User) -> Job:
    """File the ZIP of all the sent conventions of a period, for whoever follows the class."""
    require(access.can_draft_for_class(actor, period.promotion))
    return _ask(
        "internships.class_pack",
        f"internships.class_pack:{period.pk}",
        f"Lot de la classe\u00a0: {period.label}, {period.promotion.label}",
        actor=actor,
        school=period.promotion.school,
        period=str(period.pk),
    )


@service
def ask_calendar(convention: Convention, *, actor: User) -> Job:
    """File the calendar of a convention, for whoever may see it."""
    require(access.visible_conventions(actor).filter(pk=convention.pk).exists())
    return _ask(
        "internships.render_calendar",
        f"internships.calendar:{convention.pk}",
        "Calendrier du stage",
        actor=actor,
        school=convention.school,
        convention=str(convention.pk),
    )


@service
def ask_clauses_preview(clauses: SchoolClauses, convention: Convention, *, actor: User) -> Job:
    """File the preview of a version of the clauses on a real convention, for its office."""
    require(access.can_edit_clauses(actor, clauses.school))
    if convention.school_id != clauses.school_id:
        raise DomainError(
            "Cette convention n’est pas de l’établissement\u00a0: choisissez-en une."
        )
    return _ask(
        "internships.preview_clauses",
        f"internships.preview_clauses:{clauses.pk}",
        f"Aperçu des clauses, version {clauses.number}",
        actor=actor,
        school=clauses.school,
        clauses=str(clauses.pk),
        convention=str(convention.pk),
    )


@service
def ask_blank_form(school: School, form: str, *, actor: User) -> Job:
    """File the printing of a blank form, for whoever belongs to the school."""
    require(form in BLANK_FORMS and member_schools(actor).filter(pk=school.pk).exists())
    return _ask(
        "internships.render_blank",
        f"internships.blank:{form}:{school.pk}",
        f"Formulaire vierge\u00a0: {BLANK_FORMS[form][0]}",
        actor=actor,
        school=school,
        holder=str(school.pk),
        form=form,
    )
