"""The three partners of a project, and the duties of the teaching team (req. 16, 30-55)."""

from dataclasses import dataclass

from nrc_platform.companies.states import SalesTeam
from nrc_platform.core.findings import Finding, rule
from projects.rules.content import ProjectCheck
from projects.rules.said import found, listed


@dataclass(frozen=True)
class Duty:
    """One of the four duties of the teaching team, and whether it is written (req. 49)."""

    label: str
    done: bool
    missing: str
    field: str


def duties(check: ProjectCheck) -> tuple[Duty, ...]:
    """Return the four duties of the teaching team in this project, done or not."""
    modalities = bool(check.modalities_weekly and check.modalities_stage)
    coherent = bool(check.savoirs and check.competences)
    return (
        Duty("encadre", check.supervisor is not None, "l’enseignant responsable", "supervisor"),
        Duty("conseille", modalities, "les modalités de suivi", "modalities_weekly"),
        Duty("met en cohérence", coherent, "les savoirs et les compétences", "savoirs"),
        Duty("articule", bool(check.complements), "le lien avec les cours", "complements"),
    )


@rule("project.partners", on=ProjectCheck)
def partners(check: ProjectCheck) -> list[Finding]:
    """Ask for the three kinds of partner (req. 45)."""
    missing = [
        words
        for words, there in (
            ("l’entreprise commanditaire", check.host is not None),
            ("au moins un étudiant", bool(check.team)),
            ("l’enseignant responsable", check.supervisor is not None),
        )
        if not there
    ]
    if not missing:
        return []
    words = f"Un projet réunit trois partenaires\u00a0: il manque {listed(missing)}."
    quote = "relation à caractère pédagogique entre trois partenaires"
    return [found(check, "project.partners", words, quote=quote, field="company")]


@rule("project.commissioner", on=ProjectCheck)
def commissioner(check: ProjectCheck) -> list[Finding]:
    """Ask for a commissioner that exists and sells goods or services, of any size (req. 16)."""
    host = check.host
    if host is None or (host.identified and host.sells):
        return []
    if host.sells is False:
        words = f"{host.name} ne vend ni biens ni services\u00a0: choisissez un autre partenaire."
    elif not host.identified:
        words = f"{host.name} n’est pas identifiée\u00a0: indiquez son SIRET dans l’annuaire."
    else:
        words = f"Dites dans l’annuaire si {host.name} vend des biens ou des services."
    quote = "une entreprise ou une organisation commerciale commanditaire"
    return [found(check, "project.commissioner", words, quote=quote, blocks="agree", url=host.url)]


@rule("project.real_partner", on=ProjectCheck)
def real_partner(check: ProjectCheck) -> list[Finding]:
    """Ask for a professional of the company, whom the team can reach (req. 30)."""
    quote = "modalités de formation en relation directe avec le milieu professionnel"
    if check.sponsor is None:
        words = "Nommez le professionnel de l’entreprise qui suit le projet."
    elif not check.sponsor.reachable:
        words = f"Donnez une adresse ou un téléphone à {check.sponsor.name}."
    else:
        return []
    return [
        found(check, "project.real_partner", words, quote=quote, blocks="agree", field="sponsor")
    ]


@rule("project.entrusted", on=ProjectCheck)
def entrusted(check: ProjectCheck) -> list[Finding]:
    """Ask the convention what the company entrusts to the students (req. 46)."""
    if check.convention is None or check.convention.activities.strip():
        return []
    words = "La convention ne dit pas les activités que l’entreprise confie\u00a0: écrivez-les."
    quote = "qui confie des activités de type professionnel à l’étudiant"
    url = check.convention.url
    return [found(check, "project.entrusted", words, quote=quote, blocks="agree", url=url)]


@rule("project.direct_action", on=ProjectCheck)
def direct_action(check: ProjectCheck) -> list[Finding]:
    """Ask that each student of the team acts in the company, under the convention (req. 48)."""
    if check.convention is None:
        return []
    absent = [member.name for member in check.team if not member.in_convention]
    if not absent:
        return []
    words = f"La convention ne nomme pas {listed(absent)}\u00a0: mettez-la à jour."
    quote = "grâce à une intervention directe en milieu professionnel"
    url = check.convention.url
    return [found(check, "project.direct_action", words, quote=quote, blocks="agree", url=url)]


