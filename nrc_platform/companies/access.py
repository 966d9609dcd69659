"""Who may see and write which companies: a school's own, shared by its people."""

from django.db.models import QuerySet

from nrc_platform.companies.models import Company, CompanyNote, Contact, Site
from nrc_platform.companies.states import CompanyState
from nrc_platform.people.access import Viewer, holds, open_grants
from nrc_platform.people.models import School
from nrc_platform.people.states import Role

_READERS = (Role.STUDENT, Role.TEACHER, Role.OFFICE, Role.HEAD)
_WRITERS = (Role.STUDENT, Role.TEACHER, Role.OFFICE)
_KEEPERS = (Role.TEACHER, Role.OFFICE)
_NOTE_READERS = (Role.TEACHER, Role.OFFICE, Role.HEAD)


def visible_companies(user: Viewer) -> QuerySet[Company]:
    """
    Return the companies the person may see, merged ones included.

    - student, teacher, office, head: those of the school;
    - juror and platform admin: none.
    """
    grants = open_grants(user).filter(role__in=_READERS)
    return Company.objects.filter(school_id__in=grants.order_by().values("school_id"))


def visible_sites(user: Viewer) -> QuerySet[Site]:
    """Return the places of the companies the person may see."""
    return Site.objects.filter(company__in=visible_companies(user))


def visible_contacts(user: Viewer) -> QuerySet[Contact]:
    """Return the contacts of the companies the person may see."""
    return Contact.objects.filter(company__in=visible_companies(user))


def visible_notes(user: Viewer) -> QuerySet[CompanyNote]:
    """Return the school's notes: read by teachers, office and head, never by students."""
    grants = open_grants(user).filter(role__in=_NOTE_READERS)
    return CompanyNote.objects.filter(company__school_id__in=grants.order_by().values("school_id"))


def can_create_company(user: Viewer, school: School) -> bool:
    """Return whether the person may add a company: student, teacher, office of the school."""
    return holds(user, school.pk, *_WRITERS)


def _keeps(user: Viewer, company: Company) -> bool:
    return company.state != CompanyState.MERGED and holds(user, company.school_id, *_KEEPERS)


def can_edit_company(user: Viewer, company: Company) -> bool:
    """
    Return whether the person may change the record.

    - teacher and office of the school: always, a merged company apart;
    - student: a company they wrote, until it is verified.
    """
    if _keeps(user, company):
        return True
    return (
        company.state == CompanyState.UNVERIFIED
        and company.created_by_id == user.pk
        and holds(user, company.school_id, Role.STUDENT)
    )


def can_verify_company(user: Viewer, company: Company) -> bool:
    """Return whether the person may vouch for the record: teacher or office, once."""
    return company.state == CompanyState.UNVERIFIED and _keeps(user, company)


def can_merge_company(user: Viewer, company: Company) -> bool:
    """Return whether the person may merge the company into another: teacher or office."""
    return _keeps(user, company)


def can_add_contact(user: Viewer, company: Company) -> bool:
    """Return whether the person may add a contact: student too, verified company included."""
    return company.state != CompanyState.MERGED and holds(user, company.school_id, *_WRITERS)


def can_edit_contact(user: Viewer, contact: Contact) -> bool:
    """Return whether the person may change a contact: teacher, office, or who wrote it."""
    if _keeps(user, contact.company):
        return True
    return contact.created_by_id == user.pk and can_add_contact(user, contact.company)


def can_add_site(user: Viewer, company: Company) -> bool:
    """Return whether the person may add a place: as for changing the company."""
    return can_edit_company(user, company)


def can_edit_site(user: Viewer, site: Site) -> bool:
    """Return whether the person may change a place: as for changing the company."""
    return can_edit_company(user, site.company)


def can_write_note(user: Viewer, company: Company) -> bool:
    """Return whether the person may note something about the company: teacher or office."""
    return _keeps(user, company)
