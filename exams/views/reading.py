"""Pages where a fiche is read: by its student, its teachers, the head; its kept versions."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from exams import access, services
from exams.facts import (
    changed_rubrics,
    changed_since,
    changed_words,
    counted,
    fiche_facts,
    form_steps,
    missing_lines,
    rubric_views,
    shares,
)
from exams.forms import FicheFilter, NumberForm, RemarkForm
from exams.models import Fiche
from exams.rules import complete_rubrics
from exams.selectors import (
    candidate_number,
    dossier_facts,
    number_of,
    remarks_by_rubric,
    state_counts,
    versions_of,
    visit_of,
)
from exams.views.writing import own_fiche, person
from nrc_platform.core.errors import Invalid
from nrc_platform.core.forms import add_refusal
from nrc_platform.core.views import paginate, read_only
from nrc_platform.notifications.selectors import messages_about
from nrc_platform.people.models import Promotion, User


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Open the student's own file; list the fiches for those who read them."""
    own = access.visible_file_enrolments(request.user).filter(student=request.user.pk)
    if own.exists():
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
    """Return the class whose file is shown: the latest one that the reader may open."""
    enrolment = access.visible_file_enrolments(request.user).filter(student=student).first()
    if enrolment is None:
        raise Http404
    return enrolment.promotion


def _record_number(
    request: HttpRequest, form: NumberForm, student: User, promotion: Promotion
) -> bool:
    """Record the candidate number; a refusal goes to the form."""
    try:
        services.set_candidate_number(
            student,
            actor=person(request),
            promotion=promotion,
            number=form.cleaned_data["number"],
        )
    except Invalid as refused:
        add_refusal(form, refused)
        return False
    return True


def _dossier_context(
    request: HttpRequest, student: User, promotion: Promotion
) -> dict[str, object]:
    mine = student.pk == request.user.pk
    facts = dossier_facts(
        student,
        promotion,
        url=reverse("exams:dossier", args=[student.pk]),
        fiche_url="exams:fiche_edit" if mine else "exams:fiche",
    )
    reader = "student" if mine else "teacher"
    missing = missing_lines(facts.findings, reader=reader, student=str(student))
    return {
        "facts": facts,
        "mine": mine,
        "baton_title": f"{counted(facts.blocking, 'point', 'points')} à régler avant le dépôt",
        "baton_text": shares(missing),
        "baton_tone": "you" if mine else "",
        "missing": missing,
        "in_order": facts.in_order,
        "can_create": access.can_create_fiche(request.user, promotion),
        "teaches": any(access.can_grant_visa(request.user, row) for _, row in facts.places if row),
    }


@require_http_methods(["GET", "POST"])
def dossier(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Show the three places of a student's E4 file, and what is missing."""
    student = get_object_or_404(access.visible_candidates(request.user), pk=student_id)
    promotion = _promotion_of(request, student)
    form = NumberForm(request.POST or None, initial={"number": number_of(student.pk, promotion)})
    can_number = access.can_set_candidate_number(request.user, promotion)
    saves = request.method == "POST" and can_number and form.is_valid()
    if saves and _record_number(request, form, student, promotion):
        return redirect("exams:dossier", student.pk)
    context = _dossier_context(request, student, promotion)
    context["number_form"] = form if can_number else None
    return render(request, "exams/dossier.html", context)


@require_GET
def fiche(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Read a fiche; what changed since the reader's last visit is marked."""
    row = own_fiche(request, fiche_id)
    if not access.can_read_fiche(request.user, row):
        return render(request, "exams/fiche_closed.html", {"fiche": row})
    return show_fiche(request, row, RemarkForm())


def show_fiche(
    request: HttpRequest, row: Fiche, remark_form: RemarkForm, *, rubric: str = ""
) -> HttpResponse:
    """Answer the fiche with its remarks; remember that the reader saw it."""
    reader = person(request)
    facts = fiche_facts(row, candidate_number=candidate_number(row))
    changed = changed_since(visit_of(row, reader), facts.content)
    remarks = remarks_by_rubric(reader, row)
    context = {
        "fiche": row,
        "facts": facts,
        "rubrics": rubric_views(facts.content, remarks, changed),
        "steps": form_steps(complete_rubrics(facts.content), remarks),
        "annexes": list(row.annexes.all()),
        "changed_words": changed_words(changed),
        "remark_form": remark_form,
        "remark_rubric": rubric,
        "mine": reader.pk == row.student_id,
        "mails": messages_about(row),
        "can": access.fiche_abilities(reader, row),
    }
    services.mark_seen(row, actor=reader)
    return render(request, "exams/fiche.html", context)


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
