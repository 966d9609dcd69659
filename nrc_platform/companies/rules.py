"""Findings on a company as a host or sponsor, and which records look alike: pure checks."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from nrc_platform.companies.models import Company
from nrc_platform.companies.states import SalesTeam, siren_of
from nrc_platform.core.findings import Finding, rule, run_rules, sort_findings
from nrc_platform.core.text import fold

STAGE = "Référentiel NRC, stage en milieu professionnel"
ACTIVITY_SOURCE = (
    f"{STAGE}, 2. Modalités\u00a0: «\u00a0l’activité principale est la commercialisation "
    "de biens et de services\u00a0»"
)
TEAM_SOURCE = (
    f"{STAGE}, 1. Objectifs\u00a0: «\u00a0s’organise de façon privilégiée autour d’une équipe "
    "de vente interne et/ou externe\u00a0»"
)
APPROACH_SOURCE = (
    f"{STAGE}, 1. Objectifs\u00a0: «\u00a0développant une démarche active en direction "
    "de la clientèle\u00a0»"
)
ALIKE = 0.85
PREFIX = 4
_LEGAL_FORMS = re.compile(
    r"\b(sa|sas|sasu|sarl|eurl|snc|sci|scop|scic|sca|ei|eirl|gie|ste|societe|ets|"
    r"etablissements|compagnie|cie|groupe|france)\b"
)


@rule("company.main_activity", on=Company)
def main_activity(company: Company) -> list[Finding]:
    """Say that the host must live by selling (req. 20)."""
    if company.sells_goods_or_services:
        return []
    refused = company.sells_goods_or_services is False
    message = (
        f"L’activité principale de {company.name} n’est pas la vente de biens ou de services\u00a0"
        ": l’entreprise ne peut pas accueillir de stage."
        if refused
        else f"Précisez si l’activité principale de {company.name} est la vente de biens "
        "ou de services."
    )
    return [
        Finding(
            rule="company.main_activity",
            severity="blocking" if refused else "warning",
            message=message,
            source=ACTIVITY_SOURCE,
            who="office",
            blocks="send" if refused else None,
        )
    ]


@rule("company.sales_team", on=Company)
def sales_team(company: Company) -> list[Finding]:
    """Prefer a sales team, without ever blocking (req. 17, 34)."""
    if company.sales_team and company.sales_team != SalesTeam.NONE:
        return []
    absent = company.sales_team == SalesTeam.NONE
    message = (
        f"{company.name} n’a pas d’équipe de vente\u00a0: le référentiel en préfère une, "
        "sans l’imposer."
        if absent
        else f"Indiquez si {company.name} a une équipe de vente, interne ou externe."
    )
    return [
        Finding(
            rule="company.sales_team",
            severity="warning" if absent else "info",
            message=message,
            source=TEAM_SOURCE,
            who="office",
        )
    ]


@rule("company.active_approach", on=Company)
def active_approach(company: Company) -> list[Finding]:
    """Prefer a team that goes towards its customers (req. 18)."""
    if company.active_approach is not False or company.sales_team == SalesTeam.NONE:
        return []
    return [
        Finding(
            rule="company.active_approach",
            severity="warning",
            message=f"L’équipe de vente de {company.name} n’a pas de démarche active "
            "vers la clientèle\u00a0: prévoyez des missions qui en créent une.",
            source=APPROACH_SOURCE,
            who="teacher",
        )
    ]


@rule("company.clientele", on=Company)
def clientele(company: Company) -> list[Finding]:
    """Ask for the clientele while none is written (req. 21, 33)."""
    if company.clientele:
        return []
    return [
        Finding(
            rule="company.clientele",
            severity="info",
            message=f"Indiquez la clientèle de {company.name}\u00a0: particuliers, "
            "ou professionnels utilisateurs, prescripteurs, revendeurs.",
            source=f"{STAGE}, 2. Modalités",
            who="office",
        )
    ]


def company_findings(company: Company) -> list[Finding]:
    """Return what the référentiel says of the company as a host, blocking first."""
    return sort_findings(run_rules("company.", company))


@dataclass(frozen=True)
class Likeness:
    """What is compared between two records."""

    id: UUID | None
    siret: str
    legal_name: str
    display_name: str
    postal_code: str

    @property
    def siren(self) -> str:
        """Return the number of the legal person."""
        return siren_of(self.siret)

    @property
    def names(self) -> set[str]:
        """Return its names without legal form, case nor accents."""
        return {bare_name(name) for name in (self.legal_name, self.display_name) if name}


def bare_name(name: str) -> str:
    """Return the name without its legal form, signs, case and accents."""
    words = re.sub(r"[^a-z0-9]+", " ", fold(name))
    bare = " ".join(_LEGAL_FORMS.sub(" ", words).split())
    return bare or " ".join(words.split())


def _similar(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def likeness_reason(one: Likeness, other: Likeness) -> str:
    """Return why two records look like the same company, empty when they do not."""
    if one.siren and one.siren == other.siren:
        return "même SIREN"
    pairs = [(a, b) for a in one.names for b in other.names]
    if any(_similar(a, b) for a, b in pairs):
        return "noms très proches"
    same_place = one.postal_code and one.postal_code == other.postal_code
    if same_place and any(
        a[:PREFIX] == b[:PREFIX] and len(a[:PREFIX]) == PREFIX for a, b in pairs
    ):
        return "même code postal et même début de nom"
    return ""


def _blocks(record: Likeness) -> set[tuple[str, ...]]:
    keys: set[tuple[str, ...]] = {("siren", record.siren)} if record.siren else set()
    for name in record.names:
        keys.add(("name", "".join(sorted(name.replace(" ", "")))[:12]))
        keys.add(("prefix", name[:PREFIX]))
    return keys


def alike_pairs(records: list[Likeness]) -> list[tuple[Likeness, Likeness, str]]:
    """Return the pairs that look alike; only records that share a key are compared."""
    groups: dict[tuple[str, ...], list[Likeness]] = {}
    found: dict[tuple[str, str], tuple[Likeness, Likeness, str]] = {}
    for record in records:
        for key in sorted(_blocks(record)):
            for other in groups.get(key, []):
                pair = (str(other.id), str(record.id))
                reason = "" if pair in found else likeness_reason(other, record)
                if reason:
                    found[pair] = (other, record, reason)
            groups.setdefault(key, []).append(record)
    return list(found.values())
