"""Who reads the référentiel, fixes deadlines and rules, reads and gives evidence."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from curriculum.models import (
    Activite,
    Competence,
    Critere,
    Deadline,
    Epreuve,
    Evidence,
    EvidenceQuerySet,
    Fonction,
    Referentiel,
    Savoir,
)
from curriculum.states import EvidenceRole, SourceKind
from nrc_platform.core import clock
from nrc_platform.people.access import (
    headed_schools,
    is_platform_admin,
    open_grants,
    roles,
    taught_promotions,
    teaches,
    visible_promotions,
    visible_schools,
)
from nrc_platform.people.models import Enrolment, Promotion, School, User
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


def followed_promotions(user: Viewer) -> QuerySet[Promotion]:
    """
    Return the promotions whose competences the person follows.

    - their teachers of today; the head of the school;
    - never the internship office, a juror or the platform admin.
    """
    return Promotion.objects.filter(
        Q(pk__in=taught_promotions(user).order_by().values("pk"))
        | Q(school__in=headed_schools(user).order_by().values("pk"))
    )


def has_coverage(user: Viewer) -> bool:
    """Return whether competences are of any use to the person: students, teachers, heads."""
    return bool(roles(user) & {Role.STUDENT, Role.TEACHER, Role.HEAD})


def visible_evidences(user: Viewer) -> EvidenceQuerySet:
    """
    Return the evidence the person may read.

    - a student: what is said of them; never of a classmate;
    - teachers: what was said in the promotions they teach today; the head: all of the school;
    - nobody else: a tutor has no account, and reads their own assessment through their link.
    """
    if not user.is_authenticated:
        return Evidence.objects.none()
    followed = followed_promotions(user).order_by().values("pk")
    return Evidence.objects.filter(Q(student=user.pk) | Q(promotion__in=followed))


def visible_learners(user: Viewer) -> QuerySet[Enrolment]:
    """
    Return who was in which class, among those whose competences the person reads.

    - one's own enrolments; those of the promotions one follows; the latest first.
    """
    if not user.is_authenticated:
        return Enrolment.objects.none()
    me = Q(student=user.pk) if Role.STUDENT in roles(user) else Q(pk__in=[])
    followed = followed_promotions(user).order_by().values("pk")
    rows: QuerySet[Enrolment] = Enrolment.objects.filter(
        me | Q(promotion__in=followed), starts_on__lte=clock.today()
    )
    return rows.select_related("student", "promotion__school").order_by("-starts_on", "id")


def has_been_in(student: User, promotion: Promotion) -> bool:
    """Return whether the student is, or was, in that class."""
    return Enrolment.objects.filter(student=student.pk, promotion=promotion.pk).exists()


def can_position_self(user: Viewer, student: User, promotion: Promotion) -> bool:
    """Return whether the person says where they stand: the student, in a class of theirs."""
    mine = student.pk == user.pk and Role.STUDENT in roles(user)
    return mine and has_been_in(student, promotion)


def can_judge(user: Viewer, student: User, promotion: Promotion) -> bool:
    """Return whether the person says where a student stands: a teacher of that class."""
    return teaches(user, promotion) and has_been_in(student, promotion)


def can_add_evidence(
    user: Viewer | None, student: User, promotion: Promotion, by_role: str
) -> bool:
    """
    Return whether that evidence may be given.

    - in the student's name: the student; in a teacher's: a teacher of the class;
    - in the tutor's: nobody with an account; the app above has checked their link.
    """
    if user is None:
        return by_role == EvidenceRole.TUTOR and has_been_in(student, promotion)
    if by_role == EvidenceRole.STUDENT:
        return can_position_self(user, student, promotion)
    return by_role == EvidenceRole.TEACHER and can_judge(user, student, promotion)


def can_correct_evidence(user: Viewer, evidence: Evidence) -> bool:
    """
    Return whether the person replaces that evidence or takes it back: its author.

    - what was said without a source; a log entry, an assessment or a paper is mended where it is;
    - while it stands.
    """
    free = evidence.source_kind in (SourceKind.SELF, SourceKind.OBSERVATION)
    standing = not evidence.withdrawn and not hasattr(evidence, "replaced_by")
    if not (user.is_authenticated and free and standing and evidence.by_id == user.pk):
        return False
    return evidence.by_role != EvidenceRole.TEACHER or teaches(user, evidence.promotion)
