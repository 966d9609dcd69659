"""The stages of a student's whole training: weeks in all, six in a row, papers of the end."""

from collections.abc import Sequence
from datetime import date

from internships.rules.calendar import ONE_DAY, Schedule, Span
from internships.rules.content import StageFacts, StudentCheck, figure_of
from internships.rules.said import NBSP, REFERENTIEL
from internships.rules.weeks import WORKING_DAYS, Weeks, longest_run, stage_days, total_weeks
from internships.states import ConventionKind
from nrc_platform.core import dates
from nrc_platform.core.findings import Blocks, Finding, Severity, rule

DAYS_OF_WEEK = 7


def _found(
    check: StudentCheck,
    name: str,
    message: str,
    *,
    source: str = REFERENTIEL,
    who: str = "student",
    severity: Severity = "blocking",
    blocks: Blocks | None = "deposit",
    url: str = "",
) -> Finding:
    return Finding(
        rule=name,
        severity=severity,
        message=message,
        source=source,
        who=who,
        due=check.due,
        blocks=blocks if severity == "blocking" else None,
        url=url or check.url,
    )


def schedules(stages: Sequence[StageFacts], *, counted: bool) -> list[Schedule]:
    """Return the stages that count (covered and attested), or all those still possible."""
    return [
        each.schedule
        for each in stages
        if each.live and (not counted or (each.covered and each.attested))
    ]


def _weeks_left(check: StudentCheck) -> int:
    """Return the civil weeks begun from today to the deposit, or to the end of the training."""
    ends = [check.promotion.ends_on] if check.promotion else []
    if check.due:
        # On the day of the deposit, what is not attested is missing.
        ends.append(date.fromisoformat(check.due[:10]) - ONE_DAY)
    if not ends:
        return 0
    return max(0, -(-Span(check.today, min(ends)).length // DAYS_OF_WEEK))


def _with_presence(stages: Sequence[StageFacts]) -> list[StageFacts]:
    """Keep the stages that have days; a project in the weekly hours of the class has none."""
    return [
        each
        for each in stages
        if each.live and (each.kind != ConventionKind.PROJECT or stage_days(each.schedule).counted)
    ]


@rule("stage.consecutive_weeks", on=StudentCheck)
def consecutive_weeks(check: StudentCheck) -> list[Finding]:
    """
    Ask for six consecutive weeks in one run at least (req. 25).

    Said while they are planned, a warning while there is time for them, blocking from the day of
    the deposit or when no time is left.
    """
    figure = figure_of(check.figures, "stage.consecutive_weeks")
    wanted = int(figure.value)
    if any(each.lifts_consecutive for each in check.dispensations):
        return []
    done = longest_run(schedules(check.stages, counted=True)).weeks
    if done.days >= wanted * WORKING_DAYS:
        return []
    planned = longest_run(schedules(check.stages, counted=False)).weeks
    name, left = "stage.consecutive_weeks", _weeks_left(check)
    if planned.days >= wanted * WORKING_DAYS:
        words = (
            f"{check.name}\u00a0: {wanted} semaines de suite sont prévues, {done} "
            "attestées à ce jour."
        )
        soon: Severity = "info" if left else "blocking"
        return [_found(check, name, words, source=figure.source, severity=soon)]
    words = (
        f"{check.name}\u00a0: {planned} de suite au plus, sur {wanted} demandées. Prolongez un "
        "stage, ou prévoyez-en un plus long."
    )
    severity: Severity = "warning" if left >= wanted else "blocking"
    return [_found(check, name, words, source=figure.source, who="teacher", severity=severity)]


@rule("stage.total_weeks", on=StudentCheck)
def total(check: StudentCheck) -> list[Finding]:
    """Ask for the weeks the school fixed, less the dispensations; none by default (req. 27)."""
    figure = figure_of(check.figures, "stage.total_weeks")
    if not int(figure.value):
        return []
    granted = sum(each.weeks for each in check.dispensations)
    wanted = Weeks(max(0, int(figure.value) - granted) * WORKING_DAYS)
    done = total_weeks(schedules(check.stages, counted=True))
    if done >= wanted:
        return []
    planned = total_weeks(schedules(check.stages, counted=False))
    lowered = f", dont {granted}{NBSP}de dispense" if granted else ""
    words = (
        f"{check.name}\u00a0: {done} attestées et {planned} prévues, sur {figure.value} "
        f"semaines{lowered}."
    )
    severity: Severity = "info" if planned >= wanted and _weeks_left(check) else "blocking"
    return [
        _found(
            check,
            "stage.total_weeks",
            words,
            source=figure.source,
            who="teacher",
            severity=severity,
        )
    ]


@rule("stage.attestation", on=StudentCheck)
def attestation(check: StudentCheck) -> list[Finding]:
    """Ask for the attestation of each stage that is over (D124-9)."""
    return [
        _found(
            check,
            "stage.attestation",
            f"L’attestation du stage chez {each.host_name} manque, fini le "
            f"{dates.short_day(each.schedule.span.ends_on)}\u00a0: ses semaines ne comptent pas.",
            source="Code de l’éducation, article D124-9",
            who="company",
            url=each.url,
        )
        for each in _with_presence(check.stages)
        if each.covered
        and not each.attested
        and each.schedule.span
        and each.schedule.span.ends_on < check.today
    ]


@rule("stage.unsigned", on=StudentCheck)
def unsigned(check: StudentCheck) -> list[Finding]:
    """Say of a stage begun without a convention signed by all that its weeks do not count."""
    return [
        _found(
            check,
            "stage.unsigned",
            f"La convention du stage chez {each.host_name} n’est pas signée par tous\u00a0: ses "
            "semaines ne comptent pas.",
            source="Code de l’éducation, article L124-1",
            who="office",
            url=each.url,
        )
        for each in _with_presence(check.stages)
        if not each.covered and each.schedule.span and each.schedule.span.starts_on <= check.today
    ]


@rule("stage.sector", on=StudentCheck)
def sector(check: StudentCheck) -> list[Finding]:
    """Ask why all stages are in one sector; a single one is allowed (req. 23, 24)."""
    held = [each for each in _with_presence(check.stages) if each.sector]
    if len(held) < 2 or len({each.sector for each in held}) > 1 or check.sector_reason:
        return []
    words = f"Les stages de {check.name} sont dans un seul secteur\u00a0: permis, notez pourquoi."
    return [_found(check, "stage.sector", words, severity="info")]
