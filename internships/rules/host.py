"""Where a stage takes place: the host, its people, what it owes, how many it takes."""

from datetime import timedelta
from decimal import Decimal

from internships.rules import gratification as pay
from internships.rules.content import (
    ConventionCheck,
    HostFacts,
    TraineeFacts,
    figure_of,
    number_of,
)
from internships.rules.said import D124_4, REFERENTIEL, euros, found, hours, many
from internships.states import Gratification, PaperState
from nrc_platform.core import dates
from nrc_platform.core.findings import Finding, rule

L124_6 = "Code de l’éducation, articles L124-6 et D124-8"


@rule("convention.host_identified", on=ConventionCheck)
def identified(check: ConventionCheck) -> list[Finding]:
    """Ask for a real enterprise or organisation: its SIRET, or why it has none (req. 19)."""
    if check.host is None or check.host.identified:
        return []
    words = f"{check.host.name} n’a ni SIRET, ni raison de ne pas en avoir\u00a0: complétez."
    return [
        found(check, "convention.host_identified", words, source=REFERENTIEL, url=check.host.url)
    ]


@rule("convention.host_sells", on=ConventionCheck)
def sells(check: ConventionCheck) -> list[Finding]:
    """Ask for a host whose main activity is the sale of goods and services (req. 20)."""
    host = check.host
    if host is None or host.sells_goods_or_services:
        return []
    if host.sells_goods_or_services is None:
        words = f"Dites si l’activité principale de {host.name} est de vendre."
    else:
        words = (
            f"L’activité principale de {host.name} n’est pas de vendre des biens ou des "
            "services\u00a0: le stage n’y est pas possible."
        )
    return [
        found(
            check,
            "convention.host_sells",
            words,
            source=REFERENTIEL,
            who="teacher",
            url=host.url,
        )
    ]


@rule("convention.host_clientele", on=ConventionCheck)
def clientele(check: ConventionCheck) -> list[Finding]:
    """Ask which customers the host serves (req. 21)."""
    if check.host is None or check.host.clientele:
        return []
    words = f"La clientèle de {check.host.name} n’est pas renseignée."
    return [
        found(
            check,
            "convention.host_clientele",
            words,
            source=REFERENTIEL,
            severity="warning",
            url=check.host.url,
        )
    ]


@rule("convention.host_team", on=ConventionCheck)
def team(check: ConventionCheck) -> list[Finding]:
    """Prefer a host with a sales team and an active approach; never refuse one (req. 17, 18)."""
    host = check.host
    if host is None:
        return []
    if host.sales_team in ("", "none"):
        words = f"{host.name} n’a pas d’équipe de vente connue\u00a0: il en faudrait une."
    elif not host.active_approach:
        words = f"L’équipe de {host.name} ne va pas au-devant des clients, ou on ne le sait pas."
    else:
        return []
    return [
        found(
            check,
            "convention.host_team",
            words,
            source=REFERENTIEL,
            who="teacher",
            severity="warning",
            url=host.url,
        )
    ]


# --- what the host owes ---------------------------------------------------------------------


def _owed_to(check: ConventionCheck, trainee: TraineeFacts | None) -> pay.Payment:
    siren = check.host.siren if check.host else ""
    others = [
        each.planned or each.schedule
        for each in (trainee.other_stages if trainee else ())
        if siren and each.siren == siren and each.live
    ]
    return pay.payment(
        check.schedule,
        planned=check.planned,
        others=others,
        school_years=trainee.school_years if trainee else (),
        terms=pay.Terms(check.gratification, check.hourly_cents, check.branch_hourly_cents),
        figures=check.figures,
        ceilings=check.ceilings,
    )


def owed(check: ConventionCheck) -> pay.Payment:
    """
    Return what this convention has the host pay, on what is planned and done.

    Of the team of a project, what is owed to the student with the most hours in this host: one
    convention has one gratification.
    """
    each = [_owed_to(check, trainee) for trainee in check.trainees or (None,)]
    return max(each, key=lambda one: (one.due, one.counted))


