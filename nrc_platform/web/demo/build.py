"""Build the demo school: the same services as real life, at moments of the past."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import yaml
from django.conf import settings
from django.utils import timezone

from curriculum.selectors.epreuves import epreuve_nodes
from curriculum.services.deadlines import set_deadline
from curriculum.states import DeadlineKind
from exams.services import set_candidate_number
from nrc_platform.companies import services as companies
from nrc_platform.companies.models import Company
from nrc_platform.core import clock
from nrc_platform.people.models import Promotion, School, User
from nrc_platform.people.rules import MAJORITY
from nrc_platform.people.services import accounts, schools, students
from nrc_platform.people.states import Kinship, Role
from nrc_platform.web.demo.acquis import Acquis
from nrc_platform.web.demo.fiches import Writer
from nrc_platform.web.demo.stages import Stages
from nrc_platform.web.demo.timeline import Timeline
from nrc_platform.web.demo.workshop import Workshop, workshop

DATA = settings.BASE_DIR / "nrc_platform" / "web" / "demo" / "school.yaml"
DEPOSIT_DAYS_AHEAD, FICHES_DAYS_AHEAD = 115, 12
MINOR_EVERY = 6
DEPOT = {
    "label": "Dépôt",
    "address": "3 rue du Port",
    "postal_code": "49100",
    "city": "Angers",
}


def school_year(today: date) -> int:
    """Return the year in which the running school year began (1 September)."""
    return today.year if today.month >= 9 else today.year - 1


def _morning(day: date) -> datetime:
    """Return eight o’clock of that day."""
    return timezone.make_aware(datetime.combine(day, time(8)))


class Builder:
    """One run of the demo: what was made so far, by name."""

    def __init__(self, data: Mapping[str, Any], *, password: str) -> None:
        self.data = data
        self.password = password
        self.now = clock.now()
        self.timeline = Timeline()
        self.people: dict[str, User] = {}
        self.promotions: dict[str, Promotion] = {}
        self.companies: dict[str, Company] = {}
        self.count = 0

    def build(self) -> int:
        """Build everything and return the number of accounts."""
        start = _morning(date(school_year(clock.today()) - 1, 9, 1))
        with clock.at(start):
            home, other = (
                schools.create_school(actor=None, **row) for row in self.data["schools"]
            )
            self._promotions(home, school_year(timezone.localdate(self.now)))
            self._staff(home)
        self._students(home)
        self._other_school(other)
        self._companies(home)
        self._deadlines()
        self._fiches()
        self._acquis()
        with workshop() as held:
            self._stages(held)
            self.timeline.play()
        return self.count

    def _promotions(self, home: School, year: int) -> None:
        for label, first in (("NRC2", year - 1), ("NRC1", year)):
            self.promotions[label] = schools.create_promotion(
                home, actor=None, code=f"{first}-{first + 2}", label=label
            )

    def _account(self, school: School | None, row: Mapping[str, Any]) -> User:
        self.count += 1
        person = accounts.create_account(
            actor=None,
            school=school,
            first_name=row["first_name"],
            last_name=row["last_name"],
            email=row["email"],
            password=self.password,
        )
        self.people[row["email"]] = person
        return person

    def _staff(self, home: School) -> None:
        for row in self.data["staff"]:
            person = self._account(home, row)
            if row["role"] == Role.ADMIN:
                accounts.grant_role(person, Role.ADMIN, actor=None)
            elif row["role"] == Role.HEAD:
                schools.change_head(home, person, actor=None)
            elif row["role"] == Role.TEACHER:
                self._teacher(home, person, row)
            else:
                accounts.grant_role(person, row["role"], actor=None, school=home)

    def _teacher(self, home: School, person: User, row: Mapping[str, Any]) -> None:
        for label in row["classes"]:
            promotion = self.promotions[label]
            starts_on = max(clock.today(), promotion.starts_on)
            accounts.grant_role(
                person,
                Role.TEACHER,
                actor=None,
                school=home,
                promotion=promotion,
                starts_on=starts_on,
            )
            for subject in row["subjects"]:
                schools.assign_teaching(
                    person, promotion, subject, actor=None, starts_on=starts_on
                )

    def _students(self, home: School) -> None:
        for label, rows in self.data["classes"].items():
            promotion = self.promotions[label]
            opened = _morning(promotion.starts_on + timedelta(days=2))
            age = 19 if label == "NRC2" else 18
            for rank, row in enumerate(rows):
                with clock.at(min(opened, self.now)):
                    person = self._student(promotion, row, rank=rank, age=age)
                if number := row.get("number"):
                    set_candidate_number(
                        person,
                        actor=self.people["prof@demo.example"],
                        promotion=promotion,
                        number=number,
                    )

    def _student(
        self, promotion: Promotion, row: Mapping[str, Any], *, rank: int, age: int
    ) -> User:
        self.count += 1
        today = timezone.localdate(self.now)
        years = 17 if rank % MINOR_EVERY == MINOR_EVERY - 1 else age
        person = students.create_student(
            promotion,
            actor=None,
            first_name=row["first_name"],
            last_name=row["last_name"],
            email=row.get("email"),
            password=self.password if row.get("email") else None,
            birth_date=date(today.year - years, 1 + rank % 12, 3 + rank),
        )
        if years < MAJORITY:
            students.add_representative(
                person,
                actor=None,
                kinship=Kinship.PARENT,
                first_name="Dominique",
                last_name=row["last_name"],
                email=f"parent{rank}@demo.example",
            )
        self.people[f"{row['last_name']} {row['first_name']}"] = person
        return person

    def _other_school(self, other: School) -> None:
        year = school_year(timezone.localdate(self.now))
        promotion = schools.create_promotion(
            other, actor=None, code=f"{year - 1}-{year + 1}", label="NRC2"
        )
        for row in self.data["other_school"]:
            if row["role"] == Role.TEACHER:
                person = self._account(other, row)
                accounts.grant_role(
                    person, Role.TEACHER, actor=None, school=other, promotion=promotion
                )
            else:
                self.count += 1
                students.create_student(
                    promotion,
                    actor=None,
                    first_name=row["first_name"],
                    last_name=row["last_name"],
                    email=row["email"],
                    password=self.password,
                )

    def _companies(self, home: School) -> None:
        office = self.people["ddfpt@demo.example"]
        for rank, row in enumerate(self.data["companies"]):
            added = self.now - timedelta(days=300 - rank)
            with clock.at(added):
                company = companies.create_company(home, actor=office, **row["fields"])
                companies.add_contact(company, actor=office, kind="tutor", **row["tutor"])
                if rank == 0:
                    companies.add_site(company, actor=office, **DEPOT)
            if row.get("verified", True):
                with clock.at(added + timedelta(days=2)):
                    company = companies.verify_company(company, actor=office)
            self.companies[company.name] = company
        twice = self.data["duplicate"]
        with clock.at(self.now - timedelta(days=90)):
            copy = companies.create_company(home, actor=office, **twice["fields"])
            companies.merge_company(
                copy, self.companies[twice["of"]], actor=office, reason=twice["reason"]
            )

    def _deadlines(self) -> None:
        promotion, teacher = self.promotions["NRC2"], self.people["prof@demo.example"]
        for kind, days, hour, minute in (
            (DeadlineKind.E4_FICHES, FICHES_DAYS_AHEAD, 18, 0),
            (DeadlineKind.E4_DEPOSIT, DEPOSIT_DAYS_AHEAD, 23, 59),
        ):
            day = timezone.localtime(self.now + timedelta(days=days))
            set_deadline(
                promotion,
                kind,
                actor=teacher,
                at=day.replace(hour=hour, minute=minute, second=0, microsecond=0),
            )

    def _fiches(self) -> None:
        nodes = epreuve_nodes("E4")
        for shift, (name, letters) in enumerate(self.data["board"].items()):
            writer = Writer(
                student=self.people[name],
                teacher=self.people["prof@demo.example"],
                promotion=self.promotions["NRC2"],
                companies=self.companies,
                competences={row.code: row for row in nodes.competences},
                savoirs={row.code: row for row in nodes.savoirs},
                now=timezone.localtime(self.now),
                timeline=self.timeline,
            )
            writer.plan(letters, self.data["fiches"], shift=shift)

    def _acquis(self) -> None:
        Acquis(
            people=self.people,
            promotion=self.promotions["NRC2"],
            teacher=self.people["prof@demo.example"],
            now=self.now,
            timeline=self.timeline,
        ).plan()

    def _stages(self, held: Workshop) -> None:
        Stages(
            people=self.people,
            promotions=self.promotions,
            companies=self.companies,
            now=self.now,
            timeline=self.timeline,
            workshop=held,
        ).plan()


def build_demo(*, password: str) -> int:
    """Build the demo school and return the number of accounts made."""
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return Builder(data, password=password).build()
