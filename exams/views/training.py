"""Pages of the training papers: the list, one paper, its form."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from exams import access, services
from exams.facts import counted
from exams.forms import PaperForm
from exams.models import TrainingPaper
from exams.selectors import training as selectors
from exams.views.writing import person
from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, NotAllowed, Stale
from nrc_platform.core.forms import add_refusal
from nrc_platform.core.views import once, paginate, read_only

STALE = 409


@require_GET
@read_only
def training_papers(request: HttpRequest) -> HttpResponse:
    """List the papers: a student's own, those of the classes one follows."""
    rows = access.visible_training_papers(request.user)
    promotions = list(access.visible_candidate_promotions(request.user).select_related("school"))
    chosen = request.GET.get("promotion", "")
    if picked := [row for row in promotions if str(row.pk) == chosen]:
        rows = rows.filter(promotion__in=picked)
    page = paginate(
        request, rows.select_related("student").order_by("-done_on", "-created_at", "id")
    )
    context = {
        "page": page,
        "promotions": promotions,
        "markable": selectors.markable_promotions(request.user) if promotions else [],
        "chosen": chosen,
        "mine": not promotions,
        "result": counted(page.paginator.count, "copie", "copies"),
    }
    return render(request, "exams/training_papers.html", context)


def _paper(request: HttpRequest, paper_id: UUID) -> TrainingPaper:
    paper = selectors.paper_of(request.user, paper_id)
    if paper is None:
        raise Http404
    return paper


@require_GET
@read_only
def training_paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Read a paper: its mark, and a level per competence and criterion."""
    paper = _paper(request, paper_id)
    competences, criteria = selectors.levels_in_words(
        paper, selectors.paper_sheet(paper.promotion)
    )
    context = {
        "paper": paper,
        "competences": competences,
        "criteria": criteria,
        "mine": paper.student_id == request.user.pk,
        "can_mark": access.can_mark_papers(request.user, paper.promotion),
    }
    return render(request, "exams/training_paper.html", context)


def _attempt(form: PaperForm, act: Callable[[], Any]) -> int:
    """Run a service when the form is complete; return 302 when done, else the status to show."""
    if not form.is_bound or not form.is_valid():
        return 200
    try:
        act()
    except NotAllowed:
        raise
    except Stale as stale:
        form.add_error(None, stale.message)
        return STALE
    except DomainError as refused:
        add_refusal(form, refused)
        return 200
    return 302


@require_http_methods(["GET", "POST"])
def training_paper_new(request: HttpRequest, promotion_id: UUID) -> HttpResponse:
    """Record a marked paper of a student of the class."""
    rows = access.visible_candidate_promotions(request.user).select_related("school")
    promotion = get_object_or_404(rows, pk=promotion_id)
    if not access.can_mark_papers(request.user, promotion):
        raise Http404
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        sheet=selectors.paper_sheet(promotion),
        students=selectors.students_to_mark(promotion),
        initial={"done_on": clock.today(), "student": request.GET.get("etudiant", "")},
    )
    status = _attempt(form, once(request, lambda: _add(form, promotion, person(request))))
    if status == 302:
        messages.success(request, "La copie est enregistrée, ses niveaux comptent comme preuves.")
        return redirect("exams:training_papers")
    context = {"form": form, "promotion": promotion, "paper": None, "steps": form.sheet.steps}
    return render(request, "exams/training_paper_form.html", context, status=status)


def _add(form: PaperForm, promotion: Any, actor: Any) -> TrainingPaper:
    return services.add_paper(
        form.chosen_student(),
        promotion,
        actor=actor,
        values=form.values(),
        levels=form.levels(),
        criteria=form.criteria(),
    )


def _own(request: HttpRequest, paper_id: UUID) -> TrainingPaper:
    """Return a paper that the person may mark, else 404."""
    paper = _paper(request, paper_id)
    if not access.can_mark_papers(request.user, paper.promotion):
        raise Http404
    return paper


@require_http_methods(["GET", "POST"])
def training_paper_edit(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Correct a paper; the evidence it gave follows."""
    paper = _own(request, paper_id)
    sent = request.POST if request.method == "POST" else None
    form = PaperForm(sent, sheet=selectors.paper_sheet(paper.promotion), paper=paper)
    status = _attempt(form, lambda: _edit(form, paper, person(request)))
    if status == 302:
        messages.success(request, "La copie est corrigée, ses preuves aussi.")
        return redirect("exams:training_paper", paper.pk)
    context = {"form": form, "promotion": paper.promotion, "paper": paper}
    context["steps"] = form.sheet.steps
    return render(request, "exams/training_paper_form.html", context, status=status)


def _edit(form: PaperForm, paper: TrainingPaper, actor: Any) -> TrainingPaper:
    return services.edit_paper(
        paper,
        actor=actor,
        version=form.cleaned_data["version"] or 0,
        values=form.values(),
        levels=form.levels(),
        criteria=form.criteria(),
    )


@require_http_methods(["GET", "POST"])
def training_paper_remove(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Confirm, then take the paper away with what it had shown."""
    paper = _own(request, paper_id)
    if request.method == "POST":
        services.remove_paper(paper, actor=person(request))
        messages.success(request, "La copie est retirée, ses preuves ne comptent plus.")
        return redirect("exams:training_papers")
    return render(request, "exams/training_paper_remove.html", {"paper": paper})
