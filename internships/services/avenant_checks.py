"""What an avenant may change, and when: refused in words before anybody is asked to sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from internships.models import Avenant, Break, Convention, Terms
from internships.selectors.printed import breaks_in_force
from internships.services import writing
from internships.states import (
    HOURS_FIELDS,
    AvenantKind,
    AvenantState,
    BreakKind,
    Gratification,
)
from nrc_platform.core import dates
from nrc_platform.core.errors import DomainError, Invalid

# What each kind of avenant may change; an interruption also adds days without presence.
CHANGES: Mapping[str, tuple[str, ...]] = {
    AvenantKind.DATES: ("starts_on", "ends_on"),
    AvenantKind.INTERRUPTION: ("ends_on",),
    AvenantKind.PLACE: ("site", "department"),
    AvenantKind.TUTOR: ("tutor",),
    AvenantKind.REFERENT: ("referent",),
    AvenantKind.SUBJECT: ("subject", "activities"),
    AvenantKind.HOURS: (
        *HOURS_FIELDS,
        "timetable",
        "night_presence",
        "holiday_presence",
        "presence_note",
    ),
    AvenantKind.GRATIFICATION: ("gratification", "hourly_cents", "payment"),
    AvenantKind.TERMINATION: ("ends_on",),
}
# What a convention never lacks: an avenant replaces it, and does not take it away.
_NEEDED = {
    "starts_on": "Indiquez le premier jour du stage.",
    "ends_on": "Indiquez le dernier jour du stage.",
    "tutor": "Choisissez qui devient tuteur.",
    "referent": "Choisissez qui devient enseignant référent.",
    "subject": "Écrivez le sujet du stage.",
    "activities": "Écrivez les activités confiées.",
    "gratification": "Dites si le stage est gratifié.",
}
SAME = (
    "Rien ne change\u00a0: ce sont les clauses d’aujourd’hui. Modifiez-en une, ou renoncez à "
    "l’avenant."
)
NO_STOP = "Indiquez les jours où le stage s’arrête."
ELSEWHERE = (
    "Des jours sans présence se conviennent par un avenant d’interruption\u00a0: choisissez cet "
    "objet."
)
NO_HOURS = "La semaine n’a plus aucune heure\u00a0: un stage se fait en présence."


@dataclass(frozen=True)
class Asked:
    """A change as it is asked: its kind, its day, what becomes of the terms, new breaks."""

    kind: str
    applies_on: date
    changes: Mapping[str, Any] = field(default_factory=dict)
    breaks: Sequence[Mapping[str, Any]] = ()


def line_of(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of days without presence, an unknown one refused."""
    known = frozenset(writing.BREAK_VALUES)
    kept: dict[str, Any] = writing.tidy(Break, {"reason": "", **line}, known)
    return kept


def read_changes(convention: Convention, base: Terms, asked: Asked) -> dict[str, Any]:
    """
    Return what differs from the terms agreed, or refuse the change in words.

    `base` are the terms agreed; nothing is written.
    """
    if asked.kind not in AvenantKind.values:
        raise Invalid({"kind": ["Choisissez ce que l’avenant change."]})
    given = writing.tidy(Terms, asked.changes, frozenset(CHANGES[asked.kind]))
    _without_rate(given)
    values = {name: value for name, value in given.items() if value != getattr(base, name)}
    _check_needed(values)
    _check_of_company(convention, values)
    writing.check_referent(convention.school_id, base, values)
    promotions = [row.promotion for row in convention.internships.all()]
    writing.check_terms(base, values, promotions=promotions)
    _check_class(promotions, values)
    _check_hours(base, values)
    _check_breaks(convention, base, values, asked)
    if not values and not asked.breaks:
        raise DomainError(SAME, code="no_change")
    _check_days(convention, base, values, asked)
    return values


def check_again(avenant: Avenant, base: Terms) -> None:
    """Refuse a written avenant that what was agreed, or today, has made impossible."""
    terms = Terms.objects.with_people().get(avenant=avenant)
    changes = {name: getattr(terms, name) for name in CHANGES[avenant.kind]}
    breaks = [
        {name: getattr(row, name) for name in writing.BREAK_VALUES} for row in avenant.breaks.all()
    ]
    read_changes(
        avenant.convention, base, Asked(avenant.kind, avenant.applies_on, changes, breaks)
    )


def _without_rate(given: dict[str, Any]) -> None:
    """Forget the amount of an hour where there is none any more."""
    if given.get("gratification", Gratification.RATE) != Gratification.RATE:
        given["hourly_cents"] = None


def _check_needed(values: Mapping[str, Any]) -> None:
    errors = {
        name: [sentence]
        for name, sentence in _NEEDED.items()
        if name in values and values[name] in (None, "")
    }
    if errors:
        raise Invalid(errors)


def _check_of_company(convention: Convention, values: Mapping[str, Any]) -> None:
    for name, sentence in (
        ("tutor", "Cette personne n’est pas de l’entreprise de la convention."),
        ("site", "Ce lieu n’est pas de l’entreprise de la convention."),
    ):
        chosen = values.get(name)
        if chosen is not None and chosen.company_id != convention.company_id:
            raise Invalid({name: [sentence]})


