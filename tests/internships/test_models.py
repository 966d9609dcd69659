"""Each constraint of stages: the sentence people read, and the refusal of the database itself."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from internships.models import Convention, Internship, Terms
from nrc_platform.core import clock
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import check_row, insert
from nrc_platform.people.models import Promotion, User
from tests.internships import factories as make
from tests.internships.acts import make_convention
from tests.people.together import refusals, together

pytestmark = pytest.mark.django_db
EARLY = date(2020, 1, 1)


def broken(row: Any, **values: Any) -> Any:
    """Return the row with values that no service would write, a protected state included."""
    row.__dict__.update(values)
    return row


def alike(factory: Any, *names: str, **fields: Any) -> Any:
    """Return a second row, given the values of those columns of the first."""
    first, second = factory(**fields), factory(**fields)
    return broken(second, **{name: getattr(first, name) for name in names})


# constraint → what breaks it, and the sentence it says.
CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "progression_step_dates_ordered": (
        lambda: broken(make.ProgressionStepFactory(), ends_on=EARLY),
        "L’étape ne peut pas finir avant son début",
    ),
    "period_dates_ordered": (
        lambda: broken(make.InternshipPeriodFactory(), ends_on=EARLY),
        "La période ne peut pas finir avant son début",
    ),
    "period_label_unique": (
        lambda: alike(make.InternshipPeriodFactory, "promotion_id", "label"),
        "La classe a déjà une période de ce nom",
    ),
    "period_has_aim": (
        lambda: broken(make.InternshipPeriodFactory(), aim=""),
        "Ce champ ne peut pas être vide",
    ),
    "search_follow_up_after_contact": (
        lambda: broken(make.SearchEntryFactory(), follow_up_on=EARLY),
        "La relance vient après le contact",
    ),
    "paper_check_dated": (
        lambda: broken(make.SupportingPaperFactory(accepted=True), checked_at=None),
        "porte la date de sa vérification",
    ),
    "paper_refusal_has_reason": (
        lambda: broken(make.SupportingPaperFactory(refused=True), refusal_reason=""),
        "Dites pourquoi la pièce est refusée",
    ),
    "convention_number_unique": (
        lambda: alike(make.ConventionFactory, "school_id", "number", sent=True),
        "Ce numéro de convention est déjà pris",
    ),
    "convention_sent_is_numbered": (
        lambda: broken(make.ConventionFactory(sent=True), number=""),
        "porte un numéro et la date de son envoi",
    ),
    "convention_signed_is_dated": (
        lambda: broken(make.ConventionFactory(signed=True), signed_at=None),
        "porte la date de la dernière signature",
    ),
    "convention_termination_dated": (
        lambda: broken(make.ConventionFactory(terminated=True), ended_on=None),
        "Une rupture porte sa date et son motif",
    ),
    "convention_end_has_reason": (
        lambda: broken(make.ConventionFactory(cancelled=True), end_reason=""),
        "Dites pourquoi la convention est refusée ou annulée",
    ),
    "convention_return_has_message": (
        lambda: broken(make.ConventionFactory(returned=True), return_message=""),
        "Dites ce qu’il faut corriger",
    ),
    "internship_student_once": (
        lambda: alike(make.InternshipFactory, "student_id", "convention_id"),
        "Cet étudiant figure déjà dans la convention",
    ),
    "internship_one_draft_per_period": (
        lambda: alike(make.InternshipFactory, "student_id", "period_id"),
        "a déjà une convention en préparation pour cette période",
    ),
    "internship_no_show_says_whose": (
        lambda: broken(make.InternshipFactory(), outcome="no_show"),
        "Dites de quel fait le stage n’a pas eu lieu",
    ),
    "convention_mission_dates_ordered": (
        lambda: broken(make.ConventionMissionFactory(), ends_on=EARLY),
        "La mission ne peut pas finir avant son début",
    ),
    "avenant_number_unique": (
        lambda: alike(make.AvenantFactory, "convention_id", "number", cancelled=True),
        "a déjà un avenant de ce numéro",
    ),
    "avenant_one_open": (
        lambda: alike(make.AvenantFactory, "convention_id"),
        "Un avenant est déjà en cours",
    ),
    "avenant_signed_is_dated": (
        lambda: broken(make.AvenantFactory(signed=True), signed_at=None),
        "Un avenant signé porte la date",
    ),
    "avenant_has_reason": (
        lambda: broken(make.AvenantFactory(), reason=""),
        "Ce champ ne peut pas être vide",
    ),
    "avenant_end_has_reason": (
        lambda: broken(make.AvenantFactory(refused=True), end_reason=""),
        "Dites pourquoi l’avenant est refusé ou annulé",
    ),
    "terms_one_original": (
        lambda: alike(make.TermsFactory, "convention_id"),
        "a déjà ses clauses de départ",
    ),
    "terms_dates_ordered": (
        lambda: broken(make.TermsFactory(), ends_on=EARLY),
        "Le stage ne peut pas finir avant son début",
    ),
    "terms_rate_has_amount": (
        lambda: broken(make.TermsFactory(), gratification="rate"),
        "Indiquez le montant par heure",
    ),
    "break_dates_ordered": (
        lambda: broken(make.BreakFactory(), ends_on=EARLY),
        "Ces jours ne peuvent pas finir avant leur début",
    ),
    "break_is_foreseen": (
        lambda: broken(make.BreakFactory(), kind="absence"),
        "Une absence se note dans le suivi",
    ),
    "absence_dates_ordered": (
        lambda: broken(make.AbsenceFactory(), ends_on=EARLY),
        "L’absence ne peut pas finir avant son début",
    ),
    "absence_hours_of_one_day": (
        lambda: broken(make.AbsenceFactory(hours=3), ends_on=make.MONDAY + timedelta(days=1)),
        "se notent jour par jour",
    ),
    "visit_has_a_date": (
        lambda: broken(make.VisitFactory(), planned_at=None),
        "Indiquez quand la visite est prévue",
    ),
    "visit_held_is_reported": (
        lambda: broken(make.VisitFactory(held=True), report=""),
        "Écrivez en une phrase ce qui s’est dit",
    ),
    "assessment_kind_unique": (
        lambda: alike(make.AssessmentFactory, "internship_id", "kind"),
        "Ce bilan existe déjà pour ce stage",
    ),
    "assessment_submission_dated": (
        lambda: broken(make.AssessmentFactory(submitted=True), submitted_at=None),
        "Un bilan remis porte la date de sa remise",
    ),
    "attestation_one_per_internship": (
        lambda: alike(make.AttestationFactory, "internship_id"),
        "Ce stage a déjà son attestation",
    ),
    "attestation_signed_is_dated": (
        lambda: broken(make.AttestationFactory(signed=True), signed_on=None),
        "Une attestation signée porte sa date",
    ),
    "attestation_cancel_has_reason": (
        lambda: broken(make.AttestationFactory(cancelled=True), cancel_reason=""),
        "Dites pourquoi l’attestation est annulée",
    ),
    "dispensation_decision_once": (
        lambda: alike(make.DispensationFactory, "student_id", "promotion_id", "decision"),
        "Cette décision est déjà enregistrée",
    ),
    "clauses_number_unique": (
        lambda: alike(make.SchoolClausesFactory, "school_id", "number"),
        "Quelqu’un a enregistré une version entre-temps",
    ),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_constraint_says_its_sentence_and_holds_in_the_database(name: str) -> None:
    breaks, sentence = CASES[name]
    row = breaks()
    with pytest.raises(Invalid, match=sentence):
        check_row(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_no_constraint_is_left_out() -> None:
    named = {
        constraint.name
        for model in apps.get_app_config("internships").get_models()
        for constraint in model._meta.constraints
    }
    assert named == set(CASES)


def test_every_factory_makes_a_sound_row() -> None:
    for name, factory in vars(make).items():
        if name.endswith("Factory") and factory.__module__ == make.__name__:
            check_row(factory())


def test_a_settled_stage_leaves_the_period_free(alice: User, promotion: Promotion) -> None:
    period = make.InternshipPeriodFactory(promotion=promotion)
    fields = {"student": alice, "promotion": promotion, "period": period}
    make.InternshipFactory(**fields, settled=True)
    assert make.InternshipFactory(**fields).pk
    assert make.InternshipFactory(**(fields | {"period": None})).pk


@pytest.mark.django_db(transaction=True)
def test_two_rows_at_once_leave_one_stage_per_period(alice: User, promotion: Promotion) -> None:
    period = make.InternshipPeriodFactory(promotion=promotion)
    conventions = make.ConventionFactory.create_batch(2, school=promotion.school)
    given = together(
        *[
            lambda row=row: insert(  # type: ignore[misc]
                Internship(convention=row, student=alice, promotion=promotion, period=period)
            )
            for row in conventions
        ]
    )
    assert len(refusals(given)) == 1
    assert Internship.objects.count() == 1


# --- terms in force -------------------------------------------------------------------------


@pytest.fixture
def changed(alice: User, promotion: Promotion) -> Convention:
    """A signed convention whose avenant of 18 January lasts two weeks more."""
    row = make_convention(alice, promotion, signed=True)
    avenant = make.AvenantFactory(convention=row, signed=True, applies_on=date(2027, 1, 18))
    make.TermsFactory(convention=row, avenant=avenant, ends_on=date(2027, 2, 26))
    return row


def test_terms_hold_from_the_day_of_their_avenant(changed: Convention) -> None:
    def ends_on(day: date) -> date | None:
        return Terms.objects.effective(day).get(convention=changed).ends_on

    assert ends_on(date(2027, 1, 17)) == make.FRIDAY
    assert ends_on(date(2027, 1, 18)) == date(2027, 2, 26)
    assert Terms.objects.agreed().get(convention=changed).ends_on == date(2027, 2, 26)


@pytest.mark.parametrize("trait", ["draft", "sent", "partly_signed", "refused", "cancelled"])
def test_an_avenant_that_is_not_signed_changes_nothing(changed: Convention, trait: str) -> None:
    more = {} if trait == "draft" else {trait: True}
    avenant = make.AvenantFactory(convention=changed, applies_on=make.MONDAY, number=99, **more)
    make.TermsFactory(convention=changed, avenant=avenant, ends_on=date(2027, 6, 30))
    agreed = Terms.objects.agreed().get(convention=changed)
    assert agreed.ends_on == date(2027, 2, 26)
    assert Terms.objects.effective(clock.today()).get(convention=changed).ends_on == make.FRIDAY
