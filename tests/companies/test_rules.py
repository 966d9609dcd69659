"""What the référentiel says of a host, and which records look like one company."""

import pytest

from nrc_platform.companies.models import Company
from nrc_platform.companies.rules import (
    Likeness,
    alike_pairs,
    bare_name,
    company_findings,
    likeness_reason,
)
from nrc_platform.companies.states import SalesTeam, SizeBand
from tests.companies.factories import CompanyFactory


def build(**fields: object) -> Company:
    """Return a company that is not saved."""
    row: Company = CompanyFactory.build(school=None, **fields)
    return row


def rules_of(company: Company) -> dict[str, str]:
    """Return rule and severity of each finding."""
    return {finding.rule: finding.severity for finding in company_findings(company)}


def test_company_that_obeys_has_no_finding() -> None:
    assert rules_of(build()) == {}


@pytest.mark.req(20, rule="company.main_activity")
def test_company_that_sells_nothing_cannot_host_a_placement() -> None:
    (finding,) = company_findings(build(sells_goods_or_services=False))
    assert (finding.severity, finding.blocks) == ("blocking", "send")
    assert "ne peut pas accueillir de stage" in finding.message
    assert "commercialisation de biens et de services" in finding.source


@pytest.mark.req(20, rule="company.main_activity")
def test_unknown_activity_is_asked_for_and_blocks_nothing() -> None:
    (finding,) = company_findings(build(sells_goods_or_services=None))
    assert (finding.severity, finding.blocks) == ("warning", None)


@pytest.mark.req(17, rule="company.sales_team")
@pytest.mark.req(34, rule="company.sales_team")
def test_company_without_sales_team_is_warned_of_and_never_blocked() -> None:
    (finding,) = company_findings(build(sales_team=SalesTeam.NONE, active_approach=None))
    assert (finding.severity, finding.blocks) == ("warning", None)
    assert "équipe de vente interne et/ou externe" in finding.source


@pytest.mark.req(17)
@pytest.mark.parametrize("team", [SalesTeam.INTERNAL, SalesTeam.EXTERNAL, SalesTeam.BOTH])
def test_team_may_be_internal_external_or_both(team: SalesTeam) -> None:
    assert rules_of(build(sales_team=team)) == {}


@pytest.mark.req(18, rule="company.active_approach")
def test_team_that_waits_for_its_customers_is_warned_of() -> None:
    assert rules_of(build(active_approach=False)) == {"company.active_approach": "warning"}


@pytest.mark.req(21, rule="company.clientele")
def test_unknown_clientele_is_asked_for() -> None:
    assert rules_of(build(serves_users=False)) == {"company.clientele": "info"}


@pytest.mark.req(21)
@pytest.mark.req(33)
@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("serves_consumers", "particuliers"),
        ("serves_users", "professionnels utilisateurs"),
        ("serves_prescribers", "professionnels prescripteurs"),
        ("serves_resellers", "professionnels revendeurs"),
    ],
)
def test_each_kind_of_customer_is_recorded_on_its_own(field: str, label: str) -> None:
    row = build(**{"serves_users": False, field: True})
    assert row.clientele == [label]
    assert rules_of(row) == {}


@pytest.mark.req(31)
@pytest.mark.parametrize("size", list(SizeBand))
def test_company_of_any_size_is_welcome(size: SizeBand) -> None:
    assert rules_of(build(size_band=size)) == {}


@pytest.mark.req(32)
@pytest.mark.parametrize("activity", ["Vente de matériel", "Services aux ménages"])
def test_goods_or_services_are_both_a_sale(activity: str) -> None:
    assert rules_of(build(main_activity=activity)) == {}


def test_findings_come_blocking_first() -> None:
    row = build(sells_goods_or_services=False, sales_team=SalesTeam.NONE, active_approach=None)
    row.serves_users = False
    severities = [finding.severity for finding in company_findings(row)]
    assert severities == ["blocking", "warning", "info"]


def like(name: str, *, siret: str = "", postal_code: str = "", shown: str = "") -> Likeness:
    """Return what is compared of a record."""
    return Likeness(CompanyFactory.build(school=None).pk, siret, name, shown, postal_code)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (like("Alpha", siret="73282932000074"), like("Bêta", siret="73282932000082"), "SIREN"),
        (like("OPTILOC SARL"), like("Optiloc"), "noms très proches"),
        (like("Société Optilok"), like("Optiloc SAS"), "noms très proches"),
        (like("X", shown="Hygial Services"), like("HYGIAL SERVICES SAS"), "noms très proches"),
        (
            like("Hygial Nord", postal_code="49000"),
            like("Hygial Entretien", postal_code="49000"),
            "même code postal",
        ),
    ],
)
def test_records_that_look_alike_say_why(one: Likeness, other: Likeness, reason: str) -> None:
    assert reason in likeness_reason(one, other)
    assert reason in likeness_reason(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (like("Optiloc"), like("Verdier")),
        (like("Hygial Nord", postal_code="49000"), like("Hygial Entretien", postal_code="44000")),
        (like("SARL Roy", postal_code="49000"), like("SARL Petit", postal_code="49000")),
    ],
)
def test_records_that_differ_are_left_alone(one: Likeness, other: Likeness) -> None:
    assert likeness_reason(one, other) == ""


def test_legal_form_alone_is_not_erased() -> None:
    assert bare_name("SARL") == "sarl"
    assert bare_name("Éts Dupré & Cie") == "dupre"


def test_pairs_are_found_among_many_records() -> None:
    records = [like(f"{name}{rank}") for rank in range(40) for name in ("Roy", "Petit")]
    twins = [like("Optiloc SARL"), like("OPTILOC")]
    found = [{one.id, other.id} for one, other, _ in alike_pairs([*records, *twins])]
    assert {twins[0].id, twins[1].id} in found
