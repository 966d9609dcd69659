"""What the mails of conventions name, frozen when they are written."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from internships.models import Convention, Terms
from internships.states import ConventionKind
from nrc_platform.core.text import fold


@dataclass(frozen=True)
class MailFacts:
    """A convention as a mail names it."""

    convention: UUID
    kind: str
    number: str
    students: str
    company: str
    school: str
    school_email: str
    starts_on: date | None
    ends_on: date | None

    @property
    def named(self) -> str:
        """Return « convention de stage »."""
        what = "projet" if self.kind == ConventionKind.PROJECT else "stage"
        return f"convention de {what}"

    @property
    def of_students(self) -> str:
        """Return « d’Alice Aubry », « de Zoé Dupré, Hugo Marin »."""
        return (
            f"d’{self.students}" if fold(self.students)[:1] in "aeiou" else f"de {self.students}"
        )

    @property
    def host(self) -> str:
        """Return the company, or what stands for it before it is chosen."""
        return self.company or "l’entreprise"


def mail_facts(convention: Convention, terms: Terms) -> MailFacts:
    """Return what the mails name; the people of the convention are loaded."""
    company = convention.company
    return MailFacts(
        convention=convention.pk,
        kind=convention.kind,
        number=convention.number,
        students=", ".join(str(row.student) for row in convention.internships.all()),
        company=company.name if company else "",
        school=convention.school.name,
        school_email=convention.school.email,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
    )
