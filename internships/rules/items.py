"""The fifteen items a convention must hold (D124-4), and the five who sign it."""

from collections.abc import Callable

from internships.rules.content import ConventionCheck
from internships.rules.said import D124_4, REFERENTIEL, found
from internships.states import ConventionKind, Gratification
from nrc_platform.core.findings import Finding, rule

# Item → what is missing in it: field of the form, sentence. The company's items come back to it.
Missing = list[tuple[str, str]]
ITEMS: dict[int, tuple[Callable[[ConventionCheck], Missing], str]] = {}


def _item(number: int, who: str = "student") -> Callable[..., Callable[..., list[Finding]]]:
    """Register the check of an item under « convention.item_<number> »."""
    name = f"convention.item_{number}"

    def register(missing: Callable[[ConventionCheck], Missing]) -> Callable[..., list[Finding]]:
        ITEMS[number] = (missing, who)

        @rule(name, on=ConventionCheck)
        def check_item(check: ConventionCheck) -> list[Finding]:
            source = f"{D124_4}, {number}°"
            return [
                found(check, name, sentence, source=source, who=who, field=field)
                for field, sentence in missing(check)
            ]

        check_item.__doc__ = missing.__doc__
        return check_item

    return register


def _empty(check: ConventionCheck, *wanted: tuple[str, str]) -> Missing:
    """Return the fields of which nothing is written."""
    return [
        (field, sentence)
        for field, sentence in wanted
        if getattr(check, field) in ("", None, 0) or not str(getattr(check, field)).strip()
    ]


@_item(1)
def item_1(check: ConventionCheck) -> Missing:
    """Ask for the full title of the course and its yearly hours."""
    return _empty(
        check,
        ("course_title", "L’intitulé de la formation manque."),
        ("course_hours", "Le volume horaire annuel de la formation manque."),
    )


@_item(2)
def item_2(check: ConventionCheck) -> Missing:
    """Ask for the names of the referent and of the tutor."""
    lines = [("referent", "L’enseignant référent manque\u00a0: choisissez-le.")]
    lines.append(("tutor", "Le tuteur dans l’entreprise manque\u00a0: choisissez-le."))
    return [(name, words) for name, words in lines if getattr(check, name) is None]


@_item(3)
def item_3(check: ConventionCheck) -> Missing:
    """Ask for the competences to acquire (req. 12)."""
    if check.competences:
        return []
    return [("competences", "Choisissez au moins une compétence à acquérir ou à approfondir.")]


@_item(4)
def item_4(check: ConventionCheck) -> Missing:
    """Ask for the activities entrusted."""
    return _empty(
        check,
        ("subject", "Le sujet du stage manque\u00a0: une ligne suffit."),
        ("activities", "Les activités confiées manquent\u00a0: écrivez-en une par ligne."),
    )


@_item(5)
def item_5(check: ConventionCheck) -> Missing:
    """Ask for the dates, from which the duration is counted."""
    return _empty(
        check,
        ("starts_on", "Le premier jour manque."),
        ("ends_on", "Le dernier jour manque."),
    )


@_item(6)
def item_6(check: ConventionCheck) -> Missing:
    """Ask for the weekly hours, and for words on night, Sunday or holiday presence."""
    lines: Missing = []
    patterns = [segment.pattern for segment in check.schedule.segments]
    project = check.kind == ConventionKind.PROJECT and check.project_weekly_hours
    if not any(pattern.weekly for pattern in patterns) and not project:
        lines.append(("monday_hours", "Les heures de présence de la semaine manquent."))
    sunday = any(pattern.hours[6] for pattern in patterns)
    unusual = check.night_presence or check.holiday_presence or sunday
    if unusual and not check.presence_note.strip():
        lines.append(
            (
                "presence_note",
                "Présence de nuit, le dimanche ou un jour férié\u00a0: dites quand et pourquoi.",
            )
        )
    return lines


@_item(7)
def item_7(check: ConventionCheck) -> Missing:
    """Ask how the school and the host frame and follow the stage."""
    return _empty(check, ("supervision", "Dites comment le stage est encadré et suivi."))


