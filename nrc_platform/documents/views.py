"""The documents a person may open, and their download."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from nrc_platform.core.views import paginate, read_only
from nrc_platform.documents import selectors, services
from nrc_platform.documents.access import visible_documents
from nrc_platform.documents.models import Document


@read_only
def document_list(request: HttpRequest) -> HttpResponse:
    """List the documents the person may open, newest first."""
    view = request.GET.get("vue", selectors.CURRENT)
    page = paginate(request, selectors.documents_of_view(request.user, view))
    counts = selectors.document_counts(request.user)
    views = [
        (selectors.CURRENT, "En vigueur", counts.current),
        (selectors.REPLACED, "Remplacés", counts.replaced),
    ]
    segments = [
        {"label": label, "count": count, "url": f"?vue={name}", "current": name == view}
        for name, label, count in views
    ]
    lines = [
        {
            "title": fact.title,
            "detail": fact.detail,
            "state": fact.state,
            "when": fact.when,
            "size": fact.size,
            "url": reverse("documents:file", args=[fact.id]),
        }
        for fact in selectors.document_facts(list(page.object_list))
    ]
    context = {"lines": lines, "page": page, "segments": segments}
    return render(request, "documents/list.html", context)


def document_file(request: HttpRequest, pk: UUID) -> FileResponse:
    """Send the bytes of a document."""
    return as_attachment(get_object_or_404(visible_documents(request.user), pk=pk))


def as_attachment(document: Document) -> FileResponse:
    """Answer a file to keep: never shown in the page, never cached, its name in full."""
    content, name = services.open_document(document)
    kind = "application/zip" if name.endswith(".zip") else "application/pdf"
    response = FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
