"""When a stage takes place: dates, hours, working time, other stages."""

from datetime import date, timedelta
from decimal import Decimal

from internships.rules.calendar import Span
from internships.rules.content import ConventionCheck, TraineeFacts, figure_of, number_of
from internships.rules.hours import hours_by_day, threshold_hours
from internships.rules.said import D124_4, REFERENTIEL, found, hours, many
from internships.states import ConventionKind
from nrc_platform.core import dates
from nrc_platform.core.findings import Finding, rule

SUNDAY = 6


def _day(value: date) -> str:
    return dates.short_day(value)


@rule("convention.dates", on=ConventionCheck)
def ordered(check: ConventionCheck) -> list[Finding]:
    """Refuse dates reversed, and a stage outside the student's training."""
    name, first, last = "convention.dates", check.starts_on, check.ends_on
    if first is None or last is None:
        return []
    if last < first:
        words = f"Le stage finit le {_day(last)}, avant de commencer le {_day(first)}."
        return [found(check, name, words, source=D124_4, field="ends_on")]
    lines = []
    for trainee in check.trainees:
        training = trainee.promotion
        if training and not Span(first, last).within(training):
            words = (
                f"Le stage de {trainee.name} sort de sa formation, du "
                f"{_day(training.starts_on)} au {_day(training.ends_on)}\u00a0: changez les dates."
            )
            lines.append(found(check, name, words, source=D124_4, field="starts_on"))
    return lines


@rule("convention.overlap", on=ConventionCheck)
def overlap(check: ConventionCheck) -> list[Finding]:
    """Refuse two stages of a student at once; a project runs beside them (req. 56)."""
    span = check.span
    if span is None or check.kind == ConventionKind.PROJECT:
        return []
    return [
        found(
            check,
            "convention.overlap",
            f"{trainee.name} est déjà en stage chez {other.host_name} du "
            f"{_day(other.schedule.span.starts_on)} au {_day(other.schedule.span.ends_on)}.",
            source=REFERENTIEL,
            field="starts_on",
        )
        for trainee in check.trainees
        for other in trainee.other_stages
        if other.live
        and other.kind != ConventionKind.PROJECT
        and other.schedule.span
        and other.schedule.span.overlaps(span)
    ]


@rule("convention.aim", on=ConventionCheck)
def aim(check: ConventionCheck) -> list[Finding]:
    """Ask for a period of the class calendar with an aim: no mere juxtaposition (req. 13, 29)."""
    name, lines = "convention.aim", []
    if check.kind == ConventionKind.PROJECT:
        return []
    for trainee in check.trainees:
        period = trainee.period
        if period is None:
            words = f"Le stage de {trainee.name} n’est rattaché à aucune période de la classe."
        elif not period.aim.strip():
            words = f"La période «\u00a0{period.label}\u00a0» n’a pas d’objectif écrit."
        else:
            continue
        url = period.url if period else ""
        lines.append(
            found(check, name, words, source=REFERENTIEL, who="teacher", url=url, field="period")
        )
    return lines


@rule("convention.progression", on=ConventionCheck)
def progression(check: ConventionCheck) -> list[Finding]:
    """Warn of a period planned beside no teaching progression, or dates outside it (req. 28)."""
    name, lines = "convention.progression", []
    if check.kind == ConventionKind.PROJECT:
        return []
    for trainee in check.trainees:
        period = trainee.period
        if period is None:
            continue
        if check.span and not check.span.within(period.span):
            words = (
                f"Les dates sortent de la période «\u00a0{period.label}\u00a0», du "
                f"{_day(period.span.starts_on)} au {_day(period.span.ends_on)}."
            )
        elif not period.steps:
            words = "La progression de la classe n’est pas écrite à côté de ses périodes de stage."
        else:
            continue
        lines.append(
            found(
                check,
                name,
                words,
                source=REFERENTIEL,
                who="teacher",
                severity="warning",
                url=period.url,
            )
        )
    return lines


@rule("convention.host_hours", on=ConventionCheck)
def host_hours(check: ConventionCheck) -> list[Finding]:
    """Refuse more than six months a year in one host (L124-5): 924 hours."""
    figure = figure_of(check.figures, "stage.host_hours_max")
    most = Decimal(int(figure.value))
    siren = check.host.siren if check.host else ""
    lines = []
    for trainee in check.trainees:
        same = [each.schedule for each in trainee.other_stages if siren and each.siren == siren]
        for year in trainee.school_years:
            total = threshold_hours(check.schedule, year)
            total += sum((threshold_hours(each, year) for each in same), Decimal(0))
            if total > most:
                words = (
                    f"{trainee.name} ferait {hours(total)} dans le même organisme pendant l’année "
                    f"{year.starts_on.year}-{year.ends_on.year}\u00a0: {hours(most)} au plus."
                )
                lines.append(
                    found(
                        check,
                        "convention.host_hours",
                        words,
                        source=figure.source,
                        field="ends_on",
                    )
                )
    return lines