@_item(8, who="company")
def item_8(check: ConventionCheck) -> Missing:
    """Ask what is paid, and how."""
    if check.gratification == Gratification.UNKNOWN:
        return [("gratification", "Dites si une gratification est versée, et laquelle.")]
    if check.gratification != Gratification.NONE and not check.payment.strip():
        return [("payment", "Dites comment la gratification est versée chaque mois.")]
    return []


@_item(9)
def item_9(check: ConventionCheck) -> Missing:
    """Ask for the social protection, work accidents included."""
    return _empty(check, ("social_protection", "La protection sociale n’est pas décrite."))


@_item(10)
def item_10(check: ConventionCheck) -> Missing:
    """Ask how one is absent or on leave."""
    return _empty(check, ("leave_terms", "Les congés et absences ne sont pas prévus."))


@_item(11)
def item_11(check: ConventionCheck) -> Missing:
    """Ask how the stage is suspended or broken off."""
    return _empty(check, ("termination_terms", "La suspension et la rupture manquent."))


@_item(12)
def item_12(check: ConventionCheck) -> Missing:
    """Ask how an interrupted stage is validated (L124-15)."""
    return _empty(check, ("validation_terms", "Dites ce qui est validé si le stage s’interrompt."))


@_item(13, who="company")
def item_13(check: ConventionCheck) -> Missing:
    """Ask which advantages the host gives: a no is an answer."""
    return [
        (name, f"L’entreprise doit dire si elle donne {words}\u00a0: oui ou non.")
        for name, words in (
            ("gives_meals", "un restaurant ou des titres-restaurant"),
            ("gives_transport", "une part du transport"),
            ("gives_activities", "accès aux activités sociales et culturelles"),
        )
        if getattr(check, name) is None
    ]


@_item(14)
def item_14(check: ConventionCheck) -> Missing:
    """Ask which house rules hold."""
    return _empty(check, ("house_rules", "Les règles intérieures applicables manquent."))


@_item(15)
def item_15(check: ConventionCheck) -> Missing:
    """Ask when and how the attestation is given."""
    return _empty(check, ("attestation_terms", "Dites quand l’attestation de stage est remise."))


@rule("convention.functions", on=ConventionCheck)
def functions(check: ConventionCheck) -> list[Finding]:
    """Ask for the professional situations of reference the student will meet (req. 11)."""
    if check.functions:
        return []
    words = "Choisissez les activités du référentiel que l’étudiant va rencontrer."
    return [found(check, "convention.functions", words, source=REFERENTIEL, field="functions")]


@rule("convention.signers", on=ConventionCheck)
def signers(check: ConventionCheck) -> list[Finding]:
    """Ask for the five who sign: school, host, student, referent, tutor (req. 58)."""
    name, lines = "convention.signers", []
    if check.host is None:
        lines.append(("company", "L’entreprise manque\u00a0: choisissez-la.", "student"))
    if check.signatory is None:
        words = "Indiquez qui signe pour l’entreprise."
        lines.append(("signatory", words, "student"))
    if check.head is None:
        words = "L’établissement n’a pas de chef en fonction aujourd’hui\u00a0: nommez-le."
        lines.append(("", words, "office"))
    found_lines = [
        found(check, name, words, source=D124_4, who=who, field=field)
        for field, words, who in lines
    ]
    for trainee in check.trainees:
        if check.signs_as_minor(trainee) and not trainee.representatives:
            words = (
                f"{trainee.name} est mineur\u00a0: enregistrez son représentant légal, qui signe."
            )
            found_lines.append(found(check, name, words, source=D124_4, who="office"))
    return found_lines


@rule("convention.not_a_job", on=ConventionCheck)
def not_a_job(check: ConventionCheck) -> list[Finding]:
    """Ask the company to attest that the stage is no job in disguise (L124-7)."""
    if check.not_a_job:
        return []
    words = "L’entreprise n’a pas attesté que le stage ne tient pas lieu d’emploi."
    source = "Code de l’éducation, article L124-7"
    return [
        found(
            check, "convention.not_a_job", words, source=source, who="company", field="not_a_job"
        )
    ]
