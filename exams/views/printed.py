"""Pages of the printed fiche: its progress, then its file."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from exams import access
from exams.selectors import pdf_facts
from exams.views.writing import own_fiche
from nrc_platform.core.views import read_only
from nrc_platform.documents import access as documents_access
from nrc_platform.documents import services as documents

DOWNLOAD_POLICY = "no-store"


@require_GET
@read_only
def fiche_pdf(request: HttpRequest, fiche_id: UUID) -> HttpResponse:
    """Say how far the PDF is; once ready, offer it with its reference."""
    fiche = own_fiche(request, fiche_id)
    if not access.can_read_fiche(request.user, fiche):
        raise Http404
    facts = pdf_facts(fiche)
    part = request.headers.get("HX-Request") == "true"
    template = "exams/_pdf_progress.html" if part else "exams/fiche_pdf.html"
    return render(request, template, {"fiche": fiche, "facts": facts})


@require_GET
def fiche_pdf_file(request: HttpRequest, fiche_id: UUID) -> FileResponse:
    """Give the PDF of a visaed fiche to those who may see its document."""
    fiche = own_fiche(request, fiche_id)
    document = get_object_or_404(
        documents_access.visible_documents(request.user),
        source_kind="exams.fiche",
        source_id=fiche.pk,
        replaced_at__isnull=True,
    )
    file, name = documents.open_document(document)
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
    answer["Cache-Control"] = DOWNLOAD_POLICY
    return answer
