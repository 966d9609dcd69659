"""What may be picked in the forms of projects: classes, classmates, teachers, companies, codes."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from curriculum.models import Competence, EpreuveCompetence, Referentiel, Savoir
from internships.access import visible_internships
from internships.models import Internship
from internships.states import WITHOUT_EFFECT, ConventionKind
from nrc_platform.companies.models import Company, Contact
from nrc_platform.core import clock
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer, taught_promotions
from nrc_platform.people.models import Enrolment, Promotion, User
from nrc_platform.people.selectors import teachers_of
from nrc_platform.people.states import Role
from projects.access import can_create_mission, visible_projects
from projects.models import Project
from projects.rules.definition import PROJECT_MANAGEMENT

N = TypeVar("N", Savoir, Competence)
# The level of the référentiel that a project names: S42, C22.
LEVEL = 2


def startable_classes(user: Viewer) -> list[Promotion]:
    """Return the classes where the person may begin a project. Two queries at most."""
    taught = list(taught_promotions(user).select_related("school").order_by("code", "label"))
    if taught or Role.STUDENT not in people.roles(user):
        return taught
    enrolment = people.current_enrolment(user)
    return [enrolment.promotion] if enrolment else []


def classmates(promotion: Promotion) -> list[User]:
    """
    Return the students of a class, whom a team is drawn from, by name. One query.

    Their names only, and only to who may begin or write a project of the class.
    """
    enrolled = Enrolment.objects.on(clock.today()).filter(promotion=promotion).order_by()
    rows = User.objects.filter(pk__in=enrolled.values("student_id"))
    return list(rows.order_by("last_name", "first_name", "id"))


def commissioners(promotion: Promotion) -> list[Company]:
    """Return the companies of the school, by name. One query."""
    rows = Company.objects.in_use().filter(school=promotion.school_id)
    return list(rows.order_by("legal_name", "id"))


def professionals(company: Company) -> list[Contact]:
    """Return the people of the company known to the school, by name. One query."""
    rows = Contact.objects.filter(company=company.canonical)
    return list(rows.order_by("last_name", "first_name", "id"))


def colleagues(project: Project) -> list[User]:
    """Return the teachers who may follow the project; its supervisor may become one. One query."""
    return list(teachers_of(project.school))


def savoirs(project: Project) -> list[Savoir]:
    """
    Return the savoirs a project names, by code. Two queries.

    Those of the second level, project management as the rule names it, those it has already.
    """
    held = [link.savoir_id for link in project.savoir_links.all()]
    named = Q(level=LEVEL) | Q(code__in=PROJECT_MANAGEMENT) | Q(pk__in=held)
    rows = Savoir.objects.active().filter(named)
    return list(_of_first(rows).order_by("code", "id"))


def commercial_tools() -> list[Savoir]:
    """Return the savoirs of S8, which name the commercial technologies. One query."""
    rows = Savoir.objects.active().filter(level__gte=LEVEL, code__startswith="S8")
    return list(_of_first(rows).order_by("code", "id"))


def competences(project: Project) -> list[Competence]:
    """Return the competences a project names, an épreuve validates, or held. One query."""
    held = [link.competence_id for link in project.competence_links.all()]
    # An épreuve may validate a deeper one: C222, in E6.
    validated = EpreuveCompetence.objects.filter(deepest=True).order_by().values("node_id")
    named = Q(level=LEVEL) | Q(pk__in=validated) | Q(pk__in=held)
    rows = Competence.objects.active().filter(named)
    return list(_of_first(rows).order_by("code", "id"))


def _of_first(rows: QuerySet[N]) -> QuerySet[N]:
    """Keep the codes of the référentiel that projects follow."""
    return rows.filter(referentiel__in=Referentiel.objects.followed().values("pk"))


def sister_projects(user: Viewer, project: Project) -> list[Project]:
    """Return the other projects of the company, of the class, that the person may write."""
    rows = visible_projects(user).with_people()
    found = rows.filter(company=project.company_id, promotion=project.promotion_id)
    others = found.exclude(pk=project.pk).order_by("title", "id")
    return [row for row in others if can_create_mission(user, row)]


def linkable_internships(user: Viewer, project: Project) -> list[Internship]:
    """Return the stages of the team that may carry the project, by student. One query."""
    students = [member.student_id for member in project.members.all()]
    rows = visible_internships(user).filter(
        student__in=students, convention__kind=ConventionKind.INTERNSHIP
    )
    return list(
        rows.exclude(convention__state__in=WITHOUT_EFFECT)
        .exclude(project_links__project=project)
        .select_related("student", "period", "convention__company")
        .order_by("student__last_name", "created_at", "id")
    )
