"""Companies, places, contacts and notes for the tests."""

import factory
from factory.django import DjangoModelFactory
from stdnum import luhn

from nrc_platform.companies.models import Company, CompanyNote, Contact, Site
from nrc_platform.companies.states import CompanyState, ContactKind, SalesTeam
from nrc_platform.core import clock
from nrc_platform.core.text import fold
from tests.people.factories import SchoolFactory, UserFactory


def true_siret(number: int, office: int = 1) -> str:
    """Return a SIRET whose two check digits are right."""
    siren = f"{40_000_000 + number:08d}"
    siren += luhn.calc_check_digit(siren)
    nic = f"{siren}{office:04d}"
    return nic + luhn.calc_check_digit(nic)


class CompanyFactory(DjangoModelFactory):
    """A company that obeys the référentiel, not verified yet."""

    class Meta:
        model = Company

    class Params:
        verified = factory.Trait(
            state=CompanyState.VERIFIED,
            verified_at=factory.LazyFunction(clock.now),
            verified_by=factory.SubFactory(UserFactory),
        )
        foreign = factory.Trait(
            siret="", no_siret_reason="Entreprise belge", country="Belgique", postal_code="B-1000"
        )
        merged = factory.Trait(
            state=CompanyState.MERGED,
            merged_into=factory.SubFactory(
                "tests.companies.factories.CompanyFactory",
                school=factory.SelfAttribute("..school"),
            ),
        )

    school = factory.SubFactory(SchoolFactory)
    siret = factory.Sequence(true_siret)
    legal_name = factory.Sequence(lambda n: f"{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}{n} SARL")
    display_name = ""
    search_text = factory.LazyAttribute(
        lambda row: fold(f"{row.legal_name} {row.display_name} {row.city}")
    )
    postal_code = factory.Sequence(lambda n: f"{10000 + n % 80000}")
    city = "Angers"
    main_activity = "Vente de fournitures"
    sells_goods_or_services = True
    sales_team = SalesTeam.INTERNAL
    active_approach = True
    serves_users = True


class SiteFactory(DjangoModelFactory):
    """Another place of a company."""

    class Meta:
        model = Site

    company = factory.SubFactory(CompanyFactory)
    label = factory.Sequence(lambda n: f"Agence {n}")
    address = "3 rue du Port"
    postal_code = "49000"
    city = "Angers"


class ContactFactory(DjangoModelFactory):
    """A tutor in a company."""

    class Meta:
        model = Contact

    class Params:
        signatory = factory.Trait(kind=ContactKind.SIGNATORY)
        sponsor = factory.Trait(kind=ContactKind.SPONSOR)

    company = factory.SubFactory(CompanyFactory)
    kind = ContactKind.TUTOR
    first_name = "Dora"
    last_name = "Delmas"
    email = factory.Sequence(lambda n: f"contact{n}@entreprise.example")


class CompanyNoteFactory(DjangoModelFactory):
    """What a teacher noted."""

    class Meta:
        model = CompanyNote

    company = factory.SubFactory(CompanyFactory)
    author = factory.SubFactory(UserFactory)
    text = "Accueille volontiers deux stagiaires."
