"""Who may see and download a printed document."""

from django.db.models import Q, QuerySet

from nrc_platform.documents.models import Document
from nrc_platform.people.access import (
    Viewer,
    headed_schools,
    is_platform_admin,
    office_schools,
    taught_promotions,
    visible_schools,
)

# The kinds of papers that stages print; they stand above this app and name them.
STAGES = "internships."
BLANK = f"{STAGES}blank"


def visible_documents(user: Viewer) -> QuerySet[Document]:
    """
    Return the documents the person may see.

    - the student it is about;
    - the teachers of its promotion, the head of its school;
    - the internship office of its school, for the papers of stages: exam files are not theirs;
    - a blank form: whoever holds a role in its school; never the platform admin.
    """
    if not user.is_authenticated or is_platform_admin(user):
        return Document.objects.none()
    own_schools = visible_schools(user).order_by().values("pk")
    return Document.objects.filter(
        Q(student=user.pk)
        | Q(kind__startswith=STAGES, school__in=office_schools(user).order_by().values("pk"))
        | Q(kind=BLANK, school__in=own_schools)
        | Q(promotion__in=taught_promotions(user).order_by().values("pk"))
        | Q(school__in=headed_schools(user).order_by().values("pk"))
    )


def can_download_document(user: Viewer, document: Document) -> bool:
    """Return whether the person may download the document: whoever may see it."""
    return visible_documents(user).filter(pk=document.pk).exists()
