"""Homes of those who keep the school and the platform: the office, a juror, the admin."""

from collections.abc import Iterator

from django.urls import reverse

from internships.selectors import todo as stages
from nrc_platform.companies import selectors as companies
from nrc_platform.companies.facts import OfficeTodo
from nrc_platform.core import clock, dates
from nrc_platform.core.todo import LATE, LATER, NBSP, WEEK, TodoFact, names, plural, since
from nrc_platform.jobs import selectors as jobs
from nrc_platform.people.access import Viewer, visible_promotions
from nrc_platform.web.boards import VISA_DAYS, moments
from nrc_platform.web.homes.classes import coming_dates
from nrc_platform.web.homes.frame import Home

PAIRS_SHOWN = 3


def office_home(user: Viewer, _chosen: str) -> Home:
    todo = companies.office_todo(user)
    promotions = list(visible_promotions(user).filter(ends_on__gte=clock.today()))
    labels = {row.pk: row.label for row in promotions}
    return Home(
        lines=(*stages.office_todo(user), *_company_lines(todo), *_failed_lines(user)),
        next_dates=coming_dates(moments(user, promotions), labels),
        calm_text="Aucune convention, aucune pièce, aucune entreprise ne vous attend.",
        way_on=("Voir les entreprises", reverse("companies:list")),
    )


def _company_lines(todo: OfficeTodo) -> Iterator[TodoFact]:
    listed = reverse("companies:list")
    if waiting := todo.to_verify:
        days = dates.days_since(waiting[0].created_at)
        one = len(waiting) == 1
        yield TodoFact(
            count=len(waiting),
            phrase=f"entreprise{plural(waiting)} à vérifier",
            detail=names(str(company) for company in waiting),
            due=since(days) if days else "aujourd’hui",
            url=reverse("companies:detail", args=[waiting[0].pk])
            if one
            else f"{listed}?state={waiting[0].state}",
            verb="Vérifier",
            group=LATE if days > VISA_DAYS else WEEK,
        )
    for pair in todo.duplicates[:PAIRS_SHOWN]:
        yield TodoFact(
            count=1,
            phrase=f"doublon possible{NBSP}: {pair.first}",
            detail=f"{pair.second}{NBSP}: {pair.reason}",
            due="",
            url=reverse("companies:merge", args=[pair.second.pk]),
            verb="Comparer",
            group=LATER,
        )


def juror_home(_user: Viewer, _chosen: str) -> Home:
    return Home(
        calm_text="Aucune commission n’est ouverte. Vos candidats du jour s’afficheront ici.",
        way_on=("Lire le référentiel", reverse("curriculum:tree")),
    )


def _failed_lines(user: Viewer) -> Iterator[TodoFact]:
    """Say which jobs failed for good, among those the person may have tried again. One query."""
    failed = list(jobs.jobs_of_view(user, jobs.FAILED).values_list("label", flat=True))
    if failed:
        yield TodoFact(
            count=len(failed),
            phrase="travaux en échec" if len(failed) > 1 else "travail en échec",
            detail=names(failed),
            due="",
            url=f"{reverse('web:jobs')}?vue={jobs.FAILED}",
            verb="Voir les causes",
            group=LATE,
        )


def admin_home(user: Viewer, _chosen: str) -> Home:
    return Home(
        lines=tuple(_failed_lines(user)),
        calm_text="Aucun travail de la plateforme n’est en échec.",
    )
