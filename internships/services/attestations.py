"""The attestation of a stage (D124-9): established once it is over, signed by the host alone."""

from dataclasses import dataclass
from datetime import date

from internships import access
from internships.facts import words
from internships.facts.attestation import attestation_facts
from internships.models import Attestation, Avenant, Convention, Internship, Terms
from internships.selectors.attested import Attested, attested_figures
from internships.selectors.printed import (
    ATTESTATION,
    CONVENTION,
    breaks_in_force,
    head_on,
    signer_facts,
)
from internships.selectors.signers import HOST_RANK, OF_DIRECTORY
from internships.services import printing, writing
from internships.services.review import need
from internships.services.sending import due_at
from internships.states import (
    COVERING,
    AttestationState,
    AvenantState,
    Outcome,
)
from nrc_platform.core import clock, dates
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError
from nrc_platform.core.rows import insert
from nrc_platform.documents import services as documents
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User
from nrc_platform.signatures import services as signatures
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import SigningRequest
from nrc_platform.signatures.states import Capacity, RequestState, SignerState

MAKERS = "L’attestation s’établit par l’équipe de la classe ou le bureau des stages."
NOT_COVERED = (
    "Une attestation s’établit sur un stage dont la convention est signée par tous. Celle-ci est "
    "dans l’état «\u00a0{state}\u00a0»."
)
TOO_EARLY = (
    "Le stage finit le {day}\u00a0: l’attestation s’établit ce jour-là au plus tôt, sur la durée "
    "effective."
)
AVENANT_OPEN = (
    "Un avenant est en cours, et il peut changer la durée\u00a0: faites-le signer, ou annulez-le, "
    "puis établissez l’attestation."
)
NO_SHOW = (
    "Le stage est noté «\u00a0non effectué\u00a0»\u00a0: il n’y a rien à attester. Corrigez son "
    "issue si c’est une erreur."
)
NO_HOURS = (
    "Ce stage ne compte aucune heure de présence\u00a0: il n’y a rien à attester. Vérifiez les "
    "absences et les jours sans présence."
)
OPEN_MONTH = (
    "Le minimum de la gratification n’est pas encore publié pour {months}\u00a0: la somme ne se "
    "calcule pas. Ajoutez la valeur dans les règles, puis établissez l’attestation."
)
NO_SIGNATORY = (
    "La convention ne nomme pas de représentant de l’entreprise\u00a0: personne ne peut signer "
    "l’attestation."
)
WHY = "Dites pourquoi l’attestation est annulée."


@dataclass(frozen=True)
class _Stage:
    """A stage over, its convention locked, and who signs for the host."""

    row: Internship
    terms: Terms
    ends_on: date
    signer: SignerSpec


@service
def make_attestation(internship: Internship, *, actor: User) -> Attestation:
    """
    Establish the attestation of a stage that is over, and have the host sign it.

    - not before the last day: the one agreed, or that of a rupture;
    - its hours are those done, absences and days without presence subtracted; its sum is that of
      those hours, month by month; both are frozen with its round;
    - one for each stage: a wrong one is cancelled first.
    """
    convention = writing.lock(internship.convention_id)
    row = Internship.objects.select_related("student", "promotion").get(pk=internship.pk)
    row.convention = convention
    if convention.state not in COVERING:
        state = convention.get_state_display()
        raise DomainError(NOT_COVERED.format(state=state), code="not_covered")
    require(access.can_make_attestation(actor, row), MAKERS)
    stage = _over(row)
    figures = attested_figures(row)
    _check_figures(figures)
    attestation = insert(
        Attestation(
            internship=row,
            hours=figures.hours,
            paid_cents=figures.paid_cents or 0,
            made_at=clock.now(),
            made_by=actor,
        )
    )
    record(
        "internships.attestation.make",
        actor=actor,
        about=attestation,
        school_id=convention.school_id,
        data={"hours": str(figures.hours), "paid_cents": attestation.paid_cents},
    )
    _have_signed(attestation, stage, figures, actor)
    return attestation


