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

    def said(self, value: Value) -> str:
        """Return the value in words."""
        if isinstance(value, bool):
            return "oui" if value else "non"
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
    )
}
