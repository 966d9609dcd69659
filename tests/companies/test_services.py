"""What people do to companies."""

import pytest

from nrc_platform.companies import access, services
from nrc_platform.companies.models import Company
from nrc_platform.companies.services import KnownSiret
from nrc_platform.companies.states import CompanyState
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale
from nrc_platform.journal.selectors import history
from nrc_platform.people.models import School, User
from tests.companies.factories import CompanyFactory, ContactFactory

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"
CONTACT = {"kind": "tutor", "first_name": "Dora", "last_name": "Delmas", "phone": "0241000000"}


def add(school: School, actor: User | None, **fields: object) -> Company:
    """Add a company by the service."""
    values = {"legal_name": "Optiloc SARL", "siret": SIRET, **fields}
    return services.create_company(school, actor=actor, **values)  # type: ignore[arg-type]


def test_student_adds_a_company_which_waits_for_a_check(school: School, alice: User) -> None:
    row = add(school, alice, siret="732 829 320 00074", naf_code="4669b", naf_version="rev2")
    assert (row.siret, row.naf_code, row.state) == (SIRET, "46.69B", CompanyState.UNVERIFIED)
    assert row.created_by == alice
    assert [fact.kind for fact in history(row)] == ["companies.company.create"]


@pytest.mark.parametrize("person", ["head", "juror", "admin", "other_student", "nobody"])
def test_others_add_no_company(
    person: str, school: School, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        add(school, request.getfixturevalue(person))
    assert not Company.objects.exists()


def test_second_company_with_a_siret_is_refused_and_names_the_first(
    school: School, alice: User, emil: User
) -> None:
    first = add(school, alice)
    with pytest.raises(KnownSiret, match="Optiloc SARL") as refusal:
        add(school, emil, legal_name="Optiloc bis")
    assert refusal.value.company == first
    assert Company.objects.count() == 1


def test_siret_of_a_merged_record_leads_to_the_one_that_stands_for_it(
    school: School, emil: User
) -> None:
    loser, survivor = add(school, emil), CompanyFactory(school=school)
    services.merge_company(loser, survivor, actor=emil)
    with pytest.raises(KnownSiret) as refusal:
        add(school, emil)
    assert refusal.value.company == survivor


def test_one_form_sent_twice_makes_one_company(school: School, alice: User) -> None:
    key = CompanyFactory.build().pk
    first = add(school, alice, key=key, siret="", no_siret_reason="En création")
    second = add(school, alice, key=key, siret="", no_siret_reason="En création")
    assert first == second
    assert Company.objects.count() == 1


def test_wrong_siret_is_refused_and_nothing_is_written(school: School, alice: User) -> None:
    with pytest.raises(Invalid) as refusal:
        add(school, alice, siret="7328293200007")
    assert refusal.value.errors["siret"] == [
        "Le SIRET doit compter 14 chiffres\u00a0; vous en avez saisi 13."
    ]
    assert not Company.objects.exists()


def test_office_vouches_once_even_when_it_clicks_twice(school: School, emil: User) -> None:
    row = CompanyFactory(school=school)
    verified = services.verify_company(row, actor=emil)
    again = services.verify_company(verified, actor=emil)
    assert (again.verified_by, again.verified_at) == (emil, verified.verified_at)
    assert [fact.kind for fact in history(row)] == ["companies.company.verify"]


def test_student_does_not_vouch_for_their_own_company(school: School, alice: User) -> None:
    row = add(school, alice)
    with pytest.raises(NotAllowed):
        services.verify_company(row, actor=alice)


def test_verified_company_is_not_altered_by_the_student_who_wrote_it(
    school: School, alice: User, emil: User
) -> None:
    row = services.update_company(add(school, alice), actor=alice, city="Cholet")
    row = services.verify_company(row, actor=emil)
    with pytest.raises(NotAllowed, match="bureau des stages"):
        services.update_company(row, actor=alice, city="Saumur")
    with pytest.raises(NotAllowed):
        services.add_site(
            row, actor=alice, label="A", address="1", postal_code="49000", city="Angers"
        )
    row.refresh_from_db()
    assert row.city == "Cholet"
    assert services.add_contact(row, actor=alice, **CONTACT).company == row


def test_change_of_a_version_seen_before_is_not_overwritten(
    school: School, emil: User, bob: User
) -> None:
    row = CompanyFactory(school=school, city="Angers")
    services.update_company(row, actor=bob, version=1, city="Cholet")
    with pytest.raises(Stale):
        services.update_company(row, actor=emil, version=1, city="Saumur")
    row.refresh_from_db()
    assert (row.city, row.version) == ("Cholet", 2)


def test_the_journal_says_what_changed(school: School, emil: User) -> None:
    row = CompanyFactory(school=school, city="Angers")
    services.update_company(row, actor=emil, city="Cholet")
    (fact,) = history(row)
    assert fact.data["fields"] == {"city": ["Angers", "Cholet"]}


def test_merge_keeps_both_histories_and_repoints_nobody(school: School, emil: User) -> None:
    loser, survivor = add(school, emil), CompanyFactory(school=school)
    contact = ContactFactory(company=loser)
    merged = services.merge_company(loser, survivor, actor=emil, reason="Saisie deux fois")
    contact.refresh_from_db()
    assert (merged.state, merged.merged_into) == (CompanyState.MERGED, survivor)
    assert contact.company == loser
    kinds = [fact.kind for fact in history(loser)]
    assert kinds == ["companies.company.merge", "companies.company.create"]
    assert history(loser)[0].data["reason"] == "Saisie deux fois"
    assert [fact.kind for fact in history(survivor)] == ["companies.company.absorb"]


def test_a_record_is_merged_once(school: School, emil: User) -> None:
    loser, survivor = CompanyFactory(school=school), CompanyFactory(school=school)
    loser = services.merge_company(loser, survivor, actor=emil)
    with pytest.raises(DomainError, match=f"déjà été fusionnée avec {survivor.name}"):
        services.merge_company(loser, CompanyFactory(school=school), actor=emil)


def test_merges_never_turn_in_a_circle(school: School, emil: User) -> None:
    first, second = CompanyFactory(school=school), CompanyFactory(school=school)
    services.merge_company(first, second, actor=emil)
    with pytest.raises(DomainError, match="déjà été fusionnée"):
        services.merge_company(second, first, actor=emil)
    with pytest.raises(DomainError, match="même fiche"):
        services.merge_company(second, second, actor=emil)


def test_companies_of_two_schools_are_not_merged(
    school: School, other_school: School, emil: User
) -> None:
    loser, other = CompanyFactory(school=school), CompanyFactory(school=other_school)
    with pytest.raises(DomainError, match="même établissement"):
        services.merge_company(loser, other, actor=emil)


def test_nobody_writes_on_a_merged_company(school: School, emil: User) -> None:
    row = CompanyFactory(school=school, merged=True)
    with pytest.raises(NotAllowed):
        services.update_company(row, actor=emil, city="Cholet")
    with pytest.raises(NotAllowed):
        services.add_contact(row, actor=emil, **CONTACT)


def test_contact_without_any_way_of_reaching_them_is_refused(school: School, emil: User) -> None:
    with pytest.raises(Invalid, match="adresse électronique ou un téléphone"):
        services.add_contact(CompanyFactory(school=school), actor=emil, **CONTACT | {"phone": ""})


def test_student_corrects_the_contact_they_wrote_and_no_other(
    school: School, alice: User, classmate: User
) -> None:
    contact = services.add_contact(CompanyFactory(school=school), actor=alice, **CONTACT)
    contact = services.update_contact(contact, actor=alice, function="Cheffe des ventes")
    assert contact.function == "Cheffe des ventes"
    with pytest.raises(NotAllowed):
        services.update_contact(contact, actor=classmate, function="Rien")


def test_note_of_a_teacher_is_not_read_by_students(school: School, bob: User, alice: User) -> None:
    note = services.add_note(CompanyFactory(school=school), actor=bob, text="À revoir en mars.")
    assert note in access.visible_notes(bob)
    assert note not in access.visible_notes(alice)
