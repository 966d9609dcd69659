"""Filters of the lists of companies, contacts and places, the same on the pages and in the API."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from nrc_platform.companies.models import CLIENTELE, Company, Contact, Site
from nrc_platform.companies.states import CompanyState, ContactKind, compact_siret


class CompanyFilter(django_filters.FilterSet):
    """Filters of the list, the same on the page and in the API; size is none (req. 31)."""

    search = django_filters.CharFilter(method="by_words", label="Nom, ville ou SIRET")
    state = django_filters.ChoiceFilter(
        choices=[
            (CompanyState.UNVERIFIED.value, "À vérifier"),
            (CompanyState.VERIFIED.value, "Vérifiées"),
        ],
        label="État",
    )
    clientele = django_filters.ChoiceFilter(
        choices=[(name.removeprefix("serves_"), label) for name, label in CLIENTELE.items()],
        method="by_clientele",
        label="Clientèle",
        empty_label="Toutes les clientèles",
    )
    siret = django_filters.CharFilter(method="by_siret", label="SIRET exact")

    class Meta:
        model = Company
        fields: ClassVar[list[str]] = ["search", "state", "clientele", "siret"]

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        """Keep the companies that hold every word."""
        return rows.search(value)

    def by_clientele(self, rows: QuerySet[Company], name: str, value: str) -> QuerySet[Company]:
        """Keep the companies that serve those customers."""
        return rows.filter(**{f"serves_{value}": True})

    def by_siret(self, rows: QuerySet[Company], name: str, value: str) -> QuerySet[Company]:
        """Keep the company of that SIRET."""
        return rows.filter(siret=compact_siret(value))


class ContactFilter(django_filters.FilterSet):
    """Filters of contacts in the API."""

    company = django_filters.UUIDFilter(field_name="company_id", label="Entreprise")
    kind = django_filters.ChoiceFilter(choices=ContactKind.choices, label="Rôle")

    class Meta:
        model = Contact
        fields: ClassVar[list[str]] = ["company", "kind"]


class SiteFilter(django_filters.FilterSet):
    """Filters of places in the API."""

    company = django_filters.UUIDFilter(field_name="company_id", label="Entreprise")

    class Meta:
        model = Site
        fields: ClassVar[list[str]] = ["company"]
