"""The dated rule values the product knows: key, type, meaning, and what holds without any."""

from dataclasses import dataclass

Value = bool | int | str


@dataclass(frozen=True)
class RuleKey:
    """One value a rule set may hold; `default` answers when no set of that day holds it."""

    key: str
    label: str
    default: Value
    # The general value is a ceiling of the law: a school may only lower it.
    only_lower: bool = False
    # The text alone fixes it: no school has a value of its own.
    by_law: bool = False

    def said(self, value: Value) -> str:
        """Return the value in words."""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if self.key.endswith("_cents"):
            euros, cents = divmod(int(value), 100)
            return f"{euros},{cents:02d}\u00a0€"
        return str(value)

    def accepts(self, value: object) -> bool:
        """Return whether the value has the type of the default, and is not negative."""
        if type(value) is not type(self.default):
            return False
        return not isinstance(value, int) or value >= 0


RULE_KEYS = {
    rule.key: rule
    for rule in (
        RuleKey(
            "e4.managerial_required",
            "Le dossier E4 doit contenir une fiche de communication managériale",
            default=True,
        ),
        RuleKey(
            "referent_max_interns",
            "Nombre de stagiaires suivis en même temps par un enseignant référent, au plus",
            default=24,
            only_lower=True,
        ),
        RuleKey(
            "referent_warn_interns",
            "Nombre de stagiaires suivis à partir duquel l’enseignant référent est averti",
            default=20,
        ),
        RuleKey(
            "convention.expires_after_days",
            "Jours après le début prévu au bout desquels une convention non signée expire",
            default=30,
        ),
        RuleKey(
            "stage.consecutive_weeks",
            "Semaines de stage de suite, au moins une fois pendant la formation",
            default=6,
            by_law=True,
        ),
        RuleKey(
            "stage.total_weeks",
            "Semaines de stage en tout pendant la formation (0 : l’établissement n’en fixe pas)",
            default=0,
        ),
        RuleKey(
            "stage.contacts",
            "Contacts de l’enseignant référent avec l’entreprise pendant un stage, au moins",
            default=2,
        ),
        RuleKey(
            "stage.host_hours_max",
            "Heures de stage dans le même organisme pendant une année d’enseignement, au plus",
            default=924,
            only_lower=True,
        ),
        RuleKey(
            "stage.hours_per_day",
            "Heures de présence qui font un jour de stage",
            default=7,
            by_law=True,
        ),
        RuleKey(
            "stage.days_per_month",
            "Jours de présence qui font un mois de stage",
            default=22,
            by_law=True,
        ),
        RuleKey(
            "stage.week_hours_max",
            "Heures de présence par semaine d’un stagiaire majeur, au plus",
            default=48,
            only_lower=True,
        ),
        RuleKey(
            "stage.day_hours_max",
            "Heures de présence par jour d’un stagiaire majeur, au plus",
            default=10,
            only_lower=True,
        ),
        RuleKey(
            "stage.minor_week_hours_max",
            "Heures de présence par semaine d’un stagiaire mineur, au plus",
            default=35,
            only_lower=True,
        ),
        RuleKey(
            "stage.minor_day_hours_max",
            "Heures de présence par jour d’un stagiaire mineur, au plus",
            default=8,
            only_lower=True,
        ),
        RuleKey(
            "gratification.threshold_hours",
            "Heures de présence au-delà desquelles la gratification est due",
            default=308,
            by_law=True,
        ),
        RuleKey(
            "gratification.percent",
            "Part du plafond horaire de la Sécurité sociale due par heure, en pour cent",
            default=15,
            by_law=True,
        ),
        RuleKey(
            "gratification.hourly_ceiling_cents",
            "Plafond horaire de la Sécurité sociale (zéro : non publié)",
            default=0,
            by_law=True,
        ),
        RuleKey(
            "host.quota_percent",
            "Stagiaires présents la même semaine, en pour cent de l’effectif, au plus",
            default=15,
            by_law=True,
        ),
        RuleKey(
            "host.quota_small",
            "Stagiaires présents la même semaine dans un petit organisme, au plus",
            default=3,
            by_law=True,
        ),
        RuleKey(
            "host.quota_headcount",
            "Effectif à partir duquel le nombre de stagiaires se compte en pour cent",
            default=20,
            by_law=True,
        ),
        RuleKey(
            "tutor.max_interns",
            "Stagiaires suivis en même temps par un tuteur, au plus",
            default=3,
            only_lower=True,
        ),
        RuleKey(
            "host.gap_divisor",
            "Entre deux stagiaires sur un même poste : durée du stage précédent divisée par",
            default=3,
            by_law=True,
        ),
        RuleKey(
            "project.long_days",
            "Jours à partir desquels un projet est relativement long",
            default=60,
        ),
        RuleKey(
            "project.end_notice_days",
            "Jours avant la fin de la formation où un projet est achevé ou en voie de l’être",
            default=60,
        ),
    )
}
