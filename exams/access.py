"""Who may read, write, return and close a fiche."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from curriculum.models import RuleSet
from exams.models import Fiche, FicheAnnex, FicheQuerySet, Remark, TrainingPaper
from exams.states import FicheState
from nrc_platform.core import clock
from nrc_platform.people import access as people
from nrc_platform.people.access import Viewer
from nrc_platform.people.models import Enrolment, Promotion, User
from nrc_platform.people.states import Role

_OPEN = (FicheState.DRAFT, FicheState.RETURNED)


def _teaches(user: Viewer, promotion: UUID) -> bool:
    """Return whether the person teaches that promotion today: one query per person and day."""
    day = clock.today()
    kept: dict[date, set[UUID]] = user.__dict__.setdefault("_taught_by_day", {})
    if day not in kept:
        taught = people.taught_promotions(user, day).order_by().values_list("pk", flat=True)
        kept[day] = set(taught)
    return promotion in kept[day]


def visible_fiches(user: Viewer) -> FicheQuerySet:
    """
    Return the fiches the person knows of.

    - a student: their own; never a classmate's;
    - a teacher: those of the promotions they teach today (a draft: its state, not its text);
    - the head of school: all of the school;
    - the internship office, the platform admin, a juror: none.
    """
    if not user.is_authenticated:
        return Fiche.objects.none()
    return Fiche.objects.filter(
        Q(student=user)
        | Q(promotion__in=people.taught_promotions(user))
        | Q(promotion__school__in=people.headed_schools(user))
    )


def visible_annexes(user: Viewer) -> QuerySet[FicheAnnex]:
    """Return the annexes of the fiches whose text the person may read."""
    readable = Q(fiche__student_id=user.pk) | ~Q(fiche__state=FicheState.DRAFT)
    return FicheAnnex.objects.filter(readable, fiche__in=visible_fiches(user))


def visible_remarks(user: Viewer) -> QuerySet[Remark]:
    """Return the remarks the person may read: all for the teachers, the sent ones for others."""
    taught = people.taught_promotions(user)
    return Remark.objects.filter(
        Q(sent_at__isnull=False) | Q(fiche__promotion__in=taught),
        fiche__in=visible_fiches(user),
    )


def has_taught_promotion(user: Viewer) -> bool:
    """Return whether the person teaches a promotion today: « À viser » is said to them alone."""
    return Role.TEACHER in people.roles(user)


def visible_candidates(user: Viewer) -> QuerySet[User]:
    """
    Return the students whose E4 file the person may open.

    - the student: their own file; teachers: their promotions; head: the school;
    - never the internship office, a juror or the platform admin.
    """
    if not user.is_authenticated:
        return User.objects.none()
    me = Q(pk=user.pk) if Role.STUDENT in people.roles(user) else Q(pk__in=[])
    return User.objects.filter(
        me
        | Q(enrolments__promotion__in=people.taught_promotions(user))
        | Q(enrolments__promotion__school__in=people.headed_schools(user))
    ).distinct()


def visible_candidate_promotions(user: Viewer) -> QuerySet[Promotion]:
    """Return the promotions whose E4 files the person follows."""
    return Promotion.objects.filter(
        Q(pk__in=people.taught_promotions(user).order_by().values("pk"))
        | Q(school__in=people.headed_schools(user))
    )


def visible_file_enrolments(user: Viewer) -> QuerySet[Enrolment]:
    """
    Return the enrolments whose E4 file the person may open, the latest first.

    - one's own; those in the promotions one follows: a student who changed class brings along
      nothing of the new class to the teachers of the old one.
    """
    if not user.is_authenticated:
        return Enrolment.objects.none()
    me = Q(student=user) if Role.STUDENT in people.roles(user) else Q(pk__in=[])
    rows: QuerySet[Enrolment] = Enrolment.objects.filter(
        me | Q(promotion__in=visible_candidate_promotions(user)), starts_on__lte=clock.today()
    )
    return rows.select_related("promotion__school").order_by("-starts_on", "id")


def visible_rule_sets(user: Viewer) -> QuerySet[RuleSet]:
    """Return the rule sets that hold everywhere, and those of the person's schools."""
    if not user.is_authenticated:
        return RuleSet.objects.none()
    schools = people.visible_schools(user).order_by().values("pk")
    return RuleSet.objects.filter(Q(school__isnull=True) | Q(school__in=schools))


