"""Pages of companies."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from nrc_platform.companies import access, selectors, services
from nrc_platform.companies.forms import (
    ADD_CONTACT,
    ADD_NOTE,
    ADD_SITE,
    EDIT_COMPANY,
    EDIT_CONTACT,
    EDIT_SITE,
    CompanyFilter,
    CompanyForm,
    ContactForm,
    EditForm,
    FormWords,
    MergeForm,
    NoteForm,
    SiretForm,
    SiteForm,
    initial_of,
    new_key,
)
from nrc_platform.companies.models import Company, Contact, Site
from nrc_platform.companies.services import KnownSiret
from nrc_platform.companies.states import CompanyState, compact_siret, spaced_siret
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Stale
from nrc_platform.core.forms import CrispyForm, add_refusal
from nrc_platform.core.views import paginate, read_only
from nrc_platform.people.models import School, User

CONFLICT = 409


def _user(request: HttpRequest) -> User:
    """Return the signed-in person; the middleware lets nobody else through."""
    if not isinstance(request.user, User):
        raise Http404("nobody is signed in")
    return request.user


def _posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, empty or not; none while the page is only read."""
    return request.POST if request.method == "POST" else None


def _company(request: HttpRequest, company_id: UUID) -> Company:
    rows = access.visible_companies(request.user).select_related(
        "school", "merged_into", "verified_by", "created_by"
    )
    return get_object_or_404(rows, pk=company_id)


def _writable(request: HttpRequest, company_id: UUID) -> Company:
    """Return the company, or the page of its survivor's refusal when it was merged."""
    company = _company(request, company_id)
    require(
        company.state != CompanyState.MERGED,
        f"Cette fiche a été fusionnée avec {company.canonical.name}\u00a0: écrivez sur celle-ci.",
    )
    return company


@require_GET
@read_only
def company_list(request: HttpRequest) -> HttpResponse:
    """List the companies of the school; filters are in the address."""
    found = CompanyFilter(request.GET, queryset=selectors.listed_companies(request.user))
    rows = found.qs if found.is_valid() else found.queryset
    sort = request.GET.get("tri", "")
    orders = {"ville": "city", "-ville": "-city", "nom": "legal_name", "-nom": "-legal_name"}
    page = paginate(request, rows.order_by(orders.get(sort, "legal_name"), "id"))
    schools = list(selectors.writing_schools(request.user))
    context = {
        "page": page,
        "filters": found.form,
        "views": selectors.list_views(request.user, request.GET),
        "is_filtered": any(request.GET.get(name) for name in ("search", "state", "clientele")),
        "can_create": any(access.can_create_company(request.user, each) for each in schools),
    }
    return render(request, "companies/list.html", context)