def _over(row: Internship) -> _Stage:
    """Return the stage as it ended, or refuse one that is not over, or never was."""
    convention = row.convention
    if row.outcome == Outcome.NO_SHOW:
        raise DomainError(NO_SHOW, code="no_show")
    under_way = (AvenantState.DRAFT, AvenantState.READY_TO_SIGN, AvenantState.PARTLY_SIGNED)
    if Avenant.objects.filter(convention=convention, state__in=under_way).exists():
        raise DomainError(AVENANT_OPEN, code="avenant_open")
    terms = Terms.objects.agreed().with_people().get(convention=convention)
    ends_on = convention.ended_on or terms.ends_on
    if ends_on is None or clock.today() < ends_on:
        day = dates.short_day(ends_on) if ends_on else "un jour à fixer"
        raise DomainError(TOO_EARLY.format(day=day), code="not_over")
    return _Stage(row, terms, ends_on, _signer(convention))


def _check_figures(figures: Attested) -> None:
    if figures.hours <= 0:
        raise DomainError(NO_HOURS, code="no_hours")
    if figures.open_months:
        months = ", ".join(words.month(each) for each in figures.open_months)
        raise DomainError(OPEN_MONTH.format(months=months), code="no_rate")


def _signer(convention: Convention) -> SignerSpec:
    """Return who signs for the host: whoever signed the convention for it, else its contact."""
    rounds = SigningRequest.objects.about(CONVENTION, convention.pk)
    done = rounds.filter(state=RequestState.COMPLETE).first()
    signed = done.signers.filter(state=SignerState.SIGNED) if done else ()
    contact = convention.signatory
    name = convention.company.legal_name if convention.company else ""
    for row in signed:
        if Capacity.HOST_SIGNATORY in row.capacities:
            return SignerSpec(
                capacity=Capacity.HOST_SIGNATORY,
                rank=HOST_RANK,
                name=row.name,
                quality=row.quality,
                organisation=row.organisation,
                email=row.email,
                phone=row.phone,
                address_source=row.address_source,
            )
    if contact is None:
        raise DomainError(NO_SIGNATORY, code="no_signatory")
    return SignerSpec(
        capacity=Capacity.HOST_SIGNATORY,
        rank=HOST_RANK,
        name=str(contact),
        quality=contact.function,
        organisation=name,
        email=contact.email,
        phone=contact.phone,
        address_source=OF_DIRECTORY,
    )


def _have_signed(attestation: Attestation, stage: _Stage, figures: Attested, actor: User) -> None:
    convention, today = stage.row.convention, clock.today()
    facts = attestation_facts(
        attestation,
        terms=stage.terms,
        ends_on=stage.ends_on,
        duration=figures.duration,
        issued_on=today,
        head=head_on(convention.school, today),
        signers=signer_facts([stage.signer]),
        breaks=breaks_in_force(convention),
        absence_hours=figures.absence_hours,
        months=figures.months,
        reference=documents.new_reference(),
    )
    request = signatures.open_request(
        school=convention.school,
        kind=ATTESTATION,
        subject_id=attestation.pk,
        title=f"Attestation, convention {convention.number}",
        label=f"attestation de stage de {stage.row.student}",
        due_at=due_at(None),
        facts=facts.as_dict(),
        template=facts.template,
        signers=[stage.signer],
        actor=actor,
    )
    printing.print_round(request, actor=actor)


@service
def cancel_attestation(attestation: Attestation, *, actor: User, reason: str) -> Attestation:
    """
    Take a wrong attestation back; another may then be established.

    Its round, if it is open, is void and kept; its document holds no more.
    """
    internship = Internship.objects.get(pk=attestation.internship_id)
    convention = writing.lock(internship.convention_id)
    row = Attestation.objects.select_for_update(of=("self",)).get(pk=attestation.pk)
    row.internship = Internship.objects.select_related("promotion").get(pk=internship.pk)
    if row.state == AttestationState.CANCELLED:
        raise DomainError(
            "Cette attestation est déjà annulée. Rechargez la page.", code="illegal_move"
        )
    require(access.can_cancel_attestation(actor, row), MAKERS)
    why = need("reason", reason, WHY, most=300)
    held = SigningRequest.objects.about(ATTESTATION, row.pk).open().first()
    if held is not None:
        signatures.void_request(held, actor=actor, reason=why)
    documents.withdraw(key=f"{ATTESTATION}:{row.pk}", actor=actor)
    row = moves.apply(row, "cancel", actor=actor, reason=why, cancel_reason=why)
    row.internship.convention = convention
    return row
