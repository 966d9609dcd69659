"""Pages where the teachers answer a fiche: remarks, return, visa."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from exams import access, services
from exams.forms import RemarkForm, SendBackForm, VisaForm, WithdrawForm
from exams.views.reading import show_fiche
from exams.views.writing import own_fiche, person
from nrc_platform.core.errors import Invalid
from nrc_platform.core.forms import add_refusal


@require_POST
def fiche_remark(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Write a remark on a rubric."""
    fiche = own_fiche(request, fiche_id)
    rubric = request.POST.get("rubric", "")
    form = RemarkForm(request.POST)
    if form.is_valid():
        try:
            services.add_remark(
                fiche, actor=person(request), rubric=rubric, text=form.cleaned_data["text"]
            )
            return redirect(f"{reverse('exams:fiche', args=[fiche.pk])}#r-{rubric}")
        except Invalid as refused:
            add_refusal(form, refused)
    return show_fiche(request, fiche, form, rubric=rubric)


@require_POST
def remark_remove(request: HttpRequest, remark_id: UUID) -> HttpResponse:
    """Take back a remark that was not sent."""
    remark = get_object_or_404(access.visible_remarks(request.user), pk=remark_id)
    services.remove_remark(remark, actor=person(request))
    return redirect(f"{reverse('exams:fiche', args=[remark.fiche_id])}#r-{remark.rubric}")


@require_http_methods(["GET", "POST"])
def fiche_return(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Confirm, then give the fiche back to its student with the remarks."""
    fiche = own_fiche(request, fiche_id)
    form = SendBackForm(request.POST or None)
    # A complete form goes to the service, which says in French what happened meanwhile.
    if not form.is_valid() and not access.can_send_back_fiche(request.user, fiche):
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            services.send_back_fiche(
                fiche, actor=person(request), message=form.cleaned_data["message"]
            )
            messages.success(request, f"Fiche renvoyée à {fiche.student} avec vos remarques.")
            return redirect("exams:fiche", fiche.pk)
        except Invalid as refused:
            add_refusal(form, refused)
    unsent = access.visible_remarks(request.user).filter(fiche=fiche, sent_at__isnull=True)
    context = {"fiche": fiche, "form": form, "remarks": list(unsent.order_by("created_at", "id"))}
    return render(request, "exams/fiche_return.html", context)


@require_http_methods(["GET", "POST"])
def fiche_visa(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Confirm, then close the fiche; its PDF is made in the background."""
    fiche = own_fiche(request, fiche_id)
    form = VisaForm(request.POST or None)
    # A complete form goes to the service, which says in French what happened meanwhile.
    if not form.is_valid() and not access.can_grant_visa(request.user, fiche):
        raise Http404
    if request.method == "POST" and form.is_valid():
        services.grant_visa(fiche, actor=person(request), remarks=form.cleaned_data["remarks"])
        messages.success(request, "Fiche visée. Son PDF se prépare.")
        return redirect("exams:fiche_pdf", fiche.pk)
    return render(request, "exams/fiche_visa.html", {"fiche": fiche, "form": form})


@require_http_methods(["GET", "POST"])
def fiche_withdraw(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Ask why, then take the visa back."""
    fiche = own_fiche(request, fiche_id)
    form = WithdrawForm(request.POST or None)
    # A complete form goes to the service, which says in French what happened meanwhile.
    if not form.is_valid() and not access.can_withdraw_visa(request.user, fiche):
        raise Http404
    if request.method == "POST" and form.is_valid():
        services.withdraw_visa(fiche, actor=person(request), reason=form.cleaned_data["reason"])
        messages.success(request, "Visa retiré. La fiche est de nouveau à viser.")
        return redirect("exams:fiche", fiche.pk)
    return render(request, "exams/fiche_withdraw.html", {"fiche": fiche, "form": form})
