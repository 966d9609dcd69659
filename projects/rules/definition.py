"""What a project answers, aims at and is made of (req. 36-44, 82-95)."""

from nrc_platform.core.findings import Blocks, Finding, rule
from projects.rules.content import GoalFacts, ProjectCheck
from projects.rules.said import found, listed

# The fields of knowledge a project combines (req. 42); management of projects is under S6 and S7.
FIELDS = {
    "S4": "mercatique (S4)",
    "S5": "gestion commerciale (S5)",
    "S6": "management de l’équipe commerciale (S6)",
    "S7": "communication-négociation (S7)",
}
PROJECT_MANAGEMENT = ("S623", "S733")
PROJECT_WORDS = "gestion de projet (S623 ou S733)"
COMMERCIAL_TECHNOLOGIES = "S8"


def _text(
    check: ProjectCheck, name: str, field: str, words: str, quote: str, blocks: Blocks = "frame"
) -> list[Finding]:
    """Ask for a text that is not written yet."""
    if str(getattr(check, field)).strip():
        return []
    return [found(check, name, words, quote=quote, blocks=blocks, field=field)]


@rule("project.need", on=ProjectCheck)
def need(check: ProjectCheck) -> list[Finding]:
    """Ask for the need of the company (req. 47, 82)."""
    words = "Dites le besoin de l’entreprise auquel le projet répond."
    quote = "en réponse au besoin d’une organisation ou d’une entreprise commerciale"
    return _text(check, "project.need", "need", words, quote)


@rule("project.environment", on=ProjectCheck)
def environment(check: ProjectCheck) -> list[Finding]:
    """Ask where the need was found (req. 86)."""
    words = "Délimitez l’environnement où le besoin a été repéré."
    quote = "un besoin repéré pour une organisation ou une entreprise"
    return _text(check, "project.environment", "environment", words, quote)


@rule("project.opportunities", on=ProjectCheck)
def opportunities(check: ProjectCheck) -> list[Finding]:
    """Ask for the analysis the goal comes from (req. 87)."""
    words = "Écrivez l’analyse des opportunités d’où vient l’objectif."
    quote = "un objectif à atteindre à partir d’une analyse des opportunités"
    return _text(check, "project.opportunities", "opportunities", words, quote)


@rule("project.theme", on=ProjectCheck)
def theme(check: ProjectCheck) -> list[Finding]:
    """Ask for a delimited theme (req. 107)."""
    words = "Délimitez le thème du projet en une ou deux phrases."
    return _text(check, "project.theme", "theme", words, "la délimitation du thème")


@rule("project.clientele", on=ProjectCheck)
def clientele(check: ProjectCheck) -> list[Finding]:
    """Ask for the kinds of customers and the target (req. 33, 88)."""
    quote = "Cette offre faite à ou pour une clientèle spécifique"
    if not check.clienteles:
        words = "Cochez la clientèle du projet\u00a0: particuliers ou professionnels."
        return [found(check, "project.clientele", words, quote=quote, field="clienteles")]
    words = "Décrivez la clientèle visée\u00a0: à qui, ou pour qui, l’offre est faite."
    return _text(check, "project.clientele", "clientele", words, quote)


@rule("project.purposes", on=ProjectCheck)
def purposes(check: ProjectCheck) -> list[Finding]:
    """Ask for a purpose on each side (req. 37-39)."""
    student = _text(
        check,
        "project.purposes",
        "student_purpose",
        "Dites ce que le projet apporte à l’étudiant\u00a0: quelles compétences, dans quelle "
        "situation réelle.",
        "des compétences professionnelles en situation réelle de travail",
    )
    return student + _text(
        check,
        "project.purposes",
        "commissioner_purpose",
        "Dites la réalisation utile que le projet apporte à l’entreprise.",
        "ils se traduisent par une réalisation utile à son activité",
    )


@rule("project.turnover_impact", on=ProjectCheck)
def turnover_impact(check: ProjectCheck) -> list[Finding]:
    """Ask for the effect on turnover over the period (req. 40, 89)."""
    words = "Dites l’effet attendu sur le chiffre d’affaires, pendant la période du projet."
    quote = "nécessairement comme finalité un impact sur le chiffre d’affaires"
    return _text(check, "project.turnover_impact", "turnover_impact", words, quote)


def missing_of(goal: GoalFacts) -> list[str]:
    """Return what keeps a goal from being measured: figure, unit, day."""
    parts = {
        "le nombre à atteindre": goal.target is None,
        "son unité": not goal.unit.strip(),
        "le jour où l’atteindre": goal.due_on is None,
    }
    return [words for words, absent in parts.items() if absent]