@rule("convention.gratification", on=ConventionCheck)
def gratification(check: ConventionCheck) -> list[Finding]:
    """Refuse no pay, or too little, when the law makes it compulsory."""
    name, due = "convention.gratification", owed(check)
    if not due.due or check.gratification == Gratification.UNKNOWN:
        return []
    way = (
        "plus de deux mois de suite"
        if due.limb == pay.CONSECUTIVE
        else "plus de deux mois dans l’année scolaire, chez le même organisme"
    )
    because = f"{hours(due.counted)} de présence, {way}\u00a0: le seuil est {due.threshold}\u00a0h"
    if check.gratification == Gratification.NONE:
        words = f"Une gratification est due dès la première heure ({because})."
        return [found(check, name, words, source=L124_6, who="company", field="gratification")]
    least = max((line.rate for line in due.lines if line.rate is not None), default=Decimal(0))
    given = Decimal(check.hourly_cents or 0)
    if check.gratification == Gratification.RATE and given < least:
        words = f"{euros(given)} par heure est au-dessous du minimum, {euros(least)} ({because})."
        return [found(check, name, words, source=L124_6, who="company", field="hourly_cents")]
    return []


@rule("convention.gratification_voluntary", on=ConventionCheck)
def voluntary(check: ConventionCheck) -> list[Finding]:
    """Say what a host that pays more than it must pays contributions on."""
    due = owed(check)
    if check.gratification != Gratification.RATE or not due.total or due.minimum is None:
        return []
    if due.total <= due.minimum:
        return []
    words = (
        f"La gratification dépasse le minimum de {euros(due.total - due.minimum)} en tout\u00a0: "
        "cette part est soumise à cotisations."
    )
    return [
        found(
            check,
            "convention.gratification_voluntary",
            words,
            source=L124_6,
            who="company",
            severity="info",
        )
    ]


@rule("convention.ceiling_unpublished", on=ConventionCheck)
def ceiling(check: ConventionCheck) -> list[Finding]:
    """Warn of a month whose ceiling is not published: its line stays open, never a guess."""
    due = owed(check)
    years = sorted({month.year for month in due.open_months})
    return [
        found(
            check,
            "convention.ceiling_unpublished",
            f"Le plafond horaire de {year} n’est pas encore connu de la plateforme\u00a0: "
            "les montants de cette année restent ouverts.",
            source=L124_6,
            who="office",
            severity="warning",
        )
        for year in years
    ]


# --- how many, and one after another --------------------------------------------------------


