"""Avenants: what each kind may change, from when, in words when it may not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from internships.models import Avenant, Break, Convention, Terms
from internships.services import avenants
from internships.states import HOURS_FIELDS
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale
from nrc_platform.people.models import Promotion, User
from tests.companies.factories import ContactFactory, SiteFactory
from tests.internships.acts import make_convention, terms_of
from tests.internships.factories import (
    FRIDAY,
    MONDAY,
    AttestationFactory,
    AvenantFactory,
    TermsFactory,
)
from tests.people.together import refusals, together

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
STOP = {"kind": "interruption", "starts_on": date(2027, 1, 18), "ends_on": date(2027, 1, 22)}


@pytest.fixture
def row(alice: User, bob: User, promotion: Promotion) -> Convention:
    """Alice's convention, signed by all, six weeks from 4 January."""
    return make_convention(alice, promotion, signed=True, referent=bob)


def draft(row: Convention, actor: User, kind: str = "dates", **more: Any) -> Avenant:
    """Write an avenant that adds a week, or what is asked."""
    given: dict[str, Any] = {
        "reason": "L’entreprise le demande.",
        "applies_on": MONDAY,
        "changes": {"ends_on": FRIDAY + WEEK} if kind == "dates" else {},
        **more,
    }
    return avenants.draft_avenant(row, actor=actor, kind=kind, **given)


def written(avenant: Avenant) -> Terms:
    """Return the terms of an avenant."""
    return Terms.objects.get(avenant=avenant)


def test_it_is_a_whole_copy_of_the_terms_agreed_with_the_change(
    row: Convention, bob: User
) -> None:
    avenant = draft(row, bob)
    assert (avenant.number, avenant.state, avenant.created_by) == (1, "draft", bob)
    before, after = terms_of(row), written(avenant)
    assert (after.starts_on, after.ends_on) == (MONDAY, FRIDAY + WEEK)
    for name in ("tutor", "referent", "subject", "pattern", "gratification", "timetable"):
        assert getattr(after, name) == getattr(before, name)


def test_until_it_is_signed_nothing_changes(row: Convention, bob: User) -> None:
    draft(row, bob)
    assert Terms.objects.agreed().get(convention=row).ends_on == FRIDAY


def test_each_kind_changes_what_it_names(row: Convention, bob: User, charlie: User) -> None:
    company = row.company
    tutor, site = ContactFactory(company=company), SiteFactory(company=company)
    cases: list[tuple[str, dict[str, Any]]] = [
        ("dates", {"starts_on": MONDAY + WEEK, "ends_on": FRIDAY + WEEK}),
        ("place", {"site": site, "department": "Agence de Saumur"}),
        ("tutor", {"tutor": tutor}),
        ("referent", {"referent": charlie}),
        ("subject", {"subject": "Salon des artisans", "activities": "Tenue du stand"}),
        ("hours", {"friday_hours": Decimal(4), "timetable": "9 h à 13 h le vendredi"}),
        ("gratification", {"gratification": "rate", "hourly_cents": 500}),
        ("termination", {"ends_on": FRIDAY - WEEK}),
    ]
    for kind, changes in cases:
        avenant = draft(row, bob, kind, changes=changes)
        after = written(avenant)
        assert {name: getattr(after, name) for name in changes} == changes
        avenants.cancel_avenant(avenant, actor=bob, reason="Autre essai.")
    assert Avenant.objects.get(convention=row, number=8).kind == "termination"


def test_an_interruption_adds_days_without_presence(row: Convention, bob: User) -> None:
    avenant = draft(
        row, bob, "interruption", changes={"ends_on": FRIDAY + WEEK}, breaks=[{**STOP}]
    )
    [line] = Break.objects.filter(avenant=avenant)
    assert (line.kind, line.starts_on, line.ends_on) == tuple(STOP.values())
    assert written(avenant).ends_on == FRIDAY + WEEK


def test_without_a_rate_the_amount_of_an_hour_is_forgotten(
    alice: User, bob: User, promotion: Promotion
) -> None:
    paid = {"gratification": "rate", "hourly_cents": 500}
    row = make_convention(alice, promotion, signed=True, referent=bob, terms=paid)
    avenant = draft(row, bob, "gratification", changes={"gratification": "none"})
    assert written(avenant).hourly_cents is None


# --- when -------------------------------------------------------------------------------------