def _limits(check: ConventionCheck, trainee: TraineeFacts) -> tuple[Decimal, Decimal, str]:
    minor = "minor_" if check.works_as_minor(trainee) else ""
    day, week = f"stage.{minor}day_hours_max", f"stage.{minor}week_hours_max"
    source = figure_of(check.figures, week).source
    return (
        Decimal(number_of(check.figures, day)),
        Decimal(number_of(check.figures, week)),
        source,
    )


@rule("convention.working_time", on=ConventionCheck)
def working_time(check: ConventionCheck) -> list[Finding]:
    """Refuse days and weeks too long, for an adult and for a minor."""
    lines: dict[str, str] = {}
    for trainee in check.trainees:
        most_day, most_week, source = _limits(check, trainee)
        who = f"{trainee.name}, mineur," if check.works_as_minor(trainee) else trainee.name
        for segment in check.schedule.segments:
            day, week = max(segment.pattern.hours), segment.pattern.weekly
            if day > most_day:
                words = f"{who} aurait des journées de {hours(day)}"
                lines[f"{words}\u00a0: {hours(most_day)} au plus."] = source
            if week > most_week:
                words = f"{who} aurait des semaines de {hours(week)}"
                lines[f"{words}\u00a0: {hours(most_week)} au plus."] = source
    return [
        found(check, "convention.working_time", words, source=source, field="monday_hours")
        for words, source in lines.items()
    ]


@rule("convention.minor_presence", on=ConventionCheck)
def minor_presence(check: ConventionCheck) -> list[Finding]:
    """Refuse night, Sunday and public holiday presence of a minor (L3163-1, L3164-2, L3164-6)."""
    sunday = any(segment.pattern.hours[SUNDAY] for segment in check.schedule.segments)
    kinds = [
        (check.night_presence, "de nuit, de 22\u00a0h à 6\u00a0h", "night_presence"),
        (sunday, "le dimanche", "sunday_hours"),
        (check.holiday_presence, "un jour férié", "holiday_presence"),
    ]
    return [
        found(
            check,
            "convention.minor_presence",
            f"{trainee.name} est mineur\u00a0: pas de présence {words}.",
            source="Code du travail, articles L3163-1, L3164-2 et L3164-6",
            field=field,
        )
        for trainee in check.trainees
        if check.works_as_minor(trainee)
        for on, words, field in kinds
        if on
    ]


@rule("convention.start", on=ConventionCheck)
def start(check: ConventionCheck) -> list[Finding]:
    """Keep a stage from starting before the last signature."""
    first = check.starts_on
    if first is None or (not check.missing_signatures and check.signed_on is None):
        return []
    name, source = "convention.start", "Code de l’éducation, articles L124-1 et D124-4"
    if check.signed_on is not None and not check.missing_signatures:
        if check.signed_on <= first:
            return []
        words = (
            f"Le stage a commencé le {_day(first)}, avant la dernière signature, le "
            f"{_day(check.signed_on)}."
        )
        return [found(check, name, words, source=source, who="office", severity="warning")]
    left = (first - check.today).days
    names = ", ".join(check.missing_signatures)
    when = f"dans {many(left, 'jour', 'jours')}" if left > 0 else f"depuis le {_day(first)}"
    verb = "commence" if left > 0 else "devait commencer"
    words = f"Le stage {verb} {when} et il manque la signature de {names}."
    return [
        found(
            check,
            name,
            words,
            source=source,
            who="office",
            blocks="start",
            due=(first - timedelta(days=1)).isoformat(),
            url=check.page_url,
        )
    ]


@rule("convention.project_duration", on=ConventionCheck)
def project_duration(check: ConventionCheck) -> list[Finding]:
    """Ask for a project's duration, its stage periods included (req. 57, 59)."""
    if check.kind != ConventionKind.PROJECT:
        return []
    name, source = "convention.project_duration", "Référentiel du BTS NRC, projets commerciaux"
    if check.span is None:
        words = "La durée du projet manque\u00a0: indiquez son premier et son dernier jour."
        return [found(check, name, words, source=source, field="starts_on")]
    if not check.project_weekly_hours and not hours_by_day(check.schedule):
        words = "Indiquez les heures hebdomadaires du projet, ou celles de ses périodes de stage."
        return [found(check, name, words, source=source, field="project_weekly_hours")]
    return [
        found(
            check,
            name,
            f"{label} sort de la durée du projet\u00a0: elle doit l’inclure.",
            source=source,
            field="ends_on",
        )
        for label in _outside(check, check.span)
    ]


def _outside(check: ConventionCheck, project: Span) -> list[str]:
    """Return the stages and periods planned for a project that its dates do not hold whole."""
    siren = check.host.siren if check.host else ""
    spans: dict[str, Span] = {}
    for trainee in check.trainees:
        if trainee.period:
            spans[f"La période «\u00a0{trainee.period.label}\u00a0»"] = trainee.period.span
        for other in trainee.other_stages:
            span = other.schedule.span
            if span and siren and other.siren == siren and span.overlaps(project):
                spans[f"Le stage {other.label}"] = span
    return [label for label, span in spans.items() if not span.within(project)]
