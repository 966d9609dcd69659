"""What a convention says of its dates, hours, sums and advantages, one sentence each."""

from collections.abc import Sequence
from decimal import Decimal

from internships.facts import words
from internships.facts.parts import (
    AdvantagesFact,
    BreakFact,
    DurationFact,
    GratificationFact,
    HostFact,
    StudentFact,
    WeekFact,
)
from internships.rules.hours import days_and_months
from internships.rules.weeks import Weeks
from internships.states import Gratification
from nrc_platform.core import dates
from nrc_platform.core.text import fold

NBSP = "\u00a0"
SUNDAY = 6
YEARS = {1: "1re\u00a0année", 2: "2e\u00a0année"}


def duration(facts: DurationFact) -> str:
    """Return what follows the hours: days and months by D124-6, and weeks."""
    parts = [f"{words.days_of_presence(facts.hours)} (7{NBSP}h = 1{NBSP}jour)"]
    length = days_and_months(facts.hours)
    if length.months >= 2:
        rest = f" et {words.counted(length.days, 'jour', 'jours')}" if length.days else ""
        parts.append(f"{length.months}{NBSP}mois{rest} (22{NBSP}jours = 1{NBSP}mois)")
    if facts.week_days:
        parts.append(_weeks(facts))
    return f"soit {listed(parts)}"


def _weeks(facts: DurationFact) -> str:
    said, length = words.weeks(facts.week_days), Weeks(facts.week_days)
    if facts.week_days != facts.run_days:
        return said
    if length.left:
        return f"{said} de suite"
    return f"{said} {'consécutives' if length.whole > 1 else 'de suite'}"


def listed(parts: Sequence[str]) -> str:
    """Return « un, deux et trois »."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} et {parts[-1]}"


def breaks(rows: Sequence[BreakFact]) -> str:
    """Return « sans interruption », or the days without presence."""
    if not rows:
        return "sans interruption"
    said = "\u00a0; ".join(
        f"{row.label} {words.between(row.starts_on, row.ends_on)}"
        + (f" ({row.reason})" if row.reason else "")
        for row in rows
    )
    return f"sauf\u00a0: {said}"


def worked_days(week: WeekFact) -> str:
    """Return « du lundi au vendredi », or each day with its hours when they differ."""
    held = [place for place, hours in enumerate(week.hours) if hours]
    if not held:
        return ""
    if len({week.hours[place] for place in held}) > 1:
        return ", ".join(f"{dates.DAYS[at]} {words.hours(week.hours[at])}" for at in held)
    if len(held) > 2 and held == list(range(held[0], held[-1] + 1)):
        return f"du {dates.DAYS[held[0]]} au {dates.DAYS[held[-1]]}"
    return listed([dates.DAYS[place] for place in held])


def unusual_presence(week: WeekFact) -> str:
    """Return what item 6° says of nights, Sundays and holidays."""
    sunday = len(week.hours) > SUNDAY and bool(week.hours[SUNDAY])
    asked = [
        name
        for name, held in (
            ("de nuit", week.night),
            ("le dimanche", sunday),
            ("un jour férié", week.holidays),
        )
        if held
    ]
    if not asked:
        return "Ni nuit, ni dimanche, ni jour férié."
    note = f"\u00a0: {week.note}" if week.note else "."
    return f"Présence possible {listed(asked)}{note}"


def timetable(week: WeekFact) -> str:
    """Return the hours of the week, its days, its timetable and its unusual presence."""
    if not week.total:
        return words.MISSING
    parts = [f"{words.hours(week.total)} par semaine", worked_days(week), week.timetable]
    said = ", ".join(part for part in parts if part).rstrip(".")
    return f"{said}. {unusual_presence(week)}"


def gratification(facts: GratificationFact) -> str:
    """Return item 8°: what is paid, for how much in all, and how."""
    if facts.choice == Gratification.NONE:
        limit = words.hours(facts.threshold_hours)
        return f"Aucune. Elle n’est due qu’au-delà de {limit} de présence dans le même organisme."
    if facts.choice == Gratification.RATE and facts.hourly_cents:
        said = f"{words.euros(facts.hourly_cents)} par heure de présence effective"
    elif facts.choice == Gratification.MINIMUM:
        said = "Le minimum légal, pour chaque heure de présence effective (article D124-8)"
    else:
        return words.MISSING
    if facts.total_cents is not None:
        said += f", soit {words.euros(facts.total_cents)} pour la durée prévue"
    return f"{said}. Versement\u00a0: {facts.payment or 'chaque mois'}."


def advantages(facts: AdvantagesFact) -> str:
    """Return item 13°: what is given, then what the host adds in words."""
    given = [
        name
        for name, held in (
            ("restaurant d’entreprise ou titres-restaurant", facts.meals),
            ("prise en charge des transports", facts.transport),
            ("activités sociales et culturelles", facts.activities),
        )
        if held
    ]
    said = listed(given)
    said = f"{said[:1].upper()}{said[1:]}" if said else "Aucun"
    return f"{said}. {facts.note}".strip() if facts.note else said


def insurance(insurer: str, policy: str) -> str:
    """Return « MAIF, contrat n° A-1234 »."""
    if not insurer:
        return words.MISSING
    return f"{insurer}, contrat n°{NBSP}{policy}" if policy else insurer


def place(host: HostFact) -> str:
    """Return where the stage takes place, and in which department."""
    where = host.place or "à la même adresse"
    return f"{where}, {host.department}" if host.department else where


def course_year(student: StudentFact) -> str:
    """Return « 2e année, NRC2 »."""
    year = YEARS.get(student.year, "")
    return ", ".join(part for part in (year, student.promotion) if part)


def month_rows(facts: GratificationFact) -> list[tuple[str, str, str, str]]:
    """Return the monthly schedule: month, hours, rate, sum; dots while a ceiling is unknown."""
    return [
        (
            words.month(row.month),
            words.hours(row.hours),
            words.euros(row.rate_cents) if row.rate_cents is not None else "à paraître",
            words.euros(row.amount_cents) if row.amount_cents is not None else "à paraître",
        )
        for row in facts.months
    ]


def total_hours(facts: GratificationFact) -> str:
    """Return the hours of all the months."""
    return words.hours(sum((row.hours for row in facts.months), Decimal(0)))


def of_people(names: Sequence[str]) -> str:
    """Return « de Zoé Dupré et Hugo Marin », « d’Alice Aubry »."""
    said = listed(names)
    return f"d’{said}" if fold(said)[:1] in {*"aeiou"} else f"de {said}"