@pytest.mark.req(58, rule="internships.services.avenants._require_open")
@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("partly_signed", "Un avenant change une convention signée par tous"),
        ("closed", "La convention est close"),
        ("terminated", "La convention est rompue"),
    ],
)
def test_only_a_signed_convention_is_changed(
    state: str, said: str, alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, referent=bob, **{state: True})
    with pytest.raises(DomainError, match=said) as refused:
        draft(row, bob)
    assert not isinstance(refused.value, NotAllowed)


def test_only_the_class_and_the_office_write_one(
    row: Convention, alice: User, charlie: User, emil: User
) -> None:
    for person in (alice, charlie):
        with pytest.raises(NotAllowed, match="par l’équipe de la classe ou le bureau"):
            draft(row, person)
    assert draft(row, emil).number == 1


@pytest.mark.req(61, rule="avenant_one_open")
def test_one_is_under_way_at_a_time(row: Convention, bob: User) -> None:
    first = draft(row, bob)
    with pytest.raises(Invalid, match="Un avenant est déjà en cours"):
        draft(row, bob, changes={"ends_on": FRIDAY + 2 * WEEK})
    avenants.cancel_avenant(first, actor=bob, reason="Sans objet.")
    assert draft(row, bob).number == 2


@pytest.mark.django_db(transaction=True)
def test_of_five_who_write_at_once_one_succeeds(row: Convention, bob: User) -> None:
    given = together(*[lambda: draft(row, bob) for _click in range(5)])
    assert len(refusals(given)) == 4
    assert Avenant.objects.count() == 1


def test_not_once_the_stage_is_attested(row: Convention, bob: User) -> None:
    made = AttestationFactory(internship=row.internships.get())
    with pytest.raises(DomainError, match="L’attestation de ce stage est déjà établie"):
        draft(row, bob)
    type(made).objects.filter(pk=made.pk).update(state="cancelled", cancel_reason="Fausse.")
    assert draft(row, bob).number == 1


def test_never_before_the_signed_avenant_that_came_first(row: Convention, bob: User) -> None:
    first = AvenantFactory(convention=row, number=1, signed=True, applies_on=date(2027, 1, 18))
    TermsFactory(convention=row, avenant=first, ends_on=FRIDAY + WEEK)
    with pytest.raises(Invalid, match="ne peut pas prendre effet avant lui") as refused:
        draft(row, bob, changes={"ends_on": FRIDAY}, applies_on=date(2027, 1, 15))
    assert "L’avenant n°\u00a01 prend effet le" in refused.value.message
    second = draft(row, bob, changes={"ends_on": FRIDAY}, applies_on=date(2027, 1, 18))
    assert (second.number, written(second).ends_on) == (2, FRIDAY)


def test_never_before_the_convention_itself(row: Convention, bob: User) -> None:
    with pytest.raises(Invalid, match="un avenant ne prend pas effet avant elle"):
        draft(row, bob, applies_on=date(2026, 9, 1))


def test_never_after_the_last_day(row: Convention, bob: User) -> None:
    for changes, day in (
        ({"ends_on": FRIDAY + WEEK}, FRIDAY + timedelta(days=3)),
        ({"ends_on": FRIDAY - WEEK}, FRIDAY),
    ):
        with pytest.raises(Invalid, match="l’avenant prend effet ce jour-là au plus tard"):
            draft(row, bob, changes=changes, applies_on=day)


def test_a_first_day_that_moves_leaves_no_days_before_it(row: Convention, bob: User) -> None:
    with pytest.raises(Invalid, match="choisissez «\u00a0interruption\u00a0»"):
        draft(
            row, bob, changes={"starts_on": MONDAY + WEEK}, applies_on=MONDAY + timedelta(days=2)
        )


# --- what -------------------------------------------------------------------------------------

