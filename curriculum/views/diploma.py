"""Pages of the référentiel and of the deadlines of a class."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from curriculum import selectors
from curriculum.access import (
    can_edit_deadline,
    can_edit_rule,
    has_coverage,
    visible_deadlines,
)
from curriculum.facts import Branch
from curriculum.forms import DeadlineForm, RuleForm
from curriculum.models import Referentiel
from curriculum.rules.matching import words_of
from curriculum.rules.values import RULE_KEYS, RuleKey
from curriculum.services.deadlines import remove_deadline, set_deadline
from curriculum.services.rules import remove_rule, set_rule
from curriculum.states import DeadlineKind
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import Invalid, Stale
from nrc_platform.core.forms import add_refusal
from nrc_platform.core.views import paginate, read_only
from nrc_platform.people.access import visible_promotions, visible_schools
from nrc_platform.people.models import School, User

VIEWS = (
    ("savoirs", "Savoirs"),
    ("competences", "Compétences"),
    ("epreuves", "Épreuves"),
    ("fonctions", "Fonctions"),
)
TITLES = {
    "savoirs": "Savoirs associés",
    "competences": "Compétences",
    "epreuves": "Épreuves",
    "fonctions": "Fonctions et activités",
}
MAX_QUERY = 100


def _referentiel(request: HttpRequest) -> Referentiel:
    code = request.GET.get("version", "")
    referentiel = selectors.referentiel_of(request.user, code)
    if referentiel is None:
        raise Http404("no référentiel is loaded")
    return referentiel


def _versioned(request: HttpRequest, referentiel: Referentiel) -> dict[str, Any]:
    """Return what every page of a version shares: links keep the version that was asked for."""
    query = f"?version={referentiel.code}" if request.GET.get("version") else ""
    return {"referentiel": referentiel, "version_query": query, "today": clock.today()}


def _branches(referentiel: Referentiel, view: str, codes: list[str], unfold: bool) -> list[Branch]:
    if view == "competences":
        return selectors.competence_tree(referentiel, hits=codes, unfold=unfold)
    if view == "epreuves":
        return selectors.epreuve_list(referentiel)
    if view == "fonctions":
        return selectors.fonction_tree(referentiel)
    return selectors.savoir_tree(referentiel, hits=codes, unfold=unfold)


@require_GET
@read_only
def tree(request: HttpRequest) -> HttpResponse:
    """Show a tree of the référentiel and search it."""
    referentiel = _referentiel(request)
    asked = request.GET.get("vue", "")
    view = asked if asked in TITLES else "savoirs"
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    hits = selectors.search(referentiel, query)
    codes = [hit.code for hit in hits]
    unfold = "tout" in request.GET
    context = {
        **_versioned(request, referentiel),
        "query": query,
        "words": words_of(query),
        "hits": hits,
        "view": view,
        "views": VIEWS,
        "title": TITLES[view],
        "unfold": unfold,
        "can_unfold": view in {"savoirs", "competences"},
        "branches": _branches(referentiel, view, codes, unfold),
        "others": selectors.other_versions(request.user, referentiel),
        "has_coverage": has_coverage(request.user),
    }
    return render(request, "curriculum/tree.html", context)


def _page(request: HttpRequest, name: str, facts: Any, referentiel: Referentiel) -> HttpResponse:
    if facts is None:
        raise Http404("unknown code")
    context = {**_versioned(request, referentiel), "facts": facts}
    return render(request, f"curriculum/{name}.html", context)


@require_GET
@read_only
def savoir(request: HttpRequest, code: str) -> HttpResponse:
    """Show a savoir: its knowledge, its limits, the épreuves that use it."""
    referentiel = _referentiel(request)
    return _page(request, "savoir", selectors.savoir_facts(referentiel, code), referentiel)


@require_GET
@read_only
def competence(request: HttpRequest, code: str) -> HttpResponse:
    """Show a competence and the épreuves that validate it."""
    referentiel = _referentiel(request)
    facts = selectors.competence_facts(referentiel, code)
    return _page(request, "competence", facts, referentiel)


@require_GET
@read_only
def epreuve(request: HttpRequest, code: str) -> HttpResponse:
    """Show an épreuve: its terms, criteria, competences and savoirs."""
    referentiel = _referentiel(request)
    return _page(request, "epreuve", selectors.epreuve_facts(referentiel, code), referentiel)


@require_GET
@read_only
def fonction(request: HttpRequest, code: str) -> HttpResponse:
    """Show a function and its activities."""
    referentiel = _referentiel(request)
    return _page(request, "fonction", selectors.fonction_facts(referentiel, code), referentiel)


@require_GET
@read_only
def deadlines(request: HttpRequest) -> HttpResponse:
    """Show the deadlines of the classes the person sees."""
    context = {"promotions": selectors.deadlines_by_promotion(request.user)}
    return render(request, "curriculum/deadlines.html", context)


def _initial(request: HttpRequest, promotion: Any, kind: str) -> dict[str, Any]:
    found = visible_deadlines(request.user).filter(promotion=promotion, kind=kind).first()
    if found is None:
        return {}
    at = timezone.localtime(found.at)
    return {"day": at.date(), "hour": at.time(), "version": found.version}


@require_http_methods(["GET", "POST"])
def deadline_edit(request: HttpRequest, promotion_id: Any, kind: str) -> HttpResponse:
    """Fix or move a deadline of a class."""
    promotion = get_object_or_404(
        visible_promotions(request.user).select_related("school"), pk=promotion_id
    )
    if kind not in DeadlineKind.values:
        raise Http404("unknown deadline")
    require(can_edit_deadline(request.user, promotion))
    initial, label, status = _initial(request, promotion, kind), DeadlineKind(kind).label, 200
    form = DeadlineForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            set_deadline(promotion, kind, at=form.moment(), actor=_user(request), version=version)
        except Invalid as error:
            form.add_error("day", " ".join(error.errors["at"]))
        except Stale as error:
            form.add_error(None, error.message)
            status = 409
        else:
            messages.success(request, f"Échéance enregistrée\u00a0: {label}, {promotion.label}.")
            return redirect("curriculum:deadlines")
    context = {"form": form, "promotion": promotion, "label": label, "kind": kind}
    context["is_fixed"] = bool(initial)
    return render(request, "curriculum/deadline_form.html", context, status=status)


@require_POST
def deadline_remove(request: HttpRequest, promotion_id: Any, kind: str) -> HttpResponse:
    """Take back a deadline of a class."""
    promotion = get_object_or_404(visible_promotions(request.user), pk=promotion_id)
    remove_deadline(promotion, kind, actor=_user(request))
    messages.success(request, f"Échéance retirée pour {promotion.label}.")
    return redirect("curriculum:deadlines")


@require_GET
@read_only
def rules(request: HttpRequest) -> HttpResponse:
    """Show the dated rules of the schools the person sees."""
    page = paginate(request, visible_schools(request.user), size=20)
    schools = selectors.school_rules(request.user, list(page.object_list))
    return render(request, "curriculum/rules.html", {"page": page, "schools": schools})


def _rule_of(request: HttpRequest, school_id: Any, key: str) -> tuple[School, RuleKey]:
    school = get_object_or_404(visible_schools(request.user), pk=school_id)
    if key not in RULE_KEYS or RULE_KEYS[key].by_law:
        raise Http404("no rule of that name that a school fixes")
    require(can_edit_rule(request.user, school))
    return school, RULE_KEYS[key]


@require_http_methods(["GET", "POST"])
def rule_edit(request: HttpRequest, school_id: Any, key: str) -> HttpResponse:
    """Give a rule the school's own value."""
    school, rule = _rule_of(request, school_id, key)
    form = RuleForm(rule, request.POST or None, initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        terms = {name: form.cleaned_data[name] for name in ("starts_on", "source")}
        try:
            set_rule(school, key, value=form.chosen(), actor=_user(request), **terms)
        except Invalid as error:
            add_refusal(form, error)
        else:
            messages.success(request, f"Règle enregistrée pour {school.name}.")
            return redirect("curriculum:rules")
    (group,) = selectors.school_rules(request.user, [school])
    line = next(line for line in group.lines if line.key == key)
    context = {"form": form, "school": school, "rule": rule, "line": line}
    return render(request, "curriculum/rule_form.html", context)


@require_POST
def rule_remove(request: HttpRequest, school_id: Any, key: str) -> HttpResponse:
    """Go back to the general value of a rule."""
    school, _rule = _rule_of(request, school_id, key)
    remove_rule(school, key, actor=_user(request))
    messages.success(request, f"Valeur générale rétablie pour {school.name}.")
    return redirect("curriculum:rules")


def _user(request: HttpRequest) -> User:
    """Return the signed-in person; the middleware lets nobody else through."""
    if not isinstance(request.user, User):
        raise Http404("nobody is signed in")
    return request.user
