"""What the pages of companies show."""

from dataclasses import dataclass
from datetime import datetime

from nrc_platform.companies.models import Company, CompanyNote, Contact, Site
from nrc_platform.core.findings import Finding


@dataclass(frozen=True)
class Lookalike:
    """A company that may be the same as another, and why."""

    company: Company
    reason: str


@dataclass(frozen=True)
class DuplicatePair:
    """Two records that may be one company."""

    first: Company
    second: Company
    reason: str


@dataclass(frozen=True)
class SavedView:
    """A view of the list with its count."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class TimelineLine:
    """A fact of the journal, said in French."""

    at: datetime
    who: str
    what: str
    quote: str = ""
    state: str = ""


@dataclass(frozen=True)
class CompanyFacts:
    """A company's page."""

    company: Company
    survivor: Company | None
    contacts: list[Contact]
    sites: list[Site]
    notes: list[CompanyNote]
    absorbed: list[Company]
    lookalikes: list[Lookalike]
    findings: list[Finding]
    history: list[TimelineLine]


@dataclass(frozen=True)
class OfficeTodo:
    """What waits for the office or the teachers about companies."""

    to_verify: list[Company]
    duplicates: list[DuplicatePair]


# How the journal's codes are said on the page.
WORDS = {
    "companies.company.create": "a ajouté l’entreprise",
    "companies.company.update": "a corrigé la fiche",
    "companies.company.verify": "a vérifié l’entreprise",
    "companies.company.merge": "a fusionné cette fiche avec une autre",
    "companies.company.absorb": "a réuni une autre fiche à celle-ci",
    "companies.contact.add": "a ajouté un contact",
    "companies.contact.update": "a corrigé un contact",
    "companies.site.add": "a ajouté un lieu",
    "companies.site.update": "a corrigé un lieu",
    "companies.note.add": "a écrit une note",
}
