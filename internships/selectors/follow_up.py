"""Reads of the page of a stage: hours done and planned, contacts, papers of the end."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from internships import access
from internships.facts.accident import AccidentFacts, accident_facts
from internships.facts.happened import missed
from internships.facts.life import AssessmentLine, FollowUp
from internships.models import (
    Absence,
    Accident,
    Assessment,
    Attestation,
    Internship,
    Terms,
)
from internships.rules.calendar import Schedule, Span
from internships.rules.gratification import minimum_rate
from internships.rules.hours import presence_hours
from internships.selectors.pages import ATTESTATION, current_document
from internships.selectors.places import stage_state
from internships.selectors.printed import breaks_in_force, schedule_of, terms_in_order
from internships.selectors.rates import ceilings_of, figures_on
from internships.states import (
    AssessmentKind,
    AttestationState,
    Gratification,
)
from nrc_platform.core import clock
from nrc_platform.people.access import Viewer, teaches
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.states import AWAITED

CONTACTS_WANTED = 2
NO_TERMS = Terms()


def internship_of(user: Viewer, internship_id: UUID) -> Internship | None:
    """Return the stage among those the person may see, its people loaded. 2 queries."""
    rows = access.visible_internships(user).select_related(
        "student", "promotion__school", "period", "convention__company", "convention__school"
    )
    found: Internship | None = (
        rows.prefetch_related("convention__internships__promotion")
        .filter(pk=internship_id)
        .first()
    )
    return found


def planned_schedule(internship: Internship, terms: Sequence[Terms]) -> Schedule:
    """Return what was agreed, after the signed avenants and a rupture. One query."""
    schedule = schedule_of(terms, breaks_in_force(internship.convention))
    ended = internship.convention.ended_on
    return schedule.until(ended) if ended else schedule


def with_absences(schedule: Schedule, absences: Sequence[Absence]) -> Schedule:
    """Return the schedule less what the student missed."""
    return replace(schedule, breaks=(*schedule.breaks, *map(missed, absences)))


def follow_up(user: Viewer, row: Internship) -> FollowUp:
    """Return what the page of a stage shows to that person; accidents alone add queries."""
    terms = terms_in_order(row.convention)
    current = next((each for each in reversed(terms) if _applies(each, clock.today())), NO_TERMS)
    planned = planned_schedule(row, terms)
    absences = list(row.absences.order_by("starts_on", "id"))
    effective = with_absences(planned, absences)
    span = planned.span
    attestations = list(row.attestations.order_by("-made_at", "id"))
    attested = any(each.state == AttestationState.SIGNED for each in attestations)
    visits = list(access.visible_visits(user).filter(internship=row).select_related("teacher"))
    facts = FollowUp(
        row=row,
        terms=current,
        state="attested" if attested else stage_state(row, terms[-1] if terms else None),
        starts_on=span.starts_on if span else None,
        ends_on=span.ends_on if span else None,
        planned=presence_hours(planned),
        done=_until_today(effective),
        expected=presence_hours(effective),
        absences=absences,
        accidents=_accidents(row, terms),
        visits=visits,
        assessments=_assessments(user, row),
        attestations=attestations,
        log_count=_log_count(user, row),
    )
    attestation = facts.attestation
    if attestation is not None:
        facts = replace(
            facts,
            has_document=current_document(ATTESTATION, attestation.pk) is not None,
            awaited=_awaited_signer(attestation),
        )
    return replace(facts, warnings=tuple(_warnings(facts)))


def _applies(terms: Terms, day: date) -> bool:
    return terms.avenant is None or terms.avenant.applies_on <= day


def _until_today(schedule: Schedule) -> Decimal:
    span = schedule.span
    if span is None:
        return Decimal(0)
    return presence_hours(schedule, Span(span.starts_on, clock.today()))


def hourly_cents(terms: Terms) -> int | None:
    """Return what is paid over the minimum by the hour, none when nothing is."""
    return terms.hourly_cents if terms.gratification == Gratification.RATE else None


def _accidents(row: Internship, terms: Sequence[Terms]) -> list[AccidentFacts]:
    return [_accident(row, terms, each) for each in row.accidents.order_by("-happened_at", "id")]


def _accident(row: Internship, terms: Sequence[Terms], accident: Accident) -> AccidentFacts:
    """Return what to say of an accident, by the terms and the minimum of its day. 3 queries."""
    day = timezone.localtime(accident.happened_at).date()
    school = row.promotion.school
    held = [each for each in terms if _applies(each, day)]
    minimum = minimum_rate(day, figures_on(day, school), ceilings_of([day.year], school))
    return accident_facts(
        accident,
        hourly_cents=hourly_cents(held[-1]) if held else None,
        minimum_cents=None if minimum is None else int(minimum),
    )


def _awaited_signer(attestation: Attestation) -> UUID | None:
    """Return the signer whose paper is still to be recorded, none once it is. One query."""
    rounds = SigningRequest.objects.about(ATTESTATION, attestation.pk)
    signers = Signer.objects.filter(request__in=rounds.order_by(), state__in=AWAITED)
    return signers.order_by("rank", "id").values_list("pk", flat=True).first()


def _log_count(user: Viewer, row: Internship) -> int | None:
    """Return how many notes of the logbook are about the stage, to whoever may read them."""
    if row.student_id != user.pk and not teaches(user, row.promotion):
        return None
    return int(row.log_entries.count())


def _assessments(user: Viewer, row: Internship) -> list[AssessmentLine]:
    shown = {each.kind: each for each in access.visible_assessments(user).filter(internship=row)}
    # That the tutor was asked is known to whoever follows the stage; what they write is not yet.
    asked = Assessment.objects.filter(internship=row, kind=AssessmentKind.TUTOR).first()
    lines = []
    for kind, label in AssessmentKind.choices:
        held = shown.get(kind) or (asked if kind == AssessmentKind.TUTOR else None)
        draft = held is None or held.state == "draft"
        lines.append(
            AssessmentLine(
                kind=kind,
                label=label,
                row=held,
                can_write=draft and access.can_write_assessment(user, row, kind),
                can_read=held is not None and held.state == "submitted" and kind in shown,
            )
        )
    return lines


def _warnings(facts: FollowUp) -> list[str]:
    """Return what deserves a look on this page; rules that bind are findings elsewhere."""
    found = []
    held = [visit for visit in facts.visits if visit.held_on is not None]
    if facts.state in {"running", "attested"} and len(held) < CONTACTS_WANTED:
        count = "aucun contact" if not held else "qu’un contact"
        found.append(
            f"Le journal ne porte {count} avec l’entreprise\u00a0; il en faut au moins deux "
            "pendant le stage (code de l’éducation, L124-1)."
        )
    if facts.is_over and facts.attestation is None and facts.state != "interrupted":
        found.append(
            "Le stage est fini, son attestation n’est pas établie\u00a0: sans elle, ses semaines "
            "ne comptent pas."
        )
    if any(each.is_late for each in facts.accidents):
        found.append("Les 48\u00a0heures pour déclarer l’accident sont passées.")
    return found
