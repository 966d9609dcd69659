"""Pages where a fiche is read: by its student, its teachers, the head; its kept versions."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from exams import access, services
from exams.facts import (
    changed_rubrics,
    changed_words,
    counted,
    fiche_facts,
    form_steps,
    missing_lines,
    rubric_marks,
    rubric_views,
    shares,
)
from exams.forms import FicheFilter, NumberForm, RemarkForm
from exams.models import Fiche
from exams.rules import complete_rubrics
from exams.selectors import (
    candidate_number,
    dossier_facts,
    remarks_by_rubric,
    state_counts,
    versions_of,
    visit_of,
)
from exams.views.writing import own_fiche, person
from nrc_platform.core.errors import Invalid
from nrc_platform.core.forms import add_refusal
from nrc_platform.core.views import paginate, read_only
from nrc_platform.people.access import current_enrolment
from nrc_platform.people.models import Promotion, User


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Open the student's own file; list the fiches for those who read them."""
    enrolment = current_enrolment(request.user)
    if enrolment is not None:
        return dossier(request, person(request).pk)
    return fiche_list(request)


@require_GET
@read_only
def fiche_list(request: HttpRequest) -> HttpResponse:
    """List the fiches the person follows; the filters are in the address."""
    promotions = list(access.visible_candidate_promotions(request.user))
    followed = access.visible_fiches(request.user).filter(promotion__in=promotions)
    found = FicheFilter(request.GET, queryset=followed)
    rows = found.qs if found.is_valid() else followed
    name = request.GET.get("q", "").strip()
    if name:
        rows = rows.search(name)
    page = paginate(request, rows.with_people().order_by("-submitted_at", "-updated_at", "id"))
    context = {
        "page": page,
        "views": state_counts(followed, request.GET),
        "promotions": promotions,
        "chosen": request.GET.get("promotion", ""),
        "state": request.GET.get("state", ""),
        "q": name,
        "teaches": bool(promotions),
        "teaching": access.has_taught_promotion(request.user),
        "result": counted(page.paginator.count, "fiche", "fiches"),
    }
    return render(request, "exams/fiche_list.html", context)


def _promotion_of(request: HttpRequest, student: User) -> Promotion:
    """Return the class whose file is shown: the current one, else the last one followed."""
    enrolment = current_enrolment(student)
    if enrolment is None:
        enrolment = student.enrolments.select_related("promotion__school").first()
    if enrolment is None:
        raise Http404
    return enrolment.promotion


@require_http_methods(["GET", "POST"])
def dossier(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Show the three places of a student's E4 file, and what is missing."""
    student = get_object_or_404(access.visible_candidates(request.user), pk=student_id)
    promotion = _promotion_of(request, student)
    form = NumberForm(request.POST or None)
    can_number = access.can_set_candidate_number(request.user, promotion)
    if request.method == "POST" and can_number and form.is_valid():
        try:
            services.set_candidate_number(
                student,
                actor=person(request),
                promotion=promotion,
                number=form.cleaned_data["number"],
            )
            return redirect("exams:dossier", student.pk)
        except Invalid as refused:
            add_refusal(form, refused)
    mine = student.pk == request.user.pk
    facts = dossier_facts(
        student,
        promotion,
        url=reverse("exams:dossier", args=[student.pk]),
        fiche_url="exams:fiche_edit" if mine else "exams:fiche",
    )
    blocking = facts.blocking
    missing = missing_lines(
        facts.findings, reader="student" if mine else "teacher", student=str(student)
    )
    context = {
        "facts": facts,
        "mine": mine,
        "baton_title": f"{counted(blocking, 'point', 'points')} à régler avant le dépôt",
        "baton_tone": "you" if mine else "",
        "baton_text": shares(missing),
        "missing": missing,
        "in_order": facts.in_order,
        "can_create": access.can_create_fiche(request.user, promotion),
        "teaches": any(access.can_grant_visa(request.user, row) for _, row in facts.places if row),
        "number_form": form if can_number else None,
    }
    return render(request, "exams/dossier.html", context)


@require_GET
def fiche(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Read a fiche; what changed since the reader's last visit is marked."""
    row = own_fiche(request, fiche_id)
    if not access.can_read_fiche(request.user, row):
        return render(request, "exams/fiche_closed.html", {"fiche": row})
    return show_fiche(request, row, RemarkForm())


def show_fiche(
    request: HttpRequest,
    row: Fiche,
    remark_form: RemarkForm,
    *,
    rubric: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer the fiche with its remarks; remember that the reader saw it."""
    facts = fiche_facts(row, candidate_number=candidate_number(row))
    visit = visit_of(row, person(request))
    marks = rubric_marks(facts.content)
    seen = visit.marks if visit else marks
    changed = {name for name, mark in marks.items() if seen.get(name) != mark}
    user = request.user
    remarks = remarks_by_rubric(user, row)
    context = {
        "fiche": row,
        "facts": facts,
        "rubrics": rubric_views(facts.content, remarks, changed),
        "steps": form_steps(complete_rubrics(facts.content), remarks),
        "annexes": list(row.annexes.all()),
        "changed": bool(changed),
        "changed_words": changed_words(changed),
        "remark_form": remark_form,
        "remark_rubric": rubric,
        "mine": user.pk == row.student_id,
        "can": {
            "edit": access.can_edit_fiche(user, row),
            "remark": access.can_remark_fiche(user, row),
            "send_back": access.can_send_back_fiche(user, row),
            "grant_visa": access.can_grant_visa(user, row),
            "withdraw": access.can_withdraw_visa(user, row),
            "place": access.can_place_fiche(user, row),
        },
    }
    services.mark_seen(row, actor=person(request))
    return render(request, "exams/fiche.html", context, status=status)


@require_GET
@read_only
def fiche_versions(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """List the kept versions of a fiche and what each changed."""
    row = own_fiche(request, fiche_id)
    if not access.can_read_fiche(request.user, row):
        raise Http404
    kept = versions_of(row)
    lines = []
    for index, (snapshot, facts) in enumerate(kept):
        before = kept[index + 1][1].content if index + 1 < len(kept) else None
        changed = changed_rubrics(before, facts.content) if before else []
        lines.append({"snapshot": snapshot, "facts": facts, "changed": changed})
    return render(request, "exams/versions.html", {"fiche": row, "lines": lines})


@require_GET
@read_only
def fiche_version(request: HttpRequest, fiche_id: UUID, number: int) -> HttpResponse:
    """Read a kept version as it was."""
    row = own_fiche(request, fiche_id)
    if not access.can_read_fiche(request.user, row):
        raise Http404
    found = next((pair for pair in versions_of(row) if pair[0].number == number), None)
    if found is None:
        raise Http404
    snapshot, facts = found
    context = {
        "fiche": row,
        "snapshot": snapshot,
        "facts": facts,
        "rubrics": rubric_views(facts.content, {}, set()),
    }
    return render(request, "exams/version.html", context)
