"""Fixing a school's own value of a dated rule, and going back to the general one."""

from datetime import date, timedelta

from django.utils.text import slugify

from curriculum.access import can_edit_rule
from curriculum.models import RuleSet, RuleValue
from curriculum.rules.values import RULE_KEYS, RuleKey, Value
from curriculum.selectors.rules import rule_value
from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import School, User

# A rule may be written down after the school year has begun, or prepared for the next ones.
BACK = timedelta(days=366)
AHEAD = timedelta(days=3 * 366)


def _known(key: str) -> RuleKey:
    if key not in RULE_KEYS:
        raise DomainError("Cette règle n’existe pas. Choisissez-en une dans la liste.")
    return RULE_KEYS[key]


def _check(rule: RuleKey, value: Value, starts_on: date) -> None:
    if rule.by_law:
        raise DomainError("Le texte fixe cette valeur\u00a0: un établissement n’a pas la sienne.")
    if not rule.accepts(value):
        raise Invalid({"value": ["Cette valeur ne convient pas à la règle."]})
    ceiling = rule_value(rule.key, on=starts_on)
    if rule.only_lower and int(value) > int(ceiling):
        raise Invalid(
            {"value": [f"Le texte fixe {ceiling} au plus : l’établissement peut fixer moins."]}
        )
    today = clock.today()
    if not today - BACK <= starts_on <= today + AHEAD:
        raise Invalid(
            {"starts_on": ["Choisissez un jour de l’année écoulée ou des trois prochaines."]}
        )


def _write_down(verb: str, rules: RuleSet, key: str, value: Value, actor: User) -> None:
    record(
        f"curriculum.rule.{verb}",
        actor=actor,
        about=rules,
        school_id=rules.school_id,
        data={"key": key, "value": value, "starts_on": rules.starts_on.isoformat()},
    )


@service
def set_rule(
    school: School, key: str, *, value: Value, starts_on: date, source: str, actor: User
) -> RuleSet:
    """
    Give a rule the school's own value from a day on; the general value stays for the others.

    Setting the same rule from the same day again replaces the value.
    """
    require(can_edit_rule(actor, school))
    rule = _known(key)
    _check(rule, value, starts_on)
    # Two persons at once would both find nothing and both insert.
    School.objects.select_for_update().get(pk=school.pk)
    rules, _created = RuleSet.objects.update_or_create(
        school=school,
        code=f"{slugify(key.replace('.', '-').replace('_', '-'))}-{starts_on}",
        defaults={"label": rule.label, "source": source, "starts_on": starts_on, "ends_on": None},
    )
    RuleValue.objects.update_or_create(rule_set=rules, key=key, defaults={"value": value})
    _write_down("set", rules, key, value, actor)
    return rules


@service
def remove_rule(school: School, key: str, *, actor: User) -> None:
    """Go back to the general value from today on; what held before today is kept."""
    require(can_edit_rule(actor, school))
    _known(key)
    today = clock.today()
    School.objects.select_for_update().get(pk=school.pk)
    values = RuleValue.objects.filter(rule_set__school=school, key=key)
    for value in values.select_related("rule_set").order_by("rule_set__starts_on"):
        rules = value.rule_set
        if rules.ends_on is not None and rules.ends_on < today:
            continue
        _write_down("remove", rules, key, value.value, actor)
        if rules.starts_on >= today:
            rules.delete()
        else:
            rules.ends_on = today - timedelta(days=1)
            rules.save(update_fields=["ends_on"])
