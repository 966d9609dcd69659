"""Pages where evidence is given, corrected or taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from curriculum import selectors
from curriculum.access import can_correct_evidence, can_judge, can_position_self, visible_evidences
from curriculum.forms import CorrectionForm, EvidenceForm, PositionForm, WithdrawalForm
from curriculum.models import Evidence
from curriculum.selectors.stories import level_words, note_of, with_words
from curriculum.services import evidence as services
from curriculum.states import EvidenceRole
from curriculum.views.frame import attempt, learner_or_404, page_of, person, posted
from nrc_platform.core import clock
from nrc_platform.core.views import once
from nrc_platform.people.models import Enrolment, User


@require_http_methods(["GET", "POST"])
def position_self(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Let a student say where they stand, competence by competence."""
    learner = learner_or_404(request, student_id)
    if not can_position_self(request.user, learner.student, learner.promotion):
        raise Http404("only the student")
    form, steps = _position_form(request, learner)
    if attempt(form, lambda: _position(learner, form, person(request))):
        messages.success(request, "Votre position est enregistrée.")
        return redirect(page_of(learner.student))
    context = {"form": form, "steps": steps, "promotion": learner.promotion}
    context["back"] = page_of(learner.student)
    return render(request, "curriculum/position_form.html", context)


def _position_form(request: HttpRequest, learner: Enrolment) -> tuple[PositionForm, Any]:
    facts = selectors.student_coverage(learner.student, learner.promotion)
    mine = {
        line.column.id: line.standing.levels[EvidenceRole.STUDENT].value
        for line in facts.lines
        if EvidenceRole.STUDENT in line.standing.levels
    }
    columns = [line.column for line in facts.lines]
    form = PositionForm(posted(request), columns=columns, steps=facts.steps, initial=mine)
    return form, facts.steps


def _position(learner: Enrolment, form: PositionForm, actor: User) -> None:
    rows = selectors.coverage_competences()
    services.position_self(
        learner.student,
        learner.promotion,
        {rows[code]: level for code, level in form.levels().items()},
        actor=actor,
        note=form.cleaned_data["note"],
    )


@require_http_methods(["GET", "POST"])
def evidence_new(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """Let a teacher say what they saw of a student."""
    learner = learner_or_404(request, student_id)
    if not can_judge(request.user, learner.student, learner.promotion):
        raise Http404("only a teacher of the class")
    columns = selectors.coverage_columns()
    steps = selectors.scale_on(learner.promotion.school_id).steps
    initial = {"on": clock.today(), "competence": request.GET.get("competence", "")}
    form = EvidenceForm(posted(request), columns=columns, steps=steps, initial=initial)
    if attempt(form, once(request, lambda: _add(learner, form, person(request)))):
        messages.success(request, f"La preuve est ajoutée pour {learner.student}.")
        return redirect(page_of(learner.student))
    context = {"form": form, "steps": steps, "student": learner.student}
    context |= {"promotion": learner.promotion, "back": page_of(learner.student)}
    return render(request, "curriculum/evidence_form.html", context)


def _add(learner: Enrolment, form: EvidenceForm, actor: User) -> Evidence:
    got = form.cleaned_data
    return services.add_evidence(
        learner.student,
        learner.promotion,
        selectors.coverage_competences()[got["competence"]],
        actor=actor,
        by_role=EvidenceRole.TEACHER,
        level=form.chosen(),
        on=got["on"],
        note=got["note"],
    )


def _own(request: HttpRequest, evidence_id: UUID) -> Evidence:
    """Return an evidence that the person may replace, else 404."""
    row = get_object_or_404(with_words(visible_evidences(request.user)), pk=evidence_id)
    if not can_correct_evidence(request.user, row):
        raise Http404("only its author, while it stands")
    return row


def _story_of(row: Evidence) -> str:
    return reverse("curriculum:competence_story", args=[row.student_id, row.competence.code])


@require_http_methods(["GET", "POST"])
def evidence_correct(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Replace one's own word by another."""
    row = _own(request, evidence_id)
    steps = selectors.scale_on(row.promotion.school_id).steps
    initial = {"level": row.level or 0, "on": row.on, "note": note_of(row)}
    form = CorrectionForm(posted(request), steps=steps, initial=initial)
    if attempt(form, lambda: _correct(row, form, person(request))):
        messages.success(request, "La preuve est corrigée\u00a0; la première reste lisible.")
        return redirect(_story_of(row))
    context = {"form": form, "steps": steps, "row": row, "said": level_words(row)}
    context["back"] = _story_of(row)
    return render(request, "curriculum/evidence_correct.html", context)


def _correct(row: Evidence, form: CorrectionForm, actor: User) -> Evidence:
    got = form.cleaned_data
    return services.correct_evidence(
        row, actor=actor, level=form.chosen(), on=got["on"], note=got["note"]
    )


@require_http_methods(["GET", "POST"])
def evidence_withdraw(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Take one's own word back, with a reason."""
    row, me = _own(request, evidence_id), person(request)
    form = WithdrawalForm(posted(request))
    if attempt(
        form,
        lambda: services.withdraw_evidence(row, actor=me, reason=form.cleaned_data["reason"]),
    ):
        messages.success(
            request, "La preuve est retirée\u00a0; elle reste lisible avec son motif."
        )
        return redirect(_story_of(row))
    context = {"form": form, "row": row, "said": level_words(row), "back": _story_of(row)}
    return render(request, "curriculum/evidence_withdraw.html", context)