@rule("project.measured", on=ProjectCheck)
def measured(check: ProjectCheck) -> list[Finding]:
    """Refuse a goal without a figure, a unit and a day (req. 91)."""
    quote = "un objectif délimité et mesurable, notamment en termes de chiffre"
    return [
        found(
            check,
            "project.measured",
            f"L’objectif «\u00a0{goal.label}\u00a0» ne se mesure pas\u00a0: indiquez "
            f"{listed(missing_of(goal))}.",
            quote=quote,
            field="indicators",
        )
        for goal in check.goals
        if goal.objective and missing_of(goal)
    ]


@rule("project.objective", on=ProjectCheck)
def objective(check: ProjectCheck) -> list[Finding]:
    """Ask for at least one objective in turnover (req. 83, 91)."""
    if any(goal.is_turnover for goal in check.goals):
        return []
    words = (
        "Aucun objectif de chiffre d’affaires\u00a0: ajoutez-en un, avec son point de départ, sa "
        "cible et son échéance."
    )
    quote = "un objectif délimité et mesurable, notamment en termes de chiffre"
    return [found(check, "project.objective", words, quote=quote, field="indicators")]


@rule("project.resources", on=ProjectCheck)
def resources(check: ProjectCheck) -> list[Finding]:
    """Ask for the resources given (req. 84)."""
    words = "Dites les ressources données au projet\u00a0: temps, budget, matériel, personnes."
    quote = "avec des ressources données et des contraintes identifiées"
    return _text(check, "project.resources", "resources", words, quote, "agree")


@rule("project.constraints", on=ProjectCheck)
def constraints(check: ProjectCheck) -> list[Finding]:
    """Ask for the constraints (req. 84, 108)."""
    if check.constraints:
        return []
    words = "Aucune contrainte n’est identifiée\u00a0: ajoutez-en au moins une."
    quote = "avec des ressources données et des contraintes identifiées"
    return [
        found(
            check, "project.constraints", words, quote=quote, blocks="agree", field="constraints"
        )
    ]


@rule("project.solution", on=ProjectCheck)
def solution(check: ProjectCheck) -> list[Finding]:
    """Ask for the solution in words (req. 109)."""
    words = "Formulez la solution retenue."
    quote = "la définition et la formulation de la solution"
    return _text(check, "project.solution", "solution", words, quote, "agree")


@rule("project.integration", on=ProjectCheck)
def integration(check: ProjectCheck) -> list[Finding]:
    """Ask how lasting professional integration is taken into account (req. 36)."""
    words = "Dites comment le projet tient compte de l’insertion professionnelle durable."
    quote = "devra systématiquement être prise en compte dans la réalisation de ceux-ci"
    return _text(check, "project.integration", "integration", words, quote, "agree")


def uncovered_fields(savoirs: tuple[str, ...]) -> list[str]:
    """Return the fields of knowledge that no savoir of the project touches (req. 42)."""
    missing = [words for code, words in FIELDS.items() if not _touches(savoirs, code)]
    if not any(_touches(savoirs, code) for code in PROJECT_MANAGEMENT):
        missing.append(PROJECT_WORDS)
    return missing


def _touches(savoirs: tuple[str, ...], code: str) -> bool:
    return any(savoir.startswith(code) for savoir in savoirs)


@rule("project.savoirs", on=ProjectCheck)
def savoirs(check: ProjectCheck) -> list[Finding]:
    """Ask for knowledge of several fields, all those of the text (req. 41, 42)."""
    missing = uncovered_fields(check.savoirs)
    if not missing:
        return []
    words = f"Le projet combine plusieurs champs\u00a0: ajoutez un savoir de {listed(missing)}."
    quote = "reposent sur une approche interdisciplinaire qui combine des savoirs"
    return [found(check, "project.savoirs", words, quote=quote, blocks="agree", field="savoirs")]


@rule("project.competences", on=ProjectCheck)
def competences(check: ProjectCheck) -> list[Finding]:
    """Ask for the competences the project trains (req. 38, 47)."""
    if check.competences:
        return []
    words = "Choisissez les compétences que le projet fait acquérir."
    quote = "en fonction de ses besoins dans un but de formation"
    return [
        found(
            check, "project.competences", words, quote=quote, blocks="agree", field="competences"
        )
    ]


@rule("project.technologies", on=ProjectCheck)
def technologies(check: ProjectCheck) -> list[Finding]:
    """Ask for at least one commercial technology, known under S8 (req. 44, 95)."""
    if any(code.startswith(COMMERCIAL_TECHNOLOGIES) for code in check.technologies):
        return []
    words = "Nommez au moins une technologie commerciale du projet, choisie dans S8."
    quote = "Il nécessite impérativement la mise en œuvre de technologies commerciales"
    return [
        found(
            check, "project.technologies", words, quote=quote, blocks="agree", field="technologies"
        )
    ]