def _check_class(promotions: Sequence[Any], values: Mapping[str, Any]) -> None:
    """Refuse days outside the class: nobody is a student then."""
    errors = {}
    first = max(row.starts_on for row in promotions)
    last = min(row.ends_on for row in promotions)
    for name in ("starts_on", "ends_on"):
        day = values.get(name)
        if day is not None and not first <= day <= last:
            errors[name] = [
                f"La classe va du {dates.short_day(first)} au {dates.short_day(last)}\u00a0: "
                "choisissez un de ses jours."
            ]
    if errors:
        raise Invalid(errors)


def _check_hours(base: Terms, values: Mapping[str, Any]) -> None:
    if any(name in values for name in HOURS_FIELDS):
        week = [values.get(name, getattr(base, name)) for name in HOURS_FIELDS]
        if not any(week):
            raise Invalid({HOURS_FIELDS[0]: [NO_HOURS]})


def _check_breaks(
    convention: Convention, base: Terms, values: Mapping[str, Any], asked: Asked
) -> None:
    if asked.kind != AvenantKind.INTERRUPTION:
        if asked.breaks:
            raise Invalid({"breaks": [ELSEWHERE]})
        return
    if not asked.breaks:
        raise Invalid({"breaks": [NO_STOP]})
    first, last = base.starts_on, values.get("ends_on", base.ends_on)
    taken = [(row.starts_on, row.ends_on) for row in breaks_in_force(convention)]
    for line in map(line_of, asked.breaks):
        sentence = _break_error(line, first, last, taken)
        if sentence:
            raise Invalid({"breaks": [sentence]})
        taken.append((line["starts_on"], line["ends_on"]))


def _break_error(
    line: Mapping[str, Any],
    first: date | None,
    last: date | None,
    taken: Sequence[tuple[date, date]],
) -> str:
    begins, ends = line.get("starts_on"), line.get("ends_on")
    if begins is None or ends is None:
        return "Indiquez le premier et le dernier jour de l’arrêt."
    if line.get("kind") == BreakKind.ABSENCE:
        return "Une absence se note dans le suivi, pas dans la convention."
    if ends < begins:
        return "L’arrêt ne peut pas finir avant son début\u00a0: vérifiez les deux dates."
    if (first and begins < first) or (last and ends > last):
        return (
            "L’arrêt est hors du stage\u00a0: choisissez des jours entre le premier et le dernier "
            "jour."
        )
    for since, until in taken:
        if begins <= until and since <= ends:
            return (
                f"La convention prévoit déjà un arrêt du {dates.short_day(since)} au "
                f"{dates.short_day(until)}\u00a0: indiquez d’autres jours."
            )
    return ""


def _check_days(
    convention: Convention, base: Terms, values: Mapping[str, Any], asked: Asked
) -> None:
    """
    Refuse a day of effect that would leave some days under terms nobody meant.

    - never before the previous signed avenant, nor before the convention was sent;
    - never after the last day of the stage, the old one or the new one;
    - a first day that moves: at the latest on the earlier of the two first days.
    """
    sentence = (
        _too_early(convention, asked.applies_on)
        or _too_late(base, values, asked.applies_on)
        or _shorter(base, values, asked)
    )
    if sentence:
        raise Invalid(sentence)


def _too_early(convention: Convention, applies_on: date) -> dict[str, list[str]]:
    signed = Avenant.objects.filter(convention=convention, state=AvenantState.SIGNED)
    last = signed.order_by("-number").first()
    if last is not None and applies_on < last.applies_on:
        return {
            "applies_on": [
                f"L’avenant n°\u00a0{last.number} prend effet le "
                f"{dates.short_day(last.applies_on)}\u00a0: celui-ci ne peut pas prendre effet "
                "avant lui."
            ]
        }
    sent_on = timezone.localdate(convention.sent_at) if convention.sent_at else None
    if sent_on is not None and applies_on < sent_on:
        return {
            "applies_on": [
                f"La convention date du {dates.short_day(sent_on)}\u00a0: un avenant ne prend pas "
                "effet avant elle."
            ]
        }
    return {}


def _too_late(base: Terms, values: Mapping[str, Any], applies_on: date) -> dict[str, list[str]]:
    ends_on = values.get("ends_on", base.ends_on)
    ends = [day for day in (ends_on, base.ends_on) if day is not None]
    if ends and applies_on > min(ends):
        return {
            "applies_on": [
                f"Le dernier jour est le {dates.short_day(min(ends))}\u00a0: l’avenant prend "
                "effet ce jour-là au plus tard."
            ]
        }
    starts_on, first = values.get("starts_on"), base.starts_on
    if starts_on is not None and first is not None and applies_on > min(starts_on, first):
        return {
            "applies_on": [
                "Le premier jour du stage change\u00a0: l’avenant prend effet le "
                f"{dates.short_day(min(starts_on, first))} au plus tard. Pour arrêter un stage "
                "commencé, choisissez «\u00a0interruption\u00a0»."
            ]
        }
    return {}


def _shorter(base: Terms, values: Mapping[str, Any], asked: Asked) -> dict[str, list[str]]:
    """Refuse a termination that ends nothing."""
    last = values.get("ends_on", base.ends_on)
    if (
        asked.kind == AvenantKind.TERMINATION
        and base.ends_on is not None
        and last is not None
        and last >= base.ends_on
    ):
        return {
            "ends_on": [
                f"Le stage finit le {dates.short_day(base.ends_on)}\u00a0: une rupture en avance "
                "la fin. Pour le prolonger, choisissez «\u00a0dates\u00a0»."
            ]
        }
    return {}
