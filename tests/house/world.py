"""Two schools, twelve viewers and one object of each kind: the ground of the access matrix."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from types import SimpleNamespace

from django.core.management import call_command
from django.test import Client

from curriculum.states import DeadlineKind
from exams.facts import fiche_facts
from nrc_platform.api.models import ApiKey
from nrc_platform.companies.models import Company, Contact, Site
from nrc_platform.core import clock
from nrc_platform.documents import services as documents
from nrc_platform.documents.models import Document
from nrc_platform.jobs.models import Job
from nrc_platform.people.models import Promotion, User
from tests.curriculum.factories import DeadlineFactory
from tests.exams.factories import (
    FicheAnnexFactory,
    FicheFactory,
    FicheSnapshotFactory,
    RemarkFactory,
)
from tests.house.world_acquis import make_acquis
from tests.house.world_life import make_life
from tests.house.world_tools import make_tools
from tests.house.world_wall import make_wall
from tests.house.world_work import make_work
from tests.people.factories import LegalRepresentativeFactory, PromotionFactory, SchoolFactory
from tests.people.fixtures import make_person, make_student, make_teacher

# Each viewer is named by what binds them to the object: the student `own` wrote it.
VIEWERS = (
    "own",
    "classmate",
    "other_class",
    "other_school",
    "teacher",
    "other_teacher",
    "far_teacher",
    "office",
    "head",
    "admin",
    "juror",
    "anonymous",
)


@dataclass
class World:
    """What the matrix walks through."""

    people: dict[str, User]
    promotion: Promotion
    objects: SimpleNamespace = field(default_factory=SimpleNamespace)

    def browser(self, viewer: str) -> Client:
        """Return a browser, signed in unless it is a stranger's."""
        browser = Client(raise_request_exception=False)
        if viewer != "anonymous":
            browser.force_login(self.people[viewer])
        return browser

    def program(self, viewer: str) -> Client:
        """Return a program with a key of that person, able to write."""
        if viewer == "anonymous":
            return Client(raise_request_exception=False)
        _, secret = ApiKey.objects.create(
            user=self.people[viewer], expiry=timedelta(days=1), scope="write"
        )
        return Client(raise_request_exception=False, headers={"authorization": f"Bearer {secret}"})


def make_people() -> tuple[dict[str, User], Promotion]:
    """Make the viewers."""
    school, far_school = SchoolFactory(), SchoolFactory()
    promotion = PromotionFactory(school=school)
    younger = PromotionFactory(school=school, first_year=True)
    far = PromotionFactory(school=far_school, starts_on=date(2024, 9, 1))
    people = {
        "own": make_student(promotion),
        "classmate": make_student(promotion),
        "other_class": make_student(younger),
        "other_school": make_student(far),
        "teacher": make_teacher(promotion),
        "other_teacher": make_teacher(younger),
        "far_teacher": make_teacher(far),
        "office": make_person(school, "office"),
        "head": make_person(school, "head"),
        "admin": make_person(None, "admin"),
        "juror": make_person(school, "juror"),
    }
    return people, promotion


def make_files(world: World) -> None:
    """Make the fiches of `own`, one per state, and what hangs on them."""
    own, teacher = world.people["own"], world.people["teacher"]
    whose = {"student": own, "promotion": world.promotion}
    things = world.objects
    things.draft = FicheFactory(**whose, written=True)
    things.submitted = FicheFactory(**whose, submitted=True)
    things.returned = FicheFactory(**whose, returned=True)
    things.visaed = FicheFactory(**whose, visaed=True, visa_by=teacher)
    things.annex = FicheAnnexFactory(fiche=things.returned)
    things.version = FicheSnapshotFactory(
        fiche=things.submitted, made_by=own, facts=fiche_facts(things.submitted).as_dict()
    )
    things.remark = RemarkFactory(fiche=things.submitted, author=teacher)
    things.sent_remark = RemarkFactory(fiche=things.returned, author=teacher, sent=True)
    things.deadline = DeadlineFactory(promotion=world.promotion, kind=DeadlineKind.E4_DEPOSIT)
    things.document = Document.objects.create(
        kind="exams.fiche",
        key=f"fiche:{things.visaed.pk}",
        reference=documents.new_reference().replace("-", ""),
        title="Fiche E4",
        filename="fiche.pdf",
        blob=documents.put(b"%PDF-1.7 fiche"),
        school=world.promotion.school,
        student=own,
        promotion=world.promotion,
        source_kind="exams.fiche",
        source_id=things.visaed.pk,
        facts_sha256="0" * 64,
        page_count=1,
    )
    things.job = Job.objects.create(
        kind="exams.render_fiche",
        key="fiche:matrix",
        label="Fiche E4",
        owner_id=teacher.pk,
        school_id=world.promotion.school_id,
        state="dead",
        finished_at=clock.now(),
        last_error="Panne.",
    )


def make_companies(world: World) -> None:
    """Make a company written by `own`, and a second one to merge it into."""
    school = world.promotion.school
    things = world.objects
    made = [
        Company.objects.create(
            school=school,
            siret=siret,
            legal_name=name,
            search_text=name.lower(),
            city="Angers",
            created_by=world.people["own"],
        )
        for siret, name in (("81230457400013", "HYGIAL"), ("79845123300018", "OPTILOC"))
    ]
    things.company, things.survivor = made
    things.site = Site.objects.create(
        company=things.company, label="Dépôt", address="1 rue", postal_code="49000", city="Angers"
    )
    things.contact = Contact.objects.create(
        company=things.company,
        kind="tutor",
        first_name="Dora",
        last_name="Dubois",
        email="dora@entreprise.example",
        created_by=world.people["own"],
    )


def make_world() -> World:
    """Make everything."""
    call_command("load_referentiel", stdout=StringIO())
    people, promotion = make_people()
    world = World(people, promotion)
    make_files(world)
    make_companies(world)
    make_life(people, promotion, world.objects)
    make_acquis(people, promotion, world.objects)
    make_tools(people, promotion, world.objects)
    make_wall(people, promotion, world.objects)
    make_work(people, promotion, world.objects)
    world.objects.closed = make_person(promotion.school, "juror", is_active=False)
    world.objects.representative = LegalRepresentativeFactory(student=people["own"])
    return world