@require_GET
@read_only
def company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Show a company and whom to speak to there."""
    row, user = _company(request, company_id), request.user
    facts = selectors.company_facts(row, user=user)
    context = {
        "facts": facts,
        "company": row,
        "can_edit": access.can_edit_company(user, row),
        "can_verify": access.can_verify_company(user, row),
        "can_merge": access.can_merge_company(user, row),
        "can_add_contact": access.can_add_contact(user, row),
        "can_write_note": access.can_write_note(user, row),
        "editable_contacts": {c.pk for c in facts.contacts if access.can_edit_contact(user, c)},
        "note_form": NoteForm(),
    }
    return render(request, "companies/detail.html", context)


def _school(request: HttpRequest) -> School:
    """Return the school where the person adds a company, the one asked for when they have two."""
    schools = list(selectors.writing_schools(request.user).order_by("name", "id"))
    asked = request.POST.get("school") or request.GET.get("school", "")
    chosen = [each for each in schools if str(each.pk) == asked] or schools
    require(
        bool(chosen), "Vous ne pouvez pas ajouter d’entreprise. Demandez au bureau des stages."
    )
    return chosen[0]


@require_http_methods(["GET", "POST"])
def company_new(request: HttpRequest) -> HttpResponse:
    """Ask the SIRET first, then show what will be kept."""
    school = _school(request)
    if request.method == "POST":
        return _create(request, school)
    if "sans_siret" in request.GET:
        return _recap(request, school, CompanyForm(initial=new_key()))
    form = SiretForm(request.GET if "siret" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        return _first_step(request, school, form)
    siret = form.cleaned_data["siret"]
    known = selectors.company_with_siret(school, siret)
    if known is not None:
        return _first_step(request, school, form, known=known)
    return _recap(request, school, CompanyForm(initial=new_key() | {"siret": siret}))


def _first_step(
    request: HttpRequest, school: School, form: SiretForm, known: Company | None = None
) -> HttpResponse:
    schools = selectors.writing_schools(request.user).order_by("name", "id")
    context = {"form": form, "known": known, "school": school, "schools": list(schools)}
    status = CONFLICT if known and request.method == "POST" else 200
    return render(request, "companies/new_siret.html", context, status=status)


def _recap(
    request: HttpRequest, school: School, form: CompanyForm, alike: Any = ()
) -> HttpResponse:
    siret = form["siret"].value()
    if siret:
        form.with_siret()
    else:
        form.without_siret()
    context = {"form": form, "school": school, "alike": alike}
    context["spaced_siret"] = spaced_siret(compact_siret(siret or ""))
    return render(request, "companies/new.html", context)


def _create(request: HttpRequest, school: School) -> HttpResponse:
    form = CompanyForm(request.POST)
    if not form.data.get("siret"):
        form.without_siret()
    if not form.is_valid():
        return _recap(request, school, form)
    values = form.values()
    if not form.cleaned_data["different"]:
        alike = selectors.lookalikes_of(school, values, but=form.cleaned_data["key"])
        if alike:
            return _recap(request, school, form, alike)
    try:
        row = services.create_company(
            school, actor=_user(request), key=form.cleaned_data["key"], **values
        )
    except KnownSiret as error:
        return _first_step(request, school, SiretForm(initial=values), known=error.company)
    except DomainError as error:
        add_refusal(form, error)
        return _recap(request, school, form)
    messages.success(request, f"{row.name} est dans l’annuaire. Ajoutez-y un contact.")
    return redirect("companies:detail", row.pk)


Act = Callable[[], Company | Contact | Site]


def _attempt(form: EditForm, row: Company | Contact | Site | None, act: Act) -> int:
    """Run a service; return 302 when it is done, else the status of the page to show again."""
    if not form.is_valid():
        return 200
    try:
        act()
    except Stale as error:
        form.add_error(None, error.message)
        if row is not None:
            form.start_from(row)
        return CONFLICT
    except DomainError as error:
        add_refusal(form, error)
        return 200
    return 302


def _form_page(
    request: HttpRequest, company: Company, form: CrispyForm, words: FormWords, status: int = 200
) -> HttpResponse:
    differences = getattr(form, "differences", [])
    context = {"company": company, "form": form, "words": words, "differences": differences}
    return render(request, "companies/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def company_edit(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Correct a company."""
    row = _writable(request, company_id)
    require(access.can_edit_company(request.user, row), services.VERIFIED_REFUSAL)
    form, status = CompanyForm(_posted(request), initial=initial_of(row)), 200
    if request.method == "POST":
        status = _attempt(
            form,
            row,
            lambda: services.update_company(
                row, actor=_user(request), version=form.seen(), **form.values()
            ),
        )
    if status == 302:
        messages.success(request, "La fiche de l’entreprise est enregistrée.")
        return redirect("companies:detail", row.pk)
    return _form_page(request, row, form, EDIT_COMPANY, status)