@rule("project.sales_team", on=ProjectCheck)
def sales_team(check: ProjectCheck) -> list[Finding]:
    """Prefer a commissioner organised around a sales team; never refuse another (req. 34)."""
    if check.host is None or check.host.sales_team not in (SalesTeam.UNKNOWN, SalesTeam.NONE):
        return []
    words = (
        f"{check.host.name} n’a pas d’équipe de vente connue\u00a0: de préférence, le projet se "
        "fait autour d’une équipe de vente."
    )
    quote = "s’organise de façon privilégiée autour d’une équipe de vente"
    return [
        found(
            check,
            "project.sales_team",
            words,
            quote=quote,
            severity="warning",
            url=check.host.url,
        )
    ]


@rule("project.supervisor", on=ProjectCheck)
def supervisor(check: ProjectCheck) -> list[Finding]:
    """Ask that one teacher of the class frames and follows the project (req. 52)."""
    if check.supervisor is None or check.supervisor.teaches:
        return []
    words = (
        f"{check.supervisor.name} n’enseigne pas dans cette classe\u00a0: choisissez un membre de "
        "son équipe pédagogique."
    )
    quote = "encadrés et suivis par un membre de l’équipe pédagogique"
    return [
        found(check, "project.supervisor", words, quote=quote, who="teacher", field="supervisor")
    ]


@rule("project.supervisor_subject", on=ProjectCheck)
def supervisor_subject(check: ProjectCheck) -> list[Finding]:
    """Refuse a supervisor whose teaching does not make them eligible (req. 53)."""
    if check.supervisor is None or check.supervisor.eligible_subjects:
        return []
    words = (
        f"{check.supervisor.name} n’enseigne dans cette classe ni la gestion de projet, ni la "
        "gestion de clientèles, ni la relation client, ni le management de l’équipe "
        "commerciale\u00a0: choisissez un enseignant de l’une de ces matières."
    )
    quote = "gestion de projet et / ou de gestion de clientèle"
    return [
        found(
            check,
            "project.supervisor_subject",
            words,
            quote=quote,
            who="teacher",
            field="supervisor",
        )
    ]


@rule("project.availability", on=ProjectCheck)
def availability(check: ProjectCheck) -> list[Finding]:
    """Ask that the supervisor can be reached by the student and the company (req. 55)."""
    if check.supervisor is None or check.supervisor.reachable:
        return []
    words = (
        f"{check.supervisor.name} n’a ni adresse ni téléphone\u00a0: l’étudiant et l’entreprise "
        "doivent pouvoir joindre l’enseignant responsable."
    )
    quote = "disponibilité tant auprès de l’étudiant que des partenaires professionnels"
    return [
        found(check, "project.availability", words, quote=quote, blocks="agree", who="teacher")
    ]


@rule("project.duties", on=ProjectCheck)
def four_duties(check: ProjectCheck) -> list[Finding]:
    """Ask for what shows the four duties of the teaching team (req. 43, 49)."""
    missing = [duty for duty in duties(check) if not duty.done]
    if not missing:
        return []
    verbs = listed([duty.label for duty in missing])
    words = (
        f"Ce qui montre que l’équipe pédagogique {verbs} n’est pas écrit\u00a0: indiquez "
        f"{listed([duty.missing for duty in missing])}."
    )
    quote = "qui encadre, conseille, met en cohérence et articule"
    return [
        found(
            check,
            "project.duties",
            words,
            quote=quote,
            blocks="agree",
            who="teacher",
            field=missing[0].field,
        )
    ]


@rule("project.transfer", on=ProjectCheck)
def transfer(check: ProjectCheck) -> list[Finding]:
    """Ask the team how it checks that competences serve elsewhere (req. 50)."""
    if check.transfer.strip():
        return []
    words = (
        "Dites comment l’équipe vérifie que les compétences acquises servent dans d’autres "
        "situations."
    )
    quote = "soient transférables à d’autres situations professionnelles comparables"
    return [
        found(
            check,
            "project.transfer",
            words,
            quote=quote,
            blocks="agree",
            who="teacher",
            field="transfer",
        )
    ]