def can_read_fiche(user: Viewer, fiche: Fiche) -> bool:
    """
    Return whether the person may read the text of a fiche they know of.

    - its student, always;
    - others once it has been handed in: a draft is its author's alone.
    """
    return user.pk == fiche.student_id or fiche.state != FicheState.DRAFT


def can_create_fiche(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person may begin a fiche: a student enrolled in that promotion today."""
    if Role.STUDENT not in people.roles(user):
        return False
    enrolment = people.current_enrolment(user)
    return enrolment is not None and enrolment.promotion_id == promotion.pk


def _is_author(user: Viewer, fiche: Fiche) -> bool:
    return user.is_authenticated and user.pk == fiche.student_id


def can_edit_fiche(user: Viewer, fiche: Fiche) -> bool:
    """
    Return whether the person may write in the fiche now.

    - its student only (req. 147: the candidate is author and owner);
    - while it is a draft or to be corrected.
    """
    return _is_author(user, fiche) and fiche.state in _OPEN


def can_submit_fiche(user: Viewer, fiche: Fiche) -> bool:
    """Return whether the person may hand the fiche in: its student, while it is open."""
    return _is_author(user, fiche) and fiche.state in _OPEN


def can_place_fiche(user: Viewer, fiche: Fiche) -> bool:
    """Return whether the person may choose the fiche's place: its student, until the visa."""
    return _is_author(user, fiche) and fiche.state != FicheState.VISAED


def can_annex_fiche(user: Viewer, fiche: Fiche) -> bool:
    """Return whether the person may join or remove an annex: its student, while it is open."""
    return _is_author(user, fiche) and fiche.state in _OPEN


def can_handle_remark(user: Viewer, remark: Remark) -> bool:
    """Return whether the person may mark a sent remark as handled: the student, once."""
    return (
        _is_author(user, remark.fiche)
        and remark.sent_at is not None
        and remark.handled_at is None
        and remark.fiche.state != FicheState.VISAED
    )


def can_remark_fiche(user: Viewer, fiche: Fiche) -> bool:
    """Return whether the person may write a remark: a teacher of the class, on a handed-in one."""
    return fiche.state == FicheState.SUBMITTED and _teaches(user, fiche.promotion_id)


def can_send_back_fiche(user: Viewer, fiche: Fiche) -> bool:
    """Return whether the person may send the fiche back: a teacher, once handed in."""
    return fiche.state == FicheState.SUBMITTED and _teaches(user, fiche.promotion_id)


def can_grant_visa(user: Viewer, fiche: Fiche) -> bool:
    """
    Return whether the person may grant the visa.

    - a teacher with a grant on the promotion that day, not necessarily who returned it;
    - on a fiche handed in.
    """
    return fiche.state == FicheState.SUBMITTED and _teaches(user, fiche.promotion_id)


def can_withdraw_visa(user: Viewer, fiche: Fiche) -> bool:
    """Return whether the person may withdraw a visa: a teacher of the class, with a reason."""
    return fiche.state == FicheState.VISAED and _teaches(user, fiche.promotion_id)


def can_set_candidate_number(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person may record candidate numbers: its teachers, the office."""
    if _teaches(user, promotion.pk):
        return True
    return people.has_role(user, Role.OFFICE, promotion.school)


def visible_training_papers(user: Viewer) -> QuerySet[TrainingPaper]:
    """
    Return the training papers the person may read.

    - a student: their own; teachers: those of the promotions they teach today; head: the school;
    - the internship office, the platform admin, a juror: none.
    """
    if not user.is_authenticated:
        return TrainingPaper.objects.none()
    followed = visible_candidate_promotions(user).order_by().values("pk")
    return TrainingPaper.objects.filter(Q(student=user.pk) | Q(promotion__in=followed))


def can_mark_papers(user: Viewer, promotion: Promotion) -> bool:
    """Return whether the person records training papers: a teacher of the promotion."""
    return _teaches(user, promotion.pk)


def fiche_abilities(user: Viewer, fiche: Fiche) -> dict[str, bool]:
    """Return what the person may do to the fiche now: buttons and API ask the same questions."""
    return {
        "read": can_read_fiche(user, fiche),
        "edit": can_edit_fiche(user, fiche),
        "submit": can_submit_fiche(user, fiche),
        "place": can_place_fiche(user, fiche),
        "remark": can_remark_fiche(user, fiche),
        "return": can_send_back_fiche(user, fiche),
        "grant_visa": can_grant_visa(user, fiche),
        "withdraw_visa": can_withdraw_visa(user, fiche),
    }