@require_http_methods(["GET", "POST"])
def contact_new(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Add somebody of the company."""
    row = _writable(request, company_id)
    require(access.can_add_contact(request.user, row))
    form = ContactForm(_posted(request), initial=new_key(), sites=row.sites.all())
    status = 200
    if request.method == "POST":
        status = _attempt(
            form,
            None,
            lambda: services.add_contact(
                row, actor=_user(request), key=form.cleaned_data["key"], **form.values()
            ),
        )
    if status == 302:
        messages.success(request, "Le contact est ajouté.")
        return redirect("companies:detail", row.pk)
    return _form_page(request, row, form, ADD_CONTACT, status)


@require_http_methods(["GET", "POST"])
def contact_edit(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Correct somebody of the company."""
    rows = access.visible_contacts(request.user).select_related("company__school", "site")
    row = get_object_or_404(rows, pk=contact_id)
    require(access.can_edit_contact(request.user, row))
    form = ContactForm(_posted(request), initial=initial_of(row), sites=row.company.sites.all())
    status = 200
    if request.method == "POST":
        status = _attempt(
            form,
            row,
            lambda: services.update_contact(
                row, actor=_user(request), version=form.seen(), **form.values()
            ),
        )
    if status == 302:
        messages.success(request, "Le contact est enregistré.")
        return redirect("companies:detail", row.company_id)
    return _form_page(request, row.company, form, EDIT_CONTACT, status)


@require_http_methods(["GET", "POST"])
def site_new(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Add a place of the company."""
    row = _writable(request, company_id)
    require(access.can_add_site(request.user, row), services.VERIFIED_REFUSAL)
    form, status = SiteForm(_posted(request)), 200
    if request.method == "POST":
        status = _attempt(
            form, None, lambda: services.add_site(row, actor=_user(request), **form.values())
        )
    if status == 302:
        messages.success(request, "Le lieu est ajouté.")
        return redirect("companies:detail", row.pk)
    return _form_page(request, row, form, ADD_SITE, status)


@require_http_methods(["GET", "POST"])
def site_edit(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Correct a place of the company."""
    row = get_object_or_404(
        access.visible_sites(request.user).select_related("company__school"), pk=site_id
    )
    require(access.can_edit_site(request.user, row), services.VERIFIED_REFUSAL)
    form, status = SiteForm(_posted(request), initial=initial_of(row)), 200
    if request.method == "POST":
        status = _attempt(
            form,
            row,
            lambda: services.update_site(
                row, actor=_user(request), version=form.seen(), **form.values()
            ),
        )
    if status == 302:
        messages.success(request, "Le lieu est enregistré.")
        return redirect("companies:detail", row.company_id)
    return _form_page(request, row.company, form, EDIT_SITE, status)


@require_http_methods(["GET", "POST"])
def note_new(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Write what the school should remember."""
    row = _writable(request, company_id)
    require(access.can_write_note(request.user, row))
    form = NoteForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        services.add_note(row, actor=_user(request), text=form.cleaned_data["text"])
        messages.success(request, "La note est enregistrée.")
        return redirect("companies:detail", row.pk)
    return _form_page(request, row, form, ADD_NOTE)


@require_http_methods(["GET", "POST"])
def company_verify(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Vouch for a company, after reading what it says."""
    row = _writable(request, company_id)
    if request.method == "POST":
        services.verify_company(row, actor=_user(request))
        messages.success(request, f"{row.name} est vérifiée.")
        return redirect("companies:detail", row.pk)
    require(access.can_verify_company(request.user, row))
    facts = selectors.company_facts(row, user=request.user)
    return render(request, "companies/verify.html", {"facts": facts, "company": row})


@require_GET
@read_only
def company_merge(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Choose the company that stands for this one."""
    row = _writable(request, company_id)
    require(access.can_merge_company(request.user, row))
    typed = request.GET.get("search", "").strip()[:100]
    facts = selectors.company_facts(row, user=request.user)
    found: list[Company] = list(selectors.merge_targets(row, typed)[:20]) if typed else []
    context = {"company": row, "lookalikes": facts.lookalikes, "typed": typed, "found": found}
    return render(request, "companies/merge.html", context)


@require_http_methods(["GET", "POST"])
def company_merge_confirm(
    request: HttpRequest, company_id: UUID, survivor_id: UUID
) -> HttpResponse:
    """Say what the merge will do, then do it."""
    row, survivor = _company(request, company_id), _company(request, survivor_id)
    form = MergeForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        services.merge_company(row, survivor, actor=_user(request), reason=reason)
        messages.success(request, f"{row.name} est fusionnée avec {survivor.name}.")
        return redirect("companies:detail", survivor.pk)
    require(access.can_merge_company(request.user, row))
    context = {"company": row, "survivor": survivor, "form": form}
    return render(request, "companies/merge_confirm.html", context)
