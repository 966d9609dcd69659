"""The stages of a student's whole training: weeks in all, six in a row, papers of the end."""

from collections.abc import Sequence

from internships.rules.calendar import Schedule
from internships.rules.content import StageFacts, StudentCheck, figure_of
from internships.rules.said import NBSP, REFERENTIEL
from internships.rules.weeks import WORKING_DAYS, Weeks, longest_run, total_weeks
from nrc_platform.core import dates
from nrc_platform.core.findings import Blocks, Finding, Severity, rule


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


@rule("stage.consecutive_weeks", on=StudentCheck)
def consecutive_weeks(check: StudentCheck) -> list[Finding]:
    """Ask for six consecutive weeks in one run at least (req. 25)."""
    figure = figure_of(check.figures, "stage.consecutive_weeks")
    wanted = int(figure.value)
    if any(each.lifts_consecutive for each in check.dispensations):
        return []
    done = longest_run(schedules(check.stages, counted=True)).weeks
    if done.days >= wanted * WORKING_DAYS:
        return []
    planned = longest_run(schedules(check.stages, counted=False)).weeks
    name = "stage.consecutive_weeks"
    if planned.days >= wanted * WORKING_DAYS:
        words = (
            f"{check.name}\u00a0: {wanted} semaines de suite sont prévues, {done} "
            "attestées à ce jour."
        )
        return [_found(check, name, words, source=figure.source, severity="info")]
    words = (
        f"{check.name}\u00a0: {planned} de suite au plus, sur {wanted} demandées. Prolongez un "
        "stage, ou prévoyez-en un plus long."
    )
    return [_found(check, name, words, source=figure.source, who="teacher")]


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
    severity: Severity = "info" if planned >= wanted else "blocking"
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
        for each in check.stages
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
        for each in check.stages
        if each.live
        and not each.covered
        and each.schedule.span
        and each.schedule.span.starts_on <= check.today
    ]


@rule("stage.sector", on=StudentCheck)
def sector(check: StudentCheck) -> list[Finding]:
    """Ask why all stages are in one sector; a single one is allowed (req. 23, 24)."""
    held = [each for each in check.stages if each.live and each.sector]
    if len(held) < 2 or len({each.sector for each in held}) > 1 or check.sector_reason:
        return []
    words = f"Les stages de {check.name} sont dans un seul secteur\u00a0: permis, notez pourquoi."
    return [_found(check, "stage.sector", words, severity="info")]