LATE = {**STOP, "starts_on": FRIDAY, "ends_on": FRIDAY + WEEK}
REVERSED = {**STOP, "starts_on": date(2027, 1, 22), "ends_on": date(2027, 1, 18)}
REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "nothing changes": ("dates", {"changes": {"ends_on": FRIDAY}}, "Rien ne change"),
    "no change at all": ("subject", {"changes": {}}, "Rien ne change"),
    "a field of another kind": ("dates", {"changes": {"subject": "X"}}, "ne se modifie pas ici"),
    "a kind nobody knows": ("holidays", {"changes": {}}, "ce que l’avenant change"),
    "no reason": ("dates", {"reason": " "}, "le motif est imprimé sur l’avenant"),
    "reversed": ("dates", {"changes": {"ends_on": date(2027, 1, 1)}}, "ne peut pas finir avant"),
    "no last day": ("dates", {"changes": {"ends_on": None}}, "Indiquez le dernier jour"),
    "after the class": ("dates", {"changes": {"ends_on": date(2028, 6, 1)}}, "La classe va du"),
    "no tutor": ("tutor", {"changes": {"tutor": None}}, "Choisissez qui devient tuteur"),
    "no subject": ("subject", {"changes": {"subject": " "}}, "Écrivez le sujet"),
    "a day of 25 hours": ("hours", {"changes": {"friday_hours": Decimal(25)}}, "Un jour compte"),
    "no hours": (
        "hours",
        {"changes": dict.fromkeys(HOURS_FIELDS, Decimal(0))},
        "La semaine n’a plus aucune heure",
    ),
    "no amount": (
        "gratification",
        {"changes": {"gratification": "rate"}},
        "Indiquez le montant par heure",
    ),
    "no stop": ("interruption", {"changes": {}}, "Indiquez les jours où le stage s’arrête"),
    "a stop elsewhere": ("dates", {"breaks": [STOP]}, "choisissez cet objet"),
    "a stop outside": ("interruption", {"breaks": [LATE]}, "L’arrêt est hors du stage"),
    "a stop reversed": ("interruption", {"breaks": [REVERSED]}, "L’arrêt ne peut pas finir"),
    "a stop twice": ("interruption", {"breaks": [STOP, STOP]}, "prévoit déjà un arrêt du"),
    "an absence": (
        "interruption",
        {"breaks": [{**STOP, "kind": "absence"}]},
        "Une absence se note dans le suivi",
    ),
    "a stop without days": (
        "interruption",
        {"breaks": [{"kind": "closure"}]},
        "le premier et le dernier jour de l’arrêt",
    ),
    "a rupture that ends nothing": (
        "termination",
        {"changes": {"ends_on": FRIDAY + WEEK}},
        "une rupture en avance la fin",
    ),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_makes_no_avenant_is_refused_in_words(name: str, row: Convention, bob: User) -> None:
    kind, given, said = REFUSED[name]
    with pytest.raises(DomainError, match=said):
        draft(row, bob, kind, **given)
    assert not Avenant.objects.exists()


def test_people_and_places_are_those_of_the_convention(
    row: Convention, bob: User, other_teacher: User
) -> None:
    for kind, name, chosen, said in (
        ("tutor", "tutor", ContactFactory(), "n’est pas de l’entreprise"),
        ("place", "site", SiteFactory(), "n’est pas de l’entreprise"),
        ("referent", "referent", other_teacher, "qui enseigne dans le lycée"),
    ):
        with pytest.raises(Invalid, match=said):
            draft(row, bob, kind, changes={name: chosen})


# --- written again ----------------------------------------------------------------------------


def edit(avenant: Avenant, actor: User, **more: Any) -> Avenant:
    """Write an avenant again, one week longer still."""
    given: dict[str, Any] = {
        "version": avenant.version,
        "reason": "Un salon de plus.",
        "applies_on": MONDAY,
        "changes": {"ends_on": FRIDAY + 2 * WEEK},
        **more,
    }
    return avenants.edit_avenant(avenant, actor=actor, **given)


def test_a_draft_is_written_again(row: Convention, bob: User, emil: User) -> None:
    first = draft(row, bob)
    again = edit(first, emil)
    assert (again.reason, again.version) == ("Un salon de plus.", first.version + 1)
    assert written(again).ends_on == FRIDAY + 2 * WEEK
    with pytest.raises(Stale, match="modifié cet avenant entre-temps"):
        edit(first, bob)
    with pytest.raises(DomainError, match="Rien ne change"):
        edit(again, bob, changes={"ends_on": FRIDAY})


def test_its_stops_are_replaced(row: Convention, bob: User) -> None:
    first = draft(row, bob, "interruption", breaks=[STOP])
    later = {**STOP, "starts_on": date(2027, 1, 25), "ends_on": date(2027, 1, 29)}
    edit(first, bob, changes={}, breaks=[later])
    [line] = Break.objects.filter(avenant=first)
    assert line.starts_on == date(2027, 1, 25)


def test_a_sent_one_is_not_written_again(row: Convention, bob: User) -> None:
    avenant = AvenantFactory(convention=row, number=1, sent=True)
    with pytest.raises(DomainError, match="il ne se modifie plus"):
        edit(avenant, bob)
