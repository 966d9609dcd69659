"""Who may read the référentiel, fix the deadlines of a class and the rules of a school."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from curriculum.models import (
    Activite,
    Competence,
    Critere,
    Deadline,
    Epreuve,
    Fonction,
    Referentiel,
    Savoir,
)
from nrc_platform.people.access import (
    is_platform_admin,
    open_grants,
    visible_promotions,
    visible_schools,
)
from nrc_platform.people.models import Promotion, School, User
from nrc_platform.people.states import Role

Viewer = User | AnonymousUser


def visible_referentiels(user: Viewer) -> QuerySet[Referentiel]:
    """Return the référentiels: a public text, read by every signed-in person."""
    rows = Referentiel.objects.all()
    return rows if user.is_authenticated else rows.none()


def visible_fonctions(user: Viewer) -> QuerySet[Fonction]:
    """Return the functions, retired ones included: an old record may cite them."""
    rows: QuerySet[Fonction] = Fonction.objects.all()
    return rows if user.is_authenticated else rows.none()


def visible_activites(user: Viewer) -> QuerySet[Activite]:
    """Return the activities of the functions, retired ones included."""
    rows: QuerySet[Activite] = Activite.objects.all()
    return rows if user.is_authenticated else rows.none()


def visible_savoirs(user: Viewer) -> QuerySet[Savoir]:
    """Return the savoirs, retired ones included: an old fiche may cite them."""
    rows: QuerySet[Savoir] = Savoir.objects.all()
    return rows if user.is_authenticated else rows.none()


def visible_competences(user: Viewer) -> QuerySet[Competence]:
    """Return the competences, retired ones included."""
    rows: QuerySet[Competence] = Competence.objects.all()
    return rows if user.is_authenticated else rows.none()


def visible_epreuves(user: Viewer) -> QuerySet[Epreuve]:
    """Return the épreuves, retired ones included."""
    rows: QuerySet[Epreuve] = Epreuve.objects.all()
    return rows if user.is_authenticated else rows.none()


def visible_criteres(user: Viewer) -> QuerySet[Critere]:
    """Return the official criteria, retired ones included."""
    rows: QuerySet[Critere] = Critere.objects.all()
    return rows if user.is_authenticated else rows.none()


def visible_deadlines(user: Viewer) -> QuerySet[Deadline]:
    """Return the deadlines of the promotions the person may see."""
    return Deadline.objects.filter(promotion__in=visible_promotions(user))


def editable_promotions(user: Viewer) -> QuerySet[Promotion]:
    """
    Return the promotions whose deadlines the person fixes.

    - the teachers of the promotion;
    - the internship office of its school.
    """
    grants = open_grants(user).order_by()
    taught = grants.filter(role=Role.TEACHER, promotion__isnull=False).values("promotion_id")
    offices = grants.filter(role=Role.OFFICE).values("school_id")
    rows = Promotion.objects.all()
    return rows.filter(pk__in=taught) | rows.filter(school_id__in=offices)


def can_edit_deadline(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person fixes the deadlines of that promotion (see above)."""
    return editable_promotions(user).filter(pk=promotion.pk).exists()


def ruled_schools(user: Viewer) -> QuerySet[School]:
    """
    Return the schools whose own rule values the person fixes.

    - the internship office and the head of the school;
    - the platform admin: all.
    """
    if is_platform_admin(user):
        return visible_schools(user)
    grants = open_grants(user).filter(role__in=[Role.OFFICE, Role.HEAD])
    return School.objects.filter(pk__in=grants.order_by().values("school_id"))


def can_edit_rule(user: Viewer, school: School) -> bool:
    """Return whether the person gives a dated rule that school's own value (see above)."""
    return ruled_schools(user).filter(pk=school.pk).exists()