def quota(check: ConventionCheck, host: HostFacts) -> int | None:
    """Return how many interns a host may take in one civil week; None without a headcount."""
    if host.headcount is None:
        return None
    if host.headcount < number_of(check.figures, "host.quota_headcount"):
        return number_of(check.figures, "host.quota_small")
    percent = number_of(check.figures, "host.quota_percent")
    return -(-host.headcount * percent // 100)


@rule("convention.host_quota", on=ConventionCheck)
def host_quota(check: ConventionCheck) -> list[Finding]:
    """Warn of too many interns in a civil week, the company's own count included (R124-10)."""
    host = check.host
    if host is None:
        return []
    name, figure = "convention.host_quota", figure_of(check.figures, "host.quota_percent")
    most = quota(check, host)
    if most is None:
        words = f"{host.name} n’a pas déclaré son effectif\u00a0: le nombre de stagiaires ne se "
        return [
            found(
                check,
                name,
                words + "vérifie pas.",
                source=figure.source,
                who="company",
                severity="info",
                field="headcount",
            )
        ]
    known = max(host.interns_by_week.values(), default=0)
    present = max(known, host.interns_declared or 0) + len(check.trainees)
    if present <= most:
        return []
    words = (
        f"{host.name} accueillerait {many(present, 'stagiaire', 'stagiaires')} la même semaine, "
        f"pour un effectif de {host.headcount}\u00a0: {most} au plus."
    )
    return [found(check, name, words, source=figure.source, who="company", severity="warning")]


@rule("convention.tutor_quota", on=ConventionCheck)
def tutor_quota(check: ConventionCheck) -> list[Finding]:
    """Warn of a tutor who already follows three interns (R124-13)."""
    figure = figure_of(check.figures, "tutor.max_interns")
    most = int(figure.value)
    if check.tutor is None or check.tutor_conventions < most:
        return []
    words = (
        f"{check.tutor.name} suit déjà {many(check.tutor_conventions, 'stagiaire', 'stagiaires')} "
        f"aux mêmes dates\u00a0: {most} au plus."
    )
    return [
        found(
            check,
            "convention.tutor_quota",
            words,
            source=figure.source,
            who="company",
            severity="warning",
            field="tutor",
        )
    ]


@rule("convention.referent_quota", on=ConventionCheck)
def referent_quota(check: ConventionCheck) -> list[Finding]:
    """Refuse a referent of more than 24 interns at once, warn from 20 (D124-3)."""
    if check.referent is None:
        return []
    figure = figure_of(check.figures, "referent_max_interns")
    most, warn = int(figure.value), number_of(check.figures, "referent_warn_interns")
    count = check.referent_interns
    if count < warn:
        return []
    words = (
        f"{check.referent.name} suivrait {many(count, 'stagiaire', 'stagiaires')} en même "
        f"temps\u00a0: {most} au plus."
    )
    return [
        found(
            check,
            "convention.referent_quota",
            words,
            source=figure.source,
            who="teacher",
            severity="blocking" if count > most else "warning",
            field="referent",
        )
    ]


@rule("convention.gap", on=ConventionCheck)
def gap(check: ConventionCheck) -> list[Finding]:
    """Warn of interns who follow each other too soon on a post: a third of the last stage."""
    last, first = check.previous, check.starts_on
    if last is None or first is None or last.cut_by_intern:
        return []
    figure = figure_of(check.figures, "host.gap_divisor")
    length = (last.ends_on - last.starts_on).days + 1
    wait = -(-length // max(1, int(figure.value)))
    earliest = last.ends_on + timedelta(days=wait + 1)
    if first >= earliest or first <= last.starts_on:
        return []
    words = (
        f"Un stage sur le même poste a fini le {dates.short_day(last.ends_on)}\u00a0: le suivant "
        f"commence au plus tôt le {dates.short_day(earliest)} (un tiers de {length}\u00a0jours)."
    )
    return [
        found(
            check,
            "convention.gap",
            words,
            source=figure.source,
            who="company",
            severity="warning",
            field="starts_on",
        )
    ]


# --- papers and contacts --------------------------------------------------------------------


@rule("convention.insurance", on=ConventionCheck)
def insurance(check: ConventionCheck) -> list[Finding]:
    """Ask for the student's liability insurance, valid until the end; it blocks the start."""
    lines = []
    for trainee in check.trainees:
        paper, last = trainee.insurance, check.ends_on
        if paper is None or paper.state == PaperState.REFUSED:
            words, who = f"L’attestation d’assurance de {trainee.name} manque.", "student"
        elif paper.state == PaperState.TO_CHECK:
            words = f"L’attestation d’assurance de {trainee.name} attend d’être vérifiée."
            who = "office"
        elif paper.expires_on and last and paper.expires_on < last:
            day = dates.short_day(paper.expires_on)
            words = f"L’assurance de {trainee.name} expire pendant le stage, le {day}."
            who = "student"
        else:
            continue
        first = check.starts_on
        lines.append(
            found(
                check,
                "convention.insurance",
                words,
                source=f"{D124_4}, 9°",
                who=who,
                blocks="start",
                due=(first - timedelta(days=1)).isoformat() if first else None,
                url=trainee.papers_url,
            )
        )
    return lines


@rule("convention.contacts", on=ConventionCheck)
def contacts(check: ConventionCheck) -> list[Finding]:
    """Warn, past the middle of a stage, of fewer than two contacts of the referent (L124-1)."""
    if check.span is None or check.signed_on is None:
        return []
    figure = figure_of(check.figures, "stage.contacts")
    middle = check.span.starts_on + timedelta(days=check.span.length // 2)
    if check.today < middle:
        return []
    return [
        found(
            check,
            "convention.contacts",
            f"{many(trainee.contacts, 'contact noté', 'contacts notés')} avec l’entreprise de "
            f"{trainee.name}\u00a0: {figure.value} au moins pendant le stage.",
            source=figure.source,
            who="teacher",
            severity="warning",
            url=trainee.follow_up_url,
        )
        for trainee in check.trainees
        if trainee.contacts < int(figure.value)
    ]
