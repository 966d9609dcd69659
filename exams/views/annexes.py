"""Pages of the annexes: join, read, remove."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from exams import access, services
from exams.forms import AnnexForm
from exams.views.writing import own_fiche, person
from nrc_platform.core.errors import Invalid
from nrc_platform.core.forms import add_refusal
from nrc_platform.documents import storage


@require_http_methods(["GET", "POST"])
def annex_new(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Join a PDF of two pages at most."""
    fiche = own_fiche(request, fiche_id)
    if not access.can_annex_fiche(request.user, fiche):
        raise Http404
    form = AnnexForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_annex(
                fiche,
                actor=person(request),
                label=form.cleaned_data["label"],
                content=form.cleaned_data["file"].read(),
            )
            messages.success(request, "Annexe jointe.")
            return redirect(f"{reverse('exams:fiche_edit', args=[fiche.pk])}#annexes")
        except Invalid as refused:
            add_refusal(form, refused)
    return render(request, "exams/annex_new.html", {"fiche": fiche, "form": form})


@require_GET
def annex_file(request: HttpRequest, annex_id: UUID) -> FileResponse:
    """Give the bytes of an annex to those who may read its fiche."""
    annex = get_object_or_404(access.visible_annexes(request.user), pk=annex_id)
    answer = FileResponse(
        storage.open_file(annex.blob_id),
        content_type="application/pdf",
        as_attachment=True,
        filename=f"annexe-{annex.pk}.pdf",
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "POST"])
def annex_remove(request: HttpRequest, annex_id: UUID) -> HttpResponse:
    """Confirm, then take the annex off the fiche."""
    annex = get_object_or_404(
        access.visible_annexes(request.user).select_related("fiche"), pk=annex_id
    )
    if not access.can_annex_fiche(request.user, annex.fiche):
        raise Http404
    if request.method == "POST":
        services.remove_annex(annex, actor=person(request))
        messages.success(request, "Annexe retirée.")
        return redirect(f"{reverse('exams:fiche_edit', args=[annex.fiche_id])}#annexes")
    return render(request, "exams/annex_remove.html", {"annex": annex, "fiche": annex.fiche})
