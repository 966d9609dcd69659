"""What a company does by its link, without an account: check its data, or say no."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from internships import services
from internships.facts.pages import company_summary
from internships.forms.company import CompanyCheckForm, CompanyRefusalForm
from internships.models import Convention
from internships.selectors import pages
from internships.states import ConventionState
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.forms import add_refusal
from nrc_platform.signatures.models import AccessLink, LinkSession

REFUSAL = "refuse"
ANSWERED = (
    "Le lycée l’a reprise, ou quelqu’un y a déjà répondu. Il n’y a rien d’autre à faire\u00a0; "
    "pour corriger encore, écrivez au lycée."
)


def company_check(request: HttpRequest, link: AccessLink, session: LinkSession) -> HttpResponse:
    """Show the company its data; record its answer once, whatever the tabs."""
    row = pages.convention_of_link(link)
    if request.method == "GET" and row.state != ConventionState.COMPANY_CHECK:
        return _over(request, link, ANSWERED)
    refuses = request.POST.get("action") == REFUSAL or request.GET.get("autre") == "non"
    try:
        answer = _refuse(request, link, row) if refuses else _check(request, link, row)
    except DomainError as over:
        return _over(request, link, over.message)
    return answer


def _over(request: HttpRequest, link: AccessLink, text: str) -> HttpResponse:
    title = "Cette convention n’attend plus votre réponse"
    context = {"link": link, "title": title, "text": text}
    return render(request, "internships/company_done.html", context, status=409)


def _context(link: AccessLink, row: Convention, **more: Any) -> dict[str, Any]:
    who = ", ".join(str(each.student) for each in row.internships.all())
    return {
        "link": link,
        "school": row.school,
        "company": row.company.name if row.company else "",
        "who": who,
        **more,
    }


def _check(request: HttpRequest, link: AccessLink, row: Convention) -> HttpResponse:
    terms = pages.agreed_terms(row)
    sent = request.POST if request.method == "POST" else None
    form = CompanyCheckForm(sent, convention=row, terms=terms, name=link.name)
    if sent is not None and form.is_valid():
        try:
            services.check_convention(
                row,
                by_name=form.cleaned_data["by_name"],
                not_a_job=form.cleaned_data["not_a_job"],
                link=link,
                **form.parts(),
            )
            text = "Le lycée relit la convention, puis vous l’envoie à signer."
            return _thanks(request, link, "C’est vérifié, merci", text)
        except Invalid as refused:
            add_refusal(form, refused)
    context = _context(link, row, form=form, summary=company_summary(row, terms))
    return render(request, "internships/company_check.html", context)


def _refuse(request: HttpRequest, link: AccessLink, row: Convention) -> HttpResponse:
    form = CompanyRefusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.refuse_by_company(row, reason=form.cleaned_data["reason"], link=link)
        text = "Le lycée et l’étudiant en sont informés. Vous n’avez rien d’autre à faire."
        return _thanks(request, link, "Votre réponse est transmise", text)
    context = _context(link, row, form=form)
    return render(request, "internships/company_refuse.html", context)


def _thanks(request: HttpRequest, link: AccessLink, title: str, text: str) -> HttpResponse:
    context = {"link": link, "title": title, "text": text}
    return render(request, "internships/company_done.html", context)
